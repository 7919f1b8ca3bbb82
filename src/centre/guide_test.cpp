// The guide: mandatory steps, deviations, notes that go with the contact, performed procedures, surveys, checklists.

#include "centre/floor_test.hpp"
#include "procedure/compile.hpp"

namespace markaz::centre {
namespace {

using namespace test;
using procedure::Answer;

constexpr contact::VaultId words{77};

std::string document(std::string_view id, std::string_view kind, std::string_view clauses) {
    return "---\nid: " + std::string(id) + "\ntitle: Serve the caller\nkind: " + std::string(kind) +
           "\ndepartment: service\naudience: agent\nlanguage: en\nowner: head\napprover: manager\neffective: 2026-11-22\nreview_every: "
           "180d\n---\n" +
           std::string(clauses);
}

constexpr std::string_view main_clauses = R"(```flow
start: queue
steps:
  queue:  {queue: cards, next: check}
  check:  {perform: verify, outcomes: {failed: refused}, next: amount}
  amount: {ask: "How much?", field: amount, mandatory: true, within: 1m, next: large}
  large:  {do: "Ask the manager.", when: "amount > 500", next: help}
  help:   {do: "Help.", next: note}
  note:   {note: "Write it down.", next: sure}
  sure:   {check: "Is it settled?", mandatory: true, yes: rate, no: move}
  move:   {transfer: accounts, next: again}
  again:  {promise: "You will have an answer within 2 days.", due: 2d, next: resolved}
  rate:   {survey: after, next: resolved}
  resolved: {end: resolved}
  refused:  {end: refused}
```
```form
fields:
  amount: {title: Amount, type: number}
```
```survey
after: {title: After, questions: {good: {text: "Press 1 or 2.", keys: [1, 2]}, more: {text: "Press 1.", keys: [1]}}}
```
```routing
queues:
  accounts: {title: Accounts, skills: {}}
  cards: {title: Cards, skills: {}}
```

## Expected result

The caller was helped.
)";
constexpr std::string_view verify_clauses =
    "```flow\nstart: ask\naudience: agent\nsteps:\n  ask: {check: \"The name agrees.\", mandatory: true, yes: good, no: failed}\n  good: "
    "{end: "
    "good}\n  failed: {end: failed}\n```\n\n## Expected result\n\nWe know who calls.\n";
constexpr std::string_view calm_clauses =
    "```flow\nstart: listen\naudience: agent\nsteps:\n  listen: {do: \"Listen.\", next: over}\n  over: {end: calm}\n```\n";
constexpr std::string_view shift_clauses =
    "```flow\nstart: headset\nbefore: ready\nuse: pre_shift\nsteps:\n  headset: {check: \"The headset works.\", critical: true, yes: news, "
    "no: news}\n  news: "
    "{do: \"Read the news.\", next: over}\n  over: {end: done}\n```\n";

constexpr std::string_view kinds_clauses =
    "```flow\nstart: look\naudience: agent\nsteps:\n  look: {do: \"Look up the card.\", next: kind}\n  kind:\n    choose: \"What "
    "happened?\"\n    field: kind\n    options:\n      lost: {text: \"The card is lost\", next: block}\n      late: {text: \"The card is "
    "late\", next: sure}\n  block: {do: \"Block it.\", next: over}\n  sure: {check: \"Was it sent?\", mandatory: true, yes: over, no: "
    "again}\n  again:\n    choose: \"Again?\"\n    options:\n      now: {text: \"Send it now\", next: over}\n      never: {text: \"No\", "
    "next: over}\n  over: {end: settled}\n```\n```form\nfields:\n  kind: {title: Kind, type: choice, options: {lost: \"Lost\", late: "
    "\"Late\"}}\n```\n";

class Guided : public Floor {
protected:
    void publish_guide(bool checklist = false) {
        std::vector<procedure::SourceDocument> documents{{"main/main.md", document("main", "procedure", main_clauses)},
                                                         {"verify/verify.md", document("verify", "procedure", verify_clauses)},
                                                         {"calm/calm.md", document("calm", "procedure", calm_clauses)}};
        documents.push_back({"kinds/kinds.md", document("kinds", "procedure", kinds_clauses)});
        if (checklist) documents.push_back({"shift/shift.md", document("shift", "checklist", shift_clauses)});
        auto compiled = procedure::compile(documents);
        ASSERT_TRUE(compiled) << compiled.error().front().problem().line();
        compiled->version = ++version;
        auto made = std::make_shared<const procedure::Manual>(std::move(*compiled));
        ASSERT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
        manuals.push_back(made);
    }
    /// A caller whom this agent has answered: the guide stands at the performed check.
    AssignmentId talks(PersonId person) {
        caller = calls_main_line();
        const AssignmentId call = the<RingAgent>().assignment;
        EXPECT_EQ(the<RingAgent>().person, person);
        take(AgentRinging{call});
        EXPECT_EQ(take(AgentAnswered{call}), Refusal::none);
        return call;
    }
    std::string entered() const {
        std::string names;
        for (const StepEntered& each : all<StepEntered>())
            names += (names.empty() ? "" : " ") + std::string(each.flow.text()) + '/' + std::string(each.step.text());
        return names;
    }
    Refusal answers(AssignmentId call, Key step, Answer answer = Answer::done) { return take(StepAnswered{call, {step, answer}}); }
    Refusal writes_amount(AssignmentId call, std::int64_t amount) {
        return take(StepAnswered{
            call,
            {"amount"_key, Answer::done, {}, words, procedure::Value{procedure::ValueType::number, amount * procedure::number_unit, {}}}});
    }
    void agents() {
        publish_guide();
        ready(amal, {});
        take(AgentChanged{agent(budi, {})});
    }
    ContactId caller;
};

TEST_F(Guided, APerformedProcedureLeadsBackByItsOutcome) {
    agents();
    const AssignmentId call = talks(amal);
    EXPECT_EQ(entered(), "main/check verify/ask");
    EXPECT_EQ(answers(call, "ask"_key, Answer::no), Refusal::none);
    EXPECT_EQ(entered(), "verify/failed main/refused");
}

TEST_F(Guided, S1_09_OnlyTheStepsThatMatterAreShown) {
    agents();
    AssignmentId call = talks(amal);
    answers(call, "ask"_key, Answer::yes);
    writes_amount(call, 20);
    EXPECT_EQ(entered(), "main/help") << "20 is not large";
    take(AgentLeft{call});
    pass(60s);
    call = talks(amal);
    answers(call, "ask"_key, Answer::yes);
    writes_amount(call, 501);
    EXPECT_EQ(entered(), "main/large");
    EXPECT_EQ(the<StepDone>().field, "amount"_key);
}

/// Every input that an agent can cause is tried against a mandatory step; none comes past it.
TEST_F(Guided, AMandatoryStepCannotBeJumpedOver) {
    agents();
    const AssignmentId call = talks(amal);
    EXPECT_EQ(answers(call, "ask"_key, Answer::done), Refusal::wrong_step) << "a mandatory check is answered yes or no";
    EXPECT_EQ(answers(call, "ask"_key, Answer::deviated), Refusal::wrong_step);
    EXPECT_EQ(answers(call, "amount"_key), Refusal::wrong_step) << "the guide stands elsewhere";
    for (const Key to : {"good"_key, "failed"_key, "ask"_key}) EXPECT_EQ(take(GuideDeviated{call, to, words}), Refusal::mandatory_step);
    EXPECT_EQ(take(GuideOpened{call, "calm"_key}), Refusal::none);
    answers(call, "listen"_key);
    EXPECT_EQ(entered(), "calm/over verify/ask") << "what was opened leads back to it";
    answers(call, "ask"_key, Answer::yes);

    EXPECT_EQ(answers(call, "amount"_key), Refusal::answer_missing) << "a mandatory answer is written";
    EXPECT_EQ(take(StepAnswered{call, {"amount"_key, Answer::done, {}, words, {}}}), Refusal::wrong_value) << "and is a number";
    EXPECT_EQ(take(GuideDeviated{call, "help"_key, words}), Refusal::mandatory_step);
    EXPECT_EQ(take(AgentLeft{call}), Refusal::none) << "nobody is kept on the telephone";
    EXPECT_EQ(answers(call, "help"_key), Refusal::wrong_step) << "but in wrap-up the guide stands where it stood";
    EXPECT_EQ(take(GuideDeviated{call, "help"_key, words}), Refusal::mandatory_step);
}

TEST_F(Guided, T19_ThePathIsLeftForAReasonAndKept) {
    agents();
    const AssignmentId call = talks(amal);
    answers(call, "ask"_key, Answer::yes);
    writes_amount(call, 20);
    EXPECT_EQ(take(GuideDeviated{call, "sure"_key, {}}), Refusal::reason_missing);
    EXPECT_EQ(take(GuideDeviated{call, "rate"_key, words}), Refusal::mandatory_step) << "\"sure\" lies between";
    EXPECT_EQ(take(GuideDeviated{call, "sure"_key, words}), Refusal::none);
    EXPECT_EQ(the<StepDeviated>().step, "help"_key);
    EXPECT_EQ(the<StepDeviated>().to, "sure"_key);
    EXPECT_EQ(the<StepDeviated>().written, words);
    EXPECT_EQ(entered(), "main/sure");
}

TEST_F(Guided, S4_12_NotesAndAnswersGoWithTheContact) {
    agents();
    const AssignmentId call = talks(amal);
    take(NoteWritten{call, contact::VaultId{5}});
    EXPECT_EQ(the<NoteKept>().step, "ask"_key);
    answers(call, "ask"_key, Answer::yes);
    writes_amount(call, 20);
    answers(call, "help"_key);
    take(StepAnswered{call, {"note"_key, Answer::done, {}, contact::VaultId{6}, {}}});
    take(PresenceDeclared{budi, Presence::ready});
    EXPECT_EQ(answers(call, "sure"_key, Answer::no), Refusal::none);
    EXPECT_EQ(entered(), "main/move");
    EXPECT_EQ(answers(call, "move"_key), Refusal::none);
    EXPECT_EQ(the<GuideLeft>().assignment, call);

    const RingAgent ring = the<RingAgent>();
    EXPECT_EQ(ring.person, budi);
    EXPECT_EQ(ring.queue, "accounts"_key);
    take(AgentRinging{ring.assignment});
    take(AgentAnswered{ring.assignment});
    EXPECT_EQ(entered(), "main/again") << "the guide goes on behind the transfer";
    const Snapshot now_open = centre.snapshot();
    const OpenAssignment& second = now_open.assignments.back();
    EXPECT_EQ(second.transfers, 1u);
    ASSERT_EQ(second.guide.trail.size(), 7u);
    EXPECT_EQ(second.guide.trail[0].answer, Answer::noted);
    EXPECT_EQ(second.guide.trail[0].written, contact::VaultId{5});
    EXPECT_EQ(second.guide.trail[4].written, contact::VaultId{6});
    EXPECT_EQ(second.guide.trail[4].by, amal);
    EXPECT_EQ(second.guide.fields.front().field, "amount"_key);
}

TEST_F(Guided, APromiseIsToldWithTheInstantAtWhichItIsDue) {
    agents();
    const AssignmentId call = talks(amal);
    answers(call, "ask"_key, Answer::yes);
    writes_amount(call, 20);
    answers(call, "help"_key);
    answers(call, "note"_key);
    take(PresenceDeclared{budi, Presence::ready});
    answers(call, "sure"_key, Answer::no);
    answers(call, "move"_key);
    const AssignmentId second = the<RingAgent>().assignment;
    take(AgentRinging{second});
    take(AgentAnswered{second});
    EXPECT_TRUE(all<Promised>().empty()) << "it is only shown yet";
    pass(40s);
    EXPECT_EQ(answers(second, "again"_key), Refusal::none);
    const Promised promised = the<Promised>();
    EXPECT_EQ(promised.contact, caller);
    EXPECT_EQ(promised.assignment, second);
    EXPECT_EQ(promised.step, "again"_key);
    EXPECT_EQ(promised.manual, version);
    EXPECT_EQ(promised.due, now + std::chrono::days{2});
}

TEST_F(Guided, ALateStepIsSaidAndCutsNobodyOff) {
    agents();
    const AssignmentId call = talks(amal);
    answers(call, "ask"_key, Answer::yes);
    pass(59s);
    EXPECT_TRUE(all<StepLate>().empty());
    pass(2s);
    EXPECT_EQ(the<StepLate>().step, "amount"_key);
    EXPECT_TRUE(all<ContactEnded>().empty());
    EXPECT_EQ(writes_amount(call, 20), Refusal::none);
}

TEST_F(Guided, TheCallerAnswersASurveyWhenTheAgentHasGone) {
    agents();
    const AssignmentId call = talks(amal);
    answers(call, "ask"_key, Answer::yes);
    writes_amount(call, 20);
    answers(call, "help"_key);
    answers(call, "note"_key);
    answers(call, "sure"_key, Answer::yes);
    EXPECT_EQ(entered(), "main/rate");
    EXPECT_EQ(take(AgentLeft{call}), Refusal::none);
    EXPECT_TRUE(all<EndCaller>().empty()) << "the caller stays";
    EXPECT_EQ(the<SpeakStep>().step, "rate"_key);
    take(PromptEnded{caller, the<SpeakStep>().play});
    take(KeyPressed{caller, '2'});
    EXPECT_EQ(the<SurveyAnswered>().question, "good"_key);
    EXPECT_EQ(the<SurveyAnswered>().key, '2');
    take(PromptEnded{caller, the<SpeakStep>().play});
    pass(6s);
    EXPECT_EQ(the<SurveyAnswered>().key, 0) << "whoever does not answer is not held up";
    EXPECT_EQ(the<ContactEnded>().outcome, "resolved"_key);
}

TEST_F(Guided, S4_17_AVariantIsOpenedAtItsBranch) {
    agents();
    const AssignmentId call = talks(amal);
    EXPECT_EQ(take(GuideOpened{call, "kinds"_key, "kind"_key, "stolen"_key}), Refusal::wrong_step);
    EXPECT_EQ(take(GuideOpened{call, "kinds"_key, "block"_key, "lost"_key}), Refusal::wrong_step) << "no choice";
    EXPECT_EQ(take(GuideOpened{call, "kinds"_key, "again"_key, "now"_key}), Refusal::wrong_step) << "a mandatory step bars the way";
    EXPECT_TRUE(told.empty());
    EXPECT_EQ(take(GuideOpened{call, "kinds"_key, "kind"_key, "lost"_key}), Refusal::none);
    EXPECT_EQ(entered(), "kinds/kind kinds/block");
    EXPECT_EQ(the<StepDone>().option, "lost"_key) << "the run log says which";
    EXPECT_EQ(the<StepDone>().field, "kind"_key);
    EXPECT_EQ(Centre::restored(centre.snapshot(), manuals)->snapshot(), centre.snapshot());
    answers(call, "block"_key);
    EXPECT_EQ(entered(), "kinds/over verify/ask") << "and the guide comes back";
    EXPECT_EQ(take(GuideOpened{call, "kinds"_key}), Refusal::none);
    EXPECT_EQ(entered(), "kinds/look") << "without a variant from its start";
}

TEST_F(Guided, S4_17_TheVariantsOfAProcedureAreTheOptionsThatNothingBars) {
    publish_guide();
    const procedure::Manual& made = *manuals.back();
    const procedure::Flow& kinds = *made.flow("kinds"_key);
    const auto variants = procedure::variants_of(made, kinds);
    ASSERT_EQ(variants.size(), 2u);
    EXPECT_EQ(variants[0].option, "lost"_key);
    EXPECT_EQ(variants[0].title[Language::en], "The card is lost");
    const auto names = [&](const procedure::Variant& variant) {
        std::string told;
        for (const procedure::StepIndex step : procedure::branch_of(kinds, variant))
            told.append(told.empty() ? "" : " ").append(kinds.steps[step].id.text());
        return told;
    };
    EXPECT_EQ(names(variants[0]), "block");
    EXPECT_EQ(names(variants[1]), "sure again");
    EXPECT_TRUE(procedure::variants_of(made, *made.flow("main"_key)).empty()) << "it begins with a caller";
}

TEST_F(Guided, S4_29_WhoeverLedAProcedureToItsEndIsAskedWhetherItCameToThat) {
    agents();
    const AssignmentId call = talks(amal);
    EXPECT_EQ(take(ResultAnswered{call, {}, true, {}}), Refusal::no_change) << "nothing has ended yet";
    answers(call, "ask"_key, Answer::yes);
    EXPECT_EQ(the<ResultAsked>().flow, "verify"_key);
    EXPECT_EQ(the<ResultAsked>().manual, version);
    writes_amount(call, 20);
    answers(call, "help"_key);
    answers(call, "note"_key);
    answers(call, "sure"_key, Answer::yes);
    EXPECT_TRUE(all<ResultAsked>().empty()) << "the caller is still to be asked";
    take(AgentLeft{call});
    EXPECT_EQ(the<ResultAsked>().flow, "main"_key) << "whatever the caller answers, the agent's part is over";
    EXPECT_EQ(the<AssignmentMoved>().state, AssignmentState::wrap_up);

    EXPECT_EQ(take(ResultAnswered{call, "verify"_key, false, {}}), Refusal::reason_missing);
    EXPECT_EQ(take(ResultAnswered{call, {}, false, words}), Refusal::unknown_flow) << "a reason is of one procedure";
    EXPECT_EQ(take(ResultAnswered{call, "calm"_key, false, words}), Refusal::no_change) << "it did not lead";
    EXPECT_EQ(take(ResultAnswered{call, "verify"_key, false, words}), Refusal::none);
    EXPECT_FALSE(the<ResultJudged>().reached);
    EXPECT_EQ(the<ResultJudged>().written, words);
    EXPECT_EQ(take(ResultAnswered{call, "verify"_key, true, {}}), Refusal::no_change) << "it is said once";
    EXPECT_EQ(Centre::restored(centre.snapshot(), manuals)->snapshot(), centre.snapshot());
    EXPECT_EQ(take(ResultAnswered{call, {}, true, {}}), Refusal::none);
    EXPECT_EQ(the<ResultJudged>().flow, "main"_key);
    EXPECT_TRUE(the<ResultJudged>().reached);
    EXPECT_EQ(the<ResultJudged>().contact, caller);
}

TEST_F(Guided, S4_29_NothingWaitsForTheAnswer) {
    agents();
    const AssignmentId call = talks(amal);
    answers(call, "ask"_key, Answer::no);
    EXPECT_EQ(all<ResultAsked>().size(), 2u) << "of the one that was performed, too";
    take(AgentLeft{call});
    EXPECT_EQ(take(WrapUpDone{call, {}}), Refusal::none);
    EXPECT_EQ(take(ResultAnswered{call, {}, true, {}}), Refusal::unknown_assignment);
    const AssignmentId next = talks(amal);
    take(CallerLeft{caller});
    pass(1h);
    EXPECT_EQ(all<AssignmentEnded>().size(), 1u) << "wrap-up ends in its time";
    EXPECT_EQ(take(ResultAnswered{next, {}, true, {}}), Refusal::unknown_assignment);
}

TEST_F(Guided, S4_29_AProcedureThatLedTwiceIsAskedAboutOnce) {
    agents();
    const AssignmentId call = talks(amal);
    for (int times = 0; times < 2; ++times) {
        EXPECT_EQ(take(GuideOpened{call, "verify"_key}), Refusal::none);
        answers(call, "ask"_key, Answer::yes);
        EXPECT_EQ(all<ResultAsked>().size(), times == 0 ? 1u : 0u);
    }
}

TEST_F(Guided, S4_29_SimulatedAgentsAreNotAsked) {
    publish_guide();
    take(AgentChanged{agent(amal, {}, contact::Pool::simulated)});
    ASSERT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none);
    ContactArrived arrived;
    arrived.origin = contact::Origin::simulated;
    arrived.flow = "main"_key;
    ASSERT_EQ(take(arrived), Refusal::none);
    const AssignmentId call = the<RingAgent>().assignment;
    EXPECT_EQ(take(AgentAnswered{call}), Refusal::none);
    EXPECT_EQ(answers(call, "ask"_key, Answer::no), Refusal::none);
    EXPECT_EQ(entered(), "verify/failed main/refused");
    EXPECT_TRUE(all<ResultAsked>().empty());
}

TEST_F(Guided, NobodyWhoWroteIsHeldByASurvey) {
    publish_guide();
    take(AgentChanged{agent(amal, {}, contact::Pool::live, {{contact::Channel::form, 1}})});
    ASSERT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none);
    ContactArrived arrived;
    arrived.channel = contact::Channel::form;
    arrived.flow = "main"_key;
    arrived.queue = "cards"_key;
    ASSERT_EQ(take(arrived), Refusal::none);
    const AssignmentId message = the<RingAgent>().assignment;
    take(AgentRinging{message});
    EXPECT_EQ(take(AgentAnswered{message}), Refusal::none);
    answers(message, "ask"_key, Answer::yes);
    writes_amount(message, 20);
    answers(message, "help"_key);
    answers(message, "note"_key);
    answers(message, "sure"_key, Answer::yes);
    EXPECT_EQ(entered(), "main/resolved") << "nobody is there to be asked";
    EXPECT_EQ(take(AgentLeft{message}), Refusal::none);
    EXPECT_EQ(all<ContactEnded>().size(), 1u);
    EXPECT_TRUE(all<SpeakStep>().empty());
}

TEST_F(Guided, S4_02_ReadyIsRefusedUntilCriticalItemsAreDone) {
    publish_guide(true);
    take(AgentChanged{agent(amal, {})});
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::checklist_open);
    EXPECT_EQ(take(ChecklistBegun{amal, "main"_key}), Refusal::unknown_flow);
    const auto run = [&](Answer headset) {
        EXPECT_EQ(take(ChecklistBegun{amal, "shift"_key}), Refusal::none);
        const procedure::ChecklistId id = the<ChecklistStarted>().checklist;
        EXPECT_EQ(take(ChecklistBegun{amal, "shift"_key}), Refusal::no_change) << "it is open already";
        EXPECT_EQ(take(ChecklistAnswered{id, {"news"_key, Answer::done}}), Refusal::wrong_step);
        EXPECT_EQ(take(ChecklistAnswered{id, {"headset"_key, Answer::done}}), Refusal::wrong_step) << "a critical item is confirmed";
        EXPECT_EQ(take(ChecklistAnswered{id, {"headset"_key, headset}}), Refusal::none);
        EXPECT_EQ(take(ChecklistAnswered{id, {"news"_key, Answer::done}}), Refusal::none);
        return the<ChecklistEnded>().passed;
    };
    EXPECT_FALSE(run(Answer::no));
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::checklist_open);
    EXPECT_TRUE(run(Answer::yes));
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none);
    take(PresenceDeclared{amal, Presence::break_});
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::none) << "a break does not undo it";
    take(PresenceDeclared{amal, Presence::offline});
    EXPECT_EQ(take(PresenceDeclared{amal, Presence::ready}), Refusal::checklist_open) << "the next shift begins anew";
}

TEST_F(Guided, ARunKeepsTheVersionWithWhichItBegan) {
    agents();
    const AssignmentId call = talks(amal);
    publish();  // a manual without the procedure that is performed
    EXPECT_EQ(answers(call, "ask"_key, Answer::yes), Refusal::none);
    EXPECT_EQ(entered(), "verify/good main/amount");
    EXPECT_EQ(all<StepEntered>().front().manual, version - 1);
}

TEST_F(Guided, ASnapshotIsTheWholeState) {
    publish_guide(true);
    take(AgentChanged{agent(amal, {})});
    take(ChecklistBegun{amal, "shift"_key});
    const Snapshot before = centre.snapshot();
    auto restored = Centre::restored(before, manuals);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->snapshot(), before);
}

}  // namespace
}  // namespace markaz::centre
