// Whether it came to what procedures expect, for their owners and for those who lead.

#include <algorithm>

#include "contact/api.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"

namespace markaz::contact {

using http::Answer;
using http::Failure;

namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;

/// The procedures that are meant; nothing: all. What an owner hands over is the new owner's from then on, whoever owned it before.
std::optional<std::vector<Key>> wanted_of(const ResultsQuery& query, const std::vector<ProcedureResults>& procedures) {
    if (!query.owner && !query.procedure) return std::nullopt;
    std::vector<Key> wanted;
    for (const ProcedureResults& each : procedures)
        if ((!query.owner || each.owner == *query.owner) && (!query.procedure || each.procedure == *query.procedure))
            wanted.push_back(each.procedure);
    return wanted;
}

}  // namespace

ProcedureResults ContactService::sums_shown(const ResultSums& sums) const {
    ProcedureResults shown{sums.flow, {}, {}, {}, sums.asked, sums.answered, sums.missed};
    const procedure::ManualRef now = house_.manual_now();
    const procedure::ManualRef manual = now && now->flow(sums.flow) ? now : house_.manual_of(sums.manual);
    if (const procedure::Flow* flow = manual ? manual->flow(sums.flow) : nullptr) {
        shown.title = procedure::filled(flow->title, flow->source);
        shown.expected = procedure::filled(flow->expected, flow->source);
    }
    if (const procedure::ProcedureCard* card = manual ? manual->procedure(sums.flow) : nullptr) shown.owner = card->owner;
    return shown;
}

Answer<Results> ContactService::results(const http::Call& call, const ResultsQuery& query) {
    if (auto there = wait_for(query.at_least); !there) return std::unexpected(there.error());
    const std::uint32_t limit = query.limit.value_or(usual_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    const Instant from = query.from.value_or(Instant{}), until = query.to.value_or(Instant::max());
    const Origins origins = query.origins.value_or(Origins::live);
    auto records = records_.borrow();
    ContactStore store(*records);
    Results made;
    for (const ResultSums& sums : store.result_sums(from, until, origins)) made.procedures.push_back(sums_shown(sums));
    const auto wanted = wanted_of(query, made.procedures);
    if (wanted)
        std::erase_if(made.procedures,
                      [&](const ProcedureResults& each) { return std::ranges::find(*wanted, each.procedure) == wanted->end(); });

    const Names names = names_of(*records);
    const bool may_read = call.caller->may.allow(people::Permission::view_personal_data);
    std::string read;
    for (const MissedRow& row : store.results_missed(from, until, origins, wanted, limit)) {
        ResultMissed& shown = made.rows.emplace_back();
        shown.contact = row.contact;
        shown.procedure = row.flow;
        shown.version = row.manual;
        shown.agent = reference(row.person, names);
        shown.at = row.asked;
        const auto sums = std::ranges::find(made.procedures, row.flow, &ProcedureResults::procedure);
        if (sums != made.procedures.end()) shown.title = sums->title;
        if (may_read) shown.reason = journal::Vault(*records).get(row.written, "note"_key);
        if (shown.reason) read += (read.empty() ? "results of contacts " : ", ") + std::to_string(row.contact.value);
    }
    if (!read.empty()) people::PeopleStore(*records).audit({house_.now(), call.caller->person, people::Audited::read_results, read});
    return made;
}

}  // namespace markaz::contact
