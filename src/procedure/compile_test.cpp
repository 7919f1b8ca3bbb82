// One bad manual for each rule, with the exact line that its author reads.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "procedure/compile.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {
namespace {

std::string front(std::string_view id, std::string_view language = "en") {
    return "---\nid: " + std::string(id) +
           "\ntitle: Title\nkind: procedure\ndepartment: service\naudience: agent\nlanguage: " + std::string(language) +
           "\nowner: head\napprover: manager\neffective: 2026-11-22\nreview_every: 180d\n---\n";  // 12 lines
}
std::string translation_front(std::string_view id, std::string_view language) {
    return "---\nid: " + std::string(id) + "\ntitle: العنوان\nlanguage: " + std::string(language) + "\n---\n";  // 5 lines
}
std::string clause(std::string_view kind, std::string_view body) { return "```" + std::string(kind) + "\n" + std::string(body) + "```\n"; }

constexpr std::string_view cards_queue = "queues:\n  cards: {title: Cards, skills: {cards: 3}}\n";
const SourceDocument routing{"routing/routing.md", front("routing") + clause("routing", cards_queue)};

/// A flow's first line is line 14 of its document.
SourceDocument flow_document(std::string_view body) { return {"main/main.md", front("main") + clause("flow", body)}; }

/// What the compiler says, one finding a line.
std::string said(std::vector<SourceDocument> documents) {
    const auto compiled = compile(std::move(documents));
    std::string text;
    if (!compiled)
        for (const Finding& finding : compiled.error()) text += std::string(finding.rule.id()) + " | " + finding.problem().line() + '\n';
    return text;
}
std::string said_of_flow(std::string_view body) { return said({flow_document(body), routing}); }
std::string said_of_routing(std::string_view body) { return said({{"routing/routing.md", front("routing") + clause("routing", body)}}); }

constexpr std::string_view good_flow = R"(start: welcome
steps:
  welcome: {say: "Welcome.", next: menu}
  menu:    {choose: "For cards press 1.", spoken: "For cards, press one.", keys: {1: cards}, wait: 4s, tries: 2, otherwise: cards}
  cards:   {queue: cards, next: verify}
  verify:  {check: "The name agrees.", mandatory: true, yes: charge, no: refused}
  charge:  {ask: "Which charge?", field: charge, next: block}
  block:   {do: "Block the card.", next: write}
  write:   {note: "Write what was agreed.", next: done}
  refused: {end: refused}
  done:    {end: resolved}
)";

template <class V>
const V& verb(const Flow& flow, std::string_view id) {
    return std::get<V>(std::ranges::find(flow.steps, id, [](const Step& step) { return step.id.text(); })->verb);
}
std::string_view id_at(const Flow& flow, StepIndex at) { return flow.steps.at(at).id.text(); }

TEST(Compile, AGoodManualHasNoFinding) { EXPECT_EQ(said({flow_document(good_flow), routing}), ""); }

TEST(Compile, StepsLeadToEachOther) {
    const auto manual = compile({flow_document(good_flow), routing});
    ASSERT_TRUE(manual);
    const Flow* flow = manual->flow("main"_key);
    ASSERT_NE(flow, nullptr);
    EXPECT_EQ(id_at(*flow, flow->start), "welcome");
    EXPECT_EQ(flow->title[Language::en], "Title");
    EXPECT_EQ(id_at(*flow, verb<Say>(*flow, "welcome").next), "menu");

    const auto& menu = verb<Choose>(*flow, "menu");
    EXPECT_EQ(menu.text.read[Language::en], "For cards press 1.");
    EXPECT_EQ(menu.text.spoken[Language::en], "For cards, press one.");
    EXPECT_EQ(menu.wait, std::chrono::seconds{4});
    EXPECT_EQ(menu.tries, 2u);
    EXPECT_EQ(id_at(*flow, after_key(menu, '1')), "cards");
    EXPECT_EQ(after_key(menu, '2'), no_step);

    const auto& verify = verb<Check>(*flow, "verify");
    EXPECT_TRUE(flow->step("verify"_key)->guide.mandatory);
    EXPECT_EQ(id_at(*flow, verify.yes), "charge");
    EXPECT_EQ(id_at(*flow, verify.no), "refused");
    EXPECT_EQ(verb<Ask>(*flow, "charge").field, "charge"_key);
    EXPECT_EQ(verb<End>(*flow, "done").outcome, "resolved"_key);
}

TEST(Compile, QueuesHaveTheirPolicy) {
    const auto manual = compile({{"routing/routing.md", front("routing") + clause("routing", R"(queues:
  cards:
    title: "Cards"
    skills: {cards: 3, arabic: 1}
    relax: [{after: 30s, skills: {cards: 1}}, {after: 1m, skills: {}}]
    priority: 10s
    ring: 15s
    wrap_up: 45s
    capacity: 50
    answer_within: 25s
    goal: 90%
    abandoned_short: 3s
    music: false
    record: false
  accounts: {title: "Accounts", skills: {accounts: ٢}, goal: ۷۵٪}
)")}});
    ASSERT_TRUE(manual);
    using std::chrono::seconds;
    const routing::QueuePolicy expected{
        .id = "cards"_key,
        .stages = {{seconds{0}, {{"arabic"_key, 1}, {"cards"_key, 3}}}, {seconds{30}, {{"cards"_key, 1}}}, {seconds{60}, {}}},
        .priority = seconds{10},
        .ring = seconds{15},
        .wrap_up = seconds{45},
        .capacity = 50,
        .answer_within = seconds{25},
        .goal_percent = 90,
        .abandoned_short = seconds{3},
        .music = false,
        .record = false};
    ASSERT_NE(manual->queue("cards"_key), nullptr);
    EXPECT_EQ(*manual->queue("cards"_key), expected);
    EXPECT_EQ((*manual->queue_title("cards"_key))[Language::en], "Cards");
    EXPECT_EQ(manual->queue("accounts"_key)->stages.front().skills.front().level, 2);
    EXPECT_EQ(manual->queue("accounts"_key)->goal_percent, 75u);
    EXPECT_TRUE(manual->queue("accounts"_key)->music && manual->queue("accounts"_key)->record);
    EXPECT_EQ(manual->queue("delivery"_key), nullptr);
    EXPECT_EQ(manual->queue_title("delivery"_key), nullptr);
    EXPECT_EQ(manual->flow("routing"_key), nullptr);
}

TEST(Compile, NamesDocumentsByTheirHash) {
    const auto manual = compile({flow_document(good_flow), routing});
    ASSERT_TRUE(manual);
    ASSERT_EQ(manual->documents.size(), 2u);
    EXPECT_EQ(manual->documents[0].path, "main/main.md");
    EXPECT_EQ(manual->documents[0].sha256, sha256_hex(flow_document(good_flow).text));
}

TEST(Compile, TheOrderOfTheDocumentsDoesNotMatter) {
    const auto one = compile({flow_document(good_flow), routing}), other = compile({routing, flow_document(good_flow)});
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->documents, other->documents);
    EXPECT_EQ(one->queues, other->queues);
}

TEST(Compile, AnEmptyManualIsRefused) {
    EXPECT_EQ(said({}), "manual-empty | .:1:1: the manual has no document; it has at least one, such as main-line/main-line.md\n");
}

// ---- Steps ----------------------------------------------------------------------------------------------------------

TEST(Compile, UnknownVerbNamesTheNearest) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {chose: \"Press 1.\", keys: {1: b}, otherwise: b}\n  b: {end: done}\n"),
              "unknown-verb | main/main.md:16:7: there is no verb \"chose\"; did you mean \"choose\"?\n");
}
TEST(Compile, UnknownVerbFarFromAllListsThem) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {juggle: x}\n"),
              "unknown-verb | main/main.md:16:7: there is no verb \"juggle\"; known are: say, ask, choose, check, do, note, promise, "
              "case, perform, queue, callback, voicemail, transfer, escalate, survey, end\n");
}
TEST(Compile, VerbStandsFirst) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {next: b, say: \"Welcome.\"}\n  b: {end: done}\n"),
              "verb-first | main/main.md:16:7: the step \"a\" does not begin with its verb; write \"say\" first\n");
}
TEST(Compile, UnknownFieldNamesTheNearest) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \"Welcome.\", next: b, speken: \"Hello.\"}\n  b: {end: done}\n"),
              "unknown-field | main/main.md:16:33: the step \"a\" has no field \"speken\"; did you mean \"spoken\"?\n");
}
TEST(Compile, TextThatACommaCutsOff) {
    EXPECT_EQ(
        said_of_flow("start: a\nsteps:\n  a: {say: Wait, please stay., next: b}\n  b: {end: done}\n"),
        "unknown-field | main/main.md:16:18: the step \"a\" has no field \"please stay.\"; a text with a comma in it stands in quotes\n");
}
TEST(Compile, FieldTwice) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \"Welcome.\", next: b, next: a}\n  b: {end: done}\n"),
              "field-twice | main/main.md:16:33: the field \"next\" stands twice in the step \"a\"; keep one of the two\n");
}
TEST(Compile, MissingField) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {choose: \"Press 1.\", otherwise: b}\n  b: {end: done}\n"),
              "missing-field | main/main.md:16:6: the step \"a\" has no \"keys\"; write for example `keys: {1: cards}`\n");
}
TEST(Compile, MissingStart) {
    EXPECT_EQ(said_of_flow("steps:\n  a: {end: done}\n"),
              "missing-field | main/main.md:14:1: the flow has no \"start\"; write for example `start: menu`\n");
}
TEST(Compile, EmptyText) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \" \", next: b}\n  b: {end: done}\n"),
              "wrong-value | main/main.md:16:12: \"say\" is empty; write the text that people read\n");
}
TEST(Compile, WrongTypeOfAField) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: [Hello], next: b}\n  b: {end: done}\n"),
              "wrong-type | main/main.md:16:12: \"say\" is a list; it is a text\n");
}
TEST(Compile, WrongTypeOfAStep) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: hello\n  b: {end: done}\n"),
              "wrong-type | main/main.md:16:6: the step \"a\" is a text; it is a map that begins with its verb, such as {end: resolved}\n");
}
TEST(Compile, WrongLengthOfTime) {
    EXPECT_EQ(
        said_of_flow("start: a\nsteps:\n  a: {choose: \"Press 1.\", keys: {1: b}, wait: soon, otherwise: b}\n  b: {end: done}\n"),
        "wrong-value | main/main.md:16:47: \"wait\" is \"soon\"; a length is written 250ms, 20s, 5m, 2h, 1d or chained, such as 1h30m\n");
}
TEST(Compile, LengthOfTimeOutOfRange) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {choose: \"Press 1.\", keys: {1: b}, wait: 3m, otherwise: b}\n  b: {end: done}\n"),
              "wrong-value | main/main.md:16:47: \"wait\" is \"3m\"; it is a length of time from 1s to 2m\n");
}
TEST(Compile, WrongTruth) {
    EXPECT_EQ(said_of_flow("start: q\nsteps:\n  q: {queue: cards, next: a}\n  a: {check: \"Agrees.\", mandatory: maybe, yes: b, no: b}\n  "
                           "b: {end: done}\n"),
              "wrong-value | main/main.md:17:36: \"mandatory\" is \"maybe\"; it is true or false\n");
}
TEST(Compile, WrongNameOfAStep) {
    EXPECT_EQ(said_of_flow("start: b\nsteps:\n  \"A step\": {end: done}\n  b: {end: done}\n"),
              "wrong-value | main/main.md:16:3: \"A step\" is no name for a step; a name is 1 to 31 of a-z, 0-9, -, _ and ., beginning "
              "with a letter or digit\n");
}
TEST(Compile, StepTwice) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {end: done}\n  a: {end: refused}\n"),
              "step-twice | main/main.md:17:3: the step \"a\" is written twice; give the second one another name\n");
}
TEST(Compile, KeyPressedTwice) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {choose: \"Press 1.\", keys: {1: b, ١: b}, otherwise: b}\n  b: {end: done}\n"),
              "key-twice | main/main.md:16:40: key \"1\" is pressed twice; each key leads to one step\n");
}
TEST(Compile, KeyThatNoTelephoneHas) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {choose: \"Press 1.\", keys: {1: b, 12: b}, otherwise: b}\n  b: {end: done}\n"),
              "wrong-value | main/main.md:16:40: \"12\" is no key of a telephone; a key is one of 0 to 9, * and #\n");
}

// ---- The graph ------------------------------------------------------------------------------------------------------

TEST(Compile, UnknownStepNamesTheNearest) {
    EXPECT_EQ(said_of_flow("start: welcome\nsteps:\n  welcome: {say: \"Welcome.\", next: resolvd}\n  resolved: {end: done}\n"),
              "unknown-step | main/main.md:16:36: the step \"welcome\" leads to \"resolvd\", which is no step of this flow; did you mean "
              "\"resolved\"?\n");
}
TEST(Compile, S4_11_DeadEnd) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \"Welcome.\"}\n  b: {end: done}\n"),
              "dead-end | main/main.md:16:6: the step \"a\" leads nowhere: it has no \"next\"; name the step that follows, such as `next: "
              "done`\n");
}
TEST(Compile, UnreachableStep) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \"Welcome.\", next: c}\n  b: {say: \"Never.\", next: c}\n  c: {end: done}\n"),
              "unreachable-step | main/main.md:17:3: no step leads to \"b\" from the start; let a step lead to it, or remove it\n");
}
TEST(Compile, EndMissing) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \"Welcome.\", next: b}\n  b: {say: \"Again.\", next: a}\n"),
              "end-missing | main/main.md:16:3: the flow has no `end`; let its last step be one, such as {end: resolved}\n");
}
TEST(Compile, S4_11_CircleWithoutAWayOut) {
    EXPECT_EQ(said_of_flow("start: m\nsteps:\n  m: {choose: \"Press 1.\", keys: {1: a}, otherwise: c}\n  a: {say: \"Round.\", next: b}\n  "
                           "b: {say: \"Again.\", next: a}\n"
                           "  c: {end: done}\n"),
              "no-way-out | main/main.md:17:3: from the step \"a\" no `end` can be reached; let one of the steps that follow lead out of "
              "the circle\n"
              "no-way-out | main/main.md:18:3: from the step \"b\" no `end` can be reached; let one of the steps that follow lead out of "
              "the circle\n");
}
TEST(Compile, CallerVerbAfterAQueue) {
    EXPECT_EQ(
        said_of_flow(
            "start: q\nsteps:\n  q: {queue: cards, next: m}\n  m: {choose: \"Press 1.\", keys: {1: d}, otherwise: d}\n  d: {end: done}\n"),
        "caller-verb-after-queue | main/main.md:17:3: the step \"m\" (choose) leads the caller, but comes after a queue, where the agent "
        "is led; "
        "place it before the queue\n");
}
TEST(Compile, AgentVerbBeforeAQueue) {
    EXPECT_EQ(said_of_flow("start: n\nsteps:\n  n: {note: \"Who called?\", next: q}\n  q: {queue: cards, next: d}\n  d: {end: done}\n"),
              "agent-verb-before-queue | main/main.md:16:3: the step \"n\" (note) leads the agent, but comes before any queue, where "
              "nobody has answered; "
              "place it after a queue\n");
}
TEST(Compile, FlowSizeIsLimitedAndSaysItsNumber) {
    std::string flow = "start: s0\nsteps:\n";
    for (int i = 0; i < 500; ++i) flow += "  s" + std::to_string(i) + ": {say: \"Hello.\", next: s" + std::to_string(i + 1) + "}\n";
    EXPECT_EQ(said_of_flow(flow + "  s500: {end: done}\n"),
              "flow-size | main/main.md:16:3: the flow has 501 steps; at most 500 are run: divide it into several procedures\n");
}
TEST(Compile, OneEndMayServeBothSides) {
    EXPECT_EQ(
        said_of_flow(
            "start: m\nsteps:\n  m: {choose: \"Press 1.\", keys: {1: q}, otherwise: d}\n  q: {queue: cards, next: d}\n  d: {end: done}\n"),
        "");
}
TEST(Compile, SaysEverythingAtOnce) {
    EXPECT_EQ(said_of_flow("start: a\nsteps:\n  a: {say: \"Welcome.\", next: dne}\n  b: {queue: accounts, next: d}\n  d: {end: Done}\n"),
              "unknown-step | main/main.md:16:30: the step \"a\" leads to \"dne\", which is no step of this flow; known are: a, b, d\n"
              "unknown-queue | main/main.md:17:14: no routing clause defines the queue \"accounts\"; known is: cards\n"
              "wrong-value | main/main.md:18:12: \"end\" is \"Done\"; a name is 1 to 31 of a-z, 0-9, -, _ and ., beginning with a letter "
              "or digit\n");
}

// ---- Queues ---------------------------------------------------------------------------------------------------------

TEST(Compile, UnknownQueueNamesTheNearest) {
    EXPECT_EQ(said_of_flow("start: q\nsteps:\n  q: {queue: card, next: d}\n  d: {end: done}\n"),
              "unknown-queue | main/main.md:16:14: no routing clause defines the queue \"card\"; did you mean \"cards\"?\n");
}
TEST(Compile, QueueWithoutAnyRouting) {
    EXPECT_EQ(said({flow_document("start: q\nsteps:\n  q: {queue: cards, next: d}\n  d: {end: done}\n")}),
              "unknown-queue | main/main.md:16:14: no routing clause defines the queue \"cards\"; define it in the clause `routing` of a "
              "procedure\n");
}
TEST(Compile, QueueTwiceInOneClause) {
    EXPECT_EQ(said_of_routing("queues:\n  cards: {title: Cards, skills: {}}\n  cards: {title: Cards, skills: {}}\n"),
              "queue-twice | routing/routing.md:16:3: the queue \"cards\" is defined twice; a queue is defined once in the whole manual\n");
}
TEST(Compile, QueueTwiceInTwoDocuments) {
    EXPECT_EQ(said({routing, {"other/other.md", front("other") + clause("routing", cards_queue)}}),
              "queue-twice | routing/routing.md:15:3: the queue \"cards\" is defined in other/other.md:15 too; a queue is defined once in "
              "the whole manual\n");
}
TEST(Compile, QueueWithoutSkills) {
    EXPECT_EQ(said_of_routing("queues:\n  cards: {title: Cards}\n"),
              "missing-field | routing/routing.md:15:10: the queue \"cards\" has no \"skills\"; write for example `skills: {cards: 3}`\n");
}
TEST(Compile, UnknownFieldOfAQueue) {
    EXPECT_EQ(said_of_routing("queues:\n  cards: {title: Cards, skills: {}, wrapup: 30s}\n"),
              "unknown-field | routing/routing.md:15:37: the queue \"cards\" has no field \"wrapup\"; did you mean \"wrap_up\"?\n");
}
TEST(Compile, SkillLevelOutOfRange) {
    EXPECT_EQ(said_of_routing("queues:\n  cards: {title: Cards, skills: {cards: 10}}\n"),
              "wrong-value | routing/routing.md:15:41: \"cards\" is \"10\"; it is a whole number from 1 to 9\n");
}
TEST(Compile, GoalWithoutPercent) {
    EXPECT_EQ(said_of_routing("queues:\n  cards: {title: Cards, skills: {}, goal: 0.8}\n"),
              "wrong-value | routing/routing.md:15:43: \"goal\" is \"0.8\"; it is a share from 1% to 100%, such as 80%\n");
}
TEST(Compile, RelaxationThatDoesNotComeLater) {
    EXPECT_EQ(said_of_routing("queues:\n  cards:\n    title: Cards\n    skills: {cards: 3}\n    relax:\n      - {after: 30s, skills: "
                              "{cards: 2}}\n      - {after: 30s, skills: {}}\n"),
              "wrong-value | routing/routing.md:20:17: \"after\" is \"30s\", not later than the stage before; each stage comes later than "
              "the one before, "
              "counted from the start of the visit\n");
}

// ---- Documents ------------------------------------------------------------------------------------------------------

TEST(Compile, FrontMatterMissing) {
    EXPECT_EQ(said({{"main/main.md", "# Main line\n"}}),
              "front-matter | main/main.md:1:1: the document has no front matter; begin it with a line ---, then fields such as `id: "
              "main-line`, then a line ---\n");
}
TEST(Compile, FrontMatterWithoutEnd) {
    EXPECT_EQ(said({{"main/main.md", "---\nid: main\n"}}),
              "front-matter | main/main.md:1:1: the front matter does not end; close it with a line ---\n");
}
TEST(Compile, FrontMatterFieldMissing) {
    std::string text = front("main");
    text.erase(text.find("owner"), std::string_view("owner: head\n").size());
    EXPECT_EQ(said({{"main/main.md", text}}),
              "missing-field | main/main.md:2:1: the front matter has no \"owner\"; write for example `owner: head of customer service`\n");
}
TEST(Compile, DateThatIsNone) {
    std::string text = front("main");
    text.replace(text.find("2026-11-22"), 10, "2026-02-30");
    EXPECT_EQ(said({{"main/main.md", text}}),
              "wrong-value | main/main.md:10:12: \"effective\" is \"2026-02-30\"; a date is written year-month-day, such as 2026-11-22\n");
}
TEST(Compile, UnknownLanguage) {
    EXPECT_EQ(said({{"main/main.md", front("main", "tr")}}),
              "wrong-value | main/main.md:7:11: \"language\" is \"tr\"; the languages are en, ar, fa, id and ms\n");
}
TEST(Compile, UnknownKindOfDocument) {
    std::string text = front("main");
    text.replace(text.find("kind: procedure"), 15, "kind: procedur");
    EXPECT_EQ(said({{"main/main.md", text}}),
              "wrong-value | main/main.md:4:7: there is no kind of document \"procedur\"; did you mean \"procedure\"?\n");
}
TEST(Compile, PathAndIdDiffer) {
    EXPECT_EQ(said({{"main/menu.md", front("main")}}),
              "document-path | main/menu.md:1:1: the front matter says id \"main\" and language \"en\"; such a document is called "
              "main/main.md\n");
}
TEST(Compile, IdTwice) {
    EXPECT_EQ(said({{"main/main.md", front("main")}, {"main/main.md", front("main")}}),
              "id-twice | main/main.md:1:1: the id \"main\" belongs to main/main.md too; give one of the two another id\n");
}
TEST(Compile, ClauseTwice) {
    const std::string flow = clause("flow", "start: d\nsteps: {d: {end: done}}\n");
    EXPECT_EQ(said({{"main/main.md", front("main") + flow + flow}}),
              "clause-twice | main/main.md:17:1: the clause \"flow\" stands twice in this document; put both together, or make a procedure "
              "of its own\n");
}
TEST(Compile, ClauseOfALaterVersion) {
    EXPECT_EQ(said({{"main/main.md", front("main") + clause("scorecard", "items: []\n")}}),
              "later-clause | main/main.md:13:1: this version does not read the clause \"scorecard\" yet; it reads flow, form, routing, "
              "escalation, "
              "standards, survey and examples\n");
}
TEST(Compile, MisspeltClause) {
    EXPECT_EQ(said({{"main/main.md", front("main") + clause("flwo", "start: d\n") + clause("rooting", "queues: {}\n")}}),
              "unknown-clause | main/main.md:16:1: there is no clause \"rooting\"; did you mean \"routing\"?\n");
}
TEST(Compile, OtherFencedBlocksAreForTheReader) {
    EXPECT_EQ(said({{"main/main.md", front("main") + clause("", "flow") + clause("json", "{}\n")}}), "");
}
TEST(Compile, IndentedClause) {
    EXPECT_EQ(said({{"main/main.md", front("main") + "- item\n\n  ```flow\n  start: d\n  ```\n"}}),
              "clause-place | main/main.md:15:3: the clause \"flow\" is indented or inside a list or quotation; let its fence begin at the "
              "left edge\n");
}
TEST(Compile, EmptyClause) {
    EXPECT_EQ(said({{"main/main.md", front("main") + clause("flow", "")}}),
              "clause-empty | main/main.md:13:1: the clause \"flow\" is empty; write its fields, or remove it\n");
}

// ---- Translations ---------------------------------------------------------------------------------------------------

const SourceDocument menu{
    "menu/menu.md", front("menu") + "# Menu\n\n## Purpose\n\n" +
                        clause("flow",
                               "start: m\nsteps:\n  m: {choose: \"For cards press 1, for accounts 2.\", keys: {1: w, 2: d}, otherwise: d}\n"
                               "  w: {say: \"Wait.\", next: d}\n  d: {end: done}\n")};
SourceDocument menu_in_arabic(std::string_view headings, std::string_view texts) {
    return {"menu/menu.ar.md", translation_front("menu", "ar") + std::string(headings) + clause("texts", texts)};
}
constexpr std::string_view arabic_headings = "# القائمة\n\n## الغرض\n\n";
constexpr std::string_view arabic_texts =
    "flow:\n  m: {text: \"للبطاقات اضغط ١، وللحسابات ٢.\", spoken: \"اِضغَط واحد.\"}\n  w: \"انتظر.\"\n";

TEST(Compile, TranslationsStandBesideTheSource) {
    const auto manual = compile({menu, menu_in_arabic(arabic_headings, arabic_texts)});
    ASSERT_TRUE(manual) << said({menu, menu_in_arabic(arabic_headings, arabic_texts)});
    const Flow& flow = *manual->flow("menu"_key);
    const Line& line = verb<Choose>(flow, "m").text;
    EXPECT_EQ(line.read[Language::en], "For cards press 1, for accounts 2.");
    EXPECT_EQ(line.read[Language::ar], "للبطاقات اضغط ١، وللحسابات ٢.");
    EXPECT_EQ(line.spoken[Language::ar], "اِضغَط واحد.");
    EXPECT_EQ(verb<Say>(flow, "w").text.read[Language::ar], "انتظر.");
    EXPECT_EQ(flow.title[Language::ar], "العنوان");
    EXPECT_EQ(manual->languages, (std::vector{Language::en, Language::ar}));
}
TEST(Compile, TranslationWithoutATextIsBehind) {
    EXPECT_EQ(said({menu, menu_in_arabic(arabic_headings, "flow:\n  m: \"للبطاقات اضغط ١، وللحسابات ٢.\"\n")}),
              "text-missing | menu/menu.ar.md:11:1: the text of the step \"w\" is missing in \"ar\"; write for example `w: \"…\"`\n");
}
TEST(Compile, TranslationOfAStepThatIsGone) {
    EXPECT_EQ(said({menu, menu_in_arabic(arabic_headings, std::string(arabic_texts) + "  old: \"قديم.\"\n")}),
              "text-unknown | menu/menu.ar.md:14:3: the source has no step \"old\" with a text; known are: m, w\n");
}
TEST(Compile, TranslationThatNamesOtherKeys) {
    EXPECT_EQ(said({menu, menu_in_arabic(arabic_headings, "flow:\n  m: \"للبطاقات اضغط ١، وللحسابات ٣.\"\n  w: \"انتظر.\"\n")}),
              "keys-differ | menu/menu.ar.md:12:6: the text of \"m\" names the keys 1, 3, the source names the keys 1, 2; a translation "
              "names the keys of its source\n");
}
TEST(Compile, TranslationWithoutAHeading) {
    EXPECT_EQ(said({menu, menu_in_arabic("# القائمة\n\n", arabic_texts)}),
              "headings-differ | menu/menu.ar.md:1:1: the heading \"Purpose\" (menu/menu.md:15) of the source is missing; a translation "
              "has the headings of its source\n");
}
TEST(Compile, TranslationWithAHeadingOfAnotherLevel) {
    EXPECT_EQ(said({menu, menu_in_arabic("# القائمة\n\n# الغرض\n\n", arabic_texts)}),
              "headings-differ | menu/menu.ar.md:8:1: the heading \"الغرض\" stands where the source has \"Purpose\" (menu/menu.md:15); "
              "a translation has the headings of its source, at the same levels\n");
}
TEST(Compile, TranslationWithoutTexts) {
    EXPECT_EQ(said({menu, {"menu/menu.ar.md", translation_front("menu", "ar") + std::string(arabic_headings)}}),
              "text-missing | menu/menu.ar.md:1:1: the text of the step \"m\" is missing in \"ar\"; write for example `m: \"…\"`\n"
              "text-missing | menu/menu.ar.md:1:1: the text of the step \"w\" is missing in \"ar\"; write for example `w: \"…\"`\n");
}
TEST(Compile, TranslationWithStructure) {
    EXPECT_EQ(said({routing,
                    {"routing/routing.ar.md", translation_front("routing", "ar") + clause("texts", "routing: {cards: البطاقات}\n") +
                                                  clause("routing", "queues: {}\n")}}),
              "clause-place | routing/routing.ar.md:9:1: a translation has no clause \"routing\"; structure stands in the source, texts in "
              "the clause `texts`\n");
}
TEST(Compile, TranslationOfNothing) {
    EXPECT_EQ(said({routing, menu_in_arabic("", arabic_texts)}),
              "translation-orphan | menu/menu.ar.md:1:1: there is no source \"menu\" of which this is a translation; write menu/menu.md\n");
}
TEST(Compile, QueueTitlesAreTranslated) {
    const auto manual =
        compile({routing, {"routing/routing.ar.md", translation_front("routing", "ar") + clause("texts", "routing: {cards: البطاقات}\n")}});
    ASSERT_TRUE(manual);
    EXPECT_EQ((*manual->queue_title("cards"_key))[Language::ar], "البطاقات");
}

/// What is said of a queue that tells two things, and of this translation of it.
std::string messages_in_arabic(std::string_view texts, std::string_view app = "You can see it in the app within 5 minutes.") {
    const std::string body = "queues:\n  cards:\n    title: Cards\n    skills: {}\n    announce:\n      first: 20s\n      every: 1m\n"
                             "      messages:\n        app: {text: \"" +
                             std::string(app) + "\"}\n        web: {text: \"Write to us.\"}\n";
    return said({{"routing/routing.md", front("routing") + clause("routing", body)},
                 {"routing/routing.ar.md", translation_front("routing", "ar") + clause("texts", "routing:\n" + std::string(texts))}});
}

TEST(Compile, MessagesOfAQueueAreTranslated) {
    EXPECT_EQ(messages_in_arabic("  cards: {title: البطاقات, messages: {app: \"خلال ٥ دقائق.\", web: {text: \"اكتب.\"}}}\n"), "");
    const auto manual = compile({{"routing/routing.md", front("routing") + clause("routing", R"(queues:
  zeta: {title: Zeta, skills: {}, announce: {first: 20s, messages: {app: {text: "See the app."}}}}
  cards: {title: Cards, skills: {}, announce: {first: 20s, messages: {app: {text: "Open the app."}}}}
  loans: {title: Loans, skills: {}}
)")},
                                 {"routing/routing.ar.md", translation_front("routing", "ar") + clause("texts", R"(routing:
  zeta: {title: زيتا, messages: {app: "انظر التطبيق."}}
  cards: {title: البطاقات, messages: {app: {text: "افتح التطبيق.", spoken: "اِفْتَح التَّطبيق."}}}
  loans: القروض
)")}});
    ASSERT_TRUE(manual);
    ASSERT_EQ(manual->queue_messages.size(), 2u);
    const QueueMessages& cards = manual->queue_messages[0];
    EXPECT_EQ(cards.id, "cards"_key);
    ASSERT_EQ(cards.texts.size(), 1u);
    EXPECT_EQ(cards.texts[0].read[Language::en], "Open the app.");
    EXPECT_EQ(cards.texts[0].read[Language::ar], "افتح التطبيق.");
    EXPECT_EQ(cards.texts[0].spoken[Language::ar], "اِفْتَح التَّطبيق.");
}
TEST(Compile, AMessageThatIsNotTranslatedIsSaidWithItsPlace) {
    EXPECT_EQ(messages_in_arabic("  cards: {title: البطاقات, messages: {app: \"خلال ٥ دقائق.\", old: \"قديم.\"}}\n"),
              "text-missing | routing/routing.ar.md:8:28: the text of the message \"web\" is missing in \"ar\"; write for example `web: "
              "\"…\"`\n"
              "text-unknown | routing/routing.ar.md:8:61: the source has no message \"old\" with a text; known are: app, web\n");
    EXPECT_EQ(messages_in_arabic("  cards: البطاقات\n"),
              "text-missing | routing/routing.ar.md:8:3: the text of the message \"app\" is missing in \"ar\"; write for example `{title: "
              "\"…\", messages: {app: \"…\"}}`\n"
              "text-missing | routing/routing.ar.md:8:3: the text of the message \"web\" is missing in \"ar\"; write for example `{title: "
              "\"…\", messages: {web: \"…\"}}`\n");
}
TEST(Compile, AMessageIsJudgedAsEveryTextThatCallersHear) {
    EXPECT_EQ(messages_in_arabic("  cards: {title: البطاقات, messages: {app: \"خلال ٦ دقائق.\", web: \"اكتب.\"}}\n"),
              "numbers-differ | routing/routing.ar.md:8:44: the text of \"app\" names 6, the source names 5; a translation has the "
              "numbers, keys and deadlines of its source, in digits\n");
    const std::string arabic = "  cards: {title: البطاقات, messages: {app: \"هنا.\", web: \"اكتب.\"}}\n";
    std::string endless = "This";
    for (int word = 0; word < 25; ++word) endless += " word";
    EXPECT_EQ(messages_in_arabic(arabic, endless + "."),
              "sentence-long | routing/routing.md:22:21: a sentence of the message \"app\" has more than 25 words; make two of it, "
              "or a message of its own: callers hear it once\n");
    EXPECT_EQ(messages_in_arabic(arabic, "Hello {customer}."),
              "placeholders-differ | routing/routing.ar.md:8:44: the text of \"app\" shows no field, the source shows customer; a "
              "translation shows the fields of its source\n"
              "placeholder-spoken | routing/routing.md:22:21: what a caller hears cannot show {customer}; callers' texts are spoken once "
              "for all: leave it out\n");
}
TEST(Compile, LanguageMissing) {
    EXPECT_EQ(said({routing, menu, menu_in_arabic(arabic_headings, arabic_texts)}),
              "language-missing | routing/routing.md:1:1: there is no translation into \"ar\", in which other documents stand; write "
              "routing/routing.ar.md\n");
}

}  // namespace
}  // namespace markaz::procedure
