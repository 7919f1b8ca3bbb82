#pragma once
// Serves how agents followed their guides: a share by agent and by procedure, and every guide behind it.

#include "contact/api.hpp"
#include "contact/store_guides.hpp"

namespace markaz::contact {

/// A share with what it is made of: `numerator` of `denominator` guides were followed; metrics.md says which are counted. `value` is null
/// where there is none.
struct Adherence {
    std::uint64_t numerator = 0, denominator = 0;
    Nullable<double> value;
    metrics::GuideCell guides;
};
BOOST_DESCRIBE_STRUCT(Adherence, (), (numerator, denominator, value, guides))

struct AgentAdherence {
    PersonRef agent;
    Adherence adherence;
};
BOOST_DESCRIBE_STRUCT(AgentAdherence, (), (agent, adherence))

struct ProcedureAdherence {
    Key procedure;
    Text title;
    Adherence adherence;
};
BOOST_DESCRIBE_STRUCT(ProcedureAdherence, (), (procedure, title, adherence))

/// A step of a guide, as people read it in the version that led. `reason` is there for whoever wrote it and for those who may view
/// personal data, and every look of theirs is audited.
struct PathLeft {
    Key step;
    Text text;
    Instant at{};
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PathLeft, (), (step, text, at, reason))

/// `step`, its `text`, and whether it is `mandatory`: where a guide stood that did not come to its end.
struct GuideShown {
    ContactId contact;
    Key procedure;
    Text title;
    std::uint64_t version = 0;  ///< of the manual that led
    PersonRef agent;
    Instant at{};               ///< when it began to lead
    Nullable<Instant> ended;
    GuideStanding standing = GuideStanding::running;
    std::optional<Key> step;
    std::optional<Text> text;
    bool mandatory = false;
    std::vector<PathLeft> deviations;
};
BOOST_DESCRIBE_STRUCT(GuideShown, (), (contact, procedure, title, version, agent, at, ended, standing, step, text, mandatory, deviations))

struct Guides {
    std::string metric, formula;  ///< `step_adherence`, and the key of the text that explains it
    std::uint32_t version = 0;
    std::uint64_t least_sample = 0;  ///< of fewer guides a share is not judged
    Adherence whole;
    std::vector<AgentAdherence> agents;
    std::vector<ProcedureAdherence> procedures;
    std::vector<GuideShown> rows;  ///< the newest first
};
BOOST_DESCRIBE_STRUCT(Guides, (), (metric, formula, version, least_sample, whole, agents, procedures, rows))

/// Guides that began to lead in from <= at < to; without `from` all before. `standing`: of the rows, one or several with commas between.
struct GuidesQuery {
    std::optional<Instant> from, to;
    std::optional<people::PersonId> agent;
    std::optional<Key> procedure;
    std::optional<std::string> standing;
    std::optional<Origins> origins;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(GuidesQuery, (), (from, to, agent, procedure, standing, origins, limit, at_least))

/// Thread-safe. `records` outlives it.
class GuideService {
public:
    GuideService(storage::Connections& records, ContactHouse house) : records_(records), house_(std::move(house)) {}

    /// GET /api/v1/guides, and of one's own /api/v1/me/guides.
    void add_routes(http::Routes& routes);

private:
    http::Answer<Guides> guides(const http::Call& call, const GuidesQuery& query, bool own);
    GuideShown shown(storage::Database& records, const GuideRow& row, const Names& names, bool may_read) const;
    Text title_of(Key procedure, std::uint64_t version) const;

    storage::Connections& records_;
    ContactHouse house_;
};

}  // namespace markaz::contact
