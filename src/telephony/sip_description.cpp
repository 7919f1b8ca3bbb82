#include "telephony/sip_description.hpp"

#include <string>
#include <string_view>

namespace markaz::telephony {
namespace {

constexpr int our_key_type = 101;

/// Payload types 0 and 8 need no name (RFC 3551 table 4), and many telephones give none.
std::optional<Law> law_of(const struct sdp_format& format) {
    if (!format.sup) return std::nullopt;
    const std::string_view name = format.name ? format.name : "";
    if (name.empty()) return format.pt == 0 ? std::optional(Law::mu) : format.pt == 8 ? std::optional(Law::a) : std::nullopt;
    if (str_casecmp(format.name, "PCMU") == 0) return Law::mu;
    if (str_casecmp(format.name, "PCMA") == 0) return Law::a;
    return std::nullopt;
}

/// The voice codec that the other side prefers among those that we have too. libre's own choice may be telephone-event.
std::optional<Law> common_law(const struct sdp_media* media) {
    for (const struct le* at = sdp_media_format_lst(media, false)->head; at; at = at->next)
        if (const auto law = law_of(*static_cast<const struct sdp_format*>(at->data))) return law;
    return std::nullopt;
}

}  // namespace

std::optional<Description> Description::create(const SocketAddress& address, std::uint16_t port) {
    const auto local = sa_of(address);
    struct sdp_session* session = nullptr;
    if (!local || sdp_session_alloc(&session, &*local) != 0) return std::nullopt;
    Description description;
    description.session_.reset(session);
    struct sdp_media* media = nullptr;
    if (sdp_media_add(&media, session, "audio", port, "RTP/AVP") != 0) return std::nullopt;
    description.media_ = media;

    const std::string key_type = std::to_string(our_key_type);
    int failed = sdp_format_add(nullptr, media, false, "0", "PCMU", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
    failed |= sdp_format_add(nullptr, media, false, "8", "PCMA", 8000, 1, nullptr, nullptr, nullptr, false, nullptr);
    failed |= sdp_format_add(nullptr, media, false, key_type.c_str(), "telephone-event", 8000, 1, nullptr, nullptr, nullptr, false, "0-15");
    failed |= sdp_media_set_lattr(media, true, "ptime", "20");
    if (failed) return std::nullopt;
    return description;
}

bool Description::read(const struct sip_msg& message, Role role) {
    if (message.ctyp.type.p && !msg_ctype_cmp(&message.ctyp, "application", "sdp")) return false;
    if (sdp_decode(session_.get(), message.mb, role == Role::offer) != 0) return false;
    read_ = sdp_media_rport(media_) != 0 && common_law(media_).has_value();
    return read_;
}

Ref<struct mbuf> Description::write(Role role) {
    struct mbuf* text = nullptr;
    if (sdp_encode(&text, session_.get(), role == Role::offer) != 0) return nullptr;
    return Ref<struct mbuf>(text);
}

std::optional<RemoteMedia> Description::remote(LegId leg, const SocketAddress& signalling) const {
    const auto law = read_ ? common_law(media_) : std::nullopt;
    const auto described = address_of(*sdp_media_raddr(media_));
    if (!law || !described) return std::nullopt;
    RemoteMedia remote{.leg = leg, .described = *described, .signalling = signalling, .law = *law};
    // The other side sends keys with the type that we offered; some use the one that they answered with.
    if (const struct sdp_format* keys = sdp_media_rformat(media_, "telephone-event")) remote.key_types = {our_key_type, keys->pt};
    // libre turns the direction round: what the other side only sends, we only receive. 0.0.0.0 is how RFC 2543 said hold.
    const enum sdp_dir ours = sdp_media_rdir(media_);
    remote.held = !(ours & SDP_SENDONLY) || described->is_unspecified();
    return remote;
}

}  // namespace markaz::telephony
