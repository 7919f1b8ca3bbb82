#pragma once
// What is due when. Timers are never cancelled: one whose subject has moved on no longer counts and is dropped when it comes up.

#include <vector>

#include "base/upcoming.hpp"
#include "centre/snapshot.hpp"

namespace markaz::centre {

class Agenda {
public:
    void add(const Timer& timer) { upcoming_.add(timer); }

    const Timer* next() const { return upcoming_.empty() ? nullptr : &upcoming_.first(); }

    Timer take() { return upcoming_.take_first(); }

    /// Everything is due so much later; the order stays.
    void put_off(Duration by) { upcoming_.put_off(by); }

    std::vector<Timer> all() const {
        std::vector<Timer> timers;
        upcoming_.for_each([&](const Timer& timer) { timers.push_back(timer); });
        return timers;
    }

private:
    Upcoming<Timer> upcoming_;
};

}  // namespace markaz::centre
