#include "contact/api_escalations.hpp"

namespace markaz::contact {

using http::Answer;
using http::Failure;

namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;

Nullable<PersonRef> somebody(people::PersonId person, const Names& names) {
    return person ? Nullable<PersonRef>(reference(person, names)) : Nullable<PersonRef>{};
}

}  // namespace

/// As the manual in force calls it. What it no longer has keeps its name alone.
Text EscalationService::title_of(Key escalation) const {
    const procedure::ManualRef manual = house_.manual_now();
    const procedure::Escalation* known = manual ? manual->escalation(escalation) : nullptr;
    return known ? known->title : Text{};
}

Answer<Escalations> EscalationService::escalations(const EscalationsQuery& query) {
    if (query.at_least && !house_.has(*query.at_least))
        return std::unexpected(Failure(http::Status::unavailable,
                                       {"?at_least", "the records do not hold this entry yet", "ask again in a second"}));
    const std::uint32_t limit = query.limit.value_or(usual_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    const EscalationFilter filter{query.from.value_or(Instant{}), query.to.value_or(Instant::max()), query.escalation.value_or(Key{}),
                                  query.origins.value_or(Origins::live)};
    auto records = records_.borrow();
    EscalationStore store(*records);
    const Names names = names_of(*records);
    Escalations made;
    for (const EscalationSums& sums : store.sums(filter)) {
        EscalationTold& told = made.escalations.emplace_back(EscalationTold{
            sums.escalation, title_of(sums.escalation), sums.escalated, sums.taken, sums.meant, sums.reached, {}, {}});
        if (sums.taken == 0) continue;
        told.take_over_s = sums.take_over / static_cast<std::int64_t>(sums.taken);
        told.take_over_max_s = sums.take_over_max;
    }
    for (const EscalationRow& row : store.list(filter, limit)) {
        EscalationShown& shown = made.rows.emplace_back();
        shown.contact = row.contact;
        shown.at = row.at;
        shown.escalation = row.escalation;
        shown.queue = row.queue;
        shown.title = title_of(row.escalation);
        shown.by = somebody(row.by, names);
        shown.person = somebody(row.person, names);
        shown.taken_by = somebody(row.taken_by, names);
        shown.over = row.taken || row.ended;
        if (!row.taken) continue;
        shown.taken = *row.taken;
        shown.take_over_s = *row.taken - row.at;
    }
    return made;
}

void EscalationService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/escalations", "list_escalations", people::Permission::view_contacts,
               [this](const http::Call&, const EscalationsQuery& query) -> Answer<Escalations> { return escalations(query); });
}

}  // namespace markaz::contact
