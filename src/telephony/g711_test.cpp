#include "telephony/g711.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace markaz::telephony {
namespace {

/// CRC-32 (ISO 3309) over little-endian samples or codes: one figure for a whole table.
template <class Values>
std::uint32_t crc32(const Values& values) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const auto value : values)
        for (std::size_t byte = 0; byte < sizeof value; ++byte) {
            crc ^= static_cast<std::uint8_t>(value >> (8 * byte));
            for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
        }
    return ~crc;
}

std::vector<std::int16_t> all_values(Law law) {
    std::vector<std::int16_t> values;
    for (int code = 0; code < 256; ++code) values.push_back(decode(law, static_cast<std::uint8_t>(code)));
    return values;
}

std::vector<std::uint8_t> codes_from_0_to_32767(Law law) {
    std::vector<std::uint8_t> codes;
    for (int sample = 0; sample < 32768; ++sample) codes.push_back(encode(law, static_cast<std::int16_t>(sample)));
    return codes;
}

// The reference figures are those of CPython 3.11's audioop module, which carries Sun's g711.c:
// zlib.crc32(audioop.ulaw2lin(bytes(range(256)), 2)) and so on.
TEST(G711, DecodesEveryCodeAsTheReferenceDoes) {
    EXPECT_EQ(crc32(all_values(Law::mu)), 0x0C847A9Fu);
    EXPECT_EQ(crc32(all_values(Law::a)), 0x9D764657u);
}

TEST(G711, EncodesEveryPositiveSampleAsTheReferenceDoes) {
    EXPECT_EQ(crc32(codes_from_0_to_32767(Law::mu)), 0x542F2AC0u);
    EXPECT_EQ(crc32(codes_from_0_to_32767(Law::a)), 0xCA4A8AB4u);
}

TEST(G711, KnowsTheValuesOfTheRecommendation) {
    EXPECT_EQ(decode(Law::mu, 0x80), 32124);
    EXPECT_EQ(decode(Law::mu, 0x00), -32124);
    EXPECT_EQ(decode(Law::mu, mu_silence), 0);
    EXPECT_EQ(decode(Law::a, 0xAA), 32256);
    EXPECT_EQ(decode(Law::a, 0x2A), -32256);
    EXPECT_EQ(decode(Law::a, 0xD5), 8);
    EXPECT_EQ(encode(Law::mu, 0), mu_silence);
    EXPECT_EQ(encode(Law::mu, -32768), 0x00);
    EXPECT_EQ(encode(Law::a, 0), 0xD5);
    EXPECT_EQ(encode(Law::a, -32768), 0x2A);
}

TEST(G711, DecodingAndEncodingAgainChangesNothing) {
    for (const Law law : {Law::mu, Law::a})
        for (int code = 0; code < 256; ++code) {
            const std::int16_t value = decode(law, static_cast<std::uint8_t>(code));
            EXPECT_EQ(decode(law, encode(law, value)), value) << code;
        }
}

TEST(G711, NegativeSamplesMirrorPositiveOnes) {
    for (int sample = 1; sample < 32768; ++sample) {
        EXPECT_EQ(decode(Law::mu, encode(Law::mu, static_cast<std::int16_t>(-sample))),
                  -decode(Law::mu, encode(Law::mu, static_cast<std::int16_t>(sample))));
        EXPECT_EQ(decode(Law::a, encode(Law::a, static_cast<std::int16_t>(-sample))),
                  -decode(Law::a, encode(Law::a, static_cast<std::int16_t>(sample - 1))));
    }
}

}  // namespace
}  // namespace markaz::telephony
