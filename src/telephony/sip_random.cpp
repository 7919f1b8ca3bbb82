// libre asks OpenSSL for each letter of a tag or branch by itself, some thirty times a call. Here it has them from our block.

#include <algorithm>
#include <string_view>

#include "telephony/sip_re.hpp"
#include "telephony/unguessable.hpp"

using markaz::telephony::unguessable;

namespace {

/// Letters that may stand in a token (RFC 3261 section 25.1): 64 of them, so that six bits are one.
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static_assert(letters.size() == 64);

}  // namespace

extern "C" {

void rand_init(void) {}
uint16_t rand_u16(void) { return unguessable<uint16_t>(); }
uint32_t rand_u32(void) { return unguessable<uint32_t>(); }
uint64_t rand_u64(void) { return unguessable<uint64_t>(); }
char rand_char(void) { return letters[unguessable<unsigned char>() % letters.size()]; }
void rand_bytes(uint8_t* bytes, size_t size) { markaz::telephony::fill_unguessable(std::span(bytes, size)); }

void rand_str(char* text, size_t size) {
    if (!text || size == 0) return;
    std::ranges::copy(markaz::telephony::unguessable_letters(size - 1, letters), text);
    text[size - 1] = '\0';
}
}
