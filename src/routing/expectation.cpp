#include "routing/expectation.hpp"

#include <algorithm>

namespace markaz::routing {

namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::uint32_t window = 50;      ///< leavings that the mean looks back over
constexpr std::uint32_t fewest_gaps = 5;  ///< before these nothing is said
constexpr std::int64_t longest_ratio = 1000 * million;

constexpr std::uint32_t fewest_answers = 10;  ///< before these a position is judged by the one before

std::size_t range_of(std::uint32_t position) {
    if (position <= 40) return std::max(position, 1u) - 1;
    return position <= 60 ? 40 : position <= 100 ? 41 : 42;
}

/// Moves a quantile: up by `share` hundredths of the step where the value lies above, down by the rest where it lies below.
void move(std::int64_t& quantile, std::int64_t value, std::int64_t share, std::int64_t step) {
    const std::int64_t by = quantile / 100 * (value > quantile ? share : share - 100) / 1000 * step;
    quantile = std::clamp(quantile + by, std::int64_t{1'000}, longest_ratio);
}

}  // namespace

void Expectation::leave(Instant now) {
    const std::int64_t sample = (now - moved).count();
    moved = now;
    gaps = std::min(gaps + 1, window);
    gap += (sample - gap) / static_cast<std::int64_t>(gaps);
}

std::optional<ExpectedWait> Expectation::at(std::uint32_t position) const {
    if (gaps < fewest_gaps) return std::nullopt;
    const Spread spread = spread_at(position);
    const std::int64_t base = estimate(position).count();
    const auto part = [&](std::int64_t ratio) {
        return Duration{static_cast<std::int64_t>(static_cast<__int128>(base) * ratio / million)};
    };
    return ExpectedWait{part(spread.middle), part(spread.low), part(spread.high)};
}

Spread Expectation::spread_at(std::uint32_t position) const {
    for (std::size_t range = std::min(range_of(position) + 1, spreads.size()); range > 0; --range)
        if (spreads[range - 1].learnt >= fewest_answers) return spreads[range - 1];
    return {};
}

void Expectation::learn(std::uint32_t position, Duration estimated, Duration waited) {
    if (estimated <= Duration{0}) return;
    const auto ratio = static_cast<std::int64_t>(
        std::min<__int128>(static_cast<__int128>(waited.count()) * million / estimated.count(), longest_ratio));
    const std::size_t range = range_of(position);
    if (spreads.size() <= range) spreads.resize(range + 1);
    Spread& spread = spreads[range];
    if (spread.learnt == 0) {
        spread = spread_at(position);
        spread.learnt = 0;
    }
    // Large steps at first, then small ones: thousandths.
    const std::int64_t step = spread.learnt < 20 ? 200 : spread.learnt < 100 ? 100 : 40;
    spread.learnt = std::min(spread.learnt + 1, 1000u);
    move(spread.low, ratio, 10, step);
    move(spread.middle, ratio, 50, step);
    move(spread.high, ratio, 90, step);
}

}  // namespace markaz::routing
