#pragma once
// One leg as SIP sees it.

#include <cstdint>

#include "telephony/sip_endpoint.hpp"

namespace markaz::telephony {

struct Endpoint::Leg {
    enum class State { arriving, calling, answered };
    /// A telephone may send a key twice, in RTP and by INFO; the way that brought the first key is the one that counts.
    enum class KeyWay { unknown, rtp, info };

    Endpoint* endpoint = nullptr;
    LegId id;
    State state = State::arriving;
    Description description;
    bool we_offer = false;      ///< the INVITE had no description, or is ours
    bool rang = false, held = false;
    KeyWay key_way = KeyWay::unknown;
    SocketAddress signalling;
    std::string contact;
    Ref<struct sipsess> session;  ///< letting go of it sends BYE or CANCEL as the state wants

    explicit Leg(Description ours) : description(std::move(ours)) {}
};

}  // namespace markaz::telephony
