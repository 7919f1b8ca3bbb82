#pragma once
// Tables of records.db that are a fold of what the machine told: contacts, visits, assignments, timelines.

#include <cstdint>
#include <string_view>

#include "driver/committed.hpp"

namespace markaz::storage {
class Database;
}

namespace markaz::driver {

/// One fold of the journal into tables. It holds no state of its own beside its tables, so that the last applied number, which is
/// stored in the same transaction, is the whole truth about where it stands: after a crash nothing is lost and nothing is doubled.
class Projection {
public:
    virtual ~Projection() = default;

    /// Names it in table `projection`; never changes.
    virtual std::string_view name() const = 0;

    /// Raised whenever its tables or their meaning change: then create() is called again and it is rebuilt from the journal.
    virtual std::uint32_t version() const = 0;

    /// Makes its tables, empty; first drops those that it made before (`drop table if exists`). Runs inside a transaction.
    virtual void create(storage::Database& records) = 0;

    /// Folds one entry into the tables. Called once for each entry, in order, inside a transaction that it neither begins nor ends.
    virtual void apply(storage::Database& records, const Committed& entry) = 0;
};

}  // namespace markaz::driver
