#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "telephony/media.hpp"

namespace markaz::telephony {
namespace {

constexpr long turn_nanoseconds = 20'000'000;
/// After a longer stall the lost turns are not made up for: a burst of old sound helps nobody.
constexpr std::uint64_t turns_made_up = 10;

std::uint64_t read_count(int fd) {
    std::uint64_t count = 0;
    return read(fd, &count, sizeof count) == static_cast<ssize_t>(sizeof count) ? count : 0;
}

/// Sound that waits behind other work is heard as a gap. Where the system does not allow this (LimitRTPRIO=), it goes on without.
void come_first() {
    const sched_param lowest_realtime{.sched_priority = 1};
    pthread_setschedparam(pthread_self(), SCHED_RR, &lowest_realtime);
}

}  // namespace

MediaThread::MediaThread(std::unique_ptr<MediaEngine> engine)
    : engine_(std::move(engine)), timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    const itimerspec every{{0, turn_nanoseconds}, {0, turn_nanoseconds}};
    if (!timer_ || !wake_ || timerfd_settime(timer_.fd(), 0, &every, nullptr) != 0)
        throw std::runtime_error("the media thread cannot have a timer");
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

MediaThread::~MediaThread() {
    thread_.request_stop();
    eventfd_write(wake_.fd(), 1);
}

void MediaThread::order(MediaOrder order) {
    std::lock_guard lock(mutex_);
    orders_.push_back(std::move(order));
}

void MediaThread::run(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "media");
    come_first();
    Descriptor poll(epoll_create1(EPOLL_CLOEXEC));
    for (const int fd : {timer_.fd(), wake_.fd(), engine_->line_socket()}) {
        if (fd < 0) continue;
        epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
        epoll_ctl(poll.fd(), EPOLL_CTL_ADD, fd, &event);
    }
    while (!stop.stop_requested()) {
        std::array<epoll_event, 3> events{};
        epoll_wait(poll.fd(), events.data(), static_cast<int>(events.size()), -1);
        read_count(wake_.fd());
        obey_orders();
        engine_->read_lines();
        for (std::uint64_t turns = std::min(read_count(timer_.fd()), turns_made_up); turns > 0; --turns) engine_->turn();
    }
    obey_orders();
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
