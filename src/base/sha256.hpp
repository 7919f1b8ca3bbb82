#pragma once
// SHA-256 (FIPS 180-4): the name of a text, which changes whenever the text does.

#include <string>
#include <string_view>

namespace markaz {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view text);

}  // namespace markaz
