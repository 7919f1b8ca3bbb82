// Voicemail: callers who speak after the tone, and what becomes of what they said.

#include "centre/floor_test.hpp"

namespace markaz::centre::test {
namespace {

using contact::Channel;
using contact::Voicemail;

class Messages : public Floor {
protected:
    /// The main line, where key 9 leads from cards to a message for cards, key 3 of the menu straight to it, and key 4 to one for accounts.
    void publish_with_voicemail() {
        using namespace procedure;
        auto made = std::make_shared<Manual>(*manual(++version, queues));
        Flow& flow = made->flows.front();
        const auto message = static_cast<StepIndex>(flow.steps.size());
        std::get<Queue>(flow.steps[2].verb).exit_key = '9';
        std::get<Queue>(flow.steps[2].verb).exit = exits_to_accounts ? message + 1 : message;
        std::get<Choose>(flow.steps[1].verb).keys.push_back({'3', message});
        std::get<Choose>(flow.steps[1].verb).keys.push_back({'4', message + 1});
        flow.steps.push_back(step("message"_key, procedure::Voicemail{{}, "cards"_key, 2min, 5s, 4, 6}));
        flow.steps.push_back(step("message-accounts"_key, procedure::Voicemail{{}, "accounts"_key, 2min, 5s, 4, 6}));
        ASSERT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
        manuals.push_back(made);
    }
    ContactId calls_and_presses(char key) {
        const ContactId id = calls_main_line();
        EXPECT_EQ(take(PromptEnded{id, 1}), Refusal::none);
        EXPECT_EQ(take(KeyPressed{id, static_cast<std::uint8_t>(key)}), Refusal::none);
        return id;
    }
    /// From the text to the tone and past it.
    void hears_the_tone(ContactId id) {
        EXPECT_EQ(take(PromptEnded{id, the<SpeakStep>().play}), Refusal::none);
        EXPECT_EQ(the<RecordMessage>().contact, id);
        EXPECT_EQ(the<RecordMessage>().quiet, 5s);
    }
    /// Speaks, hangs up, and what was said is on disk.
    ContactId leaves_a_message(Duration length = 20s) {
        const ContactId id = calls_and_presses('3');
        hears_the_tone(id);
        pass(length);
        EXPECT_EQ(take(CallerLeft{id}), Refusal::none);
        EXPECT_EQ(the<StopMessage>().contact, id);
        EXPECT_TRUE(all<VisitStarted>().empty());
        EXPECT_EQ(take(MessageRecorded{id, length, length}), Refusal::none);
        return id;
    }
    void comes(PersonId person, std::vector<people::Capacity> capacity = {{Channel::voice_in, 1}, {Channel::voicemail, 1, true}}) {
        take(AgentChanged{agent(person, {{"accounts"_key, 1}, {"cards"_key, 1}}, contact::Pool::live, std::move(capacity))});
        ASSERT_EQ(take(PresenceDeclared{person, Presence::ready}), Refusal::none);
    }
    bool is_open(ContactId id) const {
        const auto contacts = centre.snapshot().contacts;
        return std::ranges::find(contacts, id, &OpenContact::id) != contacts.end();
    }

    bool exits_to_accounts = false;
};

TEST_F(Messages, AMessageIsWorkForAnAgent) {
    publish_with_voicemail();
    const ContactId id = leaves_a_message();
    EXPECT_EQ(the<VisitStarted>().queue, "cards"_key);
    EXPECT_TRUE(all<ContactEnded>().empty());
    pass(3h);

    comes(amal);
    const AssignmentId assignment = the<RingAgent>().assignment;
    EXPECT_EQ(take(AgentAnswered{assignment}), Refusal::none);
    const auto ended = the<VisitEnded>();
    EXPECT_EQ(ended.end, VisitEnd::voicemail);
    EXPECT_EQ(ended.cause, VisitCause::none);
    EXPECT_EQ(ended.assignment, assignment);
    EXPECT_EQ(the<StepEntered>().step, "verify"_key);  // the guide of whoever hears it

    EXPECT_EQ(take(HoldWanted{assignment}), Refusal::wrong_channel);
    EXPECT_EQ(take(ReplyWritten{assignment, {5}}), Refusal::wrong_channel);
    pass(60s);
    EXPECT_EQ(take(AgentLeft{assignment}), Refusal::none);
    EXPECT_EQ(the<ContactEnded>().contact, id);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::agent);
    EXPECT_EQ(take(WrapUpDone{assignment, "resolved"_key}), Refusal::none);
    EXPECT_EQ(the<AssignmentEnded>().talk, 60s);
}

TEST_F(Messages, HashOrTheLimitEndsItAndTheCallerHearsThatWeHaveIt) {
    publish_with_voicemail();
    const ContactId first = calls_and_presses('3');
    EXPECT_EQ(take(KeyPressed{first, '#'}), Refusal::wrong_state);  // nothing is recorded yet
    EXPECT_EQ(take(CallerLeft{first}), Refusal::none);

    const ContactId id = calls_and_presses('3');
    hears_the_tone(id);
    pass(10s);
    EXPECT_EQ(take(KeyPressed{id, '1'}), Refusal::wrong_state);
    EXPECT_EQ(take(KeyPressed{id, '#'}), Refusal::none);
    EXPECT_EQ(the<StopMessage>().contact, id);
    EXPECT_EQ(take(MessageRecorded{id, 10s, 8s}), Refusal::none);
    const auto said = the<SpeakQueue>();
    EXPECT_EQ(said.sentence, QueueSentence::message_kept);
    EXPECT_EQ(take(PromptEnded{id, said.play}), Refusal::none);
    EXPECT_EQ(the<EndCaller>().contact, id);
    EXPECT_EQ(take(CallerLeft{id}), Refusal::wrong_state);
    EXPECT_TRUE(is_open(id));

    const ContactId longest = calls_and_presses('3');
    hears_the_tone(longest);
    pass(2min - 1ms);
    EXPECT_TRUE(all<StopMessage>().empty());
    pass(1ms);
    EXPECT_EQ(the<StopMessage>().contact, longest);
}

TEST_F(Messages, WhoSaysNothingMakesNoWork) {
    publish_with_voicemail();
    const ContactId at_once = calls_and_presses('3');
    EXPECT_EQ(take(CallerLeft{at_once}), Refusal::none);  // before the tone
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller);

    for (const MessageRecorded& nothing : {MessageRecorded{{}, 900ms, 900ms}, MessageRecorded{{}, 6s, 280ms}}) {
        const ContactId gone = calls_and_presses('3');
        hears_the_tone(gone);
        EXPECT_EQ(take(CallerLeft{gone}), Refusal::none);
        EXPECT_TRUE(all<ContactEnded>().empty());
        EXPECT_EQ(take(MessageRecorded{gone, nothing.length, nothing.heard}), Refusal::none);
        EXPECT_EQ(the<VoicemailMoved>().voicemail, Voicemail::none);
        EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller);
        EXPECT_TRUE(all<VisitStarted>().empty());
    }
    const ContactId silent = calls_and_presses('3');
    hears_the_tone(silent);
    pass(5s);
    EXPECT_EQ(take(MessageRecorded{silent, 5s, Duration{0}}), Refusal::none);  // the telephone heard nothing for so long
    EXPECT_EQ(the<StepEntered>().step, "refused"_key) << "whoever is still there goes on";
    EXPECT_EQ(take(MessageRecorded{silent, 5s, 5s}), Refusal::unknown_contact);
}

TEST_F(Messages, WhoeverWaitedKeepsTheirPlaceAndHasNotAbandoned) {
    publish_with_voicemail();
    const ContactId id = calls_and_presses('1');
    pass(40s);
    EXPECT_EQ(take(KeyPressed{id, '9'}), Refusal::none);
    EXPECT_TRUE(all<VisitEnded>().empty());
    comes(amal);
    EXPECT_TRUE(all<RingAgent>().empty()) << "who speaks to us is given to nobody";
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::break_}), Refusal::none);
    EXPECT_EQ(take(PromptEnded{id, 3}), Refusal::none);
    pass(20s);
    EXPECT_EQ(take(CallerLeft{id}), Refusal::none);
    EXPECT_EQ(take(MessageRecorded{id, 20s, 15s}), Refusal::none);
    EXPECT_TRUE(all<VisitStarted>().empty()) << "it is the same visit";
    const ContactId second = calls("cards"_key);
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none);
    const auto rings = all<RingAgent>();
    ASSERT_EQ(rings.size(), 2u);
    EXPECT_EQ(rings[0].contact, id) << "who came first";
    EXPECT_EQ(rings[1].contact, second) << "beside a message a call may come";
    EXPECT_EQ(take(AgentAnswered{rings[0].assignment}), Refusal::none);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::voicemail);
    EXPECT_EQ(the<VisitEnded>().started, nine);
}

TEST_F(Messages, ForAnotherQueueTheVisitGoesOverToIt) {
    exits_to_accounts = true;
    publish_with_voicemail();
    const ContactId id = calls_and_presses('1');
    pass(40s);
    EXPECT_EQ(take(KeyPressed{id, '9'}), Refusal::none);
    EXPECT_EQ(take(PromptEnded{id, 3}), Refusal::none);
    EXPECT_EQ(take(CallerLeft{id}), Refusal::none);
    EXPECT_EQ(take(MessageRecorded{id, 20s, 15s}), Refusal::none);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::voicemail);
    EXPECT_EQ(the<VisitEnded>().assignment, AssignmentId{});
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
}

TEST_F(Messages, WhoLeavesTheQueueAndSaysNothingHasAbandonedIt) {
    publish_with_voicemail();
    const ContactId id = calls_and_presses('1');
    pass(40s);
    EXPECT_EQ(take(KeyPressed{id, '9'}), Refusal::none);
    EXPECT_EQ(take(PromptEnded{id, 3}), Refusal::none);
    pass(5s);
    EXPECT_EQ(take(MessageRecorded{id, 5s, Duration{0}}), Refusal::none);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::abandoned);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::exited);
}

TEST_F(Messages, ClosedQueuesTakeMessagesAndKeepThem) {
    queues[1].hours.week = {{0, 1}};  // a minute after midnight on Monday
    queues[1].overflow = {{"accounts"_key, 30s, 0, {}}};
    publish_with_voicemail();
    const ContactId id = leaves_a_message();
    EXPECT_EQ(the<VisitStarted>().queue, "cards"_key);
    pass(24h);
    EXPECT_TRUE(all<VisitEnded>().empty());
    EXPECT_TRUE(is_open(id));
}

TEST_F(Messages, HandingItOverToAClosedQueueDoesNotLoseIt) {
    queues[0].hours.week = {{0, 1}};
    publish_with_voicemail();
    comes(amal);
    const ContactId id = leaves_a_message();
    const AssignmentId assignment = the<RingAgent>().assignment;
    EXPECT_EQ(take(AgentAnswered{assignment}), Refusal::none);
    EXPECT_EQ(take(TransferWanted{assignment, "accounts"_key, {}}), Refusal::none);
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
    EXPECT_TRUE(all<ContactEnded>().empty());
    EXPECT_TRUE(is_open(id));
}

TEST_F(Messages, OnlyWhoHasRoomForMessagesIsGivenOne) {
    publish_with_voicemail();
    leaves_a_message();
    comes(amal, {{Channel::voice_in, 1}});
    EXPECT_TRUE(all<RingAgent>().empty());
    comes(budi);
    EXPECT_EQ(the<RingAgent>().person, budi);
    leaves_a_message();
    EXPECT_TRUE(all<RingAgent>().empty()) << "budi has one already";
}

TEST_F(Messages, ARestartAsksWhatWasSaidAndLosesNoMessage) {
    publish_with_voicemail();
    const ContactId left = leaves_a_message();
    const ContactId speaks = calls_and_presses('3');
    hears_the_tone(speaks);
    const ContactId thanked = calls_and_presses('3');
    hears_the_tone(thanked);
    EXPECT_EQ(take(KeyPressed{thanked, '#'}), Refusal::none);
    EXPECT_EQ(take(MessageRecorded{thanked, 10s, 8s}), Refusal::none);
    const ContactId greeted = calls_and_presses('3');
    pass(3s);

    EXPECT_EQ(take(Restarted{}), Refusal::none);
    EXPECT_EQ(the<ContactEnded>().contact, greeted) << "who had said nothing is interrupted like any caller";
    EXPECT_EQ(the<StopMessage>().contact, speaks);
    EXPECT_EQ(take(CallerLeft{speaks}), Refusal::wrong_state);
    EXPECT_EQ(take(Restarted{}), Refusal::none);
    EXPECT_EQ(the<StopMessage>().contact, speaks) << "and once more, should that start have ended too soon";
    EXPECT_EQ(take(MessageRecorded{speaks, 3s, 2s}), Refusal::none);
    for (const ContactId id : {left, speaks, thanked}) EXPECT_TRUE(is_open(id)) << id.value;
    comes(amal);
    EXPECT_EQ(the<RingAgent>().contact, left);
}

TEST_F(Messages, ASimulatedCallersMessageEndsWithItsWorld) {
    publish_with_voicemail();
    ContactArrived arrived;
    arrived.flow = "main"_key;
    arrived.origin = contact::Origin::simulated;
    take(arrived);
    const ContactId id = the<ContactStarted>().contact;
    take(PromptEnded{id, 1});
    take(KeyPressed{id, '3'});
    hears_the_tone(id);
    EXPECT_EQ(take(Restarted{}), Refusal::none);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::interrupted);
}

TEST_F(Messages, ASnapshotInTheMiddleIsTheWholeState) {
    publish_with_voicemail();
    leaves_a_message();
    const ContactId id = calls_and_presses('3');
    hears_the_tone(id);
    auto restored = Centre::restored(centre.snapshot(), manuals);
    ASSERT_TRUE(restored) << restored.error().line();
    EXPECT_EQ(restored->snapshot(), centre.snapshot());
    Outputs here, there;
    EXPECT_EQ(centre.advance(now + 2min, Tick{}, here), Refusal::none);
    EXPECT_EQ(restored->advance(now + 2min, Tick{}, there), Refusal::none);
    ASSERT_EQ(here.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<StopMessage>(here.front().what));
    EXPECT_EQ(here.size(), there.size());
}

TEST_F(Messages, AQueueThatIsGoneTakesTheMessageWithIt) {
    publish_with_voicemail();
    const ContactId id = leaves_a_message();
    queues.erase(queues.begin() + 1);
    publish();
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::blocked);
    EXPECT_EQ(the<ContactEnded>().contact, id);
}

}  // namespace
}  // namespace markaz::centre::test
