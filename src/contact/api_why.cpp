#include "contact/api_why.hpp"

#include <algorithm>
#include <cmath>

#include "contact/store.hpp"
#include "people/store.hpp"

namespace markaz::contact {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;

namespace {

/// A contact that is handed about for ever has more decisions than anybody reads.
constexpr std::size_t most_decisions = 20;

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

Fairness fairness_of(const std::vector<ShareRow>& rows) {
    Fairness fairness;
    Duration busy{0};
    for (const ShareRow& row : rows) {
        fairness.contacts += row.contacts;
        busy += row.busy;
    }
    if (rows.empty()) return fairness;
    const auto contacts = static_cast<double>(fairness.contacts);
    const double part = 1.0 / static_cast<double>(rows.size());
    fairness.expected = contacts * part;
    const double reach = 1.96 * std::sqrt(contacts * part * (1.0 - part));
    fairness.low = std::max(0.0, fairness.expected - reach);
    fairness.high = fairness.expected + reach;
    for (const ShareRow& row : rows) {
        AgentShare& agent = fairness.agents.emplace_back();
        agent.person = row.person;
        agent.contacts = row.contacts;
        agent.busy_s = row.busy;
        const auto own = static_cast<double>(row.contacts);
        agent.share = own / contacts;
        if (busy > Duration{0}) agent.busy_share = static_cast<double>(row.busy.count()) / static_cast<double>(busy.count());
        agent.within = fairness.low <= own && own <= fairness.high;
    }
    return fairness;
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
               [this](const Call& call, const FairnessQuery& query) -> Answer<Fairness> {
                   std::vector<ShareRow> rows;
                   {
                       auto records = records_.borrow();
                       rows = ContactStore(*records).shares(query.queue, query.from, query.to, query.origins.value_or(Origins::live));
                   }
                   audit(call, "fairness of " + std::string(query.queue.text()));
                   return fairness_of(rows);
               });
    routes.get("/api/v1/me/idle", "explain_own_idleness", Permission::take_contacts,
               [this](const Call& call) -> Answer<centre::Idleness> { return idle(call, call.caller->person); });
}

}  // namespace markaz::contact
