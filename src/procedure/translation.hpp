#pragma once
// A translation has the headings of its source, and the texts of its steps, fields and queues by their ids. It has no structure of
// its own.

#include <optional>
#include <string>
#include <vector>

#include "procedure/clauses_read.hpp"
#include "procedure/document.hpp"
#include "procedure/flow.hpp"
#include "procedure/routing_clause.hpp"

namespace markaz::procedure {

/// Everything in a source that has a text.
struct Texts {
    std::optional<ReadFlow> flow;
    std::vector<ReadQueue> queues;
    std::vector<ReadField> fields;
    std::vector<ReadEscalation> escalations;
    std::vector<ReadSurvey> surveys;
};

/// Puts the texts of one translation beside those of the source, and reports where it is behind: texts that are missing or belong
/// to nothing (`text-missing`, `text-unknown`), keys, numbers and placeholders that a text names differently (`keys-differ`,
/// `numbers-differ`, `placeholders-differ`), headings that differ (`headings-differ`).
void add_translation(const Document& translation, const Document& source, Language language, Language source_language, Texts& texts,
                     Findings& findings);

/// The numbers in a text, sorted: every run of digits, in the digits 0 to 9 whatever the script. `24 hours or ٣ days` -> 24, 3.
/// Signs between digits divide them, because each language has its own: 1,000 and 1.000 name the same runs.
std::vector<std::string> numbers_in(std::string_view text);

/// The names in braces, sorted: `Tell {customer} that …` -> customer.
std::vector<std::string> placeholders_in(std::string_view text);

/// `12, 30` or `no number`: for messages.
std::string listed(const std::vector<std::string>& words, std::string_view none);

}  // namespace markaz::procedure
