#pragma once
// What time it is, for what happens outside the machine.

#include <chrono>

#include "base/instant.hpp"

namespace markaz::app {

inline Instant clock_now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

}  // namespace markaz::app
