// Blind transfers by REFER (RFC 3515): asked for here, decided by the centre, told to whoever asked.

#include "telephony/sip_leg.hpp"

namespace markaz::telephony {
namespace {

/// The user part of the only Refer-To; empty when it cannot be read. `Replaces` would be an attended transfer (RFC 3891).
std::string target_of(const struct sip_msg& message, bool& attended) {
    const struct sip_hdr* header = sip_msg_hdr(&message, SIP_HDR_REFER_TO);
    struct sip_addr address {};
    if (!header || sip_msg_hdr_count(&message, SIP_HDR_REFER_TO) != 1 || sip_addr_decode(&address, &header->val) != 0) return {};
    static constexpr struct pl replaces{"Replaces", 8};
    struct pl value {};
    attended = uri_header_get(&address.uri.headers, &replaces, &value) == 0;
    return printable(address.uri.user);
}

bool wants_no_news(const struct sip_msg& message) {
    const struct sip_hdr* header = sip_msg_hdr(&message, SIP_HDR_REFER_SUB);  // RFC 4488
    return header && pl_strcasecmp(&header->val, "false") == 0;
}

}  // namespace

void Endpoint::refer(Dialog& dialog, const struct sip_msg& message) {
    Leg& leg = dialog.leg;
    bool attended = false;
    const std::string target = target_of(message, attended);
    const auto refused = [&](std::uint16_t status, const char* reason) {
        ++world_.counters.refused_request;
        sip_treply(nullptr, sip_.get(), &message, status, reason);
    };
    if (target.empty()) return refused(400, "Bad Refer-To");
    if (attended) return refused(501, "Attended Transfer Not Implemented");
    if (leg.state != Leg::State::answered || leg.transfer_asked) return refused(491, "Request Pending");
    leg.transfer_asked = true;
    leg.transfer_told = !wants_no_news(message);
    sip_treplyf(nullptr, nullptr, sip_.get(), &message, false, 202, "Accepted", "Contact: <%s>\r\n%sContent-Length: 0\r\n\r\n",
                dialog.contact.c_str(), leg.transfer_told ? "" : "Refer-Sub: false\r\n");
    tell_transfer(leg, "SIP/2.0 100 Trying", "active;expires=60");
    world_.tell(TransferAsked{leg.id, target});
}

void Endpoint::tell_transfer(Leg& leg, const char* fragment, const char* state) {
    if (!leg.transfer_told) return;
    Dialog& dialog = leg.dialog();
    sip_drequestf(nullptr, sip_.get(), true, "NOTIFY", sipsess_dialog(dialog.session.get()), 0, nullptr, Dialog::add_contact, nullptr,
                  &dialog,
                  "Event: refer\r\nSubscription-State: %s\r\nContent-Type: message/sipfrag;version=2.0\r\n"
                  "Content-Length: %zu\r\n\r\n%s\r\n",
                  state, std::string_view(fragment).size() + 2, fragment);
}

void Endpoint::refuse_transfer(Leg& leg) {
    if (!std::exchange(leg.transfer_asked, false)) return;
    tell_transfer(leg, "SIP/2.0 603 Decline", "terminated;reason=noresource");
}

}  // namespace markaz::telephony
