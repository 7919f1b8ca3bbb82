#pragma once
// Serves the reasons: why this agent and this contact met, and why an agent has nothing to do.

#include <functional>

#include "centre/explain.hpp"
#include "contact/store.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"

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

struct FairnessQuery {
    Key queue;
    Instant from{}, to{};
    std::optional<Origins> origins;
};
BOOST_DESCRIBE_STRUCT(FairnessQuery, (), (queue, from, to, origins))

/// One agent's part of a queue. `share` is of contacts, `busy_share` of talk, hold and wrap-up.
struct AgentShare {
    people::PersonId person;
    std::uint64_t contacts = 0;
    Duration busy_s{0};
    double share = 0, busy_share = 0;
    bool within = false;  ///< the contacts lie in the expected spread
};
BOOST_DESCRIBE_STRUCT(AgentShare, (), (person, contacts, busy_s, share, busy_share, within))

/// How evenly a queue's contacts fell on those who answered any. Were each contact drawn by lot among them, 95 of a hundred agents would
/// have between `low` and `high` contacts (the binomial's mean and 1.96 deviations); a rule that is even keeps them closer, and whoever was
/// here for less time has less.
struct Fairness {
    std::uint64_t contacts = 0;
    double expected = 0, low = 0, high = 0;
    std::vector<AgentShare> agents;
};
BOOST_DESCRIBE_STRUCT(Fairness, (), (contacts, expected, low, high, agents))

Fairness fairness_of(const std::vector<ShareRow>& rows);

struct WhyHouse {
    std::function<Instant()> now;
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
    http::Answer<DecisionsExplained> decisions(const http::Call& call);
    http::Answer<centre::Idleness> idle(const http::Call& call, people::PersonId person);
    void audit(const http::Call& call, std::string subject);

    storage::Connections& records_;
    WhyHouse house_;
};

}  // namespace markaz::contact
