// Callers who leave a message: they hear what to say, speak after the tone, and what they said waits for an agent in their place.

#include "centre/state.hpp"

namespace markaz::centre {

using contact::ContactEnd;
using contact::VisitCause;
using contact::VisitEnd;
using contact::Voicemail;

namespace {

constexpr std::uint8_t ends_message = '#';
/// Whoever says less hung up, or changed their mind: that is no work for anybody.
constexpr Duration shortest_message = std::chrono::seconds{1}, least_heard = std::chrono::milliseconds{300};

bool is_speaking(Voicemail state) { return state == Voicemail::recording || state == Voicemail::closing; }

}  // namespace

void Centre::State::move_voicemail(OpenContact& contact, Voicemail to, Duration length) {
    contact.voicemail = to;
    tell(VoicemailMoved{contact.id, contact.visit, contact.origin, contact.queue, to, length});
}

/// Whoever waited keeps their visit until they have left a message, or have not.
void Centre::State::greet(OpenContact& contact) {
    move_voicemail(contact, Voicemail::greeting);
    speak(contact);
}

/// The text and the tone have been heard.
void Centre::State::record_message(OpenContact& contact) {
    const auto& step = std::get<procedure::Voicemail>(step_of(contact.run)->verb);
    move_voicemail(contact, Voicemail::recording);
    tell(RecordMessage{contact.id, contact.play, contact.origin, step.quiet});
    set_timer(step.most, TimerKind::message_most, contact.id.value, contact.play);
}

void Centre::State::stop_message(const OpenContact& contact) { tell(StopMessage{contact.id, contact.origin}); }

/// While a message is recorded one key has a meaning: it ends it.
Refusal Centre::State::key_in_message(OpenContact& contact, std::uint8_t key) {
    if (contact.voicemail != Voicemail::recording || key != ends_message) return Refusal::wrong_state;
    tell(KeyTaken{contact.id, step_of(contact.run)->id, key, true});
    stop_message(contact);
    return Refusal::none;
}

Refusal Centre::State::take(const MessageRecorded& recorded) {
    OpenContact* contact = contacts.find(recorded.contact);
    if (!contact) return Refusal::unknown_contact;
    if (!is_speaking(contact->voicemail)) return Refusal::wrong_state;
    const auto& step = std::get<procedure::Voicemail>(step_of(contact->run)->verb);
    if (recorded.length >= shortest_message && recorded.heard >= least_heard)
        keep_message(*contact, step.queue, recorded.length);
    else
        drop_message(*contact, step.otherwise);
    return Refusal::none;
}

/// A visit to the queue of the message goes on at its place; one to another queue ends, because the caller waits there no more.
void Centre::State::keep_message(OpenContact& contact, Key queue, Duration length) {
    if (contact.visit && contact.queue != queue) end_visit(contact, VisitEnd::voicemail, VisitCause::none);
    if (!contact.visit) start_visit(contact, queue, now);
    const bool there = contact.voicemail == Voicemail::recording;
    move_voicemail(contact, Voicemail::kept, length);
    if (!there) {
        wait_as_message(contact);
        return;
    }
    speak(contact, QueueSentence::message_kept);
}

/// Nothing was said: whoever is still there goes on in the flow, and nobody waits any more.
void Centre::State::drop_message(OpenContact& contact, procedure::StepIndex otherwise) {
    const bool there = contact.voicemail == Voicemail::recording;
    move_voicemail(contact, Voicemail::none);
    if (contact.visit) end_visit(contact, VisitEnd::abandoned, there ? VisitCause::exited : VisitCause::hung_up);
    if (there)
        enter_step(contact, otherwise);
    else
        end_contact(contact, ContactEnd::caller);
}

/// The message stands among the waiting, whether the queue is open or not. False where the queue is gone, and so the contact.
bool Centre::State::stand_as_message(OpenContact& contact) {
    contact.playing = false;
    contact.channel = contact::Channel::voicemail;
    move_voicemail(contact, Voicemail::left);
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    if (!policy) {
        block(contact, VisitCause::closed, Caller::accepted);
        return false;
    }
    contact.stage = stage_now(contact, *policy);
    wait(contact, *policy);
    return true;
}

void Centre::State::wait_as_message(OpenContact& contact) {
    if (stand_as_message(contact)) find_agent(contact, *policy_of(contact.queue));
}

/// The program began anew: what was being said is asked for, and who heard that we have it is gone. False for a contact that ends like any
/// other call: nothing had been said yet, or nobody recorded it.
bool Centre::State::keep_voicemail(OpenContact& contact) {
    if (contact.voicemail == Voicemail::kept) {
        tell(EndCaller{contact.id});
        stand_as_message(contact);
        return true;
    }
    // A simulated caller's world is gone, and nobody else knows what they said.
    if (!is_speaking(contact.voicemail) || contact.origin == contact::Origin::simulated) return false;
    if (contact.voicemail == Voicemail::recording) tell(EndCaller{contact.id});
    move_voicemail(contact, Voicemail::closing);
    stop_message(contact);
    return true;
}

}  // namespace markaz::centre
