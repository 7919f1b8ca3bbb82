#pragma once
// Checklists in records.db: who ran which, when each item was answered, and how it ended.

#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/types.hpp"
#include "driver/projection.hpp"
#include "edge/storage/database.hpp"
#include "people/types.hpp"
#include "procedure/run.hpp"

namespace markaz::desk {

/// Tables checklist_run and checklist_item.
class ChecklistProjection : public driver::Projection {
public:
    std::string_view name() const override { return "checklist"; }
    std::uint32_t version() const override { return 1; }
    void create(storage::Database& records) override;
    void apply(storage::Database& records, const driver::Committed& entry) override;
};

/// `ended` and `passed` are empty while it is open. `outcome`: empty where it was dropped.
struct ChecklistRow {
    procedure::ChecklistId id;
    people::PersonId person;
    std::uint64_t manual = 0;
    Key flow;
    Instant started{};
    std::optional<Instant> ended;
    std::optional<bool> passed;
    Key outcome;
};
BOOST_DESCRIBE_STRUCT(ChecklistRow, (), (id, person, manual, flow, started, ended, passed, outcome))

struct ChecklistItemRow {
    Key flow, step;
    procedure::Answer answer = procedure::Answer::done;
    Key option;
    contact::VaultId written;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(ChecklistItemRow, (), (flow, step, answer, option, written, at))

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class ChecklistStore {
public:
    explicit ChecklistStore(storage::Database& records) : records_(records) {}

    /// Those that were begun from `from` until before `until`, newest first.
    std::vector<ChecklistRow> runs(Instant from, Instant until, std::uint32_t limit);
    /// What was answered, in its order.
    std::vector<ChecklistItemRow> items(procedure::ChecklistId id);

private:
    storage::Database& records_;
};

}  // namespace markaz::desk
