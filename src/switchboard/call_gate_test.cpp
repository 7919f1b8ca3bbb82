#include "switchboard/call_gate.hpp"

#include <gtest/gtest.h>

namespace markaz::switchboard {
namespace {

using namespace std::chrono_literals;

TEST(CallGate, AnAddressMayBeginSoManyCallsInAWindowAndNoMore) {
    CallGate gate({.of_one_address = 2, .window = 60s, .open_of_one_address = 9, .open = 9});
    const Instant now{};
    EXPECT_TRUE(gate.enter("192.0.2.1", now));
    EXPECT_TRUE(gate.enter("192.0.2.1", now + 59s));
    EXPECT_FALSE(gate.enter("192.0.2.1", now + 59s));
    EXPECT_TRUE(gate.enter("192.0.2.2", now + 59s));
    EXPECT_TRUE(gate.enter("192.0.2.1", now + 60s));
}

TEST(CallGate, OpenCallsAreLimitedForEachAddressAndForAll) {
    CallGate gate({.of_one_address = 99, .window = 60s, .open_of_one_address = 2, .open = 3});
    const Instant now{};
    EXPECT_TRUE(gate.enter("a", now));
    EXPECT_TRUE(gate.enter("a", now));
    EXPECT_FALSE(gate.enter("a", now));
    EXPECT_TRUE(gate.enter("b", now));
    EXPECT_FALSE(gate.enter("c", now));
    gate.leave("a");
    EXPECT_TRUE(gate.enter("c", now));
    gate.leave("nobody");
    EXPECT_FALSE(gate.enter("d", now));
}

TEST(CallGate, WhatItRemembersIsBounded) {
    CallGate gate({.of_one_address = 1, .window = 60s, .open_of_one_address = 1, .open = 99, .remembered = 2});
    const Instant now{};
    EXPECT_TRUE(gate.enter("a", now));
    EXPECT_TRUE(gate.enter("b", now));
    gate.leave("a");
    EXPECT_FALSE(gate.enter("c", now)) << "a is remembered for its window";
    EXPECT_TRUE(gate.enter("c", now + 60s));
}

}  // namespace
}  // namespace markaz::switchboard
