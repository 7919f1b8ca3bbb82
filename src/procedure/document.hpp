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

struct Document {
    std::string path;
    Node front;  ///< a map
    std::vector<Heading> headings;
    std::vector<Clause> clauses;
};

/// A document may have this many bytes. The longest procedure that people still read has a tenth of it.
inline constexpr std::size_t largest_document = std::size_t{256} << 10;

/// Reads one document. Adds findings (rules `document-size`, `document-text`, `front-matter`, `clause-place`, `clause-empty`,
/// `unknown-clause`, and those of read_yaml) and returns nothing when front matter or text cannot be read at all; a clause that
/// cannot be read has a body of kind `nothing`.
std::optional<Document> read_document(const SourceDocument& source, Findings& findings);

}  // namespace markaz::procedure
