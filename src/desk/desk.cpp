#include "desk/desk.hpp"

#include <algorithm>

#include "people/staff.hpp"

namespace markaz::desk {

const Assigned* Desk::shown() const {
    const Assigned* best = nullptr;
    for (const auto& [id, each] : assigned)
        if (!best || people::more_engaged(best->state, each.state) != best->state) best = &each;
    return best;
}

people::AgentState Desk::state() const {
    const Assigned* assignment = shown();
    return people::agent_state(presence, assignment ? std::optional(assignment->state) : std::nullopt);
}

Instant Desk::since() const {
    const Assigned* assignment = shown();
    return assignment ? assignment->since : presence_since;
}

namespace {

/// The id of the step at which a guide stands.
Key step_of(const centre::RunPosition& guide, const std::vector<procedure::ManualRef>& manuals) {
    if (guide.step == procedure::no_step) return {};
    const auto manual = std::ranges::find(manuals, guide.manual, [](const procedure::ManualRef& each) { return each->version; });
    return (*manual)->flow(guide.flow)->steps.at(guide.step).id;
}

}  // namespace

Desks::Desks(const centre::Snapshot& snapshot, const std::vector<procedure::ManualRef>& manuals) : manual_(snapshot.manual) {
    for (const centre::KnownAgent& known : snapshot.agents)
        desks_[known.agent.id] =
            Desk{known.agent.id, known.agent.team, known.agent.pool, known.presence, known.reason, known.presence_since, {}};
    for (const centre::OpenContact& contact : snapshot.contacts)
        callers_[contact.id] = Caller{contact.origin, contact.channel, contact.language};
    for (const centre::OpenAssignment& open : snapshot.assignments) {
        whose_[open.id] = open.person;
        desks_[open.person].assigned[open.id] =
            Assigned{open.id,    open.contact, open.origin,   open.channel,      open.queue,      open.state,
                     open.since, open.language, open.guide.manual, open.guide.flow, step_of(open.guide, manuals), open.recording_paused};
    }
}

std::optional<PersonId> Desks::apply(Instant at, const centre::Output& output) {
    return std::visit([&](const auto& each) { return fold(at, each); }, output);
}

const Desk* Desks::of(PersonId person) const {
    const auto found = desks_.find(person);
    return found == desks_.end() ? nullptr : &found->second;
}

std::optional<PersonId> Desks::fold(Instant, const centre::ContactStarted& fact) {
    callers_[fact.contact] = Caller{fact.origin, fact.channel, fact.language};
    return std::nullopt;
}

std::optional<PersonId> Desks::fold(Instant, const centre::ContactEnded& fact) {
    callers_.erase(fact.contact);
    return std::nullopt;
}

std::optional<PersonId> Desks::fold(Instant at, const centre::AgentKnown& fact) {
    const auto [desk, added] = desks_.try_emplace(fact.person);
    desk->second.person = fact.person;
    desk->second.team = fact.team;
    desk->second.pool = fact.pool;
    if (added) desk->second.presence_since = at;
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant at, const centre::PresenceMoved& fact) {
    Desk& desk = desks_[fact.person];
    if (desk.presence != fact.presence) desk.presence_since = at;
    desk.presence = fact.presence;
    desk.reason = fact.reason;
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant at, const centre::AssignmentMoved& fact) {
    Assigned& assigned = desks_[fact.person].assigned[fact.assignment];
    if (!assigned.id) {
        const Caller& caller = callers_[fact.contact];
        assigned = Assigned{fact.assignment, fact.contact,    caller.origin, caller.channel, fact.queue, fact.state,
                            at,              caller.language, 0,             {},             {}};
        whose_[fact.assignment] = fact.person;
    }
    assigned.state = fact.state;
    assigned.since = at;
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::AssignmentEnded& fact) {
    desks_[fact.person].assigned.erase(fact.assignment);
    whose_.erase(fact.assignment);
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::RecordingPaused& fact) {
    const auto person = whose_.find(fact.assignment);
    if (person == whose_.end()) return std::nullopt;
    desks_[person->second].assigned[fact.assignment].recording_paused = fact.paused;
    return person->second;
}

std::optional<PersonId> Desks::fold(Instant, const centre::StepEntered& fact) {
    const auto person = whose_.find(fact.assignment);
    if (person == whose_.end()) return std::nullopt;
    Assigned& assigned = desks_[person->second].assigned[fact.assignment];
    assigned.manual = fact.manual;
    assigned.flow = fact.flow;
    assigned.step = fact.step;
    return person->second;
}

std::optional<PersonId> Desks::fold(Instant, const centre::ManualInForce& fact) {
    manual_ = fact.version;
    return std::nullopt;
}

}  // namespace markaz::desk
