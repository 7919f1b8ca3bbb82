#include "board/board.hpp"

#include <algorithm>

#include "base/described.hpp"
#include "base/kinds.hpp"
#include "metrics/dictionary.hpp"
#include "people/staff.hpp"

namespace markaz::board {

using contact::AssignmentState;
using metrics::Interval;

namespace {

void note_wait(std::optional<Instant>& longest_since, Instant started) {
    if (!longest_since || started < *longest_since) longest_since = started;
}

/// In any stage: whoever may be rung after a while could serve the queue too.
bool could_serve(std::span<const people::Skill> has, const routing::QueuePolicy& queue) {
    return std::ranges::any_of(queue.stages, [&](const routing::Stage& stage) { return people::has_skills(has, stage.skills); });
}

bool rings(AssignmentState state) {
    return state == AssignmentState::reserved || state == AssignmentState::ringing || state == AssignmentState::calling;
}

/// The counts that row and cell have under the same names.
void show_cell(QueueRow& row, const metrics::Cell& cell) {
    for_each_member(row, [&]<class To>(std::string_view name, To& to) {
        for_each_member(cell, [&]<class From>(std::string_view from_name, const From& from) {
            if constexpr (std::same_as<To, From>)
                if (name == from_name) to = from;
        });
    });
}

}  // namespace

people::AgentState LiveBoard::Agent::state() const {
    std::optional<AssignmentState> most_engaged;
    for (const auto& [id, each] : assignments) most_engaged = most_engaged ? people::more_engaged(*most_engaged, each) : each;
    return people::agent_state(presence, most_engaged);
}

LiveBoard::LiveBoard(Origins origins, metrics::Calendar site, ManualOf manual_of)
    : origins_(origins), site_(std::move(site)), manual_of_(std::move(manual_of)) {}

LiveBoard LiveBoard::fresh(Origins origins, const metrics::Calendar& site, const ManualOf& manual_of, const centre::Snapshot& snapshot,
                           std::uint64_t entry, Instant now, std::span<const metrics::Offer> visits) {
    LiveBoard board(origins, site, manual_of);
    board.entry_ = entry;
    board.begin_day(now);
    if (snapshot.manual != 0) board.manual_ = manual_of(snapshot.manual);
    for (const centre::KnownAgent& each : snapshot.agents)
        board.agents_[each.agent.id] =
            Agent{each.agent.pool, people::barred(each.agent) != nullptr, people::open_skills(each.agent), each.presence, {}};
    for (const centre::OpenAssignment& each : snapshot.assignments) board.agents_[each.person].assignments[each.id] = each.state;
    for (const centre::OpenContact& each : snapshot.contacts) {
        if (!board.counts(each.origin)) continue;
        board.contacts_[each.id] = OpenContact{each.visit || each.assignment, each.voicemail == contact::Voicemail::left};
        if (each.visit) board.visits_[each.visit] = OpenVisit{each.queue, each.visit_started, static_cast<bool>(each.assignment),
                                                            each.callback != contact::Callback::none,
                                                            each.voicemail != contact::Voicemail::none};
    }
    for (const metrics::Offer& each : visits) board.add(each);
    return board;
}

void LiveBoard::begin_day(Instant now) {
    day_from_ = site_.begin(Interval::day, now);
    day_until_ = site_.end(Interval::day, now);
    today_.clear();
    quarters_.clear();
}

void LiveBoard::add(const metrics::Offer& visit) {
    if (!visit.facts.ended || !counts(visit.origin) || visit.facts.offered < day_from_ || visit.facts.offered >= day_until_) return;
    today_[Key::from(visit.whose).value()].add(visit.facts);
    quarters_[site_.begin(Interval::quarter_hour, visit.facts.offered)].add(visit.facts);
}

metrics::Thresholds LiveBoard::thresholds(Key queue) const {
    const routing::QueuePolicy* policy = manual_ ? manual_->queue(queue) : nullptr;
    return policy ? metrics::Thresholds{policy->answer_within, policy->abandoned_short} : metrics::Thresholds{};
}

void LiveBoard::apply(std::uint64_t entry, std::span<const centre::Told> told) {
    entry_ = entry;
    for (const centre::Told& each : told) {
        if (each.at >= day_until_) begin_day(each.at);
        look_at(each.what, [&](const auto& fact) { take(each.at, fact); });
    }
}

// ---- What is told ---------------------------------------------------------------------------------------------------

void LiveBoard::take(Instant, const centre::ContactStarted& fact) {
    if (counts(fact.origin)) contacts_[fact.contact] = {};
}

void LiveBoard::take(Instant, const centre::ContactEnded& fact) { contacts_.erase(fact.contact); }

void LiveBoard::take(Instant at, const centre::VisitStarted& fact) {
    if (!counts(fact.origin)) return;
    OpenContact& contact = contacts_[fact.contact];
    contact.queued = true;
    visits_[fact.visit] = OpenVisit{.queue = fact.queue, .started = at, .voicemail = contact.message};
}

void LiveBoard::take(Instant at, const centre::VisitEnded& fact) {
    if (visits_.erase(fact.visit) == 0) return;
    metrics::VisitFacts facts;
    facts.offered = fact.started;
    facts.ended = at;
    facts.end = fact.end;
    facts.thresholds = thresholds(fact.queue);
    add({std::string(fact.queue.text()), facts, fact.origin});
}

void LiveBoard::take(Instant, const centre::CallbackMoved& fact) {
    const auto visit = visits_.find(fact.visit);
    if (visit != visits_.end()) visit->second.callback = true;
}

void LiveBoard::take(Instant, const centre::VoicemailMoved& fact) {
    if (const auto contact = contacts_.find(fact.contact); contact != contacts_.end())
        contact->second.message = fact.voicemail == contact::Voicemail::left;
    if (const auto visit = visits_.find(fact.visit); visit != visits_.end()) visit->second.voicemail = true;
}

void LiveBoard::take(Instant, const centre::AssignmentMoved& fact) {
    agents_[fact.person].assignments[fact.assignment] = fact.state;
    const auto visit = visits_.find(fact.visit);
    if (visit != visits_.end()) visit->second.ringing = rings(fact.state);
}

void LiveBoard::take(Instant, const centre::AssignmentEnded& fact) {
    agents_[fact.person].assignments.erase(fact.assignment);
    // The visit goes on where an agent was rung in vain.
    const auto visit = visits_.find(fact.visit);
    if (visit != visits_.end()) visit->second.ringing = false;
}

void LiveBoard::take(Instant, const centre::AgentKnown& fact) {
    Agent& agent = agents_[fact.person];
    agent.pool = fact.pool;
    agent.barred = fact.barred;
    agent.skills.clear();
}

void LiveBoard::take(Instant, const centre::AgentSkilled& fact) { agents_[fact.person].skills.push_back(fact.skill); }

void LiveBoard::take(Instant, const centre::PresenceMoved& fact) { agents_[fact.person].presence = fact.presence; }

void LiveBoard::take(Instant, const centre::ManualInForce& fact) { manual_ = manual_of_(fact.version); }

// ---- What is shown --------------------------------------------------------------------------------------------------

Board LiveBoard::show(Instant now) {
    if (now >= day_until_) begin_day(now);
    Board board;
    board.at = now;
    board.entry = entry_;
    board.day_from = day_from_;
    board.origins = origins_;
    board.in_progress_contacts = contacts_.size();
    board.in_menu = static_cast<std::uint64_t>(std::ranges::count_if(contacts_, [](const auto& each) { return !each.second.queued; }));
    for (auto& [id, row] : rows()) {
        board.waiting += row.waiting;
        board.callbacks += row.callbacks;
        board.voicemails += row.voicemails;
        if (row.longest_wait_since) note_wait(board.longest_wait_since, *row.longest_wait_since);
        board.queues.push_back(row);
    }
    board.service_level = service_level();
    board.bars = bars(now);
    board.agents = agent_counts();
    return board;
}

std::map<Key, QueueRow> LiveBoard::rows() const {
    std::map<Key, QueueRow> rows;
    show_manual(rows);
    for (const auto& [queue, cell] : today_) show_cell(rows[queue], cell);
    show_open_visits(rows);
    for (auto& [id, row] : rows) row.id = id;
    return rows;
}

void LiveBoard::show_manual(std::map<Key, QueueRow>& rows) const {
    if (!manual_) return;
    for (const routing::QueuePolicy& policy : manual_->queues) {
        QueueRow& row = rows[policy.id];
        if (const Text* title = manual_->queue_title(policy.id)) row.title = *title;
        row.within_s = policy.answer_within;
        row.goal_percent = policy.goal_percent;
        row.long_after_s = manual_->long_after(procedure::Lasting::waiting, policy.id, procedure::Listener::everybody);
        for (const auto& [id, agent] : agents_)
            if (counts(agent.pool) && !agent.barred && agent.state() == people::AgentState::ready && could_serve(agent.skills, policy))
                ++row.ready;
    }
}

void LiveBoard::show_open_visits(std::map<Key, QueueRow>& rows) const {
    for (const auto& [id, visit] : visits_) {
        QueueRow& row = rows[visit.queue];
        if (visit.callback && !visit.ringing) {
            ++row.callbacks;
        } else if (visit.voicemail && !visit.ringing) {
            ++row.voicemails;
        } else if (!visit.ringing) {
            ++row.waiting;
            note_wait(row.longest_wait_since, visit.started);
        }
        // Who has waited since yesterday waits now, but was not offered today.
        if (visit.started < day_from_) continue;
        ++row.offered;
        ++row.in_progress;
    }
}

std::vector<Bar> LiveBoard::bars(Instant now) const {
    std::optional<Instant> first;
    if (!quarters_.empty()) first = quarters_.begin()->first;
    for (const auto& [id, visit] : visits_)
        if (visit.started >= day_from_) note_wait(first, site_.begin(Interval::quarter_hour, visit.started));
    std::vector<Bar> bars;
    if (!first) return bars;
    const metrics::Metric& level = *metrics::metric("service_level");
    for (Instant from = *first; from <= now; from = site_.end(Interval::quarter_hour, from)) {
        const auto quarter = quarters_.find(from);
        const metrics::Cell cell = quarter == quarters_.end() ? metrics::Cell{} : quarter->second;
        bars.push_back({from, cell.answered_within, metrics::figure(level, cell).denominator});
    }
    return bars;
}

ServiceLevel LiveBoard::service_level() const {
    metrics::Cell whole;
    for (const auto& [queue, cell] : today_) whole.merge(cell);
    const metrics::Metric& level = *metrics::metric("service_level");
    ServiceLevel shown;
    shown.answered_within = whole.answered_within;
    shown.counted = metrics::figure(level, whole).denominator;
    shown.metric = level.id;
    shown.version = level.version;
    shown.formula = level.text_key();
    if (!manual_ || manual_->queues.empty()) return shown;
    const routing::QueuePolicy& first = manual_->queues.front();
    if (std::ranges::all_of(manual_->queues, [&](const auto& each) { return each.answer_within == first.answer_within; }))
        shown.within_s = first.answer_within;
    if (std::ranges::all_of(manual_->queues, [&](const auto& each) { return each.abandoned_short == first.abandoned_short; }))
        shown.short_s = first.abandoned_short;
    if (std::ranges::all_of(manual_->queues, [&](const auto& each) { return each.goal_percent == first.goal_percent; }))
        shown.goal_percent = first.goal_percent;
    return shown;
}

AgentCounts LiveBoard::agent_counts() const {
    AgentCounts counted;
    for (const auto& [id, agent] : agents_) {
        if (!counts(agent.pool)) continue;
        const std::string_view state = enum_name(agent.state());
        for_each_member(counted, [&](std::string_view name, std::uint64_t& count) { count += name == state; });
    }
    return counted;
}

}  // namespace markaz::board
