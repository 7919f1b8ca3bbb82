#pragma once
// The instants that the driver stamps on inputs. They never go back, whatever somebody does to the system's clock.

#include <chrono>

#include "base/instant.hpp"

namespace markaz::driver {

class Clock {
public:
    virtual ~Clock() = default;
    /// Never earlier than what it said before. Called by one thread.
    virtual Instant now() = 0;
    /// How much the wall clock was set forward beyond what now() tells; told once, after which now() tells the wall clock's instants.
    virtual Duration take_jump() { return Duration{0}; }
};

/// Makes one line of instants out of two clocks: the wall clock, which knows the date but is corrected now and then, and the steady
/// clock, which only counts.
///  - A wall clock that is a little ahead (up to a second) is believed at once: clocks drift, and are slewed.
///  - One that is further ahead was set forward. Time goes on by the steady clock until take_jump() is asked, so that whoever keeps
///    timers learns of the jump before it meets an instant behind it.
///  - A wall clock that is behind was set back. Time goes on slower, at seven eighths, until the wall clock has caught up:
///    instants never go back, and a timer is late by a seventh at the most, never early.
class SteadiedTime {
public:
    /// Starts at `wall`, or at `not_before` if that is later: the last entry's instant.
    SteadiedTime(Instant not_before, Instant wall, Duration steady);

    Instant at(Instant wall, Duration steady);

    /// By how much the wall clock was ahead when at() was last asked; from now on it is believed.
    Duration take_jump();

private:
    Instant now_;
    Duration steady_;
    Duration jump_{0};
};

/// The clocks of this computer. The steady one counts while the computer sleeps, too (CLOCK_BOOTTIME).
class SystemClock final : public Clock {
public:
    explicit SystemClock(Instant not_before);
    Instant now() override;
    Duration take_jump() override;

private:
    SteadiedTime time_;
};

}  // namespace markaz::driver
