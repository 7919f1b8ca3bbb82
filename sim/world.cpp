#include "sim/world.hpp"

#include <algorithm>
#include <cassert>

#include "base/kinds.hpp"

namespace markaz::sim {

using namespace std::chrono;
using centre::ContactId;
using contact::AssignmentId;
using contact::AssignmentState;
using people::Presence;
using people::PresenceReason;

namespace {

/// References of this world carry this bit, so that it never takes another's contact for its own. They stay below 2^53.
constexpr std::uint64_t own_reference = std::uint64_t{1} << 52;

/// Whether chance has it; no number is drawn for what never happens, so that a habit of 0 leaves the others' numbers alone.
bool happens(double share, Random& random) { return share > 0 && random.uniform() < share; }

/// The first instant after `after` at which somebody comes, before `until`.
std::optional<Instant> next_arrival(const Arrivals& arrivals, Instant after, Instant until, Random& random) {
    if (std::ranges::none_of(arrivals.per_hour, [](double rate) { return rate > 0; })) return std::nullopt;
    // The time to the next arrival holds an exponential number of expected arrivals, however the rate changes meanwhile.
    double expected = unit_exponential(random);
    auto at = std::max(after, arrivals.anchor);
    const auto steps = static_cast<std::int64_t>(arrivals.per_hour.size());
    while (at < until) {
        std::int64_t step = (at - arrivals.anchor) / arrivals.every;
        const Instant end = arrivals.anchor + arrivals.every * (step + 1);
        if (step >= steps && !arrivals.repeats) return std::nullopt;
        const double rate = arrivals.per_hour[static_cast<std::size_t>(step % steps)];
        const double in_step = rate * duration<double, std::ratio<3600>>(end - at).count();
        if (expected < in_step) {
            at += duration_cast<Duration>(duration<double, std::ratio<3600>>(expected / rate));
            return at < until ? std::optional(at) : std::nullopt;
        }
        expected -= in_step;
        at = end;
    }
    return std::nullopt;
}

struct TurnAt {
    Instant at;
    Presence presence;
};

/// The earliest turn after `after`, or, looking back, the latest one at or before it.
std::optional<TurnAt> find_turn(const Rota& rota, Instant after, bool look_back) {
    const auto today = floor<days>(after - rota.midnight);
    std::optional<TurnAt> found;
    for (auto number = today - days{look_back ? 8 : 2}; number <= today + days{look_back ? 0 : 8}; number += days{1}) {
        const Instant midnight = rota.midnight + number;
        // Noon, because the centre's midnight may lie on the day before in UTC.
        const weekday name{floor<days>(midnight + hours{12})};
        if (!(rota.weekdays >> name.c_encoding() & 1)) continue;
        for (const Turn& turn : rota.turns) {
            const Instant at = midnight + turn.at;
            if (look_back ? at <= after && (!found || at >= found->at) : at > after && (!found || at < found->at))
                found = {at, turn.presence};
        }
    }
    return found;
}

}  // namespace

World::World(Population population, std::uint64_t seed) : population_(std::move(population)) {
    // Own generators: a longer conversation must not change who calls when, so that two policies meet the same day.
    Random seeds = Random::seeded(seed);
    arrivals_ = Random::seeded(seeds.next());
    callers_random_ = Random::seeded(seeds.next());
    agents_random_ = Random::seeded(seeds.next());

    patience_by_queue_ = ByQueue(population_.patience);
    for (const Group& group : population_.groups) work_by_queue_.emplace_back(group.work);
    for (std::uint32_t group = 0; group < population_.groups.size(); ++group)
        for (people::PersonId person : population_.groups[group].people) {
            agent_index_.add(person, static_cast<std::uint32_t>(agents_.size()));
            agents_.push_back(Agent{person, group});
        }
    for (std::uint32_t agent = 0; agent < agents_.size(); ++agent) begin_shift(agent);

    streams_.resize(population_.callers.size());
    for (std::uint32_t stream = 0; stream < streams_.size(); ++stream) {
        const Key queue = population_.callers[stream].queue ? population_.callers[stream].queue : population_.callers[stream].wants;
        if (queue && std::ranges::find(queues_, queue) == queues_.end()) queues_.push_back(queue);
        plan_arrival(stream, population_.from);
    }
    for (std::uint64_t fault = 0; fault < population_.faults.size(); ++fault) plan(population_.faults[fault].at, Deed::fail, fault);
    drop_stale();
}

void World::learn(procedure::ManualRef manual) { manuals_.push_back(std::move(manual)); }

std::optional<Instant> World::next_due() const { return events_.empty() ? std::nullopt : std::optional(events_.first().due); }

TimedInput World::next() {
    assert(!events_.empty());
    const Event event = events_.take_first();
    TimedInput taken{event.due, perform(event)};
    drop_stale();
    return taken;
}

// ---- Plans ----------------------------------------------------------------------------------------------------------

void World::plan(Instant at, Deed deed, std::uint64_t subject, std::uint64_t mark) {
    // Whoever is answered at the very instant at which their patience ends does not hang up.
    constexpr std::uint64_t last = std::uint64_t{1} << 63;
    events_.add(Event{at, planned_++ | (deed == Deed::give_up ? last : 0), subject, mark, deed});
}

void World::plan_after(Instant at, const Distribution& length, Random& random, Deed deed, std::uint64_t subject, std::uint64_t mark) {
    if (const auto drawn = length.draw(random)) plan(at + *drawn, deed, subject, mark);
}

void World::plan_arrival(std::uint32_t stream, Instant after) {
    const Arrivals& arrivals = population_.callers[stream].arrivals;
    std::size_t& next = streams_[stream].recorded;
    for (Instant from = after;;) {
        std::optional<Instant> at;
        if (arrivals.recorded.empty()) {
            at = next_arrival(arrivals, from, population_.until, arrivals_);
        } else {
            while (next < arrivals.recorded.size() && arrivals.recorded[next] < population_.from) ++next;
            if (next < arrivals.recorded.size() && arrivals.recorded[next] < population_.until) at = arrivals.recorded[next++];
        }
        if (!at) return;
        if (!trunk_is_down(*at)) return plan(*at, Deed::arrive, stream);
        // Who does not get through is in no number, but may try again.
        plan_call_again(stream, *at, 0);
        from = *at;
    }
}

/// Whoever was not served calls again, or not, as the queue's callers do.
void World::plan_call_again(std::uint32_t stream, Instant after, std::uint32_t calls_before) {
    const CallerKind& kind = population_.callers[stream];
    const Retrials* retrials = retrials_of(kind.queue ? kind.queue : kind.wants);
    while (retrials && calls_before < retrials->most && happens(retrials->share, callers_random_)) {
        const auto pause = retrials->after.draw(callers_random_);
        if (!pause || after + *pause >= population_.until) return;
        after += *pause;
        ++calls_before;
        if (!trunk_is_down(after)) return plan(after, Deed::call_again, stream, calls_before);
    }
}

bool World::trunk_is_down(Instant at) const {
    return std::ranges::any_of(population_.faults, [&](const Fault& fault) {
        return fault.kind == Fault::Kind::trunk_down && at >= fault.at && at < fault.at + fault.length;
    });
}

void World::plan_turn(std::uint32_t agent, Instant after) {
    const auto turn = find_turn(population_.groups[agents_[agent].group].rota, after, false);
    if (turn && turn->at < population_.until) plan(turn->at, Deed::take_turn, agent, static_cast<std::uint64_t>(turn->presence));
}

/// The world may begin in the middle of a shift.
void World::begin_shift(std::uint32_t agent) {
    const Group& group = population_.groups[agents_[agent].group];
    const auto last = find_turn(group.rota, population_.from, true);
    const Presence now = group.rota.turns.empty() ? Presence::ready : last ? last->presence : Presence::offline;
    plan(population_.from, Deed::take_turn, agent, static_cast<std::uint64_t>(now));
}

/// An event of a contact that is gone, or of a state that is over, will not happen any more.
bool World::still_so(const Event& event) const {
    switch (event.deed) {
        case Deed::arrive:
        case Deed::call_again:
        case Deed::fail:
        case Deed::take_turn: return true;
        case Deed::drop:
        case Deed::reach_again: return agents_[event.subject].dropped == (event.deed == Deed::reach_again);
        case Deed::lose_caller: return callers_.find(event.subject) != nullptr;
        case Deed::take_break: return agents_[event.subject].wanted == Presence::ready && agents_[event.subject].absence == event.mark;
        case Deed::come_back: return agents_[event.subject].wanted == Presence::ready && agents_[event.subject].absence == event.mark;
        case Deed::end_prompt: {
            const Caller* caller = callers_.find(event.subject);
            return caller && caller->play == event.mark;
        }
        case Deed::press: {
            const Caller* caller = callers_.find(event.subject);
            return caller && caller->play == event.mark && (!caller->visit || caller->callback || caller->message);
        }
        case Deed::stop_speaking: {
            const Caller* caller = callers_.find(event.subject);
            return caller && caller->message && caller->play == event.mark;
        }
        case Deed::hand_in: return callers_.find(event.subject) != nullptr;
        case Deed::give_up: {
            const Caller* caller = callers_.find(event.subject);
            return caller && caller->visit.value == event.mark && !caller->callback && !caller->message;
        }
        case Deed::want_callback: {
            const Caller* caller = callers_.find(event.subject);
            return caller && caller->visit.value == event.mark && !caller->callback;
        }
        case Deed::pick_up:
        case Deed::be_busy: {
            const Caller* caller = callers_.find(event.subject);
            return caller && caller->called_by == event.mark;
        }
        case Deed::ring:
        case Deed::answer:
        case Deed::refuse: {
            const Service* service = services_.find(event.subject);
            return service && !service->connected;
        }
        case Deed::hold:
        case Deed::resume:
        case Deed::transfer:
        case Deed::leave:
        case Deed::lose_agent: {
            const Service* service = services_.find(event.subject);
            return service && service->state != AssignmentState::wrap_up;
        }
        case Deed::answer_step: {
            const Service* service = services_.find(event.subject);
            return service && service->steps == event.mark;
        }
        case Deed::finish: return services_.find(event.subject) != nullptr;
    }
    return false;
}

void World::drop_stale() {
    while (!events_.empty() && !still_so(events_.first())) events_.take_first();
}

// ---- Deeds ----------------------------------------------------------------------------------------------------------

centre::Input World::perform(const Event& event) {
    const AssignmentId assignment{event.subject};
    switch (event.deed) {
        case Deed::arrive: return arrive(static_cast<std::uint32_t>(event.subject), event.due);
        case Deed::call_again: return call(static_cast<std::uint32_t>(event.subject), static_cast<std::uint32_t>(event.mark));
        case Deed::lose_caller: return centre::CallerLeft{ContactId{event.subject}, true};
        case Deed::fail:
            fail(population_.faults[event.subject], event.subject);
            return centre::Tick{};  // the fault itself is nothing that the centre sees
        case Deed::end_prompt: return centre::PromptEnded{ContactId{event.subject}, static_cast<contact::PlayNumber>(event.mark)};
        case Deed::press: return press(ContactId{event.subject});
        case Deed::want_callback: return centre::KeyPressed{ContactId{event.subject}, callers_.find(event.subject)->exit_key};
        case Deed::stop_speaking:
            if (callers_random_.below(2) == 0) return centre::KeyPressed{ContactId{event.subject}, '#'};
            return centre::CallerLeft{ContactId{event.subject}, false};
        case Deed::hand_in: {
            const Duration spoken = callers_.find(event.subject)->spoken;
            return centre::MessageRecorded{ContactId{event.subject}, spoken, spoken};
        }
        case Deed::pick_up: return centre::CustomerAnswered{ContactId{event.subject}};
        case Deed::be_busy: return centre::CustomerUnreached{ContactId{event.subject}};
        case Deed::give_up: {
            const bool lost = happens(population_.callers[callers_.find(event.subject)->kind].lost, callers_random_);
            return centre::CallerLeft{ContactId{event.subject}, lost};
        }
        case Deed::take_turn:
        case Deed::take_break:
        case Deed::come_back:
        case Deed::drop:
        case Deed::reach_again: return absent_or_back(event);
        case Deed::lose_agent: return centre::AgentLeft{assignment, true};
        case Deed::ring: return centre::AgentRinging{assignment};
        case Deed::answer: return centre::AgentAnswered{assignment};
        case Deed::refuse: return centre::AgentRefused{assignment, event.mark != 0};
        case Deed::hold:
        case Deed::resume:
        case Deed::transfer:
        case Deed::answer_step:
        case Deed::leave:
        case Deed::finish: return converse(event);
    }
    return centre::Tick{};
}

centre::Input World::arrive(std::uint32_t stream, Instant at) {
    plan_arrival(stream, at);
    return call(stream, 0);
}

centre::ContactArrived World::call(std::uint32_t stream, std::uint32_t calls_before) {
    const CallerKind& kind = population_.callers[stream];
    centre::ContactArrived arrived;
    arrived.origin = kind.origin;
    arrived.channel = kind.channel;
    arrived.flow = kind.flow;
    if (kind.flow.empty()) arrived.queue = kind.queue;
    arrived.language = kind.language;
    arrived.priority = kind.priority;
    arrived.preferred = kind.preferred;
    arrived.way_back = kind.way_back;
    arrived.reference = own_reference | (arrived_++ * streams_.size() + stream) % own_reference;
    if (calls_before > 0) calls_before_.emplace_back(arrived.reference, calls_before);
    return arrived;
}

centre::Input World::press(ContactId contact) { return centre::KeyPressed{contact, callers_.find(contact.value)->key}; }

centre::Input World::absent_or_back(const Event& event) {
    Agent& agent = agents_[event.subject];
    const Habits& habits = population_.groups[agent.group].habits;
    Presence presence = Presence::ready;
    if (event.deed == Deed::take_turn) {
        presence = static_cast<Presence>(event.mark);
        // Who does not come to a shift misses all of it.
        if (presence == Presence::offline) agent.absent = false;
        else if (agent.wanted == Presence::offline) agent.absent = agent.absent || happens(habits.absent, agents_random_);
        if (agent.absent) presence = Presence::offline;
        agent.wanted = presence;
        plan_turn(static_cast<std::uint32_t>(event.subject), event.due);
    } else if (event.deed == Deed::take_break) {
        presence = Presence::break_;
    } else if (event.deed == Deed::drop || event.deed == Deed::reach_again) {
        agent.dropped = event.deed == Deed::drop;
        presence = agent.wanted;
    }
    if (agent.dropped) presence = Presence::offline;
    ++agent.absence;
    if (presence == Presence::ready)
        plan_after(event.due, habits.break_every, agents_random_, Deed::take_break, event.subject, agent.absence);
    if (event.deed == Deed::take_break)
        plan_after(event.due, habits.break_for, agents_random_, Deed::come_back, event.subject, agent.absence);
    return centre::PresenceDeclared{agent.person, presence, event.deed == Deed::drop ? PresenceReason::lost : PresenceReason::chosen};
}

centre::Input World::converse(const Event& event) {
    const AssignmentId id{event.subject};
    const Service& service = *services_.find(event.subject);
    switch (event.deed) {
        case Deed::hold: return centre::HoldWanted{id};
        case Deed::resume: return centre::ResumeWanted{id};
        case Deed::transfer: return transfer(id);
        case Deed::answer_step: return centre::StepAnswered{id, {service.step, service.answer, service.option, service.written, {}}};
        case Deed::leave: {
            const Habits& habits = population_.groups[agents_[service.agent].group].habits;
            if (happens(habits.lost, agents_random_)) return centre::AgentLeft{id, true};
            if (happens(habits.ends_first, agents_random_)) return centre::AgentLeft{id, false};
            // Nobody is at the other end of a letter, or of a message that was left.
            const Caller* caller = callers_.find(service.contact.value);
            if (caller && !hangs_up(*caller)) return centre::AgentLeft{id, false};
            return centre::CallerLeft{service.contact, false};
        }
        default: return centre::WrapUpDone{id, {}};
    }
}

// ---- Faults ---------------------------------------------------------------------------------------------------------

void World::fail(const Fault& fault, std::uint64_t number) {
    switch (fault.kind) {
        case Fault::Kind::agents_drop:
            for (std::uint32_t agent = 0; agent < agents_.size(); ++agent) {
                if (std::ranges::find(fault.groups, agents_[agent].group) == fault.groups.end()) continue;
                if (agents_[agent].wanted == Presence::offline || !happens(fault.share, agents_random_)) continue;
                services_.for_each([&](std::uint64_t service, const Service& each) {
                    if (each.agent == agent) plan(fault.at, Deed::lose_agent, service);
                });
                plan(fault.at, Deed::drop, agent, number);
                plan(fault.at + fault.length, Deed::reach_again, agent, number);
            }
            break;
        case Fault::Kind::trunk_down:
            callers_.for_each([&](std::uint64_t caller, const Caller&) { plan(fault.at, Deed::lose_caller, caller); });
            break;
        case Fault::Kind::network_loss:
            callers_.for_each([&](std::uint64_t caller, const Caller&) { lose_by_chance(fault, ContactId{caller}, fault.at); });
            break;
    }
}

void World::lose_by_chance(const Fault& fault, ContactId caller, Instant from) {
    if (!happens(fault.share, callers_random_)) return;
    const auto left = static_cast<double>((fault.at + fault.length - from).count());
    plan(from + Duration{static_cast<std::int64_t>(left * callers_random_.uniform())}, Deed::lose_caller, caller.value);
}

// ---- Reactions ------------------------------------------------------------------------------------------------------

struct World::Reaction {
    World& world;
    Instant at;

    void operator()(const centre::ContactStarted& started) {
        if (!(started.reference & own_reference) || started.reference >= own_reference * 2 || world.streams_.empty()) return;
        const auto kind = static_cast<std::uint32_t>((started.reference - own_reference) % world.streams_.size());
        if (world.population_.callers[kind].origin != started.origin) return;
        Caller caller{kind};
        const auto again = std::ranges::find(world.calls_before_, started.reference, &std::pair<std::uint64_t, std::uint32_t>::first);
        if (again != world.calls_before_.end()) {
            caller.calls_before = again->second;
            world.calls_before_.erase(again);
        }
        world.callers_.add(started.contact.value, caller);
        for (const Fault& fault : world.population_.faults)
            if (fault.kind == Fault::Kind::network_loss && at >= fault.at && at < fault.at + fault.length)
                world.lose_by_chance(fault, started.contact, at);
    }

    void operator()(const centre::SpeakStep& speak) {
        Caller* caller = world.callers_.find(speak.contact.value);
        if (!caller) return;
        const CallerKind& kind = world.population_.callers[caller->kind];
        const auto heard = world.hear(at, *caller, speak.contact, speak.play);
        if (!heard) return;
        if (happens(kind.no_key, world.callers_random_)) return;
        const auto key = world.key_towards(speak, happens(kind.wrong_key, world.callers_random_) ? Key{} : kind.wants);
        if (!key) return;
        caller->key = *key;
        world.plan_after(*heard, kind.key_delay, world.callers_random_, Deed::press, speak.contact.value, speak.play);
    }

    void operator()(const centre::VisitStarted& visit) {
        Caller* caller = world.callers_.find(visit.contact.value);
        if (!caller) return;
        caller->visit = visit.visit;
        if (world.hangs_up(*caller))
            world.plan_after(at, world.patience_of(visit.queue), world.callers_random_, Deed::give_up, visit.contact.value,
                             visit.visit.value);
        const CallerKind& kind = world.population_.callers[caller->kind];
        if (caller->exit_key != 0 && kind.callback > 0 && happens(kind.callback, world.callers_random_))
            world.plan_after(at, kind.callback_after, world.callers_random_, Deed::want_callback, visit.contact.value, visit.visit.value);
    }

    void operator()(const centre::CallbackMoved& moved) {
        if (Caller* caller = world.callers_.find(moved.contact.value)) {
            caller->callback = true;
            caller->called_by = 0;
        }
    }

    void operator()(const centre::VoicemailMoved& moved) {
        if (Caller* caller = world.callers_.find(moved.contact.value)) caller->message = moved.voicemail != contact::Voicemail::none;
    }

    /// The tone has been heard. The world is the telephone as well, and hands in what was said.
    void operator()(const centre::RecordMessage& order) {
        Caller* caller = world.callers_.find(order.contact.value);
        if (!caller) return;
        caller->speaks_since = at;
        world.plan_after(at, world.population_.callers[caller->kind].message, world.callers_random_, Deed::stop_speaking,
                         order.contact.value, order.play);
    }

    void operator()(const centre::StopMessage& order) {
        Caller* caller = world.callers_.find(order.contact.value);
        if (!caller) return;
        caller->spoken = at - caller->speaks_since;
        caller->play = 0;  // they stop speaking once
        world.plan(at, Deed::hand_in, order.contact.value);
    }

    /// Whoever hears that they may be called back decides when they have heard it.
    void operator()(const centre::SpeakQueue& speak) {
        Caller* caller = world.callers_.find(speak.contact.value);
        if (!caller) return;
        const CallerKind& kind = world.population_.callers[caller->kind];
        const auto heard = world.hear(at, *caller, speak.contact, speak.play);
        if (!heard || speak.sentence != centre::QueueSentence::callback || !happens(kind.accepts, world.callers_random_)) return;
        caller->exit_key = static_cast<std::uint8_t>(speak.number);
        world.plan_after(*heard, kind.key_delay, world.callers_random_, Deed::want_callback, speak.contact.value, caller->visit.value);
    }

    void operator()(const centre::SpeakMessage& speak) {
        if (Caller* caller = world.callers_.find(speak.contact.value)) world.hear(at, *caller, speak.contact, speak.play);
    }

    void operator()(const centre::CallCustomer& call) {
        Caller* caller = world.callers_.find(call.contact.value);
        if (!caller) return;
        caller->called_by = call.assignment.value;
        const CallerKind& kind = world.population_.callers[caller->kind];
        const bool unreached = happens(kind.unreached, world.callers_random_);
        if (unreached && world.callers_random_.below(2) == 0) return;  // it rings, and nobody is there
        world.plan_after(at, kind.pick_up, world.callers_random_, unreached ? Deed::be_busy : Deed::pick_up, call.contact.value,
                         call.assignment.value);
    }

    void operator()(const centre::StopCalling& stop) {
        if (Caller* caller = world.callers_.find(stop.contact.value)) caller->called_by = 0;
    }

    void operator()(const centre::VisitEnded& visit) {
        Caller* caller = world.callers_.find(visit.contact.value);
        if (!caller || caller->visit != visit.visit) return;
        caller->visit = {};
        caller->callback = false;
        caller->called_by = 0;
        if (visit.end == contact::VisitEnd::abandoned || visit.end == contact::VisitEnd::blocked)
            world.plan_call_again(caller->kind, at, caller->calls_before);
    }

    void operator()(const centre::ContactEnded& ended) { world.callers_.erase(ended.contact.value); }

    void operator()(const centre::RingAgent& ring) {
        const std::uint32_t agent = world.index_of(ring.person);
        if (agent == nobody) return;
        world.services_.add(ring.assignment.value, Service{agent, ring.contact, ring.queue});
        const Group& group = world.population_.groups[world.agents_[agent].group];
        Random& random = world.agents_random_;
        const auto delay = group.ring.draw(random);
        if (!delay) return;
        if (happens(group.habits.unreachable, random)) return world.plan(at + *delay, Deed::refuse, ring.assignment.value, 0);
        // A telephone that is answered at once does not ring first: one input less for each simulated contact.
        if (*delay > Duration{0}) world.plan(at, Deed::ring, ring.assignment.value);
        if (happens(group.habits.misses, random)) return;
        const bool declines = happens(group.habits.declines, random);
        world.plan(at + *delay, declines ? Deed::refuse : Deed::answer, ring.assignment.value, declines);
    }

    void operator()(const centre::Connect& connect) {
        Service* service = world.services_.find(connect.assignment.value);
        if (service && !service->connected) world.begin_conversation(at, connect.assignment, *service);
    }

    void operator()(const centre::HoldCaller& hold) {
        const Service* service = world.services_.find(hold.assignment.value);
        if (!service) return;
        const Habits& habits = world.population_.groups[world.agents_[service->agent].group].habits;
        world.plan_after(at, habits.hold_for, world.agents_random_, Deed::resume, hold.assignment.value);
    }

    void operator()(const centre::AssignmentMoved& moved) {
        Service* service = world.services_.find(moved.assignment.value);
        if (!service) return;
        service->state = moved.state;
        if (moved.state != AssignmentState::wrap_up) return;
        const Work& work = world.work_of(world.agents_[service->agent].group, moved.queue);
        world.plan_after(at, work.wrap_up, world.agents_random_, Deed::finish, moved.assignment.value);
    }

    void operator()(const centre::AssignmentEnded& ended) { world.services_.erase(ended.assignment.value); }

    void operator()(const centre::StepEntered& entered) {
        if (entered.assignment) world.stand_at_step(at, entered);
        else world.stand_in_queue(entered);
    }

    void operator()(const centre::PresenceMoved& moved) {
        const std::uint32_t index = world.index_of(moved.person);
        if (index == nobody || moved.reason == PresenceReason::chosen || moved.presence != Presence::away) return;
        Agent& agent = world.agents_[index];
        const Habits& habits = world.population_.groups[agent.group].habits;
        world.plan_after(at, habits.back_after, world.agents_random_, Deed::come_back, index, ++agent.absence);
    }

    template <class Other>
    void operator()(const Other&) {}
};

void World::react(const centre::Outputs& outputs) {
    for (const centre::Told& told : outputs) look_at(told.what, Reaction{*this, told.at});
    drop_stale();
}

void World::begin_conversation(Instant at, AssignmentId id, Service& service) {
    service.connected = true;
    const Group& group = population_.groups[agents_[service.agent].group];
    const auto handle = length_of(service).draw(agents_random_);
    if (!handle) return;
    const Instant end = at + *handle;
    if (happens(group.habits.holds, agents_random_)) {
        const auto before = static_cast<std::int64_t>(static_cast<double>(handle->count()) * agents_random_.uniform());
        plan(at + Duration{before}, Deed::hold, id.value);
    }
    // A transfer may be refused, so the conversation ends a moment later all the same.
    const bool transfers = happens(group.habits.transfers, agents_random_);
    if (transfers) plan(end, Deed::transfer, id.value);
    plan(transfers ? end + seconds{1} : end, Deed::leave, id.value);
}

void World::stand_at_step(Instant at, const centre::StepEntered& entered) {
    Service* service = entered.assignment ? services_.find(entered.assignment.value) : nullptr;
    const procedure::Flow* flow = service ? flow_of(entered.manual, entered.flow) : nullptr;
    if (!flow) return;
    const auto step = std::ranges::find(flow->steps, entered.step, &procedure::Step::id);
    if (step == flow->steps.end() || std::holds_alternative<procedure::End>(step->verb)) return;
    const Distribution& takes = population_.groups[agents_[service->agent].group].habits.step_after;
    if (takes.is_none()) return;
    service->step = entered.step;
    service->answer = centre::StepAnswer::done;
    // Nine of ten checks go well.
    if (std::holds_alternative<procedure::Check>(step->verb))
        service->answer = agents_random_.below(10) == 0 ? centre::StepAnswer::no : centre::StepAnswer::yes;
    const auto* pick = std::get_if<procedure::Pick>(&step->verb);
    service->option = pick ? pick->options[agents_random_.below(pick->options.size())].id : Key{};
    // Simulated agents write nothing that anybody could read, but where something must be written they do write.
    service->written = contact::VaultId{step->guide.mandatory ? 1u : 0u};
    plan_after(at, takes, agents_random_, Deed::answer_step, entered.assignment.value, ++service->steps);
}

}  // namespace markaz::sim
