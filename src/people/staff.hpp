#pragma once
// The one derivation of the state that people see of an agent.

#include <optional>

#include "contact/types.hpp"
#include "people/types.hpp"

namespace markaz::people {

/// Of two assignments of one agent, the state that is shown: the more engaged one.
contact::AssignmentState more_engaged(contact::AssignmentState a, contact::AssignmentState b);

/// `most_engaged`: of the agent's open assignments, or nothing when there are none.
AgentState agent_state(Presence presence, std::optional<contact::AssignmentState> most_engaged);

}  // namespace markaz::people
