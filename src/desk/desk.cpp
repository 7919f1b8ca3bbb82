#include "desk/desk.hpp"

#include <algorithm>

#include "people/staff.hpp"
#include "procedure/run.hpp"

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

/// The id of the step at which a run stands; empty where its manual can no longer be read.
Key step_of(const procedure::Run& run, const std::vector<procedure::ManualRef>& manuals) {
    const auto manual = std::ranges::find(manuals, run.manual, [](const procedure::ManualRef& each) { return each->version; });
    const procedure::Step* step = manual == manuals.end() ? nullptr : procedure::step_of(**manual, run);
    return step ? step->id : Key{};
}

Work work_of_run(const procedure::Run& run) { return {run.trail, run.fields}; }

}  // namespace

Desks::Desks(const centre::Snapshot& snapshot, const std::vector<procedure::ManualRef>& manuals) {
    for (const centre::KnownAgent& known : snapshot.agents) {
        Desk& desk = desks_[known.agent.id];
        desk.person = known.agent.id;
        desk.team = known.agent.team;
        desk.pool = known.agent.pool;
        desk.presence = known.presence;
        desk.reason = known.reason;
        desk.presence_since = known.presence_since;
        desk.passed = known.passed;
    }
    manual_ = snapshot.manual;
    for (const centre::OpenContact& contact : snapshot.contacts) {
        callers_[contact.id] = Caller{contact.origin, contact.channel, contact.language, contact.callback != contact::Callback::none};
        if (Work work = work_of_run(contact.run); work != Work{}) work_[contact.id] = std::move(work);
    }
    for (const centre::OpenAssignment& open : snapshot.assignments) {
        whose_[open.id] = open.person;
        Assigned& made = desks_[open.person].assigned[open.id];
        made = Assigned{open.id,    open.contact,  open.origin,       open.channel,    open.queue, open.state,
                        open.since, open.language, open.guide.manual, open.guide.flow, step_of(open.guide, manuals)};
        made.late = open.late;
        made.recording_paused = open.recording_paused;
        for (const centre::AskedResult& each : open.results.value_or(std::vector<centre::AskedResult>{}))
            if (!each.answered) made.results.push_back({each.flow, each.manual});
        if (const auto caller = callers_.find(open.contact); caller != callers_.end()) made.callback = caller->second.callback;
        if (open.guide.manual == 0 && !callers_.contains(open.contact)) continue;
        if (Work work = work_of_run(open.guide); work != Work{}) work_[open.contact] = std::move(work);
    }
    for (const centre::OpenChecklist& open : snapshot.checklists) {
        const Key outermost = open.run.frames.empty() ? open.run.flow : open.run.frames.front().flow;
        desks_[open.person].checklists[open.id] = Checking{open.id, open.run.manual, outermost, open.run.flow, step_of(open.run, manuals)};
        if (open.counts) counting_[open.id] = open.person;
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
    callers_[fact.contact] = Caller{fact.origin, fact.channel, fact.language, false};
    return std::nullopt;
}

std::optional<PersonId> Desks::fold(Instant, const centre::ContactEnded& fact) {
    callers_.erase(fact.contact);
    forget_work(fact.contact);
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
    if (fact.presence == people::Presence::offline) {
        desk.passed.clear();
        std::erase_if(counting_, [&](const auto& each) { return each.second == fact.person; });
    }
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::CallbackMoved& fact) {
    callers_[fact.contact].callback = true;
    return std::nullopt;
}

/// Once the caller has left a message, it is that which agents are given.
std::optional<PersonId> Desks::fold(Instant, const centre::VoicemailMoved& fact) {
    if (fact.voicemail == contact::Voicemail::left) callers_[fact.contact].channel = contact::Channel::voicemail;
    return std::nullopt;
}

std::optional<PersonId> Desks::fold(Instant at, const centre::AssignmentMoved& fact) {
    Assigned& assigned = desks_[fact.person].assigned[fact.assignment];
    if (!assigned.id) {
        const Caller& caller = callers_[fact.contact];
        assigned = Assigned{fact.assignment, fact.contact,    caller.origin, caller.channel, fact.queue, fact.state,
                            at,              caller.language, 0,             {},             {}};
        whose_[fact.assignment] = fact.person;
        assigned.callback = caller.callback;
    }
    if (fact.state == contact::AssignmentState::talking && assigned.callback) {
        assigned.callback = false;
        callers_[fact.contact].callback = false;
    }
    assigned.state = fact.state;
    assigned.since = at;
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::AssignmentEnded& fact) {
    desks_[fact.person].assigned.erase(fact.assignment);
    whose_.erase(fact.assignment);
    forget_work(fact.contact);
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::RecordingPaused& fact) {
    const auto person = whose_.find(fact.assignment);
    if (person == whose_.end()) return std::nullopt;
    desks_[person->second].assigned[fact.assignment].recording_paused = fact.paused;
    return person->second;
}

std::optional<PersonId> Desks::fold(Instant, const centre::StepEntered& fact) {
    Assigned* shown = assigned(fact.assignment);
    if (!shown) return std::nullopt;
    shown->manual = fact.manual;
    shown->flow = fact.flow;
    shown->step = fact.step;
    shown->late = false;
    return whose_.at(fact.assignment);
}

std::optional<PersonId> Desks::fold(Instant, const centre::ManualInForce& fact) {
    manual_ = fact.version;
    return std::nullopt;
}

// ---- What was done for a contact

const Work* Desks::work_of(contact::ContactId contact) const {
    const auto found = work_.find(contact);
    return found == work_.end() ? nullptr : &found->second;
}

Assigned* Desks::assigned(AssignmentId id) {
    const auto person = whose_.find(id);
    return person == whose_.end() ? nullptr : &desks_[person->second].assigned[id];
}

std::optional<PersonId> Desks::keep(contact::ContactId contact, AssignmentId id, procedure::DoneStep done) {
    const auto person = whose_.find(id);
    if (person == whose_.end()) return std::nullopt;
    done.by = person->second;
    procedure::remember(work_[contact].trail, std::move(done));
    return person->second;
}

/// Kept as long as the caller is there, or an agent is still led on their account.
void Desks::forget_work(contact::ContactId contact) {
    if (callers_.contains(contact) || !work_.contains(contact)) return;
    for (const auto& [id, person] : whose_) {
        const Assigned& each = desks_[person].assigned[id];
        if (each.contact == contact && each.manual != 0) return;
    }
    work_.erase(contact);
}

std::optional<PersonId> Desks::fold(Instant at, const centre::StepDone& fact) {
    const auto person = keep(fact.contact, fact.assignment, {fact.flow, fact.step, fact.answer, fact.option, fact.written, {}, at});
    if (person && fact.field) procedure::learn(work_[fact.contact].fields, fact.field, fact.value);
    return person;
}

std::optional<PersonId> Desks::fold(Instant at, const centre::StepDeviated& fact) {
    return keep(fact.contact, fact.assignment, {fact.flow, fact.step, procedure::Answer::deviated, {}, fact.written, {}, at});
}

std::optional<PersonId> Desks::fold(Instant at, const centre::NoteKept& fact) {
    const auto person = keep(fact.contact, fact.assignment, {fact.flow, fact.step, procedure::Answer::noted, {}, fact.written, {}, at});
    forget_work(fact.contact);
    return person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::StepLate& fact) {
    Assigned* shown = assigned(fact.assignment);
    if (!shown) return std::nullopt;
    shown->late = true;
    return whose_.at(fact.assignment);
}

std::optional<PersonId> Desks::fold(Instant, const centre::ResultAsked& fact) {
    Assigned* shown = assigned(fact.assignment);
    if (!shown) return std::nullopt;
    shown->results.push_back({fact.flow, fact.manual});
    return whose_.at(fact.assignment);
}

std::optional<PersonId> Desks::fold(Instant, const centre::ResultJudged& fact) {
    Assigned* shown = assigned(fact.assignment);
    if (!shown) return std::nullopt;
    std::erase_if(shown->results, [&](const ProcedureOf& each) { return each.flow == fact.flow; });
    return whose_.at(fact.assignment);
}

std::optional<PersonId> Desks::fold(Instant, const centre::GuideLeft& fact) {
    Assigned* shown = assigned(fact.assignment);
    if (!shown) return std::nullopt;
    shown->manual = 0;
    shown->flow = shown->step = Key{};
    shown->late = false;
    forget_work(shown->contact);
    return whose_.at(fact.assignment);
}

// ---- Checklists

std::optional<PersonId> Desks::fold(Instant, const centre::ChecklistStarted& fact) {
    desks_[fact.person].checklists[fact.checklist] = Checking{fact.checklist, fact.manual, fact.flow, fact.flow, {}};
    counting_[fact.checklist] = fact.person;
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::ChecklistStepEntered& fact) {
    Checking& checking = desks_[fact.person].checklists[fact.checklist];
    checking.flow = fact.flow;
    checking.step = fact.step;
    return fact.person;
}

std::optional<PersonId> Desks::fold(Instant, const centre::ChecklistEnded& fact) {
    Desk& desk = desks_[fact.person];
    desk.checklists.erase(fact.checklist);
    const bool counts = counting_.erase(fact.checklist) > 0;
    if (fact.passed && counts && std::ranges::find(desk.passed, fact.flow) == desk.passed.end()) desk.passed.push_back(fact.flow);
    return fact.person;
}

}  // namespace markaz::desk
