#include "telephony/webrtc_stun.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace markaz::telephony {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t header_size = 20, integrity_size = 20, fingerprint_size = 4, attribute_header = 4;
constexpr std::uint16_t binding_request = 0x0001, binding_success = 0x0101;
constexpr std::uint32_t magic_cookie = 0x2112A442;
// RFC 8489 section 18.3, RFC 8445 section 16.1
constexpr std::uint16_t username = 0x0006, message_integrity = 0x0008, xor_mapped_address = 0x0020, use_candidate = 0x0025,
                        fingerprint = 0x8028;
constexpr std::uint32_t fingerprint_mask = 0x5354554E;

std::uint16_t read16(Bytes bytes, std::size_t at) { return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]); }
std::uint32_t read32(Bytes bytes, std::size_t at) { return static_cast<std::uint32_t>(read16(bytes, at)) << 16 | read16(bytes, at + 2); }

void put16(std::vector<std::uint8_t>& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}
void put32(std::vector<std::uint8_t>& out, std::uint32_t value) {
    put16(out, value >> 16);
    put16(out, value & 0xFFFF);
}
void set_length(std::span<std::uint8_t> message, std::size_t body) {
    message[2] = static_cast<std::uint8_t>(body >> 8);
    message[3] = static_cast<std::uint8_t>(body);
}

/// ITU-T V.42's CRC-32, as RFC 8489 section 14.7 wants it.
std::uint32_t crc32(Bytes bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < made.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) value = value & 1 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t crc = ~0u;
    for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF];
    return ~crc;
}

using Sha1 = std::array<std::uint8_t, integrity_size>;

/// Over the message up to where the attribute stands, with a length in its header as if it ended behind the attribute.
Sha1 integrity_of(Bytes message_before, std::string_view password) {
    std::vector<std::uint8_t> message(message_before.begin(), message_before.end());
    set_length(message, message.size() - header_size + attribute_header + integrity_size);
    Sha1 sum{};
    unsigned size = 0;
    HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), message.data(), message.size(), sum.data(), &size);
    return sum;
}

bool has_right_fingerprint(Bytes datagram, std::size_t at) {
    return at + attribute_header + fingerprint_size == datagram.size() &&
           (crc32(datagram.first(at)) ^ fingerprint_mask) == read32(datagram, at + attribute_header);
}

}  // namespace

WebDatagram kind_of(Bytes datagram) {
    if (datagram.empty()) return WebDatagram::unknown;
    const std::uint8_t first = datagram[0];
    if (first < 4) return WebDatagram::stun;
    if (first >= 20 && first <= 63) return WebDatagram::dtls;
    if (first >= 128 && first <= 191) return WebDatagram::rtp;
    return WebDatagram::unknown;
}

std::optional<IceCheck> parse_ice_check(Bytes datagram) {
    if (datagram.size() < header_size || datagram.size() % 4 != 0 || read16(datagram, 0) != binding_request ||
        read16(datagram, 2) != datagram.size() - header_size || read32(datagram, 4) != magic_cookie)
        return std::nullopt;
    IceCheck check;
    check.datagram = datagram;
    bool whole = false;
    for (std::size_t at = header_size; at + attribute_header <= datagram.size();) {
        const std::uint16_t type = read16(datagram, at), size = read16(datagram, at + 2);
        const std::size_t begin = at + attribute_header;
        if (size > datagram.size() - begin) return std::nullopt;
        if (type == fingerprint) whole = size == fingerprint_size && has_right_fingerprint(datagram, at);
        // What stands behind MESSAGE-INTEGRITY is not protected by it.
        if (check.integrity_at == 0) {
            if (type == message_integrity && size == integrity_size) check.integrity_at = at;
            if (type == use_candidate) check.nominates = true;
            if (type == username) {
                const std::string_view name(reinterpret_cast<const char*>(datagram.data()) + begin, size);
                check.ours = name.substr(0, name.find(':'));
            }
        }
        at = begin + (size + 3u) / 4 * 4;
    }
    if (!whole || check.integrity_at == 0 || check.ours.empty()) return std::nullopt;
    return check;
}

bool proves(const IceCheck& check, std::string_view our_password) {
    const Sha1 right = integrity_of(check.datagram.first(check.integrity_at), our_password);
    const Bytes sent = check.datagram.subspan(check.integrity_at + attribute_header, integrity_size);
    return CRYPTO_memcmp(right.data(), sent.data(), right.size()) == 0;
}

std::vector<std::uint8_t> ice_answer(const IceCheck& check, const SocketAddress& from, std::string_view our_password) {
    const Bytes transaction = check.datagram.subspan(4, 16);  // the cookie and the id, with which an address is masked
    std::vector<std::uint8_t> out;
    put16(out, binding_success);
    put16(out, 0);
    out.insert(out.end(), transaction.begin(), transaction.end());

    const bool v6 = from.at.any.sa_family == AF_INET6;
    const Bytes address(v6 ? reinterpret_cast<const std::uint8_t*>(&from.at.v6.sin6_addr)
                           : reinterpret_cast<const std::uint8_t*>(&from.at.v4.sin_addr),
                        v6 ? 16 : 4);
    put16(out, xor_mapped_address);
    put16(out, 4 + address.size());
    put16(out, v6 ? 2 : 1);
    put16(out, from.port() ^ (magic_cookie >> 16));
    for (std::size_t i = 0; i < address.size(); ++i) out.push_back(address[i] ^ transaction[i]);

    const Sha1 sum = integrity_of(out, our_password);
    put16(out, message_integrity);
    put16(out, sum.size());
    out.insert(out.end(), sum.begin(), sum.end());
    set_length(out, out.size() - header_size + attribute_header + fingerprint_size);
    const std::uint32_t crc = crc32(out) ^ fingerprint_mask;
    put16(out, fingerprint);
    put16(out, fingerprint_size);
    put32(out, crc);
    return out;
}

}  // namespace markaz::telephony
