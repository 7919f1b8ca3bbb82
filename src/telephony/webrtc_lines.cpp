#include "telephony/webrtc_lines.hpp"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "telephony/unguessable.hpp"

namespace markaz::telephony {
namespace {

constexpr std::size_t batch = 32, largest_datagram = 1500;
/// A flood is taken in pieces: what is beyond them waits in the socket, and sound that has come is mixed in between.
constexpr int batches_at_most = 64;
/// A browser with Wi-Fi, cable and VPN checks from each of its addresses.
constexpr std::size_t addresses_at_most = 8;
constexpr int socket_buffer = 4 << 20;
constexpr int pcmu_type = 0, pcma_type = 8;  // RFC 3551 table 4

/// RTCP on the port of RTP (RFC 5761 section 4). We report nothing and need no reports.
bool is_control(std::span<const std::uint8_t> datagram) {
    const int type = datagram.size() > 1 ? datagram[1] & 0x7F : 0;
    return type >= 64 && type <= 95;
}

}  // namespace

struct WebLines::Line {
    LineId id;
    OpenLine said;
    std::int64_t opened = 0, last_heard = 0;
    SocketAddress peer;                    ///< the way that the browser chose
    std::vector<SocketAddress> addresses;  ///< whence it proved itself, the oldest first
    std::optional<DtlsSession> dtls;
    std::optional<Srtp> srtp;
    bool left = false;                     ///< it said good-bye
    std::uint32_t timestamp = unguessable<std::uint32_t>();
    std::uint16_t sequence = unguessable<std::uint16_t>();
    std::int64_t last_sent = -2;           ///< turn; a pause before a packet is marked (RFC 3551 section 4.1)
};

struct WebLines::Inbox {
    std::array<std::array<std::uint8_t, largest_datagram>, batch> bytes;
    std::array<SocketAddress, batch> from;
    std::array<iovec, batch> parts;
    std::array<mmsghdr, batch> messages;
};

WebLines::WebLines(Descriptor socket, std::shared_ptr<const DtlsIdentity> identity, Tell tell)
    : socket_(std::move(socket)), identity_(std::move(identity)), tell_(std::move(tell)), inbox_(std::make_unique<Inbox>()) {}

WebLines::~WebLines() {
    while (!lines_.empty()) close(lines_.begin()->first);
}

// ---- Lines come and go ----------------------------------------------------------------------------------------------

void WebLines::open(const OpenLine& order) {
    auto line = std::make_unique<Line>();
    line->id = order.line;
    line->said = order;
    line->opened = line->last_heard = turn_;
    by_fragment_[order.user_fragment] = line.get();
    lines_[order.line] = std::move(line);
}

void WebLines::close(LineId id) {
    const auto node = lines_.extract(id);
    if (node.empty()) return;
    Line& line = *node.mapped();
    if (line.dtls) line.dtls->close();
    flush(line);
    by_fragment_.erase(line.said.user_fragment);
    for (const SocketAddress& address : line.addresses) by_address_.erase(key_of(address));
}

void WebLines::lose(LineId id) {
    close(id);
    tell_(LineLost{id});
}

WebLines::Line* WebLines::find(LineId id) const {
    const auto found = lines_.find(id);
    return found == lines_.end() ? nullptr : found->second.get();
}

WebLines::Line* WebLines::at(const SocketAddress& from) const {
    const auto found = by_address_.find(key_of(from));
    return found == by_address_.end() ? nullptr : found->second;
}

WebLines::AddressKey WebLines::key_of(const SocketAddress& address) {
    AddressKey key{};
    if (address.at.any.sa_family == AF_INET6) std::memcpy(key.data(), &address.at.v6.sin6_addr, 16);
    else std::memcpy(key.data(), &address.at.v4.sin_addr, 4);
    key[16] = static_cast<std::uint8_t>(address.port() >> 8);
    key[17] = static_cast<std::uint8_t>(address.port());
    return key;
}

std::optional<WebLines::Speech> WebLines::speech(LineId id) const {
    const Line* line = find(id);
    return line ? std::optional(Speech{line->said.law, line->said.key_type}) : std::nullopt;
}

// ---- What comes -----------------------------------------------------------------------------------------------------

void WebLines::read(const Hear& hear) {
    for (int taken = 0; taken < batches_at_most; ++taken) {
        for (std::size_t i = 0; i < batch; ++i) {
            inbox_->parts[i] = {inbox_->bytes[i].data(), largest_datagram};
            inbox_->messages[i].msg_hdr = {.msg_name = &inbox_->from[i].at,
                                           .msg_namelen = sizeof inbox_->from[i].at,
                                           .msg_iov = &inbox_->parts[i],
                                           .msg_iovlen = 1,
                                           .msg_control = nullptr,
                                           .msg_controllen = 0,
                                           .msg_flags = 0};
        }
        const int count = recvmmsg(socket_.fd(), inbox_->messages.data(), batch, MSG_DONTWAIT, nullptr);
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const mmsghdr& message = inbox_->messages[at];
            inbox_->from[at].size = message.msg_hdr.msg_namelen;
            if (message.msg_hdr.msg_flags & MSG_TRUNC) ++counters_.foreign;
            else take(inbox_->from[at], std::span(inbox_->bytes[at]).first(message.msg_len), hear);
        }
        if (count < static_cast<int>(batch)) return;
    }
}

void WebLines::take(const SocketAddress& from, std::span<std::uint8_t> datagram, const Hear& hear) {
    const WebDatagram kind = kind_of(datagram);
    if (kind == WebDatagram::stun) return check(from, datagram);
    Line* line = at(from);
    if (!line || kind == WebDatagram::unknown) {
        ++counters_.foreign;  // Whoever has proved nothing is not answered.
        return;
    }
    if (kind == WebDatagram::dtls) shake(*line, from, datagram);
    else sound(*line, datagram, hear);
}

void WebLines::check(const SocketAddress& from, std::span<const std::uint8_t> datagram) {
    const auto asked = parse_ice_check(datagram);
    const auto found = asked ? by_fragment_.find(std::string(asked->ours)) : by_fragment_.end();
    if (found == by_fragment_.end() || !proves(*asked, found->second->said.password)) {
        ++counters_.checks_refused;
        return;
    }
    Line& line = *found->second;
    line.last_heard = turn_;
    may_come_from(line, from);
    if (asked->nominates || !line.peer) line.peer = from;
    send_to(from, ice_answer(*asked, from, line.said.password));
}

void WebLines::may_come_from(Line& line, const SocketAddress& from) {
    if (at(from) == &line) return;
    if (Line* other = at(from)) std::erase(other->addresses, from);  // The browser's port was another page's before.
    if (line.addresses.size() >= addresses_at_most) {
        const auto oldest = std::ranges::find_if(line.addresses, [&](const SocketAddress& each) { return !(each == line.peer); });
        by_address_.erase(key_of(*oldest));
        line.addresses.erase(oldest);
    }
    line.addresses.push_back(from);
    by_address_[key_of(from)] = &line;
}

void WebLines::shake(Line& line, const SocketAddress& from, std::span<const std::uint8_t> datagram) {
    if (!line.dtls) line.dtls.emplace(*identity_, line.said.expected);
    line.last_heard = turn_;
    if (!line.srtp) line.peer = from;
    line.dtls->receive(datagram);
    flush(line);
    follow_handshake(line);
}

void WebLines::follow_handshake(Line& line) {
    switch (line.dtls->state()) {
        case DtlsSession::State::shaking: return;
        case DtlsSession::State::agreed:
            if (line.srtp) return;
            line.srtp = Srtp::create(*line.dtls->keys());
            if (!line.srtp) return lose(line.id);
            return tell_(LineConnected{line.id});
        case DtlsSession::State::refused: ++counters_.wrong_certificates; return lose(line.id);
        case DtlsSession::State::closed:
            if (!std::exchange(line.left, true)) tell_(LineLeft{line.id});
            return;
    }
}

void WebLines::sound(Line& line, std::span<std::uint8_t> datagram, const Hear& hear) {
    if (!line.srtp || is_control(datagram)) return;
    const auto packet = line.srtp->unprotect(datagram);
    if (!packet) {
        ++counters_.forged;
        return;
    }
    line.last_heard = turn_;
    hear(line.id, *packet);
}

// ---- What goes ------------------------------------------------------------------------------------------------------

void WebLines::tick() {
    ++turn_;
    std::vector<LineId> lost;
    for (auto& [id, line] : lines_) {
        line->timestamp += frame_samples;
        const bool connected = line->srtp.has_value();
        if (!connected && line->dtls) {
            line->dtls->tick();
            flush(*line);
        }
        const bool late = !connected && turn_ - line->opened > turns_to_connect;
        if (late || (connected && turn_ - line->last_heard > turns_of_silence)) lost.push_back(id);
    }
    for (const LineId id : lost) lose(id);
}

bool WebLines::send(LineId id, std::span<const std::uint8_t, frame_samples> codes) {
    Line* line = find(id);
    if (!line || !line->srtp || line->left) return false;
    std::array<std::uint8_t, rtp_header_size + frame_samples + srtp_trailer> packet;
    write_rtp_header({.marker = line->last_sent != turn_ - 1,
                      .payload_type = static_cast<std::uint8_t>(line->said.law == Law::mu ? pcmu_type : pcma_type),
                      .sequence = line->sequence++,
                      .timestamp = line->timestamp,
                      .source = line->said.source,
                      .payload = {}},
                     std::span(packet).first<rtp_header_size>());
    line->last_sent = turn_;
    std::ranges::copy(codes, packet.begin() + rtp_header_size);
    const auto sent = line->srtp->protect(packet, rtp_header_size + frame_samples);
    if (sent) send_to(line->peer, *sent);
    return sent.has_value();
}

void WebLines::flush(Line& line) {
    if (!line.dtls) return;
    for (const auto& datagram : line.dtls->take_outgoing()) send_to(line.peer, datagram);
}

void WebLines::send_to(const SocketAddress& to, std::span<const std::uint8_t> datagram) {
    if (to) sendto(socket_.fd(), datagram.data(), datagram.size(), MSG_DONTWAIT | MSG_NOSIGNAL, &to.at.any, to.size);
}

// ---- The port -------------------------------------------------------------------------------------------------------

Result<MediaSocket> open_web_socket(const std::string& host, std::uint16_t port) {
    const std::string where = host + ':' + std::to_string(port);
    auto address = SocketAddress::from(host, port);
    if (!address) return problem(where, "is not an address");
    Descriptor descriptor(socket(address->at.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!descriptor || bind(descriptor.fd(), &address->at.any, address->size) != 0)
        return problem(where, std::string("cannot be opened for browsers: ") + std::strerror(errno),
                       "a UDP port that no other program uses: --webrtc-port");
    // All browsers share this socket: what comes within one turn of the mixer must find room. The system may give less.
    setsockopt(descriptor.fd(), SOL_SOCKET, SO_RCVBUF, &socket_buffer, sizeof socket_buffer);
    SocketAddress bound;
    bound.size = sizeof bound.at;
    getsockname(descriptor.fd(), &bound.at.any, &bound.size);
    return MediaSocket{std::move(descriptor), bound.port()};
}

std::vector<std::string> own_addresses() {
    std::vector<std::string> found, loopback;
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return {"127.0.0.1"};
    for (const ifaddrs* each = first; each; each = each->ifa_next) {
        if (!each->ifa_addr || each->ifa_addr->sa_family != AF_INET || !(each->ifa_flags & IFF_UP)) continue;
        SocketAddress address;
        std::memcpy(&address.at.v4, each->ifa_addr, sizeof address.at.v4);
        address.size = sizeof address.at.v4;
        (each->ifa_flags & IFF_LOOPBACK ? loopback : found).push_back(address.host());
    }
    freeifaddrs(first);
    std::ranges::copy(loopback, std::back_inserter(found));
    return found;
}

}  // namespace markaz::telephony
