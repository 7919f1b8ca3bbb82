#pragma once
// The journal through the machine once more: at every start for the entries behind the newest snapshot, and whole by
// `markaz replay`, which proves that this program decides as it did.

#include <optional>

#include "driver/live.hpp"
#include "driver/projector.hpp"
#include "journal/codec.hpp"
#include "journal/store.hpp"

namespace markaz::driver {

/// What a start found.
struct Recovered {
    Start start;
    EntryNumber from = 0;         ///< the snapshot's entry; 0: from the first entry on
    std::uint64_t replayed = 0;   ///< entries behind it
    /// What did not fit, though the start goes on: a snapshot that could not be read, an entry that came out otherwise. At most
    /// `most_notes`; to be shown to whoever runs the centre.
    std::vector<Problem> notes;
    static constexpr std::size_t most_notes = 10;
};

/// Brings the machine to the end of the journal: from the newest snapshot that is not newer than what every projection has
/// applied, else from the first entry. Hands each entry that a projection lacks to the projector and returns when records.db
/// stands at the journal's end. Where an older machine wrote the last entry it stores the snapshot from which this one goes on.
/// A Problem is an entry that is damaged, missing or unknown, or a manual that cannot be found.
Result<Recovered> recover(journal::Store& store, const journal::ManualLibrary& library, Projector* projector);

/// What a replay looked at.
struct Replayed {
    EntryNumber from = 1, to = 0;  ///< entries that this machine version wrote
    std::uint64_t compared = 0;
};

/// Reproduces the digest of every entry that this machine version wrote, beginning with an empty machine, or at the snapshot
/// with which this version took over. The Problem is the first entry that comes out otherwise, with its type and instant.
Result<Replayed> replay(journal::Store& store, const journal::ManualLibrary& library);

}  // namespace markaz::driver
