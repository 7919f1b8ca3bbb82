#include <sys/epoll.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "telephony/key_tones.hpp"
#include "telephony/media.hpp"
#include "telephony/mixer.hpp"
#include "telephony/peaks.hpp"
#include "telephony/unguessable.hpp"

namespace markaz::telephony {
namespace {

constexpr std::chrono::milliseconds turn_length{20};
constexpr int pcmu_type = 0, pcma_type = 8;  // RFC 3551 table 4
constexpr std::array<int, 2> no_key_types{-1, -1};
/// More than a telephone sends in 20 ms; what a flood brings beyond it stays in the socket and is dropped by the kernel.
constexpr std::size_t packets_per_turn = 8;
constexpr std::size_t largest_packet = 700;   // 80 ms of G.711 with a full header
constexpr std::size_t recorded_turns = 25;    // half a second goes to the recorder at once
/// Whoever sent nothing for half a second is not speaking: nothing of theirs is left in the jitter buffer.
constexpr std::int64_t silent_turns = 25;
/// Silence is not sent, but a packet now and then keeps the way through a NAT open (RFC 6263 section 4.1: 15 s).
constexpr std::int64_t keep_alive_turns = std::chrono::seconds(15) / turn_length;
/// All ways that come up within so many turns are kept open in one, so that those between are needed by nobody.
constexpr std::int64_t keep_alives_together = 16;
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

}  // namespace

Counters LiveCounters::now() const {
    return {invites,   refused_unknown, refused_auth, refused_codec, registrations, refused_flood, refused_request,
            legs_left, rtp_received,    rtp_sent,     rtp_foreign,   rtp_malformed, webrtc_lines,  webrtc_refused};
}

struct MediaEngine::Leg {
    LegId id;
    std::size_t seat = 0;  ///< its place among all
    Descriptor socket;
    LineId line;  ///< 0: it has a socket of its own
    std::optional<RemoteMedia> remote;
    SocketAddress locked;  ///< where its RTP comes from, once the first packet has come
    std::int64_t last_heard = 0;
    std::int64_t last_spoken = -silent_turns;  ///< the turn of its last packet of sound
    bool told_silent = false;

    std::optional<std::uint32_t> source;
    JitterRing jitter;
    KeyReader keys;
    std::unique_ptr<KeyTones> key_tones;  ///< while keys are looked for in the sound
    Frame heard{};

    std::optional<Play> play;
    std::size_t played = 0;

    RoomId room;
    RoomId recorded_in;  ///< the room of which it is, or was last, the left channel
    Frame mixed{};

    std::uint32_t our_source = unguessable<std::uint32_t>();
    std::uint32_t timestamp = unguessable<std::uint32_t>();  ///< of a packet in turn 0
    std::uint16_t sequence = unguessable<std::uint16_t>();
    std::int64_t last_sent = -keep_alive_turns;

    bool speaks(std::int64_t turn) const { return turn - last_spoken < silent_turns; }
    /// The turn in which its way is kept open if nothing is sent until then.
    std::int64_t way_kept_at() const {
        const std::int64_t latest = last_sent + keep_alive_turns;
        return latest - latest % keep_alives_together;
    }
};

struct MediaEngine::Room {
    std::vector<Leg*> legs;
    std::int64_t stirs = 0;  ///< the last turn in which one of them was awake
    int speakers = 0;        ///< in that turn
    LegId recorded_left;  ///< 0 while nothing is recorded
    bool paused = false;  ///< the recording holds silence
    std::int64_t quiet_turns = 0, last_voice = 0;  ///< after so many turns without a voice on the left it is over; 0: never
    std::vector<std::uint8_t> recorded;
};

struct MediaEngine::Inbox {
    std::vector<epoll_event> ready;
    std::array<std::array<std::uint8_t, largest_packet>, packets_per_turn> bytes;
    std::array<SocketAddress, packets_per_turn> from;
    std::array<iovec, packets_per_turn> parts;
    std::array<mmsghdr, packets_per_turn> messages;
};

MediaEngine::MediaEngine(std::chrono::milliseconds silence_limit, LiveCounters& counters, Recorder& recorder, Tell tell,
                         std::optional<Browsers> browsers)
    : silence_turns_(silence_limit / turn_length), counters_(counters), recorder_(recorder), tell_(std::move(tell)),
      arrived_(epoll_create1(EPOLL_CLOEXEC)), inbox_(std::make_unique<Inbox>()) {
    if (!browsers) return;
    lines_.emplace(std::move(browsers->socket), std::move(browsers->identity), [this](LineFact fact) {
        if (std::holds_alternative<LineConnected>(fact)) ++counters_.webrtc_lines;
        std::visit([this](const auto& one) { tell_(one); }, fact);
    });
}

MediaEngine::~MediaEngine() {
    while (!recorded_.empty()) stop_recording(recorded_.back(), rooms_.at(recorded_.back()));
}

// ---- Orders ---------------------------------------------------------------------------------------------------------

void MediaEngine::obey(MediaOrder order) {
    std::visit([this](auto& one) { apply(one); }, order);
}

/// Whatever an order names is awake in the next turn.
MediaEngine::Leg* MediaEngine::find(LegId id) {
    const auto found = legs_.find(id);
    if (found == legs_.end()) return nullptr;
    wake(*found->second);
    return found->second.get();
}

MediaEngine::Leg& MediaEngine::add(LegId id) {
    assert(!legs_.contains(id));
    auto& leg = legs_[id] = std::make_unique<Leg>();
    leg->id = id;
    leg->seat = seats_.size();
    seats_.push_back({leg.get()});
    wake(*leg);
    return *leg;
}

void MediaEngine::remove(const Leg& leg) {
    seats_[leg.seat] = seats_.back();
    seats_[leg.seat].leg->seat = leg.seat;
    seats_.pop_back();
    legs_.erase(leg.id);
}

void MediaEngine::wake(const Leg& leg) { seats_[leg.seat].sleeps_until = first_awake_ = 0; }

void MediaEngine::apply(OpenMedia& order) {
    Leg& leg = add(order.leg);
    leg.socket = std::move(order.socket);
    epoll_event readable{.events = EPOLLIN, .data = {.ptr = &leg}};
    epoll_ctl(arrived_.fd(), EPOLL_CTL_ADD, leg.socket.fd(), &readable);  // closing the socket takes it out again
}

void MediaEngine::apply(RemoteMedia& order) {
    Leg* leg = find(order.leg);
    if (!leg) return;
    // A new address in a re-INVITE: the telephone has moved, so the lock is taken off.
    if (!leg->remote || !(leg->remote->described == order.described)) leg->locked = {};
    leg->remote = order;
    leg->last_heard = turn_;
}

void MediaEngine::apply(CloseMedia& order) {
    Leg* leg = find(order.leg);
    if (!leg) return;
    leave_room(*leg);
    // The party whose channel is on the left is gone: the recording is over even if nobody says so.
    if (const auto recorded = rooms_.find(leg->recorded_in); recorded != rooms_.end() && recorded->second.recorded_left == order.leg) {
        stop_recording(recorded->first, recorded->second);
        drop_if_idle(recorded->first);
    }
    if (leg->line) leg_on_line_.erase(leg->line);
    remove(*leg);
}

void MediaEngine::apply(OpenLine& order) {
    if (lines_) lines_->open(order);
}

void MediaEngine::apply(DropLine& order) {
    if (lines_) lines_->close(order.line);
}

void MediaEngine::apply(UseLine& order) {
    const auto speech = lines_ ? lines_->speech(order.line) : std::nullopt;
    if (!speech) return;
    Leg* const known = find(order.leg);
    Leg& leg = known ? *known : add(order.leg);
    if (leg.line) leg_on_line_.erase(leg.line);
    leg.line = order.line;
    leg.remote = RemoteMedia{.leg = order.leg, .law = speech->law, .key_types = {speech->key_type, -1}};
    leg_on_line_[order.line] = &leg;
}

void MediaEngine::apply(Play& order) {
    Leg* leg = find(order.leg);
    if (!leg || !order.audio || order.audio->empty()) {
        if (leg && !order.loop) tell_(PlayEnded{order.leg, order.play});
        return;
    }
    leg->play = std::move(order);
    leg->played = 0;
}

void MediaEngine::apply(StopPlay& order) {
    if (Leg* leg = find(order.leg)) leg->play.reset();
}

void MediaEngine::apply(ListenForKeys& order) {
    if (Leg* leg = find(order.leg)) leg->key_tones = order.on ? std::make_unique<KeyTones>() : nullptr;
}

void MediaEngine::apply(Join& order) {
    Leg* leg = find(order.leg);
    if (!leg || leg->room == order.room) return;
    leave_room(*leg);
    leg->room = order.room;
    rooms_[order.room].legs.push_back(leg);
}

void MediaEngine::apply(Leave& order) {
    if (Leg* leg = find(order.leg)) leave_room(*leg);
}

void MediaEngine::leave_room(Leg& leg) {
    if (!leg.room) return;
    const RoomId id = std::exchange(leg.room, RoomId{});
    std::erase(rooms_.at(id).legs, &leg);
    leg.mixed = {};
    drop_if_idle(id);
}

void MediaEngine::drop_if_idle(RoomId id) {
    const Room& room = rooms_.at(id);
    if (room.legs.empty() && !room.recorded_left) rooms_.erase(id);
}

void MediaEngine::apply(Record& order) {
    Leg* left = find(order.left);
    if (!left) return;
    Room& room = rooms_[order.room];
    left->recorded_in = order.room;
    stop_recording(order.room, room);
    room.recorded_left = order.left;
    recorded_.push_back(order.room);
    room.quiet_turns = order.quiet / turn_length;
    room.last_voice = turn_;
    const auto missed = static_cast<std::size_t>((order.missed + turn_length / 2) / turn_length);
    room.recorded.assign(missed * 2 * frame_samples, mu_silence);
    recorder_.begin(order.room, std::move(order.file));
}

void MediaEngine::apply(StopRecord& order) {
    const auto room = rooms_.find(order.room);
    if (room == rooms_.end()) return;
    stop_recording(order.room, room->second);
    drop_if_idle(order.room);
}

void MediaEngine::apply(PauseRecord& order) {
    if (const auto room = rooms_.find(order.room); room != rooms_.end()) room->second.paused = order.paused;
}

void MediaEngine::stop_recording(RoomId id, Room& room) {
    if (!room.recorded_left) return;
    room.recorded_left = {};
    std::erase(recorded_, id);
    room.paused = false;
    if (!room.recorded.empty()) recorder_.write(id, std::exchange(room.recorded, {}));
    recorder_.end(id);
}

// ---- One turn -------------------------------------------------------------------------------------------------------

void MediaEngine::turn() {
    ++turn_;
    receive_all();
    read_lines();
    if (lines_) lines_->tick();
    for (const auto [seated, sleeps_until] : seats_) {
        if (turn_ < sleeps_until) continue;
        Leg& leg = *seated;
        if (leg.speaks(turn_)) leg.heard = leg.jitter.take();
        else if (leg.last_spoken + silent_turns == turn_) leg.heard = {};
        if (leg.key_tones) listen_for_keys(leg);
        watch_silence(leg);
        if (leg.room) stir(rooms_.at(leg.room));
    }
    for (Room* room : stirring_) mix_room(*room);
    stirring_.clear();
    for (std::size_t at = recorded_.size(); at-- > 0;) record(recorded_[at], rooms_.at(recorded_[at]));  // one of them may end here
    first_awake_ = never;
    for (Seat& seat : seats_) {
        if (turn_ >= seat.sleeps_until) {
            send(*seat.leg);
            seat.sleeps_until = sleeps_until(*seat.leg);
        }
        first_awake_ = std::min(first_awake_, seat.sleeps_until);
    }
}

/// A recording grows in each turn, and browsers are lost by counting turns.
std::int64_t MediaEngine::turns_until_needed() const {
    const bool each = !recorded_.empty() || (lines_ && !lines_->empty());
    return each ? 1 : std::max<std::int64_t>(1, first_awake_ - turn_);
}

/// Who neither speaks nor hears anything sleeps until an order, a packet or somebody in the room wakes them, or until the turn in which
/// their way is to be kept open or their silence to be told. 0: who is awake.
std::int64_t MediaEngine::sleeps_until(const Leg& leg) const {
    if (leg.play || leg.key_tones || turn_ < leg.last_spoken + silent_turns || hears_somebody(leg)) return 0;
    if (!leg.remote || leg.remote->held) return never;
    return is_watched(leg) ? std::min(leg.way_kept_at(), leg.last_heard + silence_turns_) : leg.way_kept_at();
}

/// Only the sockets in which something waits are read: who waits in silence costs nothing.
void MediaEngine::receive_all() {
    inbox_->ready.resize(std::max<std::size_t>(1, legs_.size()));
    const int count = epoll_wait(arrived_.fd(), inbox_->ready.data(), static_cast<int>(inbox_->ready.size()), 0);
    for (int i = 0; i < count; ++i) receive(*static_cast<Leg*>(inbox_->ready[static_cast<std::size_t>(i)].data.ptr));
}

void MediaEngine::read_lines() {
    if (!lines_) return;
    lines_->read([this](LineId line, std::span<const std::uint8_t> datagram) {
        const auto leg = leg_on_line_.find(line);
        if (leg == leg_on_line_.end()) return;  // the browser's microphone is on between calls too
        const auto packet = parse_rtp(datagram);
        if (!packet || packet->payload.size() > largest_packet) {
            ++counters_.rtp_malformed;
            return;
        }
        ++counters_.rtp_received;
        hear(*leg->second, *packet);
    });
    counters_.webrtc_refused = lines_->counters().wrong_certificates;
}

void MediaEngine::receive(Leg& leg) {
    for (std::size_t i = 0; i < packets_per_turn; ++i) {
        inbox_->parts[i] = {inbox_->bytes[i].data(), largest_packet};
        inbox_->messages[i].msg_hdr = {.msg_name = &inbox_->from[i].at,
                                       .msg_namelen = sizeof inbox_->from[i].at,
                                       .msg_iov = &inbox_->parts[i],
                                       .msg_iovlen = 1,
                                       .msg_control = nullptr,
                                       .msg_controllen = 0,
                                       .msg_flags = 0};
    }
    const int count = recvmmsg(leg.socket.fd(), inbox_->messages.data(), packets_per_turn, MSG_DONTWAIT, nullptr);
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const mmsghdr& message = inbox_->messages[at];
        inbox_->from[at].size = message.msg_hdr.msg_namelen;
        if (message.msg_hdr.msg_flags & MSG_TRUNC)
            ++counters_.rtp_malformed;
        else
            accept(leg, inbox_->from[at], std::span(inbox_->bytes[at]).first(message.msg_len));
    }
}

void MediaEngine::accept(Leg& leg, const SocketAddress& from, std::span<const std::uint8_t> datagram) {
    if (!may_send_to_us(leg, from)) {
        ++counters_.rtp_foreign;
        return;
    }
    const auto packet = parse_rtp(datagram);
    if (!packet) {
        ++counters_.rtp_malformed;
        return;
    }
    const bool control = packet->payload_type >= 64 && packet->payload_type <= 95;  // RTCP on the same port, RFC 5761 section 4
    if (control) return;
    if (!leg.locked) leg.locked = from;
    ++counters_.rtp_received;
    leg.last_heard = turn_;
    hear(leg, *packet);
}

bool MediaEngine::may_send_to_us(Leg& leg, const SocketAddress& from) {
    if (!leg.remote) return false;
    if (leg.locked) return from == leg.locked;
    return from.same_host(leg.remote->described) || from.same_host(leg.remote->signalling);
}

void MediaEngine::hear(Leg& leg, const RtpPacket& packet) {
    if (std::ranges::count(leg.remote->key_types, static_cast<int>(packet.payload_type)) > 0) {
        if (const auto key = leg.keys.read(packet)) tell_(Digit{leg.id, *key});
        return;
    }
    if (packet.payload_type != pcmu_type && packet.payload_type != pcma_type) return;
    std::array<std::int16_t, largest_packet> samples;
    const auto decoded = std::span(samples).first(packet.payload.size());
    decode(packet.payload_type == pcmu_type ? Law::mu : Law::a, packet.payload, decoded);
    leg.jitter.put(packet.timestamp, decoded, leg.source != packet.source);
    leg.source = packet.source;
    leg.last_spoken = turn_;
    wake(leg);
}

/// A telephone that agreed to send its keys as events may send the tones as well: they would be heard twice. A browser has its own
/// ways, and who talks in a room presses for whom they talk with.
void MediaEngine::listen_for_keys(Leg& leg) {
    const bool talks = leg.room && rooms_.at(leg.room).legs.size() > 1;
    if (leg.line || talks || !leg.remote || leg.remote->key_types != no_key_types) return;
    if (const auto key = leg.key_tones->hear(leg.heard)) tell_(Digit{leg.id, *key});
}

/// A telephone on hold may rightly send nothing. Whether a browser is still there, its line knows.
bool MediaEngine::is_watched(const Leg& leg) const {
    return !leg.line && silence_turns_ != 0 && leg.remote && !leg.remote->held && !leg.told_silent;
}

void MediaEngine::watch_silence(Leg& leg) {
    if (!is_watched(leg) || turn_ - leg.last_heard < silence_turns_) return;
    leg.told_silent = true;
    tell_(FellSilent{leg.id});
}

void MediaEngine::stir(Room& room) {
    if (std::exchange(room.stirs, turn_) != turn_) stirring_.push_back(&room);
}

void MediaEngine::mix_room(Room& room) {
    room.speakers = static_cast<int>(std::ranges::count_if(room.legs, [this](const Leg* leg) { return leg->speaks(turn_); }));
    if (room.speakers == 0) return;
    std::vector<const Frame*> talkers;
    for (const Leg* leg : room.legs) {
        talkers.push_back(&leg->heard);
        wake(*leg);
    }
    const Gains gains = Gains::of_a_conversation(talkers.size());
    for (std::size_t listener = 0; listener < room.legs.size(); ++listener)
        if (!room.legs[listener]->play) room.legs[listener]->mixed = mix(talkers, gains, listener);
}

void MediaEngine::record(RoomId id, Room& room) {
    Frame left{};
    std::vector<const Frame*> others;
    for (const Leg* leg : room.legs)
        if (leg->id == room.recorded_left)
            left = leg->heard;
        else
            others.push_back(&leg->heard);
    Frame right = sum(others);
    if (room.paused) left = right = {};
    room.recorded.reserve(recorded_turns * 2 * frame_samples);
    for (std::size_t i = 0; i < frame_samples; ++i) {
        room.recorded.push_back(encode(Law::mu, left[i]));
        room.recorded.push_back(encode(Law::mu, right[i]));
    }
    if (room.recorded.size() >= recorded_turns * 2 * frame_samples) recorder_.write(id, std::exchange(room.recorded, {}));
    const auto is_voice = [](std::int16_t sample) { return std::abs(std::int32_t{sample}) > least_voice; };
    if (std::ranges::any_of(left, is_voice)) room.last_voice = turn_;
    // Whoever is recorded is in the room still, so that it is not dropped here.
    if (room.quiet_turns > 0 && turn_ - room.last_voice >= room.quiet_turns) stop_recording(id, room);
}

bool MediaEngine::hears_somebody(const Leg& leg) const {
    if (!leg.room) return false;
    return rooms_.at(leg.room).speakers > (leg.speaks(turn_) ? 1 : 0);
}

void MediaEngine::send(Leg& leg) {
    if (!leg.remote || leg.remote->held) return;
    const bool sounds = leg.play || hears_somebody(leg);
    if (!sounds && turn_ < leg.way_kept_at()) return;
    std::array<std::uint8_t, rtp_header_size + frame_samples> packet;
    const auto codes = std::span(packet).subspan<rtp_header_size, frame_samples>();
    if (leg.play) {
        next_of_play(leg, codes);
    } else {
        encode(leg.remote->law, sounds ? leg.mixed : Frame{}, codes);
    }
    const bool begins = std::exchange(leg.last_sent, turn_) + 1 != turn_;
    if (leg.line) {
        if (lines_->send(leg.line, codes)) ++counters_.rtp_sent;
        return;
    }
    write_rtp_header({.marker = begins,  // sound begins (RFC 3551 section 4.1)
                      .payload_type = static_cast<std::uint8_t>(leg.remote->law == Law::mu ? pcmu_type : pcma_type),
                      .sequence = leg.sequence++,
                      .timestamp = leg.timestamp + static_cast<std::uint32_t>(turn_) * static_cast<std::uint32_t>(frame_samples),
                      .source = leg.our_source,
                      .payload = {}},
                     std::span(packet).first<rtp_header_size>());
    const SocketAddress& to = leg.locked ? leg.locked : leg.remote->described;
    if (sendto(leg.socket.fd(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL, &to.at.any, to.size) > 0) ++counters_.rtp_sent;
}

void MediaEngine::next_of_play(Leg& leg, std::span<std::uint8_t, frame_samples> codes) {
    const std::vector<std::uint8_t>& audio = *leg.play->audio;
    std::size_t filled = 0;
    while (filled < codes.size() && leg.played < audio.size()) {
        const std::size_t count = std::min(codes.size() - filled, audio.size() - leg.played);
        std::copy_n(audio.begin() + static_cast<std::ptrdiff_t>(leg.played), count, codes.begin() + static_cast<std::ptrdiff_t>(filled));
        filled += count;
        leg.played += count;
        if (leg.play->loop && leg.played == audio.size()) leg.played = 0;
    }
    std::fill(codes.begin() + static_cast<std::ptrdiff_t>(filled), codes.end(), mu_silence);
    if (leg.remote->law == Law::a)
        for (std::uint8_t& code : codes) code = encode(Law::a, decode(Law::mu, code));
    if (leg.played < audio.size()) return;
    const PlayId play = leg.play->play;
    leg.play.reset();
    tell_(PlayEnded{leg.id, play});
}

}  // namespace markaz::telephony
