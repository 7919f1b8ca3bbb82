#pragma once
// Segments of observations in observations.db, and what becomes of them in records.db. See imports.md.

#include <filesystem>

#include "contact/store.hpp"
#include "edge/storage/database.hpp"
#include "imports/account.hpp"
#include "journal/store_directory.hpp"
#include "journal/store_vault.hpp"

namespace markaz::imports {

using journal::observations_file;

/// What brings observations.
enum class Format { queue_log, calls };
BOOST_DESCRIBE_ENUM(Format, queue_log, calls)

/// One file that was read, whole. Nothing in it is ever changed; it is removed whole.
struct Segment {
    std::uint64_t id = 0;
    std::string source;   ///< whose calls these are: ids of two sources may be the same and mean different calls
    Format format = Format::queue_log;
    std::string file;     ///< its name, without the directory
    std::string sha256;   ///< of its bytes, hex
    std::uint64_t lines = 0, observations = 0, seen_before = 0, set_aside = 0;
    std::uint64_t first_number = 0;  ///< its lines have the numbers from here on
    std::optional<Instant> from, until;
    Instant imported{};
};
BOOST_DESCRIBE_STRUCT(Segment, (), (id, source, format, file, sha256, lines, observations, seen_before, set_aside, first_number, from,
                                    until, imported))

struct LineSetAside {
    std::uint64_t line = 0;
    std::string reason, text;
};
BOOST_DESCRIBE_STRUCT(LineSetAside, (), (line, reason, text))

/// Observations.db of a data directory. One process imports at a time; a centre may run beside it. Throws StorageError.
class Observations {
public:
    enum class Mode { read_write, read_only };
    /// Makes the file where there is none (read_write).
    static Result<Observations> open(const std::filesystem::path& data, Mode mode);

    std::vector<Segment> segments();
    std::optional<Segment> segment_of(std::string_view sha256);
    /// What was set aside of a segment, line by line.
    void each_set_aside(std::uint64_t segment, const std::function<void(const LineSetAside&)>& take);

    /// Adds a segment, in transactions that are small enough for memory; it counts only once it is sealed.
    class Writing;

    storage::Database& database() { return database_; }

private:
    explicit Observations(storage::Database database) : database_(std::move(database)) {}
    storage::Database database_;
};

class Observations::Writing {
public:
    /// What an earlier import left unfinished is taken away. `records` is where callers' numbers go and logins are looked up.
    Writing(Observations& observations, storage::Database& records, Segment segment);

    void observe(const Observation& seen);
    void set_aside(std::uint64_t line, std::string_view reason, std::string_view text);

    /// How many are written so far.
    std::uint64_t observations() const { return segment_.observations; }

    /// The segment as it was sealed.
    Segment seal(std::uint64_t lines, Instant now);
    /// Takes away all that was written.
    void give_up();

private:
    Key queue_key(const std::string& name);
    people::PersonId agent_id(const std::string& name);
    contact::VaultId party(const Observation& seen);
    void breathe();

    storage::Database& database_;
    storage::Database& records_;
    journal::Vault vault_{records_};
    Segment segment_;
    std::uint64_t source_ = 0;
    bool others_ = false;  ///< the source has other segments, so that a caller may be in the vault already
    std::map<std::string, Key> queues_;
    std::map<std::string, people::PersonId> agents_;
    std::optional<storage::Transaction> transaction_, records_transaction_;
    std::uint32_t in_transaction_ = 0;
};

/// What a fold did.
struct Folded {
    std::uint64_t contacts = 0, without_end = 0;
};

/// Folds the calls of a segment into records: contacts, visits and assignments, each call whole, from all the files it stands in.
Folded fold(Observations& observations, storage::Database& records, const Segment& segment);

/// Folds what records do not have yet, for example because they were made anew.
Result<void> catch_up(const std::filesystem::path& data, storage::Database& records);

/// Takes a segment away: its observations, its contacts unless they stand in other files too, and its callers' numbers.
void remove(Observations& observations, storage::Database& records, const Segment& segment);

}  // namespace markaz::imports
