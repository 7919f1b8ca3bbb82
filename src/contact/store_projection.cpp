// The fold of what was told into tables.

#include <algorithm>
#include <type_traits>

#include "base/json.hpp"
#include "contact/store_guides.hpp"
#include "people/staff.hpp"

namespace markaz::contact {

using storage::Database;

namespace {

constexpr std::string_view tables = R"(
drop table if exists contact;
drop table if exists visit;
drop table if exists assignment;
drop table if exists promise;
drop table if exists result;
drop table if exists guide;
drop table if exists deviation;
drop table if exists contact_event;
drop table if exists agent;
drop table if exists stint;
drop table if exists manual_in_force;
drop table if exists standard;
drop table if exists imported_name;
drop table if exists imported_segment;

create table contact (id bigint primary key, origin text not null, channel text not null, language text not null, flow text not null,
    party bigint not null, started bigint not null, ended bigint, contact_end text, outcome text not null, state text,
    visits bigint not null);
create index contact_by_visits on contact (visits, started, id);

create table visit (id bigint primary key, contact bigint not null, origin text not null, queue text not null, started bigint not null,
    ended bigint, visit_end text, cause text, answer_within bigint, abandoned_short bigint, state text,
    expected bigint, expected_low bigint, expected_high bigint, callback integer not null default 0, voicemail integer not null default 0);
create index visit_by_start on visit (started, id);
create index visit_by_contact on visit (contact);
create index visit_open on visit (queue) where state is not null;

create table assignment (id bigint primary key, contact bigint not null, visit bigint not null, person bigint not null, team text not null,
    origin text not null, queue text not null, state text not null, since bigint not null, started bigint not null, answered bigint,
    ended bigint, assignment_end text, ring bigint not null, talk bigint not null, hold bigint not null, wrap_up bigint not null,
    outcome text not null, chooser text, rule text);
create index assignment_by_visit on assignment (visit);
create index assignment_by_contact on assignment (contact);
create index assignment_by_start on assignment (started);

create table promise (contact bigint not null, flow text not null, step text not null, origin text not null, party bigint not null,
    person bigint not null, manual bigint not null, made bigint not null, due bigint not null, primary key (contact, flow, step));
create index promise_by_due on promise (due);
create index promise_by_party on promise (party);

create table result (assignment bigint not null, flow text not null, contact bigint not null, origin text not null,
    person bigint not null, manual bigint not null, asked bigint not null, answered bigint, reached integer, written bigint not null,
    primary key (assignment, flow));
create index result_by_asked on result (asked);
create index result_missed on result (asked) where reached = 0;

create table guide (assignment bigint not null, flow text not null, contact bigint not null, origin text not null, person bigint not null,
    manual bigint not null, started bigint not null, ended bigint, standing text not null, step text not null,
    primary key (assignment, flow));
create index guide_by_start on guide (started);
create table deviation (assignment bigint not null, flow text not null, place integer not null, step text not null,
    to_step text not null, at bigint not null, written bigint not null, primary key (assignment, flow, place));

create table contact_event (contact bigint not null, entry bigint not null, place bigint not null, at bigint not null, told text not null,
    primary key (contact, entry, place));

create table agent (person bigint primary key, team text not null);
create table stint (person bigint not null, pool text not null, barred integer not null, presence text not null, skills text not null,
    started bigint not null, ended bigint);
create index stint_by_end on stint (ended);
create index stint_open on stint (person) where ended is null;
create table manual_in_force (version bigint primary key, started bigint not null);
create table standard (queue text primary key, answer_within bigint not null, abandoned_short bigint not null);

create table imported_name (what text not null, key text not null, name text not null, primary key (what, key));
create table imported_segment (segment bigint primary key);
)";

/// How an agent's time is divided: from one change of presence or skills to the next.
struct OpenStint {
    people::PersonId person;
    Pool pool = Pool::live;
    bool barred = false;
    people::Presence presence = people::Presence::offline;
    std::string skills;
};
BOOST_DESCRIBE_STRUCT(OpenStint, (), (person, pool, barred, presence, skills))

/// A guide that leads an agent, and the step at which it stands.
struct OpenGuide {
    Key flow, step;
    std::uint64_t manual = 0;
};
BOOST_DESCRIBE_STRUCT(OpenGuide, (), (flow, step, manual))

/// Folds one entry. Whatever it must know of earlier entries it reads from the tables. What the list shows of a visit is found out once,
/// when all of the entry is told: finish() does it.
class Fold {
public:
    Fold(Database& records, const ManualOf& manual_of) : records_(records), manual_of_(manual_of) {}

    void take(Instant at, const centre::ContactStarted& fact) {
        records_.run("insert into contact (id, origin, channel, language, flow, party, started, outcome, state, visits) "
                     "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', 'menu', 0)",
                     fact.contact, fact.origin, fact.channel, fact.language, fact.flow, fact.party, at);
    }

    void take(Instant at, const centre::ContactEnded& fact) {
        records_.run("update contact set ended = ?2, contact_end = ?3, outcome = ?4, state = null where id = ?1", fact.contact, at,
                     fact.end, fact.outcome);
    }

    void take(Instant at, const centre::VisitStarted& fact) {
        records_.run("insert into visit (id, contact, origin, queue, started, voicemail, state) select ?1, ?2, ?3, ?4, ?5, "
                     "channel = 'voicemail', case when channel = 'voicemail' then 'voicemail' else 'waiting' end "
                     "from contact where id = ?2",
                     fact.visit, fact.contact, fact.origin, fact.queue, at);
        records_.run("update contact set visits = visits + 1, state = null where id = ?1", fact.contact);
    }

    void take(Instant at, const centre::VisitEnded& fact) {
        const metrics::Thresholds otherwise;
        records_.run("update visit set ended = ?2, visit_end = ?3, cause = ?4, "
                     "answer_within = coalesce((select answer_within from standard where queue = ?5), ?6), "
                     "abandoned_short = coalesce((select abandoned_short from standard where queue = ?5), ?7) where id = ?1",
                     fact.visit, at, fact.end, fact.cause, fact.queue, otherwise.answer_within, otherwise.abandoned_short);
        note(fact.visit);
    }

    /// Of a queue that has shown too little yet nothing is known, and no wait is judged by it.
    void take(Instant, const centre::WaitExpected& fact) {
        if (fact.wait == routing::ExpectedWait{}) return;
        records_.run("update visit set expected = ?2, expected_low = ?3, expected_high = ?4 where id = ?1", fact.visit,
                     fact.wait.expected, fact.wait.low, fact.wait.high);
    }

    void take(Instant, const centre::CallbackMoved& fact) {
        records_.run("update visit set callback = 1 where id = ?1", fact.visit);
        note(fact.visit);
    }

    /// Who speaks to us does not wait, nor does whoever has spoken.
    void take(Instant, const centre::VoicemailMoved& fact) {
        if (fact.voicemail == Voicemail::left) records_.run("update contact set channel = 'voicemail' where id = ?1", fact.contact);
        if (!fact.visit) return;
        records_.run("update visit set voicemail = 1 where id = ?1", fact.visit);
        note(fact.visit);
    }

    void take(Instant at, const centre::AssignmentMoved& fact) {
        if (fact.state == AssignmentState::reserved) reserve(at, fact);
        else move(at, fact);
        note(visit_of(fact.assignment));
    }

    void take(Instant at, const centre::AssignmentEnded& fact) {
        records_.run("update assignment set state = 'ended', since = ?2, ended = ?2, assignment_end = ?3, ring = ?4, talk = ?5, hold = ?6, "
                     "wrap_up = ?7, outcome = ?8 where id = ?1",
                     fact.assignment, at, fact.end, fact.ring, fact.talk, fact.hold, fact.wrap_up, fact.outcome);
        // Whoever is cut off by the caller cannot finish what was to be done with them.
        const auto ended = records_.query_one<ContactEnd>("select contact_end from contact where id = ?1 and contact_end is not null",
                                                          fact.contact);
        const bool own = !ended || *ended == ContactEnd::agent || *ended == ContactEnd::flow;
        for (const OpenGuide& guide : open_guides(fact.assignment))
            end_guide(at, fact.assignment, guide.flow, own ? GuideStanding::unfinished : GuideStanding::broken_off, false);
        note(visit_of(fact.assignment));
    }

    /// Who says it again promises it anew.
    void take(Instant at, const centre::Promised& fact) {
        records_.run("insert into promise (contact, flow, step, origin, party, person, manual, made, due) "
                     "select c.id, ?2, ?3, c.origin, c.party, a.person, ?5, ?6, ?7 from contact c join assignment a on a.id = ?4 "
                     "where c.id = ?1 on conflict (contact, flow, step) do update set person = excluded.person, "
                     "manual = excluded.manual, made = excluded.made, due = excluded.due",
                     fact.contact, fact.flow, fact.step, fact.assignment, fact.manual, at, fact.due);
    }

    /// A guide begins with the first step that asks something of its agent; one that only says how it ended has led nobody.
    void take(Instant at, const centre::StepEntered& fact) {
        if (!fact.assignment) return;
        const procedure::Step* step = step_of(fact.manual, fact.flow, fact.step);
        if (step && std::holds_alternative<procedure::End>(step->verb)) {
            end_guide(at, fact.assignment, fact.flow, GuideStanding::followed, true);
            return;
        }
        records_.run("insert into guide (assignment, flow, contact, origin, person, manual, started, standing, step) "
                     "select a.id, ?2, a.contact, a.origin, a.person, ?3, ?4, 'running', ?5 from assignment a where a.id = ?1 "
                     "on conflict (assignment, flow) do update set manual = excluded.manual, ended = null, step = excluded.step, "
                     "standing = case guide.standing when 'deviated' then guide.standing else 'running' end",
                     fact.assignment, fact.flow, fact.manual, at, fact.step);
    }

    void take(Instant at, const centre::StepDeviated& fact) {
        records_.run("update guide set standing = 'deviated' where assignment = ?1 and flow = ?2", fact.assignment, fact.flow);
        records_.run("insert into deviation (assignment, flow, place, step, to_step, at, written) "
                     "select ?1, ?2, count(*), ?3, ?4, ?5, ?6 from deviation where assignment = ?1 and flow = ?2",
                     fact.assignment, fact.flow, fact.step, fact.to, at, fact.written);
    }

    /// What is asked of the caller at the end is the caller's: whoever led up to it has followed the guide.
    void take(Instant at, const centre::GuideLeft& fact) {
        for (const OpenGuide& guide : open_guides(fact.assignment)) {
            const procedure::Step* step = step_of(guide.manual, guide.flow, guide.step);
            const bool asks_caller = step && std::holds_alternative<procedure::Survey>(step->verb);
            end_guide(at, fact.assignment, guide.flow, asks_caller ? GuideStanding::followed : GuideStanding::handed_on, asks_caller);
        }
    }

    void take(Instant at, const centre::ResultAsked& fact) {
        records_.run("insert into result (assignment, flow, contact, origin, person, manual, asked, written) "
                     "select a.id, ?2, a.contact, a.origin, a.person, ?3, ?4, 0 from assignment a where a.id = ?1",
                     fact.assignment, fact.flow, fact.manual, at);
    }

    void take(Instant at, const centre::ResultJudged& fact) {
        records_.run("update result set answered = ?3, reached = ?4, written = ?5 where assignment = ?1 and flow = ?2", fact.assignment,
                     fact.flow, at, fact.reached, fact.written);
    }

    /// Who met whom is told before the assignment that it leads to.
    void take(Instant, const centre::Decided& fact) { decided_ = fact; }

    void take(Instant at, const centre::AgentKnown& fact) {
        records_.run("insert into agent (person, team) values (?1, ?2) on conflict (person) do update set team = excluded.team",
                     fact.person, fact.team);
        const auto before = end_stint(at, fact.person);
        begin_stint(at, {fact.person, fact.pool, fact.barred, before ? before->presence : people::Presence::offline, ""});
    }

    /// The skills follow the agent whom they belong to.
    void take(Instant, const centre::AgentSkilled& fact) {
        records_.run("update stint set skills = skills || ?2 || ':' || ?3 || ',' where person = ?1 and ended is null", fact.person,
                     fact.skill.name, std::uint64_t{fact.skill.level});
    }

    void take(Instant at, const centre::PresenceMoved& fact) {
        auto stint = end_stint(at, fact.person);
        if (!stint) return;
        stint->presence = fact.presence;
        begin_stint(at, *stint);
    }

    void take(Instant at, const centre::ManualInForce& fact) {
        records_.run("insert into manual_in_force (version, started) values (?1, ?2) on conflict (version) do nothing", fact.version, at);
        records_.run("delete from standard");
        for (const routing::QueuePolicy& queue : manual_of_(fact.version)->queues)
            records_.run("insert into standard (queue, answer_within, abandoned_short) values (?1, ?2, ?3)", queue.id, queue.answer_within,
                         queue.abandoned_short);
    }

    /// Whatever changes no table but the timeline.
    template <class Other>
    void take(Instant, const Other&) {}

    void finish() {
        for (const VisitId visit : changed_) show_state(visit);
    }

private:
    const procedure::Step* step_of(std::uint64_t version, Key flow, Key step) const {
        const procedure::ManualRef manual = manual_of_(version);
        const procedure::Flow* found = manual ? manual->flow(flow) : nullptr;
        return found ? found->step(step) : nullptr;
    }

    std::vector<OpenGuide> open_guides(AssignmentId assignment) {
        return records_.query<OpenGuide>("select flow, step, manual from guide where assignment = ?1 and ended is null", assignment);
    }

    void end_guide(Instant at, AssignmentId assignment, Key flow, GuideStanding standing, bool whole) {
        records_.run("update guide set ended = ?3, step = case when ?5 then '' else step end, "
                     "standing = case standing when 'running' then ?4 else standing end where assignment = ?1 and flow = ?2",
                     assignment, flow, at, standing, whole);
    }

    /// The one that was open. One that was just begun leaves no trace.
    std::optional<OpenStint> end_stint(Instant at, people::PersonId person) {
        const auto open = records_.query<OpenStint>(
            "select person, pool, barred, presence, skills from stint where person = ?1 and ended is null", person);
        records_.run("delete from stint where person = ?1 and ended is null and started = ?2", person, at);
        records_.run("update stint set ended = ?2 where person = ?1 and ended is null", person, at);
        return open.empty() ? std::nullopt : std::optional(open.front());
    }

    void begin_stint(Instant at, const OpenStint& stint) {
        records_.run("insert into stint (person, pool, barred, presence, skills, started) values (?1, ?2, ?3, ?4, ?5, ?6)", stint.person,
                     stint.pool, stint.barred, stint.presence, stint.skills, at);
    }

    void reserve(Instant at, const centre::AssignmentMoved& fact) {
        const bool known = decided_.assignment == fact.assignment;
        const auto chooser = known ? std::optional(decided_.decision.chooser) : std::nullopt;
        const auto rule = known ? std::optional(decided_.decision.rule) : std::nullopt;
        records_.run("insert into assignment (id, contact, visit, person, team, origin, queue, state, since, started, ring, talk, hold, "
                     "wrap_up, outcome, chooser, rule) values (?1, ?2, "
                     "case when ?3 <> 0 then ?3 else coalesce((select max(id) from visit where contact = ?2), 0) end, "
                     "?4, coalesce((select team from agent where person = ?4), ''), (select origin from contact where id = ?2), "
                     "?5, 'reserved', ?6, ?6, 0, 0, 0, 0, '', ?7, ?8)",
                     fact.assignment, fact.contact, fact.visit, fact.person, fact.queue, at, chooser, rule);
    }

    /// SQLite makes a table of its own for `in` with three words, each time: a fifth of what a contact costs here.
    void move(Instant at, const centre::AssignmentMoved& fact) {
        records_.run("update assignment set "
                     "ring = ring + case when state = 'reserved' or state = 'ringing' or state = 'calling' then ?2 - since else 0 end, "
                     "talk = talk + case when state = 'talking' then ?2 - since else 0 end, "
                     "hold = hold + case when state = 'hold' then ?2 - since else 0 end, "
                     "answered = coalesce(answered, case when ?3 = 'talking' then ?2 end), state = ?3, since = ?2 where id = ?1",
                     fact.assignment, at, fact.state);
    }

    VisitId visit_of(AssignmentId assignment) {
        return records_.query_one<VisitId>("select visit from assignment where id = ?1", assignment).value_or(VisitId{});
    }

    /// What the list shows of a visit now: its most engaged assignment, or that it waits, or nothing.
    void show_state(VisitId visit) {
        std::optional<AssignmentState> engaged;
        records_.each<AssignmentState>(
            "select state from assignment where visit = ?1 and ended is null",
            [&](AssignmentState&& each) { engaged = engaged ? people::more_engaged(*engaged, each) : each; }, visit);
        if (engaged == AssignmentState::reserved || engaged == AssignmentState::calling) engaged = AssignmentState::ringing;
        records_.run("update visit set state = coalesce(?2, case when ended is not null then null when callback then 'callback' "
                     "when voicemail then 'voicemail' else 'waiting' end) where id = ?1",
                     visit, engaged);
    }

    void note(VisitId visit) {
        if (std::ranges::find(changed_, visit) == changed_.end()) changed_.push_back(visit);
    }

    Database& records_;
    const ManualOf& manual_of_;
    centre::Decided decided_;
    std::vector<VisitId> changed_;
};

/// Facts about a contact stand in its timeline; orders to the edge only repeat them.
template <class T>
constexpr bool is_order = std::is_same_v<T, centre::AcceptCaller> || std::is_same_v<T, centre::RefuseCaller> ||
                          std::is_same_v<T, centre::SpeakStep> || std::is_same_v<T, centre::SpeakQueue> ||
                          std::is_same_v<T, centre::PlayMusic> || std::is_same_v<T, centre::RingAgent> ||
                          std::is_same_v<T, centre::Connect> || std::is_same_v<T, centre::HoldCaller> ||
                          std::is_same_v<T, centre::EndCaller> || std::is_same_v<T, centre::CallCustomer> ||
                          std::is_same_v<T, centre::StopCalling> || std::is_same_v<T, centre::RecordMessage> ||
                          std::is_same_v<T, centre::StopMessage> || std::is_same_v<T, centre::SpeakMessage>;

/// The contact in whose timeline an output stands, or 0.
ContactId timeline_of(const centre::Output& told) {
    return std::visit(
        []<class T>(const T& each) {
            if constexpr (!is_order<T> && requires { each.contact; }) return each.contact;
            else return ContactId{};
        },
        told);
}

}  // namespace

void ContactProjection::create(Database& records) { records.script(tables); }

void ContactProjection::apply(Database& records, const driver::Committed& entry) {
    Fold fold(records, manual_of_);
    std::uint64_t place = 0;
    for (const centre::Told& each : entry.told) {
        std::visit([&](const auto& fact) { fold.take(each.at, fact); }, each.what);
        if (const ContactId contact = timeline_of(each.what))
            records.run("insert into contact_event (contact, entry, place, at, told) values (?1, ?2, ?3, ?4, ?5)", contact, entry.entry,
                        place, each.at, json::text(each.what));
        ++place;
    }
    fold.finish();
}

}  // namespace markaz::contact
