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
        if (id.value < near_.size()) return near_[id.value];
        const auto at = far_.find(id.value);
        return at == far_.end() ? nullptr : at->second;
    }
    const T* find(IdType id) const { return const_cast<Table*>(this)->find(id); }

    /// `id` is new.
    T& add(IdType id, T value) {
        T* place;
        if (free_.empty()) {
            place = &values_.emplace_back(std::move(value));
        } else {
            place = free_.back();
            free_.pop_back();
            *place = std::move(value);
        }
        if (id.value < nearest) {
            if (near_.size() <= id.value) near_.resize(id.value + 1);
            near_[id.value] = place;
        } else {
            far_.emplace(id.value, place);
        }
        ++size_;
        return *place;
    }

    void remove(IdType id) {
        T* const value = find(id);
        if (!value) return;
        --size_;
        free_.push_back(value);
        if (id.value < near_.size()) near_[id.value] = nullptr;
        else far_.erase(id.value);
    }

    std::size_t size() const { return size_; }

    std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(size_);
        for (std::uint64_t id = 0; id < near_.size(); ++id)
            if (near_[id]) all.push_back(IdType{id});
        for (const auto& [id, value] : far_) all.push_back(IdType{id});
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    /// Ids below this one, as those of people are, are looked up by their number; others by hash.
    static constexpr std::uint64_t nearest = 1 << 20;

    std::vector<T*> near_;
    boost::unordered_flat_map<std::uint64_t, T*> far_;
    std::deque<T> values_;
    std::vector<T*> free_;
    std::size_t size_ = 0;
};

}  // namespace markaz
