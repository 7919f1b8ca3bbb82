#include "desk/store.hpp"

#include "centre/outputs.hpp"

namespace markaz::desk {

namespace {

constexpr std::string_view tables = R"(
drop table if exists checklist_run;
drop table if exists checklist_item;
create table checklist_run (id bigint primary key, person bigint not null, manual bigint not null, flow text not null,
    started bigint not null, ended bigint, passed integer, outcome text not null);
create index checklist_run_by_start on checklist_run (started, id);
create table checklist_item (checklist bigint not null, entry bigint not null, place bigint not null, flow text not null,
    step text not null, answer text not null, option text not null, written bigint not null, at bigint not null,
    primary key (checklist, entry, place));
)";

}  // namespace

void ChecklistProjection::create(storage::Database& records) { records.script(tables); }

void ChecklistProjection::apply(storage::Database& records, const driver::Committed& entry) {
    std::uint64_t place = 0;
    for (const centre::Told& told : entry.told) {
        if (const auto* started = std::get_if<centre::ChecklistStarted>(&told.what))
            records.run("insert into checklist_run (id, person, manual, flow, started, outcome) values (?1, ?2, ?3, ?4, ?5, '')",
                        started->checklist, started->person, started->manual, started->flow, told.at);
        else if (const auto* done = std::get_if<centre::ChecklistStepDone>(&told.what))
            records.run("insert into checklist_item (checklist, entry, place, flow, step, answer, option, written, at) "
                        "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        done->checklist, entry.entry, place, done->flow, done->step, done->answer, done->option,
                        done->written, told.at);
        else if (const auto* ended = std::get_if<centre::ChecklistEnded>(&told.what))
            records.run("update checklist_run set ended = ?2, passed = ?3, outcome = ?4 where id = ?1", ended->checklist, told.at,
                        ended->passed, ended->outcome);
        ++place;
    }
}

std::vector<ChecklistRow> ChecklistStore::runs(Instant from, Instant until, std::uint32_t limit) {
    return records_.query<ChecklistRow>(
        "select id, person, manual, flow, started, ended, passed, outcome from checklist_run where started >= ?1 and started < ?2 "
        "order by started desc, id desc limit ?3",
        from, until, limit);
}

std::vector<ChecklistItemRow> ChecklistStore::items(procedure::ChecklistId id) {
    return records_.query<ChecklistItemRow>(
        "select flow, step, answer, option, written, at from checklist_item where checklist = ?1 order by entry, place", id);
}

}  // namespace markaz::desk
