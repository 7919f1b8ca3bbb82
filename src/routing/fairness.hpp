#pragma once
// How evenly calls fell on the agents who could have taken them: agents of one *skill group*, who can do the same work, are compared
// with each other, call by call, and a difference is held against what chance alone would make.

#include <cstdint>
#include <span>
#include <vector>

#include <boost/describe.hpp>

#include "base/language.hpp"
#include "routing/router.hpp"
#include "routing/types.hpp"

namespace markaz::routing {

/// From `from` until `until` an agent had this presence and these skills that no gate shut.
struct Stint {
    people::PersonId person;
    contact::Pool pool = contact::Pool::live;
    bool barred = false;  ///< a gate kept them from every contact
    people::Presence presence = people::Presence::offline;
    std::vector<people::Skill> skills;
    Instant from{}, until{};
};

/// One assignment, from its reservation to its end.
struct Engagement {
    people::PersonId person;
    contact::Channel channel = contact::Channel::voice_in;
    Chooser chooser = Chooser::agent_took_contact;
    Rule rule = Rule::longest_idle;
    Instant from{}, until{};
    bool counts = true;     ///< it stands in the report; otherwise it only keeps the agent from others
    bool answered = false;
    Duration busy{0};       ///< talk, hold and wrap-up
};

/// These queues were in force from an instant on, until the next.
struct Force {
    Instant from{};
    std::vector<QueuePolicy> queues;
};

/// What an agent's capacity says of calls.
struct CallRoom {
    people::PersonId person;
    bool calls = true;             ///< they take any
    ChannelSet interruptible = 0;  ///< what they may have before them when they are given one
};

/// A queue that a group serves: from this length of the wait on, and callers of these languages alone; none: of all.
struct Work {
    Key queue;
    Duration after_s{0};
    std::vector<Language> languages;
    friend auto operator<=>(const Work&, const Work&) = default;
};
BOOST_DESCRIBE_STRUCT(Work, (), (queue, after_s, languages))

/// `unknown`: too little happened for anybody to say.
enum class Judged { unknown, within, above, below };
BOOST_DESCRIBE_ENUM(Judged, unknown, within, above, below)

/// What an agent had of something, what was to be expected, and the spread of chance around it.
struct Portion {
    double own = 0, share = 0;  ///< calls, or seconds; and of all that the group had, 0 to 1
    double expected = 0, low = 0, high = 0;
    Judged judged = Judged::unknown;
};
BOOST_DESCRIBE_STRUCT(Portion, (), (own, share, expected, low, high, judged))

struct AgentPortions {
    people::PersonId person;
    std::uint64_t offered = 0, answered = 0;  ///< calls that rang at them; those that they answered
    Portion calls;                            ///< of those offered
    Portion busy;                             ///< talk, hold and wrap-up, in seconds
    Duration signed_in_s{0};
    Duration free_s{0};                       ///< of that: ready, and with nothing that keeps them from a call
};
BOOST_DESCRIBE_STRUCT(AgentPortions, (), (person, offered, answered, calls, busy, signed_in_s, free_s))

/// `alone`: one agent, who is compared with nobody. `too_few`: too little happened to judge anyone. `uneven`: somebody had more or fewer
/// calls than chance would give.
enum class Evenness { alone, too_few, even, uneven };
BOOST_DESCRIBE_ENUM(Evenness, alone, too_few, even, uneven)

struct SkillGroup {
    contact::Pool pool = contact::Pool::live;
    std::vector<Work> work;
    Evenness evenness = Evenness::too_few;
    std::uint64_t offered = 0;
    std::uint64_t choices = 0;  ///< calls for which two agents of the group or more were free
    std::vector<Rule> rules;    ///< by which those were chosen
    std::vector<AgentPortions> agents;  ///< by rising number
};
BOOST_DESCRIBE_STRUCT(SkillGroup, (), (pool, work, evenness, offered, choices, rules, agents))

/// A group's agents all lie within their spread in 19 of 20 reports where chance alone chooses among those who are free.
inline constexpr double confidence = 0.95;
/// So many calls must have been expected, and so many expected to go to others, before the normal distribution stands for the count
/// (the usual n p >= 5 and n (1 - p) >= 5).
inline constexpr double least_expected = 5;
/// So many calls before a sum of their lengths is judged.
inline constexpr double least_lengths = 20;

/// The skill groups of calls (channel `voice_in`) that were offered from <= at < until. Agents who can do the same work serve the same
/// queues, from the same wait on, in the same languages, by the manual that was in force; whose skills changed stands in two groups with
/// the part of each.
///
/// Expected are the calls that an agent would have had, had each call that could choose been as likely to go to any of the m agents of
/// the group who were free at that instant: the sum of 1/m over the calls at which they were free, with the variance sum of 1/m (1 - 1/m)
/// (observed against expected at each event, as in the log-rank test: N. Mantel, Cancer Chemotherapy Reports 50, 1966; R. Peto and
/// J. Peto, J. Royal Statistical Society A 135, 1972). So whoever was there for less time, or had longer conversations, is expected to
/// have less. A call that nobody chose for, because it waited and an agent came free, was a transfer to a person, or waited for its
/// own agent, is expected where it went. Spreads hold z deviations, z by Sidak's correction for the agents that are judged, so
/// that a large group has no culprits by chance. Even rules keep agents far closer than lots would; lots are the widest that is fair.
///
/// Busy time is a sum of a random number N of lengths X: expected E[N] E[X], variance Var[N] E[X]^2 + E[N] Var[X] (law of total variance),
/// with the lengths of the group. Whose calls are as expected and whose busy time is not works at another pace; nobody chose unfairly.
///
/// `stints` and `engagements` may begin earlier than `from`; those of one person's stints do not overlap. `rooms`: who is not named takes
/// calls and has nothing beside them.
std::vector<SkillGroup> fairness(std::span<const Stint> stints, std::span<const Engagement> engagements, std::span<const Force> forces,
                                 std::span<const CallRoom> rooms, Instant from, Instant until);

}  // namespace markaz::routing
