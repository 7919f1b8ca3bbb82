#pragma once
// What is to happen when.

#include <cstdint>
#include <utility>
#include <vector>

#include "base/instant.hpp"

namespace markaz {

/// Things by their instant; of two at one instant the one with the smaller order first. A heap of four branches, whose comparison is
/// one of 128 bits without a branch: which of two random instants comes first is what no processor can guess. `T` is plain.
template <class T>
class Upcoming {
public:
    bool empty() const { return heap_.empty(); }
    std::size_t size() const { return heap_.size(); }
    /// There is one.
    const T& first() const { return heap_.front().what; }

    void add(Instant at, std::uint64_t order, const T& what) {
        const Item item{key_of(at, order), what};
        std::size_t hole = heap_.size();
        heap_.push_back(item);
        while (hole != 0) {
            const std::size_t parent = (hole - 1) / branches;
            if (heap_[parent].key < item.key) break;
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = item;
    }

    T take_first() {
        const T taken = heap_.front().what;
        const Item last = heap_.back();
        heap_.pop_back();
        if (!heap_.empty()) sink(last);
        return taken;
    }

    template <class F>
    void for_each(F&& f) const {
        for (const Item& item : heap_) f(item.what);
    }

    /// Everything comes so much later; the order stays. `f(what, by)` does it to the thing itself.
    template <class F>
    void put_off(Duration by, F&& f) {
        for (Item& item : heap_) {
            item.key += static_cast<Key>(by.count()) << 64;
            f(item.what, by);
        }
    }

private:
    static constexpr std::size_t branches = 4;
    using Key = unsigned __int128;
    struct Item {
        Key key;
        T what;
    };

    static Key key_of(Instant at, std::uint64_t order) {
        // Instants before 1970 are negative: the highest bit turned round puts them first.
        const auto when = static_cast<std::uint64_t>(at.time_since_epoch().count()) ^ std::uint64_t{1} << 63;
        return static_cast<Key>(when) << 64 | order;
    }

    void sink(const Item& item) {
        const std::size_t size = heap_.size();
        std::size_t hole = 0;
        for (;;) {
            std::size_t child = hole * branches + 1;
            if (child >= size) break;
            const std::size_t end = child + branches < size ? child + branches : size;
            std::size_t least = child;
            Key key = heap_[child].key;
            for (++child; child < end; ++child) {
                const bool less = heap_[child].key < key;
                least = less ? child : least;
                key = less ? heap_[child].key : key;
            }
            if (item.key < key) break;
            heap_[hole] = heap_[least];
            hole = least;
        }
        heap_[hole] = item;
    }

    std::vector<Item> heap_;
};

}  // namespace markaz
