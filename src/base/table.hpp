#pragma once
// Things that come and go, found by their id.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace markaz {

/// Holds values by id: found, added and removed in constant time; a reference stays valid until its own value is removed.
/// Iteration would follow memory, so there is none: ids() sorts.
template <class IdType, class T>
class Table {
public:
    T* find(IdType id) {
        if (id.value < near_.size()) return near_[id.value] == 0 ? nullptr : &values_[near_[id.value] - 1];
        const auto at = slots_.find(id.value);
        return at == slots_.end() ? nullptr : &values_[at->second];
    }
    const T* find(IdType id) const { return const_cast<Table*>(this)->find(id); }

    /// `id` is new.
    T& add(IdType id, T value) {
        std::uint32_t slot;
        if (free_.empty()) {
            slot = static_cast<std::uint32_t>(values_.size());
            values_.push_back(std::move(value));
        } else {
            slot = free_.back();
            free_.pop_back();
            values_[slot] = std::move(value);
        }
        if (id.value < nearest) {
            if (near_.size() <= id.value) near_.resize(id.value + 1);
            near_[id.value] = slot + 1;
        } else {
            slots_.emplace(id.value, slot);
        }
        ++size_;
        return values_[slot];
    }

    void remove(IdType id) {
        T* value = find(id);
        if (!value) return;
        --size_;
        if (id.value < near_.size()) {
            free_.push_back(std::exchange(near_[id.value], 0) - 1);
            return;
        }
        const auto at = slots_.find(id.value);
        free_.push_back(at->second);
        slots_.erase(at);
    }

    std::size_t size() const { return size_; }

    std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(size_);
        for (std::uint64_t id = 0; id < near_.size(); ++id)
            if (near_[id] != 0) all.push_back(IdType{id});
        for (const auto& [id, slot] : slots_) all.push_back(IdType{id});
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    /// Ids below this one, as those of people are, are looked up by their number; others by hash.
    static constexpr std::uint64_t nearest = 1 << 20;

    std::vector<std::uint32_t> near_;  ///< slot plus one; 0: none
    std::size_t size_ = 0;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> slots_;
    std::deque<T> values_;
    std::vector<std::uint32_t> free_;
};

}  // namespace markaz
