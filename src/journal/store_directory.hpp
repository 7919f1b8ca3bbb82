#pragma once
// A data directory belongs to one process at a time.

#include <filesystem>

#include "base/result.hpp"

namespace markaz::journal {

inline constexpr std::string_view journal_file = "journal.db";
inline constexpr std::string_view records_file = "records.db";
inline constexpr std::string_view lock_file = "lock";

/// Holds a directory until it is destroyed. The kernel lets go of it when the process ends, however it ends.
class DirectoryLock {
public:
    /// Makes the directory for its owner's eyes alone (0700) where it does not exist. The Problem names the process that holds it.
    static Result<DirectoryLock> take(const std::filesystem::path& directory);

    DirectoryLock(DirectoryLock&& other) noexcept;
    DirectoryLock& operator=(DirectoryLock&& other) noexcept;
    ~DirectoryLock();

private:
    explicit DirectoryLock(int file) : file_(file) {}
    int file_ = -1;
};

}  // namespace markaz::journal
