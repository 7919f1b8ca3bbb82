#pragma once
// A thin layer over the embedded database: SQL in, described structs out. See storage.md for the subset of SQL.

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/described.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/result.hpp"

namespace markaz::storage {

/// Why the database refused, as far as a caller can act on it.
enum class Fault {
    unique,    ///< a row with this key is there already
    not_null,  ///< a value is missing
    foreign,   ///< the row that is referred to is not there
    busy,      ///< another connection held the lock for longer than the wait
    full,      ///< no space left
    disk,      ///< reading or writing the file failed; what was not committed is lost
    corrupt,   ///< the file is damaged, or no database
    other
};

/// Thrown inside the edge only; one request or one entry ends with it.
class StorageError : public std::runtime_error {
public:
    StorageError(Fault kind, const std::string& message) : std::runtime_error(message), fault(kind) {}
    Fault fault;
};

struct Blob {
    std::string bytes;
    friend bool operator==(const Blob&, const Blob&) = default;
};
struct BlobView {
    std::string_view bytes;
};

/// One value on its way in or out. Texts and blobs are views: into the argument, or into the row until the next one is fetched.
using Cell = std::variant<std::nullptr_t, std::int64_t, double, std::string_view, BlobView>;

/// How a type stands in a column. Further types join by a specialisation; `read` tells whether the cell fits.
template <class T>
struct Column;

template <std::integral T>
struct Column<T> {
    /// 64-bit patterns such as digests keep their bits, so that the upper half stands as negative numbers.
    static Cell cell(T value) { return static_cast<std::int64_t>(value); }
    static bool read(const Cell& from, T& to) {
        const auto* number = std::get_if<std::int64_t>(&from);
        if (!number) return false;
        to = static_cast<T>(*number);
        return static_cast<std::int64_t>(to) == *number;
    }
};

template <>
struct Column<double> {
    static Cell cell(double value) { return value; }
    static bool read(const Cell& from, double& to) {
        if (const auto* whole = std::get_if<std::int64_t>(&from)) to = static_cast<double>(*whole);
        else if (const auto* number = std::get_if<double>(&from)) to = *number;
        else return false;
        return true;
    }
};

template <class T>
    requires std::convertible_to<const T&, std::string_view>
struct Column<T> {
    static Cell cell(const T& value) { return std::string_view(value); }
    static bool read(const Cell& from, std::string& to)
        requires std::same_as<T, std::string>
    {
        const auto* text = std::get_if<std::string_view>(&from);
        if (text) to = *text;
        return text != nullptr;
    }
};

template <>
struct Column<Blob> {
    static Cell cell(const Blob& value) { return BlobView{value.bytes}; }
    static bool read(const Cell& from, Blob& to) {
        const auto* blob = std::get_if<BlobView>(&from);
        if (blob) to.bytes = blob->bytes;
        return blob != nullptr;
    }
};

template <class Tag>
struct Column<Id<Tag>> {
    static Cell cell(Id<Tag> id) { return static_cast<std::int64_t>(id.value); }
    static bool read(const Cell& from, Id<Tag>& to) { return Column<std::uint64_t>::read(from, to.value); }
};

template <>
struct Column<Key> {
    static Cell cell(const Key& key) { return key.text(); }
    static bool read(const Cell& from, Key& to) {
        const auto* text = std::get_if<std::string_view>(&from);
        const auto key = text && !text->empty() ? Key::from(*text) : text ? std::optional(Key{}) : std::nullopt;
        if (key) to = *key;
        return key.has_value();
    }
};

/// Microseconds since 1970 UTC as a bigint.
template <>
struct Column<Instant> {
    static Cell cell(Instant instant) { return static_cast<std::int64_t>(instant.time_since_epoch().count()); }
    static bool read(const Cell& from, Instant& to) {
        const auto* count = std::get_if<std::int64_t>(&from);
        if (count) to = Instant(Duration(*count));
        return count != nullptr;
    }
};

/// Microseconds as a bigint.
template <>
struct Column<Duration> {
    static Cell cell(Duration length) { return static_cast<std::int64_t>(length.count()); }
    static bool read(const Cell& from, Duration& to) {
        const auto* count = std::get_if<std::int64_t>(&from);
        if (count) to = Duration(*count);
        return count != nullptr;
    }
};

/// Its name as text: a number would change its meaning when the enum grows in the middle.
template <DescribedEnum E>
struct Column<E> {
    static Cell cell(E value) { return enum_name(value); }
    static bool read(const Cell& from, E& to) {
        const auto* name = std::get_if<std::string_view>(&from);
        const auto value = name ? enum_from<E>(*name) : std::nullopt;
        if (value) to = *value;
        return value.has_value();
    }
};

template <class T>
struct Column<std::optional<T>> {
    static Cell cell(const std::optional<T>& value) { return value ? Column<T>::cell(*value) : Cell(nullptr); }
    static bool read(const Cell& from, std::optional<T>& to) {
        to.reset();
        return std::holds_alternative<std::nullptr_t>(from) || Column<T>::read(from, to.emplace());
    }
};

template <class T>
Cell cell(const T& value) {
    return Column<std::decay_t<T>>::cell(value);
}
template <std::size_t size>
Cell cell(const char (&text)[size]) {
    return std::string_view(text);
}

/// A statement that is under way. It lets the statement go when it is destroyed.
class Cursor {
public:
    Cursor(Cursor&&) noexcept;
    ~Cursor();

    /// Fetches the next row; false after the last one.
    bool next();
    Cell at(std::size_t column) const;
    /// Throws when the result has no column of that name.
    std::size_t column(std::string_view name) const;
    std::string_view sql() const;

private:
    friend class Database;
    struct Statement;
    explicit Cursor(Statement& statement);
    Statement* statement_;
};

/// One connection. It belongs to one thread at a time. Everything but open, backup_to and integrity throws StorageError.
class Database {
public:
    enum class Mode { read_write, read_only };

    /// Opens the file, in read_write mode creating it for its owner's eyes alone (0600). Writes are flushed to the disk before
    /// a commit returns (WAL, synchronous=FULL). `busy_wait` is how long a statement waits for another connection's lock: longer than
    /// any transaction of ours takes on a starved machine. Whoever writes one transaction after another leaves a gap of `room` between.
    static Result<Database> open(const std::filesystem::path& path, Mode mode,
                                 std::chrono::milliseconds busy_wait = std::chrono::seconds(30));
    /// Whoever waits for the lock tries a few times in it.
    static constexpr std::chrono::milliseconds room{5};

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// Runs one statement with its arguments for ?1, ?2, ... and returns how many rows it changed.
    /// The prepared statement is kept, so `sql` should be a constant and never be put together from values.
    template <class... A>
    std::int64_t run(std::string_view sql, const A&... arguments) {
        Cursor cursor = start(sql, std::array<Cell, sizeof...(A)>{cell(arguments)...});
        while (cursor.next()) {}
        return changed();
    }

    /// Hands each row to `take(Row&&)` as it is fetched. A described Row takes its members from the columns of their names
    /// (a member without a column is an error, a column without a member is passed over); any other Row takes the first column.
    template <class Row, class F, class... A>
    void each(std::string_view sql, F&& take, const A&... arguments) {
        Cursor cursor = start(sql, std::array<Cell, sizeof...(A)>{cell(arguments)...});
        const auto columns = columns_of<Row>(cursor);
        while (cursor.next()) take(read_row<Row>(cursor, columns));
    }

    template <class Row, class... A>
    std::vector<Row> query(std::string_view sql, const A&... arguments) {
        std::vector<Row> rows;
        each<Row>(sql, [&](Row&& row) { rows.push_back(std::move(row)); }, arguments...);
        return rows;
    }

    /// The first row, or nothing.
    template <class Row, class... A>
    std::optional<Row> query_one(std::string_view sql, const A&... arguments) {
        Cursor cursor = start(sql, std::array<Cell, sizeof...(A)>{cell(arguments)...});
        const auto columns = columns_of<Row>(cursor);
        if (!cursor.next()) return std::nullopt;
        return read_row<Row>(cursor, columns);
    }

    /// Inserts all rows or none, with one prepared statement; the members' names are the columns.
    template <Described Row>
    void bulk(std::string_view table, std::span<const Row> rows) {
        std::vector<std::string_view> columns;
        for_each_member_type<Row>([&](std::string_view name, auto) { columns.push_back(name); });
        std::size_t next = 0;
        insert_all(table, columns, [&](std::vector<Cell>& cells) {
            if (next == rows.size()) return false;
            for_each_member(rows[next++], [&](std::string_view, const auto& member) { cells.push_back(cell(member)); });
            return true;
        });
    }

    /// Runs several statements without arguments, such as a migration.
    void script(std::string_view sql);

    bool in_transaction() const;
    const std::filesystem::path& path() const;

    /// Copies the database as it stands at this moment into a new file, while others go on writing. The copy appears
    /// under its name only when it is whole.
    Result<void> backup_to(const std::filesystem::path& target);

    /// Reads every page and every reference; the Problem tells the first thing that does not fit.
    Result<void> integrity();

private:
    struct Connection;
    explicit Database(std::unique_ptr<Connection> connection);

    Cursor start(std::string_view sql, std::span<const Cell> arguments);
    std::int64_t changed() const;
    template <class Fill>
    void insert_all(std::string_view table, std::span<const std::string_view> columns, Fill&& fill);
    [[noreturn]] static void refuse_cell(const Cursor& cursor, std::string_view column);

    template <class Row>
    static auto columns_of(const Cursor& cursor) {
        if constexpr (Described<Row>) {
            std::array<std::size_t, member_count<Row>> columns{};
            std::size_t next = 0;
            for_each_member_type<Row>([&](std::string_view name, auto) { columns[next++] = cursor.column(name); });
            return columns;
        } else {
            return std::array<std::size_t, 1>{0};
        }
    }

    template <class Row, std::size_t size>
    static Row read_row(const Cursor& cursor, const std::array<std::size_t, size>& columns) {
        Row row{};
        if constexpr (Described<Row>) {
            std::size_t next = 0;
            for_each_member(row, [&]<class M>(std::string_view name, M& member) {
                if (!Column<M>::read(cursor.at(columns[next++]), member)) refuse_cell(cursor, name);
            });
        } else if (!Column<Row>::read(cursor.at(columns[0]), row)) {
            refuse_cell(cursor, "the first");
        }
        return row;
    }

    std::unique_ptr<Connection> connection_;
};

/// Everything run while it lives is kept by commit() or undone. It takes the write lock at once, so that nothing inside it
/// can fail for having read something old. Transactions do not nest.
class Transaction {
public:
    explicit Transaction(Database& database);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

private:
    Database& database_;
    bool open_ = true;
};

template <class Fill>
void Database::insert_all(std::string_view table, std::span<const std::string_view> columns, Fill&& fill) {
    std::string names, places;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        names.append(index > 0 ? ", \"" : "\"").append(columns[index]) += '"';
        places.append(index > 0 ? ", ?" : "?") += std::to_string(index + 1);
    }
    const std::string sql = "insert into \"" + std::string(table) + "\" (" + names + ") values (" + places + ")";
    std::optional<Transaction> own;
    if (!in_transaction()) own.emplace(*this);
    for (std::vector<Cell> cells; fill(cells); cells.clear()) {
        Cursor cursor = start(sql, cells);
        cursor.next();
    }
    if (own) own->commit();
}

/// One step of the schema. Numbers run 1, 2, 3, ...; a step that has been released is never changed.
struct Migration {
    int number;
    std::string_view name;
    std::string_view sql;
};

/// Brings the schema up to the last migration, each step whole or not at all. Refuses a file of a newer program, and a database
/// that is not Markaz's.
Result<void> migrate(Database& database, std::span<const Migration> migrations);

/// For whoever only reads: refuses a file of a newer program, whose tables may mean something else.
Result<void> refuse_newer(Database& database, std::span<const Migration> migrations);

}  // namespace markaz::storage
