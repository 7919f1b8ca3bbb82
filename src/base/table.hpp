#pragma once
// Things that come and go, found by their id.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace markaz {

/// Holds values by id: found, added and removed in constant time; a reference stays valid until its own value is removed.
/// Iteration would follow memory, so there is none: ids() sorts.
template <class IdType, class T>
class Table {
public:
    T* find(IdType id) {
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
        slots_.emplace(id.value, slot);
        return values_[slot];
    }

    void remove(IdType id) {
        const auto at = slots_.find(id.value);
        if (at == slots_.end()) return;
        free_.push_back(at->second);
        slots_.erase(at);
    }

    std::size_t size() const { return slots_.size(); }

    std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(slots_.size());
        for (const auto& [id, slot] : slots_) all.push_back(IdType{id});
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> slots_;
    std::deque<T> values_;
    std::vector<std::uint32_t> free_;
};

}  // namespace markaz
