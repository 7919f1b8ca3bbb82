#pragma once
// Things whose ids are numbers that the machine itself gives, one after another.

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace markaz {

/// Holds values by ids that are given in rising order and go in any order: contacts, assignments. An id is found by its number alone,
/// without hashing: pages of neighbouring numbers lie in a directory that begins at the oldest page in use. A reference stays
/// valid until its own value is removed. One value that outlives millions of others costs eight bytes for each page since.
template <class IdType, class T>
class Numbered {
public:
    T* find(IdType id) {
        const std::uint64_t page = id.value / page_size - first_page_;
        if (page >= pages_.size() || !pages_[page]) return nullptr;
        const std::uint32_t slot = pages_[page]->slots[id.value % page_size];
        return slot == 0 ? nullptr : &values_[slot - 1];
    }
    const T* find(IdType id) const { return const_cast<Numbered*>(this)->find(id); }

    /// `id` is new, and not smaller than the first of those that are there by more than a page where there are any.
    T& add(IdType id, T value) {
        std::uint32_t slot;
        if (free_.empty()) {
            values_.push_back(std::move(value));
            slot = static_cast<std::uint32_t>(values_.size());
        } else {
            slot = free_.back();
            free_.pop_back();
            values_[slot - 1] = std::move(value);
        }
        Page& page = page_of(id.value / page_size);
        page.slots[id.value % page_size] = slot;
        ++page.used;
        ++size_;
        return values_[slot - 1];
    }

    void remove(IdType id) {
        const std::uint64_t at = id.value / page_size - first_page_;
        if (at >= pages_.size() || !pages_[at]) return;
        std::uint32_t& slot = pages_[at]->slots[id.value % page_size];
        if (slot == 0) return;
        free_.push_back(slot);
        slot = 0;
        --size_;
        if (--pages_[at]->used == 0) retire(at);
    }

    std::size_t size() const { return size_; }

    /// By rising id.
    std::vector<IdType> ids() const {
        std::vector<IdType> all;
        all.reserve(size_);
        for (std::uint64_t at = 0; at < pages_.size(); ++at) {
            if (!pages_[at]) continue;
            for (std::uint64_t each = 0; each < page_size; ++each)
                if (pages_[at]->slots[each] != 0) all.push_back(IdType{(first_page_ + at) * page_size + each});
        }
        return all;
    }

private:
    static constexpr std::uint64_t page_size = 64;
    struct Page {
        std::array<std::uint32_t, page_size> slots{};  ///< index of the value plus one; 0: none
        std::uint32_t used = 0;
    };

    Page& page_of(std::uint64_t number) {
        if (pages_.empty()) first_page_ = number;
        for (; number < first_page_; --first_page_) pages_.emplace_front();
        while (number - first_page_ >= pages_.size()) pages_.emplace_back();
        auto& page = pages_[number - first_page_];
        if (!page) page = spare_ ? std::exchange(spare_, nullptr) : std::make_unique<Page>();
        return *page;
    }

    void retire(std::uint64_t at) {
        spare_ = std::move(pages_[at]);
        while (!pages_.empty() && !pages_.front()) {
            pages_.pop_front();
            ++first_page_;
        }
    }

    std::deque<std::unique_ptr<Page>> pages_;
    std::uint64_t first_page_ = 0;
    std::unique_ptr<Page> spare_;
    std::deque<T> values_;
    std::vector<std::uint32_t> free_;
    std::size_t size_ = 0;
};

}  // namespace markaz
