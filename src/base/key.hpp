#pragma once
// Names that people give to things in the manual: a queue, a skill, a step, an outcome.

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace markaz {

/// A short name such as `cards` or `verify-caller`: 1 to 31 of a-z, 0-9, `-`, `_`, `.`, starting with a letter or digit.
/// It lies in place and copies like a number, so that the machine can carry it without allocating. The empty key names nothing.
class Key {
public:
    static constexpr std::size_t longest = 31;

    constexpr Key() = default;

    /// Empty when `text` is not a key.
    static constexpr std::optional<Key> from(std::string_view text) {
        if (text.empty() || text.size() > longest || !starts(text.front())) return std::nullopt;
        if (!std::all_of(text.begin(), text.end(), continues)) return std::nullopt;
        Key key;
        std::copy(text.begin(), text.end(), key.chars_.begin());
        key.chars_[longest] = static_cast<char>(text.size());
        return key;
    }

    constexpr std::string_view text() const { return {chars_.data(), static_cast<std::size_t>(chars_[longest])}; }
    constexpr bool empty() const { return chars_[longest] == 0; }
    constexpr explicit operator bool() const { return !empty(); }

    friend constexpr bool operator==(const Key& a, const Key& b) {
        const Words x = std::bit_cast<Words>(a), y = std::bit_cast<Words>(b);
        return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3])) == 0;
    }
    /// As their texts are ordered: what follows a text is zeros, which stand before every letter.
    friend constexpr std::strong_ordering operator<=>(const Key& a, const Key& b) {
        const Words x = std::bit_cast<Words>(a), y = std::bit_cast<Words>(b);
        for (std::size_t word = 0; word < x.size(); ++word)
            if (x[word] != y[word]) return in_order(x[word]) <=> in_order(y[word]);
        return std::strong_ordering::equal;
    }

    /// The highest bits of a product depend on all of its factor: they are folded down to where tables look.
    constexpr std::size_t hash() const {
        const Words x = std::bit_cast<Words>(*this);
        std::uint64_t mixed = x[0] * 0x9E3779B97F4A7C15ull;
        for (std::size_t word = 1; word < x.size(); ++word) mixed = (mixed ^ x[word]) * 0x9E3779B97F4A7C15ull;
        return mixed ^ mixed >> 32;
    }

private:
    using Words = std::array<std::uint64_t, 4>;
    /// The first letter in the highest byte.
    static constexpr std::uint64_t in_order(std::uint64_t word) {
        if constexpr (std::endian::native == std::endian::little) return __builtin_bswap64(word);
        else return word;
    }
    static constexpr bool starts(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
    static constexpr bool continues(char c) { return starts(c) || c == '-' || c == '_' || c == '.'; }

    std::array<char, longest + 1> chars_{};
};

/// A key written in the source; anything that is not a key does not compile.
consteval Key operator""_key(const char* text, std::size_t size) { return Key::from({text, size}).value(); }

}  // namespace markaz

template <>
struct std::hash<markaz::Key> {
    std::size_t operator()(const markaz::Key& key) const noexcept { return key.hash(); }
};
