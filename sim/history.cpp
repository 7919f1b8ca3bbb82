#include "sim/history.hpp"

#include <algorithm>
#include <cmath>

namespace markaz::sim {

namespace {

double sum_of(const std::vector<Duration>& lengths) {
    double sum = 0;
    for (Duration each : lengths) sum += static_cast<double>(each.count());
    return sum;
}

/// Microseconds; nothing where nobody gave up.
std::optional<double> mean_patience(const History& history) {
    const double waited = sum_of(history.answered_waits) + sum_of(history.abandoned_waits);
    if (history.abandoned_waits.empty() || waited <= 0) return std::nullopt;
    return waited / static_cast<double>(history.abandoned_waits.size());
}

struct Step { double at, surviving; };

/// The share of callers whose patience exceeds a length, after each length at which somebody gave up.
std::vector<Step> kaplan_meier(const History& history) {
    std::vector<std::pair<Duration, bool>> waits;  // whether they gave up; of two at one length those first
    for (Duration each : history.abandoned_waits) waits.emplace_back(each, false);
    for (Duration each : history.answered_waits) waits.emplace_back(each, true);
    std::ranges::sort(waits);
    std::vector<Step> curve;
    double surviving = 1;
    for (std::size_t at = 0; at < waits.size(); ++at) {
        if (waits[at].second) continue;
        surviving *= 1 - 1 / static_cast<double>(waits.size() - at);
        curve.push_back({static_cast<double>(waits[at].first.count()), surviving});
    }
    return curve;
}

}  // namespace

std::optional<Distribution> exponential_patience(const History& history) {
    const auto mean = mean_patience(history);
    if (!mean) return std::nullopt;
    return Distribution::exponential(std::max(Duration{1}, Duration{static_cast<std::int64_t>(*mean)}));
}

std::optional<Distribution> observed_patience(const History& history) {
    const auto mean = mean_patience(history);
    if (!mean) return std::nullopt;
    const std::vector<Step> curve = kaplan_meier(history);
    // So many equally likely lengths draw the curve finely enough; a minute of patience then stands for 0.02 % of callers.
    constexpr int points = 5'000;
    std::vector<Duration> lengths;
    std::size_t step = 0;
    for (int point = 0; point < points; ++point) {
        const double surviving = 1 - (point + 0.5) / points;
        while (step < curve.size() && curve[step].surviving > surviving) ++step;
        const double at = step < curve.size()
                              ? curve[step].at
                              : curve.back().at - *mean * natural_log(surviving / std::max(curve.back().surviving, surviving));
        lengths.push_back(Duration{static_cast<std::int64_t>(at)});
    }
    return Distribution::empirical(std::move(lengths));
}

std::optional<Distribution> fitted(const std::vector<Duration>& lengths, Shape shape) {
    if (lengths.empty()) return std::nullopt;
    if (shape == Shape::empirical) return Distribution::empirical(lengths);
    const double count = static_cast<double>(lengths.size()), mean = sum_of(lengths) / count;
    if (mean < 1) return Distribution::fixed(Duration{0});
    const Duration average{static_cast<std::int64_t>(mean)};
    if (shape == Shape::exponential) return Distribution::exponential(average);
    double squares = 0;
    for (Duration each : lengths) squares += (static_cast<double>(each.count()) - mean) * (static_cast<double>(each.count()) - mean);
    const double variation = std::sqrt(squares / count) / mean;
    if (variation < 0.01) return Distribution::fixed(average);
    return shape == Shape::gamma ? Distribution::gamma(average, variation) : Distribution::lognormal(average, variation);
}

}  // namespace markaz::sim
