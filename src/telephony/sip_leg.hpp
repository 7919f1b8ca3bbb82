#pragma once
// One leg as SIP sees it.

#include <cstdint>

#include "telephony/kept_legs.hpp"
#include "telephony/sip_endpoint.hpp"
#include "telephony/sip_session_timer.hpp"

namespace markaz::telephony {

/// One dialogue of a leg (RFC 3261 section 12). A leg has one, but for a device with several contacts: until one of them answers, it
/// has one for each.
struct Endpoint::Dialog {
    Endpoint& endpoint;
    Leg& leg;
    Description description;
    SocketAddress signalling;
    bool over_tcp = false;
    std::string contact;
    bool we_offer = false;   ///< the INVITE had no description, or is ours
    bool can_update = false; ///< the other side's Allow names UPDATE
    SessionTimer timer;
    std::string timer_header; ///< what our 200 to their INVITE says of the session's timer
    struct sip_request* refresh = nullptr;  ///< an UPDATE of ours that is not answered yet
    KeptLegs::Slot kept;
    std::string call_id;
    Ref<struct sipsess> session;  ///< letting go of it sends BYE or CANCEL as the state wants

    Dialog(Endpoint& of, Leg& its, Description ours) : endpoint(of), leg(its), description(std::move(ours)) {}
    ~Dialog();

    /// libre asks for what it does not know itself: our Contact. `dialog` is one.
    static int add_contact(enum sip_transp, const struct sa*, const struct sa*, struct mbuf* text, void* dialog) noexcept;
};

struct Endpoint::Leg {
    enum class State { arriving, calling, answered };
    /// A telephone may send a key twice, in RTP and by INFO; the way that brought the first key is the one that counts.
    enum class KeyWay { unknown, rtp, info };

    LegId id;
    State state = State::arriving;
    std::uint16_t port = 0;  ///< of its sound
    bool rang = false, held = false;
    bool transfer_asked = false, transfer_told = true;  ///< by REFER; whether it wants to hear what became of it
    KeyWay key_way = KeyWay::unknown;
    LegEnd refusal = LegEnd::unreachable;  ///< the weightiest of the contacts that have refused
    int refusal_status = 0;
    std::vector<std::unique_ptr<Dialog>> dialogs;

    Dialog& dialog() { return *dialogs.front(); }
};

/// A leg that a killed process left behind, until it has been told that its call is over.
struct Endpoint::LeftLeg {
    Endpoint& endpoint;
    KeptLegs::Left left;
    int said = 0;
    struct sip_request* bye = nullptr;
    struct tmr again {};

    LeftLeg(Endpoint& of, KeptLegs::Left what) : endpoint(of), left(std::move(what)) {}
    ~LeftLeg() {
        tmr_cancel(&again);
        mem_deref(bye);
    }
};

}  // namespace markaz::telephony
