// Customers who do not wait on the telephone: they hang up, keep their place, and are called when their turn has come.

#include "centre/state.hpp"

namespace markaz::centre {

using contact::AssignmentEnd;
using contact::Callback;
using contact::ContactEnd;
using contact::VisitCause;
using contact::VisitEnd;

void Centre::State::move_callback(OpenContact& contact, Callback to) {
    contact.callback = to;
    to_call_back.insert(contact.id);
    tell(CallbackMoved{contact.id, contact.visit, contact.origin, contact.queue, to, contact.party, contact.calls});
}

/// The edge knows a way to this caller, and the queue has not promised too many calls already.
bool Centre::State::may_be_called_back(const OpenContact& contact, Key queue) const {
    const routing::QueuePolicy* policy = policy_of(queue);
    if (!policy || contact.way_back == contact::WayBack::none) return false;
    const auto open = std::ranges::count_if(to_call_back, [&](ContactId id) {
        const OpenContact& each = *contacts.find(id);
        return each.queue == queue && pool_of(each.origin) == pool_of(contact.origin);
    });
    return static_cast<std::uint64_t>(open) < policy->callback.most;
}

/// Whoever waits stays in their visit; anybody else begins one, whether the queue is open or not.
void Centre::State::choose_callback(OpenContact& contact, const procedure::Callback& step) {
    if (!contact.visit) {
        if (!may_be_called_back(contact, step.queue)) {
            enter_step(contact, step.otherwise);
            return;
        }
        start_visit(contact, step.queue, now);
    }
    contact.calls = 0;
    move_callback(contact, Callback::chosen);
    speak(contact);
}

/// The step at which the contact waits, where its key leads to such a step.
template <class Verb>
const procedure::Queue* Centre::State::way_to(const OpenContact& contact) const {
    const procedure::Step* step = step_of(contact.run);
    const auto* queue = step ? std::get_if<procedure::Queue>(&step->verb) : nullptr;
    if (!queue || queue->exit_key == 0) return nullptr;
    const procedure::Flow* flow = manuals.at(contact.run.manual)->flow(contact.run.flow);
    return std::holds_alternative<Verb>(flow->steps[queue->exit].verb) ? queue : nullptr;
}
template const procedure::Queue* Centre::State::way_to<procedure::Callback>(const OpenContact&) const;
template const procedure::Queue* Centre::State::way_to<procedure::Voicemail>(const OpenContact&) const;

void Centre::State::offer_callback(OpenContact& contact) {
    const procedure::Queue* way = way_to<procedure::Callback>(contact);
    if (!way || !may_be_called_back(contact, contact.queue)) return;
    // Another sentence is heard, or an agent is rung who may not answer.
    if (contact.playing || contact.assignment) {
        constexpr Duration sentence_is_over{std::chrono::seconds{5}};
        set_timer(sentence_is_over, TimerKind::offer_callback, contact.id.value, contact.visit.value);
        return;
    }
    contact.tells_wait = true;  // nothing follows it
    speak(contact, QueueSentence::callback, static_cast<std::uint32_t>(way->exit_key));
}

/// Nobody is on the telephone any more, or not yet: the contact stands among the waiting at the place that it has. False where its
/// queue is gone, and so the contact.
bool Centre::State::stand_for_call(OpenContact& contact) {
    contact.playing = false;
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    if (!policy) {
        block(contact, VisitCause::closed, Caller::accepted);
        return false;
    }
    contact.stage = stage_now(contact, *policy);
    move_callback(contact, Callback::waiting);
    wait(contact, *policy);
    return true;
}

void Centre::State::wait_for_call(OpenContact& contact) {
    if (stand_for_call(contact)) find_agent(contact, *policy_of(contact.queue));
}

/// The agent has taken it: only now is the customer's telephone rung, so that nobody is called to wait.
void Centre::State::call_customer(OpenAssignment& assignment, OpenContact& contact) {
    move(assignment, AssignmentState::calling);
    move_callback(contact, Callback::calling);
    tell(CallCustomer{contact.id, assignment.id, contact.party, contact.way_back, contact.trunk});
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    set_timer(policy ? policy->callback.ring : routing::CallbackPolicy{}.ring, TimerKind::customer_ring, assignment.id.value, 0);
}

Refusal Centre::State::take(const CustomerAnswered& answered) {
    OpenContact* contact = contacts.find(answered.contact);
    if (!contact) return Refusal::unknown_contact;
    if (contact->callback != Callback::calling) return Refusal::wrong_state;
    contact->callback = Callback::none;
    to_call_back.erase(contact->id);
    OpenAssignment& assignment = *assignments.find(contact->assignment);
    move(assignment, AssignmentState::talking);
    converse(assignment, *contact, VisitEnd::callback);
    return Refusal::none;
}

Refusal Centre::State::take(const CustomerUnreached& unreached) {
    OpenContact* contact = contacts.find(unreached.contact);
    if (!contact) return Refusal::unknown_contact;
    if (contact->callback != Callback::calling) return Refusal::wrong_state;
    miss_customer(*assignments.find(contact->assignment), *contact);
    return Refusal::none;
}

/// Called in vain: the agent is free again, and the customer is called later, unless that was the last try.
void Centre::State::miss_customer(OpenAssignment& assignment, OpenContact& contact) {
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    const routing::CallbackPolicy callback = policy ? policy->callback : routing::CallbackPolicy{};
    tell(EndAgent{assignment.id});
    contact.assignment = {};
    if (++contact.calls < callback.tries) {
        move_callback(contact, Callback::pausing);
        set_timer(callback.pause, TimerKind::call_again, contact.id.value, contact.visit.value);
    } else {
        end_visit(contact, VisitEnd::callback, VisitCause::unreached);
        end_contact(contact, ContactEnd::unreached);
    }
    end_assignment(assignment, AssignmentEnd::unreached);
}

/// The agent is gone before the customer was there. That was no try: somebody else calls.
void Centre::State::leave_call(OpenAssignment& assignment, bool lost) {
    OpenContact& contact = *contacts.find(assignment.contact);
    tell(StopCalling{contact.id});
    tell(EndAgent{assignment.id});
    declare(*seats.find(assignment.person), people::Presence::away,
            lost ? people::PresenceReason::lost : people::PresenceReason::declined);
    forget_wish(contact, assignment.person);
    contact.assignment = {};
    end_assignment(assignment, lost ? AssignmentEnd::interrupted : AssignmentEnd::declined);
    wait_for_call(contact);
}

/// The program began anew: who was called, or was about to hang up, waits for a call; who waited goes on waiting.
void Centre::State::keep_callback(OpenContact& contact, std::vector<AssignmentId>& served) {
    if (contact.callback == Callback::chosen) tell(EndCaller{contact.id});
    if (contact.assignment) served.push_back(contact.assignment);
    if (contact.callback == Callback::pausing || (contact.callback == Callback::waiting && !contact.assignment)) {
        move_callback(contact, contact.callback);  // for those who begin with the program
        return;
    }
    contact.assignment = {};
    stand_for_call(contact);
}

}  // namespace markaz::centre
