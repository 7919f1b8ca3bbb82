#pragma once
// Serves the reasons: why this agent and this contact met, and why an agent has nothing to do.

#include <functional>

#include "centre/explain.hpp"
#include "contact/api.hpp"
#include "contact/store.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "people/store.hpp"

namespace markaz::contact {

/// One decision with everybody whom it considered; whoever is considered is a contact or a person by `considers`.
enum class Considers { agents, contacts };
BOOST_DESCRIBE_ENUM(Considers, agents, contacts)

struct DecisionExplained {
    std::uint64_t entry = 0;  ///< of the journal, from which it was derived again
    Considers considers = Considers::agents;
    centre::Explanation why;
};
BOOST_DESCRIBE_STRUCT(DecisionExplained, (), (entry, considers, why))

struct DecisionsExplained {
    std::vector<DecisionExplained> decisions;
};
BOOST_DESCRIBE_STRUCT(DecisionsExplained, (), (decisions))

/// Calls that were offered in from <= at < to, a month at most; of one queue or of all.
struct FairnessQuery {
    Instant from{}, to{};
    std::optional<Key> queue;
    std::optional<Origins> origins;
};
BOOST_DESCRIBE_STRUCT(FairnessQuery, (), (from, to, queue, origins))

/// routing/fairness.hpp says what the numbers mean.
struct Fairness {
    std::vector<routing::SkillGroup> groups;
    std::vector<PersonRef> people;  ///< the names of all who stand in a group
};
BOOST_DESCRIBE_STRUCT(Fairness, (), (groups, people))

/// Folds the records of that time. Nobody stands in a group while a manual was in force that can no longer be read. Whether somebody
/// takes calls, and what may lie before them meanwhile, is as it is now: `rooms`.
std::vector<routing::SkillGroup> fairness(ContactStore& store, const ManualOf& manual_of, std::span<const people::Person> people,
                                          const FairnessQuery& query);

struct WhyHouse {
    std::function<Instant()> now;
    ManualOf manual_of;
    /// Every decision of an entry, derived again from snapshot and journal.
    std::function<Result<std::vector<centre::Explanation>>(std::uint64_t entry)> explain;
    /// Nothing where the machine knows no agent of this number.
    std::function<Result<std::optional<centre::Idleness>>(people::PersonId)> why_idle;
};

/// Thread-safe. `records` outlives it.
class WhyService {
public:
    WhyService(storage::Connections& records, WhyHouse house) : records_(records), house_(std::move(house)) {}

    /// GET /api/v1/contacts/{id}/decisions, /api/v1/agents/{id}/idle, /api/v1/me/idle, /api/v1/fairness. Looks at others' are audited.
    void add_routes(http::Routes& routes);

private:
    http::Answer<Fairness> fairness_between(const http::Call& call, const FairnessQuery& query);
    http::Answer<DecisionsExplained> decisions(const http::Call& call);
    http::Answer<centre::Idleness> idle(const http::Call& call, people::PersonId person);
    void audit(const http::Call& call, std::string subject);

    storage::Connections& records_;
    WhyHouse house_;
};

}  // namespace markaz::contact
