#pragma once
// The data directory of a simulated centre: its manual, its people, and the journal of one replication.

#include <filesystem>

#include "base/result.hpp"
#include "sim/scenario.hpp"

namespace markaz::app {

/// Makes the directory, as a demo, and plays one replication into its journal. Agents of the scenario get the numbers of the people
/// whom they become there.
Result<void> write_simulated_centre(const std::filesystem::path& data, sim::Scenario& scenario, std::uint64_t seed);

}  // namespace markaz::app
