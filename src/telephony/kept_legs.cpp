#include "telephony/kept_legs.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <span>
#include <tuple>

#include "telephony/unguessable.hpp"

namespace markaz::telephony {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A slot: the size of the sealed part (4 bytes, the lowest first; 0: free), nonce, the sealed part, whose last bytes prove it.
constexpr std::size_t size_bytes = 4, nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t proof_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES, head_bytes = size_bytes + nonce_bytes;
static_assert(std::tuple_size_v<KeptLegs::Key> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
constexpr std::size_t largest_sealed = KeptLegs::slot_size - head_bytes;
constexpr std::chrono::seconds between_flushes{1};

std::size_t sealed_size(std::span<const std::uint8_t> slot) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < size_bytes; ++i) size |= static_cast<std::size_t>(slot[i]) << (8 * i);
    return size;
}

/// Nothing when the slot was not written with this key, or not to its end.
std::optional<Bytes> unseal(const KeptLegs::Key& key, std::span<const std::uint8_t> slot) {
    const std::size_t size = sealed_size(slot);
    if (size < proof_bytes || size > largest_sealed) return std::nullopt;
    const std::uint8_t* const nonce = slot.data() + size_bytes;
    const std::uint8_t* const sealed = nonce + nonce_bytes;
    Bytes plain(size - proof_bytes);
    const bool proven = crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, sealed, size, nullptr, 0, nonce,
                                                                   key.data()) == 0;
    return proven ? std::optional(std::move(plain)) : std::nullopt;
}

/// XChaCha20-Poly1305 (RFC 8439, with the nonce of draft-irtf-cfrg-xchacha) and a nonce drawn by chance: of 24 bytes none comes twice.
Bytes seal(const KeptLegs::Key& key, std::span<const std::uint8_t> plain) {
    const std::size_t size = plain.size() + proof_bytes;
    Bytes slot(head_bytes + size);
    std::uint8_t* const nonce = slot.data() + size_bytes;
    for (std::size_t i = 0; i < size_bytes; ++i) slot[i] = static_cast<std::uint8_t>(size >> (8 * i));
    fill_unguessable(std::span(nonce, nonce_bytes));
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_bytes, nullptr, plain.data(), plain.size(), nullptr, 0, nullptr, nonce,
                                               key.data());
    return slot;
}

/// Each text with its size before it, two bytes.
void add(Bytes& to, std::string_view text) {
    to.push_back(static_cast<std::uint8_t>(text.size()));
    to.push_back(static_cast<std::uint8_t>(text.size() >> 8));
    to.insert(to.end(), text.begin(), text.end());
}

std::optional<std::string> next(std::span<const std::uint8_t>& from) {
    if (from.size() < 2) return std::nullopt;
    const std::size_t size = from[0] | static_cast<std::size_t>(from[1]) << 8;
    if (from.size() < 2 + size) return std::nullopt;
    std::string text(from.begin() + 2, from.begin() + 2 + static_cast<std::ptrdiff_t>(size));
    from = from.subspan(2 + size);
    return text;
}

Bytes bytes_of(const LastWord& word) {
    constexpr std::size_t all_but_texts = 128;
    Bytes bytes;
    bytes.reserve(all_but_texts + word.target.size() + word.route.size() + word.text.size());
    bytes.push_back(static_cast<std::uint8_t>(word.kind));
    bytes.push_back(static_cast<std::uint8_t>(word.over_tcp));
    add(bytes, word.to.host());
    add(bytes, std::to_string(word.to ? word.to.port() : 0));
    add(bytes, word.target);
    add(bytes, word.route);
    add(bytes, word.text);
    return bytes;
}

std::optional<LastWord> word_of(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 2 || bytes[0] > static_cast<std::uint8_t>(LastWord::Kind::refusal)) return std::nullopt;
    LastWord word{.kind = static_cast<LastWord::Kind>(bytes[0]), .over_tcp = bytes[1] != 0};
    bytes = bytes.subspan(2);
    const auto host = next(bytes), port = next(bytes), target = next(bytes), route = next(bytes), text = next(bytes);
    if (!text) return std::nullopt;
    if (!host->empty())
        word.to = SocketAddress::from(*host, static_cast<std::uint16_t>(std::stoul(*port))).value_or(SocketAddress{});
    word.target = *target;
    word.route = *route;
    word.text = *text;
    return word;
}

}  // namespace

KeptLegs::KeptLegs(Descriptor file, const Key& key) : file_(std::move(file)), key_(key) {}

Result<std::unique_ptr<KeptLegs>> KeptLegs::open(const std::filesystem::path& file, const Key& key) {
    if (sodium_init() < 0) return problem(file.string(), "libsodium cannot be started", "a system that it supports");
    Descriptor descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!descriptor) return problem(file.string(), std::string("cannot be opened: ") + std::strerror(errno), "a file that may be written");
    std::unique_ptr<KeptLegs> legs(new KeptLegs(std::move(descriptor), key));
    if (auto read = legs->read(); !read) return std::unexpected(Problem{file.string(), read.error().what, read.error().right});
    legs->flusher_ = std::jthread([self = legs.get()](std::stop_token stop) { self->flush(std::move(stop)); });
    return legs;
}

KeptLegs::~KeptLegs() { left_.clear(); }

Result<void> KeptLegs::read() {
    struct stat about {};
    if (fstat(file_.fd(), &about) != 0) return problem("", std::strerror(errno), "a file");
    slots_ = static_cast<std::uint32_t>((static_cast<std::size_t>(about.st_size) + slot_size - 1) / slot_size);
    Bytes slot(slot_size);
    for (std::uint32_t number = slots_; number-- > 0;) {
        std::ranges::fill(slot, std::uint8_t{0});
        if (pread(file_.fd(), slot.data(), slot_size, static_cast<off_t>(number * slot_size)) < 0)
            return problem("", std::string("cannot be read: ") + std::strerror(errno), "remove it; legs that a kill left behind stay");
        const auto plain = unseal(key_, slot);
        const auto word = plain ? word_of(*plain) : std::nullopt;
        if (word) {
            Left left{.word = *word, .slot = {}};
            left.slot.legs_ = this;
            left.slot.number_ = number;
            left.slot.size_ = head_bytes + sealed_size(slot);
            left_.push_back(std::move(left));
        } else {
            if (sealed_size(slot) != 0) write(number, Bytes(slot_size));
            free_.push_back(number);
        }
    }
    return {};
}

void KeptLegs::keep(Slot& slot, const LastWord& word) {
    const Bytes plain = bytes_of(word);
    if (plain.size() + proof_bytes > largest_sealed) return slot.clear();
    Bytes sealed = seal(key_, plain);
    if (!slot) {
        if (free_.empty()) free_.push_back(slots_++);
        slot.legs_ = this;
        slot.number_ = free_.back();
        free_.pop_back();
    }
    const std::size_t stood = std::exchange(slot.size_, sealed.size());
    sealed.resize(std::max(sealed.size(), stood));  // what stood here before is overwritten as well
    write(slot.number_, sealed);
}

void KeptLegs::write(std::uint32_t number, std::span<const std::uint8_t> bytes) {
    // A full disk loses the last word of this leg and nothing else: the call goes on.
    if (pwrite(file_.fd(), bytes.data(), bytes.size(), static_cast<off_t>(number * slot_size)) < 0) return;
    const std::lock_guard lock(mutex_);
    if (!std::exchange(dirty_, true)) written_.notify_one();
}

void KeptLegs::flush(std::stop_token stop) {
    pthread_setname_np(pthread_self(), "kept legs");
    std::unique_lock lock(mutex_);
    while (written_.wait(lock, stop, [this] { return dirty_; })) {
        dirty_ = false;
        lock.unlock();
        fdatasync(file_.fd());
        lock.lock();
        written_.wait_for(lock, stop, between_flushes, [] { return false; });
    }
}

KeptLegs::Slot& KeptLegs::Slot::operator=(Slot&& other) noexcept {
    if (this == &other) return *this;
    clear();
    legs_ = std::exchange(other.legs_, nullptr);
    number_ = other.number_;
    size_ = other.size_;
    return *this;
}

void KeptLegs::Slot::clear() {
    KeptLegs* legs = std::exchange(legs_, nullptr);
    if (!legs) return;
    legs->write(number_, Bytes(std::exchange(size_, 0)));
    legs->free_.push_back(number_);
}

}  // namespace markaz::telephony
