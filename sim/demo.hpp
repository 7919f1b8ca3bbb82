#pragma once
// The sample centre's people: twelve simulated agents on three queues, and the customers who call them, hour by hour and day by day.

#include <array>
#include <vector>

#include "sim/world.hpp"

namespace markaz::sim {

inline constexpr std::size_t demo_agents = 12;

struct DemoOptions {
    Instant from{};                        ///< the history begins here
    Duration offset{0};                    ///< of the centre's clocks from UTC: its people keep local hours
    std::uint64_t seed = 1;
    Key flow;                              ///< which callers enter, such as `main-line`
    std::array<people::PersonId, demo_agents> people{};
    std::array<Key, 3> queues{};           ///< busiest first, such as cards, accounts, delivery
};

/// Makes the demo's inputs and is fed with what the centre tells. It never ends: a driver takes its inputs up to the instant at which
/// the history ends as fast as it can, and those that follow when they are due. Agents and contacts are simulated, so they never meet
/// live ones.
class DemoWorld {
public:
    explicit DemoWorld(const DemoOptions& options);

    /// Skills and teams of the twelve, as the machine must know them before the first input.
    const std::vector<people::Agent>& agents() const { return agents_; }

    /// Each manual that is published must be known before its menus are spoken.
    void learn(procedure::ManualRef manual) { world_.learn(std::move(manual)); }

    std::optional<Instant> next_due() const { return world_.next_due(); }
    TimedInput next() { return world_.next(); }
    void react(const centre::Outputs& outputs) { world_.react(outputs); }

private:
    std::vector<people::Agent> agents_;
    World world_;
};

}  // namespace markaz::sim
