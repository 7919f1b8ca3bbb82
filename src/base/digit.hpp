#pragma once
// Digits as people write them, in any of the three scripts.

#include <cstddef>
#include <string_view>

namespace markaz {

/// A digit in a text: how many bytes it takes, and which it is, from '0' to '9'. No bytes: there is none.
struct Digit { std::size_t bytes = 0; char value = '0'; };

/// The digit that begins at this byte of a text in UTF-8: Latin, U+0660 to U+0669 or U+06F0 to U+06F9.
constexpr Digit digit_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t offset) { return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u; };
    if (byte(0) >= '0' && byte(0) <= '9') return {1, text[at]};
    if (byte(0) == 0xD9 && byte(1) >= 0xA0 && byte(1) <= 0xA9) return {2, static_cast<char>('0' + (byte(1) - 0xA0))};
    if (byte(0) == 0xDB && byte(1) >= 0xB0 && byte(1) <= 0xB9) return {2, static_cast<char>('0' + (byte(1) - 0xB0))};
    return {};
}

}  // namespace markaz
