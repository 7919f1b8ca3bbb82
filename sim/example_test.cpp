// Examples of a manual are run in the machine that serves live calls.

#include <gtest/gtest.h>

#include "procedure/compile.hpp"
#include "procedure/source.hpp"
#include "sim/example.hpp"

namespace markaz::sim {
namespace {

std::string head(std::string_view kind) {
    return "---\nid: main\ntitle: Serve the caller\nkind: " + std::string(kind) +
           "\ndepartment: service\naudience: agent\nlanguage: en\nowner: head\napprover: manager\neffective: 2026-11-22\nreview_every: "
           "180d\n---\n";
}
constexpr std::string_view flow = R"(```flow
start: menu
steps:
  menu:   {choose: "Press 1.", keys: {1: cards}, tries: 2, otherwise: bye}
  cards:  {queue: cards, next: verify}
  verify: {check: "The name agrees.", mandatory: true, yes: amount, no: refuse}
  amount: {ask: "How much?", field: amount, next: done}
  refuse: {end: refused}
  done:   {end: resolved}
  bye:    {end: no-key}
```
```form
fields: {amount: {title: Amount, type: number}}
```
```routing
queues:
  cards: {title: Cards, skills: {cards: 3}, relax: [{after: 30s, skills: {cards: 1}}]}
```
)";

/// What is said of one example, whose moves stand on line 33.
std::string said(std::string_view example) {
    const procedure::Checked checked = procedure::check(
        {{"main/main.md", head("procedure") + std::string(flow) + "```examples\none:\n" + std::string(example) + "```\n"}});
    std::string text;
    for (const procedure::Finding& finding : checked.findings)
        if (finding.rule.id() != "section-missing" && finding.rule.id() != "steps-missing") text += finding.problem().line() + '\n';
    for (const procedure::Finding& finding : run_examples(checked.manual, checked.examples))
        text += std::string(finding.rule.id()) + " | " + finding.problem().line() + '\n';
    return text;
}

TEST(Example, RunsThroughMenuQueueAndGuide) {
    EXPECT_EQ(said("  when: [{press: 1}, {answered: cards}, {yes: verify}, {write: {amount: 20}}]\n"
                   "  then: {hears: [menu], passed: [cards, verify, amount], never: [refuse], outcome: resolved}\n"),
              "");
}
TEST(Example, PromptsAreHeardAndKeysWaitedFor) {
    EXPECT_EQ(said("  when: [{press: none}, {press: 5}]\n  then: {hears: [menu, menu], outcome: no-key}\n"), "");
}
TEST(Example, AWaitRelaxesWhatTheQueueWants) {
    EXPECT_EQ(said("  given: {agents: {amal: {cards: 1}}}\n  when: [{press: 1}]\n  then: {waits: cards}\n"), "");
    EXPECT_EQ(said("  given: {agents: {amal: {cards: 1}}}\n  when: [{press: 1}, {wait: 30s}]\n  then: {served_by: amal}\n"), "");
}
TEST(Example, WhatMayNotBeIsRefused) {
    EXPECT_EQ(
        said("  when: [{press: 1}, {answered: cards}, {deviate: {amount: \"in a hurry\"}}]\n  then: {refused: true, never: [amount]}\n"),
        "");
}
TEST(Example, AWrongOutcomeFailsAtItsPlace) {
    EXPECT_EQ(said("  when: [{press: 1}, {answered: cards}, {no: verify}]\n  then: {outcome: resolved}\n"),
              "example-fails | main/main.md:34:19: the example \"one\" fails: the outcome is \"refused\"; the example says \"resolved\"\n");
}
TEST(Example, AMoveThatIsNotPossibleFailsAtItsPlace) {
    EXPECT_EQ(said("  when: [{press: 1}, {yes: verify}]\n  then: {outcome: resolved}\n"),
              "example-fails | main/main.md:33:23: the example \"one\" fails: the guide stands at \"main/cards\"; the example is at "
              "\"main/verify\"\n");
    EXPECT_EQ(said("  when: [{press: 1}, {answered: cards}, {yes: verify}, {write: {amount: much}}]\n  then: {outcome: resolved}\n"),
              "example-fails | main/main.md:33:57: the example \"one\" fails: in the field \"amount\" \"much\" does not fit here; it is a "
              "number, such "
              "as 12 or 3.5, with at most four decimals\n");
}
TEST(Example, WhatWasHeardIsCompared) {
    EXPECT_EQ(said("  when: [{press: none}]\n  then: {hears: [menu]}\n"),
              "example-fails | main/main.md:32:1: the example \"one\" fails: the caller heard menu, menu; the example says menu\n");
}

TEST(Example, TheSampleManualPassesEveryCheckAndEveryExample) {
    const auto sample = procedure::sample_manual();
    const procedure::Checked checked = procedure::check({sample.begin(), sample.end()});
    std::string text;
    for (const procedure::Finding& finding : checked.findings) text += finding.problem().line() + '\n';
    ASSERT_EQ(text, "");
    for (const procedure::Finding& finding : run_examples(checked.manual, checked.examples)) text += finding.problem().line() + '\n';
    EXPECT_EQ(text, "");
}

}  // namespace
}  // namespace markaz::sim
