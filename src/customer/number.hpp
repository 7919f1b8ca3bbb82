#pragma once
// The one form in which telephone numbers are compared.

#include <string>
#include <string_view>

namespace markaz::customer {

inline constexpr std::size_t fewest_digits = 3, most_digits = 15;  ///< E.164 has 15 at most

/// Digits alone, in Latin figures, with a `+` in front where a country code is shown, be it by `+` or by `00`. Blanks, hyphens, dots and
/// brackets are only written for people. Empty where it is no telephone number.
std::string number_of(std::string_view written);

}  // namespace markaz::customer
