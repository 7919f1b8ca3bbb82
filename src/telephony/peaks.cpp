#include "telephony/peaks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "telephony/g711.hpp"
#include "telephony/recording.hpp"

namespace markaz::telephony {

namespace {

constexpr std::size_t channels = 2;
constexpr double full_scale = 32768.0, quietest = -60.0;  ///< decibels of full scale

std::uint8_t shown(std::int32_t magnitude) {
    if (magnitude == 0) return 0;
    const double decibels = 20.0 * std::log10(magnitude / full_scale);
    return static_cast<std::uint8_t>(std::lround(100.0 * std::clamp(1.0 - decibels / quietest, 0.0, 1.0)));
}

/// Magnitude of each of the 256 codes.
std::array<std::int32_t, 256> magnitudes() {
    std::array<std::int32_t, 256> table;
    for (std::size_t code = 0; code < table.size(); ++code)
        table[code] = std::abs(std::int32_t{decode(Law::mu, static_cast<std::uint8_t>(code))});
    return table;
}

/// The largest magnitude of each channel in each of `parts_of(samples)` equal parts.
template <class PartsOf>
Result<std::vector<std::array<std::int32_t, channels>>> loudest_of(const std::string& path, const PartsOf& parts_of) {
    static const std::array<std::int32_t, 256> magnitude = magnitudes();
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
    if (size < static_cast<std::streamoff>(wav_header_size)) return problem(path, "cannot be read", "a recording made by Markaz");
    file.seekg(static_cast<std::streamoff>(wav_header_size));

    const auto samples = (static_cast<std::uint64_t>(size) - wav_header_size) / channels;
    const std::uint64_t parts = parts_of(samples);
    std::vector<std::array<std::int32_t, channels>> loudest(parts);
    std::vector<char> piece(channels << 16);
    std::uint64_t at = 0;
    while (at < samples && file) {
        const auto wanted = std::min<std::uint64_t>(piece.size(), (samples - at) * channels);
        file.read(piece.data(), static_cast<std::streamsize>(wanted));
        const auto got = static_cast<std::uint64_t>(file.gcount()) / channels;
        for (std::uint64_t i = 0; i < got; ++i, ++at) {
            auto& part = loudest[at * parts / samples];
            for (std::size_t channel = 0; channel < channels; ++channel)
                part[channel] = std::max(part[channel], magnitude[static_cast<std::uint8_t>(piece[i * channels + channel])]);
        }
    }
    return loudest;
}

}  // namespace

Result<ChannelPeaks> peaks_of(const std::string& path, std::uint32_t points) {
    const auto loudest = loudest_of(path, [&](std::uint64_t samples) { return std::min<std::uint64_t>(points, samples); });
    if (!loudest) return std::unexpected(loudest.error());
    ChannelPeaks peaks;
    for (const auto& [left, right] : *loudest) {
        peaks.left.push_back(shown(left));
        peaks.right.push_back(shown(right));
    }
    return peaks;
}

Result<Duration> voice_in(const std::string& path) {
    constexpr Duration step = std::chrono::milliseconds{20};
    const auto loudest = loudest_of(path, [](std::uint64_t samples) { return (samples + frame_samples - 1) / frame_samples; });
    if (!loudest) return std::unexpected(loudest.error());
    return step * std::ranges::count_if(*loudest, [](const auto& part) { return part[0] > least_voice; });
}

}  // namespace markaz::telephony
