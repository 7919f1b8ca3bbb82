#include "contact/api.hpp"

#include <algorithm>

#include "contact/api_several.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"
#include "procedure/run.hpp"

namespace markaz::contact {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;

namespace {

constexpr std::uint32_t page_rows = 50, most_rows = 500, peaks_points = 600, most_points = 4000;
constexpr std::uint32_t most_promises = 20, most_cases = 20;  // that one look at a contact shows
/// Fewer digits would find half of the callers.
constexpr std::size_t shortest_number = 4, longest_number = 32;

Answer<Filter> filter_of(const ContactsQuery& query) {
    Filter filter;
    filter.from = query.from;
    filter.until = query.to;
    filter.queue = query.queue.value_or(Key{});
    filter.within = query.within;
    filter.abandoned_short = query.short_;
    filter.as_expected = query.as_expected;
    filter.origins = query.origins.value_or(Origins::live);
    filter.agent = query.agent.value_or(people::PersonId{});
    auto standings = several<VisitStanding>(query.end, "end");
    if (!standings) return std::unexpected(standings.error());
    filter.standings = std::move(*standings);
    auto states = several<ContactState>(query.state, "state");
    if (!states) return std::unexpected(states.error());
    filter.states = std::move(*states);
    auto channels = several<Channel>(query.channel, "channel");
    if (!channels) return std::unexpected(channels.error());
    filter.channels = std::move(*channels);
    return filter;
}

/// The digits by which a caller is looked for: whoever may not see a whole number may not find it by trying, either.
template <class Query>
Answer<std::string> number_of(const Call& call, const Query& query) {
    if (!query.number) return std::string{};
    if (!call.caller->may.allow(people::Permission::view_personal_data))
        return std::unexpected(Failure(Status::forbidden, {"?number", "you may not look for a caller's number", "ask a manager"}));
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || c == '+'; };
    const bool fits = query.number->size() >= shortest_number && query.number->size() <= longest_number &&
                      std::ranges::all_of(*query.number, is_digit);
    if (!fits) return std::unexpected(Failure({"?number", "this is no part of a number", "4 to 32 digits, with which it ends"}));
    return *query.number;
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

/// Who is at the other end: the number that called, or the name that a message was signed with.
std::optional<std::string> party(storage::Database& records, VaultId id) {
    journal::Vault vault(records);
    auto number = vault.get(id, "caller-number"_key);
    return number ? number : vault.get(id, "customer-name"_key);
}

/// A player asks for a file in pieces: the first piece is the look.
bool begins_at_start(const http::Request& request) {
    const std::string_view range = request.header("Range");
    return range.empty() || range.starts_with("bytes=0-");
}

}  // namespace

Names names_of(storage::Database& records) {
    Names names;
    for (people::Person& person : people::PeopleStore(records).everyone()) names.emplace(person.id, std::move(person.name));
    for (auto& [number, name] : ContactStore(records).imported_names(Named::agent))
        names.emplace(people::PersonId{std::stoull(number)}, std::move(name));
    return names;
}

PersonRef reference(people::PersonId id, const Names& names) {
    const auto found = names.find(id);
    return {id, found == names.end() ? std::string{} : found->second};
}

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

/// A desk asks for its contact at the first ring, when who called may be on its way to the records still. That is waited for, too, but
/// nothing is refused for the want of it.
Answer<void> ContactService::wait_for_caller(std::optional<std::uint64_t> entry) const {
    if (entry) return wait_for(entry);
    house_.has(0);
    return {};
}

Answer<ContactPage> ContactService::list(const Call& call, const ContactsQuery& query) {
    if (auto there = wait_for(query.at_least); !there) return std::unexpected(there.error());
    auto filter = filter_of(query);
    if (!filter) return std::unexpected(filter.error());
    auto number = number_of(call, query);
    if (!number) return std::unexpected(number.error());
    filter->party = std::move(*number);
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
        if (const auto known = party(*records, row.party)) caller = masked(*known);
        made.rows.push_back(shown(row, names, std::move(caller)));
    }
    if (page.next) made.next = page.next->text();
    return made;
}

Nullable<std::string> ContactService::caller_shown(storage::Database& records, const Call& call, const VisitRow& row) {
    const auto caller = party(records, row.party);
    if (!caller) return {};
    if (!call.caller->may.allow(people::Permission::view_personal_data)) return masked(*caller);
    people::PeopleStore(records).audit(
        {house_.now(), call.caller->person, people::Audited::viewed_caller, "contact " + std::to_string(row.contact.value)});
    return *caller;
}

/// Nothing of whoever shows no number.
Nullable<CustomerShown> ContactService::customer_shown(storage::Database& records, const VisitRow& row) const {
    // Not party(): whoever signs a message with somebody's number is not that customer.
    const auto number = journal::Vault(records).get(row.party, "caller-number"_key);
    if (!number || !house_.customer_of) return {};
    return house_.customer_of(records, *number);
}

Answer<Contact> ContactService::one(const Call& call, const ContactQuery& query) {
    if (auto there = wait_for_caller(query.at_least); !there) return std::unexpected(there.error());
    const auto id = call.at<ContactId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    ContactStore store(*records);
    const std::vector<VisitRow> rows = store.rows_of(*id);
    if (rows.empty()) return std::unexpected(Failure(Status::not_found, {call.request.path, "this contact is not there", ""}));

    const bool may_know = call.caller->may.allow(people::Permission::view_personal_data);
    Contact made = told(*records, *id, rows, may_know);
    made.caller = caller_shown(*records, call, rows.back());
    if (may_know) made.customer = customer_shown(*records, rows.back());
    return made;
}

/// Everything but who called. `notes`: with what agents wrote.
Contact ContactService::told(storage::Database& records, ContactId id, const std::vector<VisitRow>& rows, bool notes) {
    ContactStore store(records);
    const Names names = names_of(records);
    Contact made = whole(rows, names);
    for (const VisitRecord& visit : store.visits_of(id)) made.visits.push_back(shown(visit));
    for (const AssignmentRecord& assignment : store.assignments_of(id)) made.assignments.push_back(shown(assignment, names));
    const auto note_of = [&](VaultId written) { return notes ? journal::Vault(records).get(written, "note"_key) : std::nullopt; };
    made.timeline = timeline_of(store.events_of(id), house_.manual_of, names, note_of);
    for (const PromiseRow& each : store.promises_to_caller_of(id, most_promises))
        made.promises.push_back(promise_shown(records, each, names));
    for (const CaseRow& each : CaseStore(records).of_caller_of(id, most_cases))
        made.cases.push_back(case_shown(records, each, names, house_.manual_of, notes));
    for (const RecordingRecord& each : store.recordings_of(id))
        made.recordings.push_back({each.id, each.started, each.length, each.state, !each.assignment});
    return made;
}

Answer<ContactPage> ContactService::list_own(const Call& call, ContactsQuery query) {
    query.agent = call.caller->person;
    return list(call, query);
}

/// One's own contact, with what agents before wrote: whoever serves a customer goes on where the other one stopped.
Answer<Contact> ContactService::own(const Call& call, const ContactQuery& query) {
    if (auto there = wait_for_caller(query.at_least); !there) return std::unexpected(there.error());
    const auto id = call.at<ContactId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    ContactStore store(*records);
    const std::vector<VisitRow> rows = store.rows_of(*id);
    if (rows.empty() || !store.was_with(*id, call.caller->person))
        return std::unexpected(Failure(Status::not_found, {call.request.path, "this contact was not with you", ""}));
    Contact made = told(*records, *id, rows, true);
    made.caller = caller_shown(*records, call, rows.back());
    // Whoever serves a customer must know who they are; that they saw it is on record as their assignment.
    const bool still_here = std::ranges::any_of(store.assignments_of(*id), [&](const AssignmentRecord& each) {
        return each.person == call.caller->person && !each.assignment_end;
    });
    if (still_here || call.caller->may.allow(people::Permission::view_personal_data)) made.customer = customer_shown(*records, rows.back());
    // What a caller said to nobody is heard by whoever took it; what was said to an agent is for those who may listen.
    const bool served = store.was_served_by(*id, call.caller->person);
    std::erase_if(made.recordings, [&](const Recording& each) { return !served || !each.message; });
    return made;
}

PromiseShown ContactService::promise_shown(storage::Database& records, const PromiseRow& row, const Names& names) const {
    PromiseShown made{row.contact, row.flow, row.step, {}, reference(row.person, names), row.made, row.due, {}};
    const procedure::ManualRef manual = house_.manual_of(row.manual);
    const procedure::Flow* flow = manual ? manual->flow(row.flow) : nullptr;
    const procedure::Step* step = flow ? flow->step(row.step) : nullptr;
    if (step) made.text = procedure::words_of(*step, flow->source);
    if (const auto known = party(records, row.party)) made.caller = masked(*known);
    return made;
}

Answer<Promises> ContactService::promises(const PromisesQuery& query) {
    const std::uint32_t limit = query.limit.value_or(page_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    auto records = records_.borrow();
    const Names names = names_of(*records);
    Promises made;
    const auto rows = ContactStore(*records).promises(query.from.value_or(house_.now()), query.to.value_or(Instant::max()),
                                                      query.origins.value_or(Origins::live), limit);
    for (const PromiseRow& row : rows) made.rows.push_back(promise_shown(*records, row, names));
    return made;
}

Answer<MyDay> ContactService::day(const Call& call, const DayQuery& query) {
    auto records = records_.borrow();
    const PersonDay day = ContactStore(*records).day_of(call.caller->person, query.from, query.origins.value_or(Origins::live));
    return MyDay{day.answered, day.talk, day.hold, day.wrap_up};
}

Answer<RecordingPage> ContactService::recordings(const Call& call, const RecordingsQuery& query) {
    auto number = number_of(call, query);
    if (!number) return std::unexpected(number.error());
    const std::uint32_t limit = query.limit.value_or(page_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    RecordingFilter filter;
    filter.from = query.from.value_or(filter.from);
    filter.until = query.to.value_or(filter.until);
    filter.queue = query.queue.value_or(Key{});
    filter.person = query.agent.value_or(people::PersonId{});
    filter.party = std::move(*number);
    filter.before = query.before.value_or(RecordingId{});
    auto records = records_.borrow();
    const Names names = names_of(*records);
    RecordingPage page;
    for (const RecordingRow& row : ContactStore(*records).recordings(filter, limit)) {
        Nullable<std::string> caller;
        if (const auto known = party(*records, row.party)) caller = masked(*known);
        RecordingListed listed{row.id,      row.contact, row.queue,   {},          std::move(caller),
                               row.started, row.length,  row.state, row.message};
        if (row.person) listed.agent = reference(row.person, names);
        page.rows.push_back(std::move(listed));
    }
    if (page.rows.size() == limit) page.next = page.rows.back().id;
    return page;
}

/// The recording of the path, which can be heard.
Answer<RecordingRecord> ContactService::recording(const Call& call) {
    const auto id = call.at<RecordingId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    auto recording = ContactStore(*records).recording(*id);
    if (!recording) return std::unexpected(Failure(Status::not_found, {call.request.path, "this recording is not there", ""}));
    if (recording->state != RecordingState::ready) {
        std::string what = "this recording is " + std::string(enum_name(recording->state));
        return std::unexpected(Failure(Status::conflict, {call.request.path, std::move(what), ""}));
    }
    return std::move(*recording);
}

/// A message that was left for the queue and that this person has taken.
Answer<RecordingRecord> ContactService::own_message(const Call& call) {
    auto found = recording(call);
    if (!found) return found;
    auto records = records_.borrow();
    if (found->assignment || !ContactStore(*records).was_served_by(found->contact, call.caller->person))
        return std::unexpected(Failure(Status::not_found, {call.request.path, "this message was not with you", ""}));
    return found;
}

Answer<http::Response> ContactService::audio(const Call& call, const Answer<RecordingRecord>& wanted) {
    if (!wanted) return std::unexpected(wanted.error());
    auto records = records_.borrow();
    if (begins_at_start(call.request))
        people::PeopleStore(*records).audit(
            {house_.now(), call.caller->person, people::Audited::listened, "recording " + std::to_string(wanted->id.value)});
    return http::Response::file(house_.data / wanted->file, "audio/wav");
}

Answer<Peaks> ContactService::peaks(const Call& call, const PeaksQuery& query, const Answer<RecordingRecord>& wanted) {
    const std::uint32_t points = query.points.value_or(peaks_points);
    if (points == 0 || points > most_points)
        return std::unexpected(Failure({"?points", std::to_string(points) + " is out of range", "1 to " + std::to_string(most_points)}));
    if (!wanted) return std::unexpected(wanted.error());
    auto found = house_.peaks_of(house_.data / wanted->file, points);
    if (!found) return std::unexpected(Failure(Status::conflict, {call.request.path, "this recording cannot be read", ""}));
    return std::move(*found);
}

void ContactService::add_routes(http::Routes& routes) {
    using people::Permission;
    routes.get("/api/v1/contacts", "list_contacts", Permission::view_contacts,
               [this](const Call& call, const ContactsQuery& query) -> Answer<ContactPage> { return list(call, query); });
    routes.get("/api/v1/contacts/{id}", "get_contact", Permission::view_contacts,
               [this](const Call& call, const ContactQuery& query) -> Answer<Contact> { return one(call, query); });
    routes.get("/api/v1/promises", "list_promises", Permission::view_contacts,
               [this](const Call&, const PromisesQuery& query) -> Answer<Promises> { return promises(query); });
    routes.get("/api/v1/results", "list_results", Permission::view_contacts,
               [this](const Call& call, const ResultsQuery& query) -> Answer<Results> { return results(call, query); });
    routes.put("/api/v1/results/{assignment}/{procedure}", "settle_result", Permission::view_contacts,
               [this](const Call& call, const SettleWish& wish) -> Answer<http::Nothing> { return settle(call, wish); });
    routes.get("/api/v1/me/results", "count_own_results", Permission::view_contacts,
               [this](const Call& call) -> Answer<OwnResults> { return own_results(call); });
    routes.get("/api/v1/recordings", "list_recordings", Permission::listen_recordings,
               [this](const Call& call, const RecordingsQuery& query) -> Answer<RecordingPage> { return recordings(call, query); });
    routes.get("/api/v1/recordings/{id}/audio", "get_recording_audio", Permission::listen_recordings,
               [this](const Call& call) -> Answer<http::Response> { return audio(call, recording(call)); });
    routes.get("/api/v1/recordings/{id}/peaks", "get_recording_peaks", Permission::listen_recordings,
               [this](const Call& call, const PeaksQuery& query) -> Answer<Peaks> { return peaks(call, query, recording(call)); });
    routes.get("/api/v1/me/messages/{id}/audio", "get_own_message_audio", Permission::take_contacts,
               [this](const Call& call) -> Answer<http::Response> { return audio(call, own_message(call)); });
    routes.get("/api/v1/me/messages/{id}/peaks", "get_own_message_peaks", Permission::take_contacts,
               [this](const Call& call, const PeaksQuery& query) -> Answer<Peaks> { return peaks(call, query, own_message(call)); });
    routes.get("/api/v1/me/contacts", "list_own_contacts", Permission::take_contacts,
               [this](const Call& call, const ContactsQuery& query) -> Answer<ContactPage> { return list_own(call, query); });
    routes.get("/api/v1/me/contacts/{id}", "get_own_contact", Permission::take_contacts,
               [this](const Call& call, const ContactQuery& query) -> Answer<Contact> { return own(call, query); });
    routes.get("/api/v1/me/day", "get_own_day", Permission::take_contacts,
               [this](const Call& call, const DayQuery& query) -> Answer<MyDay> { return day(call, query); });
}

}  // namespace markaz::contact
