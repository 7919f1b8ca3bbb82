// Cases: opened by a step, joined by the customer's next contact, taken on, given and closed.

#include "centre/floor_test.hpp"
#include "procedure/compile.hpp"

namespace markaz::centre {
namespace {

using namespace test;

constexpr contact::VaultId number{50}, why{77}, outcome{78};

constexpr std::string_view disputes = R"(---
id: main
title: Take a dispute
kind: procedure
department: service
audience: agent
language: en
owner: head
approver: manager
effective: 2026-11-22
review_every: 180d
---
```flow
start: queue
steps:
  queue:  {queue: cards, next: open}
  open:   {case: "Disputed charge", next: again}
  again:  {check: "Is that all?", yes: done, no: open}
  done:   {end: open}
```
```routing
queues:
  cards: {title: Cards, skills: {}}
```
)";

class Disputed : public Floor {
protected:
    Disputed() {
        auto compiled = procedure::compile(std::vector<procedure::SourceDocument>{{"main/main.md", std::string(disputes)}});
        EXPECT_TRUE(compiled) << compiled.error().front().problem().line();
        compiled->version = ++version;
        auto made = std::make_shared<const procedure::Manual>(std::move(*compiled));
        EXPECT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
        manuals.push_back(made);
        ready(amal, {});
    }
    /// The agent who is ready has answered a call, and stands at the step that opens a case.
    AssignmentId talks(contact::Origin origin = contact::Origin::live) {
        ContactArrived arrived;
        arrived.flow = "main"_key;
        arrived.origin = origin;
        arrived.party = number;
        EXPECT_EQ(take(arrived), Refusal::none);
        caller = the<ContactStarted>().contact;
        const AssignmentId call = the<RingAgent>().assignment;
        take(AgentRinging{call});
        EXPECT_EQ(take(AgentAnswered{call}), Refusal::none);
        return call;
    }
    Refusal opens(AssignmentId call, CaseId joins = {}) { return take(StepAnswered{call, {.step = "open"_key}, joins}); }
    void ends(AssignmentId call) {
        take(AgentLeft{call});
        take(WrapUpDone{call, {}});
    }
    void survives() { EXPECT_EQ(Centre::restored(centre.snapshot(), manuals)->snapshot(), centre.snapshot()); }
    ContactId caller;
};

TEST_F(Disputed, AStepOpensACaseThatIsTheAgents) {
    const AssignmentId call = talks();
    EXPECT_TRUE(all<CaseOpened>().empty()) << "it is only shown yet";
    EXPECT_FALSE(centre.snapshot().cases);
    EXPECT_EQ(opens(call), Refusal::none);
    const CaseOpened opened = the<CaseOpened>();
    EXPECT_EQ(opened.case_, CaseId{1});
    EXPECT_EQ(opened.contact, caller);
    EXPECT_EQ(opened.owner, amal);
    EXPECT_EQ(opened.party, number);
    EXPECT_EQ(opened.manual, version);
    EXPECT_EQ(opened.step, "open"_key);
    survives();
    EXPECT_EQ(centre.snapshot().cases->open.size(), 1u);
}

TEST_F(Disputed, TheCallerMayBeGoneBeforeItIsOpened) {
    const AssignmentId call = talks();
    take(CallerLeft{caller});
    EXPECT_EQ(opens(call), Refusal::none);
    EXPECT_EQ(the<CaseOpened>().party, number);
}

TEST_F(Disputed, TheCustomersNextContactJoinsTheOneThatIsOpen) {
    AssignmentId call = talks();
    opens(call);
    ends(call);
    call = talks();
    EXPECT_EQ(opens(call, CaseId{1}), Refusal::none);
    EXPECT_TRUE(all<CaseOpened>().empty());
    EXPECT_EQ(the<CaseJoined>().case_, CaseId{1});
    EXPECT_EQ(the<CaseJoined>().contact, caller);
    ends(call);
    ASSERT_EQ(take(CaseSettled{CaseId{1}, amal, amal, outcome}), Refusal::none);
    call = talks();
    EXPECT_EQ(opens(call, CaseId{1}), Refusal::none);
    EXPECT_EQ(the<CaseOpened>().case_, CaseId{2}) << "a closed one is joined by nobody, and no number is used again";
}

TEST_F(Disputed, WhoeverStandsAtTheStepAgainInOneContactOpensNoSecondOne) {
    const AssignmentId call = talks();
    opens(call);
    EXPECT_EQ(take(StepAnswered{call, {.step = "again"_key, .answer = procedure::Answer::no}}), Refusal::none);
    EXPECT_EQ(opens(call), Refusal::none);
    EXPECT_TRUE(all<CaseOpened>().empty());
    EXPECT_TRUE(all<CaseJoined>().empty()) << "it belongs to it already";
    EXPECT_EQ(centre.snapshot().cases->open.size(), 1u);
    ASSERT_EQ(take(CaseSettled{CaseId{1}, amal, amal, outcome}), Refusal::none);
    EXPECT_EQ(take(StepAnswered{call, {.step = "again"_key, .answer = procedure::Answer::no}}), Refusal::none);
    EXPECT_EQ(opens(call), Refusal::none);
    EXPECT_EQ(the<CaseOpened>().case_, CaseId{2}) << "what was closed is not open again";
    survives();
}

TEST_F(Disputed, NothingIsOwedByWhatWasSimulated) {
    take(PresenceDeclared{amal, Presence::offline});
    take(AgentChanged{agent(budi, {}, contact::Pool::simulated)});
    ASSERT_EQ(take(PresenceDeclared{budi, Presence::ready}), Refusal::none);
    const AssignmentId call = talks(contact::Origin::simulated);
    EXPECT_EQ(opens(call), Refusal::none);
    EXPECT_TRUE(all<CaseOpened>().empty());
    EXPECT_FALSE(centre.snapshot().cases);
}

TEST_F(Disputed, ACaseIsGivenForAReasonAndTakenOn) {
    opens(talks());
    EXPECT_EQ(take(CaseTaken{CaseId{1}, amal, amal}), Refusal::no_change) << "whoever opened it has it";
    EXPECT_EQ(take(CaseGiven{CaseId{1}, amal, amal, budi, {}}), Refusal::reason_missing);
    EXPECT_EQ(take(CaseGiven{CaseId{1}, amal, amal, amal, why}), Refusal::no_change);
    EXPECT_EQ(take(CaseGiven{CaseId{1}, amal, amal, budi, why}), Refusal::none);
    EXPECT_EQ(the<CaseOwned>().owner, budi);
    EXPECT_EQ(the<CaseOwned>().written, why);
    EXPECT_FALSE(the<CaseOwned>().taken);
    survives();

    EXPECT_EQ(take(CaseSettled{CaseId{1}, amal, amal, outcome}), Refusal::case_of_other) << "it was amal's when they wished so";
    EXPECT_EQ(take(CaseGiven{CaseId{1}, amal, amal, citra, why}), Refusal::case_of_other);
    EXPECT_EQ(take(CaseTaken{CaseId{1}, amal, amal}), Refusal::case_of_other);
    EXPECT_EQ(take(CaseTaken{CaseId{1}, budi, budi}), Refusal::none);
    EXPECT_TRUE(the<CaseOwned>().taken);
    EXPECT_EQ(the<CaseOwned>().contact, caller);
    EXPECT_EQ(take(CaseTaken{CaseId{1}, budi, budi}), Refusal::no_change);
    EXPECT_EQ(take(CaseTaken{CaseId{1}, citra, budi}), Refusal::none) << "whoever leads takes it from its owner";
    EXPECT_EQ(the<CaseOwned>().owner, citra);
    EXPECT_TRUE(the<CaseOwned>().taken);
}

TEST_F(Disputed, AnOwnerWhoServesTheCustomerHasTakenTheCaseOn) {
    AssignmentId call = talks();
    opens(call);
    ends(call);
    take(CaseGiven{CaseId{1}, amal, amal, budi, why});
    take(PresenceDeclared{amal, Presence::offline});
    ready(budi, {});
    call = talks();
    EXPECT_EQ(opens(call, CaseId{1}), Refusal::none);
    EXPECT_TRUE(the<CaseOwned>().taken);
    EXPECT_EQ(the<CaseOwned>().owner, budi);
}

TEST_F(Disputed, ACaseIsClosedOnceWithWhatItCameTo) {
    opens(talks());
    EXPECT_EQ(take(CaseSettled{CaseId{1}, amal, amal, {}}), Refusal::outcome_missing);
    EXPECT_EQ(take(CaseSettled{CaseId{2}, amal, amal, outcome}), Refusal::unknown_case);
    EXPECT_EQ(take(CaseSettled{CaseId{1}, amal, amal, outcome}), Refusal::none);
    EXPECT_EQ(the<CaseClosed>().written, outcome);
    EXPECT_EQ(the<CaseClosed>().by, amal);
    EXPECT_EQ(take(CaseSettled{CaseId{1}, amal, amal, outcome}), Refusal::unknown_case);
    EXPECT_EQ(take(CaseTaken{CaseId{1}, amal, amal}), Refusal::unknown_case);
    survives();
}

}  // namespace
}  // namespace markaz::centre
