#include "journal/store.hpp"

#include <array>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/sha256.hpp"
#include "journal/codec.hpp"

namespace markaz::journal {

namespace {

using storage::Database;
using storage::StorageError;
using storage::Transaction;

constexpr std::array schema{storage::Migration{1, "journal", R"(
    create table directory (name text primary key, value text not null);
    create table entry (number integer primary key, at bigint not null, origin text not null, type text not null,
        type_version bigint not null, body text not null, digest bigint not null, machine_version bigint not null, chain bigint not null);
    create table snapshot (number integer primary key, machine_version bigint not null, reason text not null, state text not null,
        manuals text not null, checksum bigint not null);
    create index entry_publication on entry (number) where type = 'manual_published';
    create table document (sha256 text primary key, text text not null))"}};

/// An entry as it stands in its row. `chain` covers the whole row and, through the chain of the row before, everything before it.
struct Row {
    EntryNumber number = 0;
    Instant at{};
    contact::Origin origin = contact::Origin::live;
    std::string type;
    std::uint32_t type_version = 0;
    std::string body;
    std::uint64_t digest = 0;
    std::uint32_t machine_version = 0;
    std::uint64_t chain = 0;
};
BOOST_DESCRIBE_STRUCT(Row, (), (number, at, origin, type, type_version, body, digest, machine_version, chain))

struct SnapshotRow {
    EntryNumber number = 0;
    std::uint32_t machine_version = 0;
    SnapshotReason reason = SnapshotReason::regular;
    std::string state, manuals;
    std::uint64_t checksum = 0;
};
BOOST_DESCRIBE_STRUCT(SnapshotRow, (), (number, machine_version, reason, state, manuals, checksum))

/// The publication of a manual inside a snapshot.
struct Publication {
    std::uint64_t version = 0;
    std::vector<procedure::DocumentRef> documents;
};
BOOST_DESCRIBE_STRUCT(Publication, (), (version, documents))

std::uint64_t chain_of(std::uint64_t before, const Entry& entry) {
    return Digest{}
        .add(before)
        .add(entry.number)
        .add(entry.at)
        .add(enum_name(entry.origin))
        .add(entry.type)
        .add(entry.type_version)
        .add(entry.body)
        .add(entry.digest)
        .add(entry.machine_version)
        .value();
}

Row row_of(const Entry& entry, std::uint64_t chain) {
    return {entry.number, entry.at, entry.origin, entry.type, entry.type_version, entry.body, entry.digest, entry.machine_version, chain};
}

Entry entry_of(Row row) {
    return {row.number, row.at, row.origin, std::move(row.type), row.type_version, std::move(row.body), row.digest, row.machine_version};
}

std::uint64_t checksum_of(const SnapshotRow& row) {
    return Digest{}.add(row.number).add(row.machine_version).add(row.state).add(row.manuals).value();
}

constexpr auto from_a_backup = "restore the newest backup";

std::string place(const std::filesystem::path& directory, EntryNumber number) {
    return (directory / journal_file).string() + " entry " + std::to_string(number);
}

}  // namespace

Store::Store(std::filesystem::path directory, Database database, std::optional<DirectoryLock> lock)
    : directory_(std::move(directory)), lock_(std::move(lock)), database_(std::move(database)) {}

Result<Store> Store::open(const std::filesystem::path& directory, Use use) {
    auto lock = DirectoryLock::take(directory);
    if (!lock) return std::unexpected(std::move(lock.error()));
    auto database = Database::open(directory / journal_file, Database::Mode::read_write);
    if (!database) return std::unexpected(std::move(database.error()));
    if (auto ready = storage::migrate(*database, schema); !ready) return std::unexpected(std::move(ready.error()));
    Store store(directory, std::move(*database), std::move(*lock));
    if (auto found = store.find_end(); !found) return std::unexpected(std::move(found.error()));
    if (auto remembered = store.remember(use); !remembered) return std::unexpected(std::move(remembered.error()));
    return store;
}

Result<Store> Store::open_to_read(const std::filesystem::path& directory) {
    if (!std::filesystem::exists(directory / journal_file))
        return problem(directory.string(), "there is no journal here", "name a data directory of this program");
    auto database = Database::open(directory / journal_file, Database::Mode::read_only);
    if (!database) return std::unexpected(std::move(database.error()));
    if (auto known = storage::refuse_newer(*database, schema); !known) return std::unexpected(std::move(known.error()));
    Store store(directory, std::move(*database), std::nullopt);
    if (auto found = store.find_end(); !found) return std::unexpected(std::move(found.error()));
    return store;
}

/// Finds the last entry, and refuses a journal whose last entry is not as it was written.
Result<void> Store::find_end() {
    try {
        const auto last = database_.query_one<std::optional<EntryNumber>>("select max(number) from entry");
        last_ = last.value_or(std::nullopt).value_or(0);
        const auto use = database_.query_one<std::string>("select value from directory where name = 'use'");
        // Damage must not make a real centre of a demo, nor a demo of a real one.
        if (use && *use != "demo" && *use != "real")
            return problem((directory_ / journal_file).string(), "says neither that it is a demo nor that it is real", from_a_backup);
        demo_ = use == "demo";
    } catch (const StorageError& error) {
        return problem((directory_ / journal_file).string(), error.what(), from_a_backup);
    }
    if (last_ == 0) return {};
    auto sound = each(last_, last_, [this](const Entry& entry) -> Result<void> {
        last_at_ = entry.at;
        return {};
    });
    if (!sound) return sound;
    auto chain = chain_at(last_);
    if (!chain) return std::unexpected(std::move(chain.error()));
    chain_ = *chain;
    return {};
}

Result<void> Store::remember(Use use) {
    try {
        if (!database_.query_one<std::string>("select value from directory where name = 'use'")) {
            demo_ = use == Use::demo;
            database_.run("insert into directory (name, value) values ('use', ?1)", demo_ ? "demo" : "real");
        }
    } catch (const StorageError& error) {
        return problem((directory_ / journal_file).string(), error.what(), "make space on the disk");
    }
    if (use == Use::demo && !demo_)
        return problem(directory_.string(), "this is the directory of a real centre", "name a new directory for the demo");
    return {};
}

Result<void> Store::append(std::span<const Entry> entries) {
    std::vector<Row> rows;
    rows.reserve(entries.size());
    EntryNumber number = last_;
    Instant at = last_at_;
    std::uint64_t chain = chain_;
    for (const Entry& entry : entries) {
        if (entry.number != ++number)
            return problem(place(directory_, entry.number), "does not follow entry " + std::to_string(number - 1), "numbers rise by one");
        if (entry.at < at)
            return problem(place(directory_, entry.number), "is earlier than the entry before it", "instants never go back");
        at = entry.at;
        chain = chain_of(chain, entry);
        rows.push_back(row_of(entry, chain));
    }
    try {
        database_.bulk<Row>("entry", rows);
    } catch (const StorageError& error) {
        return problem(place(directory_, last_ + 1), std::string("could not be stored: ") + error.what());
    }
    last_ = number;
    last_at_ = at;
    chain_ = chain;
    return {};
}

Result<std::uint64_t> Store::chain_at(EntryNumber number) {
    if (number == 0) return 0;
    try {
        const auto chain = database_.query_one<std::uint64_t>("select chain from entry where number = ?1", number);
        if (chain) return *chain;
        return problem(place(directory_, number), "is missing", from_a_backup);
    } catch (const StorageError& error) {
        return problem(place(directory_, number), error.what(), from_a_backup);
    }
}

Result<void> Store::each(EntryNumber from, EntryNumber to, const std::function<Result<void>(const Entry&)>& take) {
    if (from > std::min(to, last_)) return {};
    auto before = chain_at(from - 1);
    if (!before) return std::unexpected(std::move(before.error()));
    std::uint64_t chain = *before;
    EntryNumber next = from;
    // Thrown through the database's loop, because it knows no other way to stop.
    struct Stop { Problem why; };
    try {
        database_.each<Row>(
            "select * from entry where number >= ?1 and number <= ?2 order by number",
            [&](Row&& row) {
                if (row.number != next) throw Stop{{place(directory_, next), "is missing", from_a_backup}};
                const std::uint64_t stored = row.chain;
                const Entry entry = entry_of(std::move(row));
                chain = chain_of(chain, entry);
                if (chain != stored) throw Stop{{place(directory_, next), "is not as it was written", from_a_backup}};
                if (auto taken = take(entry); !taken) throw Stop{std::move(taken.error())};
                ++next;
            },
            from, std::min(to, to_the_end));
    } catch (Stop& stop) {
        return std::unexpected(std::move(stop.why));
    } catch (const StorageError& error) {
        return problem(place(directory_, next), error.what(), from_a_backup);
    }
    if (next <= std::min(to, last_)) return problem(place(directory_, next), "is missing", from_a_backup);
    return {};
}

// ---- snapshots ------------------------------------------------------------------------------------------------------

Result<void> Store::keep(const StoredSnapshot& snapshot, EntryNumber slowest) {
    SnapshotRow row{snapshot.number, snapshot.machine_version, snapshot.reason, json::text(snapshot.state), {}, 0};
    std::vector<Publication> manuals;
    for (const auto& [version, documents] : snapshot.manuals) manuals.push_back({version, documents});
    row.manuals = json::text(manuals);
    row.checksum = checksum_of(row);
    try {
        Transaction transaction(database_);
        database_.run("delete from snapshot where number = ?1", row.number);
        database_.bulk<SnapshotRow>("snapshot", std::span(&row, 1));
        database_.run(
            "delete from snapshot where reason = 'regular' and number < ?1"
            " and number not in (select number from snapshot order by number desc limit ?2)",
            slowest_kept(slowest), snapshots_kept);
        transaction.commit();
    } catch (const StorageError& error) {
        return problem((directory_ / journal_file).string(),
                       "the snapshot of entry " + std::to_string(row.number) + " could not be stored: " + error.what());
    }
    return {};
}

/// The newest snapshot that every projection can start from.
EntryNumber Store::slowest_kept(EntryNumber slowest) {
    return database_.query_one<std::optional<EntryNumber>>("select max(number) from snapshot where number <= ?1", slowest)
        .value_or(std::nullopt)
        .value_or(0);
}

Result<std::vector<EntryNumber>> Store::snapshots(EntryNumber not_newer_than) {
    try {
        return database_.query<EntryNumber>("select number from snapshot where number <= ?1 order by number desc",
                                            std::min(not_newer_than, to_the_end));
    } catch (const StorageError& error) {
        return problem((directory_ / journal_file).string(), error.what(), from_a_backup);
    }
}

Result<std::optional<EntryNumber>> Store::upgrade_to(std::uint32_t machine_version) {
    try {
        return database_.query_one<EntryNumber>(
            "select number from snapshot where reason = 'upgrade' and machine_version = ?1 order by number limit 1", machine_version);
    } catch (const StorageError& error) {
        return problem((directory_ / journal_file).string(), error.what(), from_a_backup);
    }
}

Result<StoredSnapshot> Store::snapshot(EntryNumber number) {
    const std::string where = (directory_ / journal_file).string() + " snapshot " + std::to_string(number);
    try {
        const auto row = database_.query_one<SnapshotRow>("select * from snapshot where number = ?1", number);
        if (!row) return problem(where, "is missing");
        if (row->checksum != checksum_of(*row)) return problem(where, "is not as it was written", from_a_backup);
        auto state = json::read<centre::Snapshot>(row->state, {.bytes = row->state.size()});
        if (!state) return problem(where + " " + state.error().where, state.error().what, state.error().right);
        auto manuals = json::read<std::vector<Publication>>(row->manuals, {.bytes = row->manuals.size()});
        if (!manuals) return problem(where + " " + manuals.error().where, manuals.error().what, manuals.error().right);
        StoredSnapshot snapshot{row->number, row->machine_version, row->reason, std::move(*state), {}};
        for (Publication& each : *manuals) snapshot.manuals.emplace(each.version, std::move(each.documents));
        return snapshot;
    } catch (const StorageError& error) {
        return problem(where, error.what(), from_a_backup);
    }
}

// ---- salvage --------------------------------------------------------------------------------------------------------

Result<Salvaged> Store::salvage(const std::filesystem::path& directory, const std::filesystem::path& target) {
    auto database = Database::open(directory / journal_file, Database::Mode::read_only);
    if (!database) return std::unexpected(std::move(database.error()));
    if (auto known = storage::refuse_newer(*database, schema); !known) return std::unexpected(std::move(known.error()));
    Store damaged(directory, std::move(*database), std::nullopt);
    try {
        damaged.last_ = damaged.database_.query_one<std::optional<EntryNumber>>("select max(number) from entry")
                            .value_or(std::nullopt)
                            .value_or(0);
        damaged.demo_ = damaged.database_.query_one<std::string>("select value from directory where name = 'use'") == "demo";
    } catch (const StorageError& error) {
        return problem((directory / journal_file).string(), error.what(), from_a_backup);
    }
    auto made = Store::open(target, damaged.demo_ ? Use::demo : Use::as_it_is);
    if (!made) return std::unexpected(std::move(made.error()));
    if (auto taken = made->take_texts(damaged); !taken) return std::unexpected(std::move(taken.error()));

    constexpr std::size_t batch = 5'000;
    std::vector<Entry> entries;
    std::optional<Problem> unwritten;
    const auto flush = [&]() -> Result<void> {
        auto stored = made->append(entries);
        if (!stored) unwritten = stored.error();
        entries.clear();
        return stored;
    };
    auto read = damaged.each(1, damaged.last_, [&](const Entry& entry) -> Result<void> {
        entries.push_back(entry);
        return entries.size() < batch ? Result<void>{} : flush();
    });
    if (!unwritten && !entries.empty()) (void)flush();
    if (unwritten) return std::unexpected(std::move(*unwritten));
    if (auto taken = made->take_snapshots(damaged); !taken) return std::unexpected(std::move(taken.error()));
    Salvaged salvaged{made->last(), std::nullopt};
    if (!read) salvaged.damage = std::move(read.error());
    return salvaged;
}

Result<void> Store::take_texts(Store& damaged) {
    try {
        Transaction transaction(database_);
        try {
            for (const std::string& hash : damaged.database_.query<std::string>("select sha256 from document"))
                if (const auto text = damaged.database_.query_one<std::string>("select text from document where sha256 = ?1", hash);
                    text && sha256_hex(*text) == hash)
                    database_.run("insert into document (sha256, text) values (?1, ?2) on conflict (sha256) do nothing", hash, *text);
        } catch (const StorageError&) {
            // A text that is gone is named by whoever needs it: the publication that cannot be compiled.
        }
        transaction.commit();
        return {};
    } catch (const StorageError& error) {
        return problem((directory_ / journal_file).string(), error.what(), "make space on the disk");
    }
}

Result<void> Store::take_snapshots(Store& damaged) {
    const auto numbers = damaged.snapshots(last_);
    if (!numbers) return {};
    for (const EntryNumber number : *numbers)
        if (const auto snapshot = damaged.snapshot(number); snapshot && snapshot->reason == SnapshotReason::upgrade)
            if (auto kept = keep(*snapshot, last_); !kept) return kept;
    return {};
}

}  // namespace markaz::journal
