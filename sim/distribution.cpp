#include "sim/distribution.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

// A fused multiply-add rounds once where two operations round twice: allowed to, compilers would give other last bits elsewhere.
#pragma STDC FP_CONTRACT OFF

namespace markaz::sim {
namespace {

constexpr double ln2 = 0.6931471805599453094;
/// The logarithm of 2 in two parts: the first has so few digits that its multiples are exact.
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 1.9082149292705877e-10;
constexpr Duration longest_draw = std::chrono::years{10};

struct Parts { double fraction; int exponent; };

/// x = fraction * 2^exponent with a fraction from sqrt(1/2) up to sqrt(2); x is positive and normal. Without a branch, which chance would
/// take half of the time.
Parts split(double x) {
    constexpr auto root = std::bit_cast<std::uint64_t>(0.70710678118654757);  // sqrt(1/2), rounded up
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const auto exponent = static_cast<std::int64_t>(bits - root) >> 52;
    return {std::bit_cast<double>(bits - (static_cast<std::uint64_t>(exponent) << 52)), static_cast<int>(exponent)};
}

/// factors[0] + factors[1] x + factors[2] x^2 + ... by fours, so that a processor does their parts side by side (Estrin's scheme).
template <std::size_t count>
double sum_of_powers(const std::array<double, count>& factors, double x) {
    static_assert(count % 4 == 0);
    const double x2 = x * x, x4 = x2 * x2;
    double sum = 0.0;
    for (std::size_t end = count; end != 0; end -= 4)
        sum = ((factors[end - 4] + factors[end - 3] * x) + (factors[end - 2] + factors[end - 1] * x) * x2) + sum * x4;
    return sum;
}

/// 1/3, 1/5, 1/7, ...
constexpr auto odd_parts = [] {
    std::array<double, 12> parts{};
    for (int place = 0; place < 12; ++place) parts[static_cast<std::size_t>(place)] = 1.0 / (2 * place + 3);
    return parts;
}();

/// 1/0!, 1/1!, 1/2!, ...
constexpr auto factorial_parts = [] {
    std::array<double, 16> parts{};
    double factorial = 1.0;
    for (int place = 0; place < 16; factorial *= ++place) parts[static_cast<std::size_t>(place)] = 1.0 / factorial;
    return parts;
}();

double two_to_the(int exponent) { return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52); }

/// Not below 0.
Duration as_length(double microseconds) {
    if (!(microseconds < static_cast<double>(longest_draw.count()))) return longest_draw;
    return Duration{static_cast<std::int64_t>(microseconds + 0.5)};
}

}  // namespace

double natural_log(double x) {
    if (x < std::numeric_limits<double>::min()) return natural_log(x * 0x1p54) - 54 * ln2;
    const auto [fraction, exponent] = split(x);
    // ln m = 2 artanh(s) with s = (m-1)/(m+1), |s| <= 0.172: the first term left out is below 2^-65 of the sum.
    const double s = (fraction - 1.0) / (fraction + 1.0);
    const double z = s * s;
    return exponent * ln2_high + (exponent * ln2_low + 2.0 * s * (z * sum_of_powers(odd_parts, z)) + 2.0 * s);
}

double power_of_e(double x) {
    if (x < -708.0) return 0.0;
    if (x > 709.0) return std::numeric_limits<double>::infinity();
    const int whole = static_cast<int>(x / ln2 + (x < 0 ? -0.5 : 0.5));
    const double rest = (x - whole * ln2_high) - whole * ln2_low;
    return sum_of_powers(factorial_parts, rest) * two_to_the(whole);
}

double unit_exponential(Random& random) { return -natural_log(1.0 - random.uniform()); }

double standard_normal(Random& random) {
    for (;;) {
        const double x = 2.0 * random.uniform() - 1.0;
        const double y = 2.0 * random.uniform() - 1.0;
        const double square = x * x + y * y;
        if (square > 0.0 && square < 1.0) return x * std::sqrt(-2.0 * natural_log(square) / square);
    }
}

double standard_gamma(Random& random, double shape) {
    if (shape < 1.0) {
        const double larger = standard_gamma(random, shape + 1.0);
        return larger * power_of_e(natural_log(1.0 - random.uniform()) / shape);
    }
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    for (;;) {
        const double x = standard_normal(random);
        const double root = 1.0 + c * x;
        if (root <= 0.0) continue;
        const double v = root * root * root;
        if (natural_log(1.0 - random.uniform()) < 0.5 * x * x + d - d * v + d * natural_log(v)) return d * v;
    }
}

Distribution Distribution::fixed(Duration length) { return Distribution{Fixed{length}}; }

Distribution Distribution::exponential(Duration mean) { return Distribution{Exponential{static_cast<double>(mean.count())}}; }

Distribution Distribution::lognormal(Duration mean, double cv) {
    const double variance = natural_log(1.0 + cv * cv);
    return Distribution{Lognormal{natural_log(static_cast<double>(mean.count())) - variance / 2.0, std::sqrt(variance)}};
}

Distribution Distribution::gamma(Duration mean, double cv) {
    const double shape = 1.0 / (cv * cv);
    return Distribution{Gamma{shape, static_cast<double>(mean.count()) / shape}};
}

Distribution Distribution::empirical(std::vector<Duration> lengths) {
    return Distribution{Empirical{std::make_shared<const std::vector<Duration>>(std::move(lengths))}};
}

std::optional<Duration> Distribution::longest() const {
    if (const auto* fixed = std::get_if<Fixed>(&shape_)) return fixed->length;
    if (const auto* empirical = std::get_if<Empirical>(&shape_)) return *std::ranges::max_element(*empirical->lengths);
    return std::nullopt;
}

std::optional<Duration> Distribution::draw(Random& random) const {
    struct Draw {
        Random& random;
        std::optional<Duration> operator()(const Never&) const { return std::nullopt; }
        std::optional<Duration> operator()(const Fixed& fixed) const { return fixed.length; }
        std::optional<Duration> operator()(const Exponential& d) const { return as_length(d.mean * unit_exponential(random)); }
        std::optional<Duration> operator()(const Lognormal& d) const {
            return as_length(power_of_e(d.mu + d.sigma * standard_normal(random)));
        }
        std::optional<Duration> operator()(const Gamma& d) const { return as_length(d.scale * standard_gamma(random, d.shape)); }
        std::optional<Duration> operator()(const Empirical& d) const { return (*d.lengths)[random.below(d.lengths->size())]; }
    };
    return std::visit(Draw{random}, shape_);
}

}  // namespace markaz::sim
