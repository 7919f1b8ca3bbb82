#pragma once
// RTP packets (RFC 3550 section 5.1) and the keys that travel in them (RFC 4733). Every length is checked: they come from anybody.

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace markaz::telephony {

struct RtpPacket {
    bool marker = false;
    std::uint8_t payload_type = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0, source = 0;
    std::span<const std::uint8_t> payload;  ///< lies in the datagram
};

/// Nothing when the datagram is not RTP version 2, or a count in it points beyond its end.
std::optional<RtpPacket> parse_rtp(std::span<const std::uint8_t> datagram);

inline constexpr std::size_t rtp_header_size = 12;
/// Writes the fixed header; the payload follows it.
void write_rtp_header(const RtpPacket& packet, std::span<std::uint8_t, rtp_header_size> out);

/// Tells each press of a key once, although a press is many packets, the last of them sent three times (RFC 4733 section 2.5).
class KeyReader {
public:
    /// The key of a press that this packet begins.
    std::optional<char> read(const RtpPacket& packet);

private:
    struct Press {
        std::uint8_t event = 0;
        std::uint32_t timestamp = 0;
        bool ended = false;
    };
    std::optional<Press> last_;
};

}  // namespace markaz::telephony
