#pragma once
// What a telephone proves with: the digest of its password.

#include <string>
#include <string_view>

namespace markaz::switchboard {

/// The realm in which telephones of this centre sign in.
inline constexpr std::string_view realm = "markaz";

/// Hex of MD5(user:realm:password), RFC 7616 section 3.4.2: what telephones that know no better algorithm prove.
std::string ha1_of(std::string_view user, std::string_view password);

/// 80 bits of chance in hex: for a person to type into a telephone once.
std::string new_phone_password();

}  // namespace markaz::switchboard
