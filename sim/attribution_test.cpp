#include "sim/attribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/described.hpp"
#include "base/json.hpp"
#include "sim/run.hpp"

namespace markaz::sim {
namespace {

/// What an intraday analyst compares: a plan, and the same with some lines as they came. Of two queues the second one has agents of its
/// own and shares others with the first.
std::string one_queue(std::string_view arrivals, std::string_view absent = "0%", std::string_view handle = "180s",
                      std::string_view patience = "120s") {
    std::string text = "start: 2026-11-22T08:00:00Z\nduration: 6h\nqueues: [{id: cards}]\ngroups: [{id: day, agents: 11, shifts: [{from: "
                       "08:00, to: 16:00}], absent: ";
    text.append(absent).append("}]\narrivals: [{queue: cards, every: 1h, counts: ").append(arrivals);
    text.append("}]\nhandle: {lognormal: {mean: ").append(handle).append(", cv: 1}}\npatience: {exponential: ").append(patience);
    return text + "}\nring: {fixed: 3s}\n";
}
std::string two_queues(std::string_view cards_per_hour, std::string_view absent) {
    std::string text = "start: 2026-11-22T08:00:00Z\nduration: 6h\nqueues: [{id: cards}, {id: loans}]\ngroups:\n  - {id: both, agents: 8, "
                       "shifts: [{from: 08:00, to: 16:00}], absent: ";
    text.append(absent).append("}\n  - {id: lenders, agents: 6, skills: [loans]}\narrivals:\n  - {queue: cards, per_hour: ");
    text.append(cards_per_hour);
    return text + "}\n  - {queue: loans, per_hour: 100}\nhandle: {exponential: 180s}\npatience: {exponential: 120s}\n";
}
constexpr std::string_view planned_counts = "[150, 170, 180, 180, 170, 150]", spike = "[150, 170, 260, 280, 250, 150]";

Scenario scenario(const std::string& text) {
    auto made = parse_scenario(text, "a.yaml");
    EXPECT_TRUE(made) << (made ? "" : made.error().front().line());
    return *made;
}
Attribution compared(const std::string& planned, const std::string& actual, std::uint32_t replications = 12) {
    const Scenario was = scenario(planned), is = scenario(actual);
    EXPECT_TRUE(incomparable(was, is, "plan.yaml", "actual.yaml").empty());
    return attribute(was, is, 7, replications);
}
const AttributedMetric& of(const Attribution& result, Key queue, std::string_view metric) {
    const auto& metrics = std::ranges::find(result.queues, queue, &AttributedQueue::queue)->metrics;
    return *std::ranges::find(metrics, metric, &AttributedMetric::metric);
}
double part(const AttributedMetric& metric, Factor factor) { return metric.parts[static_cast<std::size_t>(factor)].value.value(); }
double sum(const AttributedMetric& metric) {
    double whole = 0;
    for (const Estimate& each : metric.parts) whole += each.value.value();
    return whole;
}

TEST(Attribution, S2_17_SickCallsAndAVolumeSpikeAreToldApart) {
    const Attribution sick = compared(one_queue(planned_counts), one_queue(planned_counts, "25%"));
    const Attribution busy = compared(one_queue(planned_counts), one_queue(spike));
    for (std::string_view metric : {"service_level", "asa", "abandon_rate"}) {
        EXPECT_EQ(of(sick, "cards"_key, metric).cause, Factor::staff) << metric;
        EXPECT_EQ(of(busy, "cards"_key, metric).cause, Factor::arrivals) << metric;
        // What did not change has no part, whatever chance did.
        for (Factor same : {Factor::arrivals, Factor::handling, Factor::patience})
            EXPECT_EQ(part(of(sick, "cards"_key, metric), same), 0) << metric;
        EXPECT_EQ(part(of(busy, "cards"_key, metric), Factor::staff), 0) << metric;
    }
    EXPECT_LT(*of(sick, "cards"_key, "service_level").difference.value, -0.05);
    EXPECT_GT(*of(busy, "cards"_key, "asa").difference.value, 5);
}

TEST(Attribution, S2_17_WhereQueuesShareAgentsEachIsToldItsOwnCause) {
    const Attribution sick = compared(two_queues("110", "0%"), two_queues("110", "40%"));
    const Attribution busy = compared(two_queues("110", "0%"), two_queues("190", "0%"));
    for (Key queue : {"cards"_key, "loans"_key}) {
        EXPECT_EQ(of(sick, queue, "service_level").cause, Factor::staff) << queue.text();
        EXPECT_EQ(of(busy, queue, "service_level").cause, Factor::arrivals)
            << queue.text() << ": also where the callers of the other queue keep the shared agents";
    }
}

TEST(Attribution, S2_17_WhereBothCameEachHasItsPartAndThePartsAreTheWhole) {
    const Attribution both = compared(one_queue(planned_counts), one_queue(spike, "20%", "200s", "90s"));
    for (const AttributedMetric& metric : both.queues.at(0).metrics) {
        EXPECT_NEAR(sum(metric), *metric.difference.value, 1e-9) << metric.metric;
        EXPECT_NEAR(*metric.planned.value + *metric.difference.value, *metric.actual.value, 1e-9) << metric.metric;
    }
    const AttributedMetric& level = of(both, "cards"_key, "service_level");
    for (Factor worse : {Factor::arrivals, Factor::staff, Factor::handling}) EXPECT_LT(part(level, worse), 0) << enum_name(worse);
    // Who gives up sooner makes the wait of the others shorter.
    EXPECT_LT(part(of(both, "cards"_key, "asa"), Factor::patience), 0);
    EXPECT_GT(part(of(both, "cards"_key, "abandon_rate"), Factor::patience), 0);
}

TEST(Attribution, EqualScenariosDifferInNothing) {
    const Attribution same = compared(two_queues("110", "10%"), two_queues("110", "10%"), 3);
    for (const AttributedQueue& queue : same.queues)
        for (const AttributedMetric& metric : queue.metrics) {
            EXPECT_EQ(metric.difference.value, 0.0) << metric.metric;
            for (const Estimate& each : metric.parts) EXPECT_EQ(each.value, 0.0) << metric.metric;
            EXPECT_EQ(metric.cause, std::nullopt);
        }
}

TEST(Attribution, TheMixturesAtBothEndsAreTheTwoScenarios) {
    const Scenario was = scenario(one_queue(planned_counts));
    const Scenario is = scenario(one_queue(spike, "20%", "200s", "90s") + "wrap_up: {fixed: 9s}\n");
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        EXPECT_EQ(replicate(mixed(was, is, 0), seed).queue(0), replicate(was, seed).queue(0));
        EXPECT_EQ(replicate(mixed(was, is, 15), seed).queue(0), replicate(is, seed).queue(0));
    }
}

TEST(Attribution, AGroupThatOnlyCameIsStaff) {
    std::string helped = one_queue(spike);
    helped.replace(helped.find("}]\narrivals"), 2, "}, {id: agency, agents: 6, handle: {fixed: 240s}}]");
    const Attribution result = compared(one_queue(spike), helped, 6);
    EXPECT_EQ(of(result, "cards"_key, "service_level").cause, Factor::staff);
    EXPECT_EQ(part(of(result, "cards"_key, "service_level"), Factor::handling), 0) << "how they work came with them";
}

TEST(Attribution, AgentsWhoDropAreStaffAndLinesThatBreakAreNot) {
    const std::string plan = one_queue(planned_counts);
    const Attribution dropped = compared(plan, plan + "faults: [{at: 09:00, for: 90m, agents_drop: 40%}]\n", 8);
    EXPECT_EQ(of(dropped, "cards"_key, "service_level").cause, Factor::staff);
    const Attribution broken = compared(plan, plan + "faults: [{at: 09:00, for: 2h, network_loss: 30%}]\n", 8);
    const AttributedMetric& lost = of(broken, "cards"_key, "abandon_rate");
    EXPECT_NE(part(lost, Factor::arrivals), 0);
    EXPECT_NEAR(part(lost, Factor::arrivals), *lost.difference.value, 1e-12) << "and of nothing else";
}

std::vector<std::string> refused(const std::string& planned, const std::string& actual) {
    std::vector<std::string> lines;
    for (const Problem& each : incomparable(scenario(planned), scenario(actual), "plan.yaml", "actual.yaml")) lines.push_back(each.line());
    return lines;
}

TEST(Attribution, WhatCannotBeComparedIsNamed) {
    const auto with = [](std::string text, std::string_view from, std::string_view to) {
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    const std::string plan = two_queues("110", "0%");
    using Lines = std::vector<std::string>;
    constexpr std::string_view right = "; only arrivals, handling, staff and patience may differ";
    EXPECT_EQ(refused(plan, with(plan, "6h", "5h")), Lines{"actual.yaml: \"duration\" is not as in plan.yaml" + std::string(right)});
    EXPECT_EQ(refused(plan, with(plan, "T08", "T07")), Lines{"actual.yaml: \"start\" is not as in plan.yaml" + std::string(right)});
    EXPECT_EQ(refused(plan, plan + "warm_up: 1h\n"), Lines{"actual.yaml: \"warm_up\" is not as in plan.yaml" + std::string(right)});
    EXPECT_EQ(refused(plan, with(plan, "{id: cards}", "{id: cards, capacity: 9}")),
              Lines{"actual.yaml: \"capacity\" of the queue \"cards\" is not as in plan.yaml" + std::string(right)});
    EXPECT_EQ(refused(plan, plan + "callback: {offer: 1m, share: 50%}\n").size(), 2u) << "of both queues";
    EXPECT_EQ(refused(one_queue(planned_counts), plan),
              Lines{"plan.yaml: the queue \"loans\" of actual.yaml is not in it; both have the same queues"});
    EXPECT_EQ(refused(plan, one_queue(planned_counts)),
              Lines{"actual.yaml: the queue \"loans\" of plan.yaml is not in it; both have the same queues"});
    EXPECT_TRUE(refused(plan, plan + "wrap_up: {fixed: 20s}\n").empty()) << "that is handling";
}

TEST(Attribution, IsToldToPeopleAndToPrograms) {
    const Attribution sick = compared(one_queue(planned_counts), one_queue(planned_counts, "25%"));
    const auto json = json::parse(attribution_json(sick));
    ASSERT_TRUE(json) << attribution_json(sick);
    const json::Value& level = *json->find("queues")->find("cards")->find("service_level");
    EXPECT_EQ(json::text(*level.find("cause")), "\"staff\"");
    EXPECT_EQ(json::text(*level.find("arrivals")), R"({"value":0,"low":0,"high":0})");
    EXPECT_NE(json::text(*level.find("staff")->find("low")), "null");
    const std::string table = attribution_table(sick);
    EXPECT_NE(table.find("cards          service_level"), std::string::npos) << table;
    EXPECT_NE(table.find("12 replications of each of 16 mixtures, seed 7"), std::string::npos) << table;
    const std::string once = attribution_table(compared(one_queue(planned_counts), one_queue(spike), 1));
    EXPECT_EQ(once.find("±"), std::string::npos) << once;
    EXPECT_NE(once.find(" -\n"), std::string::npos) << "one run is no proof: " << once;
}

}  // namespace
}  // namespace markaz::sim
