// What reading and running the manual costs: 1,000 procedures in five languages compiled, and checked with all of their text; the way
// of a run to a step; one condition. All times are CPU time; a step of the whole machine is measured by guide_bench.
//
//     compile_bench [procedures, 1000 unless said]

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "procedure/compile.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {
namespace {

double seconds_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

/// A procedure as people write them: five sections, twelve steps, a form.
std::string source(const std::string& id) {
    std::string text = "---\nid: " + id + "\ntitle: Serve " + id +
                       "\nkind: procedure\ndepartment: service\naudience: agent\nlanguage: en\nowner: head\napprover: manager\neffective: "
                       "2026-11-22\nreview_every: 180d\n---\n\n# Serve\n\n## Purpose\n\nWhoever calls is served.\n\n## Instructions\n\n";
    for (int i = 1; i <= 6; ++i) text += std::to_string(i) + ". Do what the step says, within 24 hours.\n";
    text += "\n```flow\nstart: s0\naudience: agent\nsteps:\n";
    for (int i = 0; i < 12; ++i)
        text += "  s" + std::to_string(i) + ": {do: \"Do what has to be done here, and tell the customer.\", when: \"amount-" + id + " > " +
                std::to_string(i) + "\", next: s" + std::to_string(i + 1) + "}\n";
    return text +
           "  s12: {ask: \"How much?\", field: amount-" + id + ", next: s13}\n  s13: {end: done}\n```\n\n```form\nfields:\n  amount-" + id +
           ": {title: Amount, type: number}\n```\n\n## Expected result\n\nThe customer is "
           "served.\n\n## Examples\n\n- Whoever calls is served.\n\n```examples\nserved:\n  when: [{done: s0}]\n  then: {passed: "
           "[s0]}\n```\n";
}
std::string translation(const std::string& id, std::string_view language) {
    std::string text =
        "---\nid: " + id + "\ntitle: Serve " + id + "\nlanguage: " + std::string(language) + "\n---\n\n# S\n\n## P\n\nIt is.\n\n## I\n\n";
    for (int i = 1; i <= 6; ++i) text += std::to_string(i) + ". Do what the step says, within 24 hours.\n";
    text += "\n```texts\nflow:\n";
    for (int i = 0; i < 13; ++i) text += "  s" + std::to_string(i) + ": \"Do what has to be done here, and tell the customer.\"\n";
    return text + "form:\n  amount-" + id + ": \"Amount\"\n```\n\n## R\n\nServed.\n\n## E\n\n- Served.\n";
}

/// Nothing is measured of a manual that is refused.
void say_refused(const std::vector<Finding>& findings) {
    std::printf("refused: %s\n", findings.front().problem().line().c_str());
    std::exit(1);
}

void compile_many(int count) {
    std::vector<SourceDocument> documents;
    std::size_t bytes = 0;
    for (int i = 0; i < count; ++i) {
        const std::string id = "p" + std::to_string(i);
        documents.push_back({id + '/' + id + ".md", source(id)});
        for (std::string_view language : {"ar", "fa", "id", "ms"})
            documents.push_back({id + '/' + id + '.' + std::string(language) + ".md", translation(id, language)});
    }
    for (const SourceDocument& document : documents) bytes += document.text.size();
    const std::size_t size = documents.size();
    const auto say = [&](const char* what, std::clock_t start, const std::vector<Finding>& findings) {
        if (!findings.empty()) say_refused(findings);
        std::printf("%s %d procedures in 5 languages (%zu documents, %zu kB): %.2f s\n", what, count, size, bytes / 1000,
                    seconds_since(start));
    };
    std::clock_t start = std::clock();
    const auto manual = compile(documents);
    say("compile", start, manual ? std::vector<Finding>{} : manual.error());
    start = std::clock();
    say("check", start, check(std::move(documents)).findings);
}

/// One move over a step and back, with a condition on each.
void run_steps() {
    auto manual = compile({{"p/p.md", source("p")}});
    if (!manual) return say_refused(manual.error());
    constexpr int rounds = 200'000;
    Run run;
    run.flow = "p"_key;
    run.fields = {{"amount-p"_key, {ValueType::number, 100 * number_unit, {}}}};
    std::size_t entered = 0;
    const std::clock_t start = std::clock();
    for (int i = 0; i < rounds; ++i) entered += go_to(*manual, run, static_cast<StepIndex>(i % 12), {}).size();
    std::printf("way to a step: %.0f ns (%zu entered)\n", seconds_since(start) * 1e9 / rounds, entered);
}

void evaluate() {
    const std::vector<KnownName> names{
        {"amount", ValueType::number, {}}, {"reason", ValueType::choice, {}}, {"verified", ValueType::yes_no, {}}};
    const std::vector<KnownField> fields{{"amount"_key, {ValueType::number, 600 * number_unit, {}}},
                                         {"reason"_key, {ValueType::choice, 0, "double"_key}},
                                         {"verified"_key, {ValueType::yes_no, 1, {}}}};
    Facts facts;
    facts.fields = fields;
    for (std::string_view text :
         {"amount > 500", "amount > 500 and verified", "verified and (amount * 2 > 1000 or reason in [\"double\", \"unknown\"])"}) {
        const auto condition = Condition::compile(text, names);
        constexpr int rounds = 2'000'000;
        int held = 0;
        const std::clock_t start = std::clock();
        for (int i = 0; i < rounds; ++i) held += condition->holds(facts);
        std::printf("condition `%.*s`: %.0f ns%s\n", static_cast<int>(text.size()), text.data(), seconds_since(start) * 1e9 / rounds,
                    held == rounds ? "" : " (wrong)");
    }
}

}  // namespace
}  // namespace markaz::procedure

int main(int count, char** words) {
    int procedures = 1000;
    if (count > 1) std::from_chars(words[1], words[1] + std::strlen(words[1]), procedures);
    markaz::procedure::compile_many(procedures);
    markaz::procedure::run_steps();
    markaz::procedure::evaluate();
}
