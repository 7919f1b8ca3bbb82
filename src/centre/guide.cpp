// The guide: which step an agent stands at, what they answer, and where that leads.

#include "centre/state.hpp"

namespace markaz::centre {

using procedure::Answer;
using procedure::Run;
using procedure::Step;
using procedure::StepIndex;

namespace {

bool converses(const OpenAssignment& assignment) {
    return assignment.state == AssignmentState::talking || assignment.state == AssignmentState::hold;
}

/// Beginners see steps that others do not need.
bool is_trainee(const Seat& seat, contact::Origin origin) {
    return origin == contact::Origin::practice ||
           std::ranges::find(seat.known.agent.skills, "trainee"_key, &people::Skill::name) != seat.known.agent.skills.end();
}

/// What is fixed by the answer itself; nothing where it must have been written.
std::optional<procedure::Value> value_of(const Step& step, const StepWork& work) {
    using procedure::ValueType;
    if (std::holds_alternative<procedure::Check>(step.verb))
        return procedure::Value{ValueType::yes_no, work.answer == Answer::no ? 0 : 1, {}};
    if (std::holds_alternative<procedure::Pick>(step.verb)) return procedure::Value{ValueType::choice, 0, work.option};
    if (work.value) return work.value;
    return work.written ? std::optional(procedure::Value{}) : std::nullopt;
}

}  // namespace

const Step* Centre::State::step_of(const Run& run) const {
    const auto pinned = manuals.find(run.manual);
    return pinned == manuals.end() ? nullptr : procedure::step_of(*pinned->second, run);
}

procedure::Facts Centre::State::facts_of(const OpenContact& contact) const {
    return {contact.language, contact.channel, {}, contact.waited, now - contact.started, contact.transfers,
            contact.origin == contact::Origin::practice, contact.customer.value_or(customer::Known{}), {}};
}

procedure::Facts Centre::State::facts_of(const OpenAssignment& assignment) const {
    return {assignment.language, assignment.channel, assignment.queue, assignment.waited, now - assignment.contact_started,
            assignment.transfers, is_trainee(*seats.find(assignment.person), assignment.origin),
            assignment.customer.value_or(customer::Known{}), {}};
}

/// The guide begins behind the queue step, and behind the step that handed the contact over; after a transfer by hand it goes on
/// where the agent before stood.
void Centre::State::begin_guide(OpenAssignment& assignment, OpenContact& contact) {
    if (contact.run.flow.empty()) return;
    assignment.guide = std::move(contact.run);
    contact.run = {};
    const Step* step = step_of(assignment.guide);
    if (!step) return;
    const bool handed_over = std::holds_alternative<procedure::Queue>(step->verb) ||
                             std::holds_alternative<procedure::Callback>(step->verb) ||
                             std::holds_alternative<procedure::Voicemail>(step->verb) ||
                             std::holds_alternative<procedure::Transfer>(step->verb) ||
                             std::holds_alternative<procedure::Escalate>(step->verb);
    enter_guide(assignment, handed_over ? procedure::after(step->verb) : assignment.guide.step);
}

void Centre::State::enter_guide(OpenAssignment& assignment, StepIndex index) {
    Run& guide = assignment.guide;
    const procedure::Manual& pinned = *manuals.at(guide.manual);
    for (const procedure::Entered& entered : procedure::go_to(pinned, guide, index, facts_of(assignment))) {
        tell(StepEntered{assignment.contact, assignment.id, guide.manual, entered.flow, entered.step});
        const Step& step = *pinned.flow(entered.flow)->step(entered.step);
        if (std::holds_alternative<procedure::End>(step.verb)) ask_result(assignment, entered.flow);
    }
    assignment.late = false;
    const Step* step = step_of(guide);
    if (!step) return;
    if (guide.outcome) assignment.outcome = guide.outcome;
    if (step->guide.within > Duration{0}) set_timer(step->guide.within, TimerKind::step_late, assignment.id.value, guide.entered);
}

/// Whoever led a procedure to its end is asked whether it came to what its author expects. Simulated agents have nothing to say.
void Centre::State::ask_result(OpenAssignment& assignment, Key flow_id) {
    const std::uint64_t version = assignment.guide.manual;
    const procedure::Flow& flow = *manuals.at(version)->flow(flow_id);
    if (pool_of(assignment.origin) == contact::Pool::simulated || flow.expected[flow.source].empty()) return;
    if (assignment.results && std::ranges::find(*assignment.results, flow_id, &AskedResult::flow) != assignment.results->end()) return;
    if (!assignment.results) assignment.results.emplace();
    assignment.results->push_back({flow_id, version, false});
    tell(ResultAsked{assignment.contact, assignment.id, version, flow_id});
}

/// The run goes with the contact.
void Centre::State::leave_guide(OpenAssignment& assignment, OpenContact& contact) {
    if (assignment.guide == Run{}) return;
    contact.run = std::move(assignment.guide);
    assignment.guide = {};
    assignment.late = false;
    tell(GuideLeft{assignment.id});
}

void Centre::State::tell_late(OpenAssignment& assignment) {
    assignment.late = true;
    tell(StepLate{assignment.contact, assignment.id, assignment.guide.flow, step_of(assignment.guide)->id});
}

/// Whether the answer fits the step, and where it leads.
Refusal Centre::State::judge(const Run& run, const Step& step, const StepWork& work, StepIndex& next) const {
    const auto way = procedure::after_answer(step, work.answer, work.option);
    if (!way) return Refusal::wrong_step;
    next = *way;
    const bool writes = std::holds_alternative<procedure::Ask>(step.verb) || std::holds_alternative<procedure::Note>(step.verb);
    if (writes && step.guide.mandatory && !work.written) return Refusal::answer_missing;
    const Key field = procedure::field_of(step.verb);
    const procedure::FormField* form = field ? manuals.at(run.manual)->field(field) : nullptr;
    if (work.value && (!form || form->type != work.value->type)) return Refusal::wrong_value;
    const bool typed = form && form->type != procedure::ValueType::text && std::holds_alternative<procedure::Ask>(step.verb);
    return typed && work.written && !work.value ? Refusal::wrong_value : Refusal::none;
}

/// Keeps what was answered in the run.
StepDone Centre::State::keep(Run& run, const Step& step, const StepWork& work, PersonId by) {
    StepDone done{{}, {}, run.flow, step.id, work.answer, work.option, work.written, {}, {}};
    procedure::remember(run.trail, {run.flow, step.id, work.answer, work.option, work.written, by, now});
    const Key field = procedure::field_of(step.verb);
    if (const auto value = field ? value_of(step, work) : std::nullopt) {
        procedure::learn(run.fields, field, *value);
        done.field = field;
        done.value = *value;
    }
    return done;
}

Refusal Centre::State::take(const StepAnswered& answered) {
    OpenAssignment* assignment = assignments.find(answered.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state == AssignmentState::reserved || assignment->state == AssignmentState::ringing) return Refusal::wrong_state;
    const Step* step = step_of(assignment->guide);
    if (!step || step->id != answered.work.step) return Refusal::wrong_step;
    StepIndex next = procedure::no_step;
    if (const Refusal refusal = judge(assignment->guide, *step, answered.work, next); refusal != Refusal::none) return refusal;
    if (const auto handed = hand_over(*assignment, *step, answered.work)) return *handed;

    StepDone done = keep(assignment->guide, *step, answered.work, assignment->person);
    done.contact = assignment->contact;
    done.assignment = assignment->id;
    tell(std::move(done));
    if (const auto* promise = std::get_if<procedure::Promise>(&step->verb))
        tell(Promised{assignment->contact, assignment->id, assignment->guide.manual, assignment->guide.flow, step->id, now + promise->due});
    if (std::holds_alternative<procedure::Case>(step->verb)) open_case(*assignment, *step, answered.joins);
    enter_guide(*assignment, next);
    return Refusal::none;
}

/// Steps that end the agent's part; nothing where the step is none of them.
std::optional<Refusal> Centre::State::hand_over(OpenAssignment& assignment, const Step& step, const StepWork& work) {
    const auto* transfer = std::get_if<procedure::Transfer>(&step.verb);
    const auto* escalate = std::get_if<procedure::Escalate>(&step.verb);
    const bool survey = std::holds_alternative<procedure::Survey>(step.verb);
    if (!transfer && !escalate && !survey) return std::nullopt;
    if (!converses(assignment)) return Refusal::wrong_state;
    const procedure::Escalation* above = escalate ? manuals.at(assignment.guide.manual)->escalation(escalate->escalation) : nullptr;
    if (escalate && !above) return Refusal::wrong_step;
    const Key queue = above ? above->queue : transfer ? transfer->queue : Key{};
    if (!survey && !policy_of(queue)) return Refusal::unknown_queue;

    StepDone done = keep(assignment.guide, step, work, assignment.person);
    done.contact = assignment.contact;
    done.assignment = assignment.id;
    tell(std::move(done));
    OpenContact& contact = *contacts.find(assignment.contact);
    if (survey) {
        begin_survey(assignment, contact);
    } else {
        if (above) aim(contact, &assignment, *above);
        transfer_to_queue(assignment, contact, queue);
    }
    return Refusal::none;
}

void Centre::State::transfer_to_queue(OpenAssignment& assignment, OpenContact& contact, Key queue) {
    contact.assignment = {};
    ++contact.transfers;
    leave_guide(assignment, contact);
    tell(EndAgent{assignment.id});
    enter_queue(contact, queue, now, Caller::accepted);
    end_talk(assignment, contact::AssignmentEnd::transferred);
}

/// The agent's part is over; the caller stays and hears the first question.
void Centre::State::begin_survey(OpenAssignment& assignment, OpenContact& contact) {
    contact.assignment = {};
    assignment.outcome = outcome_ahead(assignment.guide);
    if (assignment.outcome) ask_result(assignment, assignment.guide.flow);
    leave_guide(assignment, contact);
    tell(EndAgent{assignment.id});
    speak(contact);
    end_talk(assignment, contact::AssignmentEnd::completed);
}

/// The outcome to which a survey leads, whatever is answered: it is the agent's as well. Empty where answers could lead elsewhere.
Key Centre::State::outcome_ahead(const Run& run) const {
    const auto found = manuals.find(run.manual);
    const procedure::Flow* flow = found == manuals.end() || !run.frames.empty() ? nullptr : found->second->flow(run.flow);
    StepIndex at = run.step;
    for (std::size_t moves = 0; flow && at < flow->steps.size() && moves <= flow->steps.size(); ++moves) {
        const Step& step = flow->steps[at];
        if (const auto* end = std::get_if<procedure::End>(&step.verb)) return end->outcome;
        if (step.guide.when) return {};
        at = procedure::after(step.verb);
    }
    return {};
}

Refusal Centre::State::take(const GuideDeviated& deviated) {
    OpenAssignment* assignment = assignments.find(deviated.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    const Step* step = step_of(assignment->guide);
    if (!step) return Refusal::wrong_step;
    if (!deviated.reason) return Refusal::reason_missing;
    const procedure::Manual& pinned = *manuals.at(assignment->guide.manual);
    const procedure::Flow& flow = *pinned.flow(assignment->guide.flow);
    const Step* wanted = flow.step(deviated.to);
    if (!wanted) return Refusal::wrong_step;
    const auto to = static_cast<StepIndex>(wanted - flow.steps.data());
    if (!procedure::may_deviate(pinned, assignment->guide, to)) return Refusal::mandatory_step;

    procedure::remember(assignment->guide.trail, {flow.id, step->id, Answer::deviated, {}, deviated.reason, assignment->person, now});
    tell(StepDeviated{assignment->contact, assignment->id, flow.id, step->id, deviated.to, deviated.reason});
    enter_guide(*assignment, to);
    return Refusal::none;
}

Refusal Centre::State::take(const GuideOpened& opened_guide) {
    OpenAssignment* assignment = assignments.find(opened_guide.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state == AssignmentState::reserved || assignment->state == AssignmentState::ringing) return Refusal::wrong_state;
    if (!manual) return Refusal::no_manual;
    Run& guide = assignment->guide;
    const bool fresh = guide.flow.empty();
    const procedure::Manual& pinned = fresh ? *manual : *manuals.at(guide.manual);
    const procedure::Flow* flow = pinned.flow(opened_guide.flow);
    if (!flow || !flow->agent_first || flow->checklist) return Refusal::unknown_flow;
    if (!fresh && guide.frames.size() + 1 >= procedure::deepest_perform) return Refusal::wrong_state;
    StepIndex begin = flow->start;
    if (opened_guide.step) {
        const auto variants = procedure::variants_of(pinned, *flow);
        const auto wanted = std::ranges::find_if(variants, [&](const procedure::Variant& each) {
            return flow->steps[each.step].id == opened_guide.step && each.option == opened_guide.option;
        });
        if (wanted == variants.end()) return Refusal::wrong_step;
        begin = wanted->step;
    }

    if (fresh)
        guide.manual = pinned.version;
    else
        guide.frames.push_back({guide.flow, guide.step});
    guide.flow = flow->id;
    enter_guide(*assignment, begin);
    // A choice that does not matter to this contact has been passed over: then nothing is left to be taken.
    const Step* step = opened_guide.step ? step_of(guide) : nullptr;
    if (!step || guide.flow != opened_guide.flow || step->id != opened_guide.step) return Refusal::none;
    return take(StepAnswered{opened_guide.assignment, {step->id, Answer::done, opened_guide.option}});
}

Refusal Centre::State::take(const NoteWritten& note) {
    OpenAssignment* assignment = assignments.find(note.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!note.written) return Refusal::answer_missing;
    Run& guide = assignment->guide;
    const Step* step = step_of(guide);
    const Key at = step ? step->id : Key{};
    procedure::remember(guide.trail, {guide.flow, at, Answer::noted, {}, note.written, assignment->person, now});
    tell(NoteKept{assignment->contact, assignment->id, guide.flow, at, note.written});
    return Refusal::none;
}

Refusal Centre::State::take(const ResultAnswered& answered) {
    OpenAssignment* assignment = assignments.find(answered.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!answered.reached && !answered.flow) return Refusal::unknown_flow;
    if (!answered.reached && !answered.reason) return Refusal::reason_missing;
    if (!assignment->results) return Refusal::no_change;
    bool any = false;
    for (AskedResult& each : *assignment->results) {
        if (each.answered || (answered.flow && each.flow != answered.flow)) continue;
        each.answered = any = true;
        tell(ResultJudged{assignment->contact, assignment->id, each.manual, each.flow, answered.reached, answered.reason});
    }
    return any ? Refusal::none : Refusal::no_change;
}

}  // namespace markaz::centre
