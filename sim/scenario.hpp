#pragma once
// A scenario: one what-if question as a text. sim.md says what may stand in it.

#include <expected>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "procedure/types.hpp"
#include "sim/history.hpp"
#include "sim/population.hpp"
#include "sim/tally.hpp"

namespace markaz::sim {

/// What a scenario is made into: the centre's manual and agents, the world's population, and what is counted.
struct Scenario {
    procedure::ManualRef manual;
    std::string routing;  ///< the text of the clause in the routing file; empty where the scenario names none
    std::vector<people::Agent> agents;
    Population population;
    TallyPlan tally;
};

/// Reads a scenario file and the files that it names, which lie relative to it. Everything that is wrong is told, each with
/// `file:line:column`; nothing is made of a scenario that has a fault. `history_of` reads data directories to which lengths are fitted.
std::expected<Scenario, std::vector<Problem>> read_scenario(const std::filesystem::path& file, const HistoryOf& history_of = {});

/// The same from a text that was read already; `file` is its name in messages and where other files are looked for.
std::expected<Scenario, std::vector<Problem>> parse_scenario(std::string_view text, const std::filesystem::path& file,
                                                             const HistoryOf& history_of = {});

}  // namespace markaz::sim
