#pragma once
// Why: decisions and idleness explained from the journal, by the machine that made them, without disturbing the one that is live.

#include <vector>

#include "centre/explain.hpp"
#include "journal/codec.hpp"
#include "journal/store.hpp"

namespace markaz::driver {

using journal::EntryNumber;

/// So many entries may lie between the newest snapshot before an entry and the entry; an explanation that would need more is refused.
inline constexpr EntryNumber longest_way = 500'000;

/// Every decision that this entry made, derived again. A Problem where the journal cannot be read, or the way is too long.
Result<std::vector<centre::Explanation>> explain(journal::Store& store, const journal::ManualLibrary& library, EntryNumber entry);

/// Why this agent has nothing to do as of the journal's end; nothing where nobody has this number.
Result<std::optional<centre::Idleness>> why_idle(journal::Store& store, const journal::ManualLibrary& library, people::PersonId person);

}  // namespace markaz::driver
