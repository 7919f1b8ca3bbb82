// Contacts that come in writing: the same floor, without a telephone.

#include "centre/floor_test.hpp"

namespace markaz::centre::test {

using contact::Channel;

class Written : public Floor {
protected:
    ContactId writes(Key queue, Key flow = {}) {
        ContactArrived arrived;
        arrived.channel = Channel::form;
        arrived.queue = queue;
        arrived.flow = flow;
        EXPECT_EQ(take(arrived), Refusal::none);
        return the<ContactStarted>().contact;
    }
    /// An agent who may have one call and two messages at a time.
    void works(PersonId id) {
        take(AgentChanged{agent(id, {{"cards"_key, 5}}, contact::Pool::live, {{Channel::voice_in, 1, false}, {Channel::form, 2, true}})});
        ASSERT_EQ(take(PresenceDeclared{id, Presence::ready}), Refusal::none);
    }
};

TEST_F(Written, S4_48_CallsAndMessagesWaitInOneQueueAndTheLongestWaitGoesFirst) {
    const ContactId first = writes("cards"_key);
    pass(1s);
    const ContactId second = calls("cards"_key);
    pass(1s);
    const ContactId third = writes("cards"_key);
    const ContactId urgent = calls("cards"_key, 10s);
    const auto given = [&] {
        std::vector<ContactId> contacts;
        for (const Decided& each : all<Decided>()) contacts.push_back(each.contact);
        return contacts;
    };
    works(amal);
    EXPECT_EQ(given(), std::vector{urgent}) << "whoever has a call is given nothing beside it";
    works(budi);
    EXPECT_EQ(given(), (std::vector{first, second})) << "a message waits while its reader takes a call";
    works(citra);
    EXPECT_EQ(given(), std::vector{third});
    EXPECT_EQ(the<Decided>().queue, "cards"_key);
}

TEST_F(Written, AMessageIsAnsweredReadRepliedToEndedAndWrappedUp) {
    works(amal);
    const ContactId message = writes("cards"_key);
    const AssignmentId at_amal = the<RingAgent>().assignment;
    EXPECT_EQ(take(AgentRinging{at_amal}), Refusal::none);
    EXPECT_EQ(take(ReplyWritten{at_amal, {9}}), Refusal::wrong_state) << "whoever has not taken it does not answer it";
    ASSERT_EQ(take(AgentAnswered{at_amal}), Refusal::none);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::answered);
    ASSERT_EQ(take(ReplyWritten{at_amal, {9}}), Refusal::none);
    EXPECT_EQ(the<Replied>().contact, message);
    EXPECT_EQ(the<Replied>().person, amal);
    EXPECT_EQ(the<Replied>().written, contact::VaultId{9});
    ASSERT_EQ(take(AgentLeft{at_amal}), Refusal::none);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::agent);
    EXPECT_EQ(take(ReplyWritten{at_amal, {9}}), Refusal::wrong_state) << "the contact is over";
    ASSERT_EQ(take(WrapUpDone{at_amal, "resolved"_key}), Refusal::none);
    EXPECT_EQ(the<AssignmentEnded>().outcome, "resolved"_key);
}

TEST_F(Written, HoldIsForCallsAndAReplyForMessages) {
    works(amal);
    writes("cards"_key);
    const AssignmentId message = the<RingAgent>().assignment;
    calls("cards"_key);
    const AssignmentId call = the<RingAgent>().assignment;
    for (AssignmentId each : {message, call}) ASSERT_EQ(take(AgentAnswered{each}), Refusal::none);
    EXPECT_EQ(take(HoldWanted{message}), Refusal::wrong_channel);
    EXPECT_EQ(take(ReplyWritten{call, {9}}), Refusal::wrong_channel);
    EXPECT_EQ(take(HoldWanted{call}), Refusal::none);
}

TEST_F(Written, ARingThatNobodyAnswersLeavesTheMessageAtItsPlaceAndTheAgentAway) {
    works(amal);
    const ContactId message = writes("cards"_key);
    pass(20s);
    EXPECT_EQ(the<PresenceMoved>().presence, Presence::away);
    EXPECT_EQ(the<PresenceMoved>().reason, PresenceReason::no_answer);
    writes("cards"_key);
    works(budi);
    EXPECT_EQ(all<Decided>().front().contact, message);
}

TEST_F(Written, ARestartEndsCallsAndLeavesMessagesWhereTheyAre) {
    works(amal);
    const ContactId read = writes("cards"_key);
    const AssignmentId reading = the<RingAgent>().assignment;
    ASSERT_EQ(take(AgentAnswered{reading}), Refusal::none);
    const ContactId rings = writes("cards"_key);
    const ContactId waits = writes("cards"_key);
    const ContactId call = calls("accounts"_key);
    auto restored = Centre::restored(centre.snapshot(), manuals);
    ASSERT_TRUE(restored);
    centre = std::move(*restored);
    pass(5s);
    ASSERT_EQ(take(Restarted{}), Refusal::none);
    EXPECT_EQ(the<ContactEnded>().contact, call);
    EXPECT_TRUE(all<AssignmentEnded>().empty());
    ASSERT_EQ(take(ReplyWritten{reading, {9}}), Refusal::none);
    EXPECT_EQ(the<Replied>().contact, read);
    pass(15s);
    EXPECT_EQ(the<AssignmentEnded>().contact, rings) << "the ring ends when it would have";
    works(budi);
    std::vector<ContactId> given;
    for (const Decided& each : all<Decided>()) given.push_back(each.contact);
    EXPECT_EQ(given, (std::vector{rings, waits}));
}

TEST_F(Written, AMessageIsHandedToAnotherQueueOrPerson) {
    works(amal);
    const ContactId message = writes("cards"_key);
    const AssignmentId first = the<RingAgent>().assignment;
    ASSERT_EQ(take(AgentAnswered{first}), Refusal::none);
    works(budi);
    ASSERT_EQ(take(TransferWanted{first, {}, budi}), Refusal::none);
    EXPECT_EQ(the<RingAgent>().person, budi);
    const AssignmentId second = the<RingAgent>().assignment;
    ASSERT_EQ(take(AgentAnswered{second}), Refusal::none);
    ASSERT_EQ(take(TransferWanted{second, "accounts"_key, {}}), Refusal::none);
    EXPECT_EQ(the<VisitStarted>().contact, message);
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
}

TEST_F(Written, WhereAFlowLeadsIntoTheQueueItsStepsGuideTheAgent) {
    works(amal);
    writes("cards"_key, "main"_key);
    EXPECT_TRUE(all<SpeakStep>().empty());
    const AssignmentId assignment = the<RingAgent>().assignment;
    ASSERT_EQ(take(AgentAnswered{assignment}), Refusal::none);
    EXPECT_EQ(the<StepEntered>().step, "verify"_key);
    ContactArrived nowhere;
    nowhere.channel = Channel::form;
    nowhere.flow = "main"_key;
    nowhere.queue = "delivery"_key;
    EXPECT_EQ(take(nowhere), Refusal::unknown_queue);
}

}  // namespace markaz::centre::test
