#pragma once
// Compiles a manual as a compiler does: either the whole manual can be run, or everything that is wrong with it is said.

#include <expected>
#include <vector>

#include "procedure/document.hpp"
#include "procedure/example.hpp"
#include "procedure/finding.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

/// The manual, with version 0 until it is published; or the findings, sorted by path and place.
using Compiled = std::expected<Manual, std::vector<Finding>>;

/// What is demanded of the documents.
enum class Demand {
    new_text,   ///< that it can be run, and that no translation is behind
    stored,     ///< that it can be run: an older program published it, and its texts will not change any more
};

/// `documents` may come in any order; the same documents always give the same result. That the text around the clauses is as it
/// should be is judged by check().
Compiled compile(std::vector<SourceDocument> documents, Demand demand = Demand::new_text);

/// All that is known of a manual before it is published.
struct Checked {
    Manual manual;                  ///< usable if nothing was found
    std::vector<Finding> findings;  ///< sorted by path and place
    std::vector<Example> examples;  ///< to be run in the machine
};

/// What `markaz check` and every publication demand: compile(), and the rules of sections, terms and numbers (prose.hpp).
Checked check(std::vector<SourceDocument> documents);

}  // namespace markaz::procedure
