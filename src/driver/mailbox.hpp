#pragma once
// How the driver's threads speak: bounded queues of values.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <vector>

namespace markaz::driver {

/// Many may put, one takes, and takes everything that is there at once.
template <class T>
class Mailbox {
public:
    explicit Mailbox(std::size_t room) : room_(room) {}

    enum class Offered { taken, full, closed };

    /// Never waits. `value` is moved from only when it is taken.
    Offered offer(T& value) {
        std::unique_lock lock(mutex_);
        if (closed_) return Offered::closed;
        if (waiting_.size() >= room_) return Offered::full;
        add(std::move(value), lock);
        return Offered::taken;
    }

    /// Waits for room. Whoever puts has not closed the mailbox.
    void put(T value) {
        std::unique_lock lock(mutex_);
        has_room_.wait(lock, [this] { return waiting_.size() < room_; });
        add(std::move(value), lock);
    }

    /// Waits for room, and puts all of them. Whoever takes is woken once.
    void put_all(std::vector<T>& values) {
        if (values.empty()) return;
        std::unique_lock lock(mutex_);
        has_room_.wait(lock, [this] { return waiting_.size() < room_; });
        const bool first = waiting_.empty();
        if (first) waiting_.swap(values);
        else std::ranges::move(values, std::back_inserter(waiting_));
        lock.unlock();
        if (first) has_some_.notify_one();
    }

    /// Waits until something is there and fills the empty `into` with all of it. False: closed, and nothing is left.
    bool take(std::vector<T>& into) {
        std::unique_lock lock(mutex_);
        has_some_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        return hand_over(into);
    }

    /// As take(), but comes back with nothing when the time is over.
    bool take_within(std::chrono::microseconds time, std::vector<T>& into) {
        std::unique_lock lock(mutex_);
        has_some_.wait_for(lock, time, [this] { return closed_ || !waiting_.empty(); });
        if (waiting_.empty() && !closed_) return true;
        return hand_over(into);
    }

    /// What is there can still be taken; nothing more is accepted.
    void close() {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        has_some_.notify_one();
    }

private:
    /// Whoever takes is woken without the lock, which it would only wait for.
    void add(T value, std::unique_lock<std::mutex>& lock) {
        waiting_.push_back(std::move(value));
        const bool first = waiting_.size() == 1;
        lock.unlock();
        if (first) has_some_.notify_one();
    }

    bool hand_over(std::vector<T>& into) {
        if (waiting_.empty()) return false;
        waiting_.swap(into);
        has_room_.notify_all();
        return true;
    }

    std::mutex mutex_;
    std::condition_variable has_some_, has_room_;
    std::vector<T> waiting_;
    std::size_t room_;
    bool closed_ = false;
};

}  // namespace markaz::driver
