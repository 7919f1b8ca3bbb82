#pragma once
// What is due when. Timers are never cancelled: one whose subject has moved on no longer counts and is dropped when it comes up.

#include <algorithm>
#include <optional>
#include <vector>

#include "centre/snapshot.hpp"

namespace markaz::centre {

class Agenda {
public:
    void add(Timer timer) {
        heap_.push_back(timer);
        std::push_heap(heap_.begin(), heap_.end(), later);
    }

    const Timer* next() const { return heap_.empty() ? nullptr : &heap_.front(); }

    Timer take() {
        std::pop_heap(heap_.begin(), heap_.end(), later);
        const Timer timer = heap_.back();
        heap_.pop_back();
        return timer;
    }

    /// Everything is due so much later; the order stays.
    void put_off(Duration by) {
        for (Timer& timer : heap_) timer.due += by;
    }

    const std::vector<Timer>& all() const { return heap_; }

private:
    static bool later(const Timer& a, const Timer& b) { return a.due != b.due ? a.due > b.due : a.order > b.order; }

    std::vector<Timer> heap_;
};

}  // namespace markaz::centre
