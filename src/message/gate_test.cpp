#include "message/gate.hpp"

#include <gtest/gtest.h>

namespace markaz::message {
namespace {

using namespace std::chrono_literals;
constexpr Instant noon{Duration{12h}};

TEST(MessageGate, AnAddressMayWriteSoOftenWithinAWindow) {
    Gate gate({.of_one_address = 2, .of_all = 100, .window = 10min});
    EXPECT_TRUE(gate.enter("192.0.2.1", noon));
    EXPECT_TRUE(gate.enter("192.0.2.1", noon + 1min));
    EXPECT_FALSE(gate.enter("192.0.2.1", noon + 2min));
    EXPECT_TRUE(gate.enter("192.0.2.2", noon + 2min)) << "others are not held back by it";
    EXPECT_TRUE(gate.enter("192.0.2.1", noon + 10min));
}

TEST(MessageGate, FromManyAddressesNoMoreComeThanAllMayWrite) {
    Gate gate({.of_one_address = 2, .of_all = 3, .window = 10min});
    for (int address = 0; address < 3; ++address) EXPECT_TRUE(gate.enter(std::to_string(address), noon));
    EXPECT_FALSE(gate.enter("3", noon));
    EXPECT_TRUE(gate.enter("3", noon + 10min));
}

}  // namespace
}  // namespace markaz::message
