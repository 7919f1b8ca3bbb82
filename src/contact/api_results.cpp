// Whether it came to what procedures expect, for their owners and for those who lead.

#include <algorithm>

#include "contact/api.hpp"
#include "contact/api_written.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"

namespace markaz::contact {

using http::Answer;
using http::Failure;

namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;

/// The procedures that are meant; nothing: all. What an owner hands over is the new owner's from then on, whoever owned it before.
std::optional<std::vector<Key>> wanted_of(const ResultsQuery& query, people::PersonId asks,
                                          const std::vector<ProcedureResults>& procedures) {
    const bool mine = query.mine.value_or(false);
    if (!query.owner && !query.procedure && !mine) return std::nullopt;
    std::vector<Key> wanted;
    for (const ProcedureResults& each : procedures)
        if ((!query.owner || each.owner == *query.owner) && (!query.procedure || each.procedure == *query.procedure) &&
            (!mine || std::ranges::find(each.owners, asks, &PersonRef::id) != each.owners.end()))
            wanted.push_back(each.procedure);
    return wanted;
}

/// Whom the manual means by the owner of a procedure.
std::vector<PersonRef> owners_of(const std::string& owner, const std::vector<people::Person>& everyone) {
    std::vector<PersonRef> owners;
    for (const people::Person& person : everyone)
        if (!person.disabled && std::ranges::find(person.owns, owner) != person.owns.end()) owners.push_back({person.id, person.name});
    return owners;
}

/// Whoever leads may settle everybody's.
bool leads(const http::Call& call) { return call.caller->may.allow(people::Permission::manage_cases); }

}  // namespace

ProcedureResults ContactService::sums_shown(const ResultSums& sums) const {
    ProcedureResults shown;
    shown.procedure = sums.flow;
    shown.asked = sums.asked;
    shown.answered = sums.answered;
    shown.missed = sums.missed;
    shown.open = sums.open;
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
    const std::vector<people::Person> everyone = people::PeopleStore(*records).everyone();
    Results made;
    for (const ResultSums& sums : store.result_sums(from, until, origins)) {
        ProcedureResults& shown = made.procedures.emplace_back(sums_shown(sums));
        shown.owners = owners_of(shown.owner, everyone);
    }
    const people::PersonId asks = call.caller->person;
    const auto wanted = wanted_of(query, asks, made.procedures);
    if (wanted)
        std::erase_if(made.procedures,
                      [&](const ProcedureResults& each) { return std::ranges::find(*wanted, each.procedure) == wanted->end(); });

    const Names names = names_of(*records);
    journal::Vault vault(*records);
    const bool may_read = call.caller->may.allow(people::Permission::view_personal_data);
    std::string read;
    for (const MissedRow& row : store.results_missed(from, until, origins, wanted, limit)) {
        ResultMissed& shown = made.rows.emplace_back();
        shown.assignment = row.assignment;
        shown.contact = row.contact;
        shown.procedure = row.flow;
        shown.version = row.manual;
        shown.agent = reference(row.person, names);
        shown.at = row.asked;
        const auto sums = std::ranges::find(made.procedures, row.flow, &ProcedureResults::procedure);
        const bool owns = sums != made.procedures.end() && std::ranges::find(sums->owners, asks, &PersonRef::id) != sums->owners.end();
        if (sums != made.procedures.end()) shown.title = sums->title;
        if (may_read) shown.reason = vault.get(row.written, "note"_key);
        if (row.settled) {
            SettledShown settled{*row.settled, reference(*row.settled_by, names), *row.outcome, {}};
            if (may_read) settled.text = vault.get(*row.done, "note"_key);
            shown.settled = std::move(settled);
        }
        shown.may_settle = !row.settled && (owns || leads(call));
        if (shown.reason || (row.settled && shown.settled->text))
            read += (read.empty() ? "results of contacts " : ", ") + std::to_string(row.contact.value);
    }
    if (!read.empty()) people::PeopleStore(*records).audit({house_.now(), asks, people::Audited::read_results, read});
    return made;
}

Answer<OwnResults> ContactService::own_results(const http::Call& call) {
    auto records = records_.borrow();
    OwnResults made;
    if (const auto person = people::PeopleStore(*records).person(call.caller->person)) made.owns = person->owns;
    if (made.owns.empty()) return made;
    // From the end of time on nothing was asked: what is counted is what is open.
    for (const ResultSums& sums : ContactStore(*records).result_sums(Instant::max(), Instant::max(), Origins::live))
        if (std::ranges::find(made.owns, sums_shown(sums).owner) != made.owns.end()) made.open += sums.open;
    return made;
}

Answer<http::Nothing> ContactService::settle(const http::Call& call, const SettleWish& wish) {
    const auto assignment = call.at<AssignmentId>("assignment");
    if (!assignment) return std::unexpected(assignment.error());
    const auto flow = call.at<Key>("procedure");
    if (!flow) return std::unexpected(flow.error());
    auto records = records_.borrow();
    ContactStore store(*records);
    const auto row = store.result_missed(*assignment, *flow);
    if (!row)
        return std::unexpected(
            Failure(http::Status::not_found, {call.request.path, "no result was missed here", "see GET /api/v1/results"}));
    people::PeopleStore people(*records);
    const people::PersonId by = call.caller->person;
    const auto person = people.person(by);
    const std::string owner = sums_shown({*flow, row->manual}).owner;
    const bool owns = person && std::ranges::find(person->owns, owner) != person->owns.end();
    if (!owns && !leads(call))
        return std::unexpected(
            Failure(http::Status::forbidden, {call.request.path, "this is for the owner of the procedure and for who leads",
                                              owner.empty() ? "ask a team leader" : "ask the " + owner}));
    const auto done = keep_written(*records, wish.text, "text");
    if (!done) return std::unexpected(done.error());
    if (!store.settle_result(*assignment, *flow, house_.now(), by, wish.outcome, *done)) {
        journal::Vault(*records).erase(*done);
        return std::unexpected(
            Failure(http::Status::conflict, {call.request.path, "this is settled already", "see what was done about it"}));
    }
    if (!owns)
        people.audit({house_.now(), by, people::Audited::settled_result, "result of contact " + std::to_string(row->contact.value)});
    return http::Nothing{};
}

}  // namespace markaz::contact
