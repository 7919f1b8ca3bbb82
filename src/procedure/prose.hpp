#pragma once
// What is demanded of the text around the clauses, because people work by it: its sections, its terms, and that no translation is
// behind. A manual that breaks these rules could be run; it is not published.

#include <vector>

#include "procedure/document.hpp"
#include "procedure/front_matter.hpp"

namespace markaz::procedure {

/// A document on its way through the checker; `source` is null for a source.
struct ProseDocument {
    const Document* document;
    const FrontMatter* front;
    const Document* source;
    Findings* findings;
};

/// The rules `section-missing`, `steps-missing`, `example-missing`, `title-short`, `title-twice`, `picture-text`, `term-twice`,
/// `unknown-term`, `unknown-abbreviation`, `items-differ`, and `numbers-differ` for the text of sections.
void check_prose(const std::vector<ProseDocument>& documents);

/// The sections of a document, by the names that each language has for them.
enum class SectionKind { purpose, terms, instructions, expected_result, examples };
std::string_view section_name(SectionKind kind, Language language);

/// What stands under the heading of this section, a line for each paragraph and each item; empty where there is no such heading.
std::string section_text(const Document& document, SectionKind kind, Language language);

/// A sentence of a step has at most so many words: whoever reads it has a customer on the telephone, and may be new or read a second
/// language. The British government's guidance for its writers draws the same line.
inline constexpr std::size_t longest_sentence = 25;

/// What is read of a text that people work by: a step, or what a queue tells those who wait.
enum class Sentences { of_step, of_message };

/// Reports the first sentence of the step or message of this name that is longer (rule `sentence-long`).
void check_sentences(std::string_view text, Sentences of, std::string_view name, Place place, Findings& findings);

/// The id by which links name a term: `Verify identity (VI)` -> `verify-identity`.
std::string term_id(std::string_view name);

}  // namespace markaz::procedure
