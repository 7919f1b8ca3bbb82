#pragma once
// What is derived from an agent, once for all: the state that people see, and what they may do.

#include <optional>
#include <span>
#include <vector>

#include "contact/types.hpp"
#include "people/types.hpp"

namespace markaz::people {

/// Of two assignments of one agent, the state that is shown: the more engaged one.
contact::AssignmentState more_engaged(contact::AssignmentState a, contact::AssignmentState b);

/// `most_engaged`: of the agent's open assignments, or nothing when there are none.
AgentState agent_state(Presence presence, std::optional<contact::AssignmentState> most_engaged);

/// Each wanted skill is there at the wanted level or above. Whoever wants none is content with everybody.
bool has_skills(std::span<const Skill> has, std::span<const Skill> wanted);

/// A gate that shuts the agent off from every contact, if there is one. Gates guard live contacts alone: practice is how they open.
const Gate* barred(const Agent& agent);

/// The skills that no gate shuts.
std::vector<Skill> open_skills(const Agent& agent);

}  // namespace markaz::people
