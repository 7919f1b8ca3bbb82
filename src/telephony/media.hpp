#pragma once
// The media engine: RTP in, rooms, prompts, recordings, RTP out, 50 times a second while there is something to hear.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

#include "telephony/g711.hpp"
#include "telephony/jitter.hpp"
#include "telephony/media_socket.hpp"
#include "telephony/recording.hpp"
#include "telephony/rtp.hpp"
#include "telephony/telephony.hpp"
#include "telephony/webrtc_lines.hpp"

namespace markaz::telephony {

/// What /metrics counts; written by the SIP and media threads.
struct LiveCounters {
    std::atomic<std::uint64_t> invites, refused_unknown, refused_auth, refused_codec, registrations;
    std::atomic<std::uint64_t> refused_flood, refused_request, legs_left;
    std::atomic<std::uint64_t> rtp_received, rtp_sent, rtp_foreign, rtp_malformed;
    std::atomic<std::uint64_t> webrtc_lines, webrtc_refused;

    Counters now() const;
};

/// A leg gets its socket. It is silent until its RemoteMedia is known.
struct OpenMedia {
    LegId leg;
    Descriptor socket;
};
/// What the leg's session description says of the other side; a later one replaces it.
struct RemoteMedia {
    LegId leg;
    SocketAddress described;               ///< address in the SDP
    SocketAddress signalling;              ///< where its SIP comes from; behind NAT the RTP comes from there as well
    Law law = Law::mu;                     ///< what we send
    std::array<int, 2> key_types{-1, -1};  ///< payload types that carry RFC 4733 events
    bool held = false;                     ///< it does not want to hear us now
};
struct CloseMedia {
    LegId leg;
};
/// The leg's sound goes over a browser's line from now on. A leg that is not there yet begins with it.
struct UseLine {
    LegId leg;
    LineId line;
};
/// The line itself is given up.
struct DropLine {
    LineId line;
};
using MediaOrder =
    std::variant<OpenMedia, RemoteMedia, CloseMedia, OpenLine, UseLine, DropLine, Play, StopPlay, ListenForKeys, Join, Leave, Record,
                 StopRecord, PauseRecord>;

/// Nothing has been heard from the leg for the silence limit.
struct FellSilent {
    LegId leg;
};
using MediaFact = std::variant<Digit, PlayEnded, FellSilent, LineConnected, LineLeft, LineLost>;

/// Legs and rooms, without a thread or a clock: turn() is 20 ms. Only the thread that owns it may call it.
class MediaEngine {
public:
    using Tell = std::function<void(MediaFact)>;

    /// The port and the certificate of browsers.
    struct Browsers {
        Descriptor socket;
        std::shared_ptr<const DtlsIdentity> identity;
    };

    MediaEngine(std::chrono::milliseconds silence_limit, LiveCounters& counters, Recorder& recorder, Tell tell,
                std::optional<Browsers> browsers = {});
    ~MediaEngine();

    void obey(MediaOrder order);
    /// Reads what has come, mixes, records and sends one packet to every leg that has something to hear.
    void turn();
    /// In how many turns there is something to do, unless an order or a packet comes before: 1 is the next one, and the most never.
    std::int64_t turns_until_needed() const;
    /// So many turns have passed that nobody needed.
    void rest(std::int64_t turns) { turn_ += turns; }
    /// Reads what browsers have sent; better at once than at the next turn, because all of them share one socket.
    void read_lines();
    /// The socket of browsers; -1: none.
    int line_socket() const { return lines_ ? lines_->socket() : -1; }
    /// Readable while a packet waits in the socket of any leg.
    int leg_sockets() const { return arrived_.fd(); }

private:
    struct Leg;
    struct Room;

    void apply(OpenMedia& order);
    void apply(RemoteMedia& order);
    void apply(CloseMedia& order);
    void apply(OpenLine& order);
    void apply(UseLine& order);
    void apply(DropLine& order);
    void apply(Play& order);
    void apply(StopPlay& order);
    void apply(ListenForKeys& order);
    void apply(Join& order);
    void apply(Leave& order);
    void apply(Record& order);
    void apply(StopRecord& order);
    void apply(PauseRecord& order);

    Leg* find(LegId id);
    Leg& add(LegId id);
    void remove(const Leg& leg);
    void wake(const Leg& leg);
    std::int64_t sleeps_until(const Leg& leg) const;
    bool is_watched(const Leg& leg) const;
    void leave_room(Leg& leg);
    void stop_recording(RoomId id, Room& room);
    void drop_if_idle(RoomId id);

    void receive_all();
    void receive(Leg& leg);
    void accept(Leg& leg, const SocketAddress& from, std::span<const std::uint8_t> datagram);
    bool may_send_to_us(Leg& leg, const SocketAddress& from);
    void hear(Leg& leg, const RtpPacket& packet);
    void listen_for_keys(Leg& leg);
    void watch_silence(Leg& leg);
    void stir(Room& room);
    void mix_room(Room& room);
    void record(RoomId id, Room& room);
    bool hears_somebody(const Leg& leg) const;
    void send(Leg& leg);
    void next_of_play(Leg& leg, std::span<std::uint8_t, frame_samples> codes);

    std::int64_t silence_turns_;
    LiveCounters& counters_;
    Recorder& recorder_;
    Tell tell_;
    std::int64_t turn_ = 0;
    std::unordered_map<LegId, std::unique_ptr<Leg>> legs_;
    /// Each leg, and the turn until which it has nothing to do: side by side, so that hundreds who sleep cost next to nothing.
    struct Seat {
        Leg* leg = nullptr;
        std::int64_t sleeps_until = 0;
    };
    std::vector<Seat> seats_;
    std::int64_t first_awake_ = 0;  ///< the least sleeps_until of all seats, or less
    std::unordered_map<RoomId, Room> rooms_;
    std::vector<Room*> stirring_;   ///< in this turn
    std::vector<RoomId> recorded_;  ///< rooms of which a recording is made
    Descriptor arrived_;  ///< an epoll of the legs' sockets
    std::unordered_map<LineId, Leg*> leg_on_line_;
    std::optional<WebLines> lines_;
    struct Inbox;
    std::unique_ptr<Inbox> inbox_;
};

/// The engine on a thread of its own, driven by a timer. Orders are taken from any thread, which never waits; they are obeyed before
/// the next turn, because nothing is heard between two turns. While nobody needs a turn the thread rests: until the turn that the
/// engine named, the one after an order, or the one after a packet. All of them lie where they would lie without a rest.
class MediaThread {
public:
    /// From here on the engine lives on the thread; what it tells is told there.
    explicit MediaThread(std::unique_ptr<MediaEngine> engine);
    ~MediaThread();

    void order(MediaOrder order);
    /// How often the thread woke: what it costs while nobody speaks.
    std::uint64_t wakes() const { return wakes_; }

private:
    void run(std::stop_token stop);
    void obey_orders();
    std::uint64_t turns_due();
    bool may_rest();
    std::int64_t now() const;
    void turn_at(std::int64_t due);

    std::unique_ptr<MediaEngine> engine_;
    Descriptor timer_, stopped_;
    std::chrono::steady_clock::time_point began_;
    std::atomic<std::uint64_t> wakes_ = 0;
    std::mutex mutex_;  ///< of all that follows; periods of 20 ms are counted from began_
    std::vector<MediaOrder> orders_;
    std::int64_t passed_ = 0;  ///< the last period that was had or lost
    std::int64_t due_ = 0;     ///< the period in which the timer goes off next
    std::jthread thread_;
};

}  // namespace markaz::telephony
