#include "routing/fairness.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace markaz::routing {
namespace {

using namespace std::chrono_literals;
using contact::Channel;
using people::PersonId;
using people::Presence;

const Instant nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
constexpr PersonId amal{1}, budi{2}, citra{3};

QueuePolicy queue(Key id, std::vector<Stage> stages) {
    QueuePolicy policy;
    policy.id = id;
    policy.stages = std::move(stages);
    return policy;
}

/// Eight hours in which a call comes each minute and chooses by lot among whoever is free; a call lasts 90 s.
class Day : public testing::Test {
protected:
    void works(PersonId person, std::uint8_t level = 5, Duration from = 0h, Duration until = 8h) {
        stints.push_back({person, contact::Pool::live, false, Presence::ready, {{"cards"_key, level}}, nine + from, nine + until});
    }
    void called(PersonId person, Instant at, Duration length = 90s, Chooser chooser = Chooser::contact_chose_agent) {
        engagements.push_back({person, Channel::voice_in, chooser, Rule::random_by_weight, at, at + length, true, true, length});
    }
    bool is_free(PersonId person, Instant at) const {
        const bool there = std::ranges::any_of(
            stints, [&](const Stint& each) { return each.person == person && each.from <= at && at < each.until; });
        return there && std::ranges::none_of(engagements, [&](const Engagement& each) {
                   return each.person == person && each.from <= at && at < each.until;
               });
    }
    /// `weight(person)` lots for each.
    void day(const std::vector<PersonId>& everyone, auto weight, auto length) {
        Random chance = Random::seeded(4711);
        for (Instant at = nine + 1s; at < nine + 8h; at += 60s) {
            std::vector<PersonId> lots;
            for (PersonId person : everyone)
                if (is_free(person, at)) lots.insert(lots.end(), weight(person), person);
            if (!lots.empty()) {
                const PersonId chosen = lots[chance.below(lots.size())];
                called(chosen, at, length(chosen));
            }
        }
    }
    void fair_day(const std::vector<PersonId>& everyone) {
        day(everyone, [](PersonId) { return 1; }, [](PersonId) { return Duration{90s}; });
    }
    std::vector<SkillGroup> groups() const { return fairness(stints, engagements, forces, rooms, nine, nine + 8h); }
    SkillGroup group() const {
        const auto all = groups();
        EXPECT_EQ(all.size(), 1u);
        return all.empty() ? SkillGroup{} : all.front();
    }

    std::vector<Stint> stints;
    std::vector<Engagement> engagements;
    std::vector<Force> forces{{nine - 24h, {queue("cards"_key, {{0s, {{"cards"_key, 3}}}, {30s, {{"cards"_key, 1}}}})}}};
    std::vector<CallRoom> rooms;
};

TEST_F(Day, LotsStayWithinTheirSpread) {
    for (PersonId person : {amal, budi, citra}) works(person);
    fair_day({amal, budi, citra});
    const SkillGroup found = group();
    EXPECT_EQ(found.evenness, Evenness::even);
    EXPECT_EQ(found.offered, 480u);
    EXPECT_EQ(found.rules, std::vector{Rule::random_by_weight});
    EXPECT_EQ(found.work, (std::vector<Work>{{"cards"_key, 0s, {}}}));
    double calls = 0, expected = 0, shares = 0, busy = 0;
    for (const AgentPortions& agent : found.agents) {
        EXPECT_EQ(agent.calls.judged, Judged::within) << agent.person.value;
        EXPECT_EQ(agent.busy.judged, Judged::within) << agent.person.value;
        EXPECT_EQ(agent.signed_in_s, 8h);
        calls += agent.calls.own;
        expected += agent.calls.expected;
        shares += agent.calls.share;
        busy += agent.busy.share;
    }
    EXPECT_NEAR(expected, calls, 1e-9) << "what one is expected to have more, others are to have less";
    EXPECT_NEAR(shares, 1, 1e-9);
    EXPECT_NEAR(busy, 1, 1e-9);
}

TEST_F(Day, WhoIsChosenTwiceAsOftenIsFound) {
    for (PersonId person : {amal, budi, citra}) works(person);
    day({amal, budi, citra}, [](PersonId person) { return person == citra ? 2 : 1; }, [](PersonId) { return Duration{40s}; });
    const SkillGroup found = group();
    EXPECT_EQ(found.evenness, Evenness::uneven);
    EXPECT_EQ(found.agents[2].calls.judged, Judged::above) << found.agents[2].calls.own << " of " << found.agents[2].calls.high;
    EXPECT_EQ(found.agents[0].calls.judged, Judged::below);
}

TEST_F(Day, WhoIsThereForAQuarterOfTheDayIsExpectedToHaveLess) {
    works(amal);
    works(budi);
    works(citra, 5, 2h, 4h);
    fair_day({amal, budi, citra});
    const SkillGroup found = group();
    EXPECT_EQ(found.evenness, Evenness::even);
    EXPECT_LT(found.agents[2].calls.expected, found.agents[0].calls.expected / 3);
    EXPECT_EQ(found.agents[2].signed_in_s, 2h);
    EXPECT_LT(found.agents[2].free_s, 2h);
}

/// Longer conversations leave less time in which one may be chosen; nobody chose unfairly.
TEST_F(Day, WhoTalksLongerHasFewerCallsAndMoreBusyTime) {
    for (PersonId person : {amal, budi, citra}) works(person);
    day({amal, budi, citra}, [](PersonId) { return 1; }, [](PersonId person) { return Duration{person == amal ? 300s : 50s}; });
    const SkillGroup found = group();
    EXPECT_EQ(found.evenness, Evenness::even);
    EXPECT_LT(found.agents[0].calls.own, found.agents[1].calls.own * 0.8);
    EXPECT_EQ(found.agents[0].calls.judged, Judged::within);
    EXPECT_EQ(found.agents[0].busy.judged, Judged::above);
}

TEST_F(Day, WhatNobodyChoseIsExpectedWhereItWent) {
    works(amal);
    works(budi);
    for (Duration at = 1s; at < 8h; at += 100s) called(amal, nine + at, 90s, Chooser::agent_took_contact);
    const SkillGroup found = group();
    EXPECT_EQ(found.choices, 0u);
    EXPECT_EQ(found.evenness, Evenness::too_few) << "nobody had a choice, so nobody was treated unfairly";
    EXPECT_EQ(found.agents[0].calls.expected, found.agents[0].calls.own);
    EXPECT_EQ(found.agents[1].calls.expected, 0);
}

TEST_F(Day, OneAloneIsComparedWithNobodyAndAFewCallsSayNothing) {
    works(amal);
    called(amal, nine + 1min);
    EXPECT_EQ(group().evenness, Evenness::alone);
    works(budi);
    for (int minute = 3; minute < 15; minute += 3) called(amal, nine + std::chrono::minutes(minute));
    const SkillGroup found = group();
    EXPECT_EQ(found.evenness, Evenness::too_few);
    EXPECT_EQ(found.agents[0].calls.judged, Judged::unknown);
    EXPECT_TRUE(fairness({}, {}, forces, {}, nine, nine + 8h).empty());
}

/// The level decides when a queue reaches them, and so what they can do.
TEST_F(Day, WhoServesLaterIsAGroupOfTheirOwn) {
    works(amal, 3);
    works(budi, 7);
    works(citra, 2);
    const auto found = groups();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].work, (std::vector<Work>{{"cards"_key, 0s, {}}}));
    EXPECT_EQ(found[0].agents.size(), 2u) << "level 3 and level 7 are both enough";
    EXPECT_EQ(found[1].work, (std::vector<Work>{{"cards"_key, 30s, {}}}));
    EXPECT_EQ(found[1].agents.front().person, citra);
}

TEST_F(Day, ALanguageIsPartOfWhatOneCanDo) {
    forces = {{nine, {queue("cards"_key, {{0s, {{language_skill, 1}}}})}}};
    stints.push_back({amal, contact::Pool::live, false, Presence::ready, {{"fa"_key, 1}, {"ar"_key, 2}}, nine, nine + 8h});
    EXPECT_EQ(group().work, (std::vector<Work>{{"cards"_key, 0s, {Language::ar, Language::fa}}}));
}

TEST_F(Day, ALetterKeepsNobodyFromACallAndACallDoes) {
    works(amal);
    works(budi);
    engagements.push_back({amal, Channel::email, Chooser::agent_took_contact, Rule::longest_idle, nine, nine + 4h});
    engagements.push_back({amal, Channel::voice_in, Chooser::person_chose, Rule::longest_idle, nine + 4h, nine + 8h});
    EXPECT_EQ(group().agents[0].free_s, 0h);
    rooms = {{amal, true, one(Channel::email)}, {budi, false, 0}};
    EXPECT_EQ(group().agents[0].free_s, 4h);
    EXPECT_EQ(group().agents[1].free_s, 0h) << "who takes no calls is not free for one";
    EXPECT_EQ(group().agents[0].offered, 1u) << "letters are not compared";
}

TEST_F(Day, WhatDoesNotCountStillKeepsTheAgent) {
    works(amal);
    works(budi);
    called(amal, nine + 1h, 1h);
    engagements.back().counts = false;
    EXPECT_EQ(group().offered, 0u);
    EXPECT_EQ(group().agents[0].free_s, 7h);
}

}  // namespace
}  // namespace markaz::routing
