#pragma once
// Escalations in records.db: a fold of what the machine told of them, and how soon somebody took each over.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/origins.hpp"
#include "contact/types.hpp"
#include "driver/projection.hpp"
#include "edge/storage/database.hpp"
#include "people/types.hpp"

namespace markaz::contact {

/// Table escalation. Who took one over is read from the assignments of its contact, which the projection of contacts keeps.
class EscalationProjection : public driver::Projection {
public:
    std::string_view name() const override { return "escalation"; }
    std::uint32_t version() const override { return 1; }
    void create(storage::Database& records) override;
    void apply(storage::Database& records, const driver::Committed& entry) override;
};

/// One escalation. `by`: who handed it over; 0: a rule of the caller's flow did. `person`: for whom it was meant;
/// 0: nobody in particular. Somebody takes it over when they answer; who has not by the end of the contact never will.
struct EscalationRow {
    ContactId contact;
    Key escalation, queue;
    Instant at{};
    people::PersonId by, person;
    std::optional<Instant> taken, ended;  ///< `ended`: of the contact
    people::PersonId taken_by;  ///< 0: nobody
};
BOOST_DESCRIBE_STRUCT(EscalationRow, (), (contact, escalation, queue, at, by, person, taken, ended, taken_by))

/// What one escalation of the manual adds up to. Lengths are added, so that sums of several days can be.
struct EscalationSums {
    Key escalation;
    std::uint64_t escalated = 0;   ///< in all
    std::uint64_t taken = 0;       ///< of these taken over
    std::uint64_t meant = 0;       ///< of these meant for a person
    std::uint64_t reached = 0;     ///< of these taken over by that person
    Duration take_over{0};         ///< of all that were taken over
    Duration take_over_max{0};
};
BOOST_DESCRIBE_STRUCT(EscalationSums, (), (escalation, escalated, taken, meant, reached, take_over, take_over_max))

/// Escalated in from <= at < until.
struct EscalationFilter {
    Instant from{}, until{};
    Key escalation;  ///< empty: all
    Origins origins = Origins::live;
};

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class EscalationStore {
public:
    explicit EscalationStore(storage::Database& records) : records_(records) {}

    /// By name of the escalation.
    std::vector<EscalationSums> sums(const EscalationFilter& filter);
    /// The newest first.
    std::vector<EscalationRow> list(const EscalationFilter& filter, std::uint32_t limit);

private:
    storage::Database& records_;
};

}  // namespace markaz::contact
