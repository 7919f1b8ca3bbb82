#pragma once
// SRTP (RFC 3711) of one browser, by libsrtp2.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "telephony/webrtc_dtls.hpp"

struct srtp_ctx_t_;

namespace markaz::telephony {

/// What protection adds to a packet at most.
inline constexpr std::size_t srtp_trailer = 16;

/// Both directions of one browser. A forged packet is refused and changes nothing.
class Srtp {
public:
    static std::optional<Srtp> create(const SrtpKeys& keys);

    /// The packet of RTP in place; nothing when it is forged, was heard before, cannot be read, or is of one source too many.
    std::optional<std::span<const std::uint8_t>> unprotect(std::span<std::uint8_t> datagram);

    /// Protects `size` bytes in place; `packet` has room for srtp_trailer more. The protected packet, or nothing.
    std::optional<std::span<const std::uint8_t>> protect(std::span<std::uint8_t> packet, std::size_t size);

private:
    struct Free {
        void operator()(srtp_ctx_t_* context) const;
    };
    using Context = std::unique_ptr<srtp_ctx_t_, Free>;
    Srtp(Context theirs, Context ours) : theirs_(std::move(theirs)), ours_(std::move(ours)) {}
    Context theirs_, ours_;
    std::vector<std::uint32_t> sources_;  ///< libsrtp2 keeps a state for each that it has heard
};

}  // namespace markaz::telephony
