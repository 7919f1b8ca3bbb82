// What one routing decision costs: (a) a contact arrives, nothing waits, 1 % or half of the agents are free; (b) an agent becomes ready,
// as many contacts wait as there are agents, all others are busy. Five skills an agent of fifty, levels 1 to 5, demands that relax at
// 30 and 60 s, five priorities; the state is reached by running. A decision is measured with everything that it changes in the router:
// the contact enters and leaves, the agent is withdrawn and offered again later. Prints a line for each size, and then one for each
// number of skills an agent has, which come in three classes each, if the levels reach that far.
//
//     router_bench [most agents, 100000 unless said]

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>

#include "routing/router.hpp"

namespace markaz::routing {
namespace {

constexpr std::uint32_t skill_count = 50;

Key skill(std::uint32_t number) {
    const std::string name = "s" + std::to_string(number);
    return *Key::from(name);
}

/// One queue for each skill: level 4 wanted, after 30 s level 2, after 60 s any.
std::vector<QueuePolicy> queues() {
    std::vector<QueuePolicy> all(skill_count);
    for (std::uint32_t number = 0; number < skill_count; ++number) {
        all[number].id = skill(number);
        for (const auto& [after, level] : {std::pair{0, 4}, {30, 2}, {60, 1}})
            all[number].stages.push_back({std::chrono::seconds{after}, {{skill(number), static_cast<std::uint8_t>(level)}}});
    }
    return all;
}

class Bench {
public:
    Bench(std::uint32_t agents, std::uint32_t skills_each)
        : agents_(agents), skills_each_(skills_each), chance_(Random::seeded(agents)) {
        router_.publish(queues_);
        for (std::uint32_t id = 1; id <= agents; ++id) router_.set_agent(agent(id));
    }

    /// Nanoseconds a decision. `free_share` of the agents are free at any time, as many as that are busy in the order of their taking.
    double contact_arrives(double free_share, std::uint32_t decisions) {
        for (std::uint32_t id = 1; id <= agents_; ++id) offer(id);
        const auto busy = agents_ - std::max(1u, static_cast<std::uint32_t>(agents_ * free_share));
        std::deque<people::PersonId> taken;
        const auto decide = [&](bool keep) {
            const auto match = arrive();
            if (match) taken.push_back(*match);
            // Whoever has been busy longest becomes free.
            if (!keep && !taken.empty()) {
                offer(taken.front().value);
                taken.pop_front();
            }
        };
        for (std::uint32_t misses = 0; taken.size() < busy && misses < agents_ * 4; ++misses) decide(true);
        for (std::uint32_t run = 0; run < agents_; ++run) decide(false);
        const std::clock_t before = std::clock();
        for (std::uint32_t run = 0; run < decisions; ++run) decide(false);
        const double spent = nanoseconds_since(before);
        while (!taken.empty()) taken.pop_front();
        for (std::uint32_t id = 1; id <= agents_; ++id) router_.withdraw({id});
        return spent / decisions;
    }

    /// All agents are busy, as many contacts wait; one agent after another becomes ready and takes one, and another contact comes.
    double agent_becomes_ready(std::uint32_t decisions) {
        while (waiting_.size() < agents_) enter();
        const auto decide = [&] {
            const people::PersonId person{1 + chance_.below(agents_)};
            const auto match = router_.contact_for(person, one(contact::Channel::voice_in));
            if (!match) return;  // nobody waits for what this one can do
            router_.leave(match->contact);
            ++served_;
            enter();
            relax();
        };
        for (std::uint32_t run = 0; run < agents_; ++run) decide();
        const std::clock_t before = std::clock();
        for (std::uint32_t run = 0; run < decisions; ++run) decide();
        return nanoseconds_since(before) / decisions;
    }

    std::uint64_t served() const { return served_; }

private:
    /// Of the processor, so that other work on the machine counts as little as it can.
    static double nanoseconds_since(std::clock_t before) {
        return static_cast<double>(std::clock() - before) * (1e9 / CLOCKS_PER_SEC);
    }

    people::Agent agent(std::uint32_t id) {
        people::Agent made{{id}, {}, contact::Pool::live, {}, {}, {}};
        while (made.skills.size() < skills_each_) {
            const Key name = skill(static_cast<std::uint32_t>(chance_.below(skill_count)));
            if (std::ranges::find(made.skills, name, &people::Skill::name) == made.skills.end())
                made.skills.push_back({name, static_cast<std::uint8_t>(1 + chance_.below(5))});
        }
        return made;
    }

    void offer(std::uint64_t id) {
        const std::uint64_t turn = ++turn_;
        router_.offer({id}, one(contact::Channel::voice_in), Standing{turn, turn, 0, 0});
    }

    Demand demand(std::uint32_t stage = 0) {
        return {contact::Pool::live, contact::Channel::voice_in, static_cast<QueueIndex>(chance_.below(skill_count)), stage};
    }

    /// A contact comes and takes an agent if one is free for it.
    std::optional<people::PersonId> arrive() {
        const contact::ContactId id{++contact_};
        const auto match = router_.agent_for(id, demand(), chance_);
        if (!match) return std::nullopt;
        router_.withdraw(match->person);
        ++served_;
        return match->person;
    }

    /// A contact comes to stay, with one of five priorities.
    void enter() {
        const auto credit = static_cast<std::int64_t>(chance_.below(5) * agents_ / 8);
        const Waiting each{{++contact_}, demand(), static_cast<std::int64_t>(contact_) - credit};
        router_.wait(each.contact, each.demand, each.rank);
        waiting_.push_back(each);
    }

    /// Contacts of the middle of the queue reach their second stage, older ones their third.
    void relax() {
        move_to(waiting_.size() / 2, 1);
        move_to(waiting_.size() / 4, 2);
        while (!router_.waits(waiting_.front().contact)) waiting_.pop_front();
    }

    void move_to(std::size_t at, std::uint32_t stage) {
        if (at >= waiting_.size()) return;
        Waiting& each = waiting_[at];
        if (!router_.waits(each.contact) || each.demand.stage >= stage) return;
        router_.leave(each.contact);
        each.demand.stage = stage;
        router_.wait(each.contact, each.demand, each.rank);
    }

    struct Waiting {
        contact::ContactId contact;
        Demand demand;
        std::int64_t rank;
    };

    std::uint32_t agents_, skills_each_;
    Random chance_;
    std::vector<QueuePolicy> queues_ = queues();
    Router router_;
    std::deque<Waiting> waiting_;
    std::uint64_t turn_ = 0, contact_ = 0, served_ = 0;
};

void measure(std::uint32_t agents, std::uint32_t skills_each) {
    constexpr std::uint32_t decisions = 300'000;
    Bench bench(agents, skills_each);
    const double few = bench.contact_arrives(0.01, decisions), half = bench.contact_arrives(0.5, decisions);
    std::printf("%9u %9u %14.0f %14.0f %14.0f\n", agents, skills_each, few, half, bench.agent_becomes_ready(decisions));
    std::fflush(stdout);
    if (bench.served() == 0) std::abort();
}

void run(std::uint32_t most) {
    std::printf("%9s %9s %14s %14s %14s\n", "agents", "skills", "1 % free ns", "50 % free ns", "ready ns");
    for (std::uint32_t agents = 100; agents <= most; agents *= 10) measure(agents, 5);
    for (const std::uint32_t skills_each : {1, 10, 20, 40}) measure(std::min(most, 10'000u), skills_each);
}

}  // namespace
}  // namespace markaz::routing

int main(int count, char** arguments) {
    std::uint32_t most = 100'000;
    const char* last = count == 2 ? arguments[1] + std::strlen(arguments[1]) : nullptr;
    if (count > 2 || (count == 2 && std::from_chars(arguments[1], last, most).ptr != last)) {
        std::fprintf(stderr, "usage: router_bench [most agents]\n");
        return 2;
    }
    markaz::routing::run(most);
}
