#include "driver/backup.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/store_documents.hpp"

namespace markaz::driver {

namespace {

namespace fs = std::filesystem;
using journal::journal_file;
using journal::observations_file;
using journal::records_file;
using journal::Store;
using storage::Database;
using storage::StorageError;

/// Files of the databases, which are copied as databases, and the locks, which belong to a process.
bool copied_otherwise(const fs::path& name) {
    const std::string text = name.string();
    return text == journal::lock_file || text == journal::imports_lock_file || text.starts_with(journal_file) ||
           text.starts_with(records_file) || text.starts_with(observations_file);
}

Result<void> is_free(const fs::path& target) {
    std::error_code error;
    if (!fs::exists(target, error) || fs::is_empty(target, error)) return {};
    return problem(target.string(), "something is here already", "name a directory that is empty or not there");
}

Result<void> copy_database(const fs::path& from, const fs::path& to) {
    if (!fs::exists(from)) return {};
    auto database = Database::open(from, Database::Mode::read_only);
    if (!database) return std::unexpected(std::move(database.error()));
    return database->backup_to(to);
}

std::size_t copy_files(const fs::path& from, const fs::path& to) {
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(from)) {
        if (copied_otherwise(entry.path().filename())) continue;
        const fs::path target = to / entry.path().filename();
        if (entry.is_directory()) {
            fs::create_directory(target, entry.path());
            files += copy_files(entry.path(), target);
        } else if (entry.is_regular_file()) {
            fs::copy_file(entry.path(), target);
            ++files;
        }
    }
    return files;
}

/// Everything that was written to this file system is on the disk.
Result<void> flush(const fs::path& directory) {
    const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool flushed = file >= 0 && ::syncfs(file) == 0;
    const int error = errno;
    if (file >= 0) ::close(file);
    if (flushed) return {};
    return problem(directory.string(), std::strerror(error), "choose another disk");
}

/// Copies into a directory that is not yet the one that was asked for.
Result<Copied> copy_into(const fs::path& from, const fs::path& part) {
    if (auto records = copy_database(from / records_file, part / records_file); !records)
        return std::unexpected(std::move(records.error()));
    if (auto copied = copy_database(from / observations_file, part / observations_file); !copied)
        return std::unexpected(std::move(copied.error()));
    if (auto copied = copy_database(from / journal_file, part / journal_file); !copied) return std::unexpected(std::move(copied.error()));
    Copied copied;
    copied.files = copy_files(from, part);
    auto store = Store::open_to_read(part);
    if (!store) return std::unexpected(std::move(store.error()));
    copied.last = store->last();
    return copied;
}

Result<Copied> copy_directory(const fs::path& from, const fs::path& to) {
    if (!fs::exists(from / journal_file)) return problem(from.string(), "there is no journal here", "name a data directory or a backup");
    if (auto free = is_free(to); !free) return std::unexpected(std::move(free.error()));
    fs::path part = fs::absolute(to).lexically_normal();
    if (!part.has_filename()) part = part.parent_path();
    const fs::path target = part;
    part += ".part";
    try {
        fs::create_directories(part.parent_path());
        fs::remove_all(part);
        if (::mkdir(part.c_str(), 0700) != 0) return problem(part.string(), std::strerror(errno), "name a directory that you may write");
        auto copied = copy_into(from, part);
        auto flushed = copied ? flush(part) : Result<void>{};
        if (copied && flushed) {
            fs::rename(part, target);
            flushed = flush(target.parent_path());
        }
        if (copied && flushed) return copied;
        fs::remove_all(part);
        return std::unexpected(copied ? std::move(flushed.error()) : std::move(copied.error()));
    } catch (const fs::filesystem_error& error) {
        std::error_code ignored;
        fs::remove_all(part, ignored);
        return problem(error.path1().string(), error.code().message(), "make space, or name another directory");
    }
}

Result<void> whole(const fs::path& file) {
    if (!fs::exists(file)) return {};
    auto database = Database::open(file, Database::Mode::read_only);
    if (!database) return std::unexpected(std::move(database.error()));
    return database->integrity();
}

/// The databases page by page, the journal entry by entry, the manuals' texts by their hashes.
Result<void> sound(const fs::path& directory) {
    for (std::string_view name : {records_file, observations_file, journal_file})
        if (auto read = whole(directory / name); !read) return read;
    auto store = Store::open_to_read(directory);
    if (!store) return std::unexpected(std::move(store.error()));
    auto entries = store->each(1, store->last(), [](const journal::Entry&) -> Result<void> { return {}; });
    if (!entries) return entries;
    auto documents = journal::Documents::open(directory, Database::Mode::read_only);
    if (!documents) return std::unexpected(std::move(documents.error()));
    return documents->check();
}

Result<std::vector<ProjectionStanding>> projections(const fs::path& directory) {
    const fs::path file = directory / records_file;
    if (!fs::exists(file)) return {};
    auto records = Database::open(file, Database::Mode::read_only);
    if (!records) return std::unexpected(std::move(records.error()));
    try {
        return records->query<ProjectionStanding>("select name, version, applied from projection order by name");
    } catch (const StorageError& error) {
        return problem(file.string(), error.what(), "delete this file to have it made anew, or restore the newest backup");
    }
}

}  // namespace

Result<Copied> back_up(const fs::path& data, const fs::path& target) { return copy_directory(data, target); }

Result<Copied> restore(const fs::path& backup, const fs::path& data) {
    if (!fs::exists(backup / journal_file))
        return problem(backup.string(), "this is no backup: there is no journal here", "name a directory that `markaz backup` made");
    if (auto free = is_free(data); !free) return std::unexpected(std::move(free.error()));
    if (auto read = sound(backup); !read) return std::unexpected(std::move(read.error()));
    return copy_directory(backup, data);
}

Result<journal::Salvaged> salvage(const fs::path& data, const fs::path& target) {
    if (!fs::exists(data / journal_file)) return problem(data.string(), "there is no journal here", "name a data directory or a backup");
    if (auto free = is_free(target); !free) return std::unexpected(std::move(free.error()));
    auto salvaged = Store::salvage(data, target);
    if (!salvaged) return salvaged;
    for (std::string_view name : {records_file, observations_file})
        if (auto copied = copy_database(data / name, target / name); !copied) return std::unexpected(std::move(copied.error()));
    try {
        copy_files(data, target);
        // The records may know entries that are lost: whatever is a fold is folded again.
        if (fs::exists(target / records_file)) {
            auto records = Database::open(target / records_file, Database::Mode::read_write);
            if (!records) return std::unexpected(std::move(records.error()));
            records->run("update projection set version = 0, applied = 0");
        }
    } catch (const fs::filesystem_error& error) {
        return problem(error.path1().string(), error.code().message(), "make space, or name another directory");
    } catch (const StorageError& error) {
        return problem((target / records_file).string(), error.what(), "delete this file to have it made anew");
    }
    if (auto flushed = flush(target); !flushed) return std::unexpected(std::move(flushed.error()));
    return salvaged;
}

Result<Verified> verify(const fs::path& data, const journal::ManualLibrary& library) {
    Verified verified;
    // Before the journal: a centre may go on, and its records follow its journal.
    auto standing = projections(data);
    if (!standing) return std::unexpected(std::move(standing.error()));
    verified.projections = std::move(*standing);
    if (auto read = sound(data); !read) return std::unexpected(std::move(read.error()));

    auto store = Store::open_to_read(data);
    if (!store) return std::unexpected(std::move(store.error()));
    verified.last = store->last();
    for (const ProjectionStanding& each : verified.projections)
        if (each.applied > verified.last)
            return problem((data / records_file).string(),
                           "projection " + each.name + " stands at entry " + std::to_string(each.applied) + ", the journal ends at " +
                               std::to_string(verified.last),
                           "restore the journal that belongs to these records");
    auto numbers = store->snapshots(Store::to_the_end);
    if (!numbers) return std::unexpected(std::move(numbers.error()));
    verified.snapshots = numbers->size();
    for (const EntryNumber number : *numbers)
        if (auto snapshot = store->snapshot(number); !snapshot) return std::unexpected(std::move(snapshot.error()));
    auto replayed = replay(*store, library);
    if (!replayed) return std::unexpected(std::move(replayed.error()));
    verified.replayed = *replayed;
    return verified;
}

}  // namespace markaz::driver
