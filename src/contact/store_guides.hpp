#pragma once
// How agents followed their guides, from the records.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "contact/origins.hpp"
#include "contact/store.hpp"
#include "metrics/guides.hpp"

namespace markaz::contact {

/// How a guide was followed, or stands; the names are those of `metrics::GuideCell`.
enum class GuideStanding { followed, deviated, unfinished, broken_off, handed_on, running };
BOOST_DESCRIBE_ENUM(GuideStanding, followed, deviated, unfinished, broken_off, handed_on, running)

/// One guide: a procedure that led an agent for a contact. `step`: where it stood last; empty once it came to its end.
struct GuideRow {
    ContactId contact;
    AssignmentId assignment;
    people::PersonId person;
    std::uint64_t manual = 0;
    Key flow;
    Instant started{};
    std::optional<Instant> ended;
    GuideStanding standing = GuideStanding::running;
    Key step;
};
BOOST_DESCRIBE_STRUCT(GuideRow, (), (contact, assignment, person, manual, flow, started, ended, standing, step))

/// Where an agent left the path of a guide, and whither; why lies in the vault.
struct DeviationRow {
    Key step, to_step;
    Instant at{};
    VaultId written;
};
BOOST_DESCRIBE_STRUCT(DeviationRow, (), (step, to_step, at, written))

/// The guides of one agent by one procedure. `manual`: the newest version of these.
struct GuideSums {
    people::PersonId person;
    Key flow;
    std::uint64_t manual = 0;
    metrics::GuideCell cell;
};

/// Which guides are meant: those that began to lead in from <= at < until. What is empty asks for nothing.
struct GuideFilter {
    Instant from{}, until = Instant::max();
    people::PersonId person;
    Key flow;
    std::vector<GuideStanding> standings;  ///< any of these; of a list alone
    Origins origins = Origins::live;
};

class GuideStore {
public:
    explicit GuideStore(storage::Database& records) : records_(records) {}

    /// By rising person, then procedure.
    std::vector<GuideSums> sums(const GuideFilter& filter);
    /// At most `limit`, the newest first.
    std::vector<GuideRow> list(const GuideFilter& filter, std::uint32_t limit);
    /// Of one guide, in their order.
    std::vector<DeviationRow> deviations(AssignmentId assignment, Key flow);

private:
    storage::Database& records_;
};

}  // namespace markaz::contact
