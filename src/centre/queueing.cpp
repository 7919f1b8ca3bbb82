// A contact's way into a queue, its place there, and its way on to another one.

#include "centre/state.hpp"

namespace markaz::centre {

using contact::ContactEnd;
using contact::VisitCause;
using contact::VisitEnd;

void Centre::State::enter_queue(OpenContact& contact, Key queue, const routing::QueuePolicy* policy, Instant place, Caller caller) {
    policy = allocated(policy);
    // Each queue is passed once at most, so that no circle of queues goes on for ever.
    for (std::size_t passed = 1;; ++passed) {
        start_visit(contact, policy ? policy->id : queue, place);
        const routing::Overflow* on = policy && passed < manual->queues.size() ? overflows_at_once(contact, *policy) : nullptr;
        if (!on) break;
        end_visit(contact, VisitEnd::overflowed, VisitCause::none);
        policy = policy_of(on->to);
        queue = on->to;
    }
    if (const VisitCause cause = refused(contact, policy); cause != VisitCause::none) {
        block(contact, cause, caller);
        return;
    }
    if (caller == Caller::not_yet_accepted) tell(AcceptCaller{contact.id});
    tell(PlayMusic{contact.id, contact.queue});
    const bool first = router.waiting(pool_of(contact.origin), demand_of(contact, *policy).queue) == 0;
    if (first) expectation(pool_of(contact.origin), *policy).begin(now);
    if (serve_at_once(contact, *policy)) return;
    expect(contact, *policy);
    arm_announcement(contact, *policy, policy->announce.first);
    if (policy->callback.offer > Duration{0})
        set_timer(policy->callback.offer, TimerKind::offer_callback, contact.id.value, contact.visit.value);
}

/// Whoever finds a free agent never stands among the waiting; who does not, does from now on.
bool Centre::State::serve_at_once(OpenContact& contact, const routing::QueuePolicy& policy) {
    contact.waits_for_preferred = may_prefer(contact, policy);
    const auto match = contact.waits_for_preferred ? std::nullopt : router.agent_for(contact.id, demand_of(contact, policy), random);
    if (match) {
        give(contact, policy, *match);
    } else {
        wait(contact, policy);
        if (contact.waits_for_preferred) find_agent(contact, policy);
    }
    return static_cast<bool>(contact.assignment);
}

/// Of several announcements that were armed for a contact the last one counts, and none once something else is told, such as the offer
/// of a callback: its end arms the next. The play number says so, which is passed over where nothing is played.
void Centre::State::arm_announcement(OpenContact& contact, const routing::QueuePolicy& policy, Duration after) {
    if (policy.announce.first == Duration{0}) return;
    ++contact.play;
    if (after > Duration{0}) set_timer(after, TimerKind::announce, contact.id.value, announcement_mark(contact));
}

/// Tells a waiting caller where they stand and how long it may last, or what the queue has to say itself: the two take turns, and its
/// messages follow each other.
void Centre::State::announce(OpenContact& contact) {
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    if (!policy) return;
    const routing::Announcements& wanted = policy->announce;
    const bool sentences = wanted.position || wanted.expected_wait;
    if (wanted.messages == 0) {
        if (!speak_sentences(contact, wanted)) arm_announcement(contact, *policy, wanted.every);
        return;
    }
    // Turns 0, 2, 4 are those of the sentences. A message takes the turn of one that has nothing to tell.
    std::uint32_t turn = contact.announcements.value_or(0);
    const bool told = sentences && turn % 2 == 0 && speak_sentences(contact, wanted);
    if (!told) {
        if (sentences) turn |= 1;
        speak_message(contact, (sentences ? turn / 2 : turn) % wanted.messages);
    }
    contact.announcements = turn + 1;
}

/// False where there is nothing to tell.
bool Centre::State::speak_sentences(OpenContact& contact, const routing::Announcements& wanted) {
    return (wanted.position && speak_sentence(contact, QueueSentence::position)) ||
           (wanted.expected_wait && speak_sentence(contact, QueueSentence::expected_wait));
}

void Centre::State::speak_message(OpenContact& contact, std::uint32_t message) {
    contact.playing = true;
    contact.tells_wait = true;  // nothing follows it
    tell(SpeakMessage{contact.id, ++contact.play, manual->version, contact.queue, message, contact.language});
}

/// False where there is nothing to tell.
bool Centre::State::speak_sentence(OpenContact& contact, QueueSentence sentence) {
    const routing::QueuePolicy& policy = *policy_of(contact.queue);
    const contact::Pool pool = pool_of(contact.origin);
    std::uint32_t number = router.waiting_before(pool, demand_of(contact, policy).queue, rank_of(contact, policy), contact.id) + 1;
    if (sentence == QueueSentence::expected_wait) {
        const auto wait = expectation(pool, policy).at(number);
        if (!wait) return false;
        number = static_cast<std::uint32_t>(std::min<std::int64_t>(std::chrono::ceil<std::chrono::minutes>(wait->expected).count(),
                                                                   longest_minutes_told + 1));
        number = std::max(number, 1u);
    } else {
        number = std::min(number, furthest_position_told + 1);
    }
    contact.tells_wait = sentence == QueueSentence::expected_wait;
    speak(contact, sentence, number);
    return true;
}

void Centre::State::speak(OpenContact& contact, QueueSentence sentence, std::uint32_t number) {
    contact.playing = true;
    tell(SpeakQueue{contact.id, ++contact.play, contact.queue, sentence, number, contact.language});
}

/// The sentence has been heard: the next one, or music and another time.
void Centre::State::announced(OpenContact& contact) {
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    if (policy && policy->announce.expected_wait && !contact.tells_wait && speak_sentence(contact, QueueSentence::expected_wait)) return;
    tell(PlayMusic{contact.id, contact.queue});
    if (policy) arm_announcement(contact, *policy, policy->announce.every);
}

routing::Expectation& Centre::State::expectation(contact::Pool pool, const routing::QueuePolicy& policy) {
    constexpr std::size_t pools = 3;
    return expectations[static_cast<std::size_t>(&policy - manual->queues.data()) * pools + static_cast<std::size_t>(pool)];
}

/// The contact found nobody and waits: where it stands and how long that lasts, which is learnt from when it is answered.
void Centre::State::expect(OpenContact& contact, const routing::QueuePolicy& policy) {
    const contact::Pool pool = pool_of(contact.origin);
    contact.position = router.waiting_before(pool, demand_of(contact, policy).queue, rank_of(contact, policy), contact.id) + 1;
    const routing::Expectation& known = expectation(pool, policy);
    const auto wait = known.at(contact.position);
    contact.estimated = wait ? known.estimate(contact.position) : Duration{0};
    tell(WaitExpected{contact.visit, contact.id, contact.origin, contact.queue, contact.position, wait.value_or(routing::ExpectedWait{})});
}

/// Out of the waiting for good, be it to an agent or away: the queue has moved.
void Centre::State::leave_router(const OpenContact& contact) {
    if (!router.waits(contact.id)) return;
    router.leave(contact.id);
    if (const routing::QueuePolicy* policy = contact.position != 0 ? policy_of(contact.queue) : nullptr)
        expectation(pool_of(contact.origin), *policy).leave(now);
}

std::vector<QueueExpectation> Centre::State::kept_expectations() const {
    std::vector<QueueExpectation> kept;
    for (std::size_t at = 0; at < expectations.size(); ++at)
        if (expectations[at] != routing::Expectation{})
            kept.push_back({manual->queues[at / 3].id, static_cast<contact::Pool>(at % 3), expectations[at]});
    return kept;
}

void Centre::State::take_expectations(const std::vector<QueueExpectation>& kept) {
    expectations.assign(manual->queues.size() * 3, {});
    for (const QueueExpectation& each : kept)
        if (const routing::QueuePolicy* policy = policy_of(each.queue)) expectation(each.pool, *policy) = each.expectation;
}

/// The queue that serves this contact where several share what comes to one.
const routing::QueuePolicy* Centre::State::allocated(const routing::QueuePolicy* policy) {
    if (!policy || policy->allocation.empty()) return policy;
    std::uint64_t lot = random.below(100);
    for (const routing::Allocation& each : policy->allocation) {
        if (lot < each.percent) return policy_of(each.queue);
        lot -= each.percent;
    }
    return policy;
}

void Centre::State::start_visit(OpenContact& contact, Key queue, Instant place) {
    contact.visit = VisitId{next_visit++};
    contact.queue = queue;
    contact.visit_started = now;
    contact.visit_place = place;
    contact.stage = 0;
    contact.position = 0;
    contact.estimated = Duration{0};
    contact.playing = false;
    contact.announcements.reset();
    tell(VisitStarted{contact.visit, contact.id, contact.origin, queue});
}

/// Why the queue does not take this contact; `none` if it does.
VisitCause Centre::State::refused(const OpenContact& contact, const routing::QueuePolicy* policy) {
    if (!policy) return VisitCause::closed;
    if (contact.voicemail == contact::Voicemail::left) return VisitCause::none;  // it wakes nobody, and nobody could say it again
    const auto zone = std::ranges::find(zones, policy->hours.zone, &routing::Zone::name);
    const auto offsets = zone == zones.end() ? std::span<const routing::ClockOffset>{} : std::span(zone->offsets);
    if (!routing::open_at(policy->hours, offsets, now)) return VisitCause::closed;
    const routing::Demand demand = demand_of(contact, *policy);
    if (policy->capacity != 0 && router.waiting(demand.pool, demand.queue) >= policy->capacity) return VisitCause::full;
    if (!policy->refuse_when_nobody) return VisitCause::none;
    for (routing::Demand at_last = demand; at_last.stage < policy->stages.size(); ++at_last.stage)
        if (router.somebody_for(at_last)) return VisitCause::none;
    return VisitCause::nobody;
}

/// The queue did not take the contact, or is gone: on at the flow's step for this cause, or an end.
void Centre::State::block(OpenContact& contact, VisitCause cause, Caller caller) {
    end_visit(contact, VisitEnd::blocked, cause);
    if (contact.callback != contact::Callback::none || contact.voicemail == contact::Voicemail::left) {
        end_contact(contact, ContactEnd::blocked);  // nobody is there who could hear why
        return;
    }
    const procedure::Step* step = step_of(contact.run);
    procedure::StepIndex on = procedure::no_step;
    if (const auto* queue = step ? std::get_if<procedure::Queue>(&step->verb) : nullptr) {
        on = cause == VisitCause::full ? queue->full : cause == VisitCause::nobody ? queue->nobody : queue->closed;
    } else if (const auto* escalate = step ? std::get_if<procedure::Escalate>(&step->verb) : nullptr) {
        aim_no_longer(contact, *escalate);
        on = escalate->otherwise;
    }
    if (on != procedure::no_step) {
        enter_step(contact, on);
        return;
    }
    if (caller == Caller::accepted)
        tell(EndCaller{contact.id});
    else
        tell(RefuseCaller{contact.id, cause});
    end_contact(contact, ContactEnd::blocked);
}

/// Where a contact that has just come is to go on at once.
const routing::Overflow* Centre::State::overflows_at_once(const OpenContact& contact, const routing::QueuePolicy& policy) const {
    if (policy.overflow.empty()) return nullptr;
    const routing::Demand demand = demand_of(contact, policy);
    const auto found = std::ranges::find_if(policy.overflow, [&](const routing::Overflow& each) {
        if (each.position == 0 && each.expected == Duration{0}) return false;
        const std::uint32_t position = router.waiting_before(demand.pool, demand.queue, rank_of(contact, policy), contact.id) + 1;
        if (each.position != 0) return position >= each.position;
        // Only where somebody waits: who finds an empty queue may find a free agent, too.
        const auto wait = const_cast<State*>(this)->expectation(demand.pool, policy).at(position);
        return position > 1 && wait && wait->expected > each.expected;
    });
    return found == policy.overflow.end() ? nullptr : &*found;
}

/// The first limit to waiting in this queue.
const routing::Overflow* Centre::State::overflows_in_time(const routing::QueuePolicy& policy) const {
    const routing::Overflow* first = nullptr;
    for (const routing::Overflow& each : policy.overflow)
        if (each.after > Duration{0} && (!first || each.after < first->after)) first = &each;
    return first;
}

routing::Demand Centre::State::demand_of(const OpenContact& contact, const routing::QueuePolicy& policy) const {
    return {pool_of(contact.origin), contact.channel, static_cast<routing::QueueIndex>(&policy - manual->queues.data()), contact.stage,
            contact.language};
}

/// By place less credit: the order of two contacts never flips with time.
std::int64_t Centre::State::rank_of(const OpenContact& contact, const routing::QueuePolicy& policy) const {
    return (contact.visit_place - policy.priority - contact.priority).time_since_epoch().count();
}

/// How far the demand has relaxed by now.
std::uint32_t Centre::State::stage_now(const OpenContact& contact, const routing::QueuePolicy& policy) const {
    std::uint32_t stage = 0;
    while (stage + 1 < policy.stages.size() && contact.visit_started + policy.stages[stage + 1].after <= now) ++stage;
    return stage;
}

/// Puts the contact among the waiting, at its place and stage, and arms what waiting leads to.
void Centre::State::wait(OpenContact& contact, const routing::QueuePolicy& policy) {
    contact.waits_for_preferred = may_prefer(contact, policy);
    enter_router(contact, policy);
    const auto at_age = [&](Duration age) { return std::max(now, contact.visit_started + age) - now; };
    if (contact.stage + 1 < policy.stages.size())
        set_timer(at_age(policy.stages[contact.stage + 1].after), TimerKind::stage, contact.id.value,
                  contact.visit.value << 8 | contact.stage);
    if (contact.waits_for_preferred) set_timer(at_age(policy.prefer), TimerKind::prefer, contact.id.value, contact.visit.value);
    if (const routing::Overflow* on = overflows_in_time(policy))
        set_timer(at_age(on->after), TimerKind::overflow, contact.id.value, contact.visit.value);
}

void Centre::State::enter_router(const OpenContact& contact, const routing::QueuePolicy& policy) {
    const routing::Demand demand = demand_of(contact, policy);
    if (contact.waits_for_preferred)
        router.wait_for(contact.id, wish_of(contact), demand, rank_of(contact, policy));
    else
        router.wait(contact.id, demand, rank_of(contact, policy));
}

/// Whether it is worth waiting for the agent whom the contact prefers: they are here, may serve it, and the time for it lasts.
bool Centre::State::may_prefer(const OpenContact& contact, const routing::QueuePolicy& policy) {
    const PersonId wish = wish_of(contact);
    if (!wish || now >= contact.visit_started + policy.prefer) return false;
    const Seat* seat = seats.find(wish);
    return seat && seat->known.presence != people::Presence::offline && router.may_serve(wish, demand_of(contact, policy));
}

/// The agent left or changed: whoever waited for them alone may be served by anybody, or waits for who they are now.
void Centre::State::prefer_no_longer(PersonId person) {
    for (ContactId id : router.waiting_for(person)) {
        OpenContact& contact = *contacts.find(id);
        const routing::QueuePolicy& policy = *policy_of(contact.queue);
        router.leave(id);
        wait(contact, policy);
        find_agent(contact, policy);
    }
}

void Centre::State::relax(OpenContact& contact) {
    const routing::QueuePolicy& policy = *policy_of(contact.queue);
    router.leave(contact.id);
    contact.stage = stage_now(contact, policy);
    wait(contact, policy);
    find_agent(contact, policy);
}

/// After a ring without an answer, or a lost agent: the caller keeps the place that they had.
void Centre::State::return_to_queue(OpenContact& contact) {
    contact.assignment = {};
    if (!contact.visit) {
        enter_queue(contact, contact.queue, contact.visit_place, Caller::accepted);
        return;
    }
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    if (!policy) {
        block(contact, VisitCause::closed, Caller::accepted);
        return;
    }
    contact.stage = stage_now(contact, *policy);
    // A sentence that was cut off by the ring is not taken up again; the next one comes in time.
    contact.playing = false;
    wait(contact, *policy);
    find_agent(contact, *policy);
    if (!contact.assignment) arm_announcement(contact, *policy, policy->announce.every);
}

/// The line of their agent broke off: whoever has to wait again is told that nothing else is lost.
void Centre::State::return_from_talk(OpenContact& contact) {
    const ContactId id = contact.id;
    return_to_queue(contact);
    OpenContact* waiting = contacts.find(id);
    if (!waiting || !waits(*waiting)) return;
    waiting->tells_wait = false;
    speak(*waiting, QueueSentence::agent_lost);
}

/// The contact has waited as long as this queue lets it.
void Centre::State::move_on(OpenContact& contact) {
    const Key to = overflows_in_time(*policy_of(contact.queue))->to;
    end_visit(contact, VisitEnd::overflowed, VisitCause::none);
    enter_queue(contact, to, contact.visit_place, Caller::accepted);
}

/// Who waits is given to an agent who is free for it.
void Centre::State::find_agent(OpenContact& contact, const routing::QueuePolicy& policy) {
    if (const auto match = router.agent_for(contact.id, random)) give(contact, policy, *match);
}

void Centre::State::give(OpenContact& contact, const routing::QueuePolicy& policy, const routing::Match& match) {
    Seat& seat = *seats.find(match.person);
    reserve(contact, &policy, seat, match.decision);
    offer(seat);
}

}  // namespace markaz::centre
