// Checklists: flows that somebody runs without a contact, and those that must be passed before one is ready.

#include "centre/state.hpp"

namespace markaz::centre {

using procedure::StepIndex;

namespace {

/// Somebody who has so many open has forgotten them.
constexpr std::size_t most_open_checklists = 20;

}  // namespace

procedure::Facts Centre::State::facts_of(const OpenChecklist& checklist) const {
    procedure::Facts facts;
    facts.elapsed = now - checklist.started;
    return facts;
}

/// The first checklist that this agent must still pass before they are ready; empty where there is none. Only people do checklists.
Key Centre::State::open_gate(const Seat& seat) const {
    if (!manual || seat.known.agent.pool != contact::Pool::live) return {};
    for (const procedure::Flow& flow : manual->flows)
        if (flow.before_ready && std::ranges::find(seat.known.passed, flow.id) == seat.known.passed.end()) return flow.id;
    return {};
}

Refusal Centre::State::take(const ChecklistBegun& begun) {
    if (!seats.find(begun.person)) return Refusal::unknown_agent;
    if (!manual) return Refusal::no_manual;
    const procedure::Flow* flow = manual->flow(begun.flow);
    if (!flow || !flow->checklist) return Refusal::unknown_flow;
    std::size_t open = 0;
    for (procedure::ChecklistId id : checklists.ids()) {
        const OpenChecklist& each = *checklists.find(id);
        if (each.person != begun.person) continue;
        const Key outermost = each.run.frames.empty() ? each.run.flow : each.run.frames.front().flow;
        if (outermost == begun.flow && each.counts) return Refusal::no_change;
        ++open;
    }
    if (open >= most_open_checklists) return Refusal::wrong_state;

    OpenChecklist made;
    made.id = procedure::ChecklistId{next_checklist++};
    made.person = begun.person;
    made.started = now;
    made.run.manual = manual->version;
    made.run.flow = flow->id;
    const procedure::ChecklistId id = made.id;
    tell(ChecklistStarted{id, begun.person, manual->version, flow->id});
    enter_item(checklists.add(id, std::move(made)), flow->start);
    return Refusal::none;
}

void Centre::State::enter_item(OpenChecklist& checklist, StepIndex index) {
    procedure::Run& run = checklist.run;
    for (const procedure::Entered& entered : procedure::go_to(*manuals.at(run.manual), run, index, facts_of(checklist)))
        tell(ChecklistStepEntered{checklist.id, checklist.person, entered.flow, entered.step});
    const procedure::Step* step = step_of(run);
    if (step && !std::holds_alternative<procedure::End>(step->verb)) return;
    const bool passed = run.outcome && checklist.denied.empty();
    end_checklist(checklist, passed);
}

void Centre::State::end_checklist(OpenChecklist& checklist, bool passed) {
    const Key flow = checklist.run.frames.empty() ? checklist.run.flow : checklist.run.frames.front().flow;
    tell(ChecklistEnded{checklist.id, checklist.person, flow, checklist.run.outcome, passed});
    Seat* seat = seats.find(checklist.person);
    if (passed && checklist.counts && seat && std::ranges::find(seat->known.passed, flow) == seat->known.passed.end())
        seat->known.passed.push_back(flow);
    checklists.remove(checklist.id);
}

Refusal Centre::State::take(const ChecklistAnswered& answered) {
    OpenChecklist* checklist = checklists.find(answered.checklist);
    if (!checklist) return Refusal::unknown_checklist;
    const procedure::Step* step = step_of(checklist->run);
    if (!step || step->id != answered.work.step) return Refusal::wrong_step;
    StepIndex next = procedure::no_step;
    if (const Refusal refusal = judge(checklist->run, *step, answered.work, next); refusal != Refusal::none) return refusal;

    const procedure::Frame item{checklist->run.flow, checklist->run.step};
    if (step->guide.critical) {
        std::erase(checklist->denied, item);
        if (answered.work.answer == procedure::Answer::no) checklist->denied.push_back(item);
    }
    const StepDone done = keep(checklist->run, *step, answered.work, checklist->person);
    tell(ChecklistStepDone{checklist->id, checklist->person, done.flow, done.step, done.answer, done.option, done.written});
    enter_item(*checklist, next);
    return Refusal::none;
}

Refusal Centre::State::take(const ChecklistDropped& dropped) {
    OpenChecklist* checklist = checklists.find(dropped.checklist);
    if (!checklist) return Refusal::unknown_checklist;
    end_checklist(*checklist, false);
    return Refusal::none;
}

/// Whoever was offline begins anew: what they checked then may be true no more.
void Centre::State::forget_checks(Seat& seat) {
    seat.known.passed.clear();
    for (procedure::ChecklistId id : checklists.ids())
        if (OpenChecklist& each = *checklists.find(id); each.person == seat.known.agent.id) each.counts = false;
}

}  // namespace markaz::centre
