#include "sim/distribution.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace markaz::sim {
namespace {

using namespace std::chrono_literals;

struct Moments { double mean, cv; };

Moments moments(const Distribution& distribution) {
    constexpr int draws = 200'000;
    Random random = Random::seeded(7);
    double sum = 0, squares = 0;
    for (int i = 0; i < draws; ++i) {
        const double x = std::chrono::duration<double>(distribution.draw(random).value()).count();
        sum += x;
        squares += x * x;
    }
    const double mean = sum / draws;
    return {mean, std::sqrt(squares / draws - mean * mean) / mean};
}

double units_of_the_last_place(double ours, double exact) {
    return std::abs(ours - exact) / (std::nextafter(std::abs(exact), INFINITY) - std::abs(exact));
}

TEST(Distribution, LogarithmAndPowerAgreeWithTheLibraryToTheLastPlaces) {
    Random random = Random::seeded(1);
    for (int i = 0; i < 100'000; ++i) {
        const double x = std::ldexp(0.5 + random.uniform(), static_cast<int>(random.below(200)) - 100);
        EXPECT_LE(units_of_the_last_place(natural_log(x), std::log(x)), 3) << x;
        const double y = (random.uniform() - 0.5) * 200;
        EXPECT_LE(units_of_the_last_place(power_of_e(y), std::exp(y)), 4) << y;
    }
    EXPECT_EQ(natural_log(1.0), 0.0);
    EXPECT_NEAR(natural_log(5e-324), std::log(5e-324), 1e-10);
    EXPECT_EQ(power_of_e(-800), 0.0);
    EXPECT_TRUE(std::isinf(power_of_e(800)));
}

TEST(Distribution, EachHasTheMeanAndTheCoefficientOfVariationItWasGiven) {
    const struct { Distribution distribution; double mean, cv; } table[] = {
        {Distribution::fixed(20s), 20, 0},
        {Distribution::exponential(180s), 180, 1},
        {Distribution::lognormal(180s, 0.5), 180, 0.5},
        {Distribution::lognormal(180s, 1.2), 180, 1.2},
        {Distribution::gamma(60s, 0.4), 60, 0.4},
        {Distribution::gamma(60s, 1.6), 60, 1.6},
        {Distribution::empirical({10s, 20s, 30s}), 20, std::sqrt(2.0 / 3.0) / 2},
    };
    for (const auto& [distribution, mean, cv] : table) {
        const Moments found = moments(distribution);
        EXPECT_NEAR(found.mean, mean, mean * 0.015);
        EXPECT_NEAR(found.cv, cv, 0.04);
    }
}

TEST(Distribution, NoneNeverComesToPass) {
    Random random = Random::seeded(3);
    EXPECT_TRUE(Distribution{}.is_none());
    EXPECT_EQ(Distribution{}.draw(random), std::nullopt);
}

// The figures were drawn once; another machine, compiler or library must draw the same.
TEST(Distribution, ASeedTellsTheSameStoryEverywhere) {
    Random random = Random::seeded(2026);
    std::vector<std::int64_t> drawn;
    for (const Distribution& distribution : {Distribution::exponential(180s), Distribution::lognormal(180s, 1.2),
                                             Distribution::gamma(60s, 1.6), Distribution::gamma(60s, 0.5)})
        drawn.push_back(distribution.draw(random)->count());
    EXPECT_EQ(drawn, (std::vector<std::int64_t>{100236842, 236699399, 15440, 74213716}));
}

}  // namespace
}  // namespace markaz::sim
