#include "telephony/g711.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace markaz::telephony {
namespace {

// mu-law: sign, three bits of segment, four of step; all inverted. 33 on the 14 bit scale (132 on ours) is added first, so that
// the segment is the place of the highest bit (G.711 table 2).
constexpr int mu_bias = 132, mu_clip = 32635;

constexpr std::int16_t mu_value(std::uint8_t code) {
    const int bits = ~code & 0xFF;
    const int segment = (bits >> 4) & 7, step = bits & 15;
    const int magnitude = (((step << 3) + mu_bias) << segment) - mu_bias;
    return static_cast<std::int16_t>(bits & 0x80 ? -magnitude : magnitude);
}

constexpr std::uint8_t mu_code(int sample) {
    const int sign = sample < 0 ? 0x80 : 0;
    const int magnitude = std::min(sample < 0 ? -sample : sample, mu_clip) + mu_bias;
    const int segment = static_cast<int>(std::bit_width(static_cast<unsigned>(magnitude))) - 8;
    const int step = (magnitude >> (segment + 3)) & 15;
    return static_cast<std::uint8_t>(~(sign | segment << 4 | step));
}

// A-law: the two lowest segments are one straight line; every other bit is inverted (G.711 table 1).
constexpr std::uint8_t a_mask = 0x55;

constexpr std::int16_t a_value(std::uint8_t code) {
    const int bits = code ^ a_mask;
    const int segment = (bits >> 4) & 7, step = bits & 15;
    const int line = (step << 4) + 8;
    const int magnitude = segment == 0 ? line : (line + 256) << (segment - 1);
    return static_cast<std::int16_t>(bits & 0x80 ? magnitude : -magnitude);
}

constexpr std::uint8_t a_code(int sample) {
    const int sign = sample < 0 ? 0 : 0x80;
    const int magnitude = sample < 0 ? -sample - 1 : sample;
    const int segment = std::max(0, static_cast<int>(std::bit_width(static_cast<unsigned>(magnitude))) - 8);
    const int step = (magnitude >> (segment == 0 ? 4 : segment + 3)) & 15;
    return static_cast<std::uint8_t>((sign | segment << 4 | step) ^ a_mask);
}

template <auto value>
constexpr std::array<std::int16_t, 256> values() {
    std::array<std::int16_t, 256> table{};
    for (int code = 0; code < 256; ++code) table[static_cast<std::size_t>(code)] = value(static_cast<std::uint8_t>(code));
    return table;
}
constexpr std::array mu_values = values<mu_value>(), a_values = values<a_value>();

}  // namespace

std::int16_t decode(Law law, std::uint8_t code) { return law == Law::mu ? mu_values[code] : a_values[code]; }

std::uint8_t encode(Law law, std::int16_t sample) { return law == Law::mu ? mu_code(sample) : a_code(sample); }

void decode(Law law, std::span<const std::uint8_t> codes, std::span<std::int16_t> samples) {
    const auto& table = law == Law::mu ? mu_values : a_values;
    const std::size_t count = std::min(codes.size(), samples.size());
    for (std::size_t i = 0; i < count; ++i) samples[i] = table[codes[i]];
}

void encode(Law law, std::span<const std::int16_t> samples, std::span<std::uint8_t> codes) {
    const std::size_t count = std::min(codes.size(), samples.size());
    if (law == Law::mu)
        for (std::size_t i = 0; i < count; ++i) codes[i] = mu_code(samples[i]);
    else
        for (std::size_t i = 0; i < count; ++i) codes[i] = a_code(samples[i]);
}

}  // namespace markaz::telephony
