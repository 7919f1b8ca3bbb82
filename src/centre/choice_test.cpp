// Who serves whom: rules, skills, stages, priority, publication; and that a snapshot is the state.

#include "centre/floor_test.hpp"

namespace markaz::centre::test {
namespace {

class Choice : public Floor {};

TEST_F(Choice, TheLongestIdleAgentIsRung) {
    ready(amal, {{"cards"_key, 1}});
    ready(budi, {{"cards"_key, 1}});
    ready(citra, {{"cards"_key, 1}});
    calls("cards"_key);
    EXPECT_EQ(the<RingAgent>().person, amal);
    const auto decision = the<Decided>().decision;
    EXPECT_EQ(decision.eligible, 3u);
    EXPECT_EQ(decision.best[0].id, amal.value);
    EXPECT_EQ(decision.best[1].id, budi.value);
    EXPECT_EQ(decision.best[2].id, citra.value);
    EXPECT_EQ(decision.best[3].id, 0u);
}

TEST_F(Choice, SkillsAndLevelsDecideWhoMayServe) {
    queues[1].stages = {{Duration{0}, {{"cards"_key, 3}}}};
    publish();
    ready(amal, {{"cards"_key, 2}});
    ready(budi, {{"accounts"_key, 9}});
    calls("cards"_key);
    EXPECT_TRUE(all<RingAgent>().empty());
    ready(citra, {{"cards"_key, 3}});
    EXPECT_EQ(the<RingAgent>().person, citra);
}

TEST_F(Choice, ADemandRelaxesWithTime) {
    queues[1].stages = {{Duration{0}, {{"cards"_key, 3}}}, {30s, {{"cards"_key, 1}}}, {60s, {}}};
    publish();
    ready(budi, {});
    ready(amal, {{"cards"_key, 1}});
    calls("cards"_key);
    pass(29s);
    EXPECT_TRUE(told.empty());
    pass(1s);
    EXPECT_EQ(the<RingAgent>().person, amal);
    take(AgentRefused{AssignmentId{1}, true});
    pass(30s);
    EXPECT_EQ(the<RingAgent>().person, budi);
}

TEST_F(Choice, PriorityIsACreditInSecondsThatNeverFlipsAnOrder) {
    calls("cards"_key);
    now += 10s;
    const ContactId important = calls("cards"_key, 60s);
    now += 55s;
    const ContactId late = calls("cards"_key, 60s);
    ready(amal, {{"cards"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, important);
    ready(budi, {{"cards"_key, 1}});
    EXPECT_NE(the<RingAgent>().contact, late);
}

TEST_F(Choice, AnAgentTakesTheFirstAmongAllTheyMayServe) {
    calls("accounts"_key);
    now += 1s;
    calls("cards"_key);
    ready(amal, {{"cards"_key, 1}, {"accounts"_key, 1}});
    EXPECT_EQ(the<RingAgent>().queue, "accounts"_key);
    EXPECT_EQ(the<Decided>().decision.eligible, 2u);
}

TEST_F(Choice, SimulatedContactsNeverReachAPerson) {
    ready(amal, {{"cards"_key, 1}});
    ContactArrived simulated;
    simulated.origin = contact::Origin::simulated;
    simulated.queue = "cards"_key;
    take(simulated);
    EXPECT_TRUE(all<RingAgent>().empty());
    take(AgentChanged{agent(budi, {{"cards"_key, 1}}, contact::Pool::simulated)});
    take(PresenceDeclared{budi, Presence::ready});
    EXPECT_EQ(the<RingAgent>().person, budi);
    calls("cards"_key);
    EXPECT_EQ(the<RingAgent>().person, amal);
}

TEST_F(Choice, APublishedManualReachesEveryWaitingContactAtOnce) {
    queues[1].stages = {{Duration{0}, {{"cards"_key, 5}}}};
    publish();
    ready(amal, {{"cards"_key, 1}});
    const ContactId caller = calls("cards"_key);
    queues[1].stages = {{Duration{0}, {{"cards"_key, 1}}}};
    take(ManualPublished{++version, {}, manual(version, queues)});
    EXPECT_EQ(the<RingAgent>().contact, caller);
}

TEST_F(Choice, ARunKeepsTheVersionThatItBeganWith) {
    const ContactId caller = calls_main_line();
    auto changed = std::make_shared<procedure::Manual>(*manual(2, queues));
    changed->flows.front().steps.erase(changed->flows.front().steps.begin() + 1, changed->flows.front().steps.end());
    take(ManualPublished{2, {}, changed});
    take(PromptEnded{caller, 1});
    EXPECT_EQ(the<SpeakStep>().step, "menu"_key);
    EXPECT_EQ(the<SpeakStep>().manual, 1u);
}

TEST_F(Choice, AQueueThatLeavesTheManualBlocksWhoeverWaitsInIt) {
    calls("cards"_key);
    queues.pop_back();
    publish();
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::closed);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::blocked);
}

TEST_F(Choice, WhatIsUnknownIsRefusedByName) {
    ContactArrived lost;
    lost.queue = "nowhere"_key;
    EXPECT_EQ(take(lost), Refusal::unknown_queue);
    lost.flow = "nowhere"_key;
    EXPECT_EQ(take(lost), Refusal::unknown_flow);
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::unknown_agent);
    EXPECT_EQ(take(AgentAnswered{AssignmentId{99}}), Refusal::unknown_assignment);
    EXPECT_EQ(take(Tick{}), Refusal::nothing_due);
    EXPECT_EQ(take(Opened{1}), Refusal::already_opened);
    now -= 1us;
    EXPECT_EQ(take(Tick{}), Refusal::time_went_back);
}

TEST_F(Choice, ASnapshotIsTheStateAndARestoredCentreHasTheSame) {
    queues[1].stages = {{Duration{0}, {{"cards"_key, 3}}}, {30s, {{"cards"_key, 1}}}};
    publish();
    ready(amal, {{"cards"_key, 3}});
    ready(budi, {{"accounts"_key, 1}});
    calls("cards"_key);
    calls("cards"_key);
    calls("accounts"_key);
    take(AgentAnswered{AssignmentId{1}});
    const ContactId in_menu = calls_main_line();
    take(PromptEnded{in_menu, 1});

    auto restored = Centre::restored(centre.snapshot(), manuals);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->snapshot(), centre.snapshot());
    EXPECT_EQ(restored->due(), centre.due());
    EXPECT_FALSE(Centre::restored(centre.snapshot(), {manuals.front()}));
}

}  // namespace
}  // namespace markaz::centre::test
