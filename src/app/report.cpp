// `markaz report`: the same figures as the Board's, for any time, and how evenly calls were shared; read beside a running centre.

#include <cstdio>
#include <map>

#include "app/commands.hpp"
#include "app/manuals.hpp"
#include "app/records.hpp"
#include "contact/api_why.hpp"
#include "contact/store.hpp"
#include "journal/store_directory.hpp"
#include "people/store.hpp"

namespace markaz::app {

namespace {

std::vector<metrics::Offer> offers(storage::Database& records, const metrics::ReportOptions& wanted, contact::Origins origins) {
    contact::ContactStore store(records);
    using Whose = contact::ContactStore::Whose;
    switch (wanted.by) {
        case metrics::By::queue: return store.visit_offers(wanted.from, wanted.to, origins);
        case metrics::By::centre: return store.contact_offers(wanted.from, wanted.to, origins);
        case metrics::By::team: return store.assignment_offers(wanted.from, wanted.to, origins, Whose::team);
        case metrics::By::agent: return store.assignment_offers(wanted.from, wanted.to, origins, Whose::person);
    }
    return {};
}

/// Agents are told apart by their login, or by what another system called them; one who is no longer kept stays a number. A queue of
/// another system is called as it was there.
void name_them(storage::Database& records, metrics::By by, std::vector<metrics::Offer>& offers) {
    using contact::Named;
    std::map<std::string, std::string> names =
        contact::ContactStore(records).imported_names(by == metrics::By::agent ? Named::agent : Named::queue);
    if (by == metrics::By::agent)
        for (const people::Person& person : people::PeopleStore(records).everyone()) names[std::to_string(person.id.value)] = person.login;
    for (metrics::Offer& offer : offers)
        if (const auto found = names.find(offer.whose); found != names.end()) offer.whose = found->second;
}

Result<std::string> made(storage::Database& records, const ReportOptions& options) {
    const people::Site site = people::PeopleStore(records).site();
    const auto calendar = metrics::Calendar::of(site.time_zone, std::chrono::weekday{site.week_begins});
    if (!calendar) return std::unexpected(calendar.error());
    const auto origins = options.origins.value_or(site.demo ? contact::Origins::all : contact::Origins::live);
    std::vector<metrics::Offer> found = offers(records, options.wanted, origins);
    if (options.wanted.by == metrics::By::agent || options.wanted.by == metrics::By::queue) name_them(records, options.wanted.by, found);
    return metrics::render(metrics::report(found, options.wanted, *calendar), options.wanted.by, options.format, *calendar);
}

// ---- How evenly calls were shared -----------------------------------------------------------------------------------

const std::vector<std::string> fairness_columns{
    "group", "work", "agent", "evenness", "choices", "signed_in_s", "free_s", "offered", "answered", "share", "expected", "low", "high",
    "judged", "busy_s", "busy_share", "busy_expected_s", "busy_low_s", "busy_high_s", "busy_judged"};

/// `cards, loans after 30s, delivery (ar fa)`: what the agents of a group can do.
std::string text_of(const std::vector<routing::Work>& works) {
    std::string text;
    for (const routing::Work& work : works) {
        text.append(text.empty() ? "" : ", ").append(work.queue.text());
        if (work.after_s > Duration{0})
            text += " after " + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(work.after_s).count()) + "s";
        if (work.languages.empty()) continue;
        std::string languages;
        for (Language each : work.languages) languages.append(languages.empty() ? " (" : " ").append(code(each));
        text += languages + ")";
    }
    return text;
}

std::vector<metrics::Value> row_of(std::size_t number, const routing::SkillGroup& group, const routing::AgentPortions& agent,
                                   const std::string& name) {
    std::vector<metrics::Value> row;
    const auto words = [&row](std::string text) { row.push_back({false, std::move(text)}); };
    const auto count = [&row](std::uint64_t value) { row.push_back({true, std::to_string(value)}); };
    const auto real = [&row](double value) { row.push_back({true, metrics::rounded(value)}); };
    const auto portion = [&](const routing::Portion& each) {
        real(each.share);
        real(each.expected);
        real(each.low);
        real(each.high);
        words(std::string(enum_name(each.judged)));
    };
    count(number);
    words(text_of(group.work));
    words(name);
    words(std::string(enum_name(group.evenness)));
    count(group.choices);
    real(std::chrono::duration<double>(agent.signed_in_s).count());
    real(std::chrono::duration<double>(agent.free_s).count());
    count(agent.offered);
    count(agent.answered);
    portion(agent.calls);
    real(agent.busy.own);
    portion(agent.busy);
    return row;
}

Result<std::string> fairness_made(storage::Database& records, const ReportOptions& options) {
    auto manuals = Manuals::open(options.data, storage::Database::Mode::read_only);
    if (!manuals) return std::unexpected(manuals.error());
    people::PeopleStore people(records);
    const auto everyone = people.everyone();
    std::map<people::PersonId, std::string> logins;
    for (const people::Person& person : everyone) logins[person.id] = person.login;
    contact::ContactStore store(records);
    const auto origins = options.origins.value_or(people.site().demo ? contact::Origins::all : contact::Origins::live);
    const auto groups = contact::fairness(store, [&](std::uint64_t version) { return (*manuals)->of(version); }, everyone,
                                          {options.wanted.from, options.wanted.to, {}, origins});
    std::vector<std::vector<metrics::Value>> rows;
    for (std::size_t number = 0; number < groups.size(); ++number)
        for (const routing::AgentPortions& agent : groups[number].agents) {
            const auto login = logins.find(agent.person);
            const std::string name = login == logins.end() ? std::to_string(agent.person.value) : login->second;
            rows.push_back(row_of(number + 1, groups[number], agent, name));
        }
    return metrics::written(fairness_columns, rows, options.format);
}

}  // namespace

int report(const ReportOptions& options) {
    if (options.wanted.from >= options.wanted.to)
        return refuse({"--from", "the report ends before it begins", "an instant before --to"});
    auto records = read_records(options.data);
    if (!records) return refuse(records.error());
    try {
        const auto text = options.fairness ? fairness_made(*records, options) : made(*records, options);
        if (!text) return refuse(text.error());
        std::fwrite(text->data(), 1, text->size(), stdout);
        return exit_done;
    } catch (const storage::StorageError& error) {
        return fail({(options.data / journal::records_file).string(), error.what(), ""});
    }
}

}  // namespace markaz::app
