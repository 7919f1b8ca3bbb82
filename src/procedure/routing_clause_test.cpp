// Whom a queue chooses and where it leads, as people write it.

#include <gtest/gtest.h>

#include "base/described.hpp"
#include "procedure/routing_clause.hpp"

namespace markaz::procedure {
namespace {

using namespace std::chrono;

/// The one queue of a clause, or its findings.
struct Read {
    std::vector<ReadQueue> queues;
    std::string found;
};

Read read(std::string_view text) {
    Findings findings("routing/routing.md");
    const Node body = read_yaml(text, 1, findings);
    Read result{read_routing(body, Language::en, findings), {}};
    for (const Finding& finding : findings.take()) result.found += std::string(finding.rule.id()) + ": " + finding.what + '\n';
    return result;
}

std::string queue(std::string_view more) { return "queues:\n  cards: {title: Cards, skills: {cards: 1}, " + std::string(more) + "}\n"; }

TEST(RoutingClause, NamesEachRule) {
    for (std::string_view rule : enum_names<routing::Rule>()) {
        const Read result = read(queue("rule: " + std::string(rule)));
        EXPECT_EQ(result.found, "");
        EXPECT_EQ(enum_name(result.queues.at(0).policy.rule), rule);
    }
    EXPECT_EQ(read(queue("rule: ring_all")).found, "wrong-value: \"rule\" is \"ring_all\"\n");
}

TEST(RoutingClause, S1_03_OverflowNamesOneLimitAndTheQueueItLeadsTo) {
    const Read result = read(queue("overflow: [{to: general, after: 60s}, {to: night, position: ۱۰}, {to: night, expected: 5m}]"));
    EXPECT_EQ(result.found, "");
    const std::vector<routing::Overflow> expected{{"general"_key, 60s, 0, {}}, {"night"_key, {}, 10, {}}, {"night"_key, {}, 0, 5min}};
    EXPECT_EQ(result.queues.at(0).policy.overflow, expected);
    ASSERT_EQ(result.queues.at(0).others.size(), 3u);
    EXPECT_EQ(result.queues.at(0).others[0].queue, "general"_key);
    EXPECT_EQ(read(queue("overflow: [{to: general, after: 60s, position: 4}]")).found,
              "wrong-value: an overflow of the queue \"cards\" does not name exactly one limit\n");
    EXPECT_NE(read(queue("overflow: general")).found, "");
}

TEST(RoutingClause, SharesAddUpToAHundred) {
    EXPECT_EQ(read(queue("allocation: {jakarta: 60%, surabaya: 40%}")).found, "");
    EXPECT_EQ(read(queue("allocation: {jakarta: 60%, surabaya: 30%}")).found,
              "wrong-value: the shares of the queue \"cards\" add up to 90%\n");
}

TEST(RoutingClause, SitesHaveClocksHoursAndDatedHolidays) {
    const Read result = read(R"(sites:
  tehran:
    zone: Asia/Tehran
    open: {mon-wed: 08:00-17:00, sat: [08:00-12:00, 13:00-16:30], sun: 22:00-02:00}
    closed: [2027-03-21, 2026-12-25]
queues:
  cards: {title: Cards, skills: {cards: 1}, site: tehran}
)");
    EXPECT_EQ(result.found, "");
    const routing::Hours& hours = result.queues.at(0).policy.hours;
    EXPECT_EQ(hours.zone, "Asia/Tehran");
    EXPECT_EQ(hours.closed_days, (std::vector{local_days{2026y / December / 25}, local_days{2027y / March / 21}}));
    const auto local = [](std::uint32_t day, std::uint32_t hour, std::uint32_t minute) {
        return Instant{local_days{2026y / November / 23}.time_since_epoch()} + days{day} + std::chrono::hours{hour} + minutes{minute};
    };
    const auto open = [&](Instant at) { return routing::open_at(hours, {}, at); };
    EXPECT_TRUE(open(local(0, 8, 0)));
    EXPECT_FALSE(open(local(0, 7, 59)));
    EXPECT_FALSE(open(local(0, 17, 0)));
    EXPECT_FALSE(open(local(3, 10, 0)));
    EXPECT_FALSE(open(local(5, 12, 30)));
    EXPECT_TRUE(open(local(5, 16, 29)));
    EXPECT_TRUE(open(local(6, 23, 0)));
    EXPECT_TRUE(open(local(7, 1, 59))) << "what begins on Sunday night ends on Monday";
    EXPECT_FALSE(open(local(7, 2, 0)));
    EXPECT_FALSE(open(local(32, 23, 0))) << "Christmas Day";
}

TEST(RoutingClause, WhatIsNoSiteNoDayOrNoHourIsSaid) {
    EXPECT_EQ(read(queue("site: teheran")).found,
              "unknown-site: the queue \"cards\" belongs to \"teheran\", which is no site of this clause\n");
    for (std::string_view line : {"monday: 08:00-17:00", "fri-mon: 08:00-17:00", "mon: 8-17", "mon: 08:00-25:00", "mon: 08:00-08:00",
                                  "mon: 08:61-09:00", "mon: \"\""})
        EXPECT_NE(read("sites: {s: {zone: UTC, open: {" + std::string(line) + "}}}\n" + queue("site: s")).found, "") << line;
}

TEST(RoutingClause, AnnouncementsTellSomething) {
    const Read result = read(queue("announce: {first: 20s, every: 1m, position: true, expected_wait: true}"));
    EXPECT_EQ(result.found, "");
    const routing::Announcements& announce = result.queues.at(0).policy.announce;
    EXPECT_EQ(announce.first, 20s);
    EXPECT_EQ(announce.every, 60s);
    EXPECT_TRUE(announce.position && announce.expected_wait);
    EXPECT_EQ(read(queue("announce: {first: 20s}")).found, "wrong-value: the announcements of the queue \"cards\" tell nothing\n");
}

TEST(RoutingClause, AQueueHasMessagesOfItsOwn) {
    const Read result = read(queue("announce: {first: 20s, every: 1m, messages: {late: {text: \"We close at 8.\"}, "
                                   "app: {text: \"It is in the app.\", spoken: \"It is in the app!\"}}}"));
    EXPECT_EQ(result.found, "");
    const ReadQueue& cards = result.queues.at(0);
    EXPECT_EQ(cards.policy.announce.messages, 2u);
    ASSERT_EQ(cards.messages.size(), 2u);
    EXPECT_EQ(cards.messages[0].id, "late"_key) << "as they stand";
    EXPECT_EQ(cards.messages[1].text.read[Language::en], "It is in the app.");
    EXPECT_EQ(cards.messages[1].text.spoken[Language::en], "It is in the app!");
}

TEST(RoutingClause, EveryMessageIsHeard) {
    constexpr std::string_view one = "messages: {app: {text: \"It is in the app.\"}}";
    constexpr std::string_view unheard = "wrong-value: nobody hears all messages of the queue \"cards\", which announces once\n";
    EXPECT_EQ(read(queue("announce: {first: 20s, " + std::string(one) + "}")).found, "");
    EXPECT_EQ(read(queue("announce: {first: 20s, position: true, " + std::string(one) + "}")).found, unheard);
    EXPECT_EQ(read(queue("announce: {first: 20s, messages: {a: {text: \"One.\"}, b: {text: \"Two.\"}}}")).found, unheard);
    EXPECT_EQ(read(queue("announce: {first: 20s, messages: {}}")).found,
              "wrong-value: the announcements of the queue \"cards\" tell nothing\n");
}

}  // namespace
}  // namespace markaz::procedure
