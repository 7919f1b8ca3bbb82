// Callbacks: who would rather not wait hangs up, keeps the place, and is called when their turn has come.

#include "centre/floor_test.hpp"

namespace markaz::centre::test {
namespace {

class Callbacks : public Floor {
protected:
    /// The main line, where key 9 leads from the queue to a callback, and key 3 of the menu straight to one.
    void publish_with_callback() {
        using namespace procedure;
        auto made = std::make_shared<Manual>(*manual(++version, queues));
        Flow& flow = made->flows.front();
        const auto back = static_cast<StepIndex>(flow.steps.size());
        std::get<Queue>(flow.steps[2].verb).exit_key = '9';
        std::get<Queue>(flow.steps[2].verb).exit = back;
        std::get<Choose>(flow.steps[1].verb).keys.push_back({'3', back});
        flow.steps.push_back(step("back"_key, procedure::Callback{{}, "cards"_key, 4, 3}));
        ASSERT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
        manuals.push_back(made);
    }
    routing::CallbackPolicy& policy() { return queues[1].callback; }

    ContactId calls_with(contact::WayBack way, char key = '1') {
        ContactArrived arrived;
        arrived.flow = "main"_key;
        arrived.way_back = way;
        arrived.trunk = "carrier"_key;
        arrived.party = contact::VaultId{77};
        EXPECT_EQ(take(arrived), Refusal::none);
        const ContactId id = the<ContactStarted>().contact;
        EXPECT_EQ(take(PromptEnded{id, 1}), Refusal::none);
        EXPECT_EQ(take(KeyPressed{id, static_cast<std::uint8_t>(key)}), Refusal::none);
        return id;
    }
    /// Chooses it after `waited`, hears that we call, and hangs up.
    ContactId chooses(Duration waited) {
        const ContactId id = calls_with(contact::WayBack::trunk);
        pass(waited);
        EXPECT_EQ(take(KeyPressed{id, '9'}), Refusal::none);
        EXPECT_EQ(the<CallbackMoved>().callback, contact::Callback::chosen);
        EXPECT_EQ(take(CallerLeft{id}), Refusal::none);
        EXPECT_TRUE(all<VisitEnded>().empty());
        EXPECT_TRUE(all<ContactEnded>().empty());
        return id;
    }
    /// The agent becomes free and takes it.
    AssignmentId takes(PersonId person) {
        EXPECT_EQ(take(PresenceDeclared{person, Presence::ready}), Refusal::none);
        const AssignmentId id = the<RingAgent>().assignment;
        EXPECT_EQ(take(AgentAnswered{id}), Refusal::none);
        return id;
    }
};

TEST_F(Callbacks, TheCustomerIsCalledOnlyWhenAnAgentHasTakenIt) {
    publish_with_callback();
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    const ContactId id = chooses(40s);
    pass(5min);
    const AssignmentId assignment = takes(amal);
    const auto call = the<CallCustomer>();
    EXPECT_EQ(call.contact, id);
    EXPECT_EQ(call.assignment, assignment);
    EXPECT_EQ(call.party, contact::VaultId{77});
    EXPECT_EQ(call.trunk, "carrier"_key);
    EXPECT_TRUE(all<Connect>().empty());

    pass(6s);
    EXPECT_EQ(take(CustomerAnswered{id}), Refusal::none);
    const auto ended = the<VisitEnded>();
    EXPECT_EQ(ended.end, VisitEnd::callback);
    EXPECT_EQ(ended.cause, VisitCause::none);
    EXPECT_EQ(ended.started, nine);
    EXPECT_EQ(ended.assignment, assignment);
    EXPECT_EQ(the<Connect>().contact, id);
    EXPECT_EQ(the<StepEntered>().step, "verify"_key);  // the guide of whoever has them on the telephone

    pass(60s);
    EXPECT_EQ(take(CallerLeft{id}), Refusal::none);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller);
    take(WrapUpDone{assignment, {}});
    EXPECT_EQ(the<AssignmentEnded>().ring, 6s);
    EXPECT_EQ(the<AssignmentEnded>().talk, 60s);
}

TEST_F(Callbacks, ThePlaceIsThatOfTheFirstSecond) {
    publish_with_callback();
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    const ContactId first = chooses(30s);
    const ContactId second = calls_with(contact::WayBack::none);
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none);
    EXPECT_EQ(the<RingAgent>().contact, first);
    EXPECT_NE(first, second);
}

TEST_F(Callbacks, WhileTheyHearThatWeCallNoAgentIsRung) {
    publish_with_callback();
    const ContactId id = calls_with(contact::WayBack::trunk);
    EXPECT_EQ(take(KeyPressed{id, '9'}), Refusal::none);
    const auto play = the<SpeakStep>().play;
    ready(amal, {{"cards"_key, 1}});
    EXPECT_TRUE(all<RingAgent>().empty());
    EXPECT_EQ(take(PromptEnded{id, play}), Refusal::none);
    EXPECT_EQ(the<EndCaller>().contact, id);
    EXPECT_EQ(the<RingAgent>().contact, id);
}

TEST_F(Callbacks, WhoDoesNotAnswerIsCalledAgainAndThenGivenUp) {
    policy().tries = 2;
    policy().pause = 10min;
    policy().ring = 25s;
    publish_with_callback();
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    const ContactId id = chooses(10s);
    const AssignmentId first = takes(amal);
    pass(25s);
    EXPECT_EQ(the<StopCalling>().contact, id);
    EXPECT_EQ(the<AssignmentEnded>().end, AssignmentEnd::unreached);
    EXPECT_EQ(the<EndAgent>().assignment, first);
    EXPECT_EQ(the<CallbackMoved>().callback, contact::Callback::pausing);
    EXPECT_TRUE(all<RingAgent>().empty());  // amal is free, and the customer is not called at once
    pass(10min - 1s);
    EXPECT_TRUE(all<RingAgent>().empty());
    pass(1s);
    const AssignmentId again = the<RingAgent>().assignment;
    take(AgentAnswered{again});
    EXPECT_EQ(take(CustomerUnreached{id}), Refusal::none);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::callback);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::unreached);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::unreached);
    EXPECT_EQ(take(CustomerAnswered{id}), Refusal::unknown_contact);
}

TEST_F(Callbacks, AnAgentWhoIsGoneBeforeTheCustomerAnswersIsNoTry) {
    policy().tries = 1;
    publish_with_callback();
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(AgentChanged{agent(budi, {{"cards"_key, 1}})});
    const ContactId id = chooses(10s);
    const AssignmentId first = takes(amal);
    EXPECT_EQ(take(AgentLeft{first}), Refusal::none);
    EXPECT_EQ(the<StopCalling>().contact, id);
    EXPECT_TRUE(all<VisitEnded>().empty());
    EXPECT_EQ(take(CustomerUnreached{id}), Refusal::wrong_state);
    takes(budi);
    EXPECT_EQ(the<CallCustomer>().contact, id);
}

TEST_F(Callbacks, ARestartLosesNone) {
    policy().pause = 10min;
    publish_with_callback();
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    const ContactId waits = chooses(10s);
    const ContactId lives = calls_with(contact::WayBack::none);
    takes(amal);
    const ContactId listens = calls_with(contact::WayBack::trunk);
    take(KeyPressed{listens, '9'});

    EXPECT_EQ(take(Restarted{}), Refusal::none);
    ASSERT_EQ(all<ContactEnded>().size(), 1u);
    EXPECT_EQ(the<ContactEnded>().contact, lives);
    EXPECT_EQ(the<AssignmentEnded>().end, AssignmentEnd::interrupted);
    EXPECT_EQ(the<RingAgent>().contact, waits);  // amal is still ready
    const AssignmentId again = the<RingAgent>().assignment;
    take(AgentAnswered{again});
    EXPECT_EQ(take(CustomerAnswered{waits}), Refusal::none);
    take(CallerLeft{waits});
    take(WrapUpDone{again, {}});
    EXPECT_EQ(the<RingAgent>().contact, listens);
}

TEST_F(Callbacks, IsOfferedAfterTheWaitThatTheQueueSays) {
    policy().offer = 60s;
    publish_with_callback();
    calls_with(contact::WayBack::trunk);
    calls_with(contact::WayBack::none);
    pass(59s);
    EXPECT_TRUE(all<SpeakQueue>().empty());
    pass(1s);
    EXPECT_EQ(the<SpeakQueue>().sentence, QueueSentence::callback);
    EXPECT_EQ(the<SpeakQueue>().number, std::uint32_t{'9'});
}

TEST_F(Callbacks, WhoCannotBeCalledGoesOnWaiting) {
    publish_with_callback();
    const ContactId id = calls_with(contact::WayBack::none);
    EXPECT_EQ(take(KeyPressed{id, '9'}), Refusal::wrong_state);
    ready(amal, {{"cards"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, id);
}

TEST_F(Callbacks, FromAMenuTheVisitBeginsThereAndElseTheStepForItFollows) {
    policy().most = 1;
    publish_with_callback();
    calls_with(contact::WayBack::trunk, '3');
    EXPECT_EQ(the<VisitStarted>().queue, "cards"_key);
    EXPECT_EQ(the<CallbackMoved>().callback, contact::Callback::chosen);
    calls_with(contact::WayBack::trunk, '3');  // one is open, which is the most
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
    EXPECT_TRUE(all<CallbackMoved>().empty());
}

TEST_F(Callbacks, WhatIsOpenIsCountedOverARestartAndUntilTheCustomerIsThere) {
    policy().most = 1;
    publish_with_callback();
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    const ContactId id = chooses(10s);
    const auto promised_another = [&] {
        calls_with(contact::WayBack::trunk, '3');
        return !all<CallbackMoved>().empty();
    };
    centre = Centre::restored(centre.snapshot(), manuals).value();
    EXPECT_FALSE(promised_another());
    takes(amal);
    EXPECT_FALSE(promised_another()) << "they are being called";
    EXPECT_EQ(take(CustomerAnswered{id}), Refusal::none);
    EXPECT_TRUE(promised_another());
    EXPECT_FALSE(promised_another());
}

TEST_F(Callbacks, AQueueThatIsGoneEndsThem) {
    publish_with_callback();
    chooses(10s);
    queues.pop_back();
    publish();
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::blocked);
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::blocked);
}

}  // namespace
}  // namespace markaz::centre::test
