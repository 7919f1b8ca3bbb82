#include "imports/observation.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace markaz::imports {

namespace {

/// How many bytes the character at the front takes, or 0 when it is none.
std::size_t character(std::string_view bytes) {
    const auto at = [&](std::size_t place) { return static_cast<unsigned char>(bytes[place]); };
    const auto follows = [&](std::size_t place) { return place < bytes.size() && (at(place) & 0xC0) == 0x80; };
    const unsigned char first = at(0);
    if (first < 0x80) return first == '\t' || (first >= 0x20 && first != 0x7F) ? 1 : 0;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return follows(1) ? 2 : 0;
    if (first < 0xF0) {
        if (!follows(1) || !follows(2)) return 0;
        const bool overlong = first == 0xE0 && at(1) < 0xA0, surrogate = first == 0xED && at(1) >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (first > 0xF4 || !follows(1) || !follows(2) || !follows(3)) return 0;
    return (first == 0xF0 && at(1) < 0x90) || (first == 0xF4 && at(1) >= 0x90) ? 0 : 4;
}

}  // namespace

bool is_text(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t size = character(bytes);
        if (size == 0) return false;
        bytes.remove_prefix(size);
    }
    return true;
}

std::uint64_t Repetitions::key_of(Instant at, std::string_view said) {
    // So many lines of one instant are told apart; beyond that only a hostile file repeats itself.
    constexpr std::size_t most = 4'096;
    if (at != at_ || seen_.size() >= most) seen_.clear();
    at_ = at;
    const std::uint64_t key = Digest{}.add(said).value();
    const auto found = std::ranges::find(seen_, key, &Seen::key);
    if (found == seen_.end()) {
        seen_.push_back({key, 0});
        return key;
    }
    return Digest{}.add(key).add(++found->times).value();
}

}  // namespace markaz::imports
