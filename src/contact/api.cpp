#include "contact/api.hpp"

#include <algorithm>

#include "journal/store_vault.hpp"
#include "people/store.hpp"

namespace markaz::contact {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;

namespace {

constexpr std::uint32_t page_rows = 50, most_rows = 500;

/// `answered,blocked` as values; a Failure that names what is none.
template <DescribedEnum E>
Answer<std::vector<E>> several(const std::optional<std::string>& text, std::string_view parameter) {
    std::vector<E> values;
    std::string_view rest = text ? std::string_view(*text) : std::string_view{};
    while (!rest.empty()) {
        const std::string_view name = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
        const auto value = enum_from<E>(name);
        if (!value) {
            std::string known;
            for (std::string_view each : enum_names<E>()) known.append(known.empty() ? "" : ", ") += each;
            std::string what = "\"" + std::string(name) + "\" is not known";
            return std::unexpected(Failure({"?" + std::string(parameter), std::move(what), "one of " + known}));
        }
        values.push_back(*value);
    }
    return values;
}

Answer<Filter> filter_of(const ContactsQuery& query) {
    Filter filter;
    filter.from = query.from;
    filter.until = query.to;
    filter.queue = query.queue.value_or(Key{});
    filter.within = query.within;
    filter.abandoned_short = query.short_;
    filter.origins = query.origins.value_or(Origins::live);
    auto standings = several<VisitStanding>(query.end, "end");
    if (!standings) return std::unexpected(standings.error());
    filter.standings = std::move(*standings);
    auto states = several<ContactState>(query.state, "state");
    if (!states) return std::unexpected(states.error());
    filter.states = std::move(*states);
    return filter;
}

Names names_of(storage::Database& records) {
    Names names;
    for (people::Person& person : people::PeopleStore(records).everyone()) names.emplace(person.id, std::move(person.name));
    return names;
}

PersonRef reference(people::PersonId id, const Names& names) {
    const auto found = names.find(id);
    return {id, found == names.end() ? std::string{} : found->second};
}

Nullable<Key> unless_empty(Key key) { return key ? Nullable<Key>(key) : Nullable<Key>{}; }

ContactRow shown(const VisitRow& row, const Names& names, Nullable<std::string> caller) {
    ContactRow made;
    made.contact = row.contact;
    if (row.visit) made.visit = row.visit;
    made.origin = row.origin;
    made.channel = row.channel;
    made.language = row.language;
    made.flow = row.flow;
    made.queue = unless_empty(row.queue);
    made.started = row.started;
    made.visit_started = row.visit_started;
    made.wait_s = row.wait;
    made.end = row.standing;
    made.cause = row.cause;
    made.state = row.state;
    if (row.agent) made.agent = reference(*row.agent, names);
    made.talk_s = row.talk;
    made.hold_s = row.hold;
    made.wrap_up_s = row.wrap_up;
    made.outcome = unless_empty(row.outcome);
    made.contact_end = row.contact_end;
    made.caller = std::move(caller);
    return made;
}

Visit shown(const VisitRecord& visit) {
    Visit made{visit.id, visit.queue, visit.started, visit.ended, VisitStanding::in_progress, visit.cause.value_or(VisitCause::none)};
    if (visit.visit_end) made.end = enum_from<VisitStanding>(enum_name(*visit.visit_end)).value();
    return made;
}

Assignment shown(const AssignmentRecord& record, const Names& names) {
    return {record.id, record.visit, record.queue, reference(record.person, names), record.state, record.assignment_end,
            record.ring, record.talk, record.hold, record.wrap_up, unless_empty(record.outcome)};
}

/// The contact's own fields: where it stands now, and what its visits add up to.
Contact whole(const std::vector<VisitRow>& rows, const Names& names) {
    Contact made;
    const VisitRow& last = rows.back();
    made.contact = last.contact;
    made.origin = last.origin;
    made.channel = last.channel;
    made.language = last.language;
    made.flow = last.flow;
    made.queue = unless_empty(last.queue);
    made.started = last.started;
    made.outcome = unless_empty(last.outcome);
    made.contact_end = last.contact_end;
    const auto add = [](Nullable<Duration>& sum, const std::optional<Duration>& length) {
        if (length) sum = sum.value_or(Duration{0}) + *length;
    };
    for (const VisitRow& row : rows) {
        if (row.state) made.state = row.state;
        if (row.agent) made.agent = reference(*row.agent, names);
        add(made.talk_s, row.talk);
        add(made.hold_s, row.hold);
        add(made.wrap_up_s, row.wrap_up);
    }
    return made;
}

std::optional<std::string> caller_of(storage::Database& records, VaultId party) {
    if (!party) return std::nullopt;
    auto kept = journal::Vault(records).get(party);
    return kept ? std::optional(std::move(kept->value)) : std::nullopt;
}

/// A player asks for a file in pieces: the first piece is the look.
bool begins_at_start(const http::Request& request) {
    const std::string_view range = request.header("Range");
    return range.empty() || range.starts_with("bytes=0-");
}

}  // namespace

std::string masked(std::string_view caller) {
    // A character of UTF-8 is not cut in two: only what is plain ASCII is shown.
    constexpr std::size_t shown = 2, shortest = 6;
    const bool plain = std::ranges::all_of(caller, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return plain && caller.size() >= shortest ? "…" + std::string(caller.substr(caller.size() - shown)) : "…";
}

Answer<void> ContactService::wait_for(std::optional<std::uint64_t> entry) const {
    if (!entry || house_.has(*entry)) return {};
    return std::unexpected(Failure(Status::unavailable, {"?at_least", "this entry is not in the records yet", "ask again"}));
}

Answer<ContactPage> ContactService::list(const ContactsQuery& query) {
    if (auto there = wait_for(query.at_least); !there) return std::unexpected(there.error());
    auto filter = filter_of(query);
    if (!filter) return std::unexpected(filter.error());
    std::optional<RowPlace> after;
    if (query.page_after && !(after = RowPlace::from(*query.page_after)))
        return std::unexpected(Failure({"?page_after", "this is no place in a list", "the `next` of the page before"}));
    if (query.limit && (*query.limit == 0 || *query.limit > most_rows))
        return std::unexpected(Failure({"?limit", std::to_string(*query.limit) + " is out of range", "1 to " + std::to_string(most_rows)}));

    auto records = records_.borrow();
    const RowPage page = ContactStore(*records).list(*filter, after, query.limit.value_or(page_rows));
    const Names names = names_of(*records);
    ContactPage made;
    made.total = page.total;
    for (const VisitRow& row : page.rows) {
        Nullable<std::string> caller;
        if (const auto known = caller_of(*records, row.party)) caller = masked(*known);
        made.rows.push_back(shown(row, names, std::move(caller)));
    }
    if (page.next) made.next = page.next->text();
    return made;
}

Nullable<std::string> ContactService::caller_shown(storage::Database& records, const Call& call, const VisitRow& row) {
    const auto caller = caller_of(records, row.party);
    if (!caller) return {};
    if (!call.caller->may.allow(people::Permission::view_personal_data)) return masked(*caller);
    people::PeopleStore(records).audit(
        {house_.now(), call.caller->person, people::Audited::viewed_caller, "contact " + std::to_string(row.contact.value)});
    return *caller;
}

Answer<Contact> ContactService::one(const Call& call, const ContactQuery& query) {
    if (auto there = wait_for(query.at_least); !there) return std::unexpected(there.error());
    const auto id = call.at<ContactId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    ContactStore store(*records);
    const std::vector<VisitRow> rows = store.rows_of(*id);
    if (rows.empty()) return std::unexpected(Failure(Status::not_found, {call.request.path, "this contact is not there", ""}));

    const Names names = names_of(*records);
    Contact made = whole(rows, names);
    made.caller = caller_shown(*records, call, rows.back());
    for (const VisitRecord& visit : store.visits_of(*id)) made.visits.push_back(shown(visit));
    for (const AssignmentRecord& assignment : store.assignments_of(*id)) made.assignments.push_back(shown(assignment, names));
    made.timeline = timeline_of(store.events_of(*id), house_.manual_of, names);
    for (const RecordingRecord& each : store.recordings_of(*id))
        made.recordings.push_back({each.id, each.started, each.length, each.state});
    return made;
}

Answer<http::Response> ContactService::audio(const Call& call) {
    const auto id = call.at<RecordingId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    const auto recording = ContactStore(*records).recording(*id);
    if (!recording) return std::unexpected(Failure(Status::not_found, {call.request.path, "this recording is not there", ""}));
    if (recording->state != RecordingState::ready) {
        std::string what = "this recording is " + std::string(enum_name(recording->state));
        return std::unexpected(Failure(Status::conflict, {call.request.path, std::move(what), ""}));
    }
    if (begins_at_start(call.request))
        people::PeopleStore(*records).audit(
            {house_.now(), call.caller->person, people::Audited::listened, "recording " + std::to_string(id->value)});
    return http::Response::file(house_.data / recording->file, "audio/wav");
}

void ContactService::add_routes(http::Routes& routes) {
    using people::Permission;
    routes.get("/api/v1/contacts", "list_contacts", Permission::view_contacts,
               [this](const Call&, const ContactsQuery& query) -> Answer<ContactPage> { return list(query); });
    routes.get("/api/v1/contacts/{id}", "get_contact", Permission::view_contacts,
               [this](const Call& call, const ContactQuery& query) -> Answer<Contact> { return one(call, query); });
    routes.get("/api/v1/recordings/{id}/audio", "get_recording_audio", Permission::listen_recordings,
               [this](const Call& call) -> Answer<http::Response> { return audio(call); });
}

}  // namespace markaz::contact
