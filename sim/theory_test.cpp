// Whether the simulated centre obeys queueing theory, by formulas that stand here; reference_test.cpp judges by a table from elsewhere.

#include "sim/measured_test.hpp"

namespace markaz::sim::theory {
namespace {

constexpr int replications = 30;

TEST(Theory, TheFormulasGiveWhatIsPrintedOfThem) {
    // 10 erlangs on 14 agents: the field's most printed example.
    const Line printed{.calls_per_h = 200, .handle_s = 180, .agents = 14};
    EXPECT_NEAR(*of_erlang_c(printed).waited, 0.174131933595, 1e-10);
    EXPECT_NEAR(*of_erlang_c(printed).answered_in_time, 0.888350019179, 1e-10);
    EXPECT_NEAR(*of_erlang_c(printed).wait_mean_s, *of_chain(printed, 3000).wait_mean_s, 1e-6) << "two ways to one truth";
    // Every table of Erlang's loss formula: 12.03 erlangs on 20 lines lose 1 %.
    EXPECT_NEAR(erlang_b(12.03, 20), 0.01, 0.0001);
    EXPECT_NEAR(erlang_b(1, 2), 0.2, 1e-12);
    // Gans, Koole and Mandelbaum 2003: 48 calls a minute of a minute each, 50 agents, patience of 2 minutes.
    const Line impatient{.calls_per_h = 2880, .handle_s = 60, .agents = 50, .patience_s = 120};
    EXPECT_NEAR(*of_erlang_a(impatient).abandoned, 0.0309122491624, 1e-9);
    EXPECT_NEAR(*of_erlang_a(impatient).answered_in_time, 0.943018954747, 1e-8);
    EXPECT_NEAR(*of_erlang_a(impatient).asa, 3.61590023955, 1e-6);
}

TEST(Theory, ErlangC) {
    const Line line{.calls_per_h = 200, .handle_s = 180, .agents = 14};
    Measured(scenario_of(line, 4000), replications).expect_all(of_erlang_c(line), "M/M/14");
}

TEST(Theory, ErlangAAlsoInOverload) {
    for (const int agents : {9, 13}) {
        const Line line{.calls_per_h = 210, .handle_s = 180, .agents = agents, .patience_s = 300};
        Measured(scenario_of(line, 4000), replications).expect_all(of_erlang_a(line), "M/M/n+M");
    }
}

TEST(Theory, ErlangBIsAQueueInWhichNobodyWaits) {
    const Line line{.calls_per_h = 12.03 * 20, .handle_s = 180, .agents = 20, .patience_s = 0};
    Measured(scenario_of(line, 8000), replications).expect_all(of_erlang_b(line), "M/M/20/20");
}

TEST(Theory, AFullQueueBlocksAsAFiniteChainDoes) {
    const Line line{.calls_per_h = 120, .handle_s = 120, .agents = 4, .patience_s = {}, .capacity = 3};
    Measured(scenario_of(line, 4000), replications).expect_all(of_chain(line, 3), "M/M/4/7");
}

TEST(Theory, TwoPrioritiesShareTheWaitAsCobhamSays) {
    // Without interrupting anybody (Cobham 1954; several servers: Kella and Yechiali 1985):
    //     wait of the first = C/(n mu) / (1 - s1), of the second = C/(n mu) / ((1 - s1)(1 - s1 - s2)),  s = lambda/(n mu).
    const Line line{.calls_per_h = 330, .handle_s = 120, .agents = 12};
    const double first = 0.4, capacity = line.agents / line.handle_s, c = erlang_c(line.erlangs(), line.agents);
    const double busy_first = first * line.arrivals() / capacity, busy = line.arrivals() / capacity;
    auto scenario = parse_scenario(R"(start: 2026-01-01T00:00:00Z
duration: 110h
warm_up: 4h
interval: 366d
queues: [{id: first}, {id: second}]
groups: [{id: agents, agents: 12}]
arrivals: [{queue: first, per_hour: 132, priority: 1d}, {queue: second, per_hour: 198}]
handle: {exponential: 120s}
)",
                                   "priorities.yaml");
    ASSERT_TRUE(scenario);
    Measured measured(*scenario, replications);
    measured.expect("queue0.wait_mean_s", c / capacity / (1 - busy_first), "first");
    measured.expect("queue1.wait_mean_s", c / capacity / ((1 - busy_first) * (1 - busy)), "second");
    measured.expect("queue0.waited", c, "first");
    measured.expect("queue1.waited", c, "second");
}

TEST(Theory, TwoSkillsShareTheAgentsAsTheirMarkovChainSays) {
    const TwoSkills model{60, 40, 180, 200, 2, 4, 90, 120};
    const TwoPromises promise = TwoSkillChain(model).promises();
    Measured measured(scenario_of(model, 4000), replications);
    expect_all(measured, promise, "N");
}

TEST(Theory, CallersWhoCallAgainMakeTheLoadThatFollowsFromTheirShare) {
    // Every call that nobody answers is followed by another with probability 1/2, much later than the centre remembers: what is offered
    // is then f + r * lost, with each call, new or again, as likely to be lost (fixed point of Erlang's formula; Cohen 1957).
    const double fresh_per_h = 300, share = 0.5, handle_s = 180;
    constexpr int agents = 15;
    double offered = fresh_per_h;
    for (int step = 0; step < 200; ++step) offered = fresh_per_h + share * offered * erlang_b(offered / 3600 * handle_s, agents);
    auto scenario = parse_scenario(R"(start: 2026-01-01T00:00:00Z
duration: 80h
warm_up: 30h
interval: 366d
queues: [{id: line}]
groups: [{id: agents, agents: 15}]
arrivals: [{queue: line, per_hour: 300}]
handle: {exponential: 180s}
patience: {fixed: 0s}
retrials: {share: 50%, after: {exponential: 4h}, most: 100}
)",
                                   "retrials.yaml");
    ASSERT_TRUE(scenario) << scenario.error().front().line();
    Measured measured(*scenario, replications);
    measured.expect("queue0.offered", offered * 50, "retrials");
    measured.expect("queue0.abandoned_share", erlang_b(offered / 3600 * handle_s, agents), "retrials");
}

}  // namespace
}  // namespace markaz::sim::theory
