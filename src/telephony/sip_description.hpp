#pragma once
// What we say of our media in SDP, and what we read of the other side's (RFC 3264 offer and answer).

#include <cstdint>
#include <optional>

#include "telephony/media.hpp"
#include "telephony/sip_re.hpp"

namespace markaz::telephony {

class Description {
public:
    enum class Role { offer, answer };

    /// Our side: G.711 in both laws and telephone-event, at `address` and `port`.
    static std::optional<Description> create(const SocketAddress& address, std::uint16_t port);

    /// Reads the other side's; false when it cannot be read, or no codec is common to both.
    bool read(const struct sip_msg& message, Role role);

    Ref<struct mbuf> write(Role role);

    /// Nothing before the other side's has been read.
    std::optional<RemoteMedia> remote(LegId leg, const SocketAddress& signalling) const;

private:
    Description() = default;
    Ref<struct sdp_session> session_;
    struct sdp_media* media_ = nullptr;  ///< belongs to session_
    bool read_ = false;
};

}  // namespace markaz::telephony
