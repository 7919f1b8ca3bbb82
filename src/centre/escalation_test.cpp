// Who is escalated, to whom, and what becomes of it when that person is not there.

#include "centre/floor_test.hpp"

namespace markaz::centre {
namespace {

using namespace test;
using customer::Known;
using customer::Standing;

constexpr PersonId leader = citra;

/// Callers: the rule, or else accounts. Who comes by the rule and finds nobody goes to accounts, too. Agents may open `threat`.
class Escalation : public Floor {
protected:
    Escalation() {
        using namespace procedure;
        auto made = std::make_shared<Manual>();
        made->version = ++version;
        queues.push_back(queue("leaders"_key, "leader"_key));
        queues.back().prefer = 1min;
        queues.back().refuse_when_nobody = true;
        made->queues = queues;
        made->escalations = {{"manager"_key, {}, "leaders"_key, 2min, "leader"_key}};
        Flow rule{"rule"_key, 0, {}};
        rule.steps = {step("above"_key, Escalate{{}, "manager"_key, 2, 1}), step("accounts"_key, Queue{"accounts"_key, 2}),
                      step("help"_key, Do{{}, 3}), step("done"_key, End{"done"_key})};
        auto when = Condition::compile("customer.standing = \"vip\" or customer.contacts_lately >= 3", {});
        rule.steps[0].guide.when = std::make_shared<const Condition>(std::move(*when));
        rule.steps[0].guide.otherwise = 1;
        Flow threat{"threat"_key, 0, {}};
        threat.agent_first = true;
        threat.steps = {step("up"_key, Escalate{{}, "manager"_key, 1}), step("done"_key, End{"done"_key})};
        made->flows = {std::move(rule), std::move(threat)};
        EXPECT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
        manuals.push_back(made);
        take(AgentChanged{agent(amal, {{"accounts"_key, 3}})});
        take(AgentChanged{agent(budi, {{"leader"_key, 3}})});
        take(AgentChanged{agent(leader, {{"leader"_key, 1}})});
    }
    void name(PersonId person) { ASSERT_EQ(take(PeopleNamed{{{"manager"_key, person}}}), Refusal::none); }
    void here(PersonId person) { ASSERT_EQ(take(PresenceDeclared{person, Presence::ready}), Refusal::none); }
    ContactId comes(Known customer) {
        ContactArrived arrived;
        arrived.flow = "rule"_key;
        arrived.customer = customer;
        EXPECT_EQ(take(arrived), Refusal::none);
        return the<ContactStarted>().contact;
    }
};

TEST_F(Escalation, S4_08_AVipReachesWhoIsResponsibleForThemBeforeWhoeverIsNamedByTheManual) {
    name(budi);
    here(budi);
    pass(1min);
    here(leader);
    comes({Standing::vip, 0, leader});
    EXPECT_EQ(the<Escalated>().to, leader);
    EXPECT_EQ(the<Escalated>().assignment, AssignmentId{});
    EXPECT_EQ(the<RingAgent>().person, leader);
    EXPECT_EQ(the<Decided>().decision.chooser, routing::Chooser::preferred);
}

TEST_F(Escalation, S4_08_ACustomerWhoCallsAgainAndAgainReachesWhomTheManualNames) {
    name(leader);
    here(budi);
    pass(1min);
    here(leader);
    comes({Standing::ordinary, 3, {}});
    EXPECT_EQ(the<RingAgent>().person, leader);
}

TEST_F(Escalation, S4_08_AThreatReachesThePersonWhomTheManualNames) {
    name(leader);
    here(amal);
    here(budi);
    pass(1min);
    here(leader);
    comes({});
    EXPECT_EQ(the<RingAgent>().person, amal);
    const AssignmentId first = the<RingAgent>().assignment;
    take(AgentAnswered{first});
    ASSERT_EQ(take(GuideOpened{first, "threat"_key}), Refusal::none);
    ASSERT_EQ(take(StepAnswered{first, {"up"_key}}), Refusal::none);
    EXPECT_EQ(the<Escalated>().assignment, first);
    EXPECT_EQ(the<RingAgent>().person, leader);
}

TEST_F(Escalation, WhoeverMeetsNoRuleGoesOn) {
    name(leader);
    here(leader);
    here(amal);
    comes({Standing::vulnerable, 2, leader});
    EXPECT_TRUE(all<Escalated>().empty());
    EXPECT_EQ(the<RingAgent>().person, amal);
}

TEST_F(Escalation, WaitsForTheNamedPersonAsLongAsTheQueuePrefersThenForAnybody) {
    name(leader);
    here(leader);
    comes({Standing::vip, 0, {}});
    take(AgentAnswered{the<RingAgent>().assignment});
    here(budi);
    const ContactId second = comes({Standing::vip, 0, {}});
    EXPECT_TRUE(all<RingAgent>().empty()) << "budi is free, and not the one for whom it is meant";
    pass(59s);
    EXPECT_TRUE(all<RingAgent>().empty());
    pass(1s);
    EXPECT_EQ(the<RingAgent>().person, budi);
    EXPECT_EQ(the<RingAgent>().contact, second);
}

TEST_F(Escalation, GoesToTheQueueAtOnceWhereTheNamedPersonIsNotHereOrUnknown) {
    name(leader);
    here(budi);
    comes({Standing::vip, 0, PersonId{77}});
    EXPECT_EQ(the<Escalated>().to, PersonId{77}) << "so that people see who was missed";
    EXPECT_EQ(the<RingAgent>().person, budi);
}

TEST_F(Escalation, OfTwoNamedPeopleTheOneWhoIsHereIsTaken) {
    name(leader);
    here(budi);
    pass(1min);
    here(leader);
    comes({Standing::vip, 0, PersonId{77}});
    EXPECT_EQ(the<RingAgent>().person, leader);
}

TEST_F(Escalation, WhomTheQueueDoesNotTakeGoesOnWhereTheStepSays) {
    here(amal);
    comes({Standing::vip, 0, {}});
    EXPECT_EQ(all<VisitEnded>().front().cause, VisitCause::nobody);
    EXPECT_EQ(the<RingAgent>().person, amal);
}

TEST_F(Escalation, WhomTheQueueDoesNotTakeIsServedAsEverybodyElse) {
    name(leader);
    ContactArrived ordinary;
    ordinary.flow = "rule"_key;
    take(ordinary);
    const ContactId first = the<ContactStarted>().contact;
    pass(1s);
    comes({Standing::vip, 0, {}});
    EXPECT_EQ(all<VisitEnded>().front().cause, VisitCause::nobody);
    here(amal);
    EXPECT_EQ(the<Decided>().contact, first) << "who came first goes first";
    EXPECT_EQ(the<Decided>().decision.chooser, routing::Chooser::agent_took_contact);
}

TEST_F(Escalation, IsNotMeantForWhoeverHandsItOver) {
    take(AgentChanged{agent(leader, {{"leader"_key, 1}, {"accounts"_key, 1}})});
    name(leader);
    here(leader);
    here(budi);
    ContactArrived arrived;
    arrived.queue = "accounts"_key;
    take(arrived);
    const AssignmentId first = the<RingAgent>().assignment;
    take(AgentAnswered{first});
    take(GuideOpened{first, "threat"_key});
    ASSERT_EQ(take(StepAnswered{first, {"up"_key}}), Refusal::none);
    EXPECT_EQ(the<Escalated>().to, PersonId{});
    EXPECT_EQ(the<RingAgent>().person, budi);
}

TEST_F(Escalation, WhoDoesNotAnswerIsNotWaitedForAgain) {
    name(leader);
    here(budi);
    here(leader);
    comes({Standing::vip, 0, {}});
    ASSERT_EQ(the<RingAgent>().person, leader);
    ASSERT_EQ(take(AgentRefused{the<RingAgent>().assignment, true}), Refusal::none);
    EXPECT_EQ(the<RingAgent>().person, budi);
}

TEST_F(Escalation, IsOverOnceSomebodyHasTakenItOver) {
    name(leader);
    here(leader);
    comes({Standing::vip, 0, {}});
    take(AgentAnswered{the<RingAgent>().assignment});
    const OpenContact contact = centre.snapshot().contacts.front();
    EXPECT_EQ(contact.escalated_to, std::nullopt);
    EXPECT_EQ(centre.snapshot().assignments.front().customer->standing, Standing::vip) << "the guide may ask for it";
}

TEST_F(Escalation, ASnapshotKeepsWhoIsNamedAndForWhomAContactWaits) {
    name(leader);
    here(leader);
    comes({Standing::vip, 0, {}});
    take(AgentAnswered{the<RingAgent>().assignment});
    comes({Standing::vip, 4, {}});
    const Snapshot before = centre.snapshot();
    auto restored = Centre::restored(before, manuals);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->snapshot(), before);
    EXPECT_EQ(before.contacts.back().escalated_to, leader);
    EXPECT_EQ(before.named->front().person, leader);
}

TEST_F(Escalation, TheSameNamesAgainAreNoNews) {
    name(leader);
    EXPECT_EQ(take(PeopleNamed{{{"manager"_key, leader}}}), Refusal::no_change);
}

}  // namespace
}  // namespace markaz::centre
