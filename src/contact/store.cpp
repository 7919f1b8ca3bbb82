#include "contact/store.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/json.hpp"

namespace markaz::contact {

namespace {

// What a row is made of. Both parts have the same columns; `at`, visit and contact give the order of the list.
constexpr std::string_view visit_columns =
    "select v.started as at, c.id as contact, v.id as visit, c.origin as origin, c.channel as channel, c.language as language, "
    "c.flow as flow, v.queue as queue, c.started as started, v.started as visit_started, v.ended - v.started as wait, "
    "coalesce(v.visit_end, 'in_progress') as standing, v.cause as cause, v.state as state, "
    "(select a.person from assignment a where a.visit = v.id and (a.ended is null or a.answered is not null) order by a.id desc limit 1) "
    "as agent, "
    "(select sum(a.talk) from assignment a where a.visit = v.id and a.answered is not null) as talk, "
    "(select sum(a.hold) from assignment a where a.visit = v.id and a.answered is not null) as hold, "
    "(select sum(a.wrap_up) from assignment a where a.visit = v.id and a.answered is not null) as wrap_up, "
    "case when c.outcome <> '' then c.outcome else coalesce((select a.outcome from assignment a where a.visit = v.id and a.outcome <> '' "
    "order by a.id desc limit 1), '') end as outcome, "
    "c.contact_end as contact_end, c.party as party from visit v join contact c on c.id = v.contact ";

constexpr std::string_view contact_columns =
    "select c.started as at, c.id as contact, 0 as visit, c.origin as origin, c.channel as channel, c.language as language, "
    "c.flow as flow, '' as queue, c.started as started, null as visit_started, null as wait, "
    "null as standing, null as cause, c.state as state, null as agent, null as talk, null as hold, null as wrap_up, "
    "c.outcome as outcome, c.contact_end as contact_end, c.party as party from contact c ";

// ?1 from, ?2 until, ?3 origins, ?4 queue, ?5 standings as `,answered,blocked,`, ?6 states alike, ?7 within, ?8 abandoned_short,
// ?9 the person who answered (0: whoever), ?10 how the caller's number ends, ?11 channels as `,voice_in,form,`, ?12 as_expected.
// An empty text and NULL ask for nothing.
constexpr std::string_view visit_filter =
    "where v.started >= ?1 and v.started < ?2 and (?3 = 'all' or v.origin in ('live', 'imported')) "
    "and (?4 = '' or v.queue = ?4) "
    "and (?5 = '' or ?5 like '%,' || coalesce(v.visit_end, 'in_progress') || ',%') "
    "and (?6 = '' or ?6 like '%,' || v.state || ',%') "
    "and (?7 is null or v.visit_end = 'answered' and case when v.ended - v.started <= v.answer_within then 1 else 0 end = ?7) "
    "and (?8 is null or case when v.visit_end = 'abandoned' and v.ended - v.started <= v.abandoned_short then 1 else 0 end = ?8) "
    "and (?9 = 0 or exists (select 1 from assignment a where a.visit = v.id and a.person = ?9 and a.answered is not null)) "
    "and (?10 = '' or exists (select 1 from contact p join vault n on n.id = p.party where p.id = v.contact "
    "and substr(n.value, -length(?10)) = ?10)) "
    "and (?11 = '' or exists (select 1 from contact p where p.id = v.contact and ?11 like '%,' || p.channel || ',%')) "
    "and (?12 is null or v.visit_end = 'answered' and "
    "case when v.ended - v.started between v.expected_low and v.expected_high then 1 when v.expected is not null then 0 end = ?12) ";

constexpr std::string_view contact_filter =
    "where c.visits = 0 and c.started >= ?1 and c.started < ?2 and (?3 = 'all' or c.origin in ('live', 'imported')) "
    "and ?4 = '' and ?5 = '' and (?6 = '' or ?6 like '%,' || c.state || ',%') and ?7 is null and coalesce(?8, 0) = 0 and ?9 = 0 "
    "and (?10 = '' or exists (select 1 from vault n where n.id = c.party and substr(n.value, -length(?10)) = ?10)) "
    "and (?11 = '' or ?11 like '%,' || c.channel || ',%') and ?12 is null ";

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string whole;
    for (std::string_view part : parts) whole += part;
    return whole;
}

const std::string count_sql = joined({"select (select count(*) from visit v ", visit_filter, ") + (select count(*) from contact c ",
                                      contact_filter, ")"});
const std::string page_sql = joined({visit_columns, visit_filter, "and (v.started, v.id, v.contact) < (?13, ?14, ?15) union all ",
                                     contact_columns, contact_filter, "and (c.started, 0, c.id) < (?13, ?14, ?15) ",
                                     "order by at desc, visit desc, contact desc limit ?16"});
const std::string rows_of_sql = joined({visit_columns, "where v.contact = ?1 union all ", contact_columns,
                                        "where c.visits = 0 and c.id = ?1 order by at, visit"});

constexpr Instant before_all{Duration{std::numeric_limits<std::int64_t>::min()}};
constexpr Instant after_all{Duration{std::numeric_limits<std::int64_t>::max()}};

template <DescribedEnum E>
std::string listed(const std::vector<E>& wanted) {
    std::string text;
    for (E each : wanted) text.append(text.empty() ? "," : "").append(enum_name(each)) += ',';
    return text;
}

/// One visit for reports, with what its assignments add up to.
struct VisitSums {
    ContactId contact;
    Origin origin = Origin::live;
    Key queue;
    Instant started{};
    std::optional<Instant> ended;
    std::optional<VisitEnd> visit_end;
    std::optional<Duration> answer_within, abandoned_short, expected, expected_low, expected_high;
    Duration talk{0}, hold{0}, wrap_up{0};
};
BOOST_DESCRIBE_STRUCT(VisitSums, (), (contact, origin, queue, started, ended, visit_end, answer_within, abandoned_short, expected,
                                      expected_low, expected_high, talk, hold, wrap_up))

constexpr std::string_view visit_sums =
    "select v.contact as contact, v.origin as origin, v.queue as queue, v.started as started, v.ended as ended, v.visit_end as visit_end, "
    "v.answer_within as answer_within, v.abandoned_short as abandoned_short, v.expected as expected, "
    "v.expected_low as expected_low, v.expected_high as expected_high, coalesce(sum(a.talk), 0) as talk, "
    "coalesce(sum(a.hold), 0) as hold, coalesce(sum(a.wrap_up), 0) as wrap_up from visit v left join assignment a on a.visit = v.id ";

const std::string sums_by_visit =
    joined({visit_sums, "where v.started >= ?1 and v.started < ?2 and (?3 = 'all' or v.origin in ('live', 'imported')) "
                        "group by v.id order by v.started, v.id"});
// A contact that came before `from` or again after `until` is seen whole, so that it is counted once and where it began.
const std::string sums_by_contact =
    joined({visit_sums, "where v.contact in (select contact from visit where started >= ?1 and started < ?2) "
                        "and (?3 = 'all' or v.origin in ('live', 'imported')) group by v.id order by v.contact, v.started, v.id"});

metrics::VisitFacts facts_of(const VisitSums& sums) {
    const metrics::Thresholds otherwise;
    const metrics::Thresholds judging{sums.answer_within.value_or(otherwise.answer_within),
                                      sums.abandoned_short.value_or(otherwise.abandoned_short)};
    metrics::VisitFacts facts{sums.started, sums.ended, sums.visit_end.value_or(VisitEnd::answered), judging, sums.talk, sums.hold,
                              sums.wrap_up};
    if (sums.expected) facts.estimate = metrics::WaitEstimate{sums.started, *sums.expected, *sums.expected_low, *sums.expected_high};
    return facts;
}

/// The contact as one offer: it ends with its first answer, or else as its last visit does.
void join_visit(metrics::VisitFacts& contact, const metrics::VisitFacts& next) {
    contact.talk += next.talk;
    contact.hold += next.hold;
    contact.wrap_up += next.wrap_up;
    if (contact.ended && contact.end == VisitEnd::answered) return;
    contact.ended = next.ended;
    contact.end = next.end;
    contact.estimate = next.estimate;
}

struct AssignmentSums {
    people::PersonId person;
    Key team;
    Origin origin = Origin::live;
    Instant started{};
    std::optional<Instant> answered, ended;
    std::optional<AssignmentEnd> assignment_end;
    std::optional<Duration> answer_within, abandoned_short;
    Duration talk{0}, hold{0}, wrap_up{0};
};
BOOST_DESCRIBE_STRUCT(AssignmentSums, (), (person, team, origin, started, answered, ended, assignment_end, answer_within, abandoned_short,
                                           talk, hold, wrap_up))

constexpr std::string_view sums_by_assignment =
    "select a.person as person, a.team as team, a.origin as origin, a.started as started, a.answered as answered, a.ended as ended, "
    "a.assignment_end as assignment_end, v.answer_within as answer_within, v.abandoned_short as abandoned_short, a.talk as talk, "
    "a.hold as hold, a.wrap_up as wrap_up from assignment a left join visit v on v.id = a.visit "
    "where a.started >= ?1 and a.started < ?2 and (?3 = 'all' or a.origin in ('live', 'imported')) order by a.started, a.id";

/// What an agent was offered: answered, or gone because the caller left, or gone on to somebody else after a ring in vain.
VisitEnd offer_end(const AssignmentSums& sums) {
    if (sums.answered) return VisitEnd::answered;
    switch (sums.assignment_end.value_or(AssignmentEnd::completed)) {
        case AssignmentEnd::caller_left: return VisitEnd::abandoned;
        case AssignmentEnd::interrupted: return VisitEnd::interrupted;
        case AssignmentEnd::unreached: return VisitEnd::callback;
        case AssignmentEnd::completed:
        case AssignmentEnd::transferred:
        case AssignmentEnd::no_answer:
        case AssignmentEnd::declined:
        case AssignmentEnd::unreachable: return VisitEnd::overflowed;
    }
    return VisitEnd::overflowed;
}

metrics::VisitFacts facts_of(const AssignmentSums& sums) {
    const metrics::Thresholds otherwise;
    return {sums.started, sums.answered ? sums.answered : sums.ended, offer_end(sums),
            {sums.answer_within.value_or(otherwise.answer_within), sums.abandoned_short.value_or(otherwise.abandoned_short)},
            sums.talk, sums.hold, sums.wrap_up};
}

struct StintRow {
    people::PersonId person;
    Pool pool = Pool::live;
    bool barred = false;
    people::Presence presence = people::Presence::offline;
    std::string skills;  ///< `cards:3,loans:1,`
    Instant started{};
    std::optional<Instant> ended;
};
BOOST_DESCRIBE_STRUCT(StintRow, (), (person, pool, barred, presence, skills, started, ended))

std::vector<people::Skill> skills_of(std::string_view text) {
    std::vector<people::Skill> skills;
    for (std::size_t comma = text.find(','); comma != text.npos; comma = text.find(',')) {
        const std::string_view one = text.substr(0, comma);
        text.remove_prefix(comma + 1);
        const std::size_t colon = one.find(':');
        people::Skill skill;
        const auto name = Key::from(one.substr(0, colon));
        if (!name || colon == one.npos || std::from_chars(one.data() + colon + 1, one.data() + one.size(), skill.level).ec != std::errc{})
            throw storage::StorageError(storage::Fault::corrupt, "stint: a skill that is none: " + std::string(one));
        skill.name = *name;
        skills.push_back(skill);
    }
    return skills;
}

/// One assignment, as far as it kept its agent from others.
struct EngagementRow {
    people::PersonId person;
    Channel channel = Channel::voice_in;
    routing::Chooser chooser = routing::Chooser::agent_took_contact;
    routing::Rule rule = routing::Rule::longest_idle;
    Instant started{};
    std::optional<Instant> ended;
    bool counts = false, answered = false;
    Duration busy{0};
};
BOOST_DESCRIBE_STRUCT(EngagementRow, (), (person, channel, chooser, rule, started, ended, counts, answered, busy))

struct EntryRow {
    std::uint64_t entry = 0;
    std::string told;
};
BOOST_DESCRIBE_STRUCT(EntryRow, (), (entry, told))

struct EventRow {
    Instant at{};
    std::string told;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (at, told))

constexpr std::string_view recording_columns = "select id, contact, assignment, file, started, length, state from recording ";
/// With the queue to which it belongs: that of its assignment, or, where the caller left a message, of the contact's last visit.
const std::string recording_with_queue =
    "(select m.*, coalesce(case when m.assignment <> 0 then (select queue from assignment where id = m.assignment) "
    "else (select queue from visit where contact = m.contact order by id desc limit 1) end, '') as queue from recording m) r ";
const std::string recordings_sql =
    "select r.id as id, r.contact as contact, r.queue as queue, coalesce(a.person, 0) as person, coalesce(c.party, 0) as party, "
    "r.started as started, r.length as length, r.state as state, r.assignment = 0 as message from " + recording_with_queue +
    "left join assignment a on a.id = r.assignment left join contact c on c.id = r.contact "
    "where r.started >= ?1 and r.started < ?2 and (?3 = '' or r.queue = ?3) and (?4 = 0 or a.person = ?4) "
    "and (?5 = '' or exists (select 1 from vault n where n.id = c.party and substr(n.value, -length(?5)) = ?5)) "
    "and (?6 = 0 or r.id < ?6) order by r.id desc limit ?7";
const std::string recordings_older_sql =
    "select r.id, r.contact, r.assignment, r.file, r.started, r.length, r.state from " + recording_with_queue +
    "where r.queue = ?1 and r.started < ?2 and r.state in ('ready', 'failed') order by r.id limit ?3";
const std::string recorded_queues_sql = "select distinct r.queue from " + recording_with_queue + "where r.queue <> ''";
const std::string recordings_of_sql = joined({recording_columns, "where contact = ?1 order by id"});
const std::string recording_sql = joined({recording_columns, "where id = ?1"});

}  // namespace

std::string RowPlace::text() const {
    return std::to_string(at.time_since_epoch().count()) + "." + std::to_string(visit.value) + "." + std::to_string(contact.value);
}

std::optional<RowPlace> RowPlace::from(std::string_view text) {
    std::int64_t at = 0;
    RowPlace place;
    const char* end = text.data() + text.size();
    const auto point = [end](std::from_chars_result read) { return read.ec == std::errc{} && read.ptr != end && *read.ptr == '.'; };
    auto read = std::from_chars(text.data(), end, at);
    if (!point(read)) return std::nullopt;
    read = std::from_chars(read.ptr + 1, end, place.visit.value);
    if (!point(read)) return std::nullopt;
    read = std::from_chars(read.ptr + 1, end, place.contact.value);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    place.at = Instant{Duration{at}};
    return place;
}

RowPage ContactStore::list(const Filter& filter, std::optional<RowPlace> after, std::uint32_t limit) {
    const auto ask = [&](auto&& question) {
        return question(filter.from.value_or(before_all), filter.until.value_or(after_all), filter.origins, filter.queue,
                        listed(filter.standings), listed(filter.states), filter.within, filter.abandoned_short, filter.agent,
                        filter.party, listed(filter.channels), filter.as_expected);
    };
    RowPage page;
    page.total = ask([&](const auto&... wanted) { return *records_.query_one<std::uint64_t>(count_sql, wanted...); });
    const RowPlace start = after.value_or(RowPlace{after_all, {}, {}});
    // One more than is wanted tells whether there is a next page.
    page.rows = ask([&](const auto&... wanted) {
        return records_.query<VisitRow>(page_sql, wanted..., start.at, start.visit, start.contact, std::uint64_t{limit} + 1);
    });
    if (page.rows.size() > limit) {
        page.rows.resize(limit);
        const VisitRow& last = page.rows.back();
        page.next = RowPlace{last.visit_started.value_or(last.started), last.visit, last.contact};
    }
    return page;
}

std::vector<VisitRow> ContactStore::rows_of(ContactId contact) { return records_.query<VisitRow>(rows_of_sql, contact); }

std::vector<VisitRecord> ContactStore::visits_of(ContactId contact) {
    return records_.query<VisitRecord>("select id, queue, started, ended, visit_end, cause from visit where contact = ?1 order by id",
                                       contact);
}

std::vector<AssignmentRecord> ContactStore::assignments_of(ContactId contact) {
    return records_.query<AssignmentRecord>("select id, visit, person, queue, state, assignment_end, ring, talk, hold, wrap_up, outcome "
                                            "from assignment where contact = ?1 order by id",
                                            contact);
}

bool ContactStore::was_with(ContactId contact, people::PersonId person) {
    return records_.query_one<std::uint64_t>("select 1 from assignment where contact = ?1 and person = ?2 limit 1", contact, person)
        .has_value();
}

bool ContactStore::was_served_by(ContactId contact, people::PersonId person) {
    return records_
        .query_one<std::uint64_t>("select 1 from assignment where contact = ?1 and person = ?2 and answered is not null limit 1", contact,
                                  person)
        .has_value();
}

std::vector<StartedCaller> ContactStore::started_since(Instant since, std::uint32_t most) {
    return records_.query<StartedCaller>(
        "select v.value as number, c.started as started from contact c "
        "join vault v on v.id = c.party and v.kind = 'caller-number' where c.id > coalesce((select max(id) from contact), 0) - ?2 "
        "and c.started > ?1 and c.origin = 'live' and v.value <> '' order by c.id",
        since, most);
}

std::vector<ServedCaller> ContactStore::served_lately(std::uint32_t most) {
    return records_.query<ServedCaller>(
        "select c.party as party, a.person as person from (select * from assignment order by id desc limit ?1) a "
        "join contact c on c.id = a.contact where a.answered is not null and a.origin = 'live' and c.party <> 0 order by a.id desc",
        most);
}

namespace {

/// A visit that begins where another one ended unanswered goes on with its place.
constexpr std::string_view lost_place =
    "select c.party as party, v.queue as queue, coalesce(c.ended, v.started) as lost, "
    "(select min(w.started) from visit w where w.contact = c.id and w.id > coalesce("
    "(select max(x.id) from visit x where x.contact = c.id and x.visit_end = 'answered' and x.id < v.id), 0)) as since "
    "from contact c join visit v on v.id = (select max(id) from visit where contact = c.id) where c.party <> 0 ";

}  // namespace

std::optional<LostPlace> ContactStore::place_of(ContactId contact) {
    return records_.query_one<LostPlace>(std::string(lost_place) + "and c.id = ?1", contact);
}

std::vector<LostPlace> ContactStore::places_lost_lately(std::uint32_t most) {
    return records_.query<LostPlace>(std::string(lost_place) +
                                         "and c.origin = 'live' and c.contact_end in ('lost', 'interrupted') "
                                         "and c.id in (select id from contact order by id desc limit ?1)",
                                     most);
}

std::uint64_t ContactStore::waiting_before(const VisitRow& row) {
    return *records_.query_one<std::uint64_t>(
        "select count(*) from visit where queue = ?1 and state = 'waiting' and origin = ?2 and (started, id) < (?3, ?4)", row.queue,
        row.origin, row.visit_started.value_or(row.started), row.visit);
}

PersonDay ContactStore::day_of(people::PersonId person, Instant from, Origins origins) {
    return *records_.query_one<PersonDay>(
        "select count(distinct a.visit) as answered, coalesce(sum(a.talk), 0) as talk, coalesce(sum(a.hold), 0) as hold, "
        "coalesce(sum(a.wrap_up), 0) as wrap_up from assignment a join visit v on v.id = a.visit "
        "where a.person = ?1 and a.answered is not null and v.started >= ?2 and (?3 = 'all' or v.origin in ('live', 'imported'))",
        person, from, origins);
}

std::vector<PromiseRow> ContactStore::promises(Instant from, Instant until, Origins origins, std::uint32_t limit) {
    return records_.query<PromiseRow>(
        "select contact, party, person, manual, flow, step, made, due from promise where due >= ?1 and due < ?2 "
        "and (?3 = 'all' or origin in ('live', 'imported')) order by due, contact, flow, step limit ?4",
        from, until, origins, limit);
}

std::vector<PromiseRow> ContactStore::promises_to_caller_of(ContactId contact, std::uint32_t limit) {
    // A caller's number lies in the vault under another id for each contact. Who shows no number is known by none.
    return records_.query<PromiseRow>(
        "with newest as (select p.* from promise p where p.contact = ?1 union "
        "select p.* from contact c join vault mine on mine.id = c.party and mine.kind = 'caller-number' and mine.value <> '' "
        "join vault theirs on theirs.kind = 'caller-number' and theirs.value = mine.value "
        "join promise p on p.party = theirs.id and p.origin = c.origin and p.contact < c.id where c.id = ?1 "
        "order by made desc limit ?2) "
        "select contact, party, person, manual, flow, step, made, due from newest order by due, contact, flow, step",
        contact, limit);
}

namespace {

const std::string missed_columns =
    "select r.assignment, r.contact, r.person, r.manual, r.flow, r.asked, r.answered, r.written, s.at as settled, s.person as settled_by, "
    "s.outcome, s.written as done from result r left join settled_result s on s.assignment = r.assignment and s.flow = r.flow ";

}  // namespace

std::vector<MissedRow> ContactStore::results_missed(Instant from, Instant until, Origins origins,
                                                    const std::optional<std::vector<Key>>& flows, std::uint32_t limit) {
    std::string wanted;
    if (flows) wanted = ",";
    for (const Key flow : flows.value_or(std::vector<Key>{})) wanted.append(flow.text()) += ',';
    return records_.query<MissedRow>(missed_columns +
                                         "where r.reached = 0 and (r.asked >= ?1 or s.at is null) and r.asked < ?2 "
                                         "and (?3 = 'all' or r.origin in ('live', 'imported')) "
                                         "and (?4 = '' or instr(?4, ',' || r.flow || ',') > 0) "
                                         "order by s.at is not null, r.asked desc, r.assignment desc, r.flow limit ?5",
                                     from, until, origins, wanted, limit);
}

std::optional<MissedRow> ContactStore::result_missed(AssignmentId assignment, Key flow) {
    auto found =
        records_.query<MissedRow>(missed_columns + "where r.reached = 0 and r.assignment = ?1 and r.flow = ?2", assignment, flow);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

bool ContactStore::settle_result(AssignmentId assignment, Key flow, Instant at, people::PersonId by, Settlement outcome, VaultId done) {
    return records_.run("insert into settled_result (assignment, flow, at, person, outcome, written) values (?1, ?2, ?3, ?4, ?5, ?6) "
                        "on conflict do nothing",
                        assignment, flow, at, by, outcome, done) > 0;
}

std::vector<ResultSums> ContactStore::result_sums(Instant from, Instant until, Origins origins) {
    return records_.query<ResultSums>(
        "select r.flow, max(r.manual) as manual, sum(r.asked >= ?1) as asked, sum(r.asked >= ?1 and r.reached is not null) as answered, "
        "coalesce(sum(r.asked >= ?1 and r.reached = 0), 0) as missed, coalesce(sum(r.reached = 0 and s.at is null), 0) as open "
        "from result r left join settled_result s on s.assignment = r.assignment and s.flow = r.flow "
        "where r.asked < ?2 and (?3 = 'all' or r.origin in ('live', 'imported')) "
        "and (r.asked >= ?1 or (r.reached = 0 and s.at is null)) group by r.flow order by r.flow",
        from, until, origins);
}

std::vector<Event> ContactStore::events_of(ContactId contact) {
    if (is_imported(contact.value)) return imported_events_of(contact);
    std::vector<Event> events;
    records_.each<EventRow>(
        "select at, told from contact_event where contact = ?1 order by entry, place",
        [&](EventRow&& row) {
            auto told = json::read<centre::Output>(row.told);
            if (!told) throw storage::StorageError(storage::Fault::corrupt, "contact_event: " + told.error().line());
            events.push_back({row.at, std::move(*told)});
        },
        contact);
    return events;
}

std::vector<std::uint64_t> ContactStore::decision_entries(ContactId contact) {
    std::vector<std::uint64_t> entries;
    records_.each<EntryRow>(
        "select entry, told from contact_event where contact = ?1 order by entry, place",
        [&](EntryRow&& row) {
            const auto told = json::read<centre::Output>(row.told);
            if (!told || !std::holds_alternative<centre::Decided>(*told)) return;
            if (entries.empty() || entries.back() != row.entry) entries.push_back(row.entry);
        },
        contact);
    return entries;
}

std::vector<metrics::Offer> ContactStore::visit_offers(Instant from, Instant until, Origins origins) {
    std::vector<metrics::Offer> offers;
    records_.each<VisitSums>(
        sums_by_visit, [&](VisitSums&& sums) { offers.push_back({std::string(sums.queue.text()), facts_of(sums), sums.origin}); }, from,
        until, origins);
    return offers;
}

std::vector<metrics::Offer> ContactStore::contact_offers(Instant from, Instant until, Origins origins) {
    std::vector<metrics::Offer> offers;
    ContactId last;
    records_.each<VisitSums>(
        sums_by_contact,
        [&](VisitSums&& sums) {
            if (sums.contact == last) join_visit(offers.back().facts, facts_of(sums));
            else offers.push_back({{}, facts_of(sums), sums.origin});
            last = sums.contact;
        },
        from, until, origins);
    std::erase_if(offers, [&](const metrics::Offer& each) { return each.facts.offered < from || each.facts.offered >= until; });
    return offers;
}

std::vector<metrics::Offer> ContactStore::assignment_offers(Instant from, Instant until, Origins origins, Whose whose) {
    std::vector<metrics::Offer> offers;
    records_.each<AssignmentSums>(
        sums_by_assignment,
        [&](AssignmentSums&& sums) {
            std::string name = whose == Whose::team ? std::string(sums.team.text()) : std::to_string(sums.person.value);
            offers.push_back({std::move(name), facts_of(sums), sums.origin});
        },
        from, until, origins);
    return offers;
}

std::vector<routing::Stint> ContactStore::stints(Instant from, Instant until, Origins origins) {
    std::vector<routing::Stint> stints;
    records_.each<StintRow>(
        "select person, pool, barred, presence, skills, started, ended from stint where (ended > ?1 or ended is null) and started < ?2 "
        "and pool <> 'practice' and (?3 = 'all' or pool = 'live') order by started, person",
        [&](StintRow&& row) {
            stints.push_back({row.person, row.pool, row.barred, row.presence, skills_of(row.skills), row.started,
                              row.ended.value_or(Instant::max())});
        },
        from, until, origins);
    return stints;
}

std::vector<routing::Engagement> ContactStore::engagements(Instant from, Instant until, Origins origins, Key queue) {
    std::vector<routing::Engagement> engagements;
    records_.each<EngagementRow>(
        "select a.person as person, c.channel as channel, coalesce(a.chooser, 'agent_took_contact') as chooser, "
        "coalesce(a.rule, 'longest_idle') as rule, a.started as started, a.ended as ended, "
        "a.origin <> 'practice' and (?3 = 'all' or a.origin = 'live') and (?4 = '' or a.queue = ?4) as counts, "
        "a.answered is not null as answered, a.talk + a.hold + a.wrap_up as busy "
        "from assignment a join contact c on c.id = a.contact "
        "where a.started >= ?1 and a.started < ?2 and a.origin <> 'imported' order by a.started, a.id",
        [&](EngagementRow&& row) {
            engagements.push_back({row.person, row.channel, row.chooser, row.rule, row.started, row.ended.value_or(Instant::max()),
                                   row.counts, row.answered, row.busy});
        },
        from - std::chrono::days{1}, until, origins, queue);
    return engagements;
}

std::vector<InForce> ContactStore::manuals_in_force(Instant from, Instant until) {
    return records_.query<InForce>(
        "select version, started from manual_in_force where started < ?2 "
        "and started >= coalesce((select max(started) from manual_in_force where started <= ?1), ?1) order by started, version",
        from, until);
}

RecordingId ContactStore::begin_recording(ContactId contact, AssignmentId assignment, std::string_view file, Instant started) {
    return *records_.query_one<RecordingId>(
        "insert into recording (id, contact, assignment, file, started, length, state) "
        "values ((select coalesce(max(id), 0) + 1 from recording), ?1, ?2, ?3, ?4, 0, 'running') returning id",
        contact, assignment, file, started);
}

void ContactStore::end_recording(RecordingId recording, Duration length, RecordingState state) {
    records_.run("update recording set length = ?2, state = ?3 where id = ?1", recording, length, state);
}

void ContactStore::forget_recording(RecordingId recording) { records_.run("delete from recording where id = ?1", recording); }

std::vector<RecordingRecord> ContactStore::recordings_of(ContactId contact) {
    return records_.query<RecordingRecord>(recordings_of_sql, contact);
}

std::optional<RecordingRecord> ContactStore::recording(RecordingId id) { return records_.query_one<RecordingRecord>(recording_sql, id); }

std::vector<RecordingRow> ContactStore::recordings(const RecordingFilter& filter, std::uint32_t limit) {
    return records_.query<RecordingRow>(recordings_sql, filter.from, filter.until, filter.queue, filter.person, filter.party, filter.before,
                                        limit);
}

std::vector<RecordingRecord> ContactStore::recordings_older(Key queue, Instant until, std::uint32_t limit) {
    return records_.query<RecordingRecord>(recordings_older_sql, queue, until, limit);
}

std::vector<Key> ContactStore::recorded_queues() {
    return records_.query<Key>(recorded_queues_sql);
}

std::vector<RecordingRecord> ContactStore::recordings_running() {
    return records_.query<RecordingRecord>(
        "select id, contact, assignment, file, started, length, state from recording where state = 'running' order by id");
}

}  // namespace markaz::contact
