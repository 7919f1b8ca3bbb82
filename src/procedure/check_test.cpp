// One bad manual for each rule of the language beyond plain flows and queues, with the exact line that its author reads.

#include <gtest/gtest.h>

#include "base/sha256.hpp"
#include "procedure/compile.hpp"

namespace markaz::procedure {
namespace {

std::string front(std::string_view id, std::string_view title = "Serve the customer", std::string_view kind = "procedure") {
    return "---\nid: " + std::string(id) + "\ntitle: " + std::string(title) + "\nkind: " + std::string(kind) +
           "\ndepartment: service\naudience: agent\nlanguage: en\nowner: head\napprover: manager\neffective: 2026-11-22\nreview_every: "
           "180d\n---\n";
}
std::string block(std::string_view kind, std::string_view body) { return "```" + std::string(kind) + "\n" + std::string(body) + "```\n"; }

constexpr std::string_view queue_cards = "queues:\n  cards: {title: Cards, skills: {}}\n";
const SourceDocument routing{"routing/routing.md", front("routing", "Decide who answers", "standard") + block("routing", queue_cards)};

SourceDocument with(std::string_view id, std::string_view clauses, std::string_view kind = "procedure") {
    const std::string name(id);
    return {name + '/' + name + ".md", front(id, "Serve " + name, kind) + std::string(clauses)};
}
std::string lines(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) text += std::string(finding.rule.id()) + " | " + finding.problem().line() + '\n';
    return text;
}
/// What compile() says of a manual with these documents and a queue.
std::string said(std::vector<SourceDocument> documents) {
    documents.push_back(routing);
    const auto compiled = compile(std::move(documents));
    return compiled ? "" : lines(compiled.error());
}
/// Of one document `main` whose clause begins on line 13.
std::string said(std::string_view clauses) { return said(std::vector{with("main", clauses)}); }

/// A flow that leads the agent, so that its steps begin on line 17.
std::string guide(std::string_view steps) { return block("flow", "start: a\naudience: agent\nsteps:\n" + std::string(steps)); }

// ---- Steps

TEST(Check, EveryVerbAndFieldIsTaken) {
    EXPECT_EQ(
        said({with("main", block("flow", R"(start: hello
steps:
  hello:  {say: "Welcome.", when: "language = \"ar\"", next: menu}
  menu:   {choose: "Press 1.", keys: {1: cards}, otherwise: cards}
  cards:  {queue: cards, next: kind, closed: bye, full: bye, nobody: bye, exit_key: 9, exit: bye}
  kind:   {choose: "What is it about?", options: {lost: {text: "Lost", next: verify}, other: {text: "Other", next: verify}}, field: kind}
  verify: {perform: verify, outcomes: {failed: refuse}, next: amount}
  amount: {ask: "Which amount?", field: amount, mandatory: true, within: 2m, next: large}
  large:  {do: "Tell {customer} that {amount} is looked at.", when: "amount > 500 and kind = \"lost\"", else: note, next: sworn}
  sworn:  {promise: "You will have an answer within 2 days.", due: 2d, mandatory: true, next: note}
  note:   {note: "Write it down.", audience: trainee, next: over}
  over:   {check: "May you decide it?", field: decided, yes: rate, no: up}
  up:     {escalate: manager, text: "Say who helps now.", next: move}
  move:   {transfer: cards, next: rate}
  rate:   {survey: after, next: bye}
  bye:    {end: done}
  refuse: {end: refused}
outcomes: {done: "Done", refused: "Refused"}
)") + block("form", "fields:\n  amount: {title: Amount, type: number, least: 0, most: 100000}\n  customer: {title: Name, type: text}\n") +
                               block("escalation", "manager: {title: Manager, queue: cards, priority: 2m}\n") +
                               block("survey",
                                     "after: {title: After, questions: {good: {text: \"Press 1 or 2.\", keys: [1, 2]}, more: "
                                     "{text: \"Press 1.\", keys: [1]}}}\n") +
                               block("standards",
                                     "targets:\n  - {metric: service_level, queue: cards, target: 80%}\n  - {metric: asa, target: 20s}\n")),
              with("verify",
                   guide("  a: {check: \"The name agrees.\", mandatory: true, yes: b, no: c}\n  b: {end: good}\n  c: {end: failed}\n"))}),
        "");
}
TEST(Check, APromiseNeedsADeadline) {
    EXPECT_EQ(
        said(guide("  a: {promise: \"We write to you.\", next: b}\n  b: {end: done}\n")),
        "promise-deadline | main/main.md:17:6: the step \"a\" promises something to the customer without a deadline; say by when, such as "
        "`due: 2d`\n");
    EXPECT_EQ(said(guide("  a: {promise: \"We write to you.\", due: soon, next: b}\n  b: {end: done}\n")),
              "wrong-value | main/main.md:17:41: \"due\" is \"soon\"; a length is written 250ms, 20s, 5m, 2h, 1d or chained, such as "
              "1h30m\n");
    EXPECT_EQ(said(guide("  a: {promise: \"We write to you.\", due: 2d, next: b}\n  b: {end: done}\n")), "");
}
TEST(Check, ElseNeedsWhen) {
    EXPECT_EQ(
        said(guide("  a: {do: \"Look.\", else: b, next: b}\n  b: {end: done}\n")),
        "missing-field | main/main.md:17:26: the step \"a\" has an \"else\" and no \"when\"; write for example `when: \"amount > 500\"`\n");
}
TEST(Check, ConditionsAreTypedAtTheirPlace) {
    EXPECT_EQ(
        said(guide(
            "  a: {do: \"Look.\", when: \"amont > 5\", next: b}\n  b: {ask: \"How much?\", field: amount, next: c}\n  c: {end: done}\n")),
        "condition | main/main.md:17:27: in the condition \"amont > 5\" nothing is called \"amont\"; did you mean \"amount\"?\n");
    EXPECT_EQ(said(guide("  a: {do: \"Look.\", when: \"waited > 5\", next: c}\n  c: {end: done}\n")),
              "condition | main/main.md:17:36: in the condition \"waited > 5\" a length of time is compared with a number; both sides are "
              "of one type\n");
}
TEST(Check, CriticalBelongsToChecklists) {
    EXPECT_EQ(said(guide("  a: {do: \"Look.\", critical: true, next: b}\n  b: {end: done}\n")),
              "wrong-value | main/main.md:17:3: the step \"a\" is critical and stands in no checklist; write `mandatory: true`\n");
}
TEST(Check, BeforeReadyBelongsToChecklists) {
    EXPECT_EQ(said(block("flow", "start: a\nbefore: ready\nsteps: {a: {end: done}}\n")),
              "wrong-value | main/main.md:15:1: \"before\" stands in a flow that is no checklist; write `kind: checklist` in the front "
              "matter, or "
              "remove it\n");
}
TEST(Check, AnExitKeyNeedsItsStep) {
    EXPECT_EQ(said(block("flow", "start: q\nsteps:\n  q: {queue: cards, exit_key: 9, next: d}\n  d: {end: done}\n")),
              "missing-field | main/main.md:16:3: the step \"q\" has an \"exit_key\" and no \"exit\"; write both, such as `exit_key: 9, "
              "exit: message`\n");
}
TEST(Check, ASilentCircleIsRefused) {
    EXPECT_EQ(said(guide("  a: {do: \"One.\", when: \"trainee\", next: b, else: b}\n  b: {do: \"Two.\", when: \"trainee\", next: c, else: "
                         "a}\n  c: {end: done}\n")),
              "silent-circle | main/main.md:17:3: from \"a\" the run may pass over steps in a circle; let one of them have no condition\n");
}
TEST(Check, WhatACallerHearsShowsNoField) {
    EXPECT_EQ(said(block(
                  "flow",
                  "start: a\nsteps:\n  a: {say: \"Hello {customer}.\", next: q}\n  q: {queue: cards, next: n}\n  n: {ask: \"Who?\", field: "
                  "customer, next: d}\n  d: {end: done}\n")),
              "placeholder-spoken | main/main.md:16:3: what a caller hears cannot show {customer}; callers' texts are spoken once for all: "
              "leave it out\n");
}
TEST(Check, APlaceholderNamesAField) {
    EXPECT_EQ(
        said(guide("  a: {ask: \"Who?\", field: customer, next: b}\n  b: {say: \"Thank you, {custmer}.\", next: c}\n  c: {end: done}\n")),
        "unknown-name | main/main.md:18:3: no field is called \"custmer\"; did you mean \"customer\"?\n");
}

TEST(Check, S4_11_ASentenceOfAStepIsPlain) {
    std::string words;
    for (int i = 0; i < 24; ++i) words += "word ";
    const auto found = [&](std::string_view text) {
        return said(guide("  a: {do: \"" + std::string(text) + "\", next: b}\n  b: {end: done}\n"));
    };
    EXPECT_EQ(found(words + "end. " + words + "end. And: " + words + "end."), "");
    EXPECT_EQ(found("Short. " + words + "one end."),
              "sentence-long | main/main.md:17:3: a sentence of \"a\" has more than 25 words; make two of it, or a step of its own: "
              "somebody new reads it while a customer waits\n");
    const std::string translation = "---\nid: main\ntitle: Layan pelanggan\nlanguage: ms\n---\n" +
                                    block("texts", "flow:\n  a: \"" + words + "satu lagi.\"\n");
    const auto translated =
        compile({with("main", guide("  a: {do: \"Look.\", next: b}\n  b: {end: done}\n")), {"main/main.ms.md", translation}});
    ASSERT_FALSE(translated);
    EXPECT_EQ(lines(translated.error()),
              "sentence-long | main/main.ms.md:8:6: a sentence of \"a\" has more than 25 words; make two of it, or a step of its own: "
              "somebody new reads it while a customer waits\n");
}

// ---- Procedures that perform each other

const std::string agree = guide("  a: {check: \"It agrees.\", yes: b, no: c}\n  b: {end: good}\n  c: {end: bad}\n");

TEST(Check, UnknownProcedure) {
    EXPECT_EQ(said({with("main", guide("  a: {perform: verfy, next: b}\n  b: {end: done}\n")), with("verify", agree)}),
              "unknown-procedure | main/main.md:17:16: no procedure with a flow is called \"verfy\"; did you mean \"verify\"?\n");
}
TEST(Check, UnknownOutcome) {
    EXPECT_EQ(
        said({with("main", guide("  a: {perform: verify, outcomes: {worse: b}, next: b}\n  b: {end: done}\n")), with("verify", agree)}),
        "unknown-outcome | main/main.md:17:16: the flow of \"verify\" never ends as \"worse\"; known are: good, bad\n");
}
TEST(Check, ProceduresInACircle) {
    EXPECT_EQ(
        said({with("first", guide("  a: {perform: second, next: b}\n  b: {end: done}\n")),
              with("second", guide("  a: {perform: first, next: b}\n  b: {end: done}\n"))}),
        "perform-circle | second/second.md:17:16: procedures perform each other in a circle: first performs second performs first; let one "
        "of them come to its end without the other\n");
}
TEST(Check, ProceduresTooDeep) {
    std::vector<SourceDocument> documents;
    for (int i = 1; i <= 9; ++i)
        documents.push_back(with("p" + std::to_string(i),
                                 i == 9 ? agree : guide("  a: {perform: p" + std::to_string(i + 1) + ", next: b}\n  b: {end: done}\n")));
    EXPECT_EQ(said(documents), "perform-depth | p1/p1.md:17:16: the flow performs flows 9 deep; at most 8 flows lie in each other\n");
}
TEST(Check, AnAgentsProcedureIsPerformedBehindAQueue) {
    EXPECT_EQ(
        said({with("main", block("flow", "start: a\nsteps:\n  a: {perform: verify, next: b}\n  b: {end: done}\n")), with("verify", agree)}),
        "perform-side | main/main.md:16:3: the flow of \"verify\" begins with the agent, but here the caller is led; perform it behind a "
        "queue\n");
}

// ---- Other clauses

TEST(Check, AFieldHasOneTypeInTheWholeManual) {
    const std::string form = block("form", "fields:\n  amount: {title: Amount, type: number}\n");
    EXPECT_EQ(said({with("one", form), with("two", form)}),
              "field-of-two | two/two.md:15:3: the field \"amount\" is defined in one/one.md:15 too; a field is defined once in the whole "
              "manual\n");
}
TEST(Check, AStepFillsAFieldOfItsType) {
    EXPECT_EQ(said(guide("  a: {check: \"Sure?\", field: amount, yes: b, no: b}\n  b: {end: done}\n") +
                   block("form", "fields:\n  amount: {title: Amount, type: number}\n")),
              "field-type | main/main.md:17:30: the field \"amount\" is of type number; this step fills a field of type yes_no\n");
}
TEST(Check, AChoiceHasOptions) {
    EXPECT_EQ(
        said(block("form", "fields:\n  kind: {title: Kind, type: choice}\n")),
        "wrong-value | main/main.md:15:3: the field \"kind\" is a choice without options; a choice has `options`, and only a choice\n");
}
TEST(Check, UnknownTypeOfAField) {
    EXPECT_EQ(said(block("form", "fields:\n  kind: {title: Kind, type: nummer}\n")),
              "wrong-value | main/main.md:15:29: \"type\" is \"nummer\"; did you mean \"number\"?\n");
}
TEST(Check, UnknownEscalation) {
    EXPECT_EQ(said(guide("  a: {escalate: boss, next: b}\n  b: {end: done}\n") +
                   block("escalation", "manager: {title: Manager, queue: cards}\n")),
              "unknown-escalation | main/main.md:17:17: no escalation clause defines the escalation \"boss\"; known is: manager\n");
}
TEST(Check, AnEscalationStandsInOneDocument) {
    const std::string escalation = block("escalation", "manager: {title: Manager, queue: cards}\n");
    EXPECT_EQ(said({with("one", escalation), with("two", escalation)}),
              "escalation-twice | two/two.md:14:1: the escalation \"manager\" is defined in one/one.md:14 too; an escalation is "
              "defined once in the whole manual\n");
}
TEST(Check, AnEscalationForAPersonNeedsAQueueThatWaitsForThem) {
    const std::string up = guide("  a: {escalate: manager, next: b}\n  b: {end: done}\n");
    EXPECT_EQ(said(up + block("escalation", "manager: {title: Manager, queue: cards, to: leader}\n")),
              "escalation-prefer | main/main.md:21:34: the escalation \"manager\" is meant for \"leader\", but its queue \"cards\" waits "
              "for nobody in particular; write in the routing how long it does, such as `prefer: 1m`\n");
    const SourceDocument waits{"waits/waits.md",
                               front("waits", "Decide who waits", "standard") +
                                   block("routing", "queues:\n  leaders: {title: Leaders, skills: {}, prefer: 1m}\n")};
    EXPECT_EQ(said({with("main", up + block("escalation", "manager: {title: Manager, queue: leaders, to: leader}\n")), waits}), "");
}
TEST(Check, S4_08_ARuleOfTheCallersFlowSendsSomeUpwardsAndSaysWhereTheOthersGoOn) {
    const auto rule = [](std::string_view above) {
        const std::string others = "  q: {queue: cards, next: n}\n  n: {note: \"Write it.\", next: b}\n  b: {end: done}\n";
        return block("flow", "start: a\nsteps:\n  a: {" + std::string(above) + "}\n" + others) +
               block("escalation", "manager: {title: Manager, queue: cards}\n");
    };
    const std::string when = "escalate: manager, when: \"customer.standing = 'vip' or customer.contacts_lately >= 3\", ";
    EXPECT_EQ(said(rule(when + "else: q, next: n, otherwise: q")), "");
    EXPECT_EQ(said(rule(when + "next: n, otherwise: q")),
              "missing-field | main/main.md:16:3: the step \"a\" has a \"when\" and no \"else\"; before a queue write where everybody else "
              "goes on, such as `else: menu`\n");
    EXPECT_EQ(said(rule("escalate: manager, when: \"customer.standing = 'gold'\", else: q, next: n")),
              "condition | main/main.md:16:53: in the condition \"customer.standing = 'gold'\" \"customer.standing\" is never \"gold\"; "
              "known are: ordinary, vip, vulnerable, threatening\n");
}
TEST(Check, ASurveyStandsInOneDocument) {
    const std::string survey = block("survey", "after: {title: After, questions: {good: {text: \"Press 1.\", keys: [1]}}}\n");
    EXPECT_EQ(said({with("one", survey), with("two", survey)}),
              "survey-twice | two/two.md:14:1: the survey \"after\" is defined in one/one.md:14 too; a survey is defined once in the whole "
              "manual\n");
}
TEST(Check, UnknownSurvey) {
    EXPECT_EQ(said(guide("  a: {survey: after, next: b}\n  b: {end: done}\n")),
              "unknown-survey | main/main.md:17:15: no survey clause defines the survey \"after\"; define it in the clause `survey` of a "
              "procedure\n");
}
TEST(Check, UnknownSite) {
    EXPECT_EQ(said(block("routing", "queues:\n  loans: {title: Loans, skills: {}, site: tehran}\n")),
              "unknown-site | main/main.md:15:43: the queue \"loans\" belongs to \"tehran\", which is no site of this clause; name it "
              "under \"sites\"\n");
}
TEST(Check, UnknownMetric) {
    EXPECT_EQ(said(block("standards", "targets:\n  - {metric: servce_level, target: 80%}\n")),
              "unknown-metric | main/main.md:15:14: no metric is called \"servce_level\"; did you mean \"service_level\"?\n");
}
TEST(Check, TwoTargetsForOneMetricAndQueue) {
    EXPECT_EQ(
        said(block("standards", "targets:\n  - {metric: asa, queue: cards, target: 20s}\n  - {metric: asa, queue: cards, target: 30s}\n")),
        "target-twice | main/main.md:16:26: a target for \"asa\" of \"cards\" stands in the manual twice; keep one of the two\n");
}
TEST(Check, T23_ATargetAndTheGoalOfItsQueueAreOneNumber) {
    const std::string standards = block("standards", "targets:\n  - {metric: service_level, queue: cards, target: 90%}\n");
    const SourceDocument own{"queues/queues.md", front("queues", "Decide who answers") +
                                                     block("routing", "queues:\n  cards: {title: Cards, skills: {}, goal: 80%}\n")};
    const auto differing = compile({own, with("main", standards)});
    ASSERT_FALSE(differing);
    EXPECT_EQ(lines(differing.error()),
              "target-differs | main/main.md:15:36: the target for \"service_level\" of \"cards\" is 90%, its goal in the routing is 80%; "
              "write it "
              "once: leave the goal out of the routing\n");
    const auto manual = compile({routing, with("main", standards)});
    ASSERT_TRUE(manual);
    EXPECT_EQ(manual->queue("cards"_key)->goal_percent, 90u);
}
constexpr std::string_view thresholds = "thresholds:\n  - {state: hold, after: 1m, tell: agent}\n";

TEST(Check, TwoThresholdsForOneStateAndListener) {
    EXPECT_EQ(said(block("standards", std::string(thresholds) + "  - {state: hold, after: 2m, tell: agent}\n")),
              "threshold-twice | main/main.md:16:13: a threshold of \"hold\" for \"agent\" stands in the manual twice; keep one of the "
              "two\n");
    EXPECT_EQ(said(block("standards", std::string(thresholds) + "  - {state: hold, queue: cards, after: 2m, tell: agent}\n"
                                                                "  - {state: hold, after: 3m, tell: team_leader}\n")),
              "");
}
TEST(Check, AThresholdNamesAQueue) {
    EXPECT_EQ(said(block("standards", "thresholds:\n  - {state: hold, queue: card, after: 2m, tell: agent}\n")),
              "unknown-queue | main/main.md:15:26: no routing clause defines the queue \"card\"; did you mean \"cards\"?\n");
}
TEST(Check, AWaitIsToldToEverybodyAndNothingElseIs) {
    EXPECT_EQ(said(block("standards", "thresholds:\n  - {state: waiting, after: 1m, tell: agent}\n")),
              "wrong-value | main/main.md:15:39: a wait is told to everybody, for it stands on the Board; write `tell: everybody`\n");
    EXPECT_EQ(said(block("standards", "thresholds:\n  - {state: talking, after: 20m, tell: everybody}\n")),
              "wrong-value | main/main.md:15:40: everybody is told of waits alone; write `tell: agent` or `tell: team_leader`\n");
}
TEST(Check, OneSlipInAThresholdIsOneFinding) {
    EXPECT_EQ(said(block("standards", "thresholds:\n  - {state: holds, after: 1m, tell: agent}\n")),
              "wrong-value | main/main.md:15:13: \"state\" is \"holds\"; did you mean \"hold\"?\n");
    EXPECT_EQ(said(block("standards", "thresholds:\n  - {state: hold, tell: agent}\n")),
              "missing-field | main/main.md:15:5: the threshold of the standards has no \"after\"; write for example `after: 3m`\n");
    EXPECT_EQ(said(block("standards", "{}\n")),
              "missing-field | main/main.md:14:1: the standards say nothing; write for example `targets: [{metric: asa, target: 20s}]`\n");
}
TEST(Check, AQueuesOwnThresholdGoesBeforeThatOfAll) {
    const auto manual = compile({routing, with("main", block("standards",
                                                             "thresholds:\n  - {state: hold, queue: cards, after: 2m, tell: agent}\n"
                                                             "  - {state: hold, after: 1m, tell: agent}\n"))});
    ASSERT_TRUE(manual);
    EXPECT_EQ(manual->long_after(Lasting::hold, "cards"_key, Listener::agent), std::chrono::minutes{2});
    EXPECT_EQ(manual->long_after(Lasting::hold, "loans"_key, Listener::agent), std::chrono::minutes{1});
    EXPECT_EQ(manual->long_after(Lasting::hold, "cards"_key, Listener::team_leader), std::nullopt);
    EXPECT_EQ(manual->long_after(Lasting::talking, "cards"_key, Listener::agent), std::nullopt);
}
TEST(Check, AStoredManualIsNotHeldToNewRules) {
    std::vector<SourceDocument> documents{
        routing, with("main", block("standards", "targets:\n  - {metric: asa, target: 20s}\n  - {metric: asa, target: 30s}\n"))};
    EXPECT_FALSE(compile(documents));
    EXPECT_TRUE(compile(documents, Demand::stored));
}

// ---- The text around the clauses

constexpr std::string_view sections =
    "# Serve\n\n## Purpose\n\nWhy.\n\n## Terms\n\n- **Card (CC)**: plastic.\n\n## Instructions\n\n1. Do it within 24 hours.\n\n"
    "## Expected result\n\nDone.\n\n## Examples\n\n- Given, when, then.\n\n";

std::string checked(std::vector<SourceDocument> documents) { return lines(check(std::move(documents)).findings); }
SourceDocument prose(std::string_view id, std::string_view body, std::string_view kind = "procedure") { return with(id, body, kind); }
std::string without(std::string_view part) {
    std::string text(sections);
    text.erase(text.find(part), part.size());
    return text;
}

TEST(CheckProse, AWholeDocumentHasNoFinding) { EXPECT_EQ(checked({prose("main", sections)}), ""); }

TEST(CheckProse, S4_25_WithoutPurposeItIsNotPublished) {
    EXPECT_EQ(checked({prose("main", without("## Purpose\n\nWhy.\n\n"))}),
              "section-missing | main/main.md:1:1: the section \"Purpose\" is missing; write `## Purpose` and why it is done, in one "
              "paragraph\n");
}
TEST(CheckProse, S4_28_WithoutStepsItIsNotPublished) {
    EXPECT_EQ(checked({prose("main", without("1. Do it within 24 hours.\n\n"))}),
              "steps-missing | main/main.md:23:1: the instructions have no numbered list; write the steps as 1., 2., 3.\n");
}
TEST(CheckProse, S4_23_WithoutDepartmentItIsNotPublished) {
    SourceDocument document = prose("main", sections);
    document.text.erase(document.text.find("department"), std::string_view("department: service\n").size());
    EXPECT_EQ(
        checked({document}),
        "missing-field | main/main.md:2:1: the front matter has no \"department\"; write for example `department: customer service`\n");
}
TEST(CheckProse, WithoutExpectedResult) {
    EXPECT_EQ(checked({prose("main", without("## Expected result\n\nDone.\n\n"))}),
              "section-missing | main/main.md:1:1: the section \"Expected result\" is missing; write `## Expected result` and how one sees "
              "that it "
              "was done well\n");
}
TEST(CheckProse, AFlowHasAnExample) {
    EXPECT_EQ(checked({prose("main", std::string(sections) + guide("  a: {end: done}\n"))}),
              "example-missing | main/main.md:1:1: the flow has no example; write a clause `examples` with at least one\n");
}
TEST(CheckProse, S4_22_AVagueOrDoubledTitleIsNotPublished) {
    SourceDocument vague = prose("main", sections);
    vague.text.replace(vague.text.find("Serve main"), 10, "Cards");
    EXPECT_EQ(checked({vague}),
              "title-short | main/main.md:3:8: the title \"Cards\" is one word; name what is done and to what, such as \"Answer the "
              "main line\"\n");
    SourceDocument other = prose("other", without("- **Card (CC)**: plastic.\n\n"));
    other.text.replace(other.text.find("Serve other"), 11, "Serve main");
    EXPECT_EQ(checked({prose("main", sections), other}),
              "title-twice | other/other.md:3:8: the title \"Serve main\" is that of main/main.md too; whoever searches must see which one "
              "they want\n");
}
TEST(CheckProse, S4_26_AnAbbreviationWithoutAnEntryIsFlagged) {
    EXPECT_EQ(checked({prose("main", std::string(sections) + "Enter the CC and the PIN. `API` is code.\n")}),
              "unknown-abbreviation | main/main.md:35:22: the abbreviation \"PIN\" is explained nowhere; write it out, or explain it under "
              "the terms, "
              "such as `- **Full name (PIN)**: …`\n");
}
TEST(CheckProse, ATermHasOneOwner) {
    EXPECT_EQ(checked({prose("main", sections), prose("other", sections)}),
              "term-twice | other/other.md:21:1: the term \"Card (CC)\" is explained in main/main.md too; one procedure owns a term; link "
              "to it from "
              "the other by [Card (CC)](term:card)\n");
}
TEST(CheckProse, ALinkNamesATerm) {
    EXPECT_EQ(checked({prose("main", std::string(sections) + "See [the card](term:crd).\n")}),
              "unknown-term | main/main.md:35:5: no procedure explains the term \"crd\"; did you mean \"card\"?\n");
    EXPECT_EQ(checked({prose("main", std::string(sections) + "See [the card](term:card).\n")}), "");
}
TEST(CheckProse, APictureSaysWhatIsSeen) {
    EXPECT_EQ(checked({prose("main", std::string(sections) + "![](card.png)\n")}),
              "picture-text | main/main.md:35:1: a picture has no alternative text; say in the brackets what is seen on it\n");
}

constexpr std::string_view in_malay =
    "# Layan\n\n## Tujuan\n\nSebab.\n\n## Istilah\n\n- **Kad (CC)**: plastik.\n\n## Arahan\n\n1. Buat dalam 24 jam.\n\n## Hasil yang "
    "dijangka\n\nSiap.\n\n## Contoh\n\n- Contoh.\n\n";
SourceDocument malay(std::string body, std::string_view source = "") {
    return {"main/main.ms.md", "---\nid: main\ntitle: Layan pelanggan\nlanguage: ms\n" + std::string(source) + "---\n" + std::move(body)};
}
std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

TEST(CheckProse, ATranslationHasTheNumbersOfItsSource) {
    EXPECT_EQ(checked({prose("main", sections), malay(std::string(in_malay))}), "");
    EXPECT_EQ(checked({prose("main", sections), malay(replaced(std::string(in_malay), "24", "48"))}),
              "numbers-differ | main/main.ms.md:16:1: the section \"Arahan\" names 48, the source names 24; a translation has the numbers, "
              "keys and "
              "deadlines of its source, in digits\n");
    EXPECT_EQ(checked({prose("main", sections), malay(replaced(std::string(in_malay), "24", "٢٤"))}), "");
}
TEST(CheckProse, ATranslationHasTheItemsOfItsSource) {
    EXPECT_EQ(checked({prose("main", sections), malay(replaced(std::string(in_malay), "24 jam.\n", "24 jam.\n2. Lagi.\n"))}),
              "items-differ | main/main.ms.md:16:1: the section \"Arahan\" has 2 list items, the source has 1; a translation has as many "
              "as its source\n");
}
TEST(CheckProse, T33_ATranslationBehindItsSourceIsSaid) {
    const SourceDocument source = prose("main", sections);
    const std::string now = sha256_hex(source.text).substr(0, 8);
    EXPECT_EQ(checked({source, malay(std::string(in_malay), "source: " + now + "\n")}), "");
    EXPECT_EQ(
        checked({source, malay(std::string(in_malay), "source: 00000000\n")}),
        "translation-behind | main/main.ms.md:5:9: the source has changed since it was translated from 00000000; compare both, mend the "
        "translation, then write `source: " +
            now + "`\n");
}
TEST(CheckTexts, ATextHasTheNumbersAndFieldsOfItsSource) {
    const SourceDocument source = with(
        "main", guide("  a: {ask: \"Who?\", field: who, next: b}\n  b: {say: \"Within 2 days, {who}.\", next: c}\n  c: {end: done}\n"));
    const auto translated = [&](std::string_view text) {
        const auto compiled =
            compile({source,
                     {"main/main.ms.md", "---\nid: main\ntitle: Layan pelanggan\nlanguage: ms\n---\n" +
                                             block("texts", "flow:\n  a: \"Siapa?\"\n  b: \"" + std::string(text) + "\"\n")}});
        return compiled ? "" : lines(compiled.error());
    };
    EXPECT_EQ(translated("Dalam 2 hari, {who}."), "");
    EXPECT_EQ(translated("Dalam 3 hari, {who}."),
              "numbers-differ | main/main.ms.md:9:6: the text of \"b\" names 3, the source names 2; a translation has the "
              "numbers, keys and deadlines of its source, in digits\n");
    EXPECT_EQ(translated("Dalam 2 hari."),
              "placeholders-differ | main/main.ms.md:9:6: the text of \"b\" shows no field, the source shows who; a "
              "translation shows the fields of its source\n");
}

// ---- Examples

TEST(CheckExamples, AreReadWithEveryMove) {
    const Checked read = check(
        {routing, with("main", std::string(sections) + block("flow", "start: q\nsteps:\n  q: {queue: cards, next: d}\n  d: {end: done}\n") +
                                   block("examples", R"(all:
  given: {language: ar, channel: voice_in, agents: {amal: {cards: 3}}}
  when: [{press: 1}, {press: none}, {wait: 30s}, {answered: cards}, {yes: a}, {no: a}, {done: verify/a}, {take: {a: x}},
         {write: {a: "text"}}, {deviate: {a: "reason"}}, {leave: caller}, {leave: agent}]
  then: {hears: [q], passed: [q, verify/a], never: [x], waits: cards, served_by: amal, outcome: done, refused: true}
)"))});
    EXPECT_EQ(lines(read.findings),
              "section-missing | routing/routing.md:1:1: the section \"Purpose\" is missing; write `## Purpose` and why it is done, in one "
              "paragraph\n");
    ASSERT_EQ(read.examples.size(), 1u);
    EXPECT_EQ(read.examples.front().moves.size(), 12u);
    EXPECT_EQ(read.examples.front().moves[6].flow, "verify"_key);
    EXPECT_EQ(read.examples.front().moves[0].flow, Key{});
}
TEST(CheckExamples, UnknownMove) {
    EXPECT_EQ(said(guide("  a: {end: done}\n") + block("examples", "one:\n  when: [{pres: 1}]\n  then: {outcome: done}\n")),
              "wrong-value | main/main.md:21:11: there is no move \"pres\"; did you mean \"press\"?\n");
}

}  // namespace
}  // namespace markaz::procedure
