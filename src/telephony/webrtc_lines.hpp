#pragma once
// The lines of browsers: one UDP port for all of them, on which they check that they reach us (ICE), agree keys (DTLS) and send
// their sound (SRTP). Lives on the media thread.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "telephony/g711.hpp"
#include "telephony/media_socket.hpp"
#include "telephony/rtp.hpp"
#include "telephony/telephony.hpp"
#include "telephony/webrtc_dtls.hpp"
#include "telephony/webrtc_srtp.hpp"
#include "telephony/webrtc_stun.hpp"

namespace markaz::telephony {

/// A browser was given an answer and will come.
struct OpenLine {
    LineId line;
    std::string user_fragment, password;  ///< ours
    Fingerprint expected{};               ///< of the certificate that it must show
    std::uint32_t source = 0;             ///< SSRC of what it will hear
    Law law = Law::mu;
    int key_type = -1;                    ///< payload type of RFC 4733 events; -1: none
};
/// Keys are agreed: sound may flow.
struct LineConnected {
    LineId line;
};
/// It said good-bye: the page was closed, or is loaded again. LineLost follows after the silence limit, unless the line is closed.
struct LineLeft {
    LineId line;
};
/// It never came, showed another certificate, or nothing was heard from it for the silence limit. The line is forgotten.
struct LineLost {
    LineId line;
};
using LineFact = std::variant<LineConnected, LineLeft, LineLost>;

/// What was refused or dropped; each only grows.
struct WebCounters {
    std::uint64_t checks_refused = 0, foreign = 0, forged = 0, wrong_certificates = 0;
};

class WebLines {
public:
    using Tell = std::function<void(LineFact)>;
    /// What a browser said: a packet of RTP, unprotected. It must not open or close a line.
    using Hear = std::function<void(LineId, std::span<const std::uint8_t>)>;

    WebLines(Descriptor socket, std::shared_ptr<const DtlsIdentity> identity, Tell tell);
    ~WebLines();

    int socket() const { return socket_.fd(); }
    WebCounters counters() const { return counters_; }
    bool empty() const { return lines_.empty(); }

    void open(const OpenLine& order);
    /// Says good-bye and forgets it; nothing is told.
    void close(LineId line);

    struct Speech {
        Law law = Law::mu;
        int key_type = -1;
    };
    /// What it speaks; nothing for an unknown line.
    std::optional<Speech> speech(LineId line) const;

    /// Takes in what has come.
    void read(const Hear& hear);
    /// 20 ms have passed.
    void tick();
    /// Sends 20 ms of sound. True when it left.
    bool send(LineId line, std::span<const std::uint8_t, frame_samples> codes);

    static constexpr std::int64_t turns_to_connect = 50 * 30, turns_of_silence = 50 * 10;

private:
    struct Line;
    using AddressKey = std::array<std::uint8_t, 18>;

    void take(const SocketAddress& from, std::span<std::uint8_t> datagram, const Hear& hear);
    void check(const SocketAddress& from, std::span<const std::uint8_t> datagram);
    void shake(Line& line, const SocketAddress& from, std::span<const std::uint8_t> datagram);
    void sound(Line& line, std::span<std::uint8_t> datagram, const Hear& hear);
    void may_come_from(Line& line, const SocketAddress& from);
    void flush(Line& line);
    void follow_handshake(Line& line);
    void send_to(const SocketAddress& to, std::span<const std::uint8_t> datagram);
    void lose(LineId line);
    Line* find(LineId line) const;
    Line* at(const SocketAddress& from) const;
    static AddressKey key_of(const SocketAddress& address);

    Descriptor socket_;
    std::shared_ptr<const DtlsIdentity> identity_;
    Tell tell_;
    std::int64_t turn_ = 0;
    WebCounters counters_;
    std::map<LineId, std::unique_ptr<Line>> lines_;
    std::unordered_map<std::string, Line*> by_fragment_;
    std::map<AddressKey, Line*> by_address_;
    struct Inbox;
    std::unique_ptr<Inbox> inbox_;
};

/// One UDP socket on all addresses of this computer; port 0 takes a free one.
Result<MediaSocket> open_web_socket(const std::string& address, std::uint16_t port);

/// IPv4 addresses under which this computer can be reached: those of its networks, and the loopback last.
std::vector<std::string> own_addresses();

}  // namespace markaz::telephony
