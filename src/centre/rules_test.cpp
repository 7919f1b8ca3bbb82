// The ways of choosing, one story each: rules, preference, gates, interruption, overflow, hours, announcements, reasons.

#include "centre/floor_test.hpp"

namespace markaz::centre::test {
namespace {

using contact::Channel;
using routing::Rule;

class Rules : public Floor {
protected:
    routing::QueuePolicy& cards() { return queues[1]; }
    void by(Rule rule) {
        cards().rule = rule;
        publish();
    }
    /// Answers the ring and ends conversation and wrap-up after these lengths.
    void serve(AssignmentId ring, Duration talk = 10s) {
        ASSERT_EQ(take(AgentAnswered{ring}), Refusal::none);
        now += talk;
        ASSERT_EQ(take(AgentLeft{ring}), Refusal::none);
        take(WrapUpDone{ring, "resolved"_key});
    }
    PersonId rung() const { return the<RingAgent>().person; }
    PersonId rings() {
        calls("cards"_key);
        return rung();
    }
    ContactId writes(Channel channel, Key queue = "cards"_key) {
        ContactArrived arrived;
        arrived.channel = channel;
        arrived.queue = queue;
        EXPECT_EQ(take(arrived), Refusal::none);
        return the<ContactStarted>().contact;
    }
    void ready(people::Agent who) {
        take(AgentChanged{std::move(who)});
        ASSERT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none);
    }
};

TEST_F(Rules, FewestContactsGoesByWhatWasAnsweredSinceSigningIn) {
    by(Rule::fewest_contacts);
    for (PersonId each : {amal, budi}) Floor::ready(each, {{"cards"_key, 1}});
    EXPECT_EQ(rings(), amal);
    serve(the<RingAgent>().assignment, 1s);
    now += 60s;
    EXPECT_EQ(rings(), budi);
    serve(the<RingAgent>().assignment, 1s);
    EXPECT_EQ(rings(), amal);
    serve(the<RingAgent>().assignment);
    // Signing in again begins anew: budi has one, amal none.
    take(PresenceDeclared{amal, Presence::offline});
    take(PresenceDeclared{amal, Presence::ready});
    EXPECT_EQ(rings(), amal);
}

TEST_F(Rules, LeastOccupiedGoesByTheShareOfTheTimeSinceSigningIn) {
    by(Rule::least_occupied);
    for (PersonId each : {amal, budi}) Floor::ready(each, {{"cards"_key, 1}});
    now += 600s;
    EXPECT_EQ(rings(), amal);
    serve(the<RingAgent>().assignment, 300s);
    EXPECT_EQ(rings(), budi);
    serve(the<RingAgent>().assignment, 30s);
    // 300 s of 900 s against 30 s of 930 s, although amal has been idle longer.
    EXPECT_EQ(rings(), budi);
    EXPECT_EQ(the<Decided>().decision.rule, Rule::least_occupied);
    EXPECT_LT(the<Decided>().decision.best[0].key, the<Decided>().decision.best[1].key);
}

TEST_F(Rules, RoundRobinGoesOnAlsoBehindWhoDidNotAnswer) {
    by(Rule::round_robin);
    for (PersonId each : {amal, budi, citra}) Floor::ready(each, {{"cards"_key, 1}});
    EXPECT_EQ(rings(), amal);
    take(AgentRefused{the<RingAgent>().assignment, true});
    EXPECT_EQ(rung(), budi);
    serve(the<RingAgent>().assignment);
    take(PresenceDeclared{amal, Presence::ready});
    EXPECT_EQ(rings(), citra);
    EXPECT_EQ(rings(), amal);
}

TEST_F(Rules, BestSkillTakesTheHighestLevelInWhatIsWanted) {
    by(Rule::best_skill);
    Floor::ready(amal, {{"cards"_key, 2}, {"loans"_key, 9}});
    Floor::ready(budi, {{"cards"_key, 5}});
    EXPECT_EQ(rings(), budi);
}

TEST_F(Rules, CheapestSkillKeepsWhoCanDoMuchForOthers) {
    by(Rule::cheapest_skill);
    Floor::ready(amal, {{"cards"_key, 2}, {"loans"_key, 9}});
    Floor::ready(budi, {{"cards"_key, 5}});
    EXPECT_EQ(rings(), budi);
    EXPECT_EQ(the<Decided>().decision.best[0].key, 5);
    EXPECT_EQ(the<Decided>().decision.best[1].key, 11);
}

TEST_F(Rules, LotsAreDrawnByWeightFromTheGeneratorOfTheState) {
    by(Rule::random_by_weight);
    Floor::ready(amal, {{"cards"_key, 1}});
    Floor::ready(budi, {{"cards"_key, 3}});
    int often = 0;
    constexpr int draws = 4000;
    for (int each = 0; each < draws; ++each) {
        often += rings() == budi;
        EXPECT_EQ(the<Decided>().decision.lots, 4u);
        serve(the<RingAgent>().assignment, 1s);
    }
    // Three of four, within five standard errors.
    EXPECT_NEAR(often, draws * 3 / 4, 5 * 28);
}

TEST_F(Rules, ARuleChangesWhileContactsWaitAndAgentsAreFree) {
    for (PersonId each : {amal, budi}) Floor::ready(each, {{"cards"_key, each == amal ? std::uint8_t{1} : std::uint8_t{5}}});
    by(Rule::best_skill);
    EXPECT_EQ(rings(), budi);
}

TEST_F(Rules, LanguageIsASkill) {
    cards().stages = {{Duration{0}, {{routing::language_skill, 2}}}, {20s, {{routing::language_skill, 1}}}};
    publish();
    Floor::ready(amal, {{"ar"_key, 1}});
    Floor::ready(budi, {{"fa"_key, 3}});
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.language = Language::fa;
    take(arrived);
    EXPECT_EQ(rung(), budi);
    arrived.language = Language::ar;
    take(arrived);
    EXPECT_TRUE(all<RingAgent>().empty());
    pass(20s);
    EXPECT_EQ(all<RingAgent>().at(0).person, amal);
}

// ---- Preferred agents -----------------------------------------------------------------------------------------------

TEST_F(Rules, WhoPrefersAnAgentWaitsForThemForALimitedTime) {
    cards().prefer = 30s;
    publish();
    for (PersonId each : {amal, budi}) Floor::ready(each, {{"cards"_key, 1}});
    EXPECT_EQ(rings(), amal);
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.preferred = amal;
    take(arrived);
    EXPECT_TRUE(all<RingAgent>().empty()) << "budi is free, but amal is preferred";
    pass(30s);
    EXPECT_EQ(all<RingAgent>().back().person, budi);
}

TEST_F(Rules, WhoeverIsPreferredTakesTheContactThatWaitsForThem) {
    cards().prefer = 60s;
    publish();
    for (PersonId each : {amal, budi}) Floor::ready(each, {{"cards"_key, 1}});
    EXPECT_EQ(rings(), amal);
    const AssignmentId first = the<RingAgent>().assignment;
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.preferred = amal;
    take(arrived);
    const ContactId wants = the<ContactStarted>().contact;
    take(AgentAnswered{first});
    take(AgentLeft{first});
    take(WrapUpDone{first, {}});
    EXPECT_EQ(the<RingAgent>().contact, wants);
    EXPECT_EQ(the<Decided>().decision.chooser, routing::Chooser::preferred);
}

TEST_F(Rules, NobodyWaitsForAnAgentWhoLeft) {
    cards().prefer = 60s;
    publish();
    for (PersonId each : {amal, budi}) Floor::ready(each, {{"cards"_key, 1}});
    EXPECT_EQ(rings(), amal);
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.preferred = amal;
    take(arrived);
    take(PresenceDeclared{amal, Presence::offline});
    EXPECT_EQ(rung(), budi);
}

// ---- Gates ----------------------------------------------------------------------------------------------------------

TEST_F(Rules, S0_24_AnAgentBehindAGateIsNeverOfferedALiveCallAndAfterwardsIs) {
    people::Agent trainee = agent(amal, {{"cards"_key, 3}});
    trainee.gates = {{Key{}, people::GateReason::course, "basics"_key}};
    ready(trainee);
    calls("cards"_key);
    EXPECT_TRUE(all<RingAgent>().empty());
    EXPECT_TRUE(all<Decided>().empty());
    // The reason is shown.
    const auto idle = centre.why_idle(amal);
    ASSERT_TRUE(idle);
    EXPECT_EQ(idle->gates, trainee.gates);
    ASSERT_EQ(idle->contacts.size(), 1u);
    EXPECT_EQ(idle->contacts[0].verdict, Verdict::gate_shut);
    EXPECT_EQ(idle->contacts[0].what, "basics"_key);
    // Nor does a transfer reach them.
    Floor::ready(budi, {{"cards"_key, 3}});
    const AssignmentId ring = the<RingAgent>().assignment;
    take(AgentAnswered{ring});
    EXPECT_EQ(take(TransferWanted{ring, {}, amal}), Refusal::person_not_free);
    calls("cards"_key);
    EXPECT_TRUE(all<RingAgent>().empty());
    // The curriculum is passed.
    trainee.gates.clear();
    take(AgentChanged{trainee});
    EXPECT_EQ(rung(), amal);
}

TEST_F(Rules, S0_24_AGateMayShutOneSkillAndPracticeIsHowItOpens) {
    people::Agent trainee = agent(amal, {{"accounts"_key, 3}, {"cards"_key, 3}});
    trainee.gates = {{"cards"_key, people::GateReason::expired, "cards-2025"_key}};
    ready(trainee);
    calls("cards"_key);
    EXPECT_TRUE(all<RingAgent>().empty());
    calls("accounts"_key);
    EXPECT_EQ(rung(), amal);

    people::Agent practises = agent(budi, {{"cards"_key, 1}}, contact::Pool::practice);
    practises.gates = {{Key{}, people::GateReason::course, "basics"_key}};
    take(AgentChanged{practises});
    take(PresenceDeclared{budi, Presence::ready});
    ContactArrived practice;
    practice.origin = contact::Origin::practice;
    practice.queue = "cards"_key;
    take(practice);
    EXPECT_EQ(rung(), budi);
}

// ---- Channels -------------------------------------------------------------------------------------------------------

people::Agent of_many_channels() {
    people::Agent many = agent(amal, {{"cards"_key, 1}});
    many.capacity = {{Channel::voice_in, 1, false}, {Channel::chat, 3, false}, {Channel::email, 5, true}};
    return many;
}

TEST_F(Rules, S4_48_EachChannelHasItsRoomAndOneRouterServesThemAll) {
    ready(of_many_channels());
    for (int each = 0; each < 3; ++each) {
        writes(Channel::chat);
        EXPECT_EQ(rung(), amal);
    }
    writes(Channel::chat);
    EXPECT_TRUE(all<RingAgent>().empty()) << "three chats are the most";
    calls("cards"_key);
    EXPECT_TRUE(all<RingAgent>().empty()) << "no call while chatting";
    writes(Channel::email);
    EXPECT_TRUE(all<RingAgent>().empty()) << "a chat is not interrupted by a letter";
}

TEST_F(Rules, S4_48_ALetterIsInterruptedByACallAndACallByNothing) {
    ready(of_many_channels());
    for (int each = 0; each < 5; ++each) {
        writes(Channel::email);
        EXPECT_EQ(rung(), amal);
    }
    writes(Channel::email);
    EXPECT_TRUE(all<RingAgent>().empty());
    EXPECT_EQ(rings(), amal);
    writes(Channel::chat);
    EXPECT_TRUE(all<RingAgent>().empty());
}

// ---- Ways on --------------------------------------------------------------------------------------------------------

TEST_F(Rules, S1_03_OverflowGoesOnAfterTheWaitAtThePlaceThatTheContactHas) {
    cards().overflow = {{"accounts"_key, 40s, 0, {}}};
    publish();
    const ContactId first = calls("cards"_key);
    pass(39s);
    EXPECT_TRUE(all<VisitEnded>().empty());
    calls("accounts"_key);
    pass(1s);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::overflowed);
    EXPECT_EQ(the<VisitEnded>().contact, first);
    EXPECT_EQ(the<VisitStarted>().queue, "accounts"_key);
    Floor::ready(amal, {{"accounts"_key, 1}});
    EXPECT_EQ(the<RingAgent>().contact, first) << "it waited longer than who came to accounts before it";
}

TEST_F(Rules, S1_03_OverflowByPositionHappensOnArrival) {
    cards().overflow = {{"accounts"_key, {}, 3, {}}};
    publish();
    calls("cards"_key);
    calls("cards"_key);
    EXPECT_TRUE(all<VisitEnded>().empty());
    calls("cards"_key);
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::overflowed);
    EXPECT_EQ(all<VisitStarted>().back().queue, "accounts"_key);
}

TEST_F(Rules, ContactsAreAllocatedByPercent) {
    cards().allocation = {{"accounts"_key, 30}, {"cards"_key, 70}};
    publish();
    int accounts = 0;
    for (int each = 0; each < 2000; ++each) {
        calls("cards"_key);
        accounts += the<VisitStarted>().queue == "accounts"_key;
    }
    EXPECT_NEAR(accounts, 600, 5 * 21);
}

TEST_F(Rules, HoursAreThoseOfTheSitesClocksAndHolidaysAreDated) {
    cards().hours.zone = "Asia/Tehran";
    cards().hours.week = {{5 * 24 * 60 + 8 * 60, 5 * 24 * 60 + 16 * 60}, {6 * 24 * 60 + 8 * 60, 6 * 24 * 60 + 16 * 60}};
    cards().hours.closed_days = {std::chrono::local_days{std::chrono::year{2026} / 11 / 28}};
    auto made = manual(++version, queues);
    // 22 November 2026 is a Sunday; nine in London is half past twelve in Tehran.
    ASSERT_EQ(take(ManualPublished{version, {}, made, {{"Asia/Tehran", {{nine - 24h, 3h + 30min}}}}}), Refusal::none);
    calls("cards"_key);
    EXPECT_TRUE(all<VisitEnded>().empty());
    now += 3h + 29min;
    calls("cards"_key);
    EXPECT_TRUE(all<VisitEnded>().empty());
    now += 1min;
    calls("cards"_key);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::closed);
    EXPECT_EQ(the<RefuseCaller>().cause, VisitCause::closed);
    now = nine + std::chrono::days{6};  // Saturday, a holiday
    calls("cards"_key);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::closed);
}

TEST_F(Rules, NobodySignedInIsAnOutcomeOfItsOwn) {
    cards().refuse_when_nobody = true;
    publish();
    Floor::ready(budi, {{"accounts"_key, 1}});
    calls("cards"_key);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::nobody);
    Floor::ready(amal, {{"cards"_key, 1}});
    take(PresenceDeclared{amal, Presence::break_});
    calls("cards"_key);
    EXPECT_TRUE(all<VisitEnded>().empty()) << "amal is here, on a break";
    take(PresenceDeclared{amal, Presence::offline});
    calls("cards"_key);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::nobody);
}

TEST_F(Rules, S2_09_EachCauseOfALostCallIsItsOwn) {
    auto made = std::make_shared<procedure::Manual>(*manual(++version, queues));
    auto& wait = std::get<procedure::Queue>(made->flows[0].steps[2].verb);
    wait.exit_key = '9';
    wait.exit = 5;
    made->queues[0].capacity = 1;
    ASSERT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
    const auto into_cards = [&] {
        const ContactId caller = calls_main_line();
        take(PromptEnded{caller, the<SpeakStep>().play});
        take(PromptEnded{caller, the<SpeakStep>().play});
        take(KeyPressed{caller, '1'});
        return caller;
    };
    const ContactId hangs_up = into_cards(), drops = into_cards(), leaves = into_cards();
    take(CallerLeft{drops, true});
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::lost);
    EXPECT_EQ(the<VisitEnded>().position, 2u);
    take(KeyPressed{leaves, '9'});
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::exited);
    take(CallerLeft{hangs_up});
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::hung_up);
    calls("accounts"_key);
    calls("accounts"_key);
    EXPECT_EQ(the<VisitEnded>().cause, VisitCause::full);
}

TEST_F(Rules, T03_WhoeverIsLostIsLostForACauseAlsoBeforeTheQueueAndAfterTheAnswer) {
    Floor::ready(amal, {{"cards"_key, 1}});
    const auto talks = [&] {
        const ContactId caller = calls("cards"_key);
        EXPECT_EQ(take(AgentAnswered{the<RingAgent>().assignment}), Refusal::none);
        return caller;
    };
    take(CallerLeft{talks(), true});
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::lost) << "cut off in the conversation";
    take(WrapUpDone{the<AssignmentMoved>().assignment, {}});
    take(CallerLeft{talks()});
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller) << "they had said what they wanted";
    const ContactId dropped = calls_main_line(), gone = calls_main_line();
    take(CallerLeft{dropped, true});
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::lost) << "in the menu";
    take(CallerLeft{gone});
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::caller);
    calls("accounts"_key);
    take(Restarted{});
    EXPECT_EQ(the<VisitEnded>().end, VisitEnd::interrupted) << "by us";
    EXPECT_EQ(the<ContactEnded>().end, ContactEnd::interrupted);
}

TEST_F(Rules, S1_27_EachAbandonHasItsOwnWaitAndPosition) {
    const ContactId first = calls("cards"_key);
    now += 10s;
    const ContactId second = calls("cards"_key);
    now += 5s;
    take(CallerLeft{second});
    EXPECT_EQ(the<VisitEnded>().position, 2u);
    EXPECT_EQ(now - the<VisitEnded>().started, 5s);
    take(CallerLeft{first});
    EXPECT_EQ(the<VisitEnded>().position, 1u);
    EXPECT_EQ(now - the<VisitEnded>().started, 15s);
}

TEST_F(Rules, AnOutcomeMayBeRequired) {
    cards().outcome_required = true;
    publish();
    Floor::ready(amal, {{"cards"_key, 1}});
    rings();
    const AssignmentId ring = the<RingAgent>().assignment;
    take(AgentAnswered{ring});
    take(AgentLeft{ring});
    EXPECT_EQ(take(WrapUpDone{ring, {}}), Refusal::outcome_missing);
    EXPECT_EQ(take(WrapUpDone{ring, "resolved"_key}), Refusal::none);
}

TEST_F(Rules, AWaitingCallerIsToldPositionAndExpectedWait) {
    cards().announce = {20s, 60s, true, true};
    publish();
    Floor::ready(amal, {{"cards"_key, 1}});
    rings();
    const AssignmentId busy = the<RingAgent>().assignment;
    take(AgentAnswered{busy});
    const ContactId caller = calls("cards"_key);
    pass(20s);
    ASSERT_EQ(all<SpeakQueue>().size(), 1u);
    EXPECT_EQ(all<SpeakQueue>()[0].sentence, QueueSentence::position);
    EXPECT_EQ(all<SpeakQueue>()[0].number, 1u);
    take(PromptEnded{caller, all<SpeakQueue>()[0].play});
    EXPECT_EQ(all<PlayMusic>().size(), 1u) << "nothing is known of the wait yet";
    pass(60s);
    ASSERT_EQ(all<SpeakQueue>().size(), 1u);
    // Cut off by an agent, the sentence is over.
    take(AgentLeft{busy});
    take(WrapUpDone{busy, {}});
    EXPECT_EQ(the<RingAgent>().contact, caller);
}

// A minute lies between the end of one and the next.
TEST_F(Rules, MessagesOfTheQueueTakeTurnsWithThePlaceOneAfterTheOther) {
    cards().announce = {20s, 60s, true, false, 2};
    publish();
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.language = Language::fa;
    take(arrived);
    const ContactId caller = the<ContactStarted>().contact;
    std::string heard;
    for (Duration wait = 20s; heard.size() < 7; wait = 60s) {
        pass(wait);
        contact::PlayNumber play = 0;
        for (const SpeakQueue& each : all<SpeakQueue>()) heard += 'p', play = each.play;
        for (const SpeakMessage& each : all<SpeakMessage>()) {
            heard += static_cast<char>('0' + each.message), play = each.play;
            EXPECT_EQ(each.manual, version);
            EXPECT_EQ(each.queue, "cards"_key);
            EXPECT_EQ(each.language, Language::fa);
        }
        // A machine that begins again from the snapshot goes on where it was.
        auto again = Centre::restored(centre.snapshot(), manuals);
        ASSERT_TRUE(again);
        centre = std::move(*again);
        ASSERT_EQ(take(PromptEnded{caller, play}), Refusal::none);
        EXPECT_EQ(all<PlayMusic>().size(), 1u) << "nothing follows before the next turn";
    }
    EXPECT_EQ(heard, "p0p1p0p");
}

// While the sentence of the lost agent is heard something else is due next: the announcement that was armed before it is still there.
TEST_F(Rules, WhateverElseIsToldPutsTheNextAnnouncementOff) {
    queues[0].announce = {25s, 0s, true, false};
    cards().announce = {20s, 60s, true, false};
    publish();
    Floor::ready(budi, {{"cards"_key, 1}});
    const ContactId caller = calls("cards"_key);
    take(AgentAnswered{the<RingAgent>().assignment});
    const AssignmentId talk = the<Connect>().assignment;
    calls("accounts"_key);
    pass(10s);
    take(AgentLeft{talk, true});
    ASSERT_EQ(the<SpeakQueue>().sentence, QueueSentence::agent_lost);
    const contact::PlayNumber lost = the<SpeakQueue>().play;
    pass(4s);
    take(PromptEnded{caller, lost});
    const auto told_to_caller = [&] {
        return std::ranges::count(all<SpeakQueue>(), caller, &SpeakQueue::contact);
    };
    pass(59s);
    EXPECT_EQ(told_to_caller(), 0);
    pass(1s);
    EXPECT_EQ(told_to_caller(), 1);
}

TEST_F(Rules, AQueueWithoutPlaceTellsItsMessagesAlone) {
    cards().announce = {20s, 60s, false, false, 3};
    publish();
    const ContactId caller = calls("cards"_key);
    std::string heard;
    for (Duration wait = 20s; heard.size() < 4; wait = 60s) {
        pass(wait);
        heard += static_cast<char>('0' + the<SpeakMessage>().message);
        take(PromptEnded{caller, the<SpeakMessage>().play});
    }
    EXPECT_EQ(heard, "0120");
}

TEST_F(Rules, AMessageIsToldInsteadOfAWaitThatIsNotKnown) {
    cards().announce = {20s, 60s, false, true, 2};
    publish();
    const ContactId caller = calls("cards"_key);
    pass(20s);
    EXPECT_EQ(the<SpeakMessage>().message, 0u);
    take(PromptEnded{caller, the<SpeakMessage>().play});
    EXPECT_TRUE(all<SpeakQueue>().empty());
    pass(60s);
    EXPECT_EQ(the<SpeakMessage>().message, 1u);
}

// ---- Reasons --------------------------------------------------------------------------------------------------------

TEST_F(Rules, ADecisionNamesEverybodyWithWhyTheyWonOrLost) {
    Floor::ready(amal, {{"cards"_key, 1}});
    Floor::ready(budi, {{"cards"_key, 1}});
    Floor::ready(citra, {{"accounts"_key, 1}});
    std::vector<Explanation> why;
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    told.clear();
    ASSERT_EQ(centre.advance(now, arrived, told, &why), Refusal::none);
    ASSERT_EQ(why.size(), 1u);
    ASSERT_EQ(why[0].considered.size(), 3u);
    EXPECT_EQ(why[0].considered[0].id, amal.value);
    EXPECT_EQ(why[0].considered[0].verdict, Verdict::won);
    EXPECT_EQ(why[0].considered[1].id, budi.value);
    EXPECT_EQ(why[0].considered[1].verdict, Verdict::lost);
    EXPECT_LT(why[0].considered[0].key, why[0].considered[1].key);
    EXPECT_EQ(why[0].considered[2].verdict, Verdict::skill_missing);
    EXPECT_EQ(why[0].considered[2].skill, "cards"_key);
}

TEST_F(Rules, AnAgentSeesWhyTheyAreIdle) {
    Floor::ready(amal, {{"cards"_key, 1}});
    EXPECT_EQ(centre.why_idle(amal)->waiting, 0u);
    cards().stages = {{Duration{0}, {{"cards"_key, 4}}}};
    publish();
    calls("cards"_key);
    auto idle = centre.why_idle(amal).value();
    ASSERT_EQ(idle.contacts.size(), 1u);
    EXPECT_EQ(idle.contacts[0].verdict, Verdict::level_too_low);
    EXPECT_EQ(idle.contacts[0].has, 1);
    EXPECT_EQ(idle.contacts[0].wanted, 4);
    EXPECT_FALSE(centre.why_idle(PersonId{99}));
}

}  // namespace
}  // namespace markaz::centre::test
