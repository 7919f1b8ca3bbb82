#pragma once
// What a queue wants and how it is served: the `routing` clause as the machine reads it.

#include <array>
#include <cstdint>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/types.hpp"
#include "people/types.hpp"

namespace markaz::routing {

/// The rule that ranks the free agents of a demand.
enum class Rule { longest_idle };
BOOST_DESCRIBE_ENUM(Rule, longest_idle)

/// From `after` on, counted from the start of the visit, these skills suffice instead of those before.
struct Stage {
    Duration after{0};
    std::vector<people::Skill> skills;
    friend bool operator==(const Stage&, const Stage&) = default;
};
BOOST_DESCRIBE_STRUCT(Stage, (), (after, skills))

/// How one queue is served.
struct QueuePolicy {
    Key id;
    Rule rule = Rule::longest_idle;
    std::vector<Stage> stages;           ///< at least one; the first at 0; instants rise
    Duration priority{0};                ///< credit: a contact with 60 s of it goes before one that came 59 s earlier without
    Duration ring{std::chrono::seconds{20}};     ///< an agent who does not answer in this time becomes away
    Duration wrap_up{std::chrono::seconds{30}};  ///< the longest after-contact work; 0: none
    std::uint32_t capacity = 0;          ///< a contact that finds so many waiting is blocked (full); 0: no limit
    Duration answer_within{std::chrono::seconds{20}};  ///< threshold of the service level
    std::uint32_t goal_percent = 80;     ///< service level that is aimed at
    Duration abandoned_short{std::chrono::seconds{5}};  ///< abandons up to this are counted apart
    bool music = true;   ///< who waits or is on hold hears music; else nothing
    bool record = true;  ///< what caller and agent say is recorded
    friend bool operator==(const QueuePolicy&, const QueuePolicy&) = default;
};
BOOST_DESCRIBE_STRUCT(QueuePolicy, (),
                      (id, rule, stages, priority, ring, wrap_up, capacity, answer_within, goal_percent, abandoned_short, music, record))

/// Which side had a choice.
enum class Chooser { contact_chose_agent, agent_took_contact };
BOOST_DESCRIBE_ENUM(Chooser, contact_chose_agent, agent_took_contact)

/// One candidate of a decision. `key` ranks it, the smallest wins: an agent's turn of idleness, or a contact's instant less its credit
/// (us).
struct Candidate {
    std::uint64_t id = 0;
    std::int64_t key = 0;
    friend bool operator==(const Candidate&, const Candidate&) = default;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (id, key))

/// Why this one: kept with every decision. The whole list can be recomputed from snapshot and journal.
struct Decision {
    Chooser chooser = Chooser::contact_chose_agent;
    Rule rule = Rule::longest_idle;
    std::uint32_t eligible = 0;             ///< candidates that were ranked: free agents, or the first contact of each class
    std::array<Candidate, 4> best{};        ///< the winner and the next three; id 0: there were fewer
    friend bool operator==(const Decision&, const Decision&) = default;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (chooser, rule, eligible, best))

}  // namespace markaz::routing
