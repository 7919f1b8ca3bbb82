#pragma once
// What a queue wants and how it is served: the `routing` clause as the machine reads it.

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
#include "contact/types.hpp"
#include "people/types.hpp"

namespace markaz::routing {

/// The rule that ranks the free agents of a demand. Among equals it is always who has been idle longest.
enum class Rule {
    longest_idle,
    least_occupied,    ///< the smallest share of the time since signing in spent with contacts, measured when they became free
    fewest_contacts,   ///< the fewest contacts answered since signing in
    round_robin,       ///< whose last ring, answered or not, is longest ago
    best_skill,        ///< the highest sum of levels in the wanted skills
    cheapest_skill,    ///< the lowest sum of levels in all their skills: who can do much is kept for what others cannot
    random_by_weight,  ///< by lot; who has twice the levels in the wanted skills has twice the chance
};
BOOST_DESCRIBE_ENUM(Rule, longest_idle, least_occupied, fewest_contacts, round_robin, best_skill, cheapest_skill, random_by_weight)

/// What the rules rank an agent by. Turns are numbers that only rise, each given once.
struct Standing {
    std::uint64_t idle_turn = 0;   ///< when they became idle
    std::uint64_t rung_turn = 0;   ///< when they were last rung
    std::uint32_t contacts = 0;    ///< answered since they signed in
    std::uint32_t occupancy = 0;   ///< millionths of the time since they signed in
    friend bool operator==(const Standing&, const Standing&) = default;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (idle_turn, rung_turn, contacts, occupancy))

/// A queue that wants the skill of this name wants the contact's own language: `en`, `ar`, `fa`, `id` or `ms`.
inline constexpr Key language_skill = "language"_key;

/// The name of a wanted skill for a contact that speaks this language.
inline Key spoken_skill(Key wanted, Language language) { return wanted == language_skill ? *Key::from(code(language)) : wanted; }

/// From `after` on, counted from the start of the visit, these skills suffice instead of those before.
struct Stage {
    Duration after{0};
    std::vector<people::Skill> skills;
    friend bool operator==(const Stage&, const Stage&) = default;
};
BOOST_DESCRIBE_STRUCT(Stage, (), (after, skills))

/// Leads on to another queue, at the place that the contact has. Exactly one of the three limits is set.
struct Overflow {
    Key to;
    Duration after{0};            ///< of waiting
    std::uint32_t position = 0;   ///< on arrival: the contact would stand at this position or behind it
    Duration expected{0};         ///< on arrival: the expected wait is longer
    friend bool operator==(const Overflow&, const Overflow&) = default;
};
BOOST_DESCRIBE_STRUCT(Overflow, (), (to, after, position, expected))

/// A share of the contacts that come to a queue is served in another one, such as another site's.
struct Allocation {
    Key queue;
    std::uint32_t percent = 0;
    friend bool operator==(const Allocation&, const Allocation&) = default;
};
BOOST_DESCRIBE_STRUCT(Allocation, (), (queue, percent))

/// Open from one minute of the week to another; minutes count from Monday 00:00 by the site's clocks.
struct OpenHours {
    std::uint32_t from = 0, until = 0;
    friend bool operator==(const OpenHours&, const OpenHours&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenHours, (), (from, until))

/// From an instant on, the clocks of a zone are so far ahead of UTC.
struct ClockOffset {
    Instant from{};
    Duration ahead{0};
    friend bool operator==(const ClockOffset&, const ClockOffset&) = default;
};
BOOST_DESCRIBE_STRUCT(ClockOffset, (), (from, ahead))

/// A time zone as the machine knows it: what its clocks do is a fact that is told at publication, never looked up.
struct Zone {
    std::string name;                  ///< IANA
    std::vector<ClockOffset> offsets;  ///< rising; the first one holds for all time before, too
    friend bool operator==(const Zone&, const Zone&) = default;
};
BOOST_DESCRIBE_STRUCT(Zone, (), (name, offsets))

/// When a site serves its queues.
struct Hours {
    std::string zone;                                  ///< IANA; empty: UTC
    std::vector<OpenHours> week;                       ///< none: every day, all day
    std::vector<std::chrono::local_days> closed_days;  ///< dated holidays, by the site's calendar; rising
    friend bool operator==(const Hours&, const Hours&) = default;
};

/// Whether a site is open at this instant. `offsets` are those of its zone; none: UTC.
bool open_at(const Hours& hours, std::span<const ClockOffset> offsets, Instant at);

/// What a waiting caller is told, and when.
struct Announcements {
    Duration first{0};   ///< after the visit began; 0: nothing is ever told
    Duration every{0};   ///< after the one before; 0: only once
    bool position = false;
    bool expected_wait = false;
    std::uint32_t messages = 0;  ///< how many texts of its own the queue has; they take turns with place and wait, one after the other
    friend bool operator==(const Announcements&, const Announcements&) = default;
};
BOOST_DESCRIBE_STRUCT(Announcements, (), (first, every, position, expected_wait, messages))

/// How those are called back who would rather not wait.
struct CallbackPolicy {
    Duration offer{0};            ///< of waiting, after which it is offered; 0: it is not, but the key leads to it all the same
    Duration ring{std::chrono::seconds{30}};   ///< so long the customer's telephone rings
    std::uint32_t tries = 3;      ///< in all
    Duration pause{std::chrono::minutes{10}};  ///< after a call that nobody answered
    std::uint32_t most = 100;     ///< callbacks that are open at once; whoever comes then is not promised one
    friend bool operator==(const CallbackPolicy&, const CallbackPolicy&) = default;
};
BOOST_DESCRIBE_STRUCT(CallbackPolicy, (), (offer, ring, tries, pause, most))

/// How one queue is served.
struct QueuePolicy {
    Key id;
    Rule rule = Rule::longest_idle;
    std::vector<Stage> stages;           ///< at least one; the first at 0; instants rise
    Duration prefer{0};                  ///< so long a contact waits for the agent whom it prefers
    Duration rejoin{0};                  ///< whoever calls again so soon after their line broke off has their place back; 0: nobody
    std::vector<Overflow> overflow;      ///< the first that applies
    std::vector<Allocation> allocation;  ///< percents that add up to 100; none: every contact stays here
    Hours hours;
    bool refuse_when_nobody = false;     ///< blocked (nobody) while nobody is signed in who could ever serve the contact
    bool outcome_required = false;       ///< an agent ends wrap-up before its limit only by naming an outcome
    Announcements announce;
    CallbackPolicy callback;
    Duration priority{0};                ///< credit: a contact with 60 s of it goes before one that came 59 s earlier without
    Duration ring{std::chrono::seconds{20}};     ///< an agent who does not answer in this time becomes away
    Duration wrap_up{std::chrono::seconds{30}};  ///< the longest after-contact work; 0: none
    std::uint32_t capacity = 0;          ///< a contact that finds so many waiting is blocked (full); 0: no limit
    Duration answer_within{std::chrono::seconds{20}};  ///< threshold of the service level
    std::uint32_t goal_percent = 80;     ///< service level that is aimed at
    Duration abandoned_short{std::chrono::seconds{5}};  ///< abandons up to this are counted apart
    bool music = true;   ///< who waits or is on hold hears music; else nothing
    bool record = true;  ///< what caller and agent say is recorded
    Duration keep_recordings{0};  ///< older recordings are erased; 0: they are kept
    friend bool operator==(const QueuePolicy&, const QueuePolicy&) = default;
};

/// Which side had a choice. `person_chose`: a transfer straight to somebody; `preferred`: the contact waited for this agent.
enum class Chooser { contact_chose_agent, agent_took_contact, person_chose, preferred };
BOOST_DESCRIBE_ENUM(Chooser, contact_chose_agent, agent_took_contact, person_chose, preferred)

/// One candidate of a decision. `key` ranks it, the smallest wins: by the rule, an agent's turn of idleness, occupancy, number of
/// contacts, last ring or sum of levels (below 0 where the highest wins); of a contact, its instant less its credit (us). Where
/// lots are drawn it is the agent's weight, and the lot decides.
struct Candidate {
    std::uint64_t id = 0;
    std::int64_t key = 0;
    std::uint64_t turn = 0;  ///< of equal keys the smaller turn of idleness wins; contacts have none
    friend bool operator==(const Candidate&, const Candidate&) = default;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (id, key, turn))

/// Why this one: kept with every decision. The whole list can be recomputed from snapshot and journal.
struct Decision {
    Chooser chooser = Chooser::contact_chose_agent;
    Rule rule = Rule::longest_idle;
    std::uint32_t eligible = 0;             ///< candidates that were ranked: free agents, or the first contact of each class
    std::array<Candidate, 4> best{};        ///< the winner and the next three; id 0: there were fewer
    std::uint64_t lot = 0, lots = 0;        ///< the lot that was drawn, of so many; by rising turn of idleness each candidate holds
                                            ///< as many as they weigh; 0 of 0: none was drawn
    friend bool operator==(const Decision&, const Decision&) = default;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (chooser, rule, eligible, best, lot, lots))

}  // namespace markaz::routing
