#include "telephony/jitter.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <set>
#include <vector>

namespace markaz::telephony {
namespace {

/// Packet number n carries the value 100 + n in each of its 160 samples.
class JitterTest : public testing::Test {
protected:
    void put(int number, bool fresh = false) {
        Frame samples;
        samples.fill(static_cast<std::int16_t>(100 + number));
        ring.put(first + static_cast<std::uint32_t>(number) * frame_samples, samples, fresh);
    }
    int take() { return ring.take()[80]; }
    void take_times(int count) {
        for (int i = 0; i < count; ++i) take();
    }

    std::uint32_t first = 0xFFFFFE00;  // wraps round within the tests
    JitterRing ring;
};

TEST_F(JitterTest, IsSilentBeforeTheFirstPacket) { EXPECT_EQ(take(), 0); }

TEST_F(JitterTest, PlaysSixtyMillisecondsBehind) {
    for (int i = 0; i < 6; ++i) {
        put(i);
        EXPECT_EQ(take(), i < 3 ? 0 : 100 + i - 3);
    }
}

TEST_F(JitterTest, PutsDisorderedPacketsInOrder) {
    for (const int number : {0, 2, 1}) put(number);
    take_times(3);
    EXPECT_EQ(take(), 100);
    EXPECT_EQ(take(), 101);
    EXPECT_EQ(take(), 102);
}

TEST_F(JitterTest, ADuplicateChangesNothing) {
    put(0);
    put(0);
    take_times(3);
    EXPECT_EQ(take(), 100);
}

TEST_F(JitterTest, WhatIsLostFadesOverSixtyMilliseconds) {
    put(0);
    take_times(3);
    EXPECT_EQ(take(), 100);
    EXPECT_EQ(take(), 75);
    EXPECT_EQ(take(), 50);
    EXPECT_EQ(take(), 25);
    EXPECT_EQ(take(), 0);
}

TEST_F(JitterTest, OneLostPacketIsBridged) {
    for (const int number : {0, 2}) put(number);
    take_times(4);
    EXPECT_EQ(take(), 75);
    EXPECT_EQ(take(), 102);
}

TEST_F(JitterTest, FollowsAJumpOfTheTimestamp) {
    put(0);
    take_times(4);
    put(100000);
    take_times(3);
    EXPECT_EQ(take(), static_cast<std::int16_t>(100 + 100000));
}

TEST_F(JitterTest, FollowsANewStream) {
    put(0);
    put(-3, true);
    take_times(3);
    EXPECT_EQ(take(), 97);
}

TEST_F(JitterTest, GoesOnAfterAPauseInWhichTheTimestampStood) {
    put(0);
    take_times(50);
    put(1);
    take_times(3);
    EXPECT_EQ(take(), 101);
}

TEST_F(JitterTest, GathersPacketsOfAnyLength) {
    const std::vector<std::int16_t> ten_ms(80, 7), sixty_ms(480, 8);
    ring.put(0, ten_ms, false);
    ring.put(80, ten_ms, false);
    ring.put(160, sixty_ms, false);
    take_times(3);
    EXPECT_EQ(take(), 7);
    EXPECT_EQ(take(), 8);
    EXPECT_EQ(take(), 8);
}

TEST_F(JitterTest, ASenderWhoseClockIsFastDoesNotBuildUpDelay) {
    // 1 % fast: 101 packets while 100 frames are taken, for two minutes.
    int number = 0, behind = 0;
    for (int turn = 0; turn < 6000; ++turn) {
        put(number++);
        if (turn % 100 == 99) put(number++);
        behind = 100 + number - take();
    }
    EXPECT_LE(behind, 12);  // 240 ms
}

TEST_F(JitterTest, ASenderWhoseClockIsSlowIsHeardAgainAndAgain) {
    // 1 % slow: each 2 s a packet is missing; what comes is still played, if with a bridged gap now and then.
    std::set<int> played;
    int number = 0;
    for (int turn = 0; turn < 6000; ++turn) {
        if (turn % 100 != 99) put(number++);
        played.insert(take());
    }
    int missed = 0;
    for (int i = 0; i < number - 10; ++i) missed += !played.contains(100 + i);
    EXPECT_LT(missed, number / 20);
}

TEST_F(JitterTest, NoTimestampsBreakIt) {
    EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint32_t, std::uint16_t>>& packets) {
        JitterRing any;
        for (const auto& [timestamp, length] : packets) {
            any.put(timestamp, std::vector<std::int16_t>(length % 700, 5), length % 13 == 0);
            for (const std::int16_t sample : any.take()) RC_ASSERT(sample >= 0 && sample <= 5);
        }
    }));
}

}  // namespace
}  // namespace markaz::telephony
