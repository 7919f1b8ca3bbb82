#pragma once
// One document of a manual: front matter, headings and clauses, each with its place. What they mean is not decided here.

#include <optional>
#include <string>
#include <vector>

#include "procedure/finding.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

/// One file of a manual as it was given: the path is relative to the manual, the text is UTF-8.
struct SourceDocument {
    std::string path;
    std::string text;
};

struct Heading {
    int level = 1;
    std::string text;
    Place place;
};

/// A fenced block whose info string is the name of a clause.
struct Clause {
    std::string kind;  ///< `flow`, `routing`, `texts`, …
    Place place;       ///< of the fence
    Node body;
};

/// What stands under one heading, code left out; what stands before the first heading has a section of its own.
struct Section {
    std::size_t items = 0;     ///< of all lists
    std::size_t numbered = 0;  ///< those of numbered lists
    std::string text;          ///< a line for each block, the heading's own first
};

/// A word or name at its place.
struct PlacedWord {
    std::string word;
    Place place;
};

struct Document {
    std::string path;
    Node front;  ///< a map
    std::vector<Heading> headings;
    std::vector<Section> sections;  ///< one more than headings: the first stands before them all
    std::vector<Clause> clauses;
    std::vector<std::pair<PlacedWord, std::size_t>> bold_items;  ///< list items that begin in bold, with their section
    std::vector<PlacedWord> term_links;  ///< `term:` and a name
    std::vector<PlacedWord> pictures;    ///< by their alternative text, which may be empty
    std::vector<PlacedWord> capitals;    ///< words of two to six capital Latin letters in text and clauses
};

/// A document may have this many bytes. The longest procedure that people still read has a tenth of it.
inline constexpr std::size_t largest_document = std::size_t{256} << 10;

/// True for the name of a clause, whether this version reads it or not.
bool is_clause_kind(std::string_view kind);

/// Reads one document. Adds findings (rules `document-size`, `document-text`, `front-matter`, `clause-place`, `clause-empty`,
/// `unknown-clause`, and those of read_yaml) and returns nothing when front matter or text cannot be read at all; a clause that
/// cannot be read has a body of kind `nothing`.
std::optional<Document> read_document(const SourceDocument& source, Findings& findings);

}  // namespace markaz::procedure
