#pragma once
// YAML as this manual allows it: texts, lists and maps, each with its place. What makes YAML surprising is refused: aliases and
// anchors, merge keys, tags, several documents in one. A scalar is always a text; whoever wants a number converts it.

#include <string>
#include <string_view>
#include <vector>

#include "procedure/finding.hpp"

namespace markaz::procedure {

struct Entry;

/// One value of a clause.
struct Node {
    enum class Kind { nothing, text, list, map };
    Kind kind = Kind::nothing;
    Place place;
    std::string text;
    bool quoted = false;          ///< of a text: its place is that of the quotation mark before it
    std::vector<Node> items;      ///< of a list
    std::vector<Entry> entries;   ///< of a map, in the order of the document; a name may stand twice, which Fields reports

    /// `nothing`, `a text`, `a list`, `a map`, or `empty` for a list or map without anything in it: for messages.
    std::string_view kind_text() const;
};

/// One field of a map.
struct Entry {
    std::string name;
    Place place;
    Node value;
};

/// Maps and lists may lie this deep in each other; a clause of the manual needs five.
inline constexpr std::size_t deepest_yaml = 16;

/// Whether the text is UTF-8 in which only what a person can see stands: no control characters, which also lets the libraries below agree
/// about where lines end. Otherwise one finding is added (rule `document-text`).
bool readable(std::string_view text, Findings& findings, std::uint32_t first_line = 1);

/// Reads one YAML text whose first line is line `first_line` of its document. Where it is refused, exactly one finding is added
/// (rules `document-text`, `yaml`, `yaml-alias`, `yaml-merge`, `yaml-tag`, `yaml-depth`, `yaml-name`) and the result has kind `nothing`.
Node read_yaml(std::string_view text, std::uint32_t first_line, Findings& findings);

}  // namespace markaz::procedure
