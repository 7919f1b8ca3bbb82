#pragma once
// A translation has the headings of its source, and the texts of its steps and queues by their ids. It has no structure of its own.

#include <optional>
#include <vector>

#include "procedure/document.hpp"
#include "procedure/flow.hpp"
#include "procedure/routing_clause.hpp"

namespace markaz::procedure {

/// Puts the texts of one translation beside those of the source, and reports where it is behind: texts that are missing or
/// belong to nothing (`text-missing`, `text-unknown`), keys that a menu names differently (`keys-differ`), headings that
/// differ (`headings-differ`).
void add_translation(const Document& translation, const Document& source, Language language, Language source_language,
                     std::optional<ReadFlow>& flow, std::vector<ReadQueue>& queues, Findings& findings);

}  // namespace markaz::procedure
