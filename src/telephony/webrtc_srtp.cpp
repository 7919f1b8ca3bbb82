#include "telephony/webrtc_srtp.hpp"

#include <srtp2/srtp.h>

#include <algorithm>
#include <array>

#include "telephony/rtp.hpp"

namespace markaz::telephony {
namespace {

/// A browser changes its source when it begins anew, not for each packet.
constexpr std::size_t sources_at_most = 16;

std::uint32_t source_of(std::span<const std::uint8_t> packet) {
    std::uint32_t source = 0;
    for (std::size_t i = 8; i < rtp_header_size; ++i) source = source << 8 | packet[i];
    return source;
}

/// libsrtp2 has a state of its own that is made once in a process.
bool is_ready() {
    static const bool ready = srtp_init() == srtp_err_status_ok;
    return ready;
}

srtp_t open(std::array<std::uint8_t, SrtpKeys::size> key, srtp_ssrc_type_t direction) {
    srtp_policy_t policy{};
    srtp_crypto_policy_set_rtp_default(&policy.rtp);  // AES-CM 128 with HMAC-SHA1 of 80 bits
    srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
    policy.key = key.data();
    policy.ssrc.type = direction;
    policy.window_size = 128;
    srtp_t context = nullptr;
    return srtp_create(&context, &policy) == srtp_err_status_ok ? context : nullptr;
}

}  // namespace

void Srtp::Free::operator()(srtp_ctx_t_* context) const { srtp_dealloc(context); }

std::optional<Srtp> Srtp::create(const SrtpKeys& keys) {
    if (!is_ready()) return std::nullopt;
    Context theirs(open(keys.theirs, ssrc_any_inbound)), ours(open(keys.ours, ssrc_any_outbound));
    if (!theirs || !ours) return std::nullopt;
    return Srtp(std::move(theirs), std::move(ours));
}

std::optional<std::span<const std::uint8_t>> Srtp::unprotect(std::span<std::uint8_t> datagram) {
    if (datagram.size() < rtp_header_size) return std::nullopt;
    const std::uint32_t source = source_of(datagram);
    const bool known = std::ranges::find(sources_, source) != sources_.end();
    if (!known && sources_.size() >= sources_at_most) return std::nullopt;
    int size = static_cast<int>(datagram.size());
    if (srtp_unprotect(theirs_.get(), datagram.data(), &size) != srtp_err_status_ok) return std::nullopt;
    if (!known) sources_.push_back(source);
    return datagram.first(static_cast<std::size_t>(size));
}

std::optional<std::span<const std::uint8_t>> Srtp::protect(std::span<std::uint8_t> packet, std::size_t size) {
    int length = static_cast<int>(size);
    if (packet.size() < size + srtp_trailer || srtp_protect(ours_.get(), packet.data(), &length) != srtp_err_status_ok)
        return std::nullopt;
    return packet.first(static_cast<std::size_t>(length));
}

}  // namespace markaz::telephony
