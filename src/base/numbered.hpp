#pragma once
// Things whose ids are numbers that the machine itself gives, one after another.

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace markaz {

/// Holds values by ids that are given in rising order and go in any order: contacts, assignments. An id is found by its number alone,
/// without hashing: pages of neighbouring numbers lie in a directory that begins near the oldest page in use. A value is made, stays
/// and goes in one place, so that a reference is valid until its own value is removed. One value that outlives millions of others
/// costs eight bytes for each page since.
template <class IdType, class T>
class Numbered {
public:
    T* find(IdType id) {
        const std::uint64_t at = id.value / page_size - first_page_;
        if (at >= pages_.size() || !pages_[at]) return nullptr;
        Slot* const slot = pages_[at]->slots[id.value % page_size];
        return slot ? &**slot : nullptr;
    }
    const T* find(IdType id) const { return const_cast<Numbered*>(this)->find(id); }

    /// Makes a value of these parts. `id` is new, and not smaller than the first of those that are there by more than a page where
    /// there are any.
    template <class... Parts>
    T& add(IdType id, Parts&&... parts) {
        Slot* slot;
        if (free_.empty()) {
            slot = &values_.emplace_back();
        } else {
            slot = free_.back();
            free_.pop_back();
        }
        slot->emplace(std::forward<Parts>(parts)...);
        Page& page = page_of(id.value / page_size);
        page.slots[id.value % page_size] = slot;
        ++page.used;
        ++size_;
        return **slot;
    }

    void remove(IdType id) {
        const std::uint64_t at = id.value / page_size - first_page_;
        if (at >= pages_.size() || !pages_[at]) return;
        Slot* const slot = std::exchange(pages_[at]->slots[id.value % page_size], nullptr);
        if (!slot) return;
        slot->reset();
        free_.push_back(slot);
        --size_;
        if (--pages_[at]->used == 0) retire(at);
    }

    std::size_t size() const { return size_; }

    /// By rising id.
    std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(size_);
        for (std::uint64_t at = oldest_; at < pages_.size(); ++at) {
            if (!pages_[at]) continue;
            for (std::uint64_t each = 0; each < page_size; ++each)
                if (pages_[at]->slots[each]) all.push_back(IdType{(first_page_ + at) * page_size + each});
        }
        return all;
    }

private:
    static constexpr std::uint64_t page_size = 64;
    using Slot = std::optional<T>;
    struct Page {
        std::array<Slot*, page_size> slots{};
        std::uint32_t used = 0;
    };

    Page& page_of(std::uint64_t number) {
        if (pages_.empty()) first_page_ = number;
        for (; number < first_page_; --first_page_) pages_.emplace(pages_.begin());
        while (number - first_page_ >= pages_.size()) pages_.emplace_back();
        const std::uint64_t at = number - first_page_;
        oldest_ = std::min(oldest_, at);
        if (!pages_[at]) pages_[at] = spare_ ? std::exchange(spare_, nullptr) : std::make_unique<Page>();
        return *pages_[at];
    }

    /// Places in the directory before the oldest page are given up when they are half of it, so that each is moved once at most.
    void retire(std::uint64_t at) {
        spare_ = std::move(pages_[at]);
        while (oldest_ < pages_.size() && !pages_[oldest_]) ++oldest_;
        if (oldest_ < pages_.size() && (oldest_ < page_size || oldest_ * 2 < pages_.size())) return;
        pages_.erase(pages_.begin(), pages_.begin() + static_cast<std::ptrdiff_t>(oldest_));
        first_page_ += oldest_;
        oldest_ = 0;
    }

    std::vector<std::unique_ptr<Page>> pages_;
    std::uint64_t first_page_ = 0;  ///< number of the first place in the directory
    std::uint64_t oldest_ = 0;      ///< place of the first page in use
    std::unique_ptr<Page> spare_;
    std::deque<Slot> values_;
    std::vector<Slot*> free_;
    std::size_t size_ = 0;
};

}  // namespace markaz
