#pragma once
// The demo's simulated world: a month of past at the first start, and contacts that go on coming.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/house.hpp"
#include "app/sample.hpp"
#include "sim/demo.hpp"

namespace markaz::app {

inline constexpr std::chrono::days demo_past{30};

/// Lays down the month before `now` in a new directory: the manual is published, twelve simulated agents work, customers call.
/// Takes the manual that was to be published out of `first`.
Result<std::uint64_t> write_demo_past(House& house, FirstStart& first, Instant now);

/// Whether simulated contacts keep coming: in a demo whose line they can call. The directory of a scenario is one where none do.
bool has_demo_life(House& house);

/// Simulated contacts and agents in real time, beside the live ones and never with them.
class DemoLife {
public:
    /// Subscribes to the machine, which is not live yet.
    explicit DemoLife(House& house);
    ~DemoLife();

    /// The machine is live: the agents come to work and customers call.
    void begin();

private:
    void live(std::stop_token stop);

    House& house_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    sim::DemoWorld world_;
    std::jthread thread_;
};

}  // namespace markaz::app
