#include "people/staff.hpp"

#include <algorithm>

namespace markaz::people {

using contact::AssignmentState;

namespace {

int engagement(AssignmentState state) {
    switch (state) {
        case AssignmentState::talking: return 5;
        case AssignmentState::hold: return 4;
        case AssignmentState::ringing:
        case AssignmentState::calling: return 3;
        case AssignmentState::reserved: return 2;
        case AssignmentState::wrap_up: return 1;
        case AssignmentState::ended: return 0;
    }
    return 0;
}

AgentState from_presence(Presence presence) {
    switch (presence) {
        case Presence::offline: return AgentState::offline;
        case Presence::ready: return AgentState::ready;
        case Presence::away: return AgentState::away;
        case Presence::break_: return AgentState::break_;
        case Presence::training: return AgentState::training;
        case Presence::coaching: return AgentState::coaching;
        case Presence::meeting: return AgentState::meeting;
        case Presence::recovery: return AgentState::recovery;
    }
    return AgentState::offline;
}

}  // namespace

AssignmentState more_engaged(AssignmentState a, AssignmentState b) { return engagement(b) > engagement(a) ? b : a; }

AgentState agent_state(Presence presence, std::optional<AssignmentState> most_engaged) {
    if (!most_engaged) return from_presence(presence);
    switch (*most_engaged) {
        case AssignmentState::reserved: return AgentState::reserved;
        case AssignmentState::ringing:
        case AssignmentState::calling: return AgentState::ringing;  // a telephone rings, and the agent listens to it
        case AssignmentState::talking: return AgentState::talking;
        case AssignmentState::hold: return AgentState::hold;
        case AssignmentState::wrap_up: return AgentState::wrap_up;
        case AssignmentState::ended: break;
    }
    return from_presence(presence);
}

bool has_skills(std::span<const Skill> has, std::span<const Skill> wanted) {
    return std::ranges::all_of(wanted, [&](const Skill& each) {
        return std::ranges::any_of(has, [&](const Skill& own) { return own.name == each.name && own.level >= each.level; });
    });
}

const Gate* barred(const Agent& agent) {
    if (agent.pool != contact::Pool::live) return nullptr;
    const auto gate = std::ranges::find_if(agent.gates, [](const Gate& each) { return each.skill.empty(); });
    return gate == agent.gates.end() ? nullptr : &*gate;
}

std::vector<Skill> open_skills(const Agent& agent) {
    std::vector<Skill> open = agent.skills;
    if (agent.pool != contact::Pool::live) return open;
    std::erase_if(open, [&](const Skill& skill) {
        return std::ranges::any_of(agent.gates, [&](const Gate& gate) { return gate.skill == skill.name; });
    });
    return open;
}

}  // namespace markaz::people
