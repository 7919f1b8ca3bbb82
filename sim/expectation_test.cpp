// What callers would be told about their wait, against what then happened to them.

#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "sim/run.hpp"

namespace markaz::sim {
namespace {

using namespace std::chrono;

struct Seen {
    std::uint64_t told = 0, within = 0;
    double error_s = 0, error_of_last_ten_s = 0;
};

double seconds_of(Duration length) { return duration<double>(length).count(); }

/// By position: answered visits that were told, how many waits lay in their interval, and both errors.
std::map<std::uint32_t, Seen> watch(const std::string& text, std::uint64_t seed) {
    const auto scenario = parse_scenario(text, "expectation.yaml");
    EXPECT_TRUE(scenario);
    std::map<contact::VisitId, centre::WaitExpected> told;
    std::deque<Duration> last_ten;
    std::map<std::uint32_t, Seen> seen;
    // The mean of the last ten as it was when the caller began to wait.
    std::map<contact::VisitId, double> guess;
    replicate(*scenario, seed, [&](Instant, const centre::Input&, centre::Refusal, const centre::Outputs& outputs) {
        for (const centre::Told& each : outputs) {
            if (const auto* expected = std::get_if<centre::WaitExpected>(&each.what)) {
                if (expected->wait.expected == Duration{0} || last_ten.size() < 10) continue;
                told[expected->visit] = *expected;
                double sum = 0;
                for (Duration wait : last_ten) sum += seconds_of(wait);
                guess[expected->visit] = sum / 10;
            }
            const auto* ended = std::get_if<centre::VisitEnded>(&each.what);
            if (!ended || ended->end != contact::VisitEnd::answered) continue;
            const Duration wait = each.at - ended->started;
            last_ten.push_back(wait);
            if (last_ten.size() > 10) last_ten.pop_front();
            const auto expected = told.find(ended->visit);
            if (expected == told.end()) continue;
            Seen& here = seen[expected->second.position];
            ++here.told;
            here.within += expected->second.wait.low <= wait && wait <= expected->second.wait.high;
            here.error_s += std::abs(seconds_of(wait - expected->second.wait.expected));
            here.error_of_last_ten_s += std::abs(seconds_of(wait) - guess[ended->visit]);
        }
    });
    return seen;
}

/// An even load, and one that rises and falls over six hours, again and again.
std::vector<std::string> days() {
    std::string uneven;
    for (int round = 0; round < 60; ++round) uneven += (round == 0 ? "" : ", ") + std::string("250, 350, 420, 450, 380, 300");
    return {R"(start: 2026-11-22T00:00:00Z
duration: 200h
queues: [{id: line}]
groups: [{id: agents, agents: 12}]
arrivals: [{queue: line, per_hour: 250}]
patience: {exponential: 300s}
handle: {lognormal: {mean: 180s, cv: 1.2}}
)",
            R"(start: 2026-11-22T00:00:00Z
duration: 360h
queues: [{id: line}]
groups: [{id: agents, agents: 20}]
arrivals: [{queue: line, every: 1h, counts: [)" +
                uneven + R"(]}]
patience: {exponential: 600s}
handle: {exponential: 180s}
)"};
}

TEST(ExpectedWait, FourOfFiveWaitsLieInTheirIntervalAtEachPosition) {
    for (const std::string& scenario : days()) {
        const auto seen = watch(scenario, 11);
        std::uint64_t positions = 0;
        for (const auto& [position, here] : seen) {
            if (here.told < 1000) continue;
            ++positions;
            const double share = static_cast<double>(here.within) / static_cast<double>(here.told);
            EXPECT_GE(share, 0.75) << "position " << position << " of " << here.told;
            EXPECT_LE(share, 0.85) << "position " << position << " of " << here.told;
        }
        EXPECT_GE(positions, 5u);
    }
}

TEST(ExpectedWait, ErrsLessThanTheMeanOfTheLastTen) {
    for (const std::string& scenario : days()) {
        double error = 0, error_of_last_ten = 0;
        for (const auto& [position, here] : watch(scenario, 12)) {
            error += here.error_s;
            error_of_last_ten += here.error_of_last_ten_s;
        }
        EXPECT_GT(error, 0);
        EXPECT_LT(error, error_of_last_ten);
    }
}

}  // namespace
}  // namespace markaz::sim
