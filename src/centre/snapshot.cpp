// The state as a value, and back.

#include <algorithm>

#include "centre/state.hpp"

namespace markaz::centre {

Snapshot Centre::snapshot() const {
    const State& state = *state_;
    Snapshot snapshot;
    snapshot.opened = state.opened;
    snapshot.now = state.now;
    snapshot.random = state.random;
    snapshot.next_contact = state.next_contact;
    snapshot.next_visit = state.next_visit;
    snapshot.next_assignment = state.next_assignment;
    snapshot.next_turn = state.next_turn;
    snapshot.next_timer = state.next_timer;
    snapshot.zones = state.zones;
    snapshot.next_checklist = state.next_checklist;
    snapshot.expectations = state.kept_expectations();
    snapshot.manual = state.manual ? state.manual->version : 0;
    for (PersonId id : state.seats.ids()) snapshot.agents.push_back(state.seats.find(id)->known);
    for (ContactId id : state.contacts.ids()) snapshot.contacts.push_back(*state.contacts.find(id));
    for (AssignmentId id : state.assignments.ids()) snapshot.assignments.push_back(*state.assignments.find(id));
    for (procedure::ChecklistId id : state.checklists.ids()) snapshot.checklists.push_back(*state.checklists.find(id));
    if (state.next_case > 1) {
        Cases& cases = snapshot.cases.emplace();
        cases.next = state.next_case;
        for (const auto& [id, open] : state.cases) cases.open.push_back(open);
    }
    snapshot.named = state.named_people;
    snapshot.timers = state.agenda.all();
    std::erase_if(snapshot.timers, [&](const Timer& timer) { return !state.counts(timer); });
    std::ranges::sort(snapshot.timers, {}, [](const Timer& timer) { return std::pair(timer.due, timer.order); });
    return snapshot;
}

Result<Centre> Centre::restored(const Snapshot& snapshot, const std::vector<procedure::ManualRef>& manuals) {
    Centre centre;
    State& state = *centre.state_;
    state.opened = snapshot.opened;
    state.now = snapshot.now;
    state.random = snapshot.random;
    state.next_contact = snapshot.next_contact;
    state.next_visit = snapshot.next_visit;
    state.next_assignment = snapshot.next_assignment;
    state.next_turn = snapshot.next_turn;
    state.next_timer = snapshot.next_timer;
    state.next_checklist = snapshot.next_checklist;
    for (const auto& manual : manuals) state.manuals[manual->version] = manual;
    const auto known = [&](std::uint64_t version) { return version == 0 || state.manuals.contains(version); };
    const auto missing = [](std::uint64_t version) {
        return problem("snapshot", "manual version " + std::to_string(version) + " is not there",
                       "restore the manual's documents from a backup");
    };
    if (!known(snapshot.manual)) return missing(snapshot.manual);
    for (const OpenContact& contact : snapshot.contacts)
        if (!known(contact.run.manual)) return missing(contact.run.manual);
    for (const OpenAssignment& assignment : snapshot.assignments)
        if (!known(assignment.guide.manual)) return missing(assignment.guide.manual);
    for (const OpenChecklist& checklist : snapshot.checklists)
        if (!known(checklist.run.manual)) return missing(checklist.run.manual);

    state.zones = snapshot.zones;
    state.named_people = snapshot.named;
    if (snapshot.manual != 0) {
        state.hold(state.manuals.at(snapshot.manual));
        state.router.publish(state.manual->queues);
        state.take_expectations(snapshot.expectations);
    }
    for (const KnownAgent& agent : snapshot.agents) {
        state.seats.add(agent.agent.id, Seat{agent, {}});
        state.router.set_agent(agent.agent);
        state.router.set_staffed(agent.agent.id, agent.presence != people::Presence::offline);
    }
    for (const OpenAssignment& assignment : snapshot.assignments) {
        state.assignments.add(assignment.id, assignment);
        Seat& seat = *state.seats.find(assignment.person);
        ++seat.load[static_cast<std::size_t>(assignment.channel)];
        ++seat.holds;
    }
    for (const OpenChecklist& checklist : snapshot.checklists) state.checklists.add(checklist.id, checklist);
    if (snapshot.cases) {
        state.next_case = snapshot.cases->next;
        for (const OpenCase& open : snapshot.cases->open) state.keep_open(open);
    }
    for (const OpenContact& contact : snapshot.contacts) {
        state.contacts.add(contact.id, contact);
        if (contact.callback != contact::Callback::none) state.to_call_back.insert(contact.id);
        if (state.waits(contact)) state.enter_router(contact, *state.policy_of(contact.queue));
    }
    for (const KnownAgent& agent : snapshot.agents) state.offer(*state.seats.find(agent.agent.id));
    for (const Timer& timer : snapshot.timers) state.agenda.add(timer);
    return centre;
}

}  // namespace markaz::centre
