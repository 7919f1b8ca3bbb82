#pragma once
// A 64-bit digest of values by their description: equal values have equal digests on every machine, and a changed value is noticed.
// It finds mistakes and damage; it is no defence against somebody who wants two values to collide.
//
// Construction. The state h starts at `seed`. A value becomes 64-bit words, and each pair of words (a, b) is folded in by
//     h := high ^ low  of the 128-bit product  (a ^ h) * (b ^ multiplier)
// the folded multiplication of Wang Yi's wyhash (2019) with constants of our own: the fraction of pi in hexadecimal. A single word
// is the pair (word, 0). Words are:
//     integers, enums, bool      the value, sign-extended to 64 bits
//     Id, Instant, Duration      their number (microseconds)
//     Key                        its 32 bytes as four words, little end first
//     texts                      their length, then their bytes as words, little end first, the last one padded with zeros
//     lists                      their length, then their elements
//     optional                   0, or 1 and the value
//     variant                    the index of its alternative, then the value
//     described structs          their members in the order of the description

#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/described.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/key.hpp"

namespace markaz {

class Digest {
public:
    constexpr std::uint64_t value() const { return state_; }

    constexpr Digest& word(std::uint64_t a) { return pair(a, 0); }

    constexpr Digest& pair(std::uint64_t a, std::uint64_t b) {
        const auto product = static_cast<unsigned __int128>(a ^ state_) * (b ^ multiplier);
        state_ = static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
        return *this;
    }

    template <class T>
        requires std::integral<T> || std::is_enum_v<T>
    constexpr Digest& add(T value) {
        return word(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
    }

    template <class Tag>
    constexpr Digest& add(Id<Tag> id) {
        return word(id.value);
    }

    constexpr Digest& add(Duration length) { return add(length.count()); }
    constexpr Digest& add(Instant at) { return add(at.time_since_epoch().count()); }

    constexpr Digest& add(const Key& key) {
        const auto words = std::bit_cast<std::array<std::uint64_t, 4>>(key);
        return pair(little(words[0]), little(words[1])).pair(little(words[2]), little(words[3]));
    }

    Digest& add(std::string_view text) {
        word(text.size());
        std::size_t at = 0;
        for (; at + 16 <= text.size(); at += 16) pair(eight(text, at), eight(text, at + 8));
        if (at < text.size()) pair(eight(text, at), at + 8 < text.size() ? eight(text, at + 8) : 0);
        return *this;
    }
    Digest& add(const std::string& text) { return add(std::string_view(text)); }

    template <class T>
    constexpr Digest& add(const std::optional<T>& value) {
        add(value.has_value());
        return value ? add(*value) : *this;
    }

    template <class T, std::size_t extent>
    constexpr Digest& add(std::span<T, extent> list) {
        word(list.size());
        for (const auto& element : list) add(element);
        return *this;
    }
    template <class T>
    constexpr Digest& add(const std::vector<T>& list) {
        return add(std::span(list));
    }
    template <class T, std::size_t size>
    constexpr Digest& add(const std::array<T, size>& list) {
        return add(std::span(list));
    }

    template <class... T>
    constexpr Digest& add(const std::variant<T...>& value) {
        word(value.index());
        std::visit([this](const auto& chosen) { this->add(chosen); }, value);
        return *this;
    }

    template <Described T>
    constexpr Digest& add(const T& value) {
        boost::mp11::mp_for_each<DescribedMembers<T>>([&](auto described) { add(value.*described.pointer); });
        return *this;
    }

private:
    static constexpr std::uint64_t seed = 0x243F6A8885A308D3ull;
    static constexpr std::uint64_t multiplier = 0x13198A2E03707345ull;  // pi's second word, made odd

    static constexpr std::uint64_t little(std::uint64_t word) {
        if constexpr (std::endian::native == std::endian::big) return __builtin_bswap64(word);
        else return word;
    }

    static std::uint64_t eight(std::string_view text, std::size_t at) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, std::min<std::size_t>(8, text.size() - at));
        return little(word);
    }

    std::uint64_t state_ = seed;
};

template <class T>
constexpr std::uint64_t digest_of(const T& value) {
    return Digest{}.add(value).value();
}

}  // namespace markaz
