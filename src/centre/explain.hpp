#pragma once
// Why this one: everybody whom a decision looked at, with what made them win or lose. Nothing of it is stored: it is derived again
// from snapshot and journal, by the machine that decided.

#include <vector>

#include "centre/outputs.hpp"

namespace markaz::centre {

/// What a decision found about an agent or a contact.
enum class Verdict {
    won,
    lost,             ///< eligible, and the rule names somebody else
    not_ready,        ///< the agent's presence
    no_room,          ///< the agent holds as many contacts as they may, or one that may not be interrupted
    skill_missing,
    level_too_low,
    gate_shut,
    waits_for_other,  ///< the contact waits for the agent whom it prefers
};
BOOST_DESCRIBE_ENUM(Verdict, won, lost, not_ready, no_room, skill_missing, level_too_low, gate_shut, waits_for_other)

/// One agent (where a contact chose) or one contact (where an agent took one).
struct Considered {
    std::uint64_t id = 0;
    Verdict verdict = Verdict::lost;
    std::int64_t key = 0;    ///< what the rule ranks by, as in routing::Candidate; of those who may win
    std::uint64_t turn = 0;
    people::Presence presence = people::Presence::ready;  ///< of an agent
    Key skill;               ///< the one that is missing, too low or shut
    std::uint8_t has = 0, wanted = 0;                     ///< its levels
    people::GateReason reason = people::GateReason::reading;
    Key what;                ///< what opens the gate
};
BOOST_DESCRIBE_STRUCT(Considered, (), (id, verdict, key, turn, presence, skill, has, wanted, reason, what))

/// A decision with everybody of the pool whom it considered, the winner first, then who might have won in their order.
struct Explanation {
    Instant at{};
    Decided decided;
    std::vector<Considered> considered;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (at, decided, considered))

/// Why an agent has no contact, or no further one: what they are, and each contact that waits in their pool with what keeps it from
/// them. No contact at all: nobody waits.
struct Idleness {
    Instant at{};
    PersonId person;
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
    Instant since{};
    std::vector<contact::Channel> free;  ///< channels in which they have room now
    std::vector<people::Gate> gates;
    std::uint64_t waiting = 0;           ///< contacts of their pool, of which at most `most_shown` stand here
    std::vector<Considered> contacts;
    static constexpr std::size_t most_shown = 500;
};
BOOST_DESCRIBE_STRUCT(Idleness, (), (at, person, presence, reason, since, free, gates, waiting, contacts))

}  // namespace markaz::centre
