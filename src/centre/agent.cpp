// The agent's side: assignments, wrap-up and presence. The guide that leads them is in guide.cpp.

#include <cassert>

#include "centre/state.hpp"
#include "people/staff.hpp"
#include "procedure/run.hpp"

namespace markaz::centre {

using contact::AssignmentEnd;
using contact::ContactEnd;
using people::Presence;
using people::PresenceReason;

namespace {

bool rings(const OpenAssignment& assignment) {
    return assignment.state == AssignmentState::reserved || assignment.state == AssignmentState::ringing;
}
bool converses(const OpenAssignment& assignment) {
    return assignment.state == AssignmentState::talking || assignment.state == AssignmentState::hold;
}
std::size_t index(contact::Channel channel) { return static_cast<std::size_t>(channel); }

}  // namespace

/// Whoever calls this offers the agent again, with what room they have then.
void Centre::State::reserve(OpenContact& contact, const routing::QueuePolicy* policy, Seat& seat, const routing::Decision& decision) {
    const PersonId person = seat.known.agent.id;
    const AssignmentId id{next_assignment++};
    const Decided decided{contact.id, person, id, contact.queue, decision};
    if (why) why->push_back(explanation(decided));
    leave_router(contact);
    contact.assignment = id;
    OpenAssignment& made = assignments.add(id);
    made.id = id;
    made.contact = contact.id;
    made.visit = contact.visit;
    made.person = person;
    made.origin = contact.origin;
    made.channel = contact.channel;
    made.language = contact.language;
    made.queue = contact.queue;
    made.since = now;
    ++seat.load[index(contact.channel)];
    if (seat.holds++ == 0) seat.known.engaged_since = now;
    seat.known.standing.rung_turn = next_turn++;

    set_timer(policy ? policy->ring : routing::QueuePolicy{}.ring, TimerKind::ring, id.value, 0);
    tell(decided);
    tell(AssignmentMoved{id, contact.id, contact.visit, person, contact.queue, AssignmentState::reserved});
    tell(RingAgent{id, contact.id, person, contact.origin, contact.queue});
}

/// Books the time since the last change to the state that the assignment was in.
void Centre::State::add_time(OpenAssignment& assignment) {
    const Duration spent = now - assignment.since;
    switch (assignment.state) {
        case AssignmentState::reserved:
        case AssignmentState::ringing:
        case AssignmentState::calling: assignment.ring += spent; break;
        case AssignmentState::talking: assignment.talk += spent; break;
        case AssignmentState::hold: assignment.hold += spent; break;
        case AssignmentState::wrap_up:
        case AssignmentState::ended: break;
    }
}

void Centre::State::move(OpenAssignment& assignment, AssignmentState state) {
    add_time(assignment);
    assignment.state = state;
    assignment.since = now;
    tell(AssignmentMoved{assignment.id, assignment.contact, assignment.visit, assignment.person, assignment.queue, state});
}

Refusal Centre::State::take(const AgentRinging& ringing) {
    OpenAssignment* assignment = assignments.find(ringing.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state != AssignmentState::reserved) return Refusal::wrong_state;
    move(*assignment, AssignmentState::ringing);
    return Refusal::none;
}

Refusal Centre::State::take(const AgentAnswered& answered) {
    OpenAssignment* assignment = assignments.find(answered.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!rings(*assignment)) return Refusal::wrong_state;
    OpenContact& contact = *contacts.find(assignment->contact);
    if (contact.callback != contact::Callback::none) {
        call_customer(*assignment, contact);
        return Refusal::none;
    }
    move(*assignment, AssignmentState::talking);
    const bool message = contact.voicemail == contact::Voicemail::left;
    converse(*assignment, contact, message ? contact::VisitEnd::voicemail : contact::VisitEnd::answered);
    return Refusal::none;
}

/// Agent and customer have each other: the visit has its end, and the guide begins.
void Centre::State::converse(OpenAssignment& assignment, OpenContact& contact, contact::VisitEnd end) {
    Seat& seat = *seats.find(assignment.person);
    ++seat.known.standing.contacts;
    offer(seat);  // whoever has room for another one now stands elsewhere by the rule
    if (contact.visit) {
        contact.waited = now - contact.visit_started;
        end_visit(contact, end, contact::VisitCause::none);
    }
    tell(Connect{contact.id, assignment.id});
    assignment.contact_started = contact.started;
    assignment.waited = contact.waited;
    assignment.transfers = contact.transfers;
    assignment.party = contact.party;
    assignment.customer = contact.customer;
    contact.escalated_to.reset();
    begin_guide(assignment, contact);
}

Refusal Centre::State::take(const AgentRefused& refused) {
    OpenAssignment* assignment = assignments.find(refused.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!rings(*assignment)) return Refusal::wrong_state;
    fail_ring(*assignment, refused.declined ? AssignmentEnd::declined : AssignmentEnd::unreachable,
              refused.declined ? PresenceReason::declined : PresenceReason::unreachable);
    return Refusal::none;
}

/// Nobody answered: the agent becomes away and is told why, the contact goes on at its place.
void Centre::State::fail_ring(OpenAssignment& assignment, AssignmentEnd end, PresenceReason reason) {
    OpenContact& contact = *contacts.find(assignment.contact);
    Seat& seat = *seats.find(assignment.person);
    tell(StopRinging{assignment.id});
    forget_wish(contact, assignment.person);
    declare(seat, Presence::away, reason);
    end_assignment(assignment, end);
    return_to_queue(contact);
}

Refusal Centre::State::take(const AgentLeft& left) {
    OpenAssignment* assignment = assignments.find(left.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state == AssignmentState::calling) {
        leave_call(*assignment, left.lost);
        return Refusal::none;
    }
    if (!converses(*assignment)) return Refusal::wrong_state;
    OpenContact& contact = *contacts.find(assignment->contact);
    if (left.lost) {
        // The caller is still there and lost nothing by our fault: back to the front, with the place of the first wait.
        declare(*seats.find(assignment->person), Presence::away, PresenceReason::lost);
        leave_guide(*assignment, contact);
        end_talk(*assignment, AssignmentEnd::interrupted);
        return_from_talk(contact);
        return Refusal::none;
    }
    if (const procedure::Step* step = step_of(assignment->guide); step && std::holds_alternative<procedure::Survey>(step->verb)) {
        begin_survey(*assignment, contact);
        return Refusal::none;
    }
    contact.outcome = assignment->outcome;
    tell(EndCaller{contact.id});
    end_contact(contact, ContactEnd::agent);
    end_talk(*assignment, AssignmentEnd::completed);
    return Refusal::none;
}

Refusal Centre::State::take(const HoldWanted& wanted) {
    OpenAssignment* assignment = assignments.find(wanted.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state != AssignmentState::talking) return Refusal::wrong_state;
    if (!contact::has_leg(assignment->channel)) return Refusal::wrong_channel;  // nobody is at the other end who could wait
    move(*assignment, AssignmentState::hold);
    tell(HoldCaller{assignment->contact, assignment->id});
    return Refusal::none;
}

Refusal Centre::State::take(const ResumeWanted& wanted) {
    OpenAssignment* assignment = assignments.find(wanted.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state != AssignmentState::hold) return Refusal::wrong_state;
    move(*assignment, AssignmentState::talking);
    tell(Connect{assignment->contact, assignment->id});
    return Refusal::none;
}

Refusal Centre::State::take(const RecordingPauseWanted& wanted) {
    OpenAssignment* assignment = assignments.find(wanted.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!converses(*assignment)) return Refusal::wrong_state;
    if (assignment->recording_paused == wanted.paused) return Refusal::no_change;
    assignment->recording_paused = wanted.paused;
    tell(RecordingPaused{assignment->contact, assignment->id, wanted.paused});
    return Refusal::none;
}

Refusal Centre::State::take(const TransferWanted& wanted) {
    OpenAssignment* assignment = assignments.find(wanted.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!converses(*assignment)) return Refusal::wrong_state;
    OpenContact& contact = *contacts.find(assignment->contact);
    Seat* receiver = nullptr;
    if (wanted.person) {
        receiver = seats.find(wanted.person);
        if (!receiver) return Refusal::unknown_agent;
        if (receiver->known.agent.pool != pool_of(contact.origin) || people::barred(receiver->known.agent) ||
            !(free_channels(*receiver) & routing::one(contact.channel)))
            return Refusal::person_not_free;
    } else if (!policy_of(wanted.queue)) {
        return Refusal::unknown_queue;
    }

    if (!receiver) {
        transfer_to_queue(*assignment, contact, wanted.queue);
        return Refusal::none;
    }
    contact.assignment = {};
    ++contact.transfers;
    leave_guide(*assignment, contact);
    tell(EndAgent{assignment->id});
    // The receiver is taken before the sender becomes free: nobody may come between.
    tell(PlayMusic{contact.id, contact.queue});
    const std::uint64_t turn = receiver->known.standing.idle_turn;
    reserve(contact, policy_of(contact.queue), *receiver,
            routing::Decision{routing::Chooser::person_chose, routing::Rule::longest_idle, 1,
                              {routing::Candidate{wanted.person.value, static_cast<std::int64_t>(turn), turn}}});
    offer(*receiver);
    end_talk(*assignment, AssignmentEnd::transferred);
    return Refusal::none;
}

/// The conversation is over; after-contact work begins where the queue gives time for it.
void Centre::State::end_talk(OpenAssignment& assignment, AssignmentEnd end) {
    assignment.end = end;
    const routing::QueuePolicy* policy = policy_of(assignment.queue);
    if (!policy || policy->wrap_up == Duration{0}) {
        end_assignment(assignment, end);
        return;
    }
    move(assignment, AssignmentState::wrap_up);
    set_timer(policy->wrap_up, TimerKind::wrap_up, assignment.id.value, 0);
}

Refusal Centre::State::take(const ReplyWritten& reply) {
    const OpenAssignment* assignment = assignments.find(reply.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (!contact::is_written(assignment->channel)) return Refusal::wrong_channel;
    if (assignment->state != AssignmentState::talking) return Refusal::wrong_state;
    tell(Replied{assignment->contact, assignment->id, assignment->person, reply.written});
    return Refusal::none;
}

Refusal Centre::State::take(const WrapUpDone& done) {
    OpenAssignment* assignment = assignments.find(done.assignment);
    if (!assignment) return Refusal::unknown_assignment;
    if (assignment->state != AssignmentState::wrap_up) return Refusal::wrong_state;
    const routing::QueuePolicy* policy = policy_of(assignment->queue);
    if (policy && policy->outcome_required && !done.outcome && !assignment->outcome) return Refusal::outcome_missing;
    if (done.outcome) assignment->outcome = done.outcome;
    end_assignment(*assignment, assignment->end);
    return Refusal::none;
}

void Centre::State::end_assignment(OpenAssignment& assignment, AssignmentEnd end) {
    add_time(assignment);
    const bool worked = assignment.state != AssignmentState::reserved && assignment.state != AssignmentState::ringing;
    const Duration wrap_up = assignment.state == AssignmentState::wrap_up ? now - assignment.since : Duration{0};
    tell(AssignmentEnded{assignment.id, assignment.contact, assignment.visit, assignment.origin, assignment.person, assignment.queue, end,
                         assignment.ring, assignment.talk, assignment.hold, wrap_up, assignment.outcome});
    Seat& seat = *seats.find(assignment.person);
    assert(seat.load[index(assignment.channel)] > 0);
    --seat.load[index(assignment.channel)];
    KnownAgent& known = seat.known;
    if (--seat.holds == 0) {
        known.engaged += now - known.engaged_since;
        const Duration staffed = now - known.signed_in_since;
        known.standing.occupancy = staffed > Duration{0} ? static_cast<std::uint32_t>(known.engaged * 1'000'000 / staffed) : 0;
    }
    // Whoever rang in vain keeps the turn of their idleness: the next contact is still theirs.
    if (worked) known.standing.idle_turn = next_turn++;
    assignments.remove(assignment.id);
    find_contacts(seat);
}

Refusal Centre::State::take(const PresenceDeclared& declared) {
    Seat* seat = seats.find(declared.person);
    if (!seat) return Refusal::unknown_agent;
    if (seat->known.presence == declared.presence && seat->known.reason == declared.reason) return Refusal::no_change;
    if (declared.presence == Presence::ready && open_gate(*seat)) return Refusal::checklist_open;
    declare(*seat, declared.presence, declared.reason);
    find_contacts(*seat);
    return Refusal::none;
}

void Centre::State::declare(Seat& seat, Presence presence, PresenceReason reason) {
    KnownAgent& known = seat.known;
    if (known.presence == presence && known.reason == reason) return;
    if (presence == Presence::ready && known.presence != Presence::ready) known.standing.idle_turn = next_turn++;
    if (known.presence != presence) known.presence_since = now;
    const bool signs = (known.presence == Presence::offline) != (presence == Presence::offline);
    if (presence == Presence::offline) forget_checks(seat);
    known.presence = presence;
    known.reason = reason;
    tell(PresenceMoved{known.agent.id, presence, reason});
    if (presence != Presence::ready) router.withdraw(known.agent.id);
    if (signs) sign_in_or_out(seat, presence);
}

/// What the rules count begins anew with each signing in.
void Centre::State::sign_in_or_out(Seat& seat, Presence presence) {
    KnownAgent& known = seat.known;
    router.set_staffed(known.agent.id, presence != Presence::offline);
    if (presence == Presence::offline) {
        prefer_no_longer(known.agent.id);
        return;
    }
    known.signed_in_since = known.engaged_since = now;
    known.engaged = Duration{0};
    known.standing.contacts = known.standing.occupancy = 0;
}

/// The channels in which this agent may be given a contact now. One that may not be interrupted shuts all others.
routing::ChannelSet Centre::State::free_channels(const Seat& seat) const {
    if (seat.known.presence != Presence::ready) return 0;
    routing::ChannelSet free = 0;
    for (const people::Capacity& each : seat.known.agent.capacity)
        if (seat.load[index(each.channel)] < each.most) free |= routing::one(each.channel);
    if (seat.holds == 0 || free == 0) return free;
    std::uint32_t patient = 0;
    for (const people::Capacity& each : seat.known.agent.capacity)
        if (each.interruptible) patient += seat.load[index(each.channel)];
    const std::uint32_t undisturbed = seat.holds - patient;  // contacts that may not be interrupted
    if (undisturbed == 0) return free;
    routing::ChannelSet alone = 0;
    for (const people::Capacity& each : seat.known.agent.capacity)
        if (!each.interruptible && seat.load[index(each.channel)] == undisturbed) alone |= routing::one(each.channel);
    return free & alone;
}

/// Tells the router what this agent may be given, where nobody waits for it.
void Centre::State::offer(const Seat& seat, routing::ChannelSet channels) {
    const PersonId person = seat.known.agent.id;
    if (channels != 0)
        router.offer(person, channels, seat.known.standing);
    else
        router.withdraw(person);
}

/// Whoever has been idle for longest goes first among all that now may be served.
void Centre::State::find_contacts_in_order() {
    std::vector<std::pair<std::uint64_t, PersonId>> idle;
    for (PersonId person : seats.ids()) idle.emplace_back(seats.find(person)->known.standing.idle_turn, person);
    std::ranges::sort(idle);
    for (const auto& [turn, person] : idle) find_contacts(*seats.find(person));
}

/// One at a time until nothing fits: an agent with several places may take several contacts at once.
void Centre::State::find_contacts(Seat& seat) {
    for (;;) {
        const routing::ChannelSet channels = free_channels(seat);
        const auto match = router.contact_for(seat.known.agent.id, channels);
        if (!match) return offer(seat, channels);
        OpenContact& contact = *contacts.find(match->contact);
        reserve(contact, policy_of(contact.queue), seat, match->decision);
    }
}

}  // namespace markaz::centre
