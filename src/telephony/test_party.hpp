#pragma once
// The telephone at the other end of a leg of the media engine, which does nothing by itself.

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "telephony/g711.hpp"
#include "telephony/rtp.hpp"
#include "telephony/test_phone.hpp"

namespace markaz::telephony::test {

using Bytes = std::vector<std::uint8_t>;

inline constexpr int nothing = -1;  ///< no packet came; no code of G.711 decodes to it

/// A leg of the engine and the socket of the telephone at its other end.
struct Party {
    LegId leg;
    Descriptor socket;
    SocketAddress address, engine;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 160;

    static Party at(const std::string& host, LegId leg, std::uint16_t engine_port) {
        Party made{.leg = leg, .socket = {}, .address = {}, .engine = SocketAddress::from("127.0.0.1", engine_port).value()};
        std::tie(made.socket, made.address) = bound_socket(host);
        return made;
    }

    void send(std::uint8_t type, std::span<const std::uint8_t> payload) {
        Bytes packet(rtp_header_size + payload.size());
        write_rtp_header({.payload_type = type, .sequence = sequence++, .timestamp = timestamp, .source = 9, .payload = {}},
                         std::span(packet).first<rtp_header_size>());
        std::ranges::copy(payload, packet.begin() + rtp_header_size);
        send_raw(packet);
        timestamp += frame_samples;
    }
    void send_raw(std::span<const std::uint8_t> bytes) const {
        sendto(socket.fd(), bytes.data(), bytes.size(), 0, &engine.at.any, engine.size);
    }
    void speak(std::int16_t level, Law law = Law::mu) {
        const Bytes codes(frame_samples, encode(law, level));
        send(law == Law::mu ? 0 : 8, codes);
    }
    /// The next packet from the engine that waits in the socket.
    std::optional<std::pair<RtpPacket, Bytes>> receive() const {
        Bytes bytes(1500);
        const ssize_t size = recv(socket.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (size <= 0) return std::nullopt;
        bytes.resize(static_cast<std::size_t>(size));
        const auto packet = parse_rtp(bytes);
        if (!packet) return std::nullopt;
        return std::pair{*packet, Bytes(packet->payload.begin(), packet->payload.end())};
    }
    /// Level of the newest packet; the older ones are thrown away.
    int hears() const {
        int level = nothing;
        while (const auto got = receive()) level = decode(got->first.payload_type == 0 ? Law::mu : Law::a, got->second[80]);
        return level;
    }
};

}  // namespace markaz::telephony::test
