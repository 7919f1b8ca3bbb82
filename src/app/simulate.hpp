#pragma once
// `markaz simulate SCENARIO.yaml`: asks a what-if question of the very machine that answers the telephone.

#include <cstdint>
#include <filesystem>

namespace markaz::app {

struct SimulateOptions {
    std::filesystem::path scenario;
    std::filesystem::path against;    ///< what came where `scenario` was planned: the difference is attributed; empty: none
    std::filesystem::path journal;    ///< a new data directory for the first replication, as a demo; empty: none
    std::uint64_t seed = 1;
    std::uint32_t replications = 10;  ///< at least 1; of one alone there is no confidence interval
    bool json = false;                ///< the result as sim.md says it, for programs, instead of a table
};
/// 1 when a scenario is refused, or two cannot be compared: every fault stands on a line of standard error.
int simulate(const SimulateOptions& options);

}  // namespace markaz::app
