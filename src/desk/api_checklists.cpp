#include "desk/api_checklists.hpp"

#include <algorithm>

#include "desk/api.hpp"
#include "desk/store.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"

namespace markaz::desk {

using http::Answer;
using http::Failure;

namespace {

constexpr std::uint32_t usual_runs = 100, most_runs = 500;

CheckedItem shown_of(const ChecklistItemRow& row, const procedure::ManualRef& manual) {
    CheckedItem item{row.flow, row.step, {}, false, row.answer, {}, {}, {}, row.at};
    if (row.option) item.option = row.option;
    const procedure::Flow* flow = manual ? manual->flow(row.flow) : nullptr;
    if (const procedure::Step* step = flow ? flow->step(row.step) : nullptr) {
        item.text = procedure::words_of(*step, flow->source);
        item.critical = step->guide.critical;
        if (const Text* choice = procedure::option_of(*step, row.option)) item.choice = procedure::filled(*choice, flow->source);
    }
    return item;
}

}  // namespace

Answer<ChecklistRuns> ChecklistService::runs(const http::Call& call, const ChecklistRunsQuery& query) const {
    if (query.at_least && !house_.has(*query.at_least))
        return std::unexpected(
            Failure(http::Status::unavailable, {"?at_least", "this entry is not in the records yet", "ask again"}));
    const std::uint32_t limit = query.limit.value_or(usual_runs);
    if (limit == 0 || limit > most_runs)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_runs)}));
    auto records = records_.borrow();
    const auto people = people::PeopleStore(*records).everyone();
    ChecklistStore store(*records);
    journal::Vault vault(*records);
    const bool may_read = call.caller->may.allow(people::Permission::view_personal_data);
    std::string read;
    ChecklistRuns made;
    for (const ChecklistRow& row : store.runs(query.from.value_or(Instant{}), query.to.value_or(Instant::max()), limit)) {
        ChecklistRun& run = made.rows.emplace_back();
        run.id = row.id;
        run.procedure = row.flow;
        run.version = row.manual;
        run.by.id = row.person;
        if (const auto person = std::ranges::find(people, row.person, &people::Person::id); person != people.end())
            run.by.name = person->name;
        run.started = row.started;
        run.ended = row.ended;
        run.passed = row.passed;
        if (row.outcome) run.outcome = row.outcome;
        const procedure::ManualRef manual = house_.manual_of(row.manual);
        if (const procedure::Flow* flow = manual ? manual->flow(row.flow) : nullptr) {
            run.title = flow->title;
            run.use = flow->use;
        }
        bool has_words = false;
        for (const ChecklistItemRow& each : store.items(row.id)) {
            CheckedItem& item = run.items.emplace_back(shown_of(each, manual));
            if (may_read && each.written) item.written = vault.get(each.written, "note"_key);
            has_words = has_words || item.written;
        }
        if (has_words) read += (read.empty() ? "checklists " : ", ") + std::to_string(row.id.value);
    }
    if (!read.empty()) people::PeopleStore(*records).audit({house_.now(), call.caller->person, people::Audited::read_checklists, read});
    return made;
}

void ChecklistService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/checklists", "list_checklists", people::Permission::view_contacts,
               [this](const http::Call& call, const ChecklistRunsQuery& query) -> Answer<ChecklistRuns> { return runs(call, query); });
}

}  // namespace markaz::desk
