// The caller's side: menus, leaving.

#include "centre/state.hpp"

namespace markaz::centre {

using contact::ContactEnd;
using contact::VisitCause;
using contact::VisitEnd;
using procedure::StepIndex;

Refusal Centre::State::take(const ContactArrived& arrived) {
    if (!manual) return Refusal::no_manual;
    const procedure::Flow* flow = nullptr;
    const routing::QueuePolicy* policy = nullptr;
    StepIndex first = procedure::no_step;
    if (!arrived.flow.empty()) {
        flow = manual->flow(arrived.flow);
        if (!flow || flow->agent_first) return Refusal::unknown_flow;
        first = arrived.queue.empty() ? flow->start : flow->into(arrived.queue);
        if (first == procedure::no_step) return Refusal::unknown_queue;
    } else if (policy = policy_of(arrived.queue); !policy) {
        return Refusal::unknown_queue;
    }

    const ContactId id{next_contact++};
    OpenContact& contact = contacts.add(id);
    contact.id = id;
    contact.origin = arrived.origin;
    contact.channel = arrived.channel;
    contact.language = arrived.language;
    contact.priority = arrived.priority;
    contact.party = arrived.party;
    contact.preferred = arrived.preferred;
    contact.way_back = arrived.way_back;
    contact.trunk = arrived.trunk;
    if (arrived.customer != customer::Known{}) contact.customer = arrived.customer;
    contact.started = now;
    tell(ContactStarted{id, arrived.origin, arrived.channel, arrived.flow, arrived.language, arrived.party, arrived.reference});
    if (flow) {
        contact.run.manual = manual->version;
        contact.run.flow = flow->id;
        tell(AcceptCaller{id});
        enter_step(contact, first);
    } else {
        enter_queue(contact, arrived.queue, policy, now, Caller::not_yet_accepted);
    }
    return Refusal::none;
}

void Centre::State::enter_step(OpenContact& contact, StepIndex index) {
    contact.playing = false;
    for (const procedure::Entered& entered : procedure::go_to(*manuals.at(contact.run.manual), contact.run, index, facts_of(contact)))
        tell(StepEntered{contact.id, {}, contact.run.manual, entered.flow, entered.step});
    const procedure::Step* step = step_of(contact.run);
    const procedure::Verb none = procedure::Note{};
    const procedure::Verb& verb = step ? step->verb : none;
    if (const auto* queue = std::get_if<procedure::Queue>(&verb)) {
        enter_queue(contact, queue->queue, now, Caller::accepted);
    } else if (const auto* escalate = std::get_if<procedure::Escalate>(&verb)) {
        escalate_caller(contact, *escalate);
    } else if (const auto* callback = std::get_if<procedure::Callback>(&verb)) {
        choose_callback(contact, *callback);
    } else if (std::holds_alternative<procedure::Voicemail>(verb)) {
        greet(contact);
    } else if (const auto* end = std::get_if<procedure::End>(&verb)) {
        contact.outcome = end->outcome;
        tell(EndCaller{contact.id});
        end_contact(contact, ContactEnd::flow);
    } else if (std::holds_alternative<procedure::Say>(verb) || std::holds_alternative<procedure::Choose>(verb) ||
               std::holds_alternative<procedure::Survey>(verb)) {
        speak(contact);
    } else {
        // The checker refuses a step for an agent where no agent is; a manual that came past it must not leave a caller in silence.
        tell(EndCaller{contact.id});
        end_contact(contact, ContactEnd::failed);
    }
}

void Centre::State::speak(OpenContact& contact) {
    ++contact.play;
    contact.playing = true;
    tell(SpeakStep{contact.id, contact.play, contact.run.manual, contact.run.flow, step_of(contact.run)->id, contact.language});
}

Refusal Centre::State::take(const PromptEnded& ended) {
    OpenContact* contact = contacts.find(ended.contact);
    if (!contact) return Refusal::unknown_contact;
    if (!contact->playing || contact->play != ended.play) return Refusal::wrong_state;
    contact->playing = false;
    if (contact->assignment) return Refusal::none;
    if (contact->callback == contact::Callback::chosen) {
        tell(EndCaller{contact->id});
        wait_for_call(*contact);
        return Refusal::none;
    }
    if (contact->voicemail == contact::Voicemail::greeting) {
        record_message(*contact);
        return Refusal::none;
    }
    if (contact->voicemail == contact::Voicemail::kept) {
        tell(EndCaller{contact->id});
        wait_as_message(*contact);
        return Refusal::none;
    }
    if (contact->visit) {
        announced(*contact);
        return Refusal::none;
    }
    const procedure::Step& step = *step_of(contact->run);
    if (const auto* choose = std::get_if<procedure::Choose>(&step.verb))
        set_timer(choose->wait, TimerKind::key_wait, contact->id.value, contact->play);
    else if (const auto* survey = std::get_if<procedure::Survey>(&step.verb))
        set_timer(survey->wait, TimerKind::key_wait, contact->id.value, contact->play);
    else
        enter_step(*contact, procedure::after(step.verb));
    return Refusal::none;
}

Refusal Centre::State::take(const KeyPressed& pressed) {
    OpenContact* contact = contacts.find(pressed.contact);
    if (!contact) return Refusal::unknown_contact;
    const procedure::Step* step = contact->assignment ? nullptr : step_of(contact->run);
    if (contact->callback != contact::Callback::none) return Refusal::wrong_state;
    if (contact->voicemail != contact::Voicemail::none) return key_in_message(*contact, pressed.key);
    if (step && contact->visit) return leave_by_key(*contact, *step, pressed.key);
    if (step && std::holds_alternative<procedure::Survey>(step->verb)) {
        answer_survey(*contact, *step, pressed.key);
        return Refusal::none;
    }
    const auto* choose = step ? std::get_if<procedure::Choose>(&step->verb) : nullptr;
    if (!choose) return Refusal::wrong_state;
    const StepIndex next = procedure::after_key(*choose, static_cast<char>(pressed.key));
    tell(KeyTaken{contact->id, step->id, pressed.key, next != procedure::no_step});
    if (next != procedure::no_step)
        enter_step(*contact, next);
    else
        fail_try(*contact, *choose);
    return Refusal::none;
}

/// The key that leads out of the queue; every other one is passed over.
Refusal Centre::State::leave_by_key(OpenContact& contact, const procedure::Step& step, std::uint8_t key) {
    const auto* queue = std::get_if<procedure::Queue>(&step.verb);
    if (!queue || queue->exit_key == 0 || queue->exit_key != static_cast<char>(key)) return Refusal::wrong_state;
    const bool to_callback = way_to<procedure::Callback>(contact) != nullptr;
    if (to_callback && !may_be_called_back(contact, contact.queue)) return Refusal::wrong_state;  // they go on waiting
    tell(KeyTaken{contact.id, step.id, key, true});
    if (to_callback || way_to<procedure::Voicemail>(contact))
        router.leave(contact.id);  // the visit goes on
    else
        end_visit(contact, VisitEnd::abandoned, VisitCause::exited);
    enter_step(contact, queue->exit);
    return Refusal::none;
}

/// A key that is no answer is asked for once more; whoever does not answer is not held up.
void Centre::State::answer_survey(OpenContact& contact, const procedure::Step& step, std::uint8_t key) {
    const auto& survey = std::get<procedure::Survey>(step.verb);
    const bool accepted = std::ranges::find(survey.keys, static_cast<char>(key)) != survey.keys.end();
    if (key != 0) tell(KeyTaken{contact.id, step.id, key, accepted});
    if (key != 0 && !accepted && ++contact.run.tries < 2) {
        speak(contact);
        return;
    }
    tell(SurveyAnswered{contact.id, survey.survey, survey.question, accepted ? key : std::uint8_t{0}});
    enter_step(contact, survey.next);
}

/// A wrong key, or none in time: once more, or on by the step's `otherwise`.
void Centre::State::fail_try(OpenContact& contact, const procedure::Choose& choose) {
    if (++contact.run.tries < choose.tries)
        speak(contact);
    else
        enter_step(contact, choose.otherwise);
}

void Centre::State::end_visit(OpenContact& contact, VisitEnd end, VisitCause cause) {
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    std::uint32_t position = 0;
    if (policy && router.waits(contact.id))
        position = 1 + router.waiting_before(pool_of(contact.origin), demand_of(contact, *policy).queue, rank_of(contact, *policy),
                                             contact.id);
    leave_router(contact);
    if (policy && end == VisitEnd::answered && contact.position != 0)
        expectation(pool_of(contact.origin), *policy).learn(contact.position, contact.estimated, now - contact.visit_started);
    const bool by_agent = end == VisitEnd::answered || end == VisitEnd::callback || end == VisitEnd::voicemail;
    tell(VisitEnded{contact.visit, contact.id, contact.origin, contact.queue, contact.visit_started, end, cause,
                    by_agent ? contact.assignment : AssignmentId{}, position});
    contact.visit = {};
}

void Centre::State::end_contact(OpenContact& contact, ContactEnd end) {
    tell(ContactEnded{contact.id, contact.origin, end, contact.outcome});
    to_call_back.erase(contact.id);
    contacts.remove(contact.id);
}

Refusal Centre::State::take(const CallerLeft& left) {
    OpenContact* contact = contacts.find(left.contact);
    if (!contact) return Refusal::unknown_contact;
    if (contact->callback == contact::Callback::chosen) {
        wait_for_call(*contact);
        return Refusal::none;
    }
    if (contact->voicemail == contact::Voicemail::recording) {
        move_voicemail(*contact, contact::Voicemail::closing);
        stop_message(*contact);
        return Refusal::none;
    }
    if (contact->voicemail == contact::Voicemail::kept) {
        wait_as_message(*contact);
        return Refusal::none;
    }
    const bool nobody_there = contact->callback != contact::Callback::none || contact->voicemail == contact::Voicemail::closing ||
                              contact->voicemail == contact::Voicemail::left;
    if (nobody_there) return Refusal::wrong_state;
    OpenAssignment* assignment = assignments.find(contact->assignment);
    if (contact->visit) end_visit(*contact, VisitEnd::abandoned, left.lost ? VisitCause::lost : VisitCause::hung_up);
    const AssignmentId serving = contact->assignment;
    end_contact(*contact, left.lost ? ContactEnd::lost : ContactEnd::caller);
    if (!assignment) return Refusal::none;
    if (assignment->state == AssignmentState::reserved || assignment->state == AssignmentState::ringing) {
        tell(StopRinging{serving});
        end_assignment(*assignment, contact::AssignmentEnd::caller_left);
    } else {
        tell(EndAgent{serving});
        end_talk(*assignment, contact::AssignmentEnd::completed);
    }
    return Refusal::none;
}

}  // namespace markaz::centre
