#pragma once
// Ctrl+C and the service manager's SIGTERM.

#include <condition_variable>
#include <mutex>
#include <thread>

#include <signal.h>

namespace markaz::app {

/// Takes SIGINT and SIGTERM for the whole process on a thread of its own. Made before any other thread, so that all of them inherit
/// that the signals are not theirs.
///
/// Until started() is called the program is still starting, and a signal ends it at once: a start may be killed at any instant anyway,
/// and whoever stops it does not wait for a month of history or for prompts. A second signal ends an orderly stop likewise.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();

    /// From now on a signal asks for an orderly stop. To be called before anybody is told that the program is ready.
    void started();

    /// Returns once a signal has come.
    void wait();

private:
    void run();

    sigset_t signals_{};
    std::mutex mutex_;
    std::condition_variable came_;
    bool started_ = false, received_ = false;
    std::thread thread_;
};

}  // namespace markaz::app
