#pragma once
// What is to happen when.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/instant.hpp"

namespace markaz {

/// Things by the instant at which they are `due`; of two at one instant the one with the smaller `order` first. What comes now, or before
/// anything else, stands in a heap, which is small and therefore cheap. What comes later lies in piles without an order, each of which
/// covers twice the time of the one before it; when the heap is empty the nearest pile is spread over nearer ones (a radix heap: Ahuja,
/// Mehlhorn, Orlin and Tarjan, 1990). Unlike theirs, things may be added that come before what was taken. `T` is plain.
template <class T>
class Upcoming {
public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    /// There is one.
    const T& first() const { return heap_.front(); }

    void add(const T& thing) {
        ++size_;
        put(thing);
        if (heap_.empty()) come_nearer();
    }

    T take_first() {
        const T taken = heap_.front();
        const T last = heap_.back();
        heap_.pop_back();
        --size_;
        if (!heap_.empty()) sink(last);
        else if (size_ != 0) come_nearer();
        return taken;
    }

    template <class F>
    void for_each(F&& f) const {
        for (const T& thing : heap_) f(thing);
        for (const auto& pile : piles_)
            for (const T& thing : pile) f(thing);
    }

    /// Everything comes so much later; the order stays.
    void put_off(Duration by) {
        std::vector<T> all = std::exchange(heap_, {});
        for (auto& pile : piles_) {
            all.insert(all.end(), pile.begin(), pile.end());
            pile.clear();
        }
        filled_ = 0;
        for (T& thing : all) {
            thing.due += by;
            put(thing);
        }
        if (heap_.empty() && size_ != 0) come_nearer();
    }

private:
    static constexpr std::size_t branches = 4;

    /// Instant and order as one number of 128 bits, which is compared without a branch: which of two random instants comes first is
    /// what no processor can guess.
    static __int128 rank(const T& thing) {
        return static_cast<__int128>(thing.due.time_since_epoch().count()) * (static_cast<__int128>(1) << 64) + thing.order;
    }

    /// The instant in microseconds; those before 1970 are negative, and the highest bit turned round puts them first.
    static std::uint64_t when(const T& thing) {
        return static_cast<std::uint64_t>(thing.due.time_since_epoch().count()) ^ std::uint64_t{1} << 63;
    }

    void put(const T& thing) {
        if (when(thing) <= soon_) return rise(thing);
        // By the highest bit in which its instant is beyond `soon_`.
        const auto pile = static_cast<std::size_t>(63 - std::countl_zero(when(thing) ^ soon_));
        piles_[pile].push_back(thing);
        filled_ |= std::uint64_t{1} << pile;
    }

    /// The heap is empty, a pile is not: the nearest one is spread over nearer ones, from its earliest instant on, which comes now.
    void come_nearer() {
        std::vector<T>& pile = piles_[static_cast<std::size_t>(std::countr_zero(filled_))];
        filled_ &= filled_ - 1;
        soon_ = when(pile.front());
        for (const T& thing : pile) soon_ = std::min(soon_, when(thing));
        for (const T& thing : pile) put(thing);
        pile.clear();
    }

    void rise(const T& thing) {
        std::size_t hole = heap_.size();
        heap_.push_back(thing);
        while (hole != 0) {
            const std::size_t parent = (hole - 1) / branches;
            if (rank(heap_[parent]) < rank(thing)) break;
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = thing;
    }

    void sink(const T& thing) {
        const std::size_t size = heap_.size();
        std::size_t hole = 0;
        for (;;) {
            std::size_t child = hole * branches + 1;
            if (child >= size) break;
            const std::size_t end = child + branches < size ? child + branches : size;
            std::size_t least = child;
            __int128 first = rank(heap_[child]);
            for (++child; child < end; ++child) {
                const __int128 next = rank(heap_[child]);
                const bool less = next < first;
                least = less ? child : least;
                first = less ? next : first;
            }
            if (rank(thing) < first) break;
            heap_[hole] = heap_[least];
            hole = least;
        }
        heap_[hole] = thing;
    }

    std::size_t size_ = 0;
    std::uint64_t soon_ = 0;  ///< whatever comes until then stands in the heap, which is not empty unless all is
    std::vector<T> heap_;
    std::array<std::vector<T>, 64> piles_;
    std::uint64_t filled_ = 0;  ///< a bit for each pile in which anything lies
};

}  // namespace markaz
