#include "app/simulate.hpp"

#include <cstdio>

#include "app/commands.hpp"
#include "sim/run.hpp"

namespace markaz::app {

int simulate(const SimulateOptions& options) {
    const auto scenario = sim::read_scenario(options.scenario);
    if (!scenario) {
        for (const Problem& problem : scenario.error()) refuse(problem);
        return exit_refused;
    }
    const sim::SimulationResult result = sim::simulate(*scenario, options.seed, options.replications);
    const std::string text = options.json ? sim::result_json(result) + '\n' : sim::result_table(result);
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return fail({"", "the result could not be written", ""});
    return exit_done;
}

}  // namespace markaz::app
