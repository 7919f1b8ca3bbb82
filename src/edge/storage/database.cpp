#include "edge/storage/database.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace markaz::storage {

namespace {

Fault fault_of(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return Fault::unique;
        case SQLITE_CONSTRAINT_NOTNULL: return Fault::not_null;
        case SQLITE_CONSTRAINT_FOREIGNKEY: return Fault::foreign;
        default: break;
    }
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Fault::busy;
        case SQLITE_FULL: return Fault::full;
        case SQLITE_IOERR: return Fault::disk;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return Fault::corrupt;
        default: return Fault::other;
    }
}

[[noreturn]] void fail(sqlite3* handle) { throw StorageError(fault_of(sqlite3_extended_errcode(handle)), sqlite3_errmsg(handle)); }

struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Problem told(const std::filesystem::path& path, const std::exception& error) {
    std::string right;
    const auto* storage = dynamic_cast<const StorageError*>(&error);
    if (storage && storage->fault == Fault::corrupt) right = "restore the newest backup";
    if (storage && storage->fault == Fault::full) right = "make space on the disk";
    if (storage && storage->fault == Fault::busy) right = "end the other program that uses this file";
    return {path.string(), error.what(), right};
}

}  // namespace

// ---- statements -----------------------------------------------------------------------------------------------------

struct Cursor::Statement {
    sqlite3* handle = nullptr;
    sqlite3_stmt* prepared = nullptr;
    std::string sql;
    bool under_way = false;

    Statement(sqlite3* connection, std::string_view text) : handle(connection), sql(text) {
        const char* rest = nullptr;
        if (sqlite3_prepare_v3(handle, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared, &rest) != SQLITE_OK)
            fail(handle);
        if (std::string_view(rest).find_first_not_of(" \t\r\n;") == std::string_view::npos) return;
        sqlite3_finalize(prepared);
        throw StorageError(Fault::other, "more than one statement: " + sql);
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(prepared); }

    void bind(int place, const Cell& cell) {
        // Static: the arguments outlive the cursor's first step, and SQLite needs them no longer than the whole statement.
        const auto bound = std::visit(
            [&]<class T>(const T& value) {
                if constexpr (std::same_as<T, std::nullptr_t>) return sqlite3_bind_null(prepared, place);
                else if constexpr (std::same_as<T, std::int64_t>) return sqlite3_bind_int64(prepared, place, value);
                else if constexpr (std::same_as<T, double>) return sqlite3_bind_double(prepared, place, value);
                else if constexpr (std::same_as<T, BlobView>) return bind_blob(place, value.bytes);
                else return sqlite3_bind_text64(prepared, place, not_null(value), value.size(), SQLITE_STATIC, SQLITE_UTF8);
            },
            cell);
        if (bound != SQLITE_OK) fail(handle);
    }

private:
    /// SQLite takes a null pointer for NULL, but an empty view has one too.
    static const char* not_null(std::string_view view) { return view.data() ? view.data() : ""; }
    int bind_blob(int place, std::string_view bytes) {
        return sqlite3_bind_blob64(prepared, place, not_null(bytes), bytes.size(), SQLITE_STATIC);
    }
};

Cursor::Cursor(Statement& statement) : statement_(&statement) { statement.under_way = true; }

Cursor::Cursor(Cursor&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}

Cursor::~Cursor() {
    if (!statement_) return;
    sqlite3_reset(statement_->prepared);
    sqlite3_clear_bindings(statement_->prepared);
    statement_->under_way = false;
}

bool Cursor::next() {
    const int code = sqlite3_step(statement_->prepared);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(statement_->handle);
}

Cell Cursor::at(std::size_t column) const {
    const int at = static_cast<int>(column);
    sqlite3_stmt* row = statement_->prepared;
    const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(row, at)); };
    switch (sqlite3_column_type(row, at)) {
        case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_column_int64(row, at));
        case SQLITE_FLOAT: return sqlite3_column_double(row, at);
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, at));
            return std::string_view(text, size());
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, at));
            return BlobView{std::string_view(bytes, size())};
        }
        default: return nullptr;
    }
}

std::size_t Cursor::column(std::string_view name) const {
    const int count = sqlite3_column_count(statement_->prepared);
    for (int at = 0; at < count; ++at)
        if (sqlite3_column_name(statement_->prepared, at) == name) return static_cast<std::size_t>(at);
    throw StorageError(Fault::other, "no column \"" + std::string(name) + "\" in: " + statement_->sql);
}

std::string_view Cursor::sql() const { return statement_->sql; }

// ---- connections ----------------------------------------------------------------------------------------------------

struct Database::Connection {
    std::filesystem::path path;
    Handle handle;
    std::map<std::string, std::unique_ptr<Cursor::Statement>, std::less<>> statements;

    ~Connection() { statements.clear(); }
};

namespace {

/// Creates the file readable by its owner alone before SQLite does, which would leave that to the umask. SQLite gives its
/// companions (-wal, -shm) the permissions of the file. A file that is there is never opened here: closing it would let go of
/// every lock that this process's other connections hold on it (sqlite.org/howtocorrupt.html, section 2.2), and another process
/// would then take away the log under their feet.
void create_private(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
    else if (errno != EEXIST) throw StorageError(Fault::other, std::strerror(errno));
}

/// Tries again soon: SQLite's own wait grows to 100 ms between two tries, and misses each gap of a connection that writes one
/// transaction after another.
constexpr std::chrono::milliseconds between_tries{2};

int wait_for_lock(void* most_tries, int tries) {
    if (tries >= reinterpret_cast<std::intptr_t>(most_tries)) return 0;
    std::this_thread::sleep_for(between_tries);
    return 1;
}

/// SQLite counts its memory under a lock of the whole process, at every allocation. Nobody asks for the sum.
void count_no_memory() {
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(once);
}

Handle connect(const std::filesystem::path& path, Database::Mode mode, std::chrono::milliseconds busy_wait) {
    count_no_memory();
    const bool writes = mode == Database::Mode::read_write;
    if (writes) create_private(path);
    sqlite3* raw = nullptr;
    const int flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Handle handle(raw);
    if (code != SQLITE_OK) fail(raw);
    sqlite3_busy_handler(raw, wait_for_lock, reinterpret_cast<void*>(static_cast<std::intptr_t>(busy_wait / between_tries)));
    // A damaged or hostile file may carry a schema that would run code of its own.
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return handle;
}

}  // namespace

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& path, Mode mode, std::chrono::milliseconds busy_wait) {
    try {
        auto connection = std::make_unique<Connection>();
        connection->path = path;
        connection->handle = connect(path, mode, busy_wait);
        Database database(std::move(connection));
        // The first pragma that reads the file, so a file that is no database is found out here.
        if (mode == Mode::read_write && database.query_one<std::string>("pragma journal_mode = wal") != "wal")
            return problem(path.string(), "this file system cannot hold the write-ahead log", "choose a local disk");
        database.script("pragma synchronous = full; pragma foreign_keys = on; pragma cell_size_check = on");
        // A page that is written again and again goes into the file once for so many pages of the log, not for SQLite's 1000.
        database.script("pragma wal_autocheckpoint = 4000");
        database.query_one<std::int64_t>("pragma schema_version");
        return database;
    } catch (const StorageError& error) {
        return std::unexpected(told(path, error));
    }
}

Cursor Database::start(std::string_view sql, std::span<const Cell> arguments) {
    auto found = connection_->statements.find(sql);
    if (found == connection_->statements.end()) {
        auto prepared = std::make_unique<Cursor::Statement>(connection_->handle.get(), sql);
        found = connection_->statements.emplace(std::string(sql), std::move(prepared)).first;
    }
    Cursor::Statement& statement = *found->second;
    if (statement.under_way) throw StorageError(Fault::other, "this statement is under way already: " + statement.sql);
    const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement.prepared));
    if (wanted != arguments.size())
        throw StorageError(Fault::other, std::to_string(arguments.size()) + " arguments for " + std::to_string(wanted) +
                                             " in: " + statement.sql);
    Cursor cursor(statement);
    for (std::size_t place = 0; place < arguments.size(); ++place) statement.bind(static_cast<int>(place + 1), arguments[place]);
    return cursor;
}

std::int64_t Database::changed() const { return sqlite3_changes64(connection_->handle.get()); }

void Database::refuse_cell(const Cursor& cursor, std::string_view column) {
    throw StorageError(Fault::other, "column \"" + std::string(column) + "\" holds what its type cannot, in: " + std::string(cursor.sql()));
}

void Database::script(std::string_view sql) {
    if (sqlite3_exec(connection_->handle.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(connection_->handle.get());
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_->handle.get()) == 0; }

const std::filesystem::path& Database::path() const { return connection_->path; }

// ---- transactions ---------------------------------------------------------------------------------------------------

Transaction::Transaction(Database& database) : database_(database) { database_.run("begin immediate"); }

Transaction::~Transaction() {
    // A full disk or a failed write has rolled back already.
    if (!open_ || !database_.in_transaction()) return;
    try {
        database_.run("rollback");
    } catch (const StorageError&) {
        // The connection's end undoes what is left.
    }
}

void Transaction::commit() {
    database_.run("commit");
    open_ = false;
}

// ---- backup and check -----------------------------------------------------------------------------------------------

namespace {

void copy_pages(sqlite3* from, sqlite3* to) {
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup) fail(to);
    // All pages in one step: in WAL mode this reads one moment of the database and blocks no writer.
    sqlite3_backup_step(backup, -1);
    if (sqlite3_backup_finish(backup) != SQLITE_OK) fail(to);
}

/// Renaming is durable only when the folder is flushed too.
void flush(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool flushed = file >= 0 && ::fsync(file) == 0;
    const int error = errno;
    if (file >= 0) ::close(file);
    if (!flushed) throw StorageError(Fault::disk, std::strerror(error));
}

}  // namespace

Result<void> Database::backup_to(const std::filesystem::path& target) {
    if (std::filesystem::exists(target)) return problem(target.string(), "this file exists already", "name a new one");
    std::filesystem::path part = target;
    part += ".part";
    try {
        std::filesystem::remove(part);
        {
            const Handle copy = connect(part, Mode::read_write, std::chrono::milliseconds(0));
            copy_pages(connection_->handle.get(), copy.get());
        }
        flush(part);
        std::filesystem::rename(part, target);
        flush(std::filesystem::absolute(target).parent_path());
        return {};
    } catch (const std::exception& error) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return std::unexpected(told(target, error));
    }
}

Result<void> Database::integrity() {
    try {
        auto finding = query_one<std::string>("pragma integrity_check(1)").value_or("no answer");
        // SQLite puts a heading over what it found; a Problem is one line.
        std::ranges::replace(finding, '\n', ' ');
        if (finding != "ok") return problem(path().string(), std::move(finding), "restore the newest backup");
        const auto orphan = query_one<std::string>("select \"table\" from pragma_foreign_key_check limit 1");
        if (orphan) return problem(path().string(), "a row of \"" + *orphan + "\" refers to nothing", "restore the newest backup");
        return {};
    } catch (const StorageError& error) {
        return std::unexpected(told(path(), error));
    }
}

// ---- schema ---------------------------------------------------------------------------------------------------------

namespace {

/// "mrkz": tells our files from other programs' SQLite files.
constexpr std::int64_t markaz_id = 0x6d726b7a;

Result<void> is_ours(Database& database) {
    if (database.query_one<std::int64_t>("pragma application_id") == markaz_id) return {};
    if (database.query_one<std::int64_t>("select count(*) from sqlite_schema") == 0) return {};
    return problem(database.path().string(), "this is the database of another program", "name a file of this program, or a new one");
}

std::int64_t version(Database& database) { return database.query_one<std::int64_t>("pragma user_version").value_or(0); }

void apply(Database& database, const Migration& migration) {
    Transaction transaction(database);
    // Another process may have been faster between our look and our lock.
    if (version(database) >= migration.number) return;
    database.script(migration.sql);
    if (const auto orphan = database.query_one<std::string>("select \"table\" from pragma_foreign_key_check limit 1"))
        throw StorageError(Fault::foreign, "a row of \"" + *orphan + "\" refers to nothing");
    database.script("pragma application_id = " + std::to_string(markaz_id));
    database.script("pragma user_version = " + std::to_string(migration.number));
    transaction.commit();
}

/// Rebuilding a table that others refer to needs the checks off until its end; SQLite switches them outside transactions only.
class ForeignKeysOff {
public:
    explicit ForeignKeysOff(Database& database) : database_(database) { database_.script("pragma foreign_keys = off"); }
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
    ~ForeignKeysOff() {
        try {
            database_.script("pragma foreign_keys = on");
        } catch (const StorageError&) {
            assert(false && "switching the checks on touches no file");
        }
    }

private:
    Database& database_;
};

std::unexpected<Problem> newer_file(const std::filesystem::path& path, std::int64_t stands_at, std::int64_t known) {
    return problem(path.string(), "a newer program wrote this file (schema " + std::to_string(stands_at) + ")",
                   "this program knows schemas up to " + std::to_string(known) + ": install the newer one, or restore an older backup");
}

}  // namespace

Result<void> migrate(Database& database, std::span<const Migration> migrations) {
    for (std::size_t index = 0; index < migrations.size(); ++index)
        assert(migrations[index].number == static_cast<int>(index) + 1 && "migrations are numbered without gaps");
    const auto known = static_cast<std::int64_t>(migrations.size());
    std::string step;
    try {
        if (auto ours = is_ours(database); !ours) return ours;
        const std::int64_t stands_at = version(database);
        if (stands_at > known)
            return newer_file(database.path(), stands_at, known);
        const ForeignKeysOff off(database);
        for (const Migration& migration : migrations.subspan(static_cast<std::size_t>(stands_at))) {
            step = "migration " + std::to_string(migration.number) + " " + std::string(migration.name) + ": ";
            apply(database, migration);
        }
        return {};
    } catch (const StorageError& error) {
        Problem told_problem = told(database.path(), error);
        told_problem.what.insert(0, step);
        return std::unexpected(std::move(told_problem));
    }
}

Result<void> refuse_newer(Database& database, std::span<const Migration> migrations) {
    try {
        const std::int64_t stands_at = version(database);
        const auto known = static_cast<std::int64_t>(migrations.size());
        if (stands_at > known) return newer_file(database.path(), stands_at, known);
        return {};
    } catch (const StorageError& error) {
        return std::unexpected(told(database.path(), error));
    }
}

}  // namespace markaz::storage
