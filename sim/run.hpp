#pragma once
// Simulation: the very centre that answers the telephone, and the world around it, in virtual time.

#include <functional>
#include <string>
#include <vector>

#include "centre/centre.hpp"
#include "sim/estimate.hpp"
#include "sim/scenario.hpp"
#include "sim/tally.hpp"
#include "sim/world.hpp"

namespace markaz::sim {

/// Sees every input, whether the centre took it, and what it told. Checkers, numbers and journals are witnesses.
using Witness = std::function<void(Instant, const centre::Input&, centre::Refusal, const centre::Outputs&)>;

/// Lets centre and world act on each other until neither has anything due at or before `until`.
void drive(centre::Centre& centre, World& world, Instant until, const Witness& witness);

/// The inputs with which a scenario begins: chance, manual, agents.
std::vector<TimedInput> opening(const Scenario& scenario, std::uint64_t seed);

/// Visits that are still open so long after the end will not end: nobody is there for them.
inline constexpr Duration longest_closing = std::chrono::hours{24};

/// One replication. After the scenario's end nobody comes any more, but whoever waits is still served, so that every visit has its
/// end; what has none a day later counts as in progress.
Tally replicate(const Scenario& scenario, std::uint64_t seed, const Witness& witness = {});

/// The seed of a replication: far from those of its neighbours and of other scenario seeds.
std::uint64_t replication_seed(std::uint64_t seed, std::uint32_t replication);

/// Estimates by metric id, in the order of the dictionary.
using Estimates = std::vector<std::pair<std::string, Estimate>>;
using EstimatesByKey = std::vector<std::pair<Key, Estimates>>;

struct IntervalResult {
    Instant from, to;
    EstimatesByKey queues, groups;
};

struct SimulationResult {
    std::uint32_t replications = 0;
    std::uint64_t seed = 0;
    EstimatesByKey queues, channels, groups;
    std::vector<IntervalResult> intervals;
};

/// `witness_of`, where there is one, makes the witness of each replication by its number.
SimulationResult simulate(const Scenario& scenario, std::uint64_t seed, std::uint32_t replications,
                          const std::function<Witness(std::uint32_t)>& witness_of = {});

/// `{replications, seed, queues: {id: {metric: {value, low, high}}}, channels, groups, intervals}`; a value that there is not is null.
std::string result_json(const SimulationResult& result);
/// The same for people: one line for each queue and group, and for each channel where there are several.
std::string result_table(const SimulationResult& result);

}  // namespace markaz::sim
