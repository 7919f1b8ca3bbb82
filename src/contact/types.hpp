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
/// One playing of one prompt to one contact.
using PlayNumber = std::uint32_t;

/// A visit ends once, in one of these ways.
enum class VisitEnd { answered, abandoned, overflowed, transferred, callback, blocked, interrupted };
BOOST_DESCRIBE_ENUM(VisitEnd, answered, abandoned, overflowed, transferred, callback, blocked, interrupted)

/// The cause beside the end of a visit: how the caller left (`exited`: by the key that leads out of the queue), or why the queue did
/// not take them.
enum class VisitCause { none, hung_up, lost, full, closed, nobody, exited };
BOOST_DESCRIBE_ENUM(VisitCause, none, hung_up, lost, full, closed, nobody, exited)

enum class AssignmentState { reserved, ringing, talking, hold, wrap_up, ended };
BOOST_DESCRIBE_ENUM(AssignmentState, reserved, ringing, talking, hold, wrap_up, ended)

/// How an assignment ended. `caller_left`: before the answer; after it, a hang-up by either side completes the assignment.
enum class AssignmentEnd { completed, transferred, caller_left, no_answer, declined, unreachable, interrupted };
BOOST_DESCRIBE_ENUM(AssignmentEnd, completed, transferred, caller_left, no_answer, declined, unreachable, interrupted)

/// Who or what ended a contact.
enum class ContactEnd { flow, caller, agent, blocked, failed, interrupted };
BOOST_DESCRIBE_ENUM(ContactEnd, flow, caller, agent, blocked, failed, interrupted)

}  // namespace markaz::contact
