#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "telephony/media.hpp"

namespace markaz::telephony {
namespace {

constexpr std::chrono::nanoseconds turn_length = std::chrono::milliseconds{20};
/// After a longer stall the lost turns are not made up for: a burst of old sound helps nobody.
constexpr std::uint64_t turns_made_up = 10;
/// It rests no longer than a minute, so that "for ever" is no case of its own.
constexpr std::int64_t longest_rest = std::chrono::minutes{1} / turn_length;

std::uint64_t read_count(int fd) {
    std::uint64_t count = 0;
    return read(fd, &count, sizeof count) == static_cast<ssize_t>(sizeof count) ? count : 0;
}

timespec timespec_of(std::chrono::nanoseconds time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    return {.tv_sec = whole.count(), .tv_nsec = (time - whole).count()};
}

/// Sound that waits behind other work is heard as a gap. Where the system does not allow this (LimitRTPRIO=), it goes on without.
void come_first() {
    const sched_param lowest_realtime{.sched_priority = 1};
    pthread_setschedparam(pthread_self(), SCHED_RR, &lowest_realtime);
}

}  // namespace

MediaThread::MediaThread(std::unique_ptr<MediaEngine> engine)
    : engine_(std::move(engine)), timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)),
      stopped_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), began_(std::chrono::steady_clock::now()) {
    if (!timer_ || !stopped_) throw std::runtime_error("the media thread cannot have a timer");
    turn_at(1);
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

MediaThread::~MediaThread() {
    thread_.request_stop();
    eventfd_write(stopped_.fd(), 1);
}

/// Whoever gives the first order of a rest sets the timer; the thread sleeps on until then, and more orders may follow meanwhile.
void MediaThread::order(MediaOrder order) {
    std::lock_guard lock(mutex_);
    orders_.push_back(std::move(order));
    if (const std::int64_t next = now() + 1; next < due_) turn_at(next);
}

void MediaThread::run(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "media");
    come_first();
    // What waits for legs is read in turns. Only while there are no turns it must wake the thread, and so it stands last. A descriptor
    // below zero is passed over.
    std::array<pollfd, 4> watched{};
    for (std::size_t at = 0; const int fd : {timer_.fd(), stopped_.fd(), engine_->line_socket(), engine_->leg_sockets()})
        watched[at++] = {.fd = fd, .events = POLLIN, .revents = 0};
    bool rests = false;
    while (!stop.stop_requested()) {
        poll(watched.data(), watched.size() - (rests ? 0 : 1), -1);
        ++wakes_;
        const std::uint64_t due = turns_due();
        obey_orders();
        engine_->read_lines();
        for (std::uint64_t turns = due; turns > 0; --turns) engine_->turn();
        rests = due > 0 && may_rest();  // between two turns it cannot be known: what woke the thread is not heard yet
    }
    obey_orders();
}

/// How many turns are to be run now. Those that passed in a rest are not among them. Whatever ends a rest before its time has its
/// turn where the next one would have been without the rest.
std::uint64_t MediaThread::turns_due() {
    std::lock_guard lock(mutex_);
    const std::uint64_t due = read_count(timer_.fd());
    const std::int64_t last_of_rest = due_ - 1;
    const std::int64_t slept = (due > 0 ? last_of_rest : std::min(now(), last_of_rest)) - passed_;
    engine_->rest(slept);
    passed_ += slept + static_cast<std::int64_t>(due);
    if (due > 0) due_ = passed_ + 1;  // the timer goes on by itself
    else if (due_ > passed_ + 1) turn_at(passed_ + 1);
    return std::min(due, turns_made_up);
}

/// Sets the timer to the turn that is needed next. False if that is the one to which the timer comes by itself.
bool MediaThread::may_rest() {
    const std::int64_t turns = std::min(engine_->turns_until_needed(), longest_rest);
    std::lock_guard lock(mutex_);
    if (turns <= 1 || !orders_.empty()) return false;
    turn_at(passed_ + turns);
    return true;
}

std::int64_t MediaThread::now() const { return (std::chrono::steady_clock::now() - began_) / turn_length; }

/// The timer goes off in this period, and in each that follows.
void MediaThread::turn_at(std::int64_t due) {
    due_ = due;
    const itimerspec times{timespec_of(turn_length), timespec_of(began_.time_since_epoch() + due * turn_length)};
    if (timerfd_settime(timer_.fd(), TFD_TIMER_ABSTIME, &times, nullptr) != 0) throw std::runtime_error("the media thread has no timer");
}

void MediaThread::obey_orders() {
    std::vector<MediaOrder> orders;
    {
        std::lock_guard lock(mutex_);
        orders.swap(orders_);
    }
    for (MediaOrder& order : orders) engine_->obey(std::move(order));
}

}  // namespace markaz::telephony
