#include "edge/http/workers.hpp"

#include <pthread.h>

#include <limits>

namespace markaz::http {

Workers::Workers(std::size_t threads, std::size_t waiting) : waiting_(waiting) {
    for (std::size_t index = 0; index < threads; ++index) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() { stop(); }

bool Workers::offer(Job job) { return take(std::move(job), waiting_); }

bool Workers::add(Job job) { return take(std::move(job), std::numeric_limits<std::size_t>::max()); }

bool Workers::take(Job job, std::size_t most) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || jobs_.size() >= most) return false;
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void Workers::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    threads_.clear();
}

void Workers::run() {
    pthread_setname_np(pthread_self(), "web worker");
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        // The job's leftovers go before the lock is taken again.
        job = {};
        lock.lock();
    }
}

}  // namespace markaz::http
