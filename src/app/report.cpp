// `markaz report`: the same figures as the Board's, for any time, read beside a running centre.

#include <cstdio>
#include <map>

#include "app/commands.hpp"
#include "app/records.hpp"
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

}  // namespace

int report(const ReportOptions& options) {
    if (options.wanted.from >= options.wanted.to)
        return refuse({"--from", "the report ends before it begins", "an instant before --to"});
    auto records = read_records(options.data);
    if (!records) return refuse(records.error());
    try {
        const auto text = made(*records, options);
        if (!text) return refuse(text.error());
        std::fwrite(text->data(), 1, text->size(), stdout);
        return exit_done;
    } catch (const storage::StorageError& error) {
        return fail({(options.data / journal::records_file).string(), error.what(), ""});
    }
}

}  // namespace markaz::app
