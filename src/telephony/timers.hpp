#pragma once
// The timers under libre. libre calls its own tmr_* functions by name; timers.cpp defines them, so that the linker takes ours.
//
// Why not libre's: it keeps timers in one sorted list (each start walks it, and SIP transactions live 32 s) and reads the wall
// clock, so that a clock correction fires everything at once. Ours stand in one queue for each delay, on CLOCK_MONOTONIC.

#include <chrono>
#include <cstddef>

namespace markaz::telephony {

/// Stops this thread's clock at `now`; from here only advance_clock() moves it. For tests of what happens after 32 s of waiting.
void stop_clock(std::chrono::milliseconds now);

/// Moves a stopped clock and fires what falls due on the way, each timer at its own instant, in due order.
void advance_clock(std::chrono::milliseconds by);

/// Lets this thread's loop of libre take so many turns: what has arrived is read, and no clock moves. While a clock is stopped.
void turn_loop(int turns);

/// Gives this thread the real clock back.
void release_clock();

/// How many timers this thread has armed.
std::size_t armed_timers();

}  // namespace markaz::telephony
