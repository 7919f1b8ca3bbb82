#pragma once
// Copies of a data directory, and the proof that one is sound.

#include <filesystem>
#include <string>
#include <vector>

#include "driver/replay.hpp"

namespace markaz::driver {

/// What was copied.
struct Copied {
    EntryNumber last = 0;      ///< the last entry in the copy's journal
    std::size_t files = 0;     ///< beside the two databases, such as recordings
};

/// Copies a data directory, while a centre may go on working in it. The records are copied first, the journal second: so the
/// journal is never behind the records, and a start on the copy folds the rest. `target` must not be there, or be empty;
/// it is there only when the copy is whole and on the disk.
Result<Copied> back_up(const std::filesystem::path& data, const std::filesystem::path& target);

/// Makes a data directory out of a backup, which is first read from end to end: a damaged one is refused. `data` must not be
/// there, or be empty.
Result<Copied> restore(const std::filesystem::path& backup, const std::filesystem::path& data);

/// Makes a new data directory out of a damaged one: the journal up to its first bad entry, and everything else as it is; the records are
/// folded again at the next start. `target` must not be there, or be empty.
Result<journal::Salvaged> salvage(const std::filesystem::path& data, const std::filesystem::path& target);

/// Where a projection stands.
struct ProjectionStanding {
    std::string name;
    std::uint32_t version = 0;
    EntryNumber applied = 0;
};
BOOST_DESCRIBE_STRUCT(ProjectionStanding, (), (name, version, applied))

/// What verify() found in order.
struct Verified {
    EntryNumber last = 0;
    std::size_t snapshots = 0;
    std::vector<ProjectionStanding> projections;
    Replayed replayed;
};

/// Reads every page of both databases, every entry and every snapshot, replays, and looks that no projection is ahead of the
/// journal. Works on a backup and beside a centre that goes on. The Problem is the first thing that is wrong.
Result<Verified> verify(const std::filesystem::path& data, const journal::ManualLibrary& library);

}  // namespace markaz::driver
