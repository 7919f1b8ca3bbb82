#pragma once
// Secrets that are worth what they open: seen once by whom they are for, and kept as a hash alone.

#include <string>
#include <string_view>

namespace markaz::http {

/// 256 bits of chance as 43 characters of base64url (RFC 4648 section 5).
std::string new_token();

/// What is kept of a token (BLAKE2b, hex): whoever reads the database cannot use it.
std::string kept_of(std::string_view token);

}  // namespace markaz::http
