#include "telephony/timers.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <re/re.h>

namespace markaz::telephony {
namespace {

struct Queue;
/// Due time, order of arming, queue: timers that are due together fire in the order in which they were armed.
using Head = std::tuple<std::uint64_t, std::uint64_t, Queue*>;

/// The timers of one delay. Nearly all of some 20,000 timers have one of a few delays, and those of one delay are due in the order
/// in which they were armed: a new one goes to the end, and the tree below holds only the heads.
struct Queue : list {
    std::uint64_t delay = 0;
    std::set<Head>::iterator place;  ///< of its head
};

/// A loop and its timers belong to one thread, as in libre.
struct Timers {
    /// By delay; none is empty. A tree and no table of hashes, because a peer chooses delays (Session-Expires).
    std::map<std::uint64_t, Queue> queues;
    std::set<Head> heads;
    std::size_t armed = 0;
    std::uint64_t started = 0;
    std::optional<std::uint64_t> stopped_at;
    int turns_left = 0;  ///< of turn_loop()

    bool has_due(std::uint64_t now) const { return !heads.empty() && std::get<0>(*heads.begin()) <= now; }
};
thread_local Timers timers;

std::uint64_t now_ms() {
    if (timers.stopped_at) return *timers.stopped_at;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000 + static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

/// libre leaves a timer's list element to whoever keeps the timers; it is the first in the timer.
struct tmr* timer_of(struct le* element) { return reinterpret_cast<struct tmr*>(element); }

Head head_of(Queue& queue) {
    return {timer_of(queue.head)->jfs, reinterpret_cast<std::uintptr_t>(queue.head->data), &queue};
}

/// Another timer has become the head, or none is left.
void head_changed(Queue& queue) {
    if (!queue.head) {
        timers.heads.erase(queue.place);
        timers.queues.erase(queue.delay);
        return;
    }
    auto node = timers.heads.extract(queue.place);
    node.value() = head_of(queue);
    queue.place = timers.heads.insert(std::move(node)).position;
}

void arm(struct tmr* timer, std::uint64_t delay) {
    void* const order = reinterpret_cast<void*>(static_cast<std::uintptr_t>(++timers.started));
    const auto [found, is_new] = timers.queues.try_emplace(delay);
    Queue& queue = found->second;
    // Only a clock that was set back makes one due before another that was armed earlier with the same delay.
    struct le* before = queue.tail;
    while (before && timer_of(before)->jfs > timer->jfs) before = before->prev;
    if (before) list_insert_after(&queue, before, &timer->le, order);
    else list_prepend(&queue, &timer->le, order);
    ++timers.armed;
    if (is_new) {
        queue.delay = delay;
        queue.place = timers.heads.insert(head_of(queue)).first;
    } else if (!before) {
        head_changed(queue);
    }
}

void disarm(struct tmr* timer) {
    if (!timer->th) return;
    timer->th = nullptr;
    Queue& queue = *static_cast<Queue*>(timer->le.list);
    const bool was_head = queue.head == &timer->le;
    list_unlink(&timer->le);
    --timers.armed;
    if (was_head) head_changed(queue);
}

void fire_due() {
    const std::uint64_t now = now_ms();
    while (timers.has_due(now)) {
        struct tmr* timer = timer_of(std::get<2>(*timers.heads.begin())->head);
        tmr_h* handler = timer->th;
        void* argument = timer->arg;
        disarm(timer);  // the handler may arm the same timer again, or free it
        handler(argument);
    }
}

}  // namespace

void stop_clock(std::chrono::milliseconds now) { timers.stopped_at = static_cast<std::uint64_t>(now.count()); }

void advance_clock(std::chrono::milliseconds by) {
    const std::uint64_t end = now_ms() + static_cast<std::uint64_t>(by.count());
    while (timers.has_due(end)) {
        timers.stopped_at = std::max(now_ms(), std::get<0>(*timers.heads.begin()));
        fire_due();
    }
    timers.stopped_at = end;
}

void turn_loop(int turns) {
    timers.turns_left = turns;
    re_main(nullptr);
}

void release_clock() { timers.stopped_at.reset(); }

std::size_t armed_timers() { return timers.armed; }

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
    markaz::telephony::arm(timer, delay);
}

void tmr_poll(struct list*) {
    markaz::telephony::fire_due();
    if (timers.turns_left > 0 && --timers.turns_left == 0) re_cancel();
}

uint64_t tmr_next_timeout(struct list*) {
    if (timers.turns_left > 0) return 1;
    if (timers.heads.empty()) return 0;  // libre reads 0 as "wait without limit"
    const std::uint64_t now = tmr_jiffies(), due = std::get<0>(*timers.heads.begin());
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
