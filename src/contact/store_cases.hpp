#pragma once
// Cases in records.db: a fold of what the machine told of them, and the questions that people ask. See contact.md.

#include <cstdint>
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

namespace markaz::contact {

/// Tables customer_case, case_contact and case_owner.
class CaseProjection : public driver::Projection {
public:
    std::string_view name() const override { return "case"; }
    std::uint32_t version() const override { return 1; }
    void create(storage::Database& records) override;
    void apply(storage::Database& records, const driver::Committed& entry) override;
};

enum class CaseState { open, closed };
BOOST_DESCRIBE_ENUM(CaseState, open, closed)

/// A case as it stands. `contact` and `party`: of the contact in which it was opened. `since`: from when on it is the owner's; `taken`:
/// when they said that they have it.
struct CaseRow {
    CaseId id;
    ContactId contact;
    VaultId party;
    std::uint64_t manual = 0;
    Key flow, step;
    Instant opened{};
    people::PersonId owner;
    Instant since{};
    std::optional<Instant> taken, closed;
    people::PersonId closed_by;  ///< 0 while it is open
    VaultId outcome;             ///< what it came to
};
BOOST_DESCRIBE_STRUCT(CaseRow, (), (id, contact, party, manual, flow, step, opened, owner, since, taken, closed, closed_by, outcome))

/// Whose a case was, from when on. `by`: who gave it to them, or they themselves; `written`: why.
struct CaseOwnerRow {
    people::PersonId owner, by;
    Instant since{};
    std::optional<Instant> taken;
    VaultId written;
};
BOOST_DESCRIBE_STRUCT(CaseOwnerRow, (), (owner, by, since, taken, written))

/// What is wanted of the list. Everything that is given must hold.
struct CaseFilter {
    std::optional<CaseState> state;
    people::PersonId owner;  ///< 0: anybody
};

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class CaseStore {
public:
    explicit CaseStore(storage::Database& records) : records_(records) {}

    /// At most `limit`: the open ones, the oldest first; then those that are closed, the newest of them first.
    std::vector<CaseRow> list(const CaseFilter& filter, std::uint32_t limit);
    std::optional<CaseRow> find(CaseId id);
    /// Those of this contact, and the open ones of other contacts by the same number; at most `limit`, in the order of the list.
    std::vector<CaseRow> of_caller_of(ContactId contact, std::uint32_t limit);
    /// The newest open one of them that this procedure opened; 0: there is none.
    CaseId open_of(ContactId contact, Key procedure);
    /// By rising id.
    std::vector<ContactId> contacts_of(CaseId id);
    /// The first owner first.
    std::vector<CaseOwnerRow> owners_of(CaseId id);

private:
    storage::Database& records_;
};

}  // namespace markaz::contact
