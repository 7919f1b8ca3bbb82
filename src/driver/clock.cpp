#include "driver/clock.hpp"

#include <algorithm>

#include <time.h>

namespace markaz::driver {

namespace {

Instant wall_clock() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

Duration steady_clock() {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

SteadiedTime::SteadiedTime(Instant not_before, Instant wall, Duration steady) : now_(std::max(not_before, wall)), steady_(steady) {}

Instant SteadiedTime::at(Instant wall, Duration steady) {
    // Slowed by whole eighths only, so that many short steps make the same as one long one.
    const auto eighths = std::max(steady - steady_, Duration{0}) / 8;
    now_ += eighths * 7;
    steady_ += eighths * 8;
    if (wall < now_) return now_;
    now_ = wall;
    steady_ = std::max(steady_, steady);
    return now_;
}

SystemClock::SystemClock(Instant not_before) : time_(not_before, wall_clock(), steady_clock()) {}

Instant SystemClock::now() { return time_.at(wall_clock(), steady_clock()); }

}  // namespace markaz::driver
