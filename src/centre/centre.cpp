#include "centre/centre.hpp"

#include "centre/state.hpp"

namespace markaz::centre {

Centre::Centre() : state_(std::make_unique<State>()) {}
Centre::~Centre() = default;
Centre::Centre(Centre&&) noexcept = default;
Centre& Centre::operator=(Centre&&) noexcept = default;

Refusal Centre::advance(Instant at, const Input& input, Outputs& outputs, std::vector<Explanation>* why) {
    State& state = *state_;
    const auto* corrected = std::get_if<ClockCorrected>(&input);
    // What time alone has reached: a clock that was set forward makes nothing due.
    const Instant reached = corrected ? at - corrected->by : at;
    if (reached < state.now || at < reached) return Refusal::time_went_back;
    if (!state.opened && !std::holds_alternative<Opened>(input)) return Refusal::not_opened;

    state.outputs = &outputs;
    state.why = why;
    const Instant before = state.now;
    const bool fired = state.run_due(reached);
    const Instant fired_at = state.now;
    state.now = at;
    Refusal refusal = std::visit([&state](const auto& each) { return state.take(each); }, input);
    if (refusal == Refusal::nothing_due && fired) refusal = Refusal::none;
    // A refused input leaves no entry, so it may not move time either: replay would not know of it.
    if (refusal != Refusal::none) state.now = fired ? fired_at : before;
    state.drop_stale_timers();
    state.outputs = nullptr;
    state.why = nullptr;
    return refusal;
}

std::optional<Instant> Centre::due() const {
    const Timer* next = state_->agenda.next();
    return next ? std::optional(next->due) : std::nullopt;
}

/// Fires what is due, each at its own instant, in due order. True if anything was.
bool Centre::State::run_due(Instant until) {
    bool fired = false;
    while (const Timer* next = agenda.next()) {
        if (next->due > until) break;
        const Timer timer = agenda.take();
        if (!counts(timer)) continue;
        now = timer.due;
        fire(timer);
        fired = true;
    }
    return fired;
}

bool Centre::State::counts(const Timer& timer) const {
    switch (timer.kind) {
        case TimerKind::key_wait: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            return contact && !contact->playing && !contact->visit && !contact->assignment && contact->play == timer.mark;
        }
        case TimerKind::stage: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            if (!contact || !waits(*contact) || (contact->visit.value << 8 | contact->stage) != timer.mark) return false;
            // A manual that was published meanwhile may relax later, or not at all: then its own timer counts, not this one.
            const routing::QueuePolicy* policy = policy_of(contact->queue);
            return policy && contact->stage + 1 < policy->stages.size() &&
                   contact->visit_started + policy->stages[contact->stage + 1].after <= timer.due;
        }
        case TimerKind::prefer: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            return contact && waits(*contact) && contact->visit.value == timer.mark && contact->waits_for_preferred;
        }
        case TimerKind::overflow: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            if (!contact || !waits(*contact) || contact->visit.value != timer.mark) return false;
            // They were told that this queue calls, or spoke to it.
            if (!is_call(*contact)) return false;
            const routing::QueuePolicy* policy = policy_of(contact->queue);
            const routing::Overflow* on = policy ? overflows_in_time(*policy) : nullptr;
            return on && contact->visit_started + on->after <= timer.due;
        }
        case TimerKind::announce: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            return contact && waits(*contact) && !contact->playing && announcement_mark(*contact) == timer.mark && is_call(*contact);
        }
        case TimerKind::offer_callback: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            return contact && contact->visit && contact->visit.value == timer.mark && is_call(*contact);
        }
        case TimerKind::call_again: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            return contact && contact->visit.value == timer.mark && contact->callback == contact::Callback::pausing;
        }
        case TimerKind::customer_ring: {
            const OpenAssignment* assignment = assignments.find(AssignmentId{timer.subject});
            return assignment && assignment->state == AssignmentState::calling;
        }
        case TimerKind::message_most: {
            const OpenContact* contact = contacts.find(ContactId{timer.subject});
            return contact && contact->voicemail == contact::Voicemail::recording && contact->play == timer.mark;
        }
        case TimerKind::ring: {
            const OpenAssignment* assignment = assignments.find(AssignmentId{timer.subject});
            return assignment && (assignment->state == AssignmentState::reserved || assignment->state == AssignmentState::ringing);
        }
        case TimerKind::wrap_up: {
            const OpenAssignment* assignment = assignments.find(AssignmentId{timer.subject});
            return assignment && assignment->state == AssignmentState::wrap_up;
        }
        case TimerKind::step_late: {
            const OpenAssignment* assignment = assignments.find(AssignmentId{timer.subject});
            return assignment && assignment->guide.entered == timer.mark && step_of(assignment->guide);
        }
    }
    return false;
}

void Centre::State::fire(const Timer& timer) {
    switch (timer.kind) {
        case TimerKind::key_wait: {
            OpenContact& contact = *contacts.find(ContactId{timer.subject});
            const procedure::Step& step = *step_of(contact.run);
            if (std::holds_alternative<procedure::Survey>(step.verb))
                answer_survey(contact, step, 0);
            else
                fail_try(contact, std::get<procedure::Choose>(step.verb));
            return;
        }
        case TimerKind::stage:
        case TimerKind::prefer: relax(*contacts.find(ContactId{timer.subject})); return;
        case TimerKind::announce: announce(*contacts.find(ContactId{timer.subject})); return;
        case TimerKind::overflow: move_on(*contacts.find(ContactId{timer.subject})); return;
        case TimerKind::ring:
            fail_ring(*assignments.find(AssignmentId{timer.subject}), contact::AssignmentEnd::no_answer, people::PresenceReason::no_answer);
            return;
        case TimerKind::wrap_up: {
            OpenAssignment& assignment = *assignments.find(AssignmentId{timer.subject});
            end_assignment(assignment, assignment.end);
            return;
        }
        case TimerKind::offer_callback: offer_callback(*contacts.find(ContactId{timer.subject})); return;
        case TimerKind::call_again: wait_for_call(*contacts.find(ContactId{timer.subject})); return;
        case TimerKind::customer_ring: {
            OpenAssignment& assignment = *assignments.find(AssignmentId{timer.subject});
            tell(StopCalling{assignment.contact});
            miss_customer(assignment, *contacts.find(assignment.contact));
            return;
        }
        case TimerKind::message_most: stop_message(*contacts.find(ContactId{timer.subject})); return;
        case TimerKind::step_late: tell_late(*assignments.find(AssignmentId{timer.subject})); return;
    }
}

void Centre::State::set_timer(Duration after, TimerKind kind, std::uint64_t subject, std::uint64_t mark) {
    agenda.add(Timer{now + after, next_timer++, kind, subject, mark});
}

/// So that due() names an instant at which something really happens.
void Centre::State::drop_stale_timers() {
    while (const Timer* next = agenda.next()) {
        if (counts(*next)) return;
        agenda.take();
    }
}

}  // namespace markaz::centre
