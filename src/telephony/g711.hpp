#pragma once
// G.711: the two ways in which telephone networks squeeze a sample into eight bits (ITU-T G.711, 11/1988).

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace markaz::telephony {

enum class Law : std::uint8_t { mu, a };

/// Samples in a second, and in the 20 ms that one packet and one turn of the mixer carry.
inline constexpr std::size_t sample_rate = 8000, frame_samples = 160;
/// 20 ms of linear samples.
using Frame = std::array<std::int16_t, frame_samples>;

/// mu-law's silence.
inline constexpr std::uint8_t mu_silence = 0xFF;

/// Linear value of a code on the 16 bit scale; mu-law reaches +-32124, A-law +-32256.
std::int16_t decode(Law law, std::uint8_t code);
/// Nearest code that G.711's decision values give; values beyond the scale take its end.
std::uint8_t encode(Law law, std::int16_t sample);

void decode(Law law, std::span<const std::uint8_t> codes, std::span<std::int16_t> samples);
void encode(Law law, std::span<const std::int16_t> samples, std::span<std::uint8_t> codes);

}  // namespace markaz::telephony
