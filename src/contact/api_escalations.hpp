#pragma once
// Serves escalations: how soon somebody took over what was handed upwards, by escalation, and each one behind it.

#include "contact/api.hpp"
#include "contact/store_escalations.hpp"

namespace markaz::contact {

/// One escalation of the manual. `meant` were for a person, of whom `reached` were taken over by that person. The mean is that of all
/// that were taken over, made from their sum; null where none was.
struct EscalationTold {
    Key escalation;
    Text title;
    std::uint64_t escalated = 0, taken = 0, meant = 0, reached = 0;
    Nullable<Duration> take_over_s;
    Nullable<Duration> take_over_max_s;
};
BOOST_DESCRIBE_STRUCT(EscalationTold, (), (escalation, title, escalated, taken, meant, reached, take_over_s, take_over_max_s))

/// `by` is null where a rule of the caller's flow escalated, `person` where it was meant for nobody in particular. `over`: nobody will take
/// it over any more.
struct EscalationShown {
    ContactId contact;
    Instant at{};
    Key escalation, queue;
    Text title;
    Nullable<PersonRef> by, person, taken_by;
    Nullable<Instant> taken;
    Nullable<Duration> take_over_s;
    bool over = false;
};
BOOST_DESCRIBE_STRUCT(EscalationShown, (), (contact, at, escalation, queue, title, by, person, taken_by, taken, take_over_s, over))

struct Escalations {
    std::vector<EscalationTold> escalations;
    std::vector<EscalationShown> rows;  ///< the newest first
};
BOOST_DESCRIBE_STRUCT(Escalations, (), (escalations, rows))

/// Escalated in from <= at < to; without `from` all before.
struct EscalationsQuery {
    std::optional<Instant> from, to;
    std::optional<Key> escalation;
    std::optional<Origins> origins;
    std::optional<std::uint32_t> limit;
    std::optional<std::uint64_t> at_least;  ///< an entry that the answer must hold
};
BOOST_DESCRIBE_STRUCT(EscalationsQuery, (), (from, to, escalation, origins, limit, at_least))

/// Thread-safe. `records` outlives it.
class EscalationService {
public:
    EscalationService(storage::Connections& records, ContactHouse house) : records_(records), house_(std::move(house)) {}

    /// GET /api/v1/escalations.
    void add_routes(http::Routes& routes);

private:
    http::Answer<Escalations> escalations(const EscalationsQuery& query);
    Text title_of(Key escalation) const;

    storage::Connections& records_;
    ContactHouse house_;
};

}  // namespace markaz::contact
