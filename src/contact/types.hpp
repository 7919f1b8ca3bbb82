#pragma once
// Contacts, their visits to queues, and their assignments to agents.

#include <cstdint>

#include <boost/describe.hpp>

#include "base/id.hpp"
#include "contact/channel.hpp"

namespace markaz::contact {

/// One customer's attempt to reach the centre or be reached. Numbered by the machine from 1.
using ContactId = Id<struct ContactTag>;
/// One stay of a contact in one queue.
using VisitId = Id<struct VisitTag>;
/// One contact at one agent.
using AssignmentId = Id<struct AssignmentTag>;
/// A row of the vault: personal data (a number, a name) that the journal only points to.
using VaultId = Id<struct VaultTag>;
/// What is still to be done for a customer when the conversation is over. Numbered by the machine from 1.
using CaseId = Id<struct CaseTag>;
/// One playing of one prompt to one contact.
using PlayNumber = std::uint32_t;

/// A visit ends once, in one of these ways.
enum class VisitEnd { answered, abandoned, overflowed, transferred, callback, blocked, interrupted, voicemail };
BOOST_DESCRIBE_ENUM(VisitEnd, answered, abandoned, overflowed, transferred, callback, blocked, interrupted, voicemail)

/// The cause beside the end of a visit: how the caller left (`exited`: by the key that leads out of the queue), or why the queue did
/// not take them; `unreached`: who was to be called back could not be reached.
enum class VisitCause { none, hung_up, lost, full, closed, nobody, exited, unreached };
BOOST_DESCRIBE_ENUM(VisitCause, none, hung_up, lost, full, closed, nobody, exited, unreached)

/// `calling`: the agent is there, and the customer is being called back.
enum class AssignmentState { reserved, ringing, talking, hold, wrap_up, ended, calling };
BOOST_DESCRIBE_ENUM(AssignmentState, reserved, ringing, talking, hold, wrap_up, ended, calling)

/// How an assignment ended. `caller_left`: before the answer; after it, a hang-up by either side completes the assignment.
/// `unreached`: the agent was there, and the customer, called back, did not answer.
enum class AssignmentEnd { completed, transferred, caller_left, no_answer, declined, unreachable, interrupted, unreached };
BOOST_DESCRIBE_ENUM(AssignmentEnd, completed, transferred, caller_left, no_answer, declined, unreachable, interrupted, unreached)

/// Who or what ended a contact.
/// `unreached`: the customer was called back and did not answer. `lost`: the caller's line broke off, in a menu, a queue or a conversation.
enum class ContactEnd { flow, caller, agent, blocked, failed, interrupted, unreached, lost };
BOOST_DESCRIBE_ENUM(ContactEnd, flow, caller, agent, blocked, failed, interrupted, unreached, lost)

/// How a callback stands, from when it was chosen until the customer is there again. `chosen`: they hear that we will call;
/// `waiting`: in the queue without them; `pausing`: they did not answer, and are called again later; `calling`: their telephone rings.
enum class Callback { none, chosen, waiting, pausing, calling };
BOOST_DESCRIBE_ENUM(Callback, none, chosen, waiting, pausing, calling)

/// How a caller's message stands. `greeting`: they hear what to say, and the tone; `recording`: they speak, or what they said is being
/// put away; `closing`: the same, and they are gone; `kept`: they hear that we have it; `left`: it is work, and nobody is on the telephone.
enum class Voicemail { none, greeting, recording, closing, kept, left };
BOOST_DESCRIBE_ENUM(Voicemail, none, greeting, recording, closing, kept, left)

/// How a caller can be called back: not at all, by the trunk by which they came, or at the centre's own telephone from which they
/// called. Derived at the edge, which calls nobody else.
enum class WayBack { none, trunk, device };
BOOST_DESCRIBE_ENUM(WayBack, none, trunk, device)

}  // namespace markaz::contact
