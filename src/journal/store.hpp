#pragma once
// journal.db: entries, snapshots and the texts of published manuals. Appended by one writer, the driver's committer.

#include <filesystem>
#include <functional>
#include <limits>
#include <optional>

#include "edge/storage/database.hpp"
#include "journal/store_directory.hpp"
#include "journal/writer.hpp"

namespace markaz::journal {

/// What the directory is to be used for. A directory remembers that it is a demo; a real one never becomes one.
enum class Use { as_it_is, demo };

/// What could be taken out of a damaged journal.
struct Salvaged {
    EntryNumber last = 0;           ///< the last entry before the first that is not as it was written
    std::optional<Problem> damage;  ///< at the entry after it; nothing where the journal is sound
};

class Store final : public Writer {
public:
    /// Opens the journal of a data directory for writing, making it where there is none. Refuses a directory that another
    /// process holds, that a newer program wrote, or that is real where a demo is wanted; refuses a journal whose end is damaged.
    static Result<Store> open(const std::filesystem::path& directory, Use use);

    /// Opens it for reading, beside a process that writes.
    static Result<Store> open_to_read(const std::filesystem::path& directory);

    /// Makes the journal of `target` out of what is sound of a damaged one: every entry before the first that is not as it was written,
    /// the texts of manuals, and the snapshots at which a machine took over. What stands behind the damage rests on it, and is left.
    static Result<Salvaged> salvage(const std::filesystem::path& damaged, const std::filesystem::path& target);

    bool demo() const { return demo_; }
    EntryNumber last() const { return last_; }
    const std::filesystem::path& directory() const { return directory_; }

    /// Where this process can be reached, for whoever wants the directory too.
    void tell_address(std::string_view address) { lock_->tell_address(address); }

    Result<void> append(std::span<const Entry> entries) override;
    Result<void> keep(const StoredSnapshot& snapshot, EntryNumber slowest) override;

    /// Reads the entries `from` ... `to` one by one and stops at the first Problem, be it of `take` or of the journal itself:
    /// a gap, an entry that is not as it was written, a page that cannot be read. Problem.where names the entry.
    Result<void> each(EntryNumber from, EntryNumber to, const std::function<Result<void>(const Entry&)>& take);
    static constexpr EntryNumber to_the_end = std::numeric_limits<std::int64_t>::max();

    /// Numbers of the snapshots up to `not_newer_than`, the newest first.
    Result<std::vector<EntryNumber>> snapshots(EntryNumber not_newer_than);
    /// The first snapshot that a machine of this version stored at an upgrade; nothing if it has been there from the first entry.
    Result<std::optional<EntryNumber>> upgrade_to(std::uint32_t machine_version);
    /// A Problem when it is damaged, or in a form that this program cannot read.
    Result<StoredSnapshot> snapshot(EntryNumber number);

    /// Beside regular snapshots as many are kept.
    static constexpr std::size_t snapshots_kept = 3;

private:
    Store(std::filesystem::path directory, storage::Database database, std::optional<DirectoryLock> lock);
    Result<void> take_texts(Store& damaged);
    Result<void> take_snapshots(Store& damaged);
    Result<void> remember(Use use);
    Result<void> find_end();
    Result<std::uint64_t> chain_at(EntryNumber number);
    EntryNumber slowest_kept(EntryNumber slowest);

    std::filesystem::path directory_;
    std::optional<DirectoryLock> lock_;
    storage::Database database_;
    bool demo_ = false;
    EntryNumber last_ = 0;
    Instant last_at_{};
    std::uint64_t chain_ = 0;  ///< of the last entry
};

}  // namespace markaz::journal
