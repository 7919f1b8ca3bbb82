// Whole calls over loopback: real SIP, real RTP, against telephones that are not built on libre.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "telephony/recording.hpp"
#include "telephony/speech.hpp"
#include "telephony/test_phone.hpp"

namespace markaz::telephony {
namespace {

using test::Events;
using test::Phone;

constexpr const char* trunk_host = "127.0.0.7";
constexpr const char* agent_host = "127.0.0.8";

class CallTest : public testing::Test {
protected:
    void SetUp() override {
        Settings settings;
        settings.sip_port = 0;
        settings.rtp_low = 20000;
        settings.rtp_high = 29999;
        settings.trunks = {{"carrier", trunk_host}};
        settings.devices = {{"a0001", test::md5("a0001:markaz:secret"), ""}};
        auto opened = open_telephony(settings, events.listener());
        ASSERT_TRUE(opened) << opened.error().line();
        telephony = std::move(*opened);
        directory = std::filesystem::temp_directory_path() / ("markaz-call-" + std::to_string(getpid()) + "-" + std::to_string(telephony->sip_port()));
    }
    void TearDown() override {
        telephony.reset();
        std::filesystem::remove_all(directory);
    }

    Phone caller(double hertz = 0) { return Phone(trunk_host, "+60312345678", telephony->sip_port(), hertz); }
    Phone agent(double hertz = 0) { return Phone(agent_host, "a0001", telephony->sip_port(), hertz); }

    /// A call that has been answered, from the caller's INVITE to the ACK.
    LegId answered_leg(Phone& phone) {
        phone.invite("100");
        const auto arrived = events.next<Arrived>();
        if (!arrived) return {};
        telephony->perform({Accept{arrived->leg}});
        const auto response = phone.final_response();
        return response && response->status() == 200 ? arrived->leg : LegId{};
    }

    Events events;
    std::unique_ptr<Telephony> telephony;
    std::filesystem::path directory;
};

Audio tone(double hertz, double seconds) {
    auto codes = std::make_shared<std::vector<std::uint8_t>>();
    for (int i = 0; i < seconds * sample_rate; ++i)
        codes->push_back(encode(Law::mu, static_cast<std::int16_t>(8000 * std::sin(2 * std::numbers::pi * hertz * i / sample_rate))));
    return codes;
}

std::vector<std::int16_t> channel(const std::string& file, std::size_t which) {
    std::ifstream stream(file, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    std::vector<std::int16_t> samples;
    for (std::size_t i = wav_header_size + which; i < bytes.size(); i += 2) samples.push_back(decode(Law::mu, static_cast<std::uint8_t>(bytes[i])));
    return samples;
}

TEST_F(CallTest, S0_52_AnAgentAndACallerHearEachOtherAndTheRecordingKeepsThemApart) {
    Phone customer = caller(440), desk = agent(1000);
    ASSERT_EQ(desk.register_with("secret"), 200);
    EXPECT_EQ(events.next<DeviceReachable>()->device, "a0001");

    // The caller hears a prompt and presses a key.
    const LegId caller_leg = answered_leg(customer);
    ASSERT_TRUE(caller_leg);
    telephony->perform({Play{caller_leg, PlayId{1}, tone(700, 30), false}});
    EXPECT_TRUE(customer.line.hears(700));
    customer.line.press('2');
    const auto digit = events.next<Digit>();
    ASSERT_TRUE(digit);
    EXPECT_EQ(digit->key, '2');
    EXPECT_EQ(digit->leg, caller_leg);

    // The agent's telephone rings and is answered.
    const LegId agent_leg = telephony->next_leg();
    telephony->perform({Call{agent_leg, "a0001", "+60312345678", "Puan \"Siti\""}});
    const auto ring = desk.expect_request("INVITE");
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring->header("From").substr(0, 12), "\"Puan Siti\" ");
    desk.reply(*ring, 180);
    EXPECT_TRUE(events.next<Ringing>());
    desk.answer(*ring);
    ASSERT_TRUE(desk.expect_request("ACK"));
    ASSERT_TRUE(events.next<Answered>());

    const RoomId room{42};
    const std::string file = directory / "42.wav";
    telephony->perform({StopPlay{caller_leg}, Record{room, caller_leg, file}, Join{caller_leg, room}, Join{agent_leg, room}});
    EXPECT_TRUE(customer.line.hears(1000));
    EXPECT_TRUE(desk.line.hears(440));

    // The caller hangs up; the agent is hung up.
    customer.send(customer.request("BYE"));
    const auto gone = events.next<Ended>();
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->leg, caller_leg);
    EXPECT_EQ(gone->end, LegEnd::hung_up);
    telephony->perform({HangUp{agent_leg}});
    EXPECT_TRUE(desk.expect_request("BYE"));
    EXPECT_EQ(events.next<Ended>()->leg, agent_leg);

    const auto recorded = events.next<Recorded>();
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->problem, "");
    EXPECT_EQ(recorded->file, file);
    EXPECT_GT(recorded->length, std::chrono::milliseconds(400));
    const auto left = channel(file, 0), right = channel(file, 1);
    // Both are heard from the first to the last second, apart from the 60 ms before a stream begins.
    const auto middle = [](const std::vector<std::int16_t>& all) { return std::vector(all.begin() + std::ssize(all) / 4, all.begin() + std::ssize(all) * 3 / 4); };
    EXPECT_GT(test::share_of_tone(middle(left), 440), 0.9);
    EXPECT_GT(test::share_of_tone(middle(right), 1000), 0.9);
    EXPECT_EQ(*repair_recording(file), recorded->length);
}

TEST_F(CallTest, ACancelledCallEndsOnce) {
    Phone customer = caller();
    customer.invite("100");
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    EXPECT_EQ(arrived->from_trunk, "carrier");
    EXPECT_EQ(arrived->called, "100");
    EXPECT_EQ(arrived->caller, "+60312345678");
    ASSERT_TRUE(customer.expect_status(180));
    customer.send(customer.request("CANCEL"));
    EXPECT_TRUE(customer.expect_status(487));
    const auto ended = events.next<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->end, LegEnd::cancelled);
    telephony->perform({HangUp{arrived->leg}, Accept{arrived->leg}});
    // Whatever was told of the leg was told before the next call arrives.
    customer.invite("101");
    ASSERT_TRUE(events.next<Arrived>());
    EXPECT_EQ(events.waiting<Ended>(), 0u);
}

}  // namespace
}  // namespace markaz::telephony
