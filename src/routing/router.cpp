#include "routing/router.hpp"

#include <algorithm>
#include <cassert>

#include "people/staff.hpp"

namespace markaz::routing {

using contact::ContactId;
using people::PersonId;

namespace {

constexpr std::uint32_t pools = 3, channels_in_all = contact::channel_count, languages = all_languages.size();
/// A key is rank * 2^40 + turn: turns stay below a million million, and what the rules rank by fits above them.
constexpr int turn_bits = 40;
constexpr std::int64_t highest_rank = (std::int64_t{1} << 22) - 1;

constexpr std::int64_t key_of(std::int64_t rank, std::uint64_t turn) {
    return std::min(rank, highest_rank) * (std::int64_t{1} << turn_bits) + static_cast<std::int64_t>(turn);
}

}  // namespace

const Router::Member* Router::member(PersonId person) const {
    const MemberIndex* known = member_index_.find(person);
    return known ? &members_[*known] : nullptr;
}

bool Router::serves(const Member& member, const Class& demanded) {
    return !member.barred && member.pool == demanded.demand.pool && people::has_skills(member.skills, demanded.skills);
}

void Router::publish(std::span<const QueuePolicy> queues) {
    assert(places_.size() == 0);
    queues_.assign(queues.begin(), queues.end());
    stage_count_ = 1;
    for (const QueuePolicy& queue : queues_) stage_count_ = std::max(stage_count_, static_cast<std::uint32_t>(queue.stages.size()));
    classes_.clear();
    heads_.clear();
    class_index_.assign(queues_.size() * stage_count_ * pools * channels_in_all * languages, none);
    speaks_.assign(queues_.size() * stage_count_, false);
    for (std::size_t queue = 0; queue < queues_.size(); ++queue)
        for (std::size_t stage = 0; stage < queues_[queue].stages.size(); ++stage)
            speaks_[queue * stage_count_ + stage] =
                std::ranges::find(queues_[queue].stages[stage].skills, language_skill, &people::Skill::name) !=
                queues_[queue].stages[stage].skills.end();
    classes_of_.assign(queues_.size() * pools, {});
    waiting_.assign(queues_.size() * pools, 0);
    for (Member& each : members_) {
        each.classes.clear();
        each.offered = 0;
    }
}

void Router::set_agent(const people::Agent& agent) {
    const MemberIndex* known = member_index_.find(agent.id);
    if (!known) {
        known = &member_index_.add(agent.id, static_cast<MemberIndex>(members_.size()));
        members_.emplace_back();
    }
    Member& member = members_[*known];
    assert(member.offered == 0);
    if (member.staffed)
        for (const Membership& each : member.classes) --classes_[each.in].staffed;
    member.id = agent.id;
    member.pool = agent.pool;
    member.barred = people::barred(agent) != nullptr;
    member.skills = people::open_skills(agent);
    member.all_levels = 0;
    for (const people::Skill& skill : member.skills) member.all_levels += skill.level;
    member.classes.clear();
    for (ClassIndex index = 0; index < classes_.size(); ++index) join(*known, index);
}

/// The agent belongs to the class from now on if they may serve it.
bool Router::join(MemberIndex index, ClassIndex into) {
    Member& member = members_[index];
    Class& joined = classes_[into];
    if (!serves(member, joined)) return false;
    Membership membership{into, 0};
    for (const people::Skill& wanted : joined.skills)
        membership.levels += std::ranges::find(member.skills, wanted.name, &people::Skill::name)->level;
    member.classes.push_back(membership);
    joined.staffed += member.staffed;
    return true;
}

void Router::set_staffed(PersonId person, bool staffed) {
    Member& member = members_[*member_index_.find(person)];
    if (member.staffed == staffed) return;
    member.staffed = staffed;
    for (const Membership& each : member.classes) classes_[each.in].staffed += staffed ? 1u : ~0u;
}

Router::Free Router::entry(MemberIndex index, const Membership& membership) const {
    const Member& member = members_[index];
    const Standing& standing = member.standing;
    const std::uint32_t weight = std::max(membership.levels, 1u);
    std::int64_t key = static_cast<std::int64_t>(standing.idle_turn);
    switch (classes_[membership.in].rule) {
        case Rule::longest_idle:
        case Rule::random_by_weight: break;
        case Rule::least_occupied: key = key_of(standing.occupancy, standing.idle_turn); break;
        case Rule::fewest_contacts: key = key_of(standing.contacts, standing.idle_turn); break;
        case Rule::round_robin: key = static_cast<std::int64_t>(standing.rung_turn); break;
        case Rule::best_skill: key = key_of(-static_cast<std::int64_t>(membership.levels), standing.idle_turn); break;
        case Rule::cheapest_skill: key = key_of(member.all_levels, standing.idle_turn); break;
    }
    return {key, index, weight};
}

Candidate Router::candidate(const Class& demanded, const Free& free) const {
    const Member& member = members_[free.member];
    const std::uint64_t turn = member.standing.idle_turn;
    switch (demanded.rule) {
        case Rule::longest_idle:
        case Rule::round_robin: return {member.id.value, free.key, turn};
        case Rule::random_by_weight: return {member.id.value, free.weight, turn};
        case Rule::least_occupied:
        case Rule::fewest_contacts:
        case Rule::best_skill:
        case Rule::cheapest_skill: break;
    }
    return {member.id.value, free.key >> turn_bits, turn};
}

void Router::offer(PersonId person, ChannelSet channels, const Standing& standing) {
    const MemberIndex index = *member_index_.find(person);
    Member& member = members_[index];
    if (member.offered == channels && member.standing == standing) return;
    withdraw(person);
    member.offered = channels;
    member.standing = standing;
    for (const Membership& each : member.classes) {
        if (!(channels & heads_[each.in].channel)) continue;
        const Free free = entry(index, each);
        classes_[each.in].free.insert(free);
        classes_[each.in].lots += free.weight;
    }
}

void Router::withdraw(PersonId person) {
    const MemberIndex index = *member_index_.find(person);
    Member& member = members_[index];
    if (member.offered == 0) return;
    for (const Membership& each : member.classes) {
        if (!(member.offered & heads_[each.in].channel)) continue;
        const Free free = entry(index, each);
        classes_[each.in].free.erase(free);
        classes_[each.in].lots -= free.weight;
    }
    member.offered = 0;
}

/// Contacts share a class whatever they speak where nobody asks for it.
std::size_t Router::class_place(const Demand& demand) const {
    assert(demand.queue < queues_.size() && demand.stage < queues_[demand.queue].stages.size());
    const std::size_t stage = demand.queue * stage_count_ + demand.stage;
    const std::size_t language = speaks_[stage] ? static_cast<std::size_t>(demand.language) : 0;
    return ((stage * pools + static_cast<std::size_t>(demand.pool)) * channels_in_all + static_cast<std::size_t>(demand.channel)) *
               languages +
           language;
}

Router::ClassIndex Router::class_of(const Demand& demand) {
    ClassIndex& known = class_index_[class_place(demand)];
    return known != none ? known : make_class(demand, known);
}

/// A class is made when it is first asked for; agents who are free already join it then.
Router::ClassIndex Router::make_class(const Demand& demand, ClassIndex& known) {
    const QueuePolicy& queue = queues_[demand.queue];
    known = static_cast<ClassIndex>(classes_.size());
    Class& made = classes_.emplace_back();
    made.demand = demand;
    made.rule = queue.rule;
    made.skills = queue.stages[demand.stage].skills;
    for (people::Skill& wanted : made.skills) wanted.name = spoken_skill(wanted.name, demand.language);
    heads_.push_back(Head{{}, one(demand.channel)});
    classes_of_[demand.queue * pools + static_cast<std::size_t>(demand.pool)].push_back(known);
    for (MemberIndex index = 0; index < members_.size(); ++index) {
        if (!join(index, known) || !(members_[index].offered & one(demand.channel))) continue;
        const Free free = entry(index, members_[index].classes.back());
        classes_.back().free.insert(free);
        classes_.back().lots += free.weight;
    }
    return known;
}

std::uint32_t& Router::waiting_count(const Demand& demand) {
    return waiting_[demand.queue * pools + static_cast<std::uint32_t>(demand.pool)];
}

void Router::show_head(ClassIndex index) {
    const auto& waiting = classes_[index].waiting;
    heads_[index].first = waiting.empty() ? Waiting{} : waiting.front();
}

void Router::wait(ContactId contact, const Demand& demand, std::int64_t rank) {
    assert(!places_.find(contact));
    const ClassIndex index = class_of(demand);
    classes_[index].waiting.insert({rank, contact});
    show_head(index);
    ++waiting_count(demand);
    places_.add(contact, Place{index, none, rank});
}

void Router::wait_for(ContactId contact, PersonId person, const Demand& demand, std::int64_t rank) {
    assert(!places_.find(contact));
    const ClassIndex index = class_of(demand);
    const MemberIndex only = *member_index_.find(person);
    auto& wishes = members_[only].wishes;
    const Wish wish{{rank, contact}, one(demand.channel), classes_[index].rule};
    wishes.insert(std::ranges::upper_bound(wishes, wish.waiting, {}, &Wish::waiting), wish);
    ++waiting_count(demand);
    places_.add(contact, Place{index, only, rank});
}

void Router::leave(ContactId contact) {
    const Place* place = places_.find(contact);
    if (!place) return;
    if (place->only == none) {
        classes_[place->in].waiting.erase({place->rank, contact});
        show_head(place->in);
    } else {
        std::erase_if(members_[place->only].wishes, [&](const Wish& wish) { return wish.waiting.contact == contact; });
    }
    --waiting_count(classes_[place->in].demand);
    places_.remove(contact);
}

std::optional<Match> Router::agent_for(ContactId contact, Random& chance) const {
    const Place* place = places_.find(contact);
    if (!place) return std::nullopt;
    const Class& demanded = classes_[place->in];
    if (place->only != none) {
        const Member& wanted = members_[place->only];
        if (!(wanted.offered & one(demanded.demand.channel))) return std::nullopt;
        const std::uint64_t turn = wanted.standing.idle_turn;
        return Match{contact, wanted.id,
                     {Chooser::preferred, demanded.rule, 1, {Candidate{wanted.id.value, static_cast<std::int64_t>(turn), turn}}}};
    }
    return first_free(contact, demanded, chance);
}

std::optional<Match> Router::agent_for(ContactId contact, const Demand& demand, Random& chance) {
    return first_free(contact, classes_[class_of(demand)], chance);
}

std::optional<Match> Router::first_free(ContactId contact, const Class& demanded, Random& chance) const {
    if (demanded.free.empty()) return std::nullopt;
    if (demanded.rule == Rule::random_by_weight) return drawn(contact, demanded, chance);
    Decision decision{Chooser::contact_chose_agent, demanded.rule, static_cast<std::uint32_t>(demanded.free.size()), {}};
    std::size_t found = 0;
    demanded.free.each_while([&](const Free& free) {
        decision.best[found] = candidate(demanded, free);
        return ++found < decision.best.size();
    });
    return Match{contact, PersonId{decision.best.front().id}, decision};
}

/// By lot: each holds as many lots as they weigh, in the order of their idleness, which no place in memory can change.
Match Router::drawn(ContactId contact, const Class& demanded, Random& chance) const {
    Decision decision{Chooser::contact_chose_agent, demanded.rule, static_cast<std::uint32_t>(demanded.free.size()), {}};
    decision.lots = demanded.lots;
    decision.lot = chance.below(demanded.lots);
    std::uint64_t passed = 0;
    std::size_t others = 1;
    demanded.free.each_while([&](const Free& free) {
        const bool wins = passed <= decision.lot && decision.lot < passed + free.weight;
        passed += free.weight;
        if (wins) decision.best.front() = candidate(demanded, free);
        else if (others < decision.best.size()) decision.best[others++] = candidate(demanded, free);
        return decision.best.front().id == 0 || others < decision.best.size();
    });
    return {contact, PersonId{decision.best.front().id}, decision};
}

std::optional<Match> Router::contact_for(PersonId person, ChannelSet channels) const {
    const Member* taker = member(person);
    if (!taker || channels == 0) return std::nullopt;
    Decision decision{Chooser::agent_took_contact, Rule::longest_idle, 0, {}};
    // The few best are kept in order by insertion: an agent has few classes, and most lose at once.
    const auto consider = [&](const Waiting& waiting) {
        ++decision.eligible;
        Candidate next{waiting.contact.value, waiting.rank};
        for (Candidate& better : decision.best)
            if (better.id == 0 || std::pair(next.key, next.id) < std::pair(better.key, better.id)) std::swap(next, better);
    };
    for (const Membership& each : taker->classes) {
        const Head& head = heads_[each.in];
        if (head.first.contact && (channels & head.channel)) consider(head.first);
    }
    for (const Wish& wish : taker->wishes)
        if (channels & wish.channel) {
            consider(wish.waiting);
            break;
        }
    if (decision.eligible == 0) return std::nullopt;
    const ContactId first{decision.best.front().id};
    const Place& place = *places_.find(first);
    decision.rule = classes_[place.in].rule;
    if (place.only != none) decision.chooser = Chooser::preferred;
    return Match{first, person, decision};
}

std::vector<ContactId> Router::waiting_for(PersonId person) const {
    std::vector<ContactId> all;
    if (const Member* known = member(person))
        for (const Wish& wish : known->wishes) all.push_back(wish.waiting.contact);
    return all;
}

bool Router::may_serve(PersonId person, const Demand& demand) {
    const Member* known = member(person);
    return known && serves(*known, classes_[class_of(demand)]);
}

std::optional<Candidate> Router::standing_of(PersonId person, const Demand& demand) const {
    const Member* known = member(person);
    const ClassIndex in = class_index_[class_place(demand)];
    if (!known || in == none) return std::nullopt;
    const auto membership = std::ranges::find(known->classes, in, &Membership::in);
    if (membership == known->classes.end()) return std::nullopt;
    return candidate(classes_[in], entry(static_cast<MemberIndex>(known - members_.data()), *membership));
}

bool Router::somebody_for(const Demand& demand) { return classes_[class_of(demand)].staffed != 0; }

std::uint32_t Router::waiting(contact::Pool pool, QueueIndex queue) const {
    return waiting_[queue * pools + static_cast<std::uint32_t>(pool)];
}

std::uint32_t Router::waiting_before(contact::Pool pool, QueueIndex queue, std::int64_t rank, ContactId contact) const {
    std::size_t count = 0;
    for (const ClassIndex index : classes_of_[queue * pools + static_cast<std::size_t>(pool)])
        count += classes_[index].waiting.before({rank, contact});
    return static_cast<std::uint32_t>(count);
}

}  // namespace markaz::routing
