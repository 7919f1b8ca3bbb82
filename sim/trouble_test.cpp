// What a scenario may add to an even day: breaks, absences, faults, callers who call again, and lengths fitted to what was seen.

#include <cmath>

#include <gtest/gtest.h>

#include "base/described.hpp"
#include "sim/check.hpp"
#include "sim/run.hpp"

namespace markaz::sim {
namespace {

using namespace std::chrono_literals;

std::string day(const std::string& more, const std::string& group = "") {
    return "start: 2026-11-22T08:00:00Z\nduration: 8h\ninterval: 1h\nqueues: [{id: cards}]\ngroups: [{id: day, agents: 20" + group +
           "}]\narrivals: [{queue: cards, per_hour: 240}]\nhandle: {exponential: 180s}\npatience: {exponential: 120s}\n" + more;
}

Scenario scenario_of(const std::string& text, const HistoryOf& history_of = {}) {
    auto scenario = parse_scenario(text, "a.yaml", history_of);
    if (!scenario) throw std::logic_error(scenario.error().front().line());
    return *scenario;
}

std::string complaint(const std::string& text, const HistoryOf& history_of = {}) {
    const auto scenario = parse_scenario(text, "a.yaml", history_of);
    return scenario ? "nothing" : scenario.error().front().line();
}

/// Plays the scenario, with every promise of routing watched.
Tally play(const std::string& text, std::uint64_t seed = 1) {
    Checker checker;
    const Tally tally = replicate(scenario_of(text), seed,
                                  [&](Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& told) {
                                      checker.see(at, input, refusal, told);
                                  });
    checker.finish();
    if (checker.violation()) ADD_FAILURE() << checker.violation()->line();
    return tally;
}

double figure(const Figures& figures, std::string_view name) {
    const auto found = std::ranges::find(figures, name, &std::pair<std::string, std::optional<double>>::first);
    return found == figures.end() ? NAN : found->second.value_or(NAN);
}

double offered(const Tally& tally, std::size_t hour) { return figure(tally.queue_in(0, hour), "offered"); }

/// Agents who are there, on average over the hour: those who work by how much they work.
double staffed(const Tally& tally, std::size_t hour) {
    const Figures figures = tally.group_in(0, hour);
    return figure(figures, "utilisation") == 0 ? 0 : figure(figures, "staffed_s") / 3600;
}

TEST(Trouble, ABreakTakesAgentsAwayForItsTime) {
    const Tally tally = play(day("", ", shifts: [{from: 08:00, to: 16:00, breaks: [{at: 11:00, for: 1h}]}]"));
    EXPECT_GT(figure(tally.queue_in(0, 2), "answered"), 150);
    EXPECT_LT(figure(tally.queue_in(0, 3), "answered"), 25) << "from eleven to twelve nobody takes a contact";
    EXPECT_GT(figure(tally.queue_in(0, 4), "answered"), 150);
}

TEST(Trouble, BreaksByChanceTakeTheirShare) {
    // 50 minutes ready, 10 minutes away: a sixth of the time that is not spent with contacts.
    const Tally tally = play(day("", ", breaks: {every: {fixed: 50m}, for: {fixed: 10m}}"));
    const double ready = figure(tally.group(0), "occupancy"), there = figure(tally.group(0), "utilisation");
    EXPECT_LT(there, ready) << "who is on a break is there, and not ready";
}

TEST(Trouble, WhoIsAbsentMissesTheWholeShift) {
    const std::string shifts = ", shifts: [{from: 08:00, to: 16:00, breaks: [{at: 11:00, for: 30m}]}]";
    const double all = staffed(play(day("", shifts)), 1), half = staffed(play(day("", shifts + ", absent: 50%")), 1);
    EXPECT_NEAR(all, 20, 0.01);
    EXPECT_NEAR(half, 10, 6);
    EXPECT_NEAR(staffed(play(day("", shifts + ", absent: 50%")), 6), half, 0.01) << "nobody comes back after the break";
    EXPECT_EQ(staffed(play(day("", shifts + ", absent: 1")), 1), 0);
}

TEST(Trouble, AgentsThatDropLoseTheirConversationsAndComeBack) {
    const Tally tally = play(day("faults: [{at: 10:00, for: 1h, agents_drop: 1, groups: [day]}]\n"));
    EXPECT_GT(figure(tally.queue_in(0, 1), "answered"), 150);
    EXPECT_LT(figure(tally.queue_in(0, 2), "answered"), 25) << "only who still waits at eleven is answered";
    EXPECT_GT(figure(tally.queue_in(0, 4), "answered"), 150);
}

TEST(Trouble, WhileTheTrunkIsDownNobodyComesAndWhoWasThereIsLost) {
    const Tally tally = play(day("faults: [{at: 10:00, for: 1h, trunk_down: true}]\n"));
    EXPECT_GT(offered(tally, 1), 180);
    EXPECT_EQ(offered(tally, 2), 0);
    EXPECT_GT(offered(tally, 3), 180);
}

TEST(Trouble, ANetworkThatLosesLegsEndsCallsBeforeTheirTime) {
    const Tally even = play(day("")), lossy = play(day("faults: [{at: 10:00, for: 1h, network_loss: 0.9}]\n"));
    EXPECT_NEAR(figure(lossy.group_in(0, 1), "aht"), figure(even.group_in(0, 1), "aht"), 1e-9) << "before it nothing is different";
    EXPECT_LT(figure(lossy.queue_in(0, 2), "aht"), figure(even.queue_in(0, 2), "aht") + 60);
    EXPECT_GT(figure(lossy.queue_in(0, 2), "abandoned"), figure(even.queue_in(0, 2), "abandoned"));
}

TEST(Trouble, AFaultDoesNotChangeWhoCallsBeforeIt) {
    const Tally even = play(day("")), broken = play(day("faults: [{at: 12:00, for: 1h, trunk_down: true}]\n"));
    for (std::size_t hour = 0; hour < 4; ++hour) EXPECT_EQ(offered(even, hour), offered(broken, hour));
}

TEST(Trouble, WhoWasNotServedCallsAgainAsOftenAsIsSaid) {
    const std::string nobody = "queues: [{id: cards}]\ngroups: [{id: day, agents: 1, ring: none}]\n";
    const auto of = [&](const std::string& retrials) {
        return figure(play("start: 2026-11-22T08:00:00Z\nduration: 8h\n" + nobody +
                           "arrivals: [{queue: cards, every: 1h, counts: [60, 0, 0, 0, 0, 0, 0, 0]}]\nhandle: {fixed: 1s}\n"
                           "patience: {fixed: 10s}\n" + retrials)
                          .queue(0),
                      "offered");
    };
    const double once = of("");
    EXPECT_GT(once, 30);
    EXPECT_EQ(of("retrials: {share: 1, after: {fixed: 10m}, most: 3}\n"), 4 * once);
    EXPECT_EQ(of("retrials: none\n"), once);
}

TEST(Trouble, TheSameSeedGivesTheSameTroubles) {
    const std::string text = day("faults: [{at: 10:00, for: 30m, agents_drop: 0.4}, {at: 12:00, for: 10m, network_loss: 0.2}]\n"
                                 "retrials: {share: 0.4, after: {exponential: 5m}}\n",
                                 ", absent: 10%, breaks: {every: {exponential: 1h}, for: {gamma: {mean: 8m, cv: 0.5}}}");
    EXPECT_EQ(play(text, 3).queue(0), play(text, 3).queue(0));
    EXPECT_NE(play(text, 3).queue(0), play(text, 4).queue(0));
}

TEST(Trouble, WhateverBreaksEveryPromiseOfRoutingIsKept) {
    const std::string text = day("faults: [{at: 09:00, for: 20m, agents_drop: 0.5}, {at: 10:00, for: 5m, trunk_down: true}, "
                                 "{at: 11:00, for: 30m, network_loss: 0.3}, {at: 11:10, for: 30m, agents_drop: 1}]\n"
                                 "wrap_up: {exponential: 30s}\nring: {exponential: 4s}\nretrials: {share: 0.8, after: {exponential: 2m}}\n",
                                 ", absent: 10%, breaks: {every: {exponential: 20m}, for: {exponential: 5m}}");
    for (std::uint64_t seed = 1; seed <= 20; ++seed) play(text, seed);
}

TEST(Trouble, WhatIsWrongIsNamed) {
    EXPECT_TRUE(complaint(day("faults: [{at: 10:00, for: 1h}]\n")).contains("a fault is one thing"));
    EXPECT_TRUE(complaint(day("faults: [{at: 10:00, for: 1h, agents_drop: 2}]\n")).contains("it is a share from 0 to 1"));
    EXPECT_TRUE(complaint(day("faults: [{at: 10:00, for: 1h, agents_drop: 1, groups: [night]}]\n")).contains("a group that is not there"));
    EXPECT_TRUE(
        complaint(day("", ", shifts: [{from: 08:00, to: 16:00, breaks: [{at: 15:30, for: 1h}]}]")).contains("does not lie in its shift"));
    EXPECT_TRUE(complaint(day("", ", shifts: [{from: 08:00, to: 16:00, breaks: [{at: 10:00, for: 1h}, {at: 10:30, for: 1h}]}]"))
                    .contains("two breaks of the shift overlap"));
    EXPECT_TRUE(complaint(day("retrials: {after: {fixed: 1m}}\n")).contains("\"share\""));
    EXPECT_EQ(complaint("start: 2026-11-22T08:00:00Z\n\xFF\xFE: 3\n"), "a.yaml:2:1: this is not UTF-8; save the document as UTF-8");
}

// ---- Fitted to what was seen ----------------------------------------------------------------------------------------

double mean_of(const Distribution& distribution) {
    Random random = Random::seeded(7);
    double sum = 0;
    constexpr int draws = 200'000;
    for (int draw = 0; draw < draws; ++draw) sum += std::chrono::duration<double>(*distribution.draw(random)).count();
    return sum / draws;
}

/// Callers of exponential patience who are answered after an exponential wait, as a log shows them.
History censored(double patience_s, double answer_s) {
    Random random = Random::seeded(3);
    History history;
    for (int caller = 0; caller < 50'000; ++caller) {
        const Duration patience = *Distribution::exponential(std::chrono::milliseconds(static_cast<int>(patience_s * 1000))).draw(random);
        const Duration answer = *Distribution::exponential(std::chrono::milliseconds(static_cast<int>(answer_s * 1000))).draw(random);
        if (patience < answer) history.abandoned_waits.push_back(patience);
        else history.answered_waits.push_back(answer);
        history.handle.push_back(answer);
    }
    return history;
}

TEST(Fitted, PatienceIsFoundThoughMostCallersAreAnsweredBeforeItEnds) {
    const History history = censored(300, 100);
    EXPECT_NEAR(mean_of(*exponential_patience(history)), 300, 9);
    EXPECT_NEAR(mean_of(*observed_patience(history)), 300, 15);
    EXPECT_FALSE(exponential_patience(History{}));
    EXPECT_FALSE(observed_patience(History{{5s}, {}, {}, {}}));
}

TEST(Fitted, LengthsKeepTheirMeanAndDeviation) {
    const std::vector<Duration> lengths{10s, 20s, 30s, 100s};
    for (Shape shape : {Shape::exponential, Shape::lognormal, Shape::gamma, Shape::empirical})
        EXPECT_NEAR(mean_of(*fitted(lengths, shape)), 40, 0.5) << enum_name(shape);
    EXPECT_FALSE(fitted({}, Shape::empirical));
}

TEST(Fitted, AScenarioFitsToAQueueAndATime) {
    HistoryWanted asked;
    const HistoryOf history_of = [&](const HistoryWanted& wanted) -> Result<History> {
        asked = wanted;
        return censored(300, 100);
    };
    const std::string text = "start: 2026-11-22T08:00:00Z\nduration: 1h\nqueues: [{id: cards, patience: {fit: {data: centre, from: "
                             "2026-01-01T00:00:00Z, shape: empirical}}}]\ngroups: [{id: day, agents: 1}]\n"
                             "arrivals: [{queue: cards, per_hour: 10}]\nhandle: {fit: {data: centre, queue: loans, shape: lognormal}}\n";
    const Scenario scenario = scenario_of(text, history_of);
    EXPECT_EQ(asked.queue, "cards"_key);
    EXPECT_EQ(iso8601(*asked.from), "2026-01-01T00:00:00Z");
    EXPECT_NEAR(mean_of(scenario.population.patience[0].patience), 300, 15);
    EXPECT_TRUE(complaint(text).contains("cannot be fitted here"));
    const HistoryOf none = [](const HistoryWanted&) -> Result<History> { return problem("centre", "this is no data directory"); };
    EXPECT_TRUE(complaint(text, none).contains("this is no data directory"));
}

}  // namespace
}  // namespace markaz::sim
