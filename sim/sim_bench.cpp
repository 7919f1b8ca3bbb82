// How many contacts one CPU second simulates, with all of the centre's rules and all numbers of queues and groups by half hours:
// the reference model M/M/100+M (1,900 contacts an hour, 180 s, patience 60 s), and the same load on 10 and on 30 skills, of which each
// agent has three or four. Then the first of them without a centre, by a heap of plain events that keeps two sums: what the machine, the
// world and the numbers cost is to be read against it, because processors differ. Prints one line each. `sim_bench [CONTACTS]`.

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <queue>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "sim/run.hpp"

namespace {

using namespace markaz;

constexpr int agents = 100, contacts_per_h = 1'900;

std::string scenario_of(int skills, long contacts) {
    std::string text = "start: 2026-01-01T00:00:00Z\nduration: " + std::to_string(contacts * 3600 / contacts_per_h) +
                       "s\npatience: {exponential: 60s}\nhandle: {exponential: 180s}\nqueues: [";
    const auto name = [](int skill) { return "q" + std::to_string(skill); };
    for (int skill = 0; skill < skills; ++skill) text += (skill ? ", {id: " : "{id: ") + name(skill) + "}";
    text += "]\ngroups: [";
    const int each = skills == 1 ? 1 : skills == 10 ? 3 : 4;
    // One group for each skill, whose agents have that one and those after it.
    for (int group = 0; group < skills; ++group) {
        text += (group ? ", {id: g" : "{id: g") + std::to_string(group) +
                ", agents: " + std::to_string(agents * (group + 1) / skills - agents * group / skills) + ", skills: [";
        for (int more = 0; more < each; ++more) text += (more ? ", " : "") + name((group + more * 7) % skills);
        text += "]}";
    }
    text += "]\narrivals: [";
    for (int skill = 0; skill < skills; ++skill)
        text += (skill ? ", {queue: " : "{queue: ") + name(skill) +
                ", per_hour: " + std::to_string(static_cast<double>(contacts_per_h) / skills) + "}";
    return text + "]\n";
}

bool measure(int skills, long contacts) {
    const auto scenario = sim::parse_scenario(scenario_of(skills, contacts), "reference.yaml");
    if (!scenario) {
        std::fprintf(stderr, "%s\n", scenario.error().front().line().c_str());
        return false;
    }
    const std::clock_t begin = std::clock();
    const sim::Tally tally = sim::replicate(*scenario, 1);
    const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    double in_time = 0;
    for (std::size_t queue = 0; queue < tally.plan().queues.size(); ++queue)
        for (const auto& [metric, value] : tally.queue(queue))
            if (metric == "answered_within") in_time += value.value_or(0);
    std::printf("{\"skills\":%d,\"contacts\":%llu,\"cpu_s\":%.3f,\"contacts_per_cpu_s\":%.0f,\"answered_within_20s\":%.4f}\n", skills,
                static_cast<unsigned long long>(tally.contacts()), cpu, static_cast<double>(tally.contacts()) / cpu,
                in_time / static_cast<double>(tally.contacts()));
    return true;
}

/// M/M/100+M and nothing else: seconds as doubles, and each contact a number.
void measure_bare(long contacts) {
    enum class Kind { arrives, is_served, gives_up };
    struct Event {
        double at;
        Kind kind;
        long contact;
        bool operator<(const Event& other) const { return at > other.at; }  // the earliest on top
    };
    const std::clock_t begin = std::clock();
    Random random = Random::seeded(1);
    const auto exponential = [&random](double mean) { return -mean * std::log1p(-random.uniform()); };
    const auto count = static_cast<std::size_t>(contacts);
    std::vector<double> arrived(count);
    std::vector<bool> left_line(count);
    std::priority_queue<Event> events;
    std::deque<long> line;
    long in_time = 0;
    int free = agents;
    const auto serve = [&](double at, long contact) {
        left_line[static_cast<std::size_t>(contact)] = true;
        in_time += at - arrived[static_cast<std::size_t>(contact)] <= 20;
        events.push({at + exponential(180), Kind::is_served, contact});
    };
    events.push({exponential(3600.0 / contacts_per_h), Kind::arrives, 0});
    while (!events.empty()) {
        const auto [at, kind, contact] = events.top();
        events.pop();
        if (kind == Kind::arrives) {
            arrived[static_cast<std::size_t>(contact)] = at;
            if (contact + 1 < contacts) events.push({at + exponential(3600.0 / contacts_per_h), Kind::arrives, contact + 1});
            if (free > 0) {
                --free;
                serve(at, contact);
            } else {
                line.push_back(contact);
                events.push({at + exponential(60), Kind::gives_up, contact});
            }
        } else if (kind == Kind::gives_up) {
            left_line[static_cast<std::size_t>(contact)] = true;
        } else {
            while (!line.empty() && left_line[static_cast<std::size_t>(line.front())]) line.pop_front();
            if (line.empty()) {
                ++free;
            } else {
                const long next = line.front();
                line.pop_front();
                serve(at, next);
            }
        }
    }
    const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("{\"bare\":true,\"contacts\":%ld,\"cpu_s\":%.3f,\"contacts_per_cpu_s\":%.0f,\"answered_within_20s\":%.4f}\n", contacts, cpu,
                static_cast<double>(contacts) / cpu, static_cast<double>(in_time) / static_cast<double>(contacts));
}

}  // namespace

int main(int count, char** words) {
    const long contacts = count > 1 ? std::strtol(words[1], nullptr, 10) : 300'000;
    bool all = contacts > 0;
    for (int skills : {1, 10, 30}) all = all && measure(skills, contacts);
    if (all) measure_bare(contacts);
    return all ? 0 : 1;
}
