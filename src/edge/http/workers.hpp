#pragma once
// The threads that run handlers, so that a slow one never holds up the network.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace markaz::http {

class Workers {
public:
    using Job = std::move_only_function<void()>;

    /// `waiting`: how many jobs may wait for a thread before offer() refuses.
    Workers(std::size_t threads, std::size_t waiting);
    ~Workers();

    /// False when too many are waiting; the job is not taken then. Jobs must not throw.
    [[nodiscard]] bool offer(Job job);
    /// For the rest of something that was admitted already: taken however many wait. False once the threads have been stopped.
    [[nodiscard]] bool add(Job job);
    /// Runs what was taken and ends the threads.
    void stop();

private:
    bool take(Job job, std::size_t most);
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    const std::size_t waiting_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace markaz::http
