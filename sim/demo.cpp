#include "sim/demo.hpp"

#include <algorithm>

namespace markaz::sim {

using namespace std::chrono;

namespace {

// Teams of four: early, day and late. Each team has two who know cards, so that the busiest queue is never left alone.
constexpr std::array teams{"early"_key, "day"_key, "late"_key};
constexpr std::size_t team_size = demo_agents / teams.size();

/// Contacts an hour for the busiest queue, by local hour: a morning peak, a dip at noon, few at night.
constexpr std::array<double, 24> by_hour{1, 0.5, 0.5, 0.5, 0.5, 1, 3, 8, 18, 26, 28, 25, 20, 18, 22, 24, 21, 17, 14, 11, 8, 6, 4, 2};
/// How much of that comes on each day, Sunday first: the weekend of Friday and Saturday is quiet, the first day after it busy.
constexpr std::array<double, 7> by_weekday{1.2, 1.05, 1.0, 1.0, 0.9, 0.3, 0.45};
/// How much of that comes for each queue.
constexpr std::array<double, 3> by_queue{1.0, 0.7, 0.4};

/// Midnight of the Sunday on or before the instant, by the centre's clocks.
Instant sunday_before(Instant at, Duration offset) {
    const auto today = floor<days>(at + offset);
    const auto since = weekday{today} - Sunday;
    return Instant{today - since} - offset;
}

Arrivals week_of(const DemoOptions& options, std::size_t queue) {
    Arrivals arrivals;
    arrivals.anchor = sunday_before(options.from, options.offset);
    arrivals.every = hours{1};
    arrivals.repeats = true;
    for (double day : by_weekday)
        for (double hour : by_hour) arrivals.per_hour.push_back(day * hour * by_queue[queue]);
    return arrivals;
}

std::vector<people::Agent> agents_of(const DemoOptions& options) {
    std::vector<people::Agent> agents;
    for (std::size_t number = 0; number < demo_agents; ++number) {
        people::Agent agent;
        agent.id = options.people[number];
        agent.team = teams[number / team_size];
        agent.pool = contact::Pool::simulated;
        // Masters of one queue, able in a second one; the first of each team can do all three.
        const std::size_t place = number % team_size;
        for (std::size_t queue = 0; queue < options.queues.size(); ++queue) {
            const bool own = queue == place % options.queues.size();
            if (own || place == 0 || queue == (place + 1) % options.queues.size())
                agent.skills.push_back({options.queues[queue], static_cast<std::uint8_t>(own ? 6 : place == 0 ? 4 : 2)});
        }
        std::ranges::sort(agent.skills, {}, &people::Skill::name);
        agent.capacity = {{contact::Channel::voice_in, 1}};
        agents.push_back(std::move(agent));
    }
    return agents;
}

/// A shift of eight hours and a half: two breaks, and a meal in the middle.
Rota shift(Instant midnight, hours begin) {
    using enum people::Presence;
    const Duration at = begin;
    return {.midnight = midnight,
            .weekdays = 0x7F,
            .turns = {{at, ready},
                      {at + minutes{120}, break_},
                      {at + minutes{135}, ready},
                      {at + minutes{240}, break_},
                      {at + minutes{270}, ready},
                      {at + minutes{390}, break_},
                      {at + minutes{405}, ready},
                      {at + minutes{510}, offline}}};
}

Habits habits() {
    Habits habits;
    habits.misses = 0.01;
    habits.declines = 0.005;
    habits.holds = 0.12;
    habits.transfers = 0.04;
    habits.ends_first = 0.3;
    habits.lost = 0.002;
    habits.hold_for = Distribution::lognormal(seconds{35}, 0.7);
    habits.back_after = Distribution::exponential(seconds{90});
    habits.step_after = Distribution::lognormal(seconds{14}, 0.6);
    return habits;
}

Population population_of(const DemoOptions& options, const std::vector<people::Agent>& agents) {
    Population population;
    population.from = options.from;
    for (std::size_t queue = 0; queue < options.queues.size(); ++queue)
        for (Language language : all_languages) {
            CallerKind kind;
            kind.flow = options.flow;
            kind.wants = options.queues[queue];
            kind.language = language;
            kind.arrivals = week_of(options, queue);
            for (double& rate : kind.arrivals.per_hour) rate /= static_cast<double>(all_languages.size());
            kind.prompt = Distribution::gamma(seconds{5}, 0.3);
            kind.key_delay = Distribution::lognormal(seconds{2}, 0.6);
            kind.wrong_key = 0.03;
            kind.no_key = 0.05;
            kind.lost = 0.01;
            kind.way_back = contact::WayBack::trunk;
            kind.accepts = 0.4;
            kind.unreached = 0.2;
            kind.pick_up = Distribution::lognormal(seconds{8}, 0.5);
            population.callers.push_back(std::move(kind));
        }
    population.patience.push_back({Key{}, Distribution::lognormal(seconds{210}, 0.9)});

    const Instant midnight = sunday_before(options.from, options.offset);
    constexpr std::array begins{hours{7}, hours{9}, hours{13}};
    for (std::size_t team = 0; team < teams.size(); ++team) {
        Group group;
        for (std::size_t place = 0; place < team_size; ++place) group.people.push_back(agents[team * team_size + place].id);
        group.rota = shift(midnight, begins[team]);
        group.ring = Distribution::lognormal(seconds{4}, 0.5);
        group.work = {{options.queues[0], Distribution::lognormal(seconds{230}, 0.9), Distribution::lognormal(seconds{25}, 0.6)},
                      {options.queues[1], Distribution::lognormal(seconds{180}, 0.9), Distribution::lognormal(seconds{18}, 0.6)},
                      {Key{}, Distribution::lognormal(seconds{140}, 0.8), Distribution::lognormal(seconds{15}, 0.6)}};
        group.habits = habits();
        population.groups.push_back(std::move(group));
    }
    return population;
}

}  // namespace

DemoWorld::DemoWorld(const DemoOptions& options) : agents_(agents_of(options)), world_(population_of(options, agents_), options.seed) {}

}  // namespace markaz::sim
