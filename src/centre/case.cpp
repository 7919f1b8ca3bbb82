// Cases: what is still to be done for a customer when the conversation is over, and whose it is.

#include "centre/state.hpp"

namespace markaz::centre {

/// The one that the edge found by who called; or the one that this procedure opened in this very contact, which the edge may not see yet.
OpenCase* Centre::State::case_to_join(const OpenAssignment& assignment, CaseId joins) {
    const Key flow = assignment.guide.flow;
    const auto named = cases.find(joins);
    if (named != cases.end() && named->second.flow == flow) return &named->second;
    const auto here = opened_cases.find({assignment.contact, flow});
    return here == opened_cases.end() ? nullptr : &cases.at(here->second);
}

void Centre::State::keep_open(const OpenCase& open) {
    cases.emplace(open.id, open);
    opened_cases.emplace(std::pair(open.contact, open.flow), open.id);
}

/// Nobody is owed anything by what was simulated or practised.
void Centre::State::open_case(const OpenAssignment& assignment, const procedure::Step& step, CaseId joins) {
    if (assignment.origin != contact::Origin::live) return;
    if (OpenCase* joined = case_to_join(assignment, joins)) {
        if (joined->contact != assignment.contact)
            tell(CaseJoined{joined->id, assignment.contact, assignment.id, assignment.person});
        if (joined->owner == assignment.person && !joined->taken) give(*joined, joined->owner, joined->owner, true, {});
        return;
    }
    const CaseId id{next_case++};
    const contact::VaultId party = assignment.party.value_or(contact::VaultId{});
    keep_open(OpenCase{id, assignment.contact, party, assignment.person, true, assignment.guide.flow});
    tell(CaseOpened{id, assignment.contact, assignment.id, assignment.person, party, assignment.guide.manual, assignment.guide.flow,
                    step.id});
}

Refusal Centre::State::owned(CaseId id, PersonId owner, OpenCase*& found) {
    const auto open = cases.find(id);
    if (open == cases.end()) return Refusal::unknown_case;
    found = &open->second;
    return found->owner == owner ? Refusal::none : Refusal::case_of_other;
}

void Centre::State::give(OpenCase& given, PersonId to, PersonId by, bool taken, contact::VaultId written) {
    given.owner = to;
    given.taken = taken;
    tell(CaseOwned{given.id, given.contact, to, by, taken, written});
}

Refusal Centre::State::take(const CaseTaken& taken) {
    OpenCase* open = nullptr;
    if (const Refusal refusal = owned(taken.case_, taken.owner, open); refusal != Refusal::none) return refusal;
    if (open->owner == taken.by && open->taken) return Refusal::no_change;
    give(*open, taken.by, taken.by, true, {});
    return Refusal::none;
}

Refusal Centre::State::take(const CaseGiven& given) {
    OpenCase* open = nullptr;
    if (const Refusal refusal = owned(given.case_, given.owner, open); refusal != Refusal::none) return refusal;
    if (open->owner == given.to) return Refusal::no_change;
    if (!given.reason) return Refusal::reason_missing;
    give(*open, given.to, given.by, given.to == given.by, given.reason);
    return Refusal::none;
}

Refusal Centre::State::take(const CaseSettled& settled) {
    OpenCase* open = nullptr;
    if (const Refusal refusal = owned(settled.case_, settled.owner, open); refusal != Refusal::none) return refusal;
    if (!settled.outcome) return Refusal::outcome_missing;
    tell(CaseClosed{open->id, open->contact, settled.by, settled.outcome});
    opened_cases.erase({open->contact, open->flow});
    cases.erase(settled.case_);
    return Refusal::none;
}

}  // namespace markaz::centre
