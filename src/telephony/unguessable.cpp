#include "telephony/unguessable.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace markaz::telephony {
namespace {

/// Of one thread; no process of ours goes on with a copy of it after a fork. Each byte is handed out once.
class Block {
public:
    void take(std::span<unsigned char> into) {
        while (!into.empty()) {
            if (left_ == 0) refill();
            const auto part = into.first(std::min(into.size(), left_));
            unsigned char* const from = bytes_.data() + bytes_.size() - left_;
            std::copy_n(from, part.size(), part.begin());
            OPENSSL_cleanse(from, part.size());  // what was given out cannot be read here any more
            left_ -= part.size();
            into = into.subspan(part.size());
        }
    }

private:
    void refill() {
        if (RAND_bytes(bytes_.data(), static_cast<int>(bytes_.size())) != 1) std::abort();
        left_ = bytes_.size();
    }

    std::array<unsigned char, 512> bytes_;
    std::size_t left_ = 0;
};
thread_local Block block;

}  // namespace

void fill_unguessable(std::span<unsigned char> into) { block.take(into); }

std::string unguessable_letters(std::size_t count, std::string_view of) {
    std::string letters(count, '\0');
    fill_unguessable(std::span(reinterpret_cast<unsigned char*>(letters.data()), letters.size()));
    for (char& letter : letters) letter = of[static_cast<unsigned char>(letter) % of.size()];
    return letters;
}

}  // namespace markaz::telephony
