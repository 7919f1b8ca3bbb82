#pragma once
// Expected failures are values. Exceptions are for the edge's libraries, assertions for our own mistakes.

#include <expected>
#include <string>

namespace markaz {

/// What went wrong, said to a person: where it is, what is wrong, and what would be right.
/// It reads as one line: `manual/main/main.md:12:3: key "x" is pressed twice; each key leads to one step`.
struct Problem {
    std::string where;  ///< `file:line:column`, a JSON path such as `/agents/3/skills`, a flag, or empty
    std::string what;
    std::string right;  ///< empty where nothing helpful can be said

    std::string line() const {
        std::string text = where.empty() ? what : where + ": " + what;
        if (!right.empty()) text += "; " + right;
        return text;
    }
    friend bool operator==(const Problem&, const Problem&) = default;
};

template <class T>
using Result = std::expected<T, Problem>;

inline std::unexpected<Problem> problem(std::string where, std::string what, std::string right = {}) {
    return std::unexpected(Problem{std::move(where), std::move(what), std::move(right)});
}

}  // namespace markaz
