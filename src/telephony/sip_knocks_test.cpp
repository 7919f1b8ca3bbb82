#include "telephony/sip_knocks.hpp"

#include <gtest/gtest.h>

namespace markaz::telephony {
namespace {

using namespace std::chrono_literals;

SocketAddress host(const std::string& text) { return SocketAddress::from(text, 5060).value(); }

class KnocksTest : public testing::Test {
protected:
    void refuse(const std::string& from, int times) {
        for (int i = 0; i < times; ++i) knocks.refused(host(from), now);
    }
    Knocks knocks;
    Knocks::Millis now{1'000'000};
};

TEST_F(KnocksTest, AfterAHundredRefusalsNobodyAnswersAndTenASecondComeBack) {
    refuse("192.0.2.1", 99);
    EXPECT_TRUE(knocks.admits(host("192.0.2.1"), now));
    refuse("192.0.2.1", 1);
    EXPECT_FALSE(knocks.admits(host("192.0.2.1"), now));
    EXPECT_TRUE(knocks.admits(host("192.0.2.2"), now));
    now += 99ms;
    EXPECT_FALSE(knocks.admits(host("192.0.2.1"), now));
    now += 1ms;
    EXPECT_TRUE(knocks.admits(host("192.0.2.1"), now));
}

TEST_F(KnocksTest, WhoIsLetInIsForgiven) {
    refuse("192.0.2.1", 100);
    knocks.let_in(host("192.0.2.1"));
    EXPECT_TRUE(knocks.admits(host("192.0.2.1"), now));
}

TEST_F(KnocksTest, ANetworkOfIpv6IsOneSender) {
    refuse("2001:db8::1", 100);
    EXPECT_FALSE(knocks.admits(host("2001:db8::ffff:2"), now));
    EXPECT_TRUE(knocks.admits(host("2001:db8:0:1::1"), now));
}

TEST_F(KnocksTest, AFloodFromManyAddressesDoesNotGrowWithoutBound) {
    refuse("192.0.2.1", 100);
    for (int i = 0; i < 20'000; ++i) {
        now += 1ms;
        refuse("10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250), 1);
    }
    EXPECT_TRUE(knocks.admits(host("192.0.2.1"), now)) << "the oldest was forgotten";
}

}  // namespace
}  // namespace markaz::telephony
