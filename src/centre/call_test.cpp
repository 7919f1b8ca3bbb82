// One call, from the menu to the end of wrap-up, and every way in which it can go otherwise.

#include "centre/floor_test.hpp"

namespace markaz::centre::test {
namespace {

class Call : public Floor {};

TEST_F(Call, GoesThroughMenuQueueRingTalkAndWrapUp) {
    ready(amal, {{"cards"_key, 3}});

    const ContactId caller = calls_main_line();
    EXPECT_EQ(the<AcceptCaller>().contact, caller);
    EXPECT_EQ(the<SpeakStep>().step, "welcome"_key);

    now += 3s;
    take(PromptEnded{caller, 1});
    EXPECT_EQ(the<SpeakStep>().step, "menu"_key);

    now += 1s;
    take(KeyPressed{caller, '1'});
    EXPECT_TRUE(the<KeyTaken>().accepted);
    EXPECT_EQ(the<VisitStarted>().queue, "cards"_key);
    const AssignmentId ring = the<RingAgent>().assignment;
    EXPECT_EQ(the<RingAgent>().person, amal);

    now += 4s;
    take(AgentRinging{ring});
    now += 2s;
    take(AgentAnswered{ring});
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::answered);
    EXPECT_EQ(the<VisitEnded>().assignment, ring);
    EXPECT_EQ(the<Connect>().assignment, ring);
    EXPECT_EQ(the<StepEntered>().step, "verify"_key);

    now += 60s;
    take(StepAnswered{ring, {"verify"_key, StepAnswer::yes}});
    EXPECT_EQ(the<StepEntered>().step, "resolved"_key);

    now += 10s;
    take(CallerLeft{caller});
    EXPECT_EQ(the<EndAgent>().assignment, ring);
    EXPECT_EQ(the<AssignmentMoved>().state, AssignmentState::wrap_up);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller);

    now += 12s;
    take(WrapUpDone{ring, {}});
    const auto ended = the<AssignmentEnded>();
    EXPECT_EQ(ended.ring, 6s);
    EXPECT_EQ(ended.talk, 70s);
    EXPECT_EQ(ended.hold, 0s);
    EXPECT_EQ(ended.wrap_up, 12s);
    EXPECT_EQ(ended.outcome, "resolved"_key);
}

TEST_F(Call, AWrongKeyRepeatsTheMenuAndThenLeadsOn) {
    const ContactId caller = calls_main_line();
    take(PromptEnded{caller, 1});
    take(KeyPressed{caller, '9'});
    EXPECT_FALSE(the<KeyTaken>().accepted);
    EXPECT_EQ(the<SpeakStep>().step, "menu"_key);
    take(KeyPressed{caller, '9'});
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
}

TEST_F(Call, NoKeyInTimeCountsAsATry) {
    const ContactId caller = calls_main_line();
    take(PromptEnded{caller, 1});
    take(PromptEnded{caller, 2});
    pass(4s);
    EXPECT_TRUE(told.empty());
    pass(1s);
    EXPECT_EQ(the<SpeakStep>().play, 3u);
    take(PromptEnded{caller, 3});
    pass(5s);
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
}

TEST_F(Call, AKeyThatComesAfterTheMenuIsNotTaken) {
    const ContactId caller = calls_main_line();
    take(PromptEnded{caller, 1});
    take(KeyPressed{caller, '1'});
    EXPECT_EQ(take(KeyPressed{caller, '2'}), Refusal::wrong_state);
    EXPECT_EQ(take(PromptEnded{caller, 2}), Refusal::wrong_state);
}

TEST_F(Call, HangingUpInTheMenuEndsTheContactWithoutAVisit) {
    const ContactId caller = calls_main_line();
    take(CallerLeft{caller});
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller);
    EXPECT_TRUE(all<VisitEnded>().empty());
    EXPECT_EQ(take(CallerLeft{caller}), Refusal::unknown_contact);
}

TEST_F(Call, HangingUpInTheQueueIsAnAbandonedVisit) {
    const ContactId caller = calls("cards"_key);
    now += 40s;
    take(CallerLeft{caller});
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::abandoned);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::hung_up);
    EXPECT_EQ(now - the<VisitEnded>().started, 40s);
}

TEST_F(Call, HangingUpWhileItRingsFreesTheAgentWhoKeepsTheirTurn) {
    ready(amal, {{"cards"_key, 1}});
    now += 1s;
    ready(budi, {{"cards"_key, 1}});
    const ContactId caller = calls("cards"_key);
    EXPECT_EQ(the<RingAgent>().person, amal);
    take(CallerLeft{caller});
    EXPECT_EQ(the<AssignmentEnded>().end, AssignmentEnd::caller_left);
    calls("cards"_key);
    EXPECT_EQ(the<RingAgent>().person, amal);
}

TEST_F(Call, NoAnswerMakesTheAgentAwayAndKeepsTheCallersPlace) {
    ready(amal, {{"cards"_key, 1}});
    const ContactId first = calls("cards"_key);
    now += 5s;
    const ContactId second = calls("cards"_key);
    pass(15s);
    EXPECT_EQ(the<AssignmentEnded>().end, AssignmentEnd::no_answer);
    EXPECT_EQ(the<PresenceMoved>().presence, Presence::away);
    EXPECT_EQ(the<PresenceMoved>().reason, PresenceReason::no_answer);
    EXPECT_TRUE(all<VisitEnded>().empty());

    ready(budi, {{"cards"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, first);
    ready(citra, {{"cards"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, second);
}

TEST_F(Call, S0_52_AnUnansweredRingReturnsToTheQueueAndRingsTheNext) {
    ready(amal, {{"cards"_key, 1}});
    ready(budi, {{"cards"_key, 1}});
    const ContactId caller = calls("cards"_key);
    EXPECT_EQ(the<RingAgent>().person, amal);
    pass(20s);
    EXPECT_EQ(the<StopRinging>().assignment, AssignmentId{1});
    EXPECT_EQ(the<RingAgent>().person, budi);
    EXPECT_EQ(the<RingAgent>().contact, caller);
}

TEST_F(Call, ADeclinedOrUnreachableRingSaysWhich) {
    ready(amal, {{"cards"_key, 1}});
    calls("cards"_key);
    take(AgentRefused{AssignmentId{1}, true});
    EXPECT_EQ(the<AssignmentEnded>().end, AssignmentEnd::declined);
    EXPECT_EQ(the<PresenceMoved>().reason, PresenceReason::declined);
    take(PresenceDeclared{amal, Presence::ready});
    take(AgentRefused{AssignmentId{2}, false});
    EXPECT_EQ(the<PresenceMoved>().reason, PresenceReason::unreachable);
}

TEST_F(Call, AnAgentPausesTheRecordingWhileTheyTalkAndItGoesOnWhenWanted) {
    ready(amal, {{"cards"_key, 1}});
    calls("cards"_key);
    const AssignmentId call{1};
    EXPECT_EQ(take(RecordingPauseWanted{call, true}), Refusal::wrong_state) << "nothing is said yet";
    take(AgentAnswered{call});
    EXPECT_EQ(take(RecordingPauseWanted{call, false}), Refusal::no_change);
    take(RecordingPauseWanted{call, true});
    EXPECT_TRUE(the<RecordingPaused>().paused);
    EXPECT_EQ(the<RecordingPaused>().assignment, call);
    EXPECT_TRUE(centre.snapshot().assignments.front().recording_paused);
    EXPECT_EQ(take(KeyPressed{ContactId{1}, '4'}), Refusal::wrong_state) << "keys of a card's number stay out of the journal";
    take(RecordingPauseWanted{call, false});
    EXPECT_FALSE(the<RecordingPaused>().paused);
    EXPECT_EQ(take(RecordingPauseWanted{AssignmentId{9}, true}), Refusal::unknown_assignment);
}

TEST_F(Call, HoldIsCountedApartFromTalk) {
    ready(amal, {{"cards"_key, 1}});
    calls("cards"_key);
    const AssignmentId call{1};
    take(AgentAnswered{call});
    now += 10s;
    take(HoldWanted{call});
    EXPECT_EQ(the<HoldCaller>().assignment, call);
    EXPECT_EQ(take(HoldWanted{call}), Refusal::wrong_state);
    now += 25s;
    take(ResumeWanted{call});
    now += 5s;
    take(HoldWanted{call});
    now += 1s;
    take(AgentLeft{call});
    pass(30s);
    const auto ended = the<AssignmentEnded>();
    EXPECT_EQ(ended.talk, 15s);
    EXPECT_EQ(ended.hold, 26s);
    EXPECT_EQ(ended.wrap_up, 30s);
}

TEST_F(Call, TransferToAQueueIsANewVisitAndFreesTheAgentAfterWrapUp) {
    ready(amal, {{"cards"_key, 1}});
    ready(budi, {{"accounts"_key, 1}});
    const ContactId caller = calls("cards"_key);
    take(AgentAnswered{AssignmentId{1}});
    now += 30s;
    take(TransferWanted{AssignmentId{1}, "accounts"_key, {}});
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
    EXPECT_EQ(the<RingAgent>().person, budi);
    EXPECT_EQ(the<RingAgent>().contact, caller);
    pass(20s);  // budi does not answer; amal is still in wrap-up
    pass(10s);
    const auto ended = all<AssignmentEnded>();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended.front().end, AssignmentEnd::transferred);
    EXPECT_EQ(ended.front().wrap_up, 30s);
}

TEST_F(Call, TransferToAPersonRingsThemOrSaysThatTheyAreNotFree) {
    ready(amal, {{"cards"_key, 1}});
    ready(budi, {});
    const ContactId caller = calls("cards"_key);
    take(AgentAnswered{AssignmentId{1}});
    EXPECT_EQ(take(TransferWanted{AssignmentId{1}, {}, citra}), Refusal::unknown_agent);
    take(PresenceDeclared{budi, Presence::break_});
    EXPECT_EQ(take(TransferWanted{AssignmentId{1}, {}, budi}), Refusal::person_not_free);
    EXPECT_TRUE(told.empty());
    take(PresenceDeclared{budi, Presence::ready});
    take(TransferWanted{AssignmentId{1}, {}, budi});
    EXPECT_EQ(the<RingAgent>().person, budi);
    pass(20s);
    EXPECT_EQ(the<VisitStarted>().contact, caller);  // nobody answered: back to the queue that it came from
}

TEST_F(Call, ALostAgentReturnsTheCallerToTheFrontWithTheFirstPlace) {
    ready(amal, {{"cards"_key, 1}});
    const ContactId first = calls("cards"_key);
    take(AgentAnswered{AssignmentId{1}});
    now += 60s;
    const ContactId second = calls("cards"_key);
    now += 1s;
    take(AgentLeft{AssignmentId{1}, true});
    EXPECT_EQ(the<PresenceMoved>().reason, PresenceReason::lost);
    EXPECT_EQ(the<SpeakQueue>().contact, first);
    EXPECT_EQ(the<SpeakQueue>().sentence, QueueSentence::agent_lost);
    take(PromptEnded{first, the<SpeakQueue>().play});
    EXPECT_EQ(the<PlayMusic>().contact, first);
    ready(budi, {{"cards"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, first);
    ready(citra, {{"cards"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, second);
}

TEST_F(Call, ALostAgentIsReplacedWithoutAWordWhereAnotherIsFree) {
    ready(amal, {{"cards"_key, 1}});
    const ContactId caller = calls("cards"_key);
    take(AgentAnswered{AssignmentId{1}});
    ready(budi, {{"cards"_key, 1}});
    take(AgentLeft{AssignmentId{1}, true});
    EXPECT_EQ(the<RingAgent>().contact, caller);
    EXPECT_TRUE(all<SpeakQueue>().empty());
}

TEST_F(Call, AFullQueueRefusesACallerBeforeAnswering) {
    queues[1].capacity = 1;
    publish();
    calls("cards"_key);
    calls("cards"_key);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::blocked);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::full);
    EXPECT_EQ(the<RefuseCaller>().cause, VisitCause::full);
    EXPECT_TRUE(all<AcceptCaller>().empty());
}

TEST_F(Call, TheGuideTakesOnlyTheStepThatItShows) {
    ready(amal, {{"cards"_key, 1}});
    const ContactId caller = calls_main_line();
    take(PromptEnded{caller, 1});
    take(KeyPressed{caller, '1'});
    const AssignmentId call = the<RingAgent>().assignment;
    take(AgentAnswered{call});
    EXPECT_EQ(take(StepAnswered{call, {"resolved"_key, StepAnswer::done}}), Refusal::wrong_step);
    EXPECT_EQ(take(StepAnswered{call, {"verify"_key, StepAnswer::done}}), Refusal::wrong_step);
    EXPECT_EQ(take(StepAnswered{call, {"verify"_key, StepAnswer::no}}), Refusal::none);
    EXPECT_EQ(the<StepEntered>().step, "refused"_key);
}

TEST_F(Call, ARestartInterruptsCallsAndHonoursWrapUp) {
    ready(amal, {{"cards"_key, 1}});
    ready(budi, {{"cards"_key, 1}});
    calls("cards"_key);
    calls("cards"_key);
    calls("cards"_key);
    take(AgentAnswered{AssignmentId{1}});
    now += 10s;
    take(Restarted{});
    EXPECT_EQ(all<ContactEnded>().size(), 3u);
    for (const auto& ended : all<VisitEnded>()) EXPECT_EQ(ended.end, VisitEnd::interrupted);
    EXPECT_EQ(all<VisitEnded>().size(), 2u);
    EXPECT_TRUE(all<RingAgent>().empty());
    EXPECT_EQ(the<AssignmentMoved>().state, AssignmentState::wrap_up);
    calls("cards"_key);
    EXPECT_EQ(the<RingAgent>().person, budi);
    calls("cards"_key);
    EXPECT_TRUE(all<RingAgent>().empty());
    pass(30s);
    EXPECT_FALSE(all<RingAgent>().empty());
}

TEST_F(Call, AClockSetForwardMakesNothingDueAndNobodyTalkLonger) {
    ready(amal, {{"cards"_key, 1}});
    ready(budi, {{"cards"_key, 1}});
    calls("cards"_key);
    const AssignmentId talk = the<RingAgent>().assignment;
    take(AgentAnswered{talk});
    calls("cards"_key);
    now += 15s;
    now += 1h;
    ASSERT_EQ(take(ClockCorrected{1h}), Refusal::none);
    EXPECT_TRUE(told.empty());
    pass(4s);
    EXPECT_TRUE(told.empty());
    pass(1s);
    EXPECT_EQ(the<AssignmentEnded>().end, AssignmentEnd::no_answer);
    EXPECT_EQ(the<AssignmentEnded>().ring, 20s);
    take(AgentLeft{talk});
    pass(30s);
    EXPECT_EQ(the<AssignmentEnded>().talk, 20s);
}

TEST_F(Call, AClockSetForwardDoesNotHoldBackWhatWasDueBefore) {
    ready(amal, {{"cards"_key, 1}});
    calls("cards"_key);
    now += 1h + 25s;
    ASSERT_EQ(take(ClockCorrected{1h}), Refusal::none);
    EXPECT_EQ(the<AssignmentEnded>().ring, 20s);
}

TEST_F(Call, AClockIsNeverCorrectedBackwards) {
    EXPECT_EQ(take(ClockCorrected{-1h}), Refusal::time_went_back);
    now += 10s;
    EXPECT_EQ(take(ClockCorrected{11s}), Refusal::time_went_back);
}

}  // namespace
}  // namespace markaz::centre::test
