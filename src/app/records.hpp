#pragma once
// records.db as a whole: every room's tables in one numbered list.

#include <filesystem>

#include "edge/storage/database.hpp"

namespace markaz::app {

/// Opens it for writing and brings its schema up to this program's; refuses one that a newer program wrote.
Result<storage::Database> open_records(const std::filesystem::path& data);

/// A further connection to the same file, for another thread. It has been opened and migrated before.
Result<storage::Database> connect_records(const std::filesystem::path& data);

/// For reading, also beside a running centre; refuses a file that a newer program wrote.
Result<storage::Database> read_records(const std::filesystem::path& data);

}  // namespace markaz::app
