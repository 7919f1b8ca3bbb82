#pragma once
// Who ran which checklist when, for those who lead.

#include <functional>
#include <vector>

#include "base/nullable.hpp"
#include "contact/api.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "procedure/types.hpp"

namespace markaz::desk {

/// An item that was answered: what it says in the version of the run, whether it is a critical one, the answer, and when it was given.
/// `written` is there for those who may view personal data, and every such look is audited.
struct CheckedItem {
    Key procedure, step;
    Text text;
    bool critical = false;
    procedure::Answer answer = procedure::Answer::done;
    std::optional<Key> option;
    std::optional<Text> choice;  ///< the option, as people read it
    std::optional<std::string> written;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(CheckedItem, (), (procedure, step, text, critical, answer, option, choice, written, at))

/// One run, signed by whoever signed in to run it. `passed`: it came to its end and every critical item was confirmed; null while it is
/// open. `outcome` is null where it has none: it is open, or was dropped.
struct ChecklistRun {
    procedure::ChecklistId id;
    Key procedure;
    Text title;
    procedure::ChecklistUse use = procedure::ChecklistUse::other;
    std::uint64_t version = 0;  ///< of the manual
    contact::PersonRef by;
    Instant started{};
    Nullable<Instant> ended;
    Nullable<bool> passed;
    Nullable<Key> outcome;
    std::vector<CheckedItem> items;
};
BOOST_DESCRIBE_STRUCT(ChecklistRun, (), (id, procedure, title, use, version, by, started, ended, passed, outcome, items))

struct ChecklistRuns {
    std::vector<ChecklistRun> rows;  ///< newest first
};
BOOST_DESCRIBE_STRUCT(ChecklistRuns, (), (rows))

/// Those that were begun in from <= started < to.
struct ChecklistRunsQuery {
    std::optional<Instant> from, to;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(ChecklistRunsQuery, (), (from, to, limit, at_least))

struct ChecklistHouse {
    std::function<Instant()> now;
    std::function<procedure::ManualRef(std::uint64_t version)> manual_of;
    /// Whether the records hold this entry, which is waited for a moment.
    std::function<bool(std::uint64_t entry)> has;
};

/// Thread-safe.
class ChecklistService {
public:
    ChecklistService(storage::Connections& records, ChecklistHouse house) : records_(records), house_(std::move(house)) {}
    void add_routes(http::Routes& routes);

private:
    http::Answer<ChecklistRuns> runs(const http::Call& call, const ChecklistRunsQuery& query) const;

    storage::Connections& records_;
    ChecklistHouse house_;
};

}  // namespace markaz::desk
