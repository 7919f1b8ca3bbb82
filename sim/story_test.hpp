#pragma once
// Random centres for property tests: policies, people, menus, habits and mishaps, all from one seed.

#include <string>
#include <vector>

#include "sim/run.hpp"

namespace markaz::sim {

/// Everything that one seed makes up.
struct Story {
    std::vector<procedure::ManualRef> manuals;  ///< the first is in force from the start
    Population population;
    std::vector<TimedInput> inputs;             ///< what happens beside the world: the opening, and mishaps later; rising
    std::uint64_t seed = 0;
};

Story make_story(std::uint64_t seed);

/// Lets the story happen in a new centre.
void tell(const Story& story, const Witness& witness);

/// One input with all that it made the centre tell, as text.
struct Page {
    Instant at;
    centre::Input input;
    centre::Refusal refusal;
    std::vector<std::string> told;
};
Page page(Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs);

}  // namespace markaz::sim
