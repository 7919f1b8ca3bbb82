#pragma once
// Inputs of the machine as journal entries, and back. Names and versions of types are written down here, never derived from C++:
// a name or version that was released is never used for anything else.

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "centre/inputs.hpp"
#include "centre/outputs.hpp"
#include "journal/entry.hpp"

namespace markaz::journal {

/// How an input is called in the journal, and the version in which it is written today.
struct InputType {
    std::string_view name;
    std::uint32_t version = 0;
    friend bool operator==(const InputType&, const InputType&) = default;
};

/// All types, in the order of centre::Input.
std::span<const InputType> input_types();

/// Lifts the body of a `type` from version `from` to `from + 1`.
struct Upcaster {
    std::string_view type;
    std::uint32_t from = 0;
    Result<json::Value> (*lift)(json::Value body);
};

/// Those that today's program needs to read everything that was ever released.
std::span<const Upcaster> released_upcasters();

/// Finds the compiled manual of a publication by the hashes of its documents. A Problem when a text is gone or no longer compiles.
using ManualLibrary =
    std::function<Result<procedure::ManualRef>(std::uint64_t version, const std::vector<procedure::DocumentRef>& documents)>;

/// Covers instants and contents of everything that was told, in order.
std::uint64_t told_digest(std::span<const centre::Told> told);

/// The entry of an input and of what the machine of today told because of it.
Entry make_entry(EntryNumber number, Instant at, contact::Origin origin, const centre::Input& input, std::span<const centre::Told> told);

/// Problem.where names the entry: `entry 17 (contact_arrived)`. Unknown types and newer versions are refused, because a
/// machine that passes over an input is no longer the same machine.
Result<centre::Input> decode(const Entry& entry, const ManualLibrary& library, std::span<const Upcaster> upcasters = released_upcasters());

/// `entry 17 (contact_arrived)`.
std::string name_of(const Entry& entry);

}  // namespace markaz::journal
