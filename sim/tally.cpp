#include "sim/tally.hpp"

#include <algorithm>

#include "base/described.hpp"
#include "base/kinds.hpp"
#include "metrics/dictionary.hpp"

namespace markaz::sim {

using people::Presence;

namespace {

double seconds_of(Duration length) { return std::chrono::duration<double>(length).count(); }

std::optional<double> ratio(Duration part, Duration whole) {
    if (whole == Duration{0}) return std::nullopt;
    return seconds_of(part) / seconds_of(whole);
}

Figures figures_of(const metrics::Cell& cell) {
    Figures figures;
    for_each_member(cell, [&]<class Member>(std::string_view name, const Member& value) {
        if constexpr (std::same_as<Member, std::uint64_t>) figures.emplace_back(name, static_cast<double>(value));
    });
    for (const metrics::Metric& metric : metrics::dictionary()) figures.emplace_back(metric.id, metrics::figure(metric, cell).value);
    return figures;
}

Figures figures_of(const GroupCell& cell) {
    Figures figures;
    figures.emplace_back("answered", static_cast<double>(cell.answered));
    std::optional<double> handle;
    if (cell.answered != 0) handle = seconds_of(cell.talk + cell.hold + cell.wrap_up) / static_cast<double>(cell.answered);
    figures.emplace_back("aht", handle);
    figures.emplace_back("occupancy", ratio(cell.engaged, cell.engaged + cell.available));
    figures.emplace_back("utilisation", ratio(cell.engaged, cell.staffed));
    figures.emplace_back("staffed_s", seconds_of(cell.staffed));
    return figures;
}

/// The smallest wait that at least this share of the waits does not exceed.
Duration quantile(std::vector<Duration>& waits, double share) {
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(waits.size() - 1) + 0.5);
    std::ranges::nth_element(waits, waits.begin() + static_cast<std::ptrdiff_t>(rank));
    return waits[rank];
}

/// Mean and quantiles of the waits of all visits that were not blocked.
void add_waits(Figures& figures, std::vector<Duration> waits) {
    std::optional<double> mean, waited;
    if (!waits.empty()) {
        Duration sum{0};
        for (Duration wait : waits) sum += wait;
        mean = seconds_of(sum) / static_cast<double>(waits.size());
        waited = static_cast<double>(std::ranges::count_if(waits, [](Duration wait) { return wait > Duration{0}; })) /
                 static_cast<double>(waits.size());
    }
    figures.emplace_back("waited", waited);
    figures.emplace_back("wait_mean_s", mean);
    for (const auto& [name, share] : {std::pair{"wait_p50_s", 0.5}, {"wait_p90_s", 0.9}, {"wait_p95_s", 0.95}, {"wait_p99_s", 0.99}})
        figures.emplace_back(name, waits.empty() ? std::nullopt : std::optional(seconds_of(quantile(waits, share))));
    figures.emplace_back("wait_max_s", waits.empty() ? std::nullopt : std::optional(seconds_of(*std::ranges::max_element(waits))));
}

/// The mean, and what nine of ten do not exceed.
std::pair<std::optional<double>, std::optional<double>> mean_and_p90(std::vector<Duration>& waits) {
    if (waits.empty()) return {};
    Duration sum{0};
    for (Duration wait : waits) sum += wait;
    return {seconds_of(sum) / static_cast<double>(waits.size()), seconds_of(quantile(waits, 0.9))};
}

void add_callbacks(Figures& figures, CallbackCell cell) {
    const auto [mean, most] = mean_and_p90(cell.waits);
    figures.emplace_back("callbacks_asked", static_cast<double>(cell.asked));
    figures.emplace_back("callbacks_called", static_cast<double>(cell.waits.size()));
    figures.emplace_back("callbacks_reached", static_cast<double>(cell.reached));
    figures.emplace_back("callback_wait_mean_s", mean);
    figures.emplace_back("callback_wait_p90_s", most);
}

void add_messages(Figures& figures, MessageCell cell) {
    const auto [mean, most] = mean_and_p90(cell.waits);
    figures.emplace_back("messages_left", static_cast<double>(cell.left));
    figures.emplace_back("messages_heard", static_cast<double>(cell.waits.size()));
    figures.emplace_back("message_wait_mean_s", mean);
    figures.emplace_back("message_wait_p90_s", most);
}

}  // namespace

void CallbackCell::merge(const CallbackCell& other) {
    asked += other.asked;
    reached += other.reached;
    waits.insert(waits.end(), other.waits.begin(), other.waits.end());
}

void MessageCell::merge(const MessageCell& other) {
    left += other.left;
    waits.insert(waits.end(), other.waits.begin(), other.waits.end());
}

void GroupCell::merge(const GroupCell& other) {
    answered += other.answered;
    talk += other.talk;
    hold += other.hold;
    wrap_up += other.wrap_up;
    engaged += other.engaged;
    available += other.available;
    staffed += other.staffed;
}

Tally::Tally(TallyPlan plan) : plan_(std::move(plan)) {
    interval_from_ = plan_.from;
    const Duration measured = plan_.until - plan_.from;
    interval_count_ = static_cast<std::size_t>((measured + plan_.interval - Duration{1}) / plan_.interval);
    queues_.assign(plan_.queues.size(), std::vector<Counted>(interval_count_));
    channels_.resize(plan_.channels.size());
    group_cells_.assign(plan_.groups.size(), std::vector<GroupCell>(interval_count_));
    queue_places_ = Places(plan_.queues, [](const auto& each) { return each.first; });
    for (std::uint32_t group = 0; group < plan_.groups.size(); ++group)
        for (people::PersonId person : plan_.groups[group].people) agents_.add(person.value, Agent{.group = group, .since = plan_.from});
}

/// Most that is asked lies in the interval that was asked last: a division less.
std::optional<std::size_t> Tally::interval_of(Instant at) {
    if (at < plan_.from || at >= plan_.until) return std::nullopt;
    const Duration into = at - interval_from_;
    if (into < Duration{0} || into >= plan_.interval) {
        interval_ = static_cast<std::size_t>((at - plan_.from) / plan_.interval);
        interval_from_ = plan_.from + plan_.interval * static_cast<std::int64_t>(interval_);
    }
    return interval_;
}

void Tally::count(const Open& visit) {
    const auto interval = interval_of(visit.facts.offered);
    if (!interval) return;
    queues_[visit.queue][*interval].add(visit);
    const auto channel = std::ranges::find(plan_.channels, visit.channel);
    if (channel != plan_.channels.end()) channels_[static_cast<std::size_t>(channel - plan_.channels.begin())].add(visit);
}

void Tally::Counted::add(const Open& visit) {
    cell.add(visit.facts);
    if (visit.left) {
        ++messages.left;
        if (visit.facts.ended) messages.waits.push_back(*visit.facts.ended - *visit.left);
    } else if (visit.asked) {
        ++callbacks.asked;
        if (visit.reached) ++callbacks.reached;
        if (visit.called) callbacks.waits.push_back(*visit.called - *visit.asked);
    } else if (visit.facts.ended && visit.facts.end != contact::VisitEnd::blocked) {
        waits.push_back(*visit.facts.ended - visit.facts.offered);
    }
}

void Tally::Counted::merge(const Counted& other) {
    cell.merge(other.cell);
    waits.insert(waits.end(), other.waits.begin(), other.waits.end());
    callbacks.merge(other.callbacks);
    messages.merge(other.messages);
}

Figures Tally::figures_of(Counted counted) {
    Figures figures = sim::figures_of(counted.cell);
    add_waits(figures, std::move(counted.waits));
    add_callbacks(figures, std::move(counted.callbacks));
    add_messages(figures, std::move(counted.messages));
    return figures;
}

/// Books an agent's time up to `until` to the intervals in which it was spent.
void Tally::spend(Agent& agent, Instant until) {
    Instant from = std::max(agent.since, plan_.from);
    agent.since = until;
    const Instant end = std::min(until, plan_.until);
    while (from < end) {
        const std::size_t interval = *interval_of(from);
        const Instant to = std::min(end, interval_from_ + plan_.interval);
        GroupCell& cell = group_cells_[agent.group][interval];
        const Duration spent = to - from;
        if (agent.engagements != 0) cell.engaged += spent;
        else if (agent.presence == Presence::ready) cell.available += spent;
        if (agent.engagements != 0 || agent.presence != Presence::offline) cell.staffed += spent;
        from = to;
    }
}

struct Tally::Fold {
    Tally& tally;
    Instant at;

    void operator()(const centre::ContactStarted& started) {
        ++tally.contacts_;
        if (started.channel != contact::Channel::voice_in) tally.written_.emplace_back(started.contact, started.channel);
    }

    void operator()(const centre::ContactEnded& ended) {
        std::erase_if(tally.written_, [&](const auto& each) { return each.first == ended.contact; });
    }

    void operator()(const centre::VisitStarted& visit) {
        const std::uint32_t queue = tally.queue_places_.find(visit.queue);
        if (queue == Places::none) return;
        const metrics::Thresholds& thresholds = tally.plan_.queues[queue].second;
        Open open{queue, {.offered = at, .ended = {}, .thresholds = thresholds}};
        const auto written = std::ranges::find(tally.written_, visit.contact, &std::pair<contact::ContactId, contact::Channel>::first);
        if (written != tally.written_.end()) open.channel = written->second;
        tally.visits_.add(visit.visit.value, open);
    }

    void operator()(const centre::WaitExpected& told) {
        Open* visit = tally.visits_.find(told.visit.value);
        if (!visit || told.wait == routing::ExpectedWait{}) return;
        visit->facts.estimate = {visit->facts.offered, told.wait.expected, told.wait.low, told.wait.high};
    }

    void operator()(const centre::CallbackMoved& moved) {
        Open* visit = tally.visits_.find(moved.visit.value);
        if (!visit) return;
        if (moved.callback == contact::Callback::chosen) visit->asked = at;
        if (moved.callback == contact::Callback::calling && !visit->called) visit->called = at;
    }

    void operator()(const centre::VoicemailMoved& moved) {
        Open* visit = tally.visits_.find(moved.visit.value);
        if (!visit || visit->left || moved.voicemail != contact::Voicemail::left) return;
        visit->left = at;
        visit->channel = contact::Channel::voicemail;
    }

    void operator()(const centre::VisitEnded& ended) {
        Open* visit = tally.visits_.find(ended.visit.value);
        if (!visit) return;
        visit->facts.ended = at;
        visit->facts.end = ended.end;
        visit->reached = ended.end == contact::VisitEnd::callback && ended.cause == contact::VisitCause::none;
        // An answered visit is counted when its assignment is over and its lengths are known.
        if (ended.end == contact::VisitEnd::answered) return;
        tally.count(*visit);
        tally.visits_.erase(ended.visit.value);
    }

    void operator()(const centre::AssignmentMoved& moved) {
        if (moved.state != contact::AssignmentState::reserved) return;
        if (Agent* agent = tally.agents_.find(moved.person.value)) {
            tally.spend(*agent, at);
            ++agent->engagements;
        }
    }

    void operator()(const centre::AssignmentEnded& ended) {
        using enum contact::AssignmentEnd;
        const bool answered = ended.end == completed || ended.end == transferred || (ended.end == interrupted && ended.talk > Duration{0});
        if (Agent* agent = tally.agents_.find(ended.person.value)) {
            tally.spend(*agent, at);
            --agent->engagements;
            if (const auto interval = tally.interval_of(at); answered && interval) {
                GroupCell& cell = tally.group_cells_[agent->group][*interval];
                cell.merge(GroupCell{.answered = 1, .talk = ended.talk, .hold = ended.hold, .wrap_up = ended.wrap_up});
            }
        }
        Open* visit = answered ? tally.visits_.find(ended.visit.value) : nullptr;
        if (!visit || !visit->facts.ended) return;
        visit->facts.talk = ended.talk;
        visit->facts.hold = ended.hold;
        visit->facts.wrap_up = ended.wrap_up;
        tally.count(*visit);
        tally.visits_.erase(ended.visit.value);
    }

    void operator()(const centre::PresenceMoved& moved) {
        Agent* agent = tally.agents_.find(moved.person.value);
        if (!agent) return;
        tally.spend(*agent, at);
        agent->presence = moved.presence;
    }

    template <class Other>
    void operator()(const Other&) {}
};

void Tally::see(const centre::Outputs& outputs) {
    for (const centre::Told& told : outputs) look_at(told.what, Fold{*this, told.at});
}

void Tally::finish() {
    visits_.for_each([this](std::uint64_t, const Open& visit) { count(visit); });
    visits_ = {};
    for (const TallyGroup& group : plan_.groups)
        for (people::PersonId person : group.people) spend(*agents_.find(person.value), plan_.until);
}

Figures Tally::queue(std::size_t queue) const {
    Counted whole;
    for (const Counted& each : queues_[queue]) whole.merge(each);
    return figures_of(std::move(whole));
}

Figures Tally::queue_in(std::size_t queue, std::size_t interval) const { return figures_of(queues_[queue][interval]); }

Figures Tally::channel(std::size_t channel) const { return figures_of(channels_[channel]); }

Figures Tally::group(std::size_t group) const {
    GroupCell whole;
    for (const GroupCell& cell : group_cells_[group]) whole.merge(cell);
    return sim::figures_of(whole);
}

Figures Tally::group_in(std::size_t group, std::size_t interval) const { return sim::figures_of(group_cells_[group][interval]); }

}  // namespace markaz::sim
