#include "contact/store_escalations.hpp"

#include <string>

#include "centre/outputs.hpp"

namespace markaz::contact {

using storage::Database;

namespace {

constexpr std::string_view tables = R"(
drop table if exists escalation;
create table escalation (contact bigint not null, entry bigint not null, place bigint not null, escalation text not null,
    queue text not null, at bigint not null, assignment bigint not null, person bigint not null, primary key (contact, entry, place));
create index escalation_by_time on escalation (at);
)";

/// With the assignment that took each over: the first that was answered behind it, unless the queue did not take the contact, or it was
/// escalated again before.
const std::string rows =
    "(select e.*, c.ended as ended, (select a.id from assignment a where a.contact = e.contact and a.id > e.assignment "
    "and a.answered >= e.at and not exists (select 1 from visit v where v.contact = e.contact and v.started >= e.at and v.id < a.visit "
    "and v.visit_end = 'blocked') and not exists (select 1 from escalation n where n.contact = e.contact and n.at > e.at "
    "and n.at < a.answered) order by a.id limit 1) as taker "
    "from escalation e join contact c on c.id = e.contact where e.at >= ?1 and e.at < ?2 and (?3 = '' or e.escalation = ?3) "
    "and (?4 = 'all' or c.origin in ('live', 'imported'))) r left join assignment t on t.id = r.taker ";
const std::string sums_sql =
    "select r.escalation as escalation, count(*) as escalated, count(t.id) as taken, sum(r.person <> 0) as meant, "
    "coalesce(sum(r.person <> 0 and t.person = r.person), 0) as reached, coalesce(sum(t.answered - r.at), 0) as take_over, "
    "coalesce(max(t.answered - r.at), 0) as take_over_max from " + rows + "group by r.escalation order by r.escalation";
const std::string list_sql =
    "select r.contact as contact, r.escalation as escalation, r.queue as queue, r.at as at, "
    "coalesce(b.person, 0) as \"by\", r.person as person, t.answered as taken, r.ended as ended, "
    "coalesce(t.person, 0) as taken_by from " + rows +
    "left join assignment b on b.id = r.assignment order by r.at desc, r.contact desc limit ?5";

}  // namespace

void EscalationProjection::create(Database& records) { records.script(tables); }

void EscalationProjection::apply(Database& records, const driver::Committed& entry) {
    std::uint64_t place = 0;
    for (const centre::Told& told : entry.told) {
        if (const auto* fact = std::get_if<centre::Escalated>(&told.what))
            records.run("insert into escalation (contact, entry, place, escalation, queue, at, assignment, person) "
                        "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        fact->contact, entry.entry, place, fact->escalation, fact->queue, told.at, fact->assignment, fact->to);
        ++place;
    }
}

std::vector<EscalationSums> EscalationStore::sums(const EscalationFilter& filter) {
    return records_.query<EscalationSums>(sums_sql, filter.from, filter.until, filter.escalation, filter.origins);
}

std::vector<EscalationRow> EscalationStore::list(const EscalationFilter& filter, std::uint32_t limit) {
    return records_.query<EscalationRow>(list_sql, filter.from, filter.until, filter.escalation, filter.origins, limit);
}

}  // namespace markaz::contact
