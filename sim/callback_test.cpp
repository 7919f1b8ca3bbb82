// A queue with and without callbacks, compared by what a manager would ask: who asks, who is called, who is reached, how long it takes.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/check.hpp"
#include "sim/run.hpp"

namespace markaz::sim {
namespace {

using namespace std::chrono_literals;

/// An hour of more than anybody can serve, and quiet hours after it.
constexpr std::string_view day =
    "start: 2026-11-22T08:00:00Z\nduration: 8h\ninterval: 1h\nqueues: [{id: cards}]\ngroups: [{id: day, agents: 11}]\n"
    "arrivals: [{queue: cards, every: 1h, counts: [100, 380, 60, 60, 60, 60, 60, 60]}]\n"
    "handle: {exponential: 180s}\npatience: {exponential: 240s}\n";

std::expected<Scenario, std::vector<Problem>> read(const std::string& more, const std::filesystem::path& file = "a.yaml") {
    return parse_scenario(std::string(day) + more, file);
}
std::string complaint(const std::string& more) {
    const auto scenario = read(more);
    return scenario ? "nothing" : scenario.error().front().line();
}

struct Heard {
    std::map<centre::QueueSentence, int> sentences;
    int messages = 0, most_of_one = 0;
    std::map<std::uint64_t, int> of_caller;
    void operator()(const centre::SpeakQueue& speak) {
        ++sentences[speak.sentence];
        most_of_one = std::max(most_of_one, ++of_caller[speak.contact.value]);
    }
    void operator()(const centre::SpeakMessage& speak) {
        ++messages;
        most_of_one = std::max(most_of_one, ++of_caller[speak.contact.value]);
    }
    template <class Other>
    void operator()(const Other&) {}
};

/// Plays it with every promise of routing watched.
Tally play(const Scenario& scenario, Heard* heard = nullptr) {
    Checker checker;
    const Tally tally = replicate(scenario, 7,
                                  [&](Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& told) {
                                      checker.see(at, input, refusal, told);
                                      if (!heard) return;
                                      for (const centre::Told& each : told) std::visit(*heard, each.what);
                                  });
    checker.finish();
    if (checker.violation()) ADD_FAILURE() << checker.violation()->line();
    return tally;
}

double figure(const Tally& tally, std::string_view name) {
    const Figures figures = tally.queue(0);
    const auto found = std::ranges::find(figures, name, &std::pair<std::string, std::optional<double>>::first);
    return found == figures.end() ? NAN : found->second.value_or(NAN);
}

TEST(Callback, AQueueIsComparedWithAndWithoutOfferingOne) {
    const Tally without = play(*read(""));
    Heard heard;
    const Tally with = play(*read("callback: {offer: 20s, share: 90%, unreached: 20%}\n"), &heard);
    const double asked = figure(with, "callbacks_asked"), called = figure(with, "callbacks_called");
    const double reached = figure(with, "callbacks_reached");
    EXPECT_EQ(figure(without, "callbacks_asked"), 0);
    EXPECT_TRUE(std::isnan(figure(without, "callback_wait_mean_s")));
    EXPECT_GT(asked, 100);
    EXPECT_NEAR(asked / heard.sentences[centre::QueueSentence::callback], 0.9, 0.06) << "of ten who hear the offer nine take it";
    EXPECT_GT(called, asked * 0.9);
    EXPECT_LE(called, asked);
    EXPECT_GT(reached, called * 0.9) << "of five calls one is in vain, and there are three tries";
    EXPECT_EQ(figure(with, "callback"), asked) << "whoever asked ends as called back, reached or not";
    EXPECT_GT(figure(with, "callback_wait_mean_s"), 0);
    EXPECT_GE(figure(with, "callback_wait_p90_s"), figure(with, "callback_wait_mean_s") / 2);
    EXPECT_LT(figure(with, "abandoned"), figure(without, "abandoned") * 0.7) << "the peak waits at home and not on the telephone";
    EXPECT_GT(figure(with, "answered") + reached, figure(without, "answered"));
    EXPECT_NEAR(figure(with, "offered"), figure(without, "offered"), figure(without, "offered") * 0.1);
}

TEST(Callback, WhoIsNeverReachedIsCalledAsOftenAsTheQueueTries) {
    std::size_t calls = 0;
    Scenario scenario = *read("callback: {offer: 1m, share: 100%, unreached: 100%, tries: 2, pause: 1m, ring: 10s}\n");
    const Tally tally = replicate(scenario, 7, [&](Instant, const centre::Input&, centre::Refusal, const centre::Outputs& told) {
        for (const centre::Told& each : told) calls += std::holds_alternative<centre::CallCustomer>(each.what);
    });
    EXPECT_EQ(figure(tally, "callbacks_reached"), 0);
    EXPECT_EQ(figure(tally, "callbacks_called"), figure(tally, "callbacks_asked"));
    EXPECT_EQ(calls, 2 * figure(tally, "callbacks_asked"));
}

TEST(Callback, OnlyThePatientHearTheOffer) {
    const Tally early = play(*read("callback: {offer: 20s, share: 60%}\n"));
    const Tally late = play(*read("callback: {offer: 5m, share: 60%}\n"));
    EXPECT_LT(figure(late, "callbacks_asked"), figure(early, "callbacks_asked") / 2);
    const Tally none = play(*read("callback: none\n"));
    EXPECT_EQ(figure(none, "abandoned"), figure(play(*read("")), "abandoned")) << "the same day";
}

TEST(Callback, WhatDoesNotFitIsSaidWhereItStands) {
    EXPECT_NE(complaint("callback: {offer: 1m}\n").find("share"), std::string::npos);
    EXPECT_NE(complaint("callback: {share: 40%}\n").find("a.yaml:9:11: nothing says when the queue \"cards\" offers a callback"),
              std::string::npos)
        << complaint("callback: {share: 40%}\n");
    EXPECT_NE(complaint("callback: {offer: 1m, share: 140%}\n").find("a.yaml:9:"), std::string::npos);
    EXPECT_NE(complaint("callback: {offer: 1m, share: 40%, tries: 0}\n").find("a.yaml:9:"), std::string::npos);
    EXPECT_EQ(complaint("callback: {offer: 1m, share: 40%, pick_up: {exponential: 8s}}\n"), "nothing");
}

/// A caller who hears one announcement to its end hears the next.
TEST(Callback, WhoWaitsLongHearsEveryAnnouncement) {
    const auto directory = std::filesystem::temp_directory_path() / ("sim_callback." + std::to_string(getpid()));
    std::filesystem::create_directories(directory);
    std::ofstream(directory / "routing.yaml") << "queues:\n  cards: {title: Cards, skills: {cards: 1}, announce: {first: 20s, every: 30s, "
                                                 "position: true}, callback: {offer: 70s}}\n";
    Heard heard;
    const auto scenario = read("routing: routing.yaml\ncallback: {share: 30%}\n", directory / "a.yaml");
    std::filesystem::remove_all(directory);
    ASSERT_TRUE(scenario) << scenario.error().front().line();
    const Tally tally = play(*scenario, &heard);
    EXPECT_GT(heard.most_of_one, 3);
    EXPECT_GT(heard.sentences[centre::QueueSentence::callback], 50);
    EXPECT_GT(figure(tally, "callbacks_asked"), 10) << "the offer is heard between the announcements";
}

}  // namespace
}  // namespace markaz::sim
