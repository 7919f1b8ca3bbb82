#pragma once
// Serves cases: the list, one case, one's own; and takes the wishes of those who own or lead them.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/nullable.hpp"
#include "contact/api.hpp"
#include "contact/store_cases.hpp"
#include "driver/ask.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "people/store.hpp"

namespace markaz::contact {

struct Cases {
    std::vector<CaseShown> rows;  ///< the open ones, the oldest first; then the closed ones, the newest of them first
};
BOOST_DESCRIBE_STRUCT(Cases, (), (rows))

struct CasesQuery {
    std::optional<CaseState> state;
    std::optional<people::PersonId> owner;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(CasesQuery, (), (state, owner, limit, at_least))

/// Whose a case was, and how long they took to take it on. `reason`: why it was given to them.
struct CaseOwner {
    PersonRef owner, by;
    Instant since{};
    Nullable<Instant> taken;
    Nullable<Duration> take_over_s;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CaseOwner, (), (owner, by, since, taken, take_over_s, reason))

struct CaseWhole {
    CaseShown shown;
    std::vector<CaseOwner> owners;  ///< the first one first
};
BOOST_DESCRIBE_STRUCT(CaseWhole, (), (shown, owners))

/// Somebody to whom a case can be given.
struct CasePeople {
    std::vector<PersonRef> people;
};
BOOST_DESCRIBE_STRUCT(CasePeople, (), (people))

/// Exactly one of three: that one has it (`taken`), that it is somebody else's from now on (`owner`, with a `reason`), or what it came to
/// (`outcome`), which closes it.
struct CaseWish {
    std::optional<bool> taken;
    std::optional<people::PersonId> owner;
    std::optional<std::string> reason, outcome;
};
BOOST_DESCRIBE_STRUCT(CaseWish, (), (taken, owner, reason, outcome))

/// The entry of the journal in which a wish stands; a read may ask for "at least" it.
struct CaseWritten {
    driver::EntryNumber entry = 0;
};
BOOST_DESCRIBE_STRUCT(CaseWritten, (), (entry))

/// What cases need of the house.
struct CaseHouse {
    driver::Ask ask;
    ManualOf manual_of;
    std::function<Instant()> now;
    std::function<bool(std::uint64_t entry)> has;  ///< waits a while until records hold the entry; false when they still do not
};

/// Thread-safe. `records` outlives it.
class CaseService {
public:
    CaseService(storage::Connections& records, CaseHouse house) : records_(records), house_(std::move(house)) {}

    /// GET /api/v1/cases, GET and PUT /api/v1/cases/{id}; of one's own GET /api/v1/me/cases and PUT /api/v1/me/cases/{id}; and
    /// GET /api/v1/me/cases/people.
    void add_routes(http::Routes& routes);

private:
    enum class Whose { own, anybody };
    http::Answer<Cases> list(const http::Call& call, const CasesQuery& query, Whose whose);
    http::Answer<CaseWhole> one(const http::Call& call);
    http::Answer<CasePeople> people();
    http::Answer<CaseWritten> change(const http::Call& call, const CaseWish& wish, Whose whose);
    http::Answer<centre::Input> wanted(const http::Call& call, const CaseWish& wish, const CaseRow& row);
    void audit(storage::Database& records, const http::Call& call, people::Audited what, std::string about);

    storage::Connections& records_;
    CaseHouse house_;
};

}  // namespace markaz::contact
