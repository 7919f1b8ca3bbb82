#include "contact/store_guides.hpp"

#include "base/described.hpp"

namespace markaz::contact {

namespace {

// ?1 from, ?2 until, ?3 origins, ?4 the person (0: whoever), ?5 the procedure (empty: any).
const std::string where_sql =
    "where started >= ?1 and started < ?2 and (?3 = 'all' or origin in ('live', 'imported')) and (?4 = 0 or person = ?4) "
    "and (?5 = '' or flow = ?5) ";
const std::string list_sql = "select contact, assignment, person, manual, flow, started, ended, standing, step from guide " + where_sql +
                             "and (?6 = '' or instr(?6, ',' || standing || ',') > 0) "
                             "order by started desc, assignment desc, flow limit ?7";
const std::string sums_sql = "select person, flow, standing, max(manual) as manual, count(*) as guides from guide " + where_sql +
                             "group by person, flow, standing order by person, flow, standing";

struct StandingSum {
    people::PersonId person;
    Key flow;
    GuideStanding standing = GuideStanding::running;
    std::uint64_t manual = 0, guides = 0;
};
BOOST_DESCRIBE_STRUCT(StandingSum, (), (person, flow, standing, manual, guides))

std::uint64_t& count_of(metrics::GuideCell& cell, GuideStanding standing) {
    switch (standing) {
        case GuideStanding::followed: return cell.followed;
        case GuideStanding::deviated: return cell.deviated;
        case GuideStanding::unfinished: return cell.unfinished;
        case GuideStanding::broken_off: return cell.broken_off;
        case GuideStanding::handed_on: return cell.handed_on;
        case GuideStanding::running: return cell.running;
    }
    return cell.running;
}

}  // namespace

std::vector<GuideSums> GuideStore::sums(const GuideFilter& filter) {
    std::vector<GuideSums> sums;
    records_.each<StandingSum>(
        sums_sql,
        [&](StandingSum&& sum) {
            if (sums.empty() || sums.back().person != sum.person || sums.back().flow != sum.flow)
                sums.push_back({sum.person, sum.flow, 0, {}});
            sums.back().manual = std::max(sums.back().manual, sum.manual);
            count_of(sums.back().cell, sum.standing) += sum.guides;
        },
        filter.from, filter.until, filter.origins, filter.person, filter.flow);
    return sums;
}

std::vector<GuideRow> GuideStore::list(const GuideFilter& filter, std::uint32_t limit) {
    std::string standings;
    for (const GuideStanding each : filter.standings) standings.append(standings.empty() ? "," : "").append(enum_name(each)) += ',';
    return records_.query<GuideRow>(list_sql, filter.from, filter.until, filter.origins, filter.person, filter.flow, standings, limit);
}

std::vector<DeviationRow> GuideStore::deviations(AssignmentId assignment, Key flow) {
    return records_.query<DeviationRow>(
        "select step, to_step, at, written from deviation where assignment = ?1 and flow = ?2 order by at, place", assignment, flow);
}

}  // namespace markaz::contact
