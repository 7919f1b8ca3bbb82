#pragma once
// How long things take in the world: patience, conversations, wrap-up, ringing.

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/random.hpp"

namespace markaz::sim {

/// Natural logarithm of a positive, finite number, by + - * / alone. The last bit of libm's own differs between systems, and
/// a seed must tell the same story everywhere; these stay within 2 units of the last place.
double natural_log(double x);
/// e to the power of x, by the same means; 0 below the smallest number, infinity above the greatest.
double power_of_e(double x);

/// An exponential variate of mean 1.
double unit_exponential(Random& random);
/// A normal variate of mean 0 and deviation 1 (Marsaglia's polar method, 1964).
double standard_normal(Random& random);
/// A gamma variate of this shape and scale 1 (Marsaglia and Tsang, 2000).
double standard_gamma(Random& random, double shape);

/// A random length of time. The default is `none`: it never comes to pass, such as the patience of those who wait for ever.
class Distribution {
public:
    Distribution() = default;
    static Distribution fixed(Duration length);
    static Distribution exponential(Duration mean);
    /// `cv`: deviation divided by mean, above 0.
    static Distribution lognormal(Duration mean, double cv);
    static Distribution gamma(Duration mean, double cv);
    /// Each of the lengths is as likely as the others; there is at least one.
    static Distribution empirical(std::vector<Duration> lengths);

    bool is_none() const { return std::holds_alternative<Never>(shape_); }
    /// The longest length that can be drawn where there is one that a limit can be set to: fixed and empirical.
    std::optional<Duration> longest() const;

    /// A length of at least 0, or nothing for `none`. Lengths beyond ten years are cut there, so that instants stay in range.
    std::optional<Duration> draw(Random& random) const;

private:
    struct Never {};
    struct Fixed { Duration length; };
    struct Exponential { double mean; };
    struct Lognormal { double mu, sigma; };
    struct Gamma { double shape, scale; };
    struct Empirical { std::shared_ptr<const std::vector<Duration>> lengths; };
    using Shape = std::variant<Never, Fixed, Exponential, Lognormal, Gamma, Empirical>;

    explicit Distribution(Shape shape) : shape_(std::move(shape)) {}

    Shape shape_;
};

}  // namespace markaz::sim
