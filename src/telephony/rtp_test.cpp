#include "telephony/rtp.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <string>
#include <vector>

namespace markaz::telephony {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes packet(std::initializer_list<std::uint8_t> first_two, const Bytes& rest = {}) {
    Bytes bytes(first_two);
    bytes.insert(bytes.end(), {0x12, 0x34, 0, 0, 0, 160, 0xCA, 0xFE, 0xBA, 0xBE});
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
}

TEST(Rtp, ReadsTheFixedHeader) {
    const Bytes bytes = packet({0x80, 0x80 | 8}, {1, 2, 3});
    const auto read = parse_rtp(bytes);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->marker);
    EXPECT_EQ(read->payload_type, 8);
    EXPECT_EQ(read->sequence, 0x1234);
    EXPECT_EQ(read->timestamp, 160u);
    EXPECT_EQ(read->source, 0xCAFEBABE);
    EXPECT_EQ(Bytes(read->payload.begin(), read->payload.end()), (Bytes{1, 2, 3}));
}

TEST(Rtp, StepsOverSourcesExtensionAndPadding) {
    const Bytes sources = packet({0x82, 0}, {0, 0, 0, 1, 0, 0, 0, 2, 9});
    EXPECT_EQ(parse_rtp(sources)->payload.size(), 1u);
    const Bytes extension = packet({0x90, 0}, {0xBE, 0xDE, 0, 1, 5, 5, 5, 5, 9, 9});
    EXPECT_EQ(parse_rtp(extension)->payload.size(), 2u);
    const Bytes padding = packet({0xA0, 0}, {9, 9, 9, 0, 2});
    EXPECT_EQ(parse_rtp(padding)->payload.size(), 3u);
}

TEST(Rtp, RefusesWhatPointsBeyondItsEnd) {
    EXPECT_FALSE(parse_rtp(Bytes{}));
    EXPECT_FALSE(parse_rtp(Bytes(11, 0x80)));
    EXPECT_FALSE(parse_rtp(packet({0x40, 0})));                          // version 1
    EXPECT_FALSE(parse_rtp(packet({0x8F, 0}, {1, 2, 3})));               // 15 sources, none there
    EXPECT_FALSE(parse_rtp(packet({0x90, 0}, {0, 0})));                  // half an extension header
    EXPECT_FALSE(parse_rtp(packet({0x90, 0}, {0, 0, 0xFF, 0xFF, 1})));   // an extension of 256 kB
    EXPECT_FALSE(parse_rtp(packet({0xA0, 0}, {0})));                     // no padding, said to be padded
    EXPECT_FALSE(parse_rtp(packet({0xA0, 0}, {1, 200})));                // more padding than packet
}

TEST(Rtp, AnyBytesGiveAPayloadInsideThemOrNothing) {
    EXPECT_TRUE(rc::check([](const Bytes& any) {
        const auto read = parse_rtp(any);
        if (read) RC_ASSERT(read->payload.data() + read->payload.size() <= any.data() + any.size());
        if (read) RC_ASSERT(read->payload.data() >= any.data() + rtp_header_size);
        KeyReader keys;
        if (read) keys.read(*read);
    }));
}

TEST(Rtp, WhatIsWrittenIsRead) {
    Bytes bytes(rtp_header_size + 2, 7);
    write_rtp_header({.marker = true, .payload_type = 101, .sequence = 65535, .timestamp = 0xFFFFFF60, .source = 5, .payload = {}},
                     std::span(bytes).first<rtp_header_size>());
    const auto read = parse_rtp(bytes);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->marker);
    EXPECT_EQ(read->payload_type, 101);
    EXPECT_EQ(read->sequence, 65535);
    EXPECT_EQ(read->timestamp, 0xFFFFFF60);
    EXPECT_EQ(read->source, 5u);
}

/// Feeds event packets and collects the keys.
class Presses {
public:
    Presses& packet(std::uint8_t event, std::uint32_t timestamp, bool end = false) {
        const std::array<std::uint8_t, 4> payload{event, static_cast<std::uint8_t>(end ? 0x8A : 0x0A), 0, 160};
        if (const auto key = reader_.read({.timestamp = timestamp, .payload = payload})) keys_ += *key;
        return *this;
    }
    std::string keys() const { return keys_; }

private:
    KeyReader reader_;
    std::string keys_;
};

TEST(Keys, ManyPacketsOfOnePressAreOneKey) {
    Presses presses;
    presses.packet(5, 1000).packet(5, 1000).packet(5, 1000, true).packet(5, 1000, true).packet(5, 1000, true);
    EXPECT_EQ(presses.keys(), "5");
}

TEST(Keys, TheSameKeyTwiceIsTwoKeys) {
    EXPECT_EQ(Presses().packet(1, 1000).packet(1, 1000, true).packet(1, 3000).packet(1, 3000, true).keys(), "11");
}

TEST(Keys, APressWhoseEndsWereAllLostIsStillOneAndTheNextAnother) {
    EXPECT_EQ(Presses().packet(1, 1000).packet(2, 3000).packet(1, 9000).keys(), "121");
}

TEST(Keys, ALateEndOfAnOlderPressIsNoKey) {
    EXPECT_EQ(Presses().packet(1, 1000).packet(1, 1000, true).packet(2, 3000).packet(1, 1000, true).keys(), "12");
}

TEST(Keys, ATelephoneThatMovesTheTimestampWhileAKeyIsHeldPressesOnce) {
    EXPECT_EQ(Presses().packet(7, 1000).packet(7, 1160).packet(7, 1320).packet(7, 1320, true).keys(), "7");
}

TEST(Keys, AllSixteenHaveTheirNamesAndOtherEventsNone) {
    Presses presses;
    for (std::uint8_t event = 0; event < 20; ++event) presses.packet(event, 5000u * (event + 1u), true);
    EXPECT_EQ(presses.keys(), "0123456789*#ABCD");
}

TEST(Keys, AShortPayloadIsNoKey) {
    KeyReader reader;
    const std::array<std::uint8_t, 3> payload{5, 0, 0};
    EXPECT_FALSE(reader.read({.timestamp = 1, .payload = payload}));
}

}  // namespace
}  // namespace markaz::telephony
