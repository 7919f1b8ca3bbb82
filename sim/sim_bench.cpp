// How many contacts one CPU second simulates: the reference model M/M/100+M (1,900 contacts an hour, 180 s, patience 60 s) with all
// of the centre's rules and all numbers of a queue by half hours. Prints one line.

#include <chrono>
#include <cstdio>
#include <ctime>

#include "sim/run.hpp"

int main() {
    using namespace markaz;
    const auto scenario = sim::parse_scenario(R"(start: 2026-11-22T00:00:00Z
duration: 160h
queues: [{id: line}]
groups: [{id: agents, agents: 100}]
arrivals: [{queue: line, per_hour: 1900}]
patience: {exponential: 60s}
handle: {exponential: 180s}
)",
                                              "reference.yaml");
    if (!scenario) return 1;
    const std::clock_t begin = std::clock();
    const sim::Tally tally = sim::replicate(*scenario, 1);
    const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    double service_level = 0;
    for (const auto& [metric, value] : tally.queue(0))
        if (metric == "answered_within") service_level = value.value_or(0) / static_cast<double>(tally.contacts());
    std::printf("{\"contacts\":%llu,\"cpu_s\":%.3f,\"contacts_per_cpu_s\":%.0f,\"answered_within_20s\":%.4f}\n",
                static_cast<unsigned long long>(tally.contacts()), cpu, static_cast<double>(tally.contacts()) / cpu, service_level);
    return 0;
}
