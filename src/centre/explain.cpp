// Why this one: the questions of the router asked of everybody, one by one.

#include "centre/explain.hpp"

#include <algorithm>

#include "centre/state.hpp"
#include "people/staff.hpp"

namespace markaz::centre {

/// What keeps this agent from this contact; `lost` if nothing does.
Considered Centre::State::consider(const Seat& seat, const OpenContact& contact) const {
    Considered found;
    const people::Agent& agent = seat.known.agent;
    found.presence = seat.known.presence;
    const auto shut = [&](const people::Gate& gate) {
        found.verdict = Verdict::gate_shut;
        found.skill = gate.skill;
        found.reason = gate.reason;
        found.what = gate.what;
        return found;
    };
    if (const people::Gate* gate = people::barred(agent)) return shut(*gate);
    const routing::QueuePolicy* policy = policy_of(contact.queue);
    for (const people::Skill& wanted : policy ? policy->stages[contact.stage].skills : std::vector<people::Skill>{}) {
        const Key name = routing::spoken_skill(wanted.name, contact.language);
        const auto has = std::ranges::find(agent.skills, name, &people::Skill::name);
        const auto gate = std::ranges::find(agent.gates, name, &people::Gate::skill);
        if (has != agent.skills.end() && gate != agent.gates.end() && agent.pool == contact::Pool::live) return shut(*gate);
        if (has != agent.skills.end() && has->level >= wanted.level) continue;
        found.verdict = has == agent.skills.end() ? Verdict::skill_missing : Verdict::level_too_low;
        found.skill = name;
        found.has = has == agent.skills.end() ? std::uint8_t{0} : has->level;
        found.wanted = wanted.level;
        return found;
    }
    if (seat.known.presence != people::Presence::ready) found.verdict = Verdict::not_ready;
    else if (!(free_channels(seat) & routing::one(contact.channel))) found.verdict = Verdict::no_room;
    else if (contact.waits_for_preferred && wish_of(contact) != agent.id) found.verdict = Verdict::waits_for_other;
    return found;
}

/// Asked before the decision changes anything.
Explanation Centre::State::explanation(const Decided& decided) const {
    Explanation made{now, decided, {}};
    const OpenContact& chosen = *contacts.find(decided.contact);
    const contact::Pool pool = pool_of(chosen.origin);
    if (decided.decision.chooser == routing::Chooser::agent_took_contact || decided.decision.chooser == routing::Chooser::preferred) {
        const Seat& taker = *seats.find(decided.person);
        for (ContactId id : waiting_contacts()) {
            const OpenContact& contact = *contacts.find(id);
            if (pool_of(contact.origin) != pool) continue;
            Considered& each = made.considered.emplace_back(consider(taker, contact));
            each.id = id.value;
            if (const routing::QueuePolicy* policy = policy_of(contact.queue)) each.key = rank_of(contact, *policy);
            if (id == decided.contact) each.verdict = Verdict::won;
        }
    } else {
        const routing::QueuePolicy* policy = policy_of(chosen.queue);
        for (PersonId person : seats.ids()) {
            const Seat& seat = *seats.find(person);
            if (seat.known.agent.pool != pool) continue;
            Considered& each = made.considered.emplace_back(consider(seat, chosen));
            each.id = person.value;
            if (const auto standing = policy ? router.standing_of(person, demand_of(chosen, *policy)) : std::nullopt) {
                each.key = standing->key;
                each.turn = standing->turn;
            }
            if (person == decided.person) each.verdict = Verdict::won;
        }
    }
    std::ranges::sort(made.considered, {}, [](const Considered& each) {
        const int kind = each.verdict == Verdict::won ? 0 : each.verdict == Verdict::lost ? 1 : 2;
        return std::tuple(kind, kind == 2 ? std::int64_t{0} : each.key, kind == 2 ? std::uint64_t{0} : each.turn, each.id);
    });
    return made;
}

std::optional<Idleness> Centre::why_idle(PersonId person) const {
    const State& state = *state_;
    const Seat* seat = state.seats.find(person);
    if (!seat) return std::nullopt;
    Idleness idle;
    idle.at = state.now;
    idle.person = person;
    idle.presence = seat->known.presence;
    idle.reason = seat->known.reason;
    idle.since = seat->known.presence_since;
    idle.gates = seat->known.agent.gates;
    const routing::ChannelSet free = state.free_channels(*seat);
    for (const people::Capacity& each : seat->known.agent.capacity)
        if (free & routing::one(each.channel)) idle.free.push_back(each.channel);
    for (ContactId id : state.waiting_contacts()) {
        const OpenContact& contact = *state.contacts.find(id);
        if (pool_of(contact.origin) != seat->known.agent.pool) continue;
        if (++idle.waiting > Idleness::most_shown) continue;
        idle.contacts.push_back(state.consider(*seat, contact));
        idle.contacts.back().id = id.value;
    }
    return idle;
}

}  // namespace markaz::centre
