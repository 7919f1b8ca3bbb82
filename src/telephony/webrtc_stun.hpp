#pragma once
// The part of STUN (RFC 8489) with which a browser's ICE (RFC 8445) finds out that it reaches us. We are ICE-lite: we answer checks
// and make none.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "telephony/media_socket.hpp"

namespace markaz::telephony {

/// A connectivity check that can be read; nobody has proved anything yet.
struct IceCheck {
    std::string_view ours;      ///< our user fragment: what stands before the colon in USERNAME
    bool nominates = false;     ///< USE-CANDIDATE: the browser has chosen this way
    std::span<const std::uint8_t> datagram;
    std::size_t integrity_at = 0;  ///< where MESSAGE-INTEGRITY begins
};

/// What a datagram on the port of browsers is, by its first byte (RFC 7983 section 7).
enum class WebDatagram { stun, dtls, rtp, unknown };
WebDatagram kind_of(std::span<const std::uint8_t> datagram);

/// Nothing when this is no Binding request with USERNAME, MESSAGE-INTEGRITY and a right FINGERPRINT. Points into the datagram.
std::optional<IceCheck> parse_ice_check(std::span<const std::uint8_t> datagram);

/// Whether whoever sent the check knows our password (RFC 8489 section 14.5, short-term credentials).
bool proves(const IceCheck& check, std::string_view our_password);

/// The success response: the address that the check came from, protected by the same password.
std::vector<std::uint8_t> ice_answer(const IceCheck& check, const SocketAddress& from, std::string_view our_password);

}  // namespace markaz::telephony
