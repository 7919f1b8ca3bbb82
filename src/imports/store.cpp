#include "imports/store.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "people/store.hpp"

namespace markaz::imports {

using contact::first_imported;
using storage::Database;
using storage::StorageError;
using storage::Transaction;

namespace {

// Rows of a call lie side by side, in the order of the primary key and nothing else: so a file of any length is put away at the speed
// of the disk, and each call is read at one place. Calls of restarts are '', those of what belongs to no call ' '.
constexpr std::array schema{storage::Migration{1, "observations", R"(
    create table segment (id bigint primary key, source text not null, format text not null, file text not null, sha256 text not null,
        lines bigint not null, observations bigint not null, seen_before bigint not null, set_aside bigint not null,
        first_number bigint not null, "from" bigint, until bigint, imported bigint not null, sealed bigint not null);
    create table name (what text not null, name text not null, key text not null, number bigint not null, primary key (what, name));
    create table numbering (name text primary key, next bigint not null);
    create table set_aside (segment bigint not null, line bigint not null, reason text not null, text text not null,
        primary key (segment, line)) without rowid;
    create table observation (source bigint not null, call text not null, at bigint not null, "key" bigint not null,
        segment bigint not null, line bigint not null, what text not null, queue text not null, agent bigint not null,
        party bigint not null, wait bigint, ring bigint, talk bigint, hold bigint, wrap_up bigint, cause text not null,
        outcome text not null, primary key (source, call, at, "key", segment)) without rowid;
    create table endless_call (source bigint not null, call text not null, primary key (source, call)) without rowid)"}};

constexpr std::string_view segment_columns =
    "select id, source, format, file, sha256, lines, observations, seen_before, set_aside, first_number, \"from\", until, imported "
    "from segment where sealed = 1 ";
const std::string segments_sql = std::string(segment_columns) + "order by id";
const std::string segment_by_hash_sql = std::string(segment_columns) + "and sha256 = ?1";

/// So many rows are written at once. A centre that runs beside waits no longer than for these.
constexpr std::uint32_t most_in_a_transaction = 10'000;
/// So many calls are folded at once.
constexpr std::uint32_t most_calls_in_a_transaction = 2'000;
/// Beyond so many names they are looked up on the disk again: a file may make up a new one on each line.
constexpr std::size_t most_names = 50'000;
/// A call has so many lines at most; more are the work of a broken or hostile exchange, and are left in the segment.
constexpr std::size_t most_lines_of_a_call = 10'000;
constexpr std::size_t most_text_kept = 4'096;

std::uint64_t next_number(Database& database, std::string_view name, std::uint64_t many) {
    database.run("insert into numbering (name, next) values (?1, 1) on conflict (name) do nothing", name);
    const auto next = *database.query_one<std::uint64_t>("select next from numbering where name = ?1", name);
    database.run("update numbering set next = ?2 where name = ?1", name, next + many);
    return next;
}

std::uint64_t source_number(Database& database, const std::string& source) {
    if (const auto known = database.query_one<std::uint64_t>("select number from name where what = 'source' and name = ?1", source))
        return *known;
    const std::uint64_t number = next_number(database, "source", 1);
    database.run("insert into name (what, name, key, number) values ('source', ?1, '', ?2)", source, number);
    return number;
}

/// What of a name can stand in a key: `Sales (EU)` becomes `sales-eu`.
std::string key_text(std::string_view name) {
    std::string text;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
        if (fits) text += c;
        else if (!text.empty() && text.back() != '-') text += '-';
    }
    while (!text.empty() && !(text.back() >= 'a' && text.back() <= 'z') && !(text.back() >= '0' && text.back() <= '9')) text.pop_back();
    const std::size_t begin = text.find_first_not_of("_.-");
    return begin == std::string::npos ? std::string{} : text.substr(begin, 24);
}

/// A row of `observation` on its way to the account of its call.
struct SeenRow {
    std::string call;
    Instant at{};
    std::uint64_t key = 0, segment = 0, line = 0;
    Happened what = Happened::noted;
    Key queue;
    people::PersonId agent;
    contact::VaultId party;
    std::optional<Duration> wait, ring, talk, hold, wrap_up;
    contact::VisitCause cause = contact::VisitCause::none;
    Key outcome;
};
BOOST_DESCRIBE_STRUCT(SeenRow, (),
                      (call, at, key, segment, line, what, queue, agent, party, wait, ring, talk, hold, wrap_up, cause, outcome))

constexpr std::string_view seen_columns =
    "select call, at, \"key\", segment, line, what, queue, agent, party, wait, ring, talk, hold, wrap_up, cause, outcome from observation ";
const std::string every_call_sql = std::string(seen_columns) + "where source = ?1 and call > ' ' order by source, call, at, \"key\"";
// Those of a segment, and those whose end no line has told: another file may tell it, or that the other system began anew.
const std::string calls_of_sql = std::string(seen_columns) +
                                 "where source = ?1 and call > ' ' and call in (select call from observation where source = ?1 and "
                                 "segment = ?2 union select call from endless_call where source = ?1) order by source, call, at, \"key\"";

void erase_parties(Database& observations, Database& records, std::uint64_t segment) {
    journal::Vault vault(records);
    observations.each<contact::VaultId>(
        "select party from observation where segment = ?1 and party <> 0 and party not in "
        "(select party from observation where segment <> ?1 and party <> 0)",
        [&](contact::VaultId party) { vault.erase(party); }, segment);
}

}  // namespace

// ---- segments -------------------------------------------------------------------------------------------------------

Result<Observations> Observations::open(const std::filesystem::path& data, Mode mode) {
    const auto path = data / observations_file;
    auto database = Database::open(path, mode == Mode::read_write ? Database::Mode::read_write : Database::Mode::read_only);
    if (!database) return std::unexpected(std::move(database.error()));
    const auto ready = mode == Mode::read_write ? storage::migrate(*database, schema) : storage::refuse_newer(*database, schema);
    if (!ready) return std::unexpected(ready.error());
    return Observations(std::move(*database));
}

std::vector<Segment> Observations::segments() { return database_.query<Segment>(segments_sql); }

std::optional<Segment> Observations::segment_of(std::string_view sha256) {
    return database_.query_one<Segment>(segment_by_hash_sql, sha256);
}

void Observations::each_set_aside(std::uint64_t segment, const std::function<void(const LineSetAside&)>& take) {
    database_.each<LineSetAside>("select line, reason, text from set_aside where segment = ?1 order by line",
                                 [&](LineSetAside&& line) { take(line); }, segment);
}

Observations::Writing::Writing(Observations& observations, Database& records, Segment segment)
    : database_(observations.database_), records_(records), segment_(std::move(segment)) {
    for (const std::uint64_t torn : database_.query<std::uint64_t>("select id from segment where sealed = 0")) {
        segment_.id = torn;
        give_up();
    }
    // Until it is sealed nothing counts, so nothing need be on the disk sooner.
    database_.script("pragma synchronous = normal");
    records_.script("pragma synchronous = normal");
    Transaction transaction(database_);
    segment_.id = next_number(database_, "segment", 1);
    source_ = source_number(database_, segment_.source);
    others_ = database_.query_one<std::uint64_t>("select count(*) from segment where source = ?1", segment_.source).value_or(0) > 0;
    segment_.first_number = first_imported + database_.query_one<std::uint64_t>("select coalesce((select next from numbering "
                                                                                 "where name = 'line'), 1)").value();
    database_.run("insert into segment (id, source, format, file, sha256, lines, observations, seen_before, set_aside, first_number, "
                  "imported, sealed) values (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, ?6, 0, 0)",
                  segment_.id, segment_.source, segment_.format, segment_.file, segment_.sha256, segment_.first_number);
    transaction.commit();
}

void Observations::Writing::breathe() {
    if (!transaction_) transaction_.emplace(database_);
    if (++in_transaction_ % most_in_a_transaction != 0) return;
    if (records_transaction_) records_transaction_->commit();
    records_transaction_.reset();
    transaction_->commit();
    transaction_.reset();
}

void Observations::Writing::observe(const Observation& seen) {
    const std::string_view of_none = seen.what == Happened::restarted ? "" : " ";
    const std::string_view call = seen.call.empty() ? of_none : std::string_view(seen.call);
    const auto stored = [&] {
        return database_.run(
            "insert into observation (source, call, at, \"key\", segment, line, what, queue, agent, party, wait, ring, talk, "
            "hold, wrap_up, cause, outcome) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
            "?17) on conflict (source, call, at, \"key\", segment) do nothing",
            source_, call, seen.at, seen.key, segment_.id, seen.line, seen.what, queue_key(seen.queue), agent_id(seen.agent), party(seen),
            seen.wait, seen.ring, seen.talk, seen.hold, seen.wrap_up, seen.cause, seen.outcome);
    }();
    if (stored == 0) {
        ++segment_.seen_before;
    } else {
        ++segment_.observations;
        segment_.from = std::min(segment_.from.value_or(seen.at), seen.at);
        segment_.until = std::max(segment_.until.value_or(seen.at), seen.at);
        if (others_ && database_.query_one<std::uint64_t>("select count(*) from observation where source = ?1 and call = ?2 and at = ?3 "
                                                          "and \"key\" = ?4", source_, call, seen.at, seen.key).value_or(0) > 1)
            ++segment_.seen_before;
    }
    breathe();
}

void Observations::Writing::set_aside(std::uint64_t line, std::string_view reason, std::string_view text) {
    std::string kept(text.substr(0, most_text_kept));
    if (!is_text(kept))
        for (char& c : kept)
            if (static_cast<unsigned char>(c) >= 0x7F || static_cast<unsigned char>(c) < 0x20) c = '?';
    database_.run("insert into set_aside (segment, line, reason, text) values (?1, ?2, ?3, ?4) on conflict (segment, line) do nothing",
                  segment_.id, line, reason, kept);
    ++segment_.set_aside;
    breathe();
}

/// The key of a queue: its own name where that is one; otherwise one made of it, which stands for this name from now on.
Key Observations::Writing::queue_key(const std::string& name) {
    if (name.empty()) return {};
    if (const auto known = queues_.find(name); known != queues_.end()) return known->second;
    if (queues_.size() >= most_names) queues_.clear();
    auto key = database_.query_one<Key>("select key from name where what = 'queue' and name = ?1", name);
    if (!key) {
        const std::string text = Key::from(name) ? name : key_text(name);
        const auto taken = [&](const Key& wanted) {
            return database_.query_one<std::uint64_t>("select number from name where what = 'queue' and key = ?1", wanted).has_value();
        };
        key = Key::from(text);
        if (!key || taken(*key)) {
            const std::string number = std::to_string(next_number(database_, "queue", 1));
            key = Key::from((text.empty() ? "queue" : text.substr(0, Key::longest - 1 - number.size())) + "-" + number);
        }
        database_.run("insert into name (what, name, key, number) values ('queue', ?1, ?2, 0)", name, *key);
    }
    return queues_.emplace(name, *key).first->second;
}

/// Whoever signs in here by this name, or else a number of their own.
people::PersonId Observations::Writing::agent_id(const std::string& name) {
    if (name.empty()) return {};
    if (const auto known = agents_.find(name); known != agents_.end()) return known->second;
    if (agents_.size() >= most_names) agents_.clear();
    auto id = database_.query_one<people::PersonId>("select number from name where what = 'agent' and name = ?1", name);
    if (!id) {
        const auto person = people::PeopleStore(records_).person(name);
        id = person ? person->id : people::PersonId{first_imported + next_number(database_, "agent", 1)};
        database_.run("insert into name (what, name, key, number) values ('agent', ?1, '', ?2)", name, *id);
    }
    return agents_.emplace(name, *id).first->second;
}

/// Puts who called into the vault, unless another segment has done so.
contact::VaultId Observations::Writing::party(const Observation& seen) {
    if (seen.caller.empty()) return {};
    if (others_)
        if (const auto known = database_.query_one<contact::VaultId>("select party from observation where source = ?1 and call = ?2 and "
                                                                     "at = ?3 and \"key\" = ?4 and party <> 0",
                                                                     source_, seen.call, seen.at, seen.key))
            return *known;
    if (!records_transaction_) records_transaction_.emplace(records_);
    const contact::VaultId id{segment_.first_number + seen.line};
    vault_.put(id, {"caller-number"_key, seen.caller});
    return id;
}

Segment Observations::Writing::seal(std::uint64_t lines, Instant now) {
    segment_.lines = lines;
    segment_.imported = now;
    if (records_transaction_) records_transaction_->commit();
    records_transaction_.reset();
    records_.script("pragma synchronous = full");
    // What went to the vault is on the disk before the segment counts: a flush takes all along that was written before it.
    contact::ContactStore(records_).unmark_imported(segment_.id);
    if (transaction_) transaction_->commit();
    transaction_.reset();
    database_.script("pragma synchronous = full");
    Transaction transaction(database_);
    next_number(database_, "line", lines + 1);
    database_.run("update segment set lines = ?2, observations = ?3, seen_before = ?4, set_aside = ?5, \"from\" = ?6, until = ?7, "
                  "imported = ?8, sealed = 1 where id = ?1",
                  segment_.id, segment_.lines, segment_.observations, segment_.seen_before, segment_.set_aside, segment_.from,
                  segment_.until, segment_.imported);
    transaction.commit();
    return segment_;
}

void Observations::Writing::give_up() {
    if (records_transaction_) records_transaction_->commit();
    records_transaction_.reset();
    if (transaction_) transaction_->commit();
    transaction_.reset();
    erase_parties(database_, records_, segment_.id);
    Transaction transaction(database_);
    database_.run("delete from observation where segment = ?1", segment_.id);
    database_.run("delete from set_aside where segment = ?1", segment_.id);
    database_.run("delete from segment where id = ?1", segment_.id);
    transaction.commit();
}

// ---- what becomes of them -------------------------------------------------------------------------------------------

namespace {

/// Gathers the rows of each call and writes what they come to.
class Folding {
public:
    Folding(Observations& observations, Database& records, const std::string& source)
        : database_(observations.database()), records_(records), contacts_(records) {
        source_ = database_.query_one<std::uint64_t>("select number from name where what = 'source' and name = ?1", source).value_or(0);
        any_endless_ = database_.query_one<std::uint64_t>("select 1 from endless_call where source = ?1 limit 1", source_).has_value();
        for (const Segment& each : observations.segments()) {
            segments_[each.id] = each;
            if (each.source == source && each.until) known_until_ = std::max(known_until_, *each.until);
        }
    }

    std::uint64_t source() const { return source_; }

    void take(SeenRow&& row) {
        if (!call_.empty() && row.call != call_.front().call) finish_call();
        if (call_.size() < most_lines_of_a_call) call_.push_back(std::move(row));
    }

    Folded finish() {
        finish_call();
        breathe();
        return folded_;
    }

private:
    std::uint64_t number(const SeenRow& row) const { return segments_.at(row.segment).first_number + row.line; }

    void finish_call() {
        if (call_.empty()) return;
        if (!transaction_) transaction_.emplace(records_);
        const bool one_file = std::ranges::all_of(call_, [&](const SeenRow& each) { return each.segment == call_.front().segment; });
        // Where a call stands in several files, what was made of fewer lines may bear other numbers.
        if (!one_file)
            for (const SeenRow& each : call_) contacts_.remove_imported(number(each), number(each) + 1);
        // In one file lines stand as they happened, whatever the clock said; of several the one that begins earlier goes first.
        std::ranges::sort(call_, {}, [&](const SeenRow& each) {
            if (one_file) return std::tuple(Instant{}, Instant{}, number(each), each.what);
            return std::tuple(each.at, segments_.at(each.segment).from.value_or(Instant{}), number(each), each.what);
        });
        write(account(seen(), {next_restart(), known_until_}));
        call_.clear();
        if (++calls_ % most_calls_in_a_transaction == 0) breathe();
    }

    void breathe() {
        if (transaction_) transaction_->commit();
        transaction_.reset();
        if (ends_.empty()) return;
        Transaction transaction(database_);
        for (const auto& [call, told] : ends_)
            if (told) database_.run("delete from endless_call where source = ?1 and call = ?2", source_, call);
            else
                database_.run("insert into endless_call (source, call) values (?1, ?2) on conflict (source, call) do nothing", source_,
                              call);
        transaction.commit();
        ends_.clear();
    }

    /// The rows without those that another file says too.
    std::vector<Seen> seen() const {
        std::vector<Seen> all;
        for (std::size_t at = 0; at < call_.size(); ++at) {
            const SeenRow& row = call_[at];
            const auto same = [&](const SeenRow& other) {
                return other.at == row.at && other.key == row.key && other.segment < row.segment;
            };
            if (std::ranges::any_of(call_, same)) continue;
            all.push_back({number(row), row.at, row.what, row.queue, row.agent, row.party, row.wait, row.ring, row.talk, row.hold,
                           row.wrap_up, row.cause, row.outcome});
        }
        return all;
    }

    std::optional<Instant> next_restart() {
        const Instant last = std::ranges::max(call_, {}, &SeenRow::at).at;
        return database_
            .query_one<std::optional<Instant>>("select min(at) from observation where source = ?1 and call = '' and at > ?2", source_, last)
            .value_or(std::nullopt);
    }

    void write(const std::vector<contact::ImportedContact>& contacts) {
        bool told = true;
        for (const contact::ImportedContact& each : contacts) {
            contacts_.put_imported(each);
            ++folded_.contacts;
            if (!each.ended) ++folded_.without_end;
            told = told && each.ended && each.end != contact::ContactEnd::interrupted;
        }
        if (!told || any_endless_) ends_.emplace_back(call_.front().call, told);
    }

    Database& database_;
    Database& records_;
    contact::ContactStore contacts_;
    std::uint64_t source_ = 0, calls_ = 0;
    std::map<std::uint64_t, Segment> segments_;
    Instant known_until_ = Instant::min();
    std::vector<SeenRow> call_;
    bool any_endless_ = false;  ///< before this fold
    std::vector<std::pair<std::string, bool>> ends_;  ///< calls, and whether a line tells their end
    std::optional<Transaction> transaction_;
    Folded folded_;
};

struct NameRow {
    std::string what, name, key;
    std::uint64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(NameRow, (), (what, name, key, number))

void write_names(Database& observations, Database& records) {
    Transaction transaction(records);
    contact::ContactStore contacts(records);
    observations.each<NameRow>("select what, name, key, number from name where what in ('queue', 'agent')", [&](NameRow&& row) {
        if (row.what == "queue" && row.key != row.name) contacts.name_imported(contact::Named::queue, row.key, row.name);
        if (row.what == "agent" && contact::is_imported(row.number))
            contacts.name_imported(contact::Named::agent, std::to_string(row.number), row.name);
    });
    transaction.commit();
}

}  // namespace

Folded fold(Observations& observations, Database& records, const Segment& segment) {
    Folding folding(observations, records, segment.source);
    const auto segments = observations.segments();
    const bool alone = std::ranges::count(segments, segment.source, &Segment::source) == 1;
    const auto take = [&](SeenRow&& row) { folding.take(std::move(row)); };
    if (alone) observations.database().each<SeenRow>(every_call_sql, take, folding.source());
    else observations.database().each<SeenRow>(calls_of_sql, take, folding.source(), segment.id);
    const Folded folded = folding.finish();
    write_names(observations.database(), records);
    contact::ContactStore(records).mark_imported(segment.id);
    return folded;
}

Result<void> catch_up(const std::filesystem::path& data, Database& records) {
    if (!std::filesystem::exists(data / observations_file)) return {};
    auto observations = Observations::open(data, Observations::Mode::read_write);
    if (!observations) return std::unexpected(observations.error());
    try {
        const auto here = contact::ContactStore(records).imported_segments();
        for (const Segment& segment : observations->segments())
            if (!std::ranges::binary_search(here, segment.id)) fold(*observations, records, segment);
    } catch (const StorageError& error) {
        return problem((data / observations_file).string(), error.what(), "restore the newest backup");
    }
    return {};
}

void remove(Observations& observations, Database& records, const Segment& segment) {
    Database& database = observations.database();
    contact::ContactStore contacts(records);
    {
        Transaction transaction(records);
        contacts.unmark_imported(segment.id);
        contacts.remove_imported(segment.first_number, segment.first_number + segment.lines + 1);
        transaction.commit();
    }
    erase_parties(database, records, segment.id);
    {
        Transaction transaction(database);
        database.run("delete from observation where segment = ?1", segment.id);
        database.run("delete from set_aside where segment = ?1", segment.id);
        database.run("delete from segment where id = ?1", segment.id);
        transaction.commit();
    }
    // Its lines may have ended the calls of other files, such as by a start of the other system.
    Folding folding(observations, records, segment.source);
    database.each<SeenRow>(every_call_sql, [&](SeenRow&& row) { folding.take(std::move(row)); }, folding.source());
    folding.finish();
}

}  // namespace markaz::imports
