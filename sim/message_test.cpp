// Messages of the web form and messages that callers leave: who works on them, how long they wait, and what each channel comes to.

#include <cmath>

#include <gtest/gtest.h>

#include "sim/attribution.hpp"
#include "sim/check.hpp"
#include "sim/run.hpp"

namespace markaz::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view day =
    "start: 2026-11-22T08:00:00Z\nduration: 8h\ninterval: 1h\nqueues: [{id: cards}]\ngroups: [{id: day, agents: 11}]\n"
    "handle: {exponential: 180s}\npatience: {exponential: 240s}\n";
constexpr std::string_view calls = "{queue: cards, every: 1h, counts: [100, 320, 60, 60, 60, 60, 60, 60]}";

std::expected<Scenario, std::vector<Problem>> read(const std::string& arrivals, const std::string& more = {}) {
    return parse_scenario(std::string(day) + "arrivals: [" + arrivals + "]\n" + more, "a.yaml");
}
std::string complaint(const std::string& arrivals, const std::string& more = {}) {
    const auto scenario = read(arrivals, more);
    return scenario ? "nothing" : scenario.error().front().line();
}

/// Plays it with every promise of routing watched.
Tally play(const Scenario& scenario) {
    Checker checker;
    const Tally tally = replicate(scenario, 7, [&](Instant at, const centre::Input& input, centre::Refusal refusal,
                                                   const centre::Outputs& told) { checker.see(at, input, refusal, told); });
    checker.finish();
    if (checker.violation()) ADD_FAILURE() << checker.violation()->line();
    return tally;
}

double figure(const Figures& figures, std::string_view name) {
    const auto found = std::ranges::find(figures, name, &std::pair<std::string, std::optional<double>>::first);
    return found == figures.end() ? NAN : found->second.value_or(NAN);
}

const std::string both = std::string(calls) + ", {queue: cards, channel: form, per_hour: 20}";

TEST(Messages, OfTheWebFormWaitUntilSomebodyHasTime) {
    const Scenario scenario = *read(both, "written: {exponential: 240s}\n");
    ASSERT_EQ(scenario.tally.channels, (std::vector{contact::Channel::voice_in, contact::Channel::form}));
    EXPECT_EQ(scenario.agents.front().capacity,
              (std::vector<people::Capacity>{{contact::Channel::voice_in, 1, false}, {contact::Channel::form, 2, true}}));
    const Tally tally = play(scenario);
    const Figures spoken = tally.channel(0), written = tally.channel(1), all = tally.queue(0);
    EXPECT_NEAR(figure(written, "offered"), 160, 40);
    EXPECT_EQ(figure(written, "answered"), figure(written, "offered")) << "nobody who wrote gives up";
    EXPECT_EQ(figure(written, "abandoned"), 0);
    EXPECT_NEAR(figure(written, "aht"), 240, 60) << "answering takes its own time";
    EXPECT_GT(figure(spoken, "abandoned"), 0);
    EXPECT_EQ(figure(spoken, "offered") + figure(written, "offered"), figure(all, "offered")) << "the channels are all there is";
}

TEST(Messages, AnAgentHasSoManyAtOnceAsTheGroupSays) {
    const auto occupied = [](std::string messages) {
        const std::string group = "groups: [{id: day, agents: 11, messages: " + messages + "}]";
        std::string text = std::string(day) + "arrivals: [{queue: cards, channel: form, per_hour: 150}]\nwritten: {exponential: 240s}\n";
        text.replace(text.find("groups: [{id: day, agents: 11}]"), std::string_view("groups: [{id: day, agents: 11}]").size(), group);
        const Tally tally = play(*parse_scenario(text, "a.yaml"));
        return figure(tally.queue(0), "wait_p90_s");
    };
    EXPECT_GT(occupied("1"), occupied("3")) << "eleven agents with one each are busier than with three";
}

TEST(Messages, ThatCallersLeaveAreHeardWhenTheCallsAllowIt) {
    const std::string leaving = "voicemail: {share: 50%, after: {fixed: 60s}, length: {fixed: 20s}}\nheard: {fixed: 90s}\n";
    const Tally without = play(*read(std::string(calls))), with = play(*read(std::string(calls), leaving));
    ASSERT_EQ(with.plan().channels.back(), contact::Channel::voicemail);
    const Figures queue = with.queue(0), spoken = with.channel(0), left = with.channel(1);
    EXPECT_GT(figure(left, "messages_left"), 20);
    EXPECT_EQ(figure(left, "messages_heard"), figure(left, "messages_left"));
    EXPECT_EQ(figure(left, "voicemail"), figure(left, "messages_left")) << "each visit ends with its message";
    EXPECT_GT(figure(left, "message_wait_mean_s"), 0);
    EXPECT_TRUE(std::isnan(figure(left, "wait_mean_s"))) << "nobody waited on the telephone";
    EXPECT_EQ(figure(queue, "messages_left"), figure(left, "messages_left"));
    EXPECT_EQ(figure(spoken, "offered") + figure(left, "offered"), figure(queue, "offered"));
    EXPECT_LT(figure(spoken, "abandoned"), figure(without.queue(0), "abandoned")) << "who leaves a message does not give up";
    EXPECT_EQ(figure(without.queue(0), "messages_left"), 0);
}

TEST(Messages, TheResultHasEachChannel) {
    const SimulationResult result = simulate(*read(both, "voicemail: {share: 20%}\n"), 1, 2);
    ASSERT_EQ(result.channels.size(), 3u);
    EXPECT_EQ(result.channels[1].first, "form"_key);
    EXPECT_NE(result_json(result).find(R"("channels":{"voice_in":{"offered":)"), std::string::npos);
    EXPECT_NE(result_table(result).find("messages left"), std::string::npos);
    EXPECT_EQ(result_table(simulate(*read(std::string(calls)), 1, 1)).find("channel"), std::string::npos) << "one needs no table";
}

TEST(Messages, WhatIsWrongIsToldWithItsPlace) {
    EXPECT_NE(complaint("{queue: cards, channel: fax, per_hour: 3}").find("\"fax\""), std::string::npos);
    EXPECT_NE(complaint("{queue: cards, channel: fax, per_hour: 3}").find("form for messages of the web form"), std::string::npos);
    EXPECT_NE(complaint(both, "voicemail: {after: {fixed: 60s}}\n").find("share"), std::string::npos);
    EXPECT_NE(complaint(both, "voicemail: {share: 20%}\ncallback: {share: 20%, offer: 1m}\n").find("both a callback and to leave"),
              std::string::npos);
    const auto plan = read(both), actual = read(both, "voicemail: {share: 20%}\n");
    const auto problems = incomparable(*plan, *actual, "plan.yaml", "actual.yaml");
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_NE(problems[0].line().find("by which channels contacts come"), std::string::npos);
    EXPECT_NE(problems[1].line().find("whether messages are left in the queue \"cards\""), std::string::npos);
}

}  // namespace
}  // namespace markaz::sim
