#include "telephony/rtp.hpp"

#include <string_view>

namespace markaz::telephony {
namespace {

std::uint16_t read16(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

std::uint32_t read32(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint32_t>(read16(bytes, at)) << 16 | read16(bytes, at + 2);
}

void write32(std::span<std::uint8_t> out, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) out[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

/// Where the payload begins behind the sources and the extension; beyond the end when the packet lies about them.
std::size_t payload_start(std::span<const std::uint8_t> datagram) {
    std::size_t start = rtp_header_size + 4u * (datagram[0] & 0x0F);
    if (datagram[0] & 0x10) {
        if (start + 4 > datagram.size()) return datagram.size() + 1;
        start += 4 + 4u * read16(datagram, start + 2);
    }
    return start;
}

}  // namespace

std::optional<RtpPacket> parse_rtp(std::span<const std::uint8_t> datagram) {
    if (datagram.size() < rtp_header_size || datagram[0] >> 6 != 2) return std::nullopt;
    const std::size_t start = payload_start(datagram);
    std::size_t end = datagram.size();
    if (start > end) return std::nullopt;
    if (datagram[0] & 0x20) {
        const std::size_t padding = datagram[end - 1];
        if (padding == 0 || padding > end - start) return std::nullopt;
        end -= padding;
    }
    return RtpPacket{.marker = (datagram[1] & 0x80) != 0,
                     .payload_type = static_cast<std::uint8_t>(datagram[1] & 0x7F),
                     .sequence = read16(datagram, 2),
                     .timestamp = read32(datagram, 4),
                     .source = read32(datagram, 8),
                     .payload = datagram.subspan(start, end - start)};
}

void write_rtp_header(const RtpPacket& packet, std::span<std::uint8_t, rtp_header_size> out) {
    out[0] = 0x80;
    out[1] = static_cast<std::uint8_t>((packet.marker ? 0x80 : 0) | packet.payload_type);
    out[2] = static_cast<std::uint8_t>(packet.sequence >> 8);
    out[3] = static_cast<std::uint8_t>(packet.sequence);
    write32(out, 4, packet.timestamp);
    write32(out, 8, packet.source);
}

std::optional<char> KeyReader::read(const RtpPacket& packet) {
    constexpr std::string_view keys = "0123456789*#ABCD";  // RFC 4733 section 3.2, events 0 to 15
    // Some telephones move the timestamp while a key is held; two real presses of one key are further apart than this.
    constexpr std::int32_t same_press = 800;
    if (packet.payload.size() < 4 || packet.payload[0] >= keys.size()) return std::nullopt;
    const std::uint8_t event = packet.payload[0];
    const bool ended = packet.payload[1] & 0x80;

    if (last_) {
        const auto later = static_cast<std::int32_t>(packet.timestamp - last_->timestamp);
        const bool held_on = later > 0 && later < same_press && event == last_->event && !last_->ended;
        if (later < 0) return std::nullopt;  // a packet of an older press that came late
        if (later == 0 || held_on) {
            last_ = {last_->event, packet.timestamp, last_->ended || ended};
            return std::nullopt;
        }
    }
    last_ = {event, packet.timestamp, ended};
    return keys[event];
}

}  // namespace markaz::telephony
