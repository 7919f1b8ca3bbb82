#include "contact/api_why.hpp"

#include <set>

namespace markaz::contact {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;

namespace {

/// A contact that is handed about for ever has more decisions than anybody reads.
constexpr std::size_t most_decisions = 20;
/// What is swept anew at each look should stay a matter of moments.
constexpr Duration longest_fairness = std::chrono::days{31};

}  // namespace

void WhyService::audit(const Call& call, std::string subject) {
    auto records = records_.borrow();
    people::PeopleStore(*records).audit({house_.now(), call.caller->person, people::Audited::viewed_reasons, std::move(subject)});
}

Answer<DecisionsExplained> WhyService::decisions(const Call& call) {
    const auto id = call.at<ContactId>("id");
    if (!id) return std::unexpected(id.error());
    std::vector<std::uint64_t> entries;
    {
        auto records = records_.borrow();
        ContactStore store(*records);
        if (store.rows_of(*id).empty())
            return std::unexpected(Failure(Status::not_found, {call.request.path, "this contact is not there", ""}));
        entries = store.decision_entries(*id);
    }
    if (entries.size() > most_decisions) entries.erase(entries.begin(), entries.end() - most_decisions);
    DecisionsExplained explained;
    for (std::uint64_t entry : entries) {
        auto why = house_.explain(entry);
        if (!why) return std::unexpected(Failure(Status::conflict, std::move(why.error())));
        for (centre::Explanation& each : *why) {
            if (each.decided.contact != *id) continue;
            using enum routing::Chooser;
            const auto chooser = each.decided.decision.chooser;
            const bool chose = chooser == contact_chose_agent || chooser == person_chose;
            explained.decisions.push_back({entry, chose ? Considers::agents : Considers::contacts, std::move(each)});
        }
    }
    audit(call, "contact " + std::to_string(id->value));
    return explained;
}

Answer<centre::Idleness> WhyService::idle(const Call& call, people::PersonId person) {
    auto idle = house_.why_idle(person);
    if (!idle) return std::unexpected(Failure(Status::conflict, std::move(idle.error())));
    if (!*idle) return std::unexpected(Failure(Status::not_found, {call.request.path, "nobody with this number takes contacts here", ""}));
    return std::move(**idle);
}

std::vector<routing::SkillGroup> fairness(ContactStore& store, const ManualOf& manual_of, std::span<const people::Person> people,
                                          const FairnessQuery& query) {
    std::vector<routing::CallRoom> rooms;
    for (const people::Person& person : people) {
        routing::CallRoom room{person.id, false, 0};
        for (const people::Capacity& each : person.capacity) {
            if (each.channel == Channel::voice_in && each.most > 0) room.calls = true;
            if (each.interruptible) room.interruptible |= routing::one(each.channel);
        }
        rooms.push_back(room);
    }
    std::vector<routing::Force> forces;
    for (const InForce& each : store.manuals_in_force(query.from, query.to)) {
        const procedure::ManualRef manual = manual_of(each.version);
        forces.push_back({each.started, manual ? manual->queues : std::vector<routing::QueuePolicy>{}});
    }
    const Origins origins = query.origins.value_or(Origins::live);
    return routing::fairness(store.stints(query.from, query.to, origins),
                             store.engagements(query.from, query.to, origins, query.queue.value_or(Key{})), forces, rooms, query.from,
                             query.to);
}

Answer<Fairness> WhyService::fairness_between(const Call& call, const FairnessQuery& query) {
    if (query.from >= query.to)
        return std::unexpected(Failure({"?to", "the report ends before it begins", "an instant after ?from"}));
    if (query.to - query.from > longest_fairness)
        return std::unexpected(Failure({"?to", "this is longer than a month", "31 days at most"}));
    Fairness found;
    {
        auto records = records_.borrow();
        ContactStore store(*records);
        const auto everyone = people::PeopleStore(*records).everyone();
        found.groups = fairness(store, house_.manual_of, everyone, query);
        std::set<people::PersonId> shown;
        for (const routing::SkillGroup& group : found.groups)
            for (const routing::AgentPortions& agent : group.agents) shown.insert(agent.person);
        for (const people::Person& person : everyone)
            if (shown.contains(person.id)) found.people.push_back({person.id, person.name});
    }
    audit(call, "fairness");
    return found;
}

void WhyService::add_routes(http::Routes& routes) {
    using people::Permission;
    routes.get("/api/v1/contacts/{id}/decisions", "explain_decisions", Permission::view_contacts,
               [this](const Call& call) -> Answer<DecisionsExplained> { return decisions(call); });
    routes.get("/api/v1/agents/{id}/idle", "explain_idleness", Permission::view_contacts,
               [this](const Call& call) -> Answer<centre::Idleness> {
                   const auto id = call.at<people::PersonId>("id");
                   if (!id) return std::unexpected(id.error());
                   auto found = idle(call, *id);
                   if (found) audit(call, "agent " + std::to_string(id->value));
                   return found;
               });
    routes.get("/api/v1/fairness", "report_fairness", Permission::view_contacts,
               [this](const Call& call, const FairnessQuery& query) -> Answer<Fairness> { return fairness_between(call, query); });
    routes.get("/api/v1/me/idle", "explain_own_idleness", Permission::take_contacts,
               [this](const Call& call) -> Answer<centre::Idleness> { return idle(call, call.caller->person); });
}

}  // namespace markaz::contact
