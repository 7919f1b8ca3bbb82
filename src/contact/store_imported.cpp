// Contacts of other systems in the tables of the fold. They have no journal: their timeline is made of their rows.

#include <algorithm>

#include "contact/store.hpp"

namespace markaz::contact {

namespace {

/// A contact of the rows, for its timeline.
struct ContactTimes {
    Instant started{};
    std::optional<Instant> ended;
    std::optional<ContactEnd> contact_end;
    Key outcome;
    VaultId party;
};
BOOST_DESCRIBE_STRUCT(ContactTimes, (), (started, ended, contact_end, outcome, party))

struct AssignmentTimes {
    AssignmentId id;
    VisitId visit;
    people::PersonId person;
    Key queue;
    Instant started{};
    std::optional<Instant> answered, ended;
    std::optional<AssignmentEnd> assignment_end;
    Duration ring{0}, talk{0}, hold{0}, wrap_up{0};
    Key outcome;
};
BOOST_DESCRIBE_STRUCT(AssignmentTimes, (), (id, visit, person, queue, started, answered, ended, assignment_end, ring, talk, hold, wrap_up,
                                            outcome))

struct ImportedName {
    std::string key, name;
};
BOOST_DESCRIBE_STRUCT(ImportedName, (), (key, name))

void add_assignment(std::vector<Event>& events, ContactId contact, const AssignmentTimes& row) {
    const auto moved = [&](Instant at, AssignmentState state) {
        events.push_back({at, centre::AssignmentMoved{row.id, contact, row.visit, row.person, row.queue, state}});
    };
    if (row.ring > Duration{0} || !row.answered) moved(row.started, AssignmentState::ringing);
    if (row.answered) moved(*row.answered, AssignmentState::talking);
    if (row.answered && row.wrap_up > Duration{0}) moved(*row.answered + row.talk + row.hold, AssignmentState::wrap_up);
    if (row.ended)
        events.push_back({*row.ended, centre::AssignmentEnded{row.id, contact, row.visit, Origin::imported, row.person, row.queue,
                                                              row.assignment_end.value_or(AssignmentEnd::completed), row.ring, row.talk,
                                                              row.hold, row.wrap_up, row.outcome}});
}

}  // namespace

void ContactStore::put_imported(const ImportedContact& contact) {
    const auto end_of = [](const auto& each) { return each.ended ? std::optional(each.end) : std::nullopt; };
    records_.run("insert into contact (id, origin, channel, language, flow, party, started, ended, contact_end, outcome, visits) "
                 "values (?1, 'imported', 'voice_in', 'en', '', ?2, ?3, ?4, ?5, ?6, ?7) on conflict (id) do update set "
                 "party = excluded.party, started = excluded.started, ended = excluded.ended, contact_end = excluded.contact_end, "
                 "outcome = excluded.outcome, visits = excluded.visits",
                 contact.id, contact.party, contact.started, contact.ended, end_of(contact), contact.outcome,
                 std::uint64_t{contact.visits.size()});
    const metrics::Thresholds otherwise;
    for (const ImportedVisit& visit : contact.visits)
        records_.run("insert into visit (id, contact, origin, queue, started, ended, visit_end, cause, answer_within, abandoned_short) "
                     "values (?1, ?2, 'imported', ?3, ?4, ?5, ?6, ?7, coalesce((select answer_within from standard where queue = ?3), ?8), "
                     "coalesce((select abandoned_short from standard where queue = ?3), ?9)) on conflict (id) do update set "
                     "contact = excluded.contact, queue = excluded.queue, started = excluded.started, ended = excluded.ended, "
                     "visit_end = excluded.visit_end, cause = excluded.cause",
                     visit.id, contact.id, visit.queue, visit.started, visit.ended, end_of(visit),
                     visit.ended ? std::optional(visit.cause) : std::nullopt, otherwise.answer_within, otherwise.abandoned_short);
    for (const ImportedAssignment& each : contact.assignments)
        records_.run(
            "insert into assignment (id, contact, visit, person, team, origin, queue, state, since, started, answered, ended, "
            "assignment_end, ring, talk, hold, wrap_up, outcome) values (?1, ?2, ?3, ?4, "
            "coalesce((select team from agent where person = ?4), ''), 'imported', ?5, case when ?8 is null then 'talking' else 'ended' "
            "end, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
            "?13, ?14) on conflict (id) do update set contact = excluded.contact, visit = excluded.visit, "
            "person = excluded.person, queue = excluded.queue, started = excluded.started, answered = excluded.answered, "
            "ended = excluded.ended, assignment_end = excluded.assignment_end, ring = excluded.ring, talk = excluded.talk, "
            "hold = excluded.hold, wrap_up = excluded.wrap_up, outcome = excluded.outcome",
            each.id, contact.id, each.visit, each.person, each.queue, each.started, each.answered, each.ended, end_of(each), each.ring,
            each.talk, each.hold, each.wrap_up, each.outcome);
}

void ContactStore::remove_imported(std::uint64_t from, std::uint64_t until) {
    records_.run("delete from contact where id >= ?1 and id < ?2", from, until);
    records_.run("delete from visit where id >= ?1 and id < ?2", from, until);
    records_.run("delete from assignment where id >= ?1 and id < ?2", from, until);
}

void ContactStore::name_imported(Named what, std::string_view key, std::string_view name) {
    records_.run(
        "insert into imported_name (what, key, name) values (?1, ?2, ?3) on conflict (what, key) do update set name = excluded.name", what,
        key, name);
}

std::map<std::string, std::string> ContactStore::imported_names(Named what) {
    std::map<std::string, std::string> names;
    records_.each<ImportedName>(
        "select key, name from imported_name where what = ?1", [&](ImportedName&& row) { names[row.key] = std::move(row.name); }, what);
    return names;
}

std::vector<std::uint64_t> ContactStore::imported_segments() {
    return records_.query<std::uint64_t>("select segment from imported_segment order by segment");
}

void ContactStore::mark_imported(std::uint64_t segment) {
    records_.run("insert into imported_segment (segment) values (?1) on conflict (segment) do nothing", segment);
}

void ContactStore::unmark_imported(std::uint64_t segment) {
    records_.run("delete from imported_segment where segment = ?1", segment);
}

/// What the rows tell, in the order in which it happened.
std::vector<Event> ContactStore::imported_events_of(ContactId contact) {
    const auto times = records_.query_one<ContactTimes>("select started, ended, contact_end, outcome, party from contact where id = ?1",
                                                        contact);
    if (!times) return {};
    std::vector<Event> events;
    centre::ContactStarted begun;
    begun.contact = contact;
    begun.origin = Origin::imported;
    begun.party = times->party;
    events.push_back({times->started, begun});
    std::vector<Event> happened;
    for (const VisitRecord& visit : visits_of(contact)) {
        happened.push_back({visit.started, centre::VisitStarted{visit.id, contact, Origin::imported, visit.queue}});
        if (visit.ended)
            happened.push_back({*visit.ended, centre::VisitEnded{visit.id, contact, Origin::imported, visit.queue, visit.started,
                                                                 visit.visit_end.value_or(VisitEnd::interrupted),
                                                                 visit.cause.value_or(VisitCause::none), {}}});
    }
    records_.each<AssignmentTimes>(
        "select id, visit, person, queue, started, answered, ended, assignment_end, ring, talk, hold, wrap_up, outcome from assignment "
        "where contact = ?1 order by id",
        [&](AssignmentTimes&& row) { add_assignment(happened, contact, row); }, contact);
    // Of one instant, what began first was added first.
    for (Event& event : happened) events.insert(std::ranges::upper_bound(events, event.at, {}, &Event::at), std::move(event));
    if (times->ended)
        events.push_back({*times->ended, centre::ContactEnded{contact, Origin::imported, times->contact_end.value_or(ContactEnd::caller),
                                                              times->outcome}});
    return events;
}

}  // namespace markaz::contact
