#pragma once
// A data directory belongs to one process at a time.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace markaz::journal {

inline constexpr std::string_view journal_file = "journal.db";
inline constexpr std::string_view records_file = "records.db";
inline constexpr std::string_view lock_file = "lock";
/// What other systems observed, which no journal decided (imports.md), and the lock of whoever imports.
inline constexpr std::string_view observations_file = "observations.db";
inline constexpr std::string_view imports_lock_file = "imports.lock";

/// Holds a directory until it is destroyed. The kernel lets go of it when the process ends, however it ends.
class DirectoryLock {
public:
    /// Makes the directory for its owner's eyes alone (0700) where it does not exist. The Problem names the process that holds it.
    /// `file` is the lock's, inside of the directory.
    static Result<DirectoryLock> take(const std::filesystem::path& directory, std::string_view file = lock_file);

    /// Where the holder can be reached, such as `http://127.0.0.1:8080`: whoever comes later is told so.
    void tell_address(std::string_view address);

    DirectoryLock(DirectoryLock&& other) noexcept;
    DirectoryLock& operator=(DirectoryLock&& other) noexcept;
    ~DirectoryLock();

private:
    explicit DirectoryLock(int file) : file_(file) {}
    int file_ = -1;
};

/// What the lock file says of its holder.
struct Holder {
    std::string process;  ///< its number
    std::string address;  ///< where it can be reached; empty until it has told that
};

/// Whoever holds the directory and has told its address; both empty if that process is gone, or has not told it.
Holder reachable_holder(const std::filesystem::path& directory);

}  // namespace markaz::journal
