#pragma once
// Agents as the machine knows them: skills, capacity, presence. Names, passwords and addresses are records, not here.

#include <array>
#include <cstdint>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/channel.hpp"

namespace markaz::people {

using PersonId = Id<struct PersonTag>;

/// How well somebody does something: 1 (beginner) to 9 (master).
struct Skill {
    Key name;
    std::uint8_t level = 1;
    friend bool operator==(const Skill&, const Skill&) = default;
};
BOOST_DESCRIBE_STRUCT(Skill, (), (name, level))

/// How many contacts of a channel one agent may hold at a time. While they hold one that may not be interrupted they are given none
/// of another channel: a letter may wait while the telephone rings, a caller may not while a letter is read.
struct Capacity {
    contact::Channel channel = contact::Channel::voice_in;
    std::uint8_t most = 1;
    bool interruptible = false;
    friend bool operator==(const Capacity&, const Capacity&) = default;
};
BOOST_DESCRIBE_STRUCT(Capacity, (), (channel, most, interruptible))

/// What is missing where a gate is shut: something to read, a certificate, a course, or one that was passed too long ago.
enum class GateReason { reading, certificate, course, expired };
BOOST_DESCRIBE_ENUM(GateReason, reading, certificate, course, expired)

/// Keeps an agent from using a skill, or from any contact where it names no skill, until what is missing is done.
struct Gate {
    Key skill;
    GateReason reason = GateReason::reading;
    Key what;  ///< the document, certificate or course
    friend bool operator==(const Gate&, const Gate&) = default;
};
BOOST_DESCRIBE_STRUCT(Gate, (), (skill, reason, what))

/// What an agent declared, or what was declared for them with a reason.
enum class Presence { offline, ready, away, break_, training, coaching, meeting, recovery };
BOOST_DESCRIBE_ENUM(Presence, offline, ready, away, break_, training, coaching, meeting, recovery)

/// Why a presence is what it is, where it was not simply chosen. `no_answer`: a contact rang and nobody answered.
enum class PresenceReason { chosen, no_answer, declined, unreachable, lost, signed_out };
BOOST_DESCRIBE_ENUM(PresenceReason, chosen, no_answer, declined, unreachable, lost, signed_out)

/// One agent, as the machine needs them to decide.
struct Agent {
    PersonId id;
    Key team;
    contact::Pool pool = contact::Pool::live;
    std::vector<Skill> skills;
    std::vector<Capacity> capacity;  ///< a channel that is not named: none
    std::vector<Gate> gates{};       ///< those that are shut
    friend bool operator==(const Agent&, const Agent&) = default;
};
BOOST_DESCRIBE_STRUCT(Agent, (), (id, team, pool, skills, capacity, gates))

/// What people see of an agent, derived from presence and assignments by agent_state() alone.
enum class AgentState { offline, ready, away, break_, training, coaching, meeting, recovery, reserved, ringing, talking, hold, wrap_up };
BOOST_DESCRIBE_ENUM(AgentState, offline, ready, away, break_, training, coaching, meeting, recovery, reserved, ringing, talking, hold,
                    wrap_up)

}  // namespace markaz::people
