#pragma once
// What is to happen when.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/instant.hpp"

namespace markaz {

/// Things by their instant; of two at one instant the one with the smaller order first. What comes soon stands in a heap, which is small
/// and therefore cheap. What comes later lies in piles without an order, each of which covers twice the time of the one before it (a
/// radix heap: Ahuja, Mehlhorn, Orlin and Tarjan, 1990); when the heap is empty the nearest pile is looked through. Most timers are of no
/// interest any more by then, and never cost more than lying there. `T` is plain.
template <class T>
class Upcoming {
public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    /// There is one.
    const T& first() const { return heap_.front().what; }

    void add(Instant at, std::uint64_t order, const T& what) {
        ++size_;
        put(Item{key_of(at, order), what});
        if (heap_.empty()) come_nearer();
    }

    T take_first() {
        const T taken = heap_.front().what;
        const Item last = heap_.back();
        heap_.pop_back();
        --size_;
        if (!heap_.empty()) sink(last);
        else if (size_ != 0) come_nearer();
        return taken;
    }

    template <class F>
    void for_each(F&& f) const {
        for (const Item& item : heap_) f(item.what);
        for (const auto& pile : piles_)
            for (const Item& item : pile) f(item.what);
    }

    /// Everything comes so much later; the order stays. `f(what, by)` does it to the thing itself.
    template <class F>
    void put_off(Duration by, F&& f) {
        std::vector<Item> all = std::exchange(heap_, {});
        for (auto& pile : piles_) {
            all.insert(all.end(), pile.begin(), pile.end());
            pile.clear();
        }
        filled_ = 0;
        soon_ += static_cast<std::uint64_t>(by.count());
        for (Item& item : all) {
            item.key += static_cast<Key>(by.count()) << 64;
            f(item.what, by);
            put(item);
        }
        if (heap_.empty() && size_ != 0) come_nearer();
    }

private:
    static constexpr std::size_t branches = 4, few = 16;
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

    static std::uint64_t when(const Item& item) { return static_cast<std::uint64_t>(item.key >> 64); }

    void put(const Item& item) {
        if (when(item) <= soon_) return rise(item);
        // By the highest bit in which its instant is beyond `soon_`.
        const auto pile = static_cast<std::size_t>(63 - std::countl_zero(when(item) ^ soon_));
        piles_[pile].push_back(item);
        filled_ |= std::uint64_t{1} << pile;
    }

    /// The heap is empty, a pile is not. A large pile is spread over nearer ones, from its earliest instant on; a small one is the heap.
    void come_nearer() {
        std::vector<Item>& pile = piles_[static_cast<std::size_t>(std::countr_zero(filled_))];
        filled_ &= filled_ - 1;
        const auto [earliest, latest] = std::minmax_element(
            pile.begin(), pile.end(), [](const Item& a, const Item& b) { return a.key < b.key; });
        soon_ = when(pile.size() > few ? *earliest : *latest);
        for (const Item& item : pile) put(item);
        pile.clear();
    }

    void rise(const Item& item) {
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

    /// A heap of four branches, whose comparison is one of 128 bits without a branch: which of two random instants comes first is what
    /// no processor can guess.
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

    std::size_t size_ = 0;
    std::uint64_t soon_ = 0;  ///< whatever comes until then stands in the heap, which is not empty unless all is
    std::vector<Item> heap_;
    std::array<std::vector<Item>, 64> piles_;
    std::uint64_t filled_ = 0;  ///< a bit for each pile in which anything lies
};

}  // namespace markaz
