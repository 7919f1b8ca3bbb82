// What is kept of each leg, and the end of those that a killed process left behind.

#include <algorithm>

#include "telephony/sip_leg.hpp"

// libre keeps these to itself: the headers and the way of a dialogue's requests.
extern "C" {
int sip_dialog_encode(struct mbuf* text, struct sip_dialog* dialog, uint32_t sequence, const char* method);
const char* sip_dialog_uri(const struct sip_dialog* dialog);
const struct uri* sip_dialog_route(const struct sip_dialog* dialog);
}

namespace markaz::telephony {
namespace {

/// A BYE after a kill leaves room for the requests of ours that were not kept; a gap is no error (RFC 3261 section 12.2.2).
constexpr std::uint32_t sequence_gap = 100;
/// A CANCEL or a refusal that is not heard of is said again.
constexpr int times_said = 4;
constexpr std::chrono::milliseconds said_again{400};

std::string text_of(const struct mbuf& text) { return {reinterpret_cast<const char*>(text.buf), text.end}; }

template <class... Arguments>
std::string printed(const char* format, Arguments... arguments) {
    const Ref<struct mbuf> text(mbuf_alloc(1024));
    return text && mbuf_printf(text.get(), format, arguments...) == 0 ? text_of(*text) : std::string();
}

/// The value of the first such header of a message that we have written ourselves.
std::string_view header_of(std::string_view message, std::string_view name) {
    const std::string begin = "\r\n" + std::string(name) + ": ";
    const std::size_t at = message.find(begin);
    if (at == message.npos) return {};
    const std::size_t from = at + begin.size();
    return message.substr(from, message.find("\r\n", from) - from);
}

/// The CANCEL of an INVITE: what must agree is copied (RFC 3261 section 9.1).
std::string cancel_of(std::string_view invite) {
    std::string_view first = invite.substr(0, invite.find("\r\n"));
    std::string cancel = "CANCEL" + std::string(first.substr(first.find(' '))) + "\r\nVia: " + std::string(header_of(invite, "Via")) +
                         "\r\nMax-Forwards: 70\r\n";
    for (const std::string_view name : {"Route", "To", "From", "Call-ID"})
        if (const auto value = header_of(invite, name); !value.empty()) cancel.append(name).append(": ").append(value).append("\r\n");
    const std::string_view sequence = header_of(invite, "CSeq");
    return cancel + "CSeq: " + std::string(sequence.substr(0, sequence.find(' '))) + " CANCEL\r\nContent-Length: 0\r\n\r\n";
}

}  // namespace

// ---- Keeping --------------------------------------------------------------------------------------------------------

/// Over TCP nothing is kept of it: the connection, which alone leads back, ends with the process and tells them.
void Endpoint::keep_refusal(Dialog& dialog, const struct sip_msg& invite) {
    if (!world_.kept || dialog.over_tcp) return;
    std::string text = "SIP/2.0 503 Service Unavailable\r\n";
    const auto add = [](const struct sip_hdr* header, const struct sip_msg*, void* to) noexcept {
        static_cast<std::string*>(to)->append("Via: ").append(view(header->val)).append("\r\n");
        return false;
    };
    sip_msg_hdr_apply(&invite, true, SIP_HDR_VIA, add, &text);
    text += printed("From: %r\r\nTo: %r;tag=%016llx\r\nCall-ID: %r\r\nCSeq: %u INVITE\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n",
                    &invite.from.val, &invite.to.val, static_cast<unsigned long long>(invite.tag), &invite.callid, invite.cseq.num);
    world_.kept->keep(dialog.kept, {.kind = LastWord::Kind::refusal, .to = dialog.signalling, .target = {}, .route = {}, .text = text});
}

/// Sees every packet that leaves, for the branch of an INVITE, which libre does not tell.
void Endpoint::keep_cancel(std::string_view packet, const SocketAddress& to, bool over_tcp) {
    if (!world_.kept || !packet.starts_with("INVITE ")) return;
    Dialog* dialog = calling_;
    if (!dialog) {  // over TCP it leaves when the connection stands
        const auto found = by_call_.find(std::string(header_of(packet, "Call-ID")));
        dialog = found == by_call_.end() ? nullptr : found->second;
    }
    if (!dialog || dialog->leg.state != Leg::State::calling || dialog->kept) return;
    const LastWord word{
        .kind = LastWord::Kind::cancel, .over_tcp = over_tcp, .to = to, .target = {}, .route = {}, .text = cancel_of(packet)};
    world_.kept->keep(dialog->kept, word);
}

void Endpoint::keep_bye(Dialog& dialog) {
    if (!world_.kept) return;
    struct sip_dialog* known = sipsess_dialog(dialog.session.get());
    const Ref<struct mbuf> headers(mbuf_alloc(1024));
    // As an ACK, because any other method would use up a number of the dialogue.
    if (!headers || sip_dialog_encode(headers.get(), known, sip_dialog_lseq(known) + sequence_gap, "ACK") != 0) return;
    std::string text = text_of(*headers);
    text.replace(text.rfind(" ACK\r\n"), std::string_view(" ACK").size(), " BYE");
    world_.kept->keep(dialog.kept, {.kind = LastWord::Kind::bye,
                                    .over_tcp = dialog.over_tcp,
                                    .to = dialog.signalling,
                                    .target = sip_dialog_uri(known),
                                    .route = printed("%H", uri_encode, sip_dialog_route(known)),
                                    .text = text});
}

// ---- Ending ---------------------------------------------------------------------------------------------------------

void Endpoint::end_left_legs() {
    if (!world_.kept) return;
    for (KeptLegs::Left& left : world_.kept->take_left()) {
        ++world_.counters.legs_left;
        left_.push_back(std::make_unique<LeftLeg>(*this, std::move(left)));
    }
    for (std::size_t i = left_.size(); i-- > 0;) say(*left_[i]);  // saying may forget the one that was said
}

void Endpoint::say(LeftLeg& left) {
    const LastWord& word = left.left.word;
    if (word.kind == LastWord::Kind::bye) {
        struct uri route {};
        const struct pl text{word.route.data(), word.route.size()};
        const auto done = [](int, const struct sip_msg* response, void* argument) noexcept {
            auto& said = *static_cast<LeftLeg*>(argument);
            if (!response || response->scode >= 200) said.endpoint.forget(said);
        };
        if (uri_decode(&route, &text) != 0) return forget(left);
        const int failed = sip_requestf(&left.bye, sip_.get(), true, "BYE", word.target.c_str(), &route, nullptr, nullptr, done, &left,
                                        "%sContent-Length: 0\r\n\r\n", word.text.c_str());
        if (failed) forget(left);
        return;
    }
    const auto to = sa_of(word.to);
    const Ref<struct mbuf> packet(mbuf_alloc(word.text.size()));
    if (!to || !packet || ++left.said > times_said) return forget(left);
    mbuf_write_mem(packet.get(), reinterpret_cast<const uint8_t*>(word.text.data()), word.text.size());
    packet->pos = 0;
    sip_send(sip_.get(), nullptr, word.over_tcp ? SIP_TRANSP_TCP : SIP_TRANSP_UDP, &*to, packet.get());
    tmr_start(
        &left.again, static_cast<std::uint64_t>(said_again.count()),
        [](void* argument) noexcept {
            auto& silent = *static_cast<LeftLeg*>(argument);
            silent.endpoint.say(silent);
        },
        &left);
}

void Endpoint::forget(LeftLeg& left) {
    std::erase_if(left_, [&](const auto& each) { return each.get() == &left; });
}

/// A response that belongs to no transaction of ours: perhaps a telephone that the process before had called was answered while
/// nobody was there. It is acknowledged and hung up.
bool Endpoint::hear_of_left(const struct sip_msg& response) {
    const auto found = std::ranges::find_if(left_, [&](const auto& each) {
        const LastWord& word = each->left.word;
        return word.kind == LastWord::Kind::cancel && header_of(word.text, "Call-ID") == view(response.callid);
    });
    if (found == left_.end() || response.scode < 200) return false;
    LeftLeg& left = **found;
    if (view(response.cseq.met) != "INVITE") return true;  // 200 to the CANCEL; the final response is still to come
    struct sip_addr contact {};
    const struct sip_hdr* header = sip_msg_hdr(&response, SIP_HDR_CONTACT);
    const bool reachable = header && sip_addr_decode(&contact, &header->val) == 0;
    if (response.scode >= 300 || !reachable) {
        forget(left);
        return true;
    }
    const auto next_hop = "sip:" + host_and_port(*address_of(response.src)) + (response.tp == SIP_TRANSP_TCP ? ";transport=tcp" : "");
    const std::string dialogue = printed("From: %r\r\nTo: %r\r\nCall-ID: %r\r\n", &response.from.val, &response.to.val, &response.callid);
    struct uri route {};
    const struct pl text{next_hop.data(), next_hop.size()};
    const std::string uri(view(contact.auri));
    const std::string ack = dialogue + printed("CSeq: %u ACK\r\nContent-Length: 0\r\n\r\n", response.cseq.num);
    if (uri_decode(&route, &text) == 0)
        sip_requestf(nullptr, sip_.get(), false, "ACK", uri.c_str(), &route, nullptr, nullptr, nullptr, nullptr, "%s", ack.c_str());
    tmr_cancel(&left.again);
    const LastWord bye{.kind = LastWord::Kind::bye,
                       .over_tcp = response.tp == SIP_TRANSP_TCP,
                       .to = *address_of(response.src),
                       .target = uri,
                       .route = next_hop,
                       .text = dialogue + printed("CSeq: %u BYE\r\n", response.cseq.num + 1)};
    left.left.word = bye;
    say(left);
    return true;
}

}  // namespace markaz::telephony
