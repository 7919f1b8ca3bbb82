#include "telephony/timers.hpp"

#include <cstdint>
#include <ctime>
#include <optional>
#include <set>
#include <tuple>

#include <re/re.h>

namespace markaz::telephony {
namespace {

/// Due time, order of arming, timer: timers that are due together fire in the order in which they were armed.
using Entry = std::tuple<std::uint64_t, std::uint64_t, struct tmr*>;

/// A loop and its timers belong to one thread, as in libre.
struct Timers {
    std::set<Entry> armed;
    std::uint64_t started = 0;
    std::optional<std::uint64_t> stopped_at;
    int turns_left = 0;  ///< of turn_loop()
};
thread_local Timers timers;

std::uint64_t now_ms() {
    if (timers.stopped_at) return *timers.stopped_at;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000 + static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

/// libre leaves a timer's list element to whoever keeps the timers; we keep the order of arming in it.
std::uint64_t order_of(const struct tmr* timer) { return reinterpret_cast<std::uintptr_t>(timer->le.data); }

void disarm(struct tmr* timer) {
    if (!timer->th) return;
    timers.armed.erase({timer->jfs, order_of(timer), timer});
    timer->th = nullptr;
}

void fire_due() {
    const std::uint64_t now = now_ms();
    while (!timers.armed.empty() && std::get<0>(*timers.armed.begin()) <= now) {
        struct tmr* timer = std::get<2>(*timers.armed.begin());
        timers.armed.erase(timers.armed.begin());
        tmr_h* handler = timer->th;
        void* argument = timer->arg;
        timer->th = nullptr;  // the handler may arm the same timer again, or free it
        handler(argument);
    }
}

}  // namespace

void stop_clock(std::chrono::milliseconds now) { timers.stopped_at = static_cast<std::uint64_t>(now.count()); }

void advance_clock(std::chrono::milliseconds by) {
    const std::uint64_t end = now_ms() + static_cast<std::uint64_t>(by.count());
    while (!timers.armed.empty() && std::get<0>(*timers.armed.begin()) <= end) {
        timers.stopped_at = std::max(now_ms(), std::get<0>(*timers.armed.begin()));
        fire_due();
    }
    timers.stopped_at = end;
}

void turn_loop(int turns) {
    timers.turns_left = turns;
    re_main(nullptr);
}

void release_clock() { timers.stopped_at.reset(); }

std::size_t armed_timers() { return timers.armed.size(); }

}  // namespace markaz::telephony

using markaz::telephony::timers;

extern "C" {

uint64_t tmr_jiffies(void) { return markaz::telephony::now_ms(); }

void tmr_init(struct tmr* timer) {
    if (timer) *timer = {};
}

void tmr_cancel(struct tmr* timer) {
    if (timer) markaz::telephony::disarm(timer);
}

void tmr_start(struct tmr* timer, uint64_t delay, tmr_h* handler, void* argument) {
    if (!timer) return;
    markaz::telephony::disarm(timer);
    if (!handler) return;
    timer->th = handler;
    timer->arg = argument;
    timer->jfs = tmr_jiffies() + delay;
    timer->le.data = reinterpret_cast<void*>(static_cast<std::uintptr_t>(++timers.started));
    timers.armed.insert({timer->jfs, markaz::telephony::order_of(timer), timer});
}

void tmr_poll(struct list*) {
    markaz::telephony::fire_due();
    if (timers.turns_left > 0 && --timers.turns_left == 0) re_cancel();
}

uint64_t tmr_next_timeout(struct list*) {
    if (timers.turns_left > 0) return 1;
    if (timers.armed.empty()) return 0;  // libre reads 0 as "wait without limit"
    const std::uint64_t now = tmr_jiffies(), due = std::get<0>(*timers.armed.begin());
    return due <= now ? 1 : due - now;
}

uint64_t tmr_get_expire(const struct tmr* timer) {
    if (!timer || !timer->th) return 0;
    const std::uint64_t now = tmr_jiffies();
    return timer->jfs > now ? timer->jfs - now : 0;
}

// libre prints its armed timers when a loop ends; that is of no use to an operator.
void tmr_debug(void) {}
int tmr_status(struct re_printf*, void*) { return 0; }
}
