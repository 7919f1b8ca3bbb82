#pragma once
// Where a thing with a name stands among many.

#include <cstdint>
#include <ranges>
#include <vector>

#include "base/key.hpp"

namespace markaz {

/// The place of each key in a list, found by hash in one step or two. A search in order would guess at every step which half comes
/// next, and for a queue that chance has chosen every other guess is wrong.
class Places {
public:
    static constexpr std::uint32_t none = ~0u;

    Places() : slots_(1) {}
    /// `key_of(element)` is its key; of equal ones the first counts.
    template <class List, class KeyOf>
    Places(const List& list, KeyOf key_of) : slots_(1) {
        while (slots_.size() < std::ranges::size(list) * 2 + 1) slots_.resize(slots_.size() * 2);
        for (std::uint32_t place = 0; const auto& element : list) {
            Slot& slot = slots_[slot_of(key_of(element))];
            if (slot.place == none) slot = {key_of(element), place};
            ++place;
        }
    }

    /// `none` where the key is not there.
    std::uint32_t find(const Key& key) const { return slots_[slot_of(key)].place; }

private:
    struct Slot {
        Key key;
        std::uint32_t place = none;
    };

    /// The one in which the key stands, or the free one in which it would. At least half are free.
    std::size_t slot_of(const Key& key) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = key.hash() & mask;
        while (slots_[at].place != none && slots_[at].key != key) at = (at + 1) & mask;
        return at;
    }

    std::vector<Slot> slots_;
};

}  // namespace markaz
