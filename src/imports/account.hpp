#pragma once
// What became of one call of another system, put together from all that was observed of it, in whatever files that stands.

#include <span>
#include <vector>

#include "contact/store_imported.hpp"
#include "imports/observation.hpp"

namespace markaz::imports {

/// An observation whose names are the centre's own. `number` is the line's over all files, from contact::first_imported on; a contact,
/// a visit and an assignment bear that of the line that began them.
struct Seen {
    std::uint64_t number = 0;
    Instant at{};
    Happened what = Happened::noted;
    Key queue;
    people::PersonId agent;
    contact::VaultId party;
    std::optional<Duration> wait, ring, talk, hold, wrap_up;
    contact::VisitCause cause = contact::VisitCause::none;
    Key outcome;
};

/// What is known of the time after a call's last line.
struct Afterwards {
    std::optional<Instant> restarted;  ///< the other system's next start
    Instant known_until{};             ///< the last instant of which anything is known
};

/// The contacts of one call: one, unless the other system used the id again a day later. `seen` stands in the order of its happening.
/// Where the instants contradict the lengths that the other system states, because its clock was set, the lengths hold.
/// What has no end is ended as interrupted at the other system's next start, or after a day without a word; else it is in progress.
std::vector<contact::ImportedContact> account(std::span<const Seen> seen, const Afterwards& afterwards);

}  // namespace markaz::imports
