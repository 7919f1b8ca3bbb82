// The media engine turn by turn, over loopback sockets and without a clock.

#include "telephony/media.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numbers>
#include <thread>

#include "telephony/peaks.hpp"
#include "telephony/recording.hpp"
#include "telephony/test_party.hpp"

namespace markaz::telephony {
namespace {

using test::Bytes, test::nothing, test::Party;

class MediaTest : public testing::Test {
protected:
    Party party(std::uint64_t number, Law law = Law::mu, const std::string& host = "127.0.0.1") {
        auto socket = ports.open();
        Party made = Party::at(host, {number}, socket->port);
        engine.obey(OpenMedia{made.leg, std::move(socket->descriptor)});
        engine.obey(
            RemoteMedia{.leg = made.leg, .described = made.address, .signalling = made.address, .law = law, .key_types = {101, 96}});
        return made;
    }
    void turns(int count) {
        for (int i = 0; i < count; ++i) engine.turn();
    }
    template <class Kind>
    std::vector<Kind> told() {
        std::vector<Kind> kinds;
        for (const MediaFact& fact : facts)
            if (const Kind* one = std::get_if<Kind>(&fact)) kinds.push_back(*one);
        return kinds;
    }

    PortPool ports{SocketAddress::from("127.0.0.1", 0).value(), 20000, 29999};
    LiveCounters counters{};
    std::vector<MediaFact> facts;
    std::atomic<bool> recorded = false;
    Recorder recorder{[this](Recorded) { recorded = true; }};
    MediaEngine engine{std::chrono::seconds(1), counters, recorder, [this](MediaFact fact) { facts.push_back(fact); }};
};

TEST_F(MediaTest, LegsInARoomHearEachOtherInTheirOwnLaw) {
    Party caller = party(1, Law::mu), agent = party(2, Law::a);
    engine.obey(Join{caller.leg, RoomId{7}});
    engine.obey(Join{agent.leg, RoomId{7}});
    for (int i = 0; i < 6; ++i) {
        caller.speak(1000, Law::mu);
        agent.speak(-3000, Law::a);
        turns(1);
    }
    EXPECT_NEAR(caller.hears(), -3000, 130);
    EXPECT_NEAR(agent.hears(), 1000, 50);
    engine.obey(Leave{agent.leg});
    turns(1);
    EXPECT_EQ(caller.hears(), nothing);
    EXPECT_EQ(agent.hears(), nothing);
}

TEST_F(MediaTest, APausedRecordingHoldsSilenceWhileTheTalkGoesOn) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / ("paused." + std::to_string(getpid()) + ".wav");
    std::filesystem::remove(file);
    Party caller = party(1), agent = party(2);
    engine.obey(Join{caller.leg, RoomId{7}});
    engine.obey(Join{agent.leg, RoomId{7}});
    engine.obey(Record{RoomId{7}, caller.leg, file});
    const auto talk = [&](int count) {
        for (int i = 0; i < count; ++i) {
            caller.speak(1000);
            agent.speak(-3000);
            turns(1);
        }
    };
    talk(50);
    engine.obey(PauseRecord{RoomId{7}, true});
    talk(50);
    EXPECT_NEAR(caller.hears(), -3000, 130);
    engine.obey(PauseRecord{RoomId{7}, false});
    talk(50);
    engine.obey(StopRecord{RoomId{7}});
    while (!recorded.load()) std::this_thread::yield();

    std::ifstream in(file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    ASSERT_EQ(bytes.size(), wav_header_size + 150 * 2 * frame_samples) << "a pause takes its time";
    const auto level = [&](std::size_t turn, std::size_t channel) {
        return decode(Law::mu, static_cast<std::uint8_t>(bytes[wav_header_size + (turn * frame_samples + 80) * 2 + channel]));
    };
    for (const auto& [turn, left, right] : {std::tuple{40, 1000, -3000}, {75, 0, 0}, {99, 0, 0}, {140, 1000, -3000}}) {
        EXPECT_NEAR(level(static_cast<std::size_t>(turn), 0), left, 130) << turn;
        EXPECT_NEAR(level(static_cast<std::size_t>(turn), 1), right, 130) << turn;
    }
    std::filesystem::remove(file);
}

TEST_F(MediaTest, ARecordingBeginsWithTheSilenceOfWhatItMissed) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / ("missed." + std::to_string(getpid()) + ".wav");
    std::filesystem::remove(file);
    Party caller = party(1);
    engine.obey(Join{caller.leg, RoomId{7}});
    for (int i = 0; i < 20; ++i) {
        caller.speak(1000);
        turns(1);
    }
    engine.obey(Record{RoomId{7}, caller.leg, file, Duration{0}, std::chrono::milliseconds(211)});
    for (int i = 0; i < 10; ++i) {
        caller.speak(1000);
        turns(1);
    }
    engine.obey(StopRecord{RoomId{7}});
    while (!recorded.load()) std::this_thread::yield();

    std::ifstream in(file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    ASSERT_EQ(bytes.size(), wav_header_size + (11 + 10) * 2 * frame_samples) << "to the nearest turn";
    const auto level = [&](std::size_t turn) {
        return decode(Law::mu, static_cast<std::uint8_t>(bytes[wav_header_size + (turn * frame_samples + 80) * 2]));
    };
    EXPECT_EQ(level(0), 0);
    EXPECT_EQ(level(10), 0);
    EXPECT_NEAR(level(11), 1000, 50);
    std::filesystem::remove(file);
}

TEST_F(MediaTest, ARecordingOfWhoeverIsQuietForLongEndsByItself) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / ("quiet." + std::to_string(getpid()) + ".wav");
    std::filesystem::remove(file);
    Party caller = party(1);
    engine.obey(Join{caller.leg, RoomId{7}});
    engine.obey(Record{RoomId{7}, caller.leg, file, std::chrono::seconds{1}});
    const auto speak = [&](int count, std::int16_t level) {
        for (int i = 0; i < count; ++i) {
            caller.speak(level);
            turns(1);
        }
    };
    speak(40, 100);   // a noisy line is no voice
    speak(20, 3000);
    speak(45, -100);  // a pause
    speak(20, -3000);
    turns(100);       // not even noise, once what waits to be heard is over
    while (!recorded.load()) std::this_thread::yield();
    const Duration length = repair_recording(file).value();
    EXPECT_NEAR(static_cast<double>(length.count()), 190 * 20'000, 20 * 20'000) << "125 turns, what waited to be heard, and a second";
    EXPECT_NEAR(static_cast<double>(voice_in(file).value().count()), 45 * 20'000, 10 * 20'000);
    speak(60, 3000);
    engine.obey(StopRecord{RoomId{7}});
    EXPECT_EQ(repair_recording(file).value(), length) << "nothing is added to it";
    std::filesystem::remove(file);
}

TEST_F(MediaTest, LegsOutsideAnyRoomHearNobody) {
    Party one = party(1), other = party(2);
    one.speak(1000);
    turns(5);
    EXPECT_NEAR(other.hears(), 0, 8);  // the packet that opens the way
    EXPECT_NEAR(one.hears(), 0, 8);
    one.speak(1000);
    turns(5);
    EXPECT_EQ(other.hears(), nothing);
    EXPECT_EQ(one.hears(), nothing);
}

TEST_F(MediaTest, SilenceIsNotSentButAWayIsKeptOpen) {
    Party one = party(1), other = party(2);
    engine.obey(Join{one.leg, RoomId{7}});
    engine.obey(Join{other.leg, RoomId{7}});
    turns(1);
    const auto opening = one.receive();
    ASSERT_TRUE(opening);
    turns(734);
    EXPECT_FALSE(one.receive());
    turns(1);  // 14.7 s: RFC 6263 section 4.1 wants it within 15
    const auto later = one.receive();
    ASSERT_TRUE(later);
    EXPECT_EQ(static_cast<std::uint16_t>(later->first.sequence - opening->first.sequence), 1);
    EXPECT_EQ(later->first.timestamp - opening->first.timestamp, 735 * frame_samples);
    EXPECT_FALSE(one.receive());
}

TEST_F(MediaTest, WaysThatWereOpenedOneAfterAnotherAreKeptOpenTogether) {
    std::vector<Party> parties;
    for (std::uint64_t number = 1; number <= 10; ++number) {
        parties.push_back(party(number));
        turns(1);
        ASSERT_TRUE(parties.back().receive());
    }
    std::int64_t turns_in_which_one_is = 0;
    for (int turn = 0; turn < 740; ++turn) {
        turns(1);
        turns_in_which_one_is += std::ranges::count_if(parties, [](const Party& each) { return each.receive().has_value(); }) > 0;
    }
    EXPECT_EQ(turns_in_which_one_is, 1);
}

TEST_F(MediaTest, WhoFallsSilentIsHeardToTheEndAndThenNoLonger) {
    Party caller = party(1), agent = party(2);
    engine.obey(Join{caller.leg, RoomId{7}});
    engine.obey(Join{agent.leg, RoomId{7}});
    for (int i = 0; i < 6; ++i) {
        caller.speak(1000);
        turns(1);
    }
    turns(25);
    EXPECT_EQ(agent.hears(), 0);  // the last of half a second
    turns(25);
    EXPECT_EQ(agent.hears(), nothing);
    caller.speak(1000);
    turns(1);
    ASSERT_NE(agent.hears(), nothing);
}

TEST_F(MediaTest, WhoSleptIsHeardAndWatchedAndTheirTimeHasGoneOn) {
    Party gone = party(1), caller = party(2), agent = party(3);
    engine.obey(Join{caller.leg, RoomId{7}});
    engine.obey(Join{agent.leg, RoomId{7}});
    turns(40);
    engine.obey(CloseMedia{gone.leg});
    turns(2);
    while (agent.receive()) {}
    caller.speak(1000);
    turns(1);
    const auto first = agent.receive();
    ASSERT_TRUE(first);
    turns(30);
    while (agent.receive()) {}
    caller.speak(1000);
    turns(1);
    const auto later = agent.receive();
    ASSERT_TRUE(later);
    EXPECT_EQ(later->first.timestamp - first->first.timestamp, 31 * frame_samples);
    turns(100);
    std::vector<std::uint64_t> silent;
    for (const FellSilent& each : told<FellSilent>()) silent.push_back(each.leg.value);
    EXPECT_EQ(silent, (std::vector<std::uint64_t>{3, 2})) << "the agent never spoke, the caller did not go on";
}

TEST_F(MediaTest, WhileEverybodyIsSilentNoTurnIsNeededAndTimeGoesOn) {
    Party one = party(1), other = party(2);
    engine.obey(Join{one.leg, RoomId{7}});
    engine.obey(Join{other.leg, RoomId{7}});
    EXPECT_EQ(engine.turns_until_needed(), 1) << "their ways are to be opened";
    turns(1);
    const auto opening = one.receive();
    ASSERT_TRUE(opening);
    ASSERT_EQ(engine.turns_until_needed(), 49) << "one second after they came, their silence is told";
    engine.rest(48);
    EXPECT_TRUE(told<FellSilent>().empty());
    turns(1);
    EXPECT_EQ(told<FellSilent>().size(), 2u);
    ASSERT_EQ(engine.turns_until_needed(), 686) << "within 15 s of the last packet, their ways are kept open";
    engine.rest(685);
    EXPECT_FALSE(one.receive());
    turns(1);
    const auto later = one.receive();
    ASSERT_TRUE(later);
    EXPECT_EQ(later->first.timestamp - opening->first.timestamp, 735 * frame_samples);
    engine.obey(CloseMedia{one.leg});
    engine.obey(CloseMedia{other.leg});
    turns(1);
    EXPECT_GT(engine.turns_until_needed(), 1'000'000'000) << "nobody is there";
    engine.obey(OpenMedia{LegId{3}, std::move(ports.open()->descriptor)});
    EXPECT_EQ(engine.turns_until_needed(), 1) << "whoever is new is looked at once";
}

TEST_F(MediaTest, EachTurnIsNeededWhileSomebodyIsHeardOrRecordedOrHearsSomething) {
    Party caller = party(1), agent = party(2);
    engine.obey(Join{caller.leg, RoomId{7}});
    engine.obey(Join{agent.leg, RoomId{7}});
    turns(1);
    const auto rest_comes_with = [&](MediaOrder order) {
        EXPECT_EQ(engine.turns_until_needed(), 1);
        engine.obey(std::move(order));
        turns(1);
        return engine.turns_until_needed() > 1;
    };
    EXPECT_GT(engine.turns_until_needed(), 1);
    engine.obey(Play{caller.leg, PlayId{5}, std::make_shared<const Bytes>(Bytes(8000, 0x90)), true});
    turns(1);
    EXPECT_TRUE(rest_comes_with(StopPlay{caller.leg}));
    engine.obey(ListenForKeys{caller.leg, true});
    turns(1);
    EXPECT_TRUE(rest_comes_with(ListenForKeys{caller.leg, false}));
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / ("needed." + std::to_string(getpid()) + ".wav");
    engine.obey(Record{RoomId{7}, caller.leg, file});
    turns(1);
    EXPECT_TRUE(rest_comes_with(StopRecord{RoomId{7}}));
    while (!recorded.load()) std::this_thread::yield();
    std::filesystem::remove(file);
    caller.speak(1000);
    for (int turn = 0; turn < 25; ++turn) {
        turns(1);
        EXPECT_EQ(engine.turns_until_needed(), 1) << "the last half second may be in the jitter buffer still, turn " << turn;
    }
    turns(1);
    EXPECT_GT(engine.turns_until_needed(), 1);
}

TEST_F(MediaTest, PacketsAreCountedByUsAndComeEachTurn) {
    Party caller = party(1);
    engine.obey(Play{caller.leg, PlayId{5}, std::make_shared<const Bytes>(Bytes(8000, 0x90)), false});
    turns(3);
    const auto first = caller.receive(), second = caller.receive(), third = caller.receive();
    ASSERT_TRUE(first && second && third);
    EXPECT_TRUE(first->first.marker);
    EXPECT_FALSE(second->first.marker);
    EXPECT_EQ(static_cast<std::uint16_t>(second->first.sequence - first->first.sequence), 1);
    EXPECT_EQ(third->first.timestamp - second->first.timestamp, frame_samples);
    EXPECT_EQ(first->first.source, third->first.source);
    EXPECT_EQ(first->second.size(), frame_samples);
    EXPECT_EQ(counters.rtp_sent, 3u);
}

TEST_F(MediaTest, APromptIsHeardOnceAndItsEndIsToldOnce) {
    Party caller = party(1);
    engine.obey(Play{caller.leg, PlayId{5}, std::make_shared<const Bytes>(Bytes(400, 0x90)), false});
    turns(2);
    EXPECT_TRUE(told<PlayEnded>().empty());
    turns(3);
    ASSERT_EQ(told<PlayEnded>().size(), 1u);
    EXPECT_EQ(told<PlayEnded>()[0].play, PlayId{5});
    caller.receive();
    caller.receive();
    const auto last = caller.receive();
    EXPECT_EQ(last->second[79], 0x90);   // 400 = 2 * 160 + 80
    EXPECT_EQ(last->second[80], mu_silence);
}

TEST_F(MediaTest, AReplacedPromptTellsNoEndAndALoopNeverEnds) {
    Party caller = party(1);
    engine.obey(Play{caller.leg, PlayId{1}, std::make_shared<const Bytes>(Bytes(4000, 0x90)), false});
    turns(1);
    engine.obey(Play{caller.leg, PlayId{2}, std::make_shared<const Bytes>(Bytes{0x91, 0x92, 0x93}), true});
    turns(100);
    EXPECT_TRUE(told<PlayEnded>().empty());
    EXPECT_GT(caller.hears(), 0);
    engine.obey(StopPlay{caller.leg});
    turns(1);
    EXPECT_EQ(caller.hears(), nothing);
    EXPECT_TRUE(told<PlayEnded>().empty());
}

TEST_F(MediaTest, NothingIsHeardFromAStranger) {
    Party caller = party(1), agent = party(2), stranger = party(3, Law::mu, "127.0.0.99");
    engine.obey(Join{caller.leg, RoomId{1}});
    engine.obey(Join{agent.leg, RoomId{1}});
    stranger.engine = caller.engine;
    for (int i = 0; i < 6; ++i) {
        stranger.speak(5000);
        turns(1);
    }
    EXPECT_EQ(counters.rtp_foreign, 6u);
    EXPECT_EQ(agent.hears(), 0);
}

TEST_F(MediaTest, OnceTheFirstPacketHasComeTheSameHostsOtherPortsAreStrangers) {
    Party caller = party(1), other = party(2);
    caller.speak(1000);
    turns(1);
    other.engine = caller.engine;
    other.speak(5000);
    turns(1);
    EXPECT_EQ(counters.rtp_received, 1u);
    EXPECT_EQ(counters.rtp_foreign, 1u);
}

TEST_F(MediaTest, ATelephoneBehindNatIsAnsweredWhereItsPacketsComeFrom) {
    Party caller = party(1);
    Party moved = party(2);
    engine.obey(Play{caller.leg, PlayId{1}, std::make_shared<const Bytes>(Bytes(4000, 0x90)), true});
    // It describes another port than the one from which it sends.
    moved.engine = caller.engine;
    moved.speak(100);
    turns(2);
    while (moved.receive()) {}
    while (caller.receive()) {}
    turns(1);
    EXPECT_TRUE(moved.receive());
    EXPECT_FALSE(caller.receive());
}

TEST_F(MediaTest, MalformedPacketsAreCountedAndLeaveTheCallAlone) {
    Party caller = party(1);
    caller.send_raw(Bytes{1, 2, 3});
    caller.send_raw(Bytes(12, 0xFF));
    caller.send_raw(Bytes(1400, 0x80));
    turns(1);
    EXPECT_EQ(counters.rtp_malformed, 3u);
    caller.send_raw(Bytes{0x80, 200, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});  // an RTCP sender report
    caller.send(50, Bytes(10, 0));                                    // a type that nobody agreed on
    caller.send(0, Bytes{});
    turns(1);
    EXPECT_EQ(counters.rtp_malformed, 3u);
}

TEST_F(MediaTest, APressIsToldOnceInEitherAgreedType) {
    Party caller = party(1);
    const Bytes press{3, 0x0A, 0, 160}, release{3, 0x8A, 1, 0};
    const std::uint32_t begin = caller.timestamp;
    for (const Bytes& payload : {press, press, release, release, release}) {
        caller.timestamp = begin;
        caller.send(101, payload);
    }
    turns(1);
    caller.timestamp = begin + 4000;
    caller.send(96, press);
    turns(1);
    ASSERT_EQ(told<Digit>().size(), 2u);
    EXPECT_EQ(told<Digit>()[0].key, '3');
}

/// Tones of the key 5 for 60 ms, and a pause of 60 ms, as a telephone speaks them.
void press_five(Party& caller, const std::function<void()>& turn) {
    for (int packet = 0; packet < 6; ++packet) {
        Bytes codes(frame_samples, mu_silence);
        for (std::size_t i = 0; packet < 3 && i < frame_samples; ++i) {
            const std::size_t at = static_cast<std::size_t>(packet) * frame_samples + i;
            const double angle = 2 * std::numbers::pi * static_cast<double>(at) / sample_rate;
            codes[i] = encode(Law::mu, static_cast<std::int16_t>(5000 * std::sin(770 * angle) + 5000 * std::sin(1336 * angle)));
        }
        caller.send(0, codes);
        turn();
    }
}

TEST_F(MediaTest, AKeyInTheSoundIsToldOnlyWhereItIsListenedForAndNoOtherWayWasAgreed) {
    Party plain = party(1), with_events = party(2);
    const RemoteMedia without{.leg = plain.leg, .described = plain.address, .signalling = plain.address};
    engine.obey(without);
    const auto press = [&] {
        facts.clear();
        for (Party* each : {&plain, &with_events}) press_five(*each, [this] { turns(1); });
        turns(5);  // the jitter buffer's 60 ms
        return told<Digit>();
    };
    EXPECT_TRUE(press().empty()) << "nobody listens";
    engine.obey(ListenForKeys{plain.leg, true});
    engine.obey(ListenForKeys{with_events.leg, true});
    const auto keys = press();
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_EQ(keys[0].leg, plain.leg);
    EXPECT_EQ(keys[0].key, '5');
    EXPECT_EQ(press().size(), 1u) << "once more is another press";
    engine.obey(Join{plain.leg, RoomId{7}});
    EXPECT_EQ(press().size(), 1u) << "who is alone there, and leaves a message, ends it by a key";
    engine.obey(Join{with_events.leg, RoomId{7}});
    EXPECT_TRUE(press().empty()) << "who talks presses for whom they talk with";
    engine.obey(Leave{plain.leg});
    engine.obey(ListenForKeys{plain.leg, false});
    EXPECT_TRUE(press().empty());
}

TEST_F(MediaTest, ALegThatHearsAPromptStillDeliversItsKeys) {
    Party caller = party(1);
    engine.obey(Play{caller.leg, PlayId{1}, std::make_shared<const Bytes>(Bytes(8000, 0x90)), false});
    turns(1);
    caller.send(101, Bytes{11, 0x0A, 0, 160});
    turns(1);
    ASSERT_EQ(told<Digit>().size(), 1u);
    EXPECT_EQ(told<Digit>()[0].key, '#');
}

TEST_F(MediaTest, SilenceIsToldOnceAfterItsLimit) {
    Party caller = party(1);
    turns(25);
    caller.speak(0);
    turns(50);
    EXPECT_TRUE(told<FellSilent>().empty());
    turns(60);
    EXPECT_EQ(told<FellSilent>().size(), 1u);
}

TEST_F(MediaTest, ALegOnHoldMayBeSilentAndIsSentNothing) {
    Party caller = party(1);
    engine.obey(RemoteMedia{.leg = caller.leg, .described = caller.address, .signalling = caller.address, .held = true});
    turns(200);
    EXPECT_TRUE(told<FellSilent>().empty());
    EXPECT_FALSE(caller.receive());
    engine.obey(RemoteMedia{.leg = caller.leg, .described = caller.address, .signalling = caller.address});
    turns(1);
    EXPECT_TRUE(caller.receive());
    EXPECT_TRUE(told<FellSilent>().empty());
}

TEST_F(MediaTest, AFloodDoesNotStopTheTurns) {
    Party caller = party(1);
    for (int i = 0; i < 100; ++i) caller.speak(100);
    turns(1);
    EXPECT_LE(counters.rtp_received, 8u);
    EXPECT_TRUE(caller.receive());
}

TEST_F(MediaTest, OrdersForLegsThatAreGoneDoNothing) {
    Party caller = party(1);
    engine.obey(Join{caller.leg, RoomId{1}});
    engine.obey(CloseMedia{caller.leg});
    engine.obey(CloseMedia{caller.leg});
    engine.obey(Join{caller.leg, RoomId{1}});
    engine.obey(Leave{caller.leg});
    engine.obey(Play{caller.leg, PlayId{1}, std::make_shared<const Bytes>(Bytes(10, 0)), false});
    engine.obey(StopPlay{caller.leg});
    engine.obey(Record{RoomId{1}, caller.leg, "/nowhere/x.wav"});
    engine.obey(StopRecord{RoomId{1}});
    turns(3);
    EXPECT_TRUE(facts.empty());
}

TEST(Ports, AreEvenAndRestBeforeTheyComeAgain) {
    // An address of this run alone: nobody else has its ports.
    const int run = getpid();
    const std::string host =
        "127." + std::to_string(1 + (run >> 16) % 250) + "." + std::to_string(run >> 8 & 255) + "." + std::to_string(run & 255);
    PortPool ports(SocketAddress::from(host, 0).value(), 21001, 21009);
    std::vector<std::uint16_t> seen;
    for (int i = 0; i < 4; ++i) seen.push_back(ports.open()->port);
    EXPECT_EQ(seen, (std::vector<std::uint16_t>{21002, 21004, 21006, 21008}));
    std::vector<MediaSocket> held;
    for (int i = 0; i < 4; ++i) held.push_back(std::move(*ports.open()));
    EXPECT_FALSE(ports.open());
    held.erase(held.begin() + 2);
    EXPECT_EQ(ports.open()->port, 21006);
}

}  // namespace
}  // namespace markaz::telephony
