#include "driver/clock.hpp"

#include <algorithm>
#include <utility>

#include <time.h>

namespace markaz::driver {

namespace {

/// More than a clock drifts, or is slewed, between two looks at it.
constexpr Duration most_drift = std::chrono::seconds{1};

Instant wall_clock() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

Duration steady_clock() {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

SteadiedTime::SteadiedTime(Instant not_before, Instant wall, Duration steady) : now_(std::max(not_before, wall)), steady_(steady) {}

Instant SteadiedTime::at(Instant wall, Duration steady) {
    jump_ = Duration{0};
    const Duration passed = std::max(steady - steady_, Duration{0});
    if (wall > now_ + passed + most_drift) {
        now_ += passed;
        steady_ = std::max(steady_, steady);
        jump_ = wall - now_;
        return now_;
    }
    // Slowed by whole eighths only, so that many short steps make the same as one long one.
    const auto eighths = passed / 8;
    now_ += eighths * 7;
    steady_ += eighths * 8;
    if (wall < now_) return now_;
    now_ = wall;
    steady_ = std::max(steady_, steady);
    return now_;
}

Duration SteadiedTime::take_jump() {
    now_ += jump_;
    return std::exchange(jump_, Duration{0});
}

SystemClock::SystemClock(Instant not_before) : time_(not_before, wall_clock(), steady_clock()) {}

Instant SystemClock::now() { return time_.at(wall_clock(), steady_clock()); }

Duration SystemClock::take_jump() {
    now();
    return time_.take_jump();
}

}  // namespace markaz::driver
