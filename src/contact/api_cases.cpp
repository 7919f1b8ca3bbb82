#include "contact/api_cases.hpp"

#include <algorithm>

#include "contact/api_written.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"

namespace markaz::contact {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;
using people::Permission;

namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;

Failure not_there(const Call& call) { return Failure(Status::not_found, {call.request.path, "this case is not there", ""}); }

bool may_own(const people::Person& person) {
    return !person.disabled && person.pool == Pool::live && people::permissions_of(person.roles).allow(Permission::own_cases);
}

Nullable<Duration> take_over(Instant since, std::optional<Instant> taken) {
    return taken ? Nullable<Duration>(*taken - since) : Nullable<Duration>{};
}

std::string number(CaseId id) { return std::to_string(id.value); }

}  // namespace

CaseShown case_shown(storage::Database& records, const CaseRow& row, const Names& names, const ManualOf& manual_of, bool texts) {
    CaseShown made;
    made.case_ = row.id;
    made.procedure = row.flow;
    made.step = row.step;
    const procedure::ManualRef manual = manual_of(row.manual);
    const procedure::Flow* flow = manual ? manual->flow(row.flow) : nullptr;
    const procedure::Step* step = flow ? flow->step(row.step) : nullptr;
    if (step) made.title = procedure::words_of(*step, flow->source);
    CaseStore store(records);
    made.contacts = store.contacts_of(row.id);
    made.opened = row.opened;
    made.owner = reference(row.owner, names);
    made.since = row.since;
    made.taken = row.taken;
    made.take_over_s = take_over(row.since, row.taken);
    made.closed = row.closed;
    if (row.closed_by) made.closed_by = reference(row.closed_by, names);
    journal::Vault vault(records);
    if (const auto known = vault.get(row.party, "caller-number"_key); known && !known->empty()) made.caller = masked(*known);
    if (!texts) return made;
    if (row.outcome) made.outcome = vault.get(row.outcome, "note"_key);
    if (const auto owners = store.owners_of(row.id); !owners.empty() && owners.back().written)
        made.reason = vault.get(owners.back().written, "note"_key);
    return made;
}

void CaseService::audit(storage::Database& records, const Call& call, people::Audited what, std::string about) {
    people::PeopleStore(records).audit({house_.now(), call.caller->person, what, std::move(about)});
}

Answer<Cases> CaseService::list(const Call& call, const CasesQuery& query, Whose whose) {
    if (query.at_least && !house_.has(*query.at_least))
        return std::unexpected(Failure(Status::unavailable, {"?at_least", "this entry is not in the records yet", "ask again"}));
    const std::uint32_t limit = query.limit.value_or(usual_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    const bool own = whose == Whose::own;
    const bool texts = own || call.caller->may.allow(Permission::view_personal_data);
    auto records = records_.borrow();
    const Names names = names_of(*records);
    Cases made;
    std::string read;
    const CaseFilter filter{query.state, own ? call.caller->person : query.owner.value_or(people::PersonId{})};
    for (const CaseRow& row : CaseStore(*records).list(filter, limit)) {
        const CaseShown& shown = made.rows.emplace_back(case_shown(*records, row, names, house_.manual_of, texts));
        if (!own && (shown.outcome || shown.reason)) read += (read.empty() ? "cases " : ", ") + number(row.id);
    }
    if (!read.empty()) audit(*records, call, people::Audited::read_cases, read);
    return made;
}

Answer<CaseWhole> CaseService::one(const Call& call) {
    const auto id = call.at<CaseId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    CaseStore store(*records);
    const auto row = store.find(*id);
    if (!row) return std::unexpected(not_there(call));
    const bool texts = call.caller->may.allow(Permission::view_personal_data);
    const Names names = names_of(*records);
    CaseWhole made{case_shown(*records, *row, names, house_.manual_of, texts), {}};
    bool read = made.shown.outcome.has_value();
    for (const CaseOwnerRow& each : store.owners_of(*id)) {
        CaseOwner& owner = made.owners.emplace_back(
            CaseOwner{reference(each.owner, names), reference(each.by, names), each.since, each.taken, {}, {}});
        owner.take_over_s = take_over(each.since, each.taken);
        if (texts && each.written) owner.reason = journal::Vault(*records).get(each.written, "note"_key);
        read = read || owner.reason;
    }
    if (read) audit(*records, call, people::Audited::read_cases, "cases " + number(*id));
    return made;
}

Answer<CasePeople> CaseService::people() {
    auto records = records_.borrow();
    CasePeople made;
    for (const people::Person& person : people::PeopleStore(*records).everyone())
        if (may_own(person)) made.people.push_back({person.id, person.name});
    std::ranges::sort(made.people, {}, [](const PersonRef& each) { return std::tie(each.name, each.id); });
    return made;
}

/// What the wish means to the machine. Nothing is kept where it means nothing.
Answer<centre::Input> CaseService::wanted(const Call& call, const CaseWish& wish, const CaseRow& row) {
    const people::PersonId by = call.caller->person;
    const int said = (wish.taken ? 1 : 0) + (wish.owner ? 1 : 0) + (wish.outcome ? 1 : 0);
    if (said != 1 || wish.taken == false)
        return std::unexpected(Failure({"", "it is not clear what is to become of the case",
                                        R"(one of {"taken": true}, {"owner": 7, "reason": "…"} and {"outcome": "…"})"}));
    if (wish.reason && !wish.owner)
        return std::unexpected(Failure({"/reason", "a reason stands with the owner to whom the case is given", "leave it out"}));
    if (wish.taken) return centre::CaseTaken{row.id, by, row.owner};
    if (wish.outcome) {
        const auto outcome = keep_written(*records_.borrow(), wish.outcome, "outcome");
        if (!outcome) return std::unexpected(outcome.error());
        return centre::CaseSettled{row.id, by, row.owner, *outcome};
    }
    const auto person = people::PeopleStore(*records_.borrow()).person(*wish.owner);
    if (!person || !may_own(*person))
        return std::unexpected(Failure({"/owner", "nobody with this number takes cases here", "choose somebody from the list of people"}));
    const auto reason = keep_written(*records_.borrow(), wish.reason, "reason");
    if (!reason) return std::unexpected(reason.error());
    return centre::CaseGiven{row.id, by, row.owner, *wish.owner, *reason};
}

Answer<CaseWritten> CaseService::change(const Call& call, const CaseWish& wish, Whose whose) {
    const auto id = call.at<CaseId>("id");
    if (!id) return std::unexpected(id.error());
    const auto row = CaseStore(*records_.borrow()).find(*id);
    if (!row || (whose == Whose::own && row->owner != call.caller->person)) return std::unexpected(not_there(call));
    const auto input = wanted(call, wish, *row);
    if (!input) return std::unexpected(input.error());
    const auto answer = house_.ask(*input);
    if (answer) {
        if (row->owner != call.caller->person)
            audit(*records_.borrow(), call, people::Audited::moved_case, "case " + number(*id));
        return CaseWritten{*answer};
    }
    // What was kept for a wish that came to nothing is nobody's.
    auto records = records_.borrow();
    if (const auto* given = std::get_if<centre::CaseGiven>(&*input)) journal::Vault(*records).erase(given->reason);
    if (const auto* settled = std::get_if<centre::CaseSettled>(&*input)) journal::Vault(*records).erase(settled->outcome);
    const bool refused = answer.error().why == driver::Unanswered::Why::refused;
    Failure failure(refused ? Status::conflict : Status::unavailable, driver::explain(answer.error()));
    if (refused) failure.code = enum_name(answer.error().refusal);
    return std::unexpected(std::move(failure));
}

void CaseService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/cases", "list_cases", Permission::view_contacts,
               [this](const Call& call, const CasesQuery& query) -> Answer<Cases> { return list(call, query, Whose::anybody); });
    routes.get("/api/v1/cases/{id}", "get_case", Permission::view_contacts,
               [this](const Call& call) -> Answer<CaseWhole> { return one(call); });
    routes.put("/api/v1/cases/{id}", "change_case", Permission::manage_cases,
               [this](const Call& call, const CaseWish& wish) -> Answer<CaseWritten> { return change(call, wish, Whose::anybody); });
    routes.get("/api/v1/me/cases", "list_own_cases", Permission::own_cases,
               [this](const Call& call, const CasesQuery& query) -> Answer<Cases> { return list(call, query, Whose::own); });
    routes.put("/api/v1/me/cases/{id}", "change_own_case", Permission::own_cases,
               [this](const Call& call, const CaseWish& wish) -> Answer<CaseWritten> { return change(call, wish, Whose::own); });
    routes.get("/api/v1/me/cases/people", "list_case_people", Permission::own_cases,
               [this](const Call&) -> Answer<CasePeople> { return people(); });
}

}  // namespace markaz::contact
