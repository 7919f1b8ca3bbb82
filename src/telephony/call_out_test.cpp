// Calls out through a trunk: to whom the site allows, and to nobody else.

#include <gtest/gtest.h>

#include "telephony/test_phone.hpp"

namespace markaz::telephony {
namespace {

using test::Events;
using test::Phone;

constexpr const char* trunk_host = "127.0.0.7";

class NumberTest : public testing::Test {
protected:
    void SetUp() override {
        Settings settings;
        settings.sip_port = 0;
        auto opened = open_telephony(settings, events.listener());
        ASSERT_TRUE(opened) << opened.error().line();
        telephony = std::move(*opened);
    }

    Events events;
    std::unique_ptr<Telephony> telephony;
};

TEST_F(NumberTest, ANumberIsCalledThroughTheTrunkThatAllowsItAndNoOther) {
    Phone customer(trunk_host, "+60312345678", telephony->sip_port(), 440);
    const auto trunk = [&](std::uint16_t port) { return Trunk{"carrier", trunk_host, port, {"+603", "04"}, "+60300"}; };
    telephony->set_devices({}, {trunk(customer.port())});
    const LegId leg = telephony->next_leg();
    telephony->perform({CallNumber{leg, "carrier", "+60312345678"}});
    const auto ring = customer.expect_request("INVITE");
    ASSERT_TRUE(ring);
    EXPECT_NE(ring->header("From").find("sip:+60300@"), std::string::npos) << ring->header("From");
    EXPECT_NE(ring->header("To").find("sip:+60312345678@"), std::string::npos) << ring->header("To");
    customer.reply(*ring, 180);
    EXPECT_EQ(events.next<Ringing>()->leg, leg);
    customer.answer(*ring);
    EXPECT_EQ(events.next<Answered>()->leg, leg);
    telephony->perform({Play{leg, PlayId{1}, test::tone(700, 30), false}});
    EXPECT_TRUE(customer.line.hears(700));
    telephony->perform({HangUp{leg}});
    EXPECT_TRUE(customer.expect_request("BYE"));
    EXPECT_EQ(events.next<Ended>()->end, LegEnd::hung_up);

    const auto refused = [&](const std::string& by, const std::string& number) {
        telephony->perform({CallNumber{telephony->next_leg(), by, number}});
        const auto ended = events.next<Ended>();
        return ended && ended->end == LegEnd::unreachable;
    };
    EXPECT_TRUE(refused("carrier", "+1900555123"));         // no prefix of the site's
    EXPECT_TRUE(refused("carrier", "+603"));                // too short for a number
    EXPECT_TRUE(refused("carrier", "+60312;phone-context=x"));
    EXPECT_TRUE(refused("elsewhere", "+60312345678"));
    telephony->set_devices({}, {trunk(0)});
    EXPECT_TRUE(refused("carrier", "+60312345678"));        // it takes no calls
}

}  // namespace
}  // namespace markaz::telephony
