#include "contact/api_guides.hpp"

#include <algorithm>

#include "contact/api_several.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"

namespace markaz::contact {

using http::Answer;
using http::Failure;

namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;

const metrics::Metric& step_adherence() { return metrics::guide_dictionary().front(); }

Adherence adherence_of(const metrics::GuideCell& cell) {
    const metrics::Figure made = metrics::figure(step_adherence(), cell);
    Adherence shown{static_cast<std::uint64_t>(made.numerator), made.denominator, {}, cell};
    if (made.value) shown.value = *made.value;
    return shown;
}

}  // namespace

Text GuideService::title_of(Key procedure, std::uint64_t version) const {
    const procedure::ManualRef now = house_.manual_now();
    const procedure::ManualRef manual = now && now->flow(procedure) ? now : house_.manual_of(version);
    const procedure::Flow* flow = manual ? manual->flow(procedure) : nullptr;
    return flow ? procedure::filled(flow->title, flow->source) : Text{};
}

GuideShown GuideService::shown(storage::Database& records, const GuideRow& row, const Names& names, bool may_read) const {
    GuideShown made;
    made.contact = row.contact;
    made.procedure = row.flow;
    made.title = title_of(row.flow, row.manual);
    made.version = row.manual;
    made.agent = reference(row.person, names);
    made.at = row.started;
    made.ended = row.ended;
    made.standing = row.standing;
    const procedure::ManualRef manual = house_.manual_of(row.manual);
    const procedure::Flow* flow = manual ? manual->flow(row.flow) : nullptr;
    const auto words = [&](Key id) {
        const procedure::Step* step = flow ? flow->step(id) : nullptr;
        return step ? procedure::words_of(*step, flow->source) : Text{};
    };
    if (row.step) {
        made.step = row.step;
        made.text = words(row.step);
        const procedure::Step* step = flow ? flow->step(row.step) : nullptr;
        made.mandatory = step && step->guide.mandatory;
    }
    if (row.standing != GuideStanding::deviated) return made;
    for (const DeviationRow& deviation : GuideStore(records).deviations(row.assignment, row.flow)) {
        PathLeft& left = made.deviations.emplace_back(deviation.step, words(deviation.step), deviation.at, std::nullopt);
        if (may_read) left.reason = journal::Vault(records).get(deviation.written, "note"_key);
    }
    return made;
}

Answer<Guides> GuideService::guides(const http::Call& call, const GuidesQuery& query, bool own) {
    if (query.at_least && !house_.has(*query.at_least))
        return std::unexpected(Failure(http::Status::unavailable,
                                       {"?at_least", "the records do not hold this entry yet", "ask again in a second"}));
    const std::uint32_t limit = query.limit.value_or(usual_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    auto standings = several<GuideStanding>(query.standing, "standing");
    if (!standings) return std::unexpected(standings.error());
    GuideFilter filter{query.from.value_or(Instant{}), query.to.value_or(Instant::max()), query.agent.value_or(people::PersonId{}),
                       query.procedure.value_or(Key{}), std::move(*standings), query.origins.value_or(Origins::live)};
    if (own) filter.person = call.caller->person;

    auto records = records_.borrow();
    GuideStore store(*records);
    const Names names = names_of(*records);
    Guides made;
    made.metric = step_adherence().id;
    made.formula = step_adherence().text_key();
    made.version = step_adherence().version;
    made.least_sample = metrics::least_sample;
    metrics::GuideCell whole;
    std::map<people::PersonId, metrics::GuideCell> agents;
    std::map<Key, std::pair<metrics::GuideCell, std::uint64_t>> procedures;
    for (const GuideSums& sums : store.sums(filter)) {
        whole.merge(sums.cell);
        agents[sums.person].merge(sums.cell);
        auto& [cell, version] = procedures[sums.flow];
        cell.merge(sums.cell);
        version = std::max(version, sums.manual);
    }
    made.whole = adherence_of(whole);
    for (const auto& [person, cell] : agents) made.agents.push_back({reference(person, names), adherence_of(cell)});
    for (const auto& [procedure, sums] : procedures)
        made.procedures.push_back({procedure, title_of(procedure, sums.second), adherence_of(sums.first)});

    const bool may_read = own || call.caller->may.allow(people::Permission::view_personal_data);
    std::string read;
    for (const GuideRow& row : store.list(filter, limit)) {
        made.rows.push_back(shown(*records, row, names, may_read));
        const bool why = std::ranges::any_of(made.rows.back().deviations, [](const PathLeft& left) { return left.reason.has_value(); });
        if (why) read += (read.empty() ? "deviations of contacts " : ", ") + std::to_string(row.contact.value);
    }
    // What they wrote themselves is no look at others.
    if (!read.empty() && !own)
        people::PeopleStore(*records).audit({house_.now(), call.caller->person, people::Audited::read_deviations, read});
    return made;
}

void GuideService::add_routes(http::Routes& routes) {
    using people::Permission;
    routes.get("/api/v1/guides", "list_guides", Permission::view_contacts,
               [this](const http::Call& call, const GuidesQuery& query) -> Answer<Guides> { return guides(call, query, false); });
    routes.get("/api/v1/me/guides", "list_own_guides", Permission::take_contacts,
               [this](const http::Call& call, const GuidesQuery& query) -> Answer<Guides> { return guides(call, query, true); });
}

}  // namespace markaz::contact
