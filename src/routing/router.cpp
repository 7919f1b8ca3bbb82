#include "routing/router.hpp"

#include <algorithm>
#include <cassert>

namespace markaz::routing {

using contact::ContactId;
using people::PersonId;

std::size_t Router::DemandHash::operator()(const Demand& demand) const noexcept {
    const auto rest = static_cast<std::size_t>(demand.pool) | static_cast<std::size_t>(demand.channel) << 8 |
                      static_cast<std::size_t>(demand.stage) << 16;
    return std::hash<Key>{}(demand.queue) ^ rest * 0x9E3779B97F4A7C15ull;
}

bool Router::serves(const people::Agent& agent, const Class& demanded) {
    if (agent.pool != demanded.demand.pool) return false;
    return std::ranges::all_of(demanded.skills, [&](const people::Skill& wanted) {
        return std::ranges::any_of(agent.skills,
                                   [&](const people::Skill& has) { return has.name == wanted.name && has.level >= wanted.level; });
    });
}

void Router::publish(std::span<const QueuePolicy> queues) {
    assert(places_.size() == 0);
    queues_.assign(queues.begin(), queues.end());
    classes_.clear();
    class_index_.clear();
    for (PersonId person : members_.ids()) members_.find(person)->classes.clear();
}

void Router::set_agent(const people::Agent& agent) {
    Member* member = members_.find(agent.id);
    if (!member) member = &members_.add(agent.id, Member{});
    assert(member->offered == 0);
    member->agent = agent;
    member->classes.clear();
    for (ClassIndex index = 0; index < classes_.size(); ++index)
        if (serves(agent, classes_[index])) member->classes.push_back(index);
}

void Router::offer(PersonId person, ChannelSet channels, std::uint64_t turn) {
    withdraw(person);
    Member& member = *members_.find(person);
    member.offered = channels;
    member.turn = turn;
    for (ClassIndex index : member.classes)
        if (channels & one(classes_[index].demand.channel)) classes_[index].free.emplace(turn, person);
}

void Router::withdraw(PersonId person) {
    Member& member = *members_.find(person);
    if (member.offered == 0) return;
    for (ClassIndex index : member.classes) classes_[index].free.erase({member.turn, person});
    member.offered = 0;
}

/// A class is made when the first contact with its demand waits; agents who are free already join it then.
Router::ClassIndex Router::class_of(const Demand& demand) {
    if (const auto known = class_index_.find(demand); known != class_index_.end()) return known->second;
    const auto queue = std::ranges::find(queues_, demand.queue, &QueuePolicy::id);
    assert(queue != queues_.end() && demand.stage < queue->stages.size());
    const auto index = static_cast<ClassIndex>(classes_.size());
    Class& made = classes_.emplace_back(Class{demand, queue->rule, queue->stages[demand.stage].skills, {}, {}});
    class_index_.emplace(demand, index);
    for (PersonId person : members_.ids()) {
        Member& member = *members_.find(person);
        if (!serves(member.agent, made)) continue;
        member.classes.push_back(index);
        if (member.offered & one(demand.channel)) made.free.emplace(member.turn, person);
    }
    return index;
}

void Router::wait(ContactId contact, const Demand& demand, std::int64_t rank) {
    assert(!places_.find(contact));
    const ClassIndex index = class_of(demand);
    classes_[index].waiting.emplace(rank, contact);
    places_.add(contact, Place{index, rank});
}

void Router::leave(ContactId contact) {
    const Place* place = places_.find(contact);
    if (!place) return;
    classes_[place->in].waiting.erase({place->rank, contact});
    places_.remove(contact);
}

std::optional<Match> Router::agent_for(ContactId contact) const {
    const Place* place = places_.find(contact);
    if (!place) return std::nullopt;
    const Class& demanded = classes_[place->in];
    if (demanded.free.empty()) return std::nullopt;
    Decision decision{Chooser::contact_chose_agent, demanded.rule, static_cast<std::uint32_t>(demanded.free.size()), {}};
    auto candidate = demanded.free.begin();
    for (std::size_t i = 0; i < decision.best.size() && candidate != demanded.free.end(); ++i, ++candidate)
        decision.best[i] = Candidate{candidate->second.value, static_cast<std::int64_t>(candidate->first)};
    return Match{contact, demanded.free.begin()->second, decision};
}

std::optional<Match> Router::contact_for(PersonId person) const {
    const Member* member = members_.find(person);
    if (!member || member->offered == 0) return std::nullopt;
    Decision decision{Chooser::agent_took_contact, Rule::longest_idle, 0, {}};
    for (ClassIndex index : member->classes) {
        const Class& demanded = classes_[index];
        if (demanded.waiting.empty() || !(member->offered & one(demanded.demand.channel))) continue;
        const auto& [rank, contact] = *demanded.waiting.begin();
        ++decision.eligible;
        Candidate candidate{contact.value, rank};
        // The few best are kept in order by insertion: an agent has few classes, and most lose at once.
        for (Candidate& better : decision.best)
            if (better.id == 0 || std::pair(candidate.key, candidate.id) < std::pair(better.key, better.id)) std::swap(candidate, better);
    }
    if (decision.eligible == 0) return std::nullopt;
    const ContactId first{decision.best.front().id};
    decision.rule = classes_[places_.find(first)->in].rule;
    return Match{first, person, decision};
}

std::uint32_t Router::waiting(contact::Pool pool, Key queue) const {
    std::size_t count = 0;
    for (const Class& each : classes_)
        if (each.demand.pool == pool && each.demand.queue == queue) count += each.waiting.size();
    return static_cast<std::uint32_t>(count);
}

}  // namespace markaz::routing
