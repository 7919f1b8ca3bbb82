#pragma once
// What the compiler has to say about a manual: where, what, what would be right. All of it, not only the first.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"

namespace markaz::procedure {

/// A place in a document, both counted from 1. Columns count characters, not bytes, as editors show them.
struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    friend auto operator<=>(const Place&, const Place&) = default;
};
BOOST_DESCRIBE_STRUCT(Place, (), (line, column))

/// Every rule by which something is found, in the order of docs/rules.md, which explains them.
inline constexpr auto rules = std::to_array<std::string_view>({
    // The document
    "manual-empty", "document-size", "document-text", "document-path", "front-matter", "id-twice", "clause-place",
    "clause-empty", "clause-twice", "unknown-clause", "later-clause", "section-missing", "steps-missing", "example-missing",
    "example-fails", "title-short", "title-twice", "picture-text",
    // Terms
    "term-twice", "unknown-term", "unknown-abbreviation",
    // YAML and fields
    "yaml", "yaml-alias", "yaml-merge", "yaml-tag", "yaml-depth", "yaml-name", "unknown-field", "missing-field", "field-twice",
    "wrong-type", "wrong-value",
    // Steps
    "unknown-verb", "verb-first", "promise-deadline", "flow-size", "step-twice", "key-twice", "unknown-step",
    "dead-end", "unreachable-step", "end-missing", "no-way-out", "caller-verb-after-queue", "agent-verb-before-queue",
    "placeholder-spoken", "unknown-name", "silent-circle", "sentence-long", "condition",
    // Between documents
    "unknown-procedure", "unknown-outcome", "perform-circle", "perform-depth", "perform-side", "unknown-queue", "queue-twice",
    "unknown-site", "unknown-escalation", "escalation-twice", "escalation-prefer", "unknown-survey", "survey-twice", "field-of-two",
    "field-type", "unknown-metric", "target-twice", "target-differs", "threshold-twice",
    // Translations
    "language-missing", "translation-orphan", "translation-behind", "headings-differ", "items-differ", "text-missing",
    "text-unknown", "keys-differ", "numbers-differ", "placeholders-differ"});

/// One of them. Another word does not compile, so that no finding lacks its explanation.
class Rule {
public:
    constexpr Rule() = default;
    consteval Rule(const char* id) : id_(id) {
        if (std::ranges::find(rules, id_) == rules.end()) throw "write the rule into `rules` and docs/rules.md";
    }
    constexpr std::string_view id() const { return id_; }
    friend auto operator<=>(const Rule&, const Rule&) = default;

private:
    std::string_view id_;
};

/// One thing that is wrong in one document.
struct Finding {
    Rule rule;
    std::string path;  ///< as the document was named
    Place place;
    std::string what;
    std::string right;

    Problem problem() const { return {path + ':' + std::to_string(place.line) + ':' + std::to_string(place.column), what, right}; }
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Gathers what is found in one document.
class Findings {
public:
    explicit Findings(std::string path) : path_(std::move(path)) {}

    void add(Rule rule, Place place, std::string what, std::string right = {}) {
        found_.push_back({rule, path_, place, std::move(what), std::move(right)});
    }
    bool empty() const { return found_.empty(); }
    std::size_t size() const { return found_.size(); }
    const std::string& path() const { return path_; }
    std::vector<Finding> take() { return std::move(found_); }

private:
    std::string path_;
    std::vector<Finding> found_;
};

/// `"word"`: names a thing of the document in a message. Long ones are cut, so that a message stays one line.
std::string quoted(std::string_view word);

/// The known word that `word` was probably meant to be, or an empty view when none is near (Levenshtein 1966: at most one edit
/// in three letters).
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

/// What would be right in place of an unknown word: `did you mean "cards"?`, or else the list of all that are known.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace markaz::procedure
