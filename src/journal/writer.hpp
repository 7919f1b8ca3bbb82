#pragma once
// Where the driver puts entries and snapshots.

#include <map>
#include <span>

#include "base/result.hpp"
#include "centre/snapshot.hpp"
#include "journal/entry.hpp"

namespace markaz::journal {

/// Versions of the manual and the documents of each.
using Publications = std::map<std::uint64_t, std::vector<procedure::DocumentRef>>;

/// Why a snapshot was stored. Those of an upgrade are kept: replay begins there with the machine that took over.
enum class SnapshotReason { regular, upgrade };
BOOST_DESCRIBE_ENUM(SnapshotReason, regular, upgrade)

/// The machine's state after an entry.
struct StoredSnapshot {
    EntryNumber number = 0;
    std::uint32_t machine_version = 0;
    SnapshotReason reason = SnapshotReason::regular;
    centre::Snapshot state;
    Publications manuals;  ///< those that the state names
};

class Writer {
public:
    virtual ~Writer() = default;

    /// Stores the entries, all or none: when it returns without a Problem they survive the end of the process and of the power.
    /// Their numbers follow the last one that was stored.
    virtual Result<void> append(std::span<const Entry> entries) = 0;

    /// Stores a snapshot and lets old ones go. Some snapshot that is not newer than `slowest`, the last entry that every
    /// projection has applied, stays.
    virtual Result<void> keep(const StoredSnapshot& snapshot, EntryNumber slowest) = 0;
};

}  // namespace markaz::journal
