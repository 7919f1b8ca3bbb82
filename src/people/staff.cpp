#include "people/staff.hpp"

namespace markaz::people {

using contact::AssignmentState;

namespace {

int engagement(AssignmentState state) {
    switch (state) {
        case AssignmentState::talking: return 5;
        case AssignmentState::hold: return 4;
        case AssignmentState::ringing: return 3;
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
        case AssignmentState::ringing: return AgentState::ringing;
        case AssignmentState::talking: return AgentState::talking;
        case AssignmentState::hold: return AgentState::hold;
        case AssignmentState::wrap_up: return AgentState::wrap_up;
        case AssignmentState::ended: break;
    }
    return from_presence(presence);
}

}  // namespace markaz::people
