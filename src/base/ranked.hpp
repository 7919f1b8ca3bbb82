#pragma once
// Many things in order, of which the first is wanted most of the time.

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace markaz {

/// Entries in rising order, no two equal, in blocks of neighbours that lie together in memory: entering and leaving cost a search
/// among the blocks and a short move inside one, and allocate next to nothing. `Entry` is small, plain and has `<` and `==`.
template <class Entry>
class Ranked {
public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    /// There is one.
    const Entry& front() const { return firsts_.front(); }

    void insert(const Entry& entry) {
        ++size_;
        if (blocks_.empty()) return add_block(0, entry);
        std::size_t at = block_of(entry);
        // Whoever comes last, as most do, begins a new block when the last one is full: the full one stays full.
        if (blocks_[at]->size == capacity) {
            if (at + 1 == blocks_.size() && blocks_[at]->entries[capacity - 1] < entry) return add_block(at + 1, entry);
            split(at);
            if (!(entry < firsts_[at + 1])) ++at;
        }
        Block& block = *blocks_[at];
        Entry* const end = block.entries.data() + block.size;
        Entry* const place = block.size != 0 && end[-1] < entry ? end : std::lower_bound(block.entries.data(), end, entry);
        std::move_backward(place, end, end + 1);
        *place = entry;
        ++block.size;
        firsts_[at] = block.entries[0];
    }

    /// Harmless if it is not there.
    void erase(const Entry& entry) {
        if (blocks_.empty()) return;
        const std::size_t at = block_of(entry);
        Block& block = *blocks_[at];
        Entry* const end = block.entries.data() + block.size;
        // Whoever goes is the first one most of the time.
        Entry* const begin = block.entries.data();
        Entry* const place = *begin == entry ? begin : std::lower_bound(begin, end, entry);
        if (place == end || !(*place == entry)) return;
        std::move(place + 1, end, place);
        --size_;
        if (--block.size == 0) return drop_block(at);
        firsts_[at] = block.entries[0];
        if (at + 1 < blocks_.size() && block.size + blocks_[at + 1]->size <= capacity / 2) join_next(at);
    }

    /// How many stand before this one, whether or not it is there itself.
    std::size_t before(const Entry& entry) const {
        if (blocks_.empty()) return 0;
        const std::size_t at = block_of(entry);
        std::size_t count = 0;
        for (std::size_t each = 0; each < at; ++each) count += blocks_[each]->size;
        const Entry* const begin = blocks_[at]->entries.data();
        return count + static_cast<std::size_t>(std::lower_bound(begin, begin + blocks_[at]->size, entry) - begin);
    }

    /// Calls `f(entry)` in order until it returns false.
    template <class F>
    void each_while(F&& f) const {
        for (const auto& block : blocks_)
            for (std::uint32_t each = 0; each < block->size; ++each)
                if (!f(block->entries[each])) return;
    }

private:
    static constexpr std::uint32_t capacity = 64;
    struct Block {
        std::uint32_t size = 0;
        std::array<Entry, capacity> entries;
    };

    /// The block in which the entry stands or would stand. There is a block.
    std::size_t block_of(const Entry& entry) const {
        if (!(entry < firsts_.back())) return firsts_.size() - 1;
        const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), entry);
        return after == firsts_.begin() ? 0 : static_cast<std::size_t>(after - firsts_.begin()) - 1;
    }

    std::unique_ptr<Block> new_block() { return spare_ ? std::exchange(spare_, nullptr) : std::make_unique<Block>(); }

    void add_block(std::size_t at, const Entry& entry) {
        auto block = new_block();
        block->size = 1;
        block->entries[0] = entry;
        blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(at), std::move(block));
        firsts_.insert(firsts_.begin() + static_cast<std::ptrdiff_t>(at), entry);
    }

    void drop_block(std::size_t at) {
        spare_ = std::move(blocks_[at]);
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(at));
        firsts_.erase(firsts_.begin() + static_cast<std::ptrdiff_t>(at));
    }

    void split(std::size_t at) {
        auto upper = new_block();
        Block& lower = *blocks_[at];
        upper->size = capacity / 2;
        std::copy(lower.entries.begin() + capacity / 2, lower.entries.end(), upper->entries.begin());
        lower.size = capacity / 2;
        firsts_.insert(firsts_.begin() + static_cast<std::ptrdiff_t>(at) + 1, upper->entries[0]);
        blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(upper));
    }

    void join_next(std::size_t at) {
        Block& block = *blocks_[at];
        const Block& next = *blocks_[at + 1];
        std::copy(next.entries.begin(), next.entries.begin() + next.size, block.entries.begin() + block.size);
        block.size += next.size;
        drop_block(at + 1);
    }

    std::vector<std::unique_ptr<Block>> blocks_;
    std::vector<Entry> firsts_;  ///< of each block
    std::unique_ptr<Block> spare_;
    std::size_t size_ = 0;
};

}  // namespace markaz
