#pragma once
// A contact that another system served, as its records tell it.

#include <optional>
#include <vector>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/types.hpp"
#include "people/types.hpp"

namespace markaz::contact {

/// Contacts, visits, assignments and agents of imports bear numbers from here on, far above those that the machine gives, and below 2^53.
inline constexpr std::uint64_t first_imported = std::uint64_t{1} << 52;
constexpr bool is_imported(std::uint64_t id) { return id >= first_imported; }

struct ImportedAssignment {
    AssignmentId id;
    VisitId visit;  ///< the one that it served
    people::PersonId person;
    Key queue;
    Instant started{};
    std::optional<Instant> answered, ended;
    AssignmentEnd end = AssignmentEnd::completed;  ///< counts once `ended` is there
    Duration ring{0}, talk{0}, hold{0}, wrap_up{0};
    Key outcome;
};

struct ImportedVisit {
    VisitId id;
    Key queue;
    Instant started{};
    std::optional<Instant> ended;
    VisitEnd end = VisitEnd::answered;  ///< counts once `ended` is there
    VisitCause cause = VisitCause::none;
};

struct ImportedContact {
    ContactId id;
    VaultId party;
    Instant started{};
    std::optional<Instant> ended;
    ContactEnd end = ContactEnd::caller;  ///< counts once `ended` is there
    Key outcome;
    std::vector<ImportedVisit> visits;
    std::vector<ImportedAssignment> assignments;
};

}  // namespace markaz::contact
