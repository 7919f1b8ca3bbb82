#pragma once
// A browser's offer and our answer: SDP as JSEP (RFC 8829) writes it, with one section of sound.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "telephony/g711.hpp"

namespace markaz::telephony {

/// An offer of more bytes than this is not a browser's.
inline constexpr std::size_t longest_offer = 64u << 10;

/// What we need to know of an offer.
struct WebOffer {
    std::string mid;
    std::array<std::uint8_t, 32> fingerprint{};  ///< SHA-256 of the certificate that the browser will show in DTLS
    std::vector<int> types;                      ///< payload types of its sound, in its order, as far as we answer with them
    Law law = Law::mu;                           ///< the first of G.711 that it names
    int key_type = -1;                           ///< telephone-event at 8000 Hz; -1: none
    bool sends = true, receives = true;
};

/// Refuses an offer without G.711, without a SHA-256 fingerprint, or with anything besides one section of sound.
Result<WebOffer> read_web_offer(std::string_view sdp);

/// Our side of one connection.
struct WebAnswer {
    std::string user_fragment, password;   ///< of ICE
    std::string fingerprint;               ///< of our certificate, `AA:BB:...` (SHA-256)
    std::vector<std::string> addresses;    ///< where the browser finds us, the best first
    std::uint16_t port = 0;
    std::uint32_t source = 0;              ///< SSRC of what we send
};

std::string write_web_answer(const WebOffer& offer, const WebAnswer& ours);

}  // namespace markaz::telephony
