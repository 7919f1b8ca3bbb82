#pragma once
// What the compiler has to say about a manual: where, what, what would be right. All of it, not only the first.

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

/// One thing that is wrong in one document.
struct Finding {
    std::string rule;  ///< stable id, such as `unknown-step`; procedure.md lists them
    std::string path;  ///< as the document was named
    Place place;
    std::string what;
    std::string right;

    Problem problem() const { return {path + ':' + std::to_string(place.line) + ':' + std::to_string(place.column), what, right}; }
    friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (rule, path, place, what, right))

/// Gathers what is found in one document.
class Findings {
public:
    explicit Findings(std::string path) : path_(std::move(path)) {}

    void add(std::string_view rule, Place place, std::string what, std::string right = {}) {
        found_.push_back({std::string(rule), path_, place, std::move(what), std::move(right)});
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
