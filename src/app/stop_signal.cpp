#include "app/stop_signal.hpp"

#include <pthread.h>

#include <cstdlib>

namespace markaz::app {

namespace {

/// What a shell reports of a program that a signal ended.
constexpr int ended_by_signal = 128;

}  // namespace

StopSignal::StopSignal() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    signal(SIGPIPE, SIG_IGN);
    thread_ = std::thread([this] { run(); });
}

StopSignal::~StopSignal() {
    // The thread may still wait for a signal that never comes: this one is for it alone.
    pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
}

void StopSignal::run() {
    pthread_setname_np(pthread_self(), "stop signal");
    for (int signal = 0; sigwait(&signals_, &signal) == 0 && signal != SIGUSR1;) {
        const std::lock_guard lock(mutex_);
        if (!started_ || received_) std::_Exit(ended_by_signal + signal);
        received_ = true;
        came_.notify_all();
    }
}

void StopSignal::started() {
    const std::lock_guard lock(mutex_);
    started_ = true;
}

void StopSignal::wait() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [this] { return received_; });
}

}  // namespace markaz::app
