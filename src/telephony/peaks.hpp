#pragma once
// How loud a recording is from one part to the next, for those who look for a place in it.

#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace markaz::telephony {

/// Per part of equal length: the largest magnitude of each channel, 0 (nothing above -60 dB of full scale) to 100 (full scale).
/// Loudness as the ear takes it: a linear scale would show a quiet voice as silence.
struct ChannelPeaks {
    std::vector<std::uint8_t> left, right;
};

/// A voice is louder than this, and a quiet line is not: 36 dB below full scale, as a magnitude of a sample.
inline constexpr std::int32_t least_voice = 519;

/// In how much of one of our recordings, in steps of 20 ms, the left channel has a voice. A Problem when the file cannot be read.
Result<Duration> voice_in(const std::string& path);

/// Reads one of our recordings piece by piece, so that its length asks for time and not for memory. At most `points` parts, fewer when
/// the recording has fewer samples. A Problem when the file cannot be read.
Result<ChannelPeaks> peaks_of(const std::string& path, std::uint32_t points);

}  // namespace markaz::telephony
