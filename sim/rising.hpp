#pragma once
// Values by ids that rise: the machine numbers contacts, visits and assignments from 1, and only the recent ones are of interest.

#include <cstdint>
#include <utility>
#include <vector>

namespace markaz::sim {

/// A table that finds an id at its number modulo the size. It grows when two living ids meet in one place, so that finding,
/// adding and erasing take one step each as long as the living ids lie close together. References last until the next add().
/// A value is plain: it is forgotten when another one takes its place.
template <class T>
class Rising {
public:
    Rising() : slots_(16), mask_(15) {}

    T* find(std::uint64_t id) {
        Slot& slot = slots_[id & mask_];
        return id != 0 && slot.id == id ? &slot.value : nullptr;
    }
    const T* find(std::uint64_t id) const { return const_cast<Rising*>(this)->find(id); }

    /// Adds or replaces; `id` is not 0.
    T& add(std::uint64_t id, T value) {
        while (taken_by_another(id)) grow();
        Slot& slot = slots_[id & mask_];
        living_ += slot.id == 0;
        slot.id = id;
        slot.value = std::move(value);
        return slot.value;
    }

    void erase(std::uint64_t id) {
        if (!find(id)) return;
        slots_[id & mask_].id = 0;
        --living_;
    }

    std::size_t size() const { return living_; }

    /// Calls `f(id, value)` for each living id, in no order that means anything.
    template <class F>
    void for_each(F&& f) const {
        for (const Slot& slot : slots_)
            if (slot.id != 0) f(slot.id, slot.value);
    }

private:
    struct Slot {
        std::uint64_t id = 0;
        T value{};
    };

    bool taken_by_another(std::uint64_t id) const {
        const Slot& slot = slots_[id & mask_];
        return slot.id != 0 && slot.id != id;
    }

    void grow() {
        std::vector<Slot> larger(slots_.size() * 2);
        for (Slot& slot : slots_)
            if (slot.id != 0) larger[slot.id & (larger.size() - 1)] = std::move(slot);
        slots_ = std::move(larger);
        mask_ = slots_.size() - 1;
    }

    std::vector<Slot> slots_;
    std::uint64_t mask_;  ///< of the place in an id: there are a power of 2
    std::size_t living_ = 0;
};

}  // namespace markaz::sim
