// The media thread by its own clock: when it rests, and what ends a rest.

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "telephony/media.hpp"
#include "telephony/test_party.hpp"

namespace markaz::telephony {
namespace {

using std::chrono::steady_clock;
using test::Bytes, test::Party;

/// What the thread told, in order.
class Facts {
public:
    void put(MediaFact fact) {
        std::lock_guard lock(mutex_);
        facts_.push_back(std::move(fact));
        changed_.notify_all();
    }
    /// Waits for the next fact; whether it is of this kind.
    template <class Kind>
    bool next_is() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, test::patience, [this] { return !facts_.empty(); })) return false;
        const bool is = std::holds_alternative<Kind>(facts_.front());
        facts_.pop_front();
        return is;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<MediaFact> facts_;
};

class MediaThreadTest : public testing::Test {
protected:
    Party party(std::uint64_t number, bool held = false) {
        auto socket = ports.open();
        Party made = Party::at("127.0.0.1", {number}, socket->port);
        const timeval patience{.tv_sec = test::patience.count(), .tv_usec = 0};
        setsockopt(made.socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        media.order(OpenMedia{made.leg, std::move(socket->descriptor)});
        media.order(RemoteMedia{
            .leg = made.leg, .described = made.address, .signalling = made.address, .key_types = {101, -1}, .held = held});
        return made;
    }
    /// The next packet that the engine sends, waiting for it.
    static std::optional<std::pair<std::uint32_t, int>> timestamp_and_level(const Party& at) {
        Bytes bytes(1500);
        const ssize_t size = recv(at.socket.fd(), bytes.data(), bytes.size(), 0);
        const auto packet = size > 0 ? parse_rtp(std::span(bytes).first(static_cast<std::size_t>(size))) : std::nullopt;
        if (!packet) return std::nullopt;
        return std::pair{packet->timestamp, int{decode(Law::mu, packet->payload[80])}};
    }

    static constexpr std::chrono::seconds silence_limit{1};

    PortPool ports{SocketAddress::from("127.0.0.1", 0).value(), 20000, 29999};
    LiveCounters counters{};
    Facts facts;
    Recorder recorder{[](Recorded) {}};
    MediaThread media{std::make_unique<MediaEngine>(silence_limit, counters, recorder, [this](MediaFact fact) { facts.put(fact); })};
};

TEST_F(MediaThreadTest, RestsWhileEverybodyIsSilentAndIsNotEarly) {
    const auto began = steady_clock::now();
    const Party caller = party(1);
    ASSERT_TRUE(facts.next_is<FellSilent>());
    EXPECT_GE(steady_clock::now() - began, silence_limit - std::chrono::milliseconds(20)) << "an order lies within a turn";
    EXPECT_LE(media.wakes(), 10u) << "it has 50 turns a second while somebody is heard";
}

TEST_F(MediaThreadTest, AnOrderEndsARest) {
    const Party watched = party(1), held = party(2, true);
    ASSERT_TRUE(facts.next_is<FellSilent>());
    media.order(CloseMedia{watched.leg});  // for whoever is held no turn is needed ever
    media.order(Play{held.leg, PlayId{3}, nullptr, false});
    ASSERT_TRUE(facts.next_is<PlayEnded>());
    media.order(Play{held.leg, PlayId{4}, nullptr, false});
    ASSERT_TRUE(facts.next_is<PlayEnded>());
}

TEST_F(MediaThreadTest, APacketEndsARest) {
    const Party watched = party(1);
    Party held = party(2, true);
    ASSERT_TRUE(facts.next_is<FellSilent>());
    media.order(CloseMedia{watched.leg});  // for whoever is held no turn is needed ever
    media.order(Play{held.leg, PlayId{3}, nullptr, false});
    ASSERT_TRUE(facts.next_is<PlayEnded>());
    for (const std::uint8_t key : Bytes{1, 2, 3}) {
        held.send(101, Bytes{key, 0x0A, 0, 160});
        ASSERT_TRUE(facts.next_is<Digit>()) << int{key};
    }
}

TEST_F(MediaThreadTest, WhoSpeaksAfterARestIsHeardInEachTurn) {
    Party caller = party(1);
    const Party agent = party(2);
    media.order(Join{caller.leg, RoomId{7}});
    media.order(Join{agent.leg, RoomId{7}});
    const auto opening = timestamp_and_level(agent);
    ASSERT_TRUE(facts.next_is<FellSilent>());
    ASSERT_TRUE(facts.next_is<FellSilent>());
    for (int i = 0; i < 6; ++i) caller.speak(1000);
    const auto first = timestamp_and_level(agent);
    ASSERT_TRUE(opening && first);
    EXPECT_GE(first->first - opening->first, 49 * frame_samples) << "the rest is part of their time";
    EXPECT_LT(first->first - opening->first, 500 * frame_samples) << "no rest is waited for";
    int loudest = first->second;
    for (std::uint32_t turn = 1; turn < 20; ++turn) {
        const auto next = timestamp_and_level(agent);
        ASSERT_TRUE(next);
        EXPECT_EQ(next->first - first->first, turn * frame_samples);
        loudest = std::max(loudest, next->second);
    }
    EXPECT_NEAR(loudest, 1000, 50);
}

}  // namespace
}  // namespace markaz::telephony
