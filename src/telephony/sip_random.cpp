// libre asks OpenSSL for each letter of a tag or branch by itself, some thirty times a call, and each time is a lock, a look at the
// process and a run of the generator. Here a thread takes a block of the same random bytes and hands each of them out once.

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

#include "telephony/sip_re.hpp"

namespace {

/// Of one thread; no process of ours goes on with a copy of it after a fork.
class RandomBytes {
public:
    void take(std::span<unsigned char> into) {
        while (!into.empty()) {
            if (left_ == 0) refill();
            const auto part = into.first(std::min(into.size(), left_));
            unsigned char* const from = block_.data() + block_.size() - left_;
            std::copy_n(from, part.size(), part.begin());
            OPENSSL_cleanse(from, part.size());  // what was given out cannot be read here any more
            left_ -= part.size();
            into = into.subspan(part.size());
        }
    }

private:
    void refill() {
        if (RAND_bytes(block_.data(), static_cast<int>(block_.size())) != 1) std::abort();  // a tag that can be guessed is no tag
        left_ = block_.size();
    }

    std::array<unsigned char, 512> block_;
    std::size_t left_ = 0;
};
thread_local RandomBytes random_bytes;

template <class T>
T random() {
    T value{};
    random_bytes.take(std::span(reinterpret_cast<unsigned char*>(&value), sizeof value));
    return value;
}

/// Letters that may stand in a token (RFC 3261 section 25.1): 64 of them, so that six bits are one.
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static_assert(letters.size() == 64);

}  // namespace

extern "C" {

void rand_init(void) {}
uint16_t rand_u16(void) { return random<uint16_t>(); }
uint32_t rand_u32(void) { return random<uint32_t>(); }
uint64_t rand_u64(void) { return random<uint64_t>(); }
char rand_char(void) { return letters[random<unsigned char>() % letters.size()]; }
void rand_bytes(uint8_t* bytes, size_t size) { random_bytes.take(std::span(bytes, size)); }

void rand_str(char* text, size_t size) {
    if (!text || size == 0) return;
    rand_bytes(reinterpret_cast<uint8_t*>(text), size - 1);
    for (size_t i = 0; i + 1 < size; ++i) text[i] = letters[static_cast<unsigned char>(text[i]) % letters.size()];
    text[size - 1] = '\0';
}
}
