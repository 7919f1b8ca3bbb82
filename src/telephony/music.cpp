#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "telephony/g711.hpp"
#include "telephony/speech.hpp"

namespace markaz::telephony {
namespace {

/// Four notes that sound together, in half tones from a' = 440 Hz.
using Chord = std::array<int, 4>;
/// F, C, d minor, B flat, each with its third on top of an open fifth; quiet steps, no leading tone that wants to go anywhere.
constexpr std::array<Chord, 4> chords{Chord{-16, -9, -4, 0}, Chord{-9, -5, -2, 3}, Chord{-7, -4, 0, 5}, Chord{-11, -7, -4, 1}};

constexpr double chord_seconds = 2.5, overlap_seconds = 1.0, loudness = 1500;

/// A chord swells in and fades out; neighbours overlap, and the last one overlaps the first, so that the loop has no seam.
double swell(double second) {
    constexpr double whole = chord_seconds + overlap_seconds, pi = std::numbers::pi;
    if (second < 0 || second > whole) return 0;
    if (second < overlap_seconds) return 0.5 - 0.5 * std::cos(pi * second / overlap_seconds);
    if (second > chord_seconds) return 0.5 + 0.5 * std::cos(pi * (second - chord_seconds) / overlap_seconds);
    return 1;
}

double string(double hertz, double second) {
    const double turn = 2 * std::numbers::pi * hertz * second;
    return std::sin(turn) + 0.25 * std::sin(2 * turn) + 0.08 * std::sin(3 * turn);
}

constexpr double tone_hertz = 1000, tone_seconds = 0.4, tone_loudness = 8000, tone_swell_seconds = 0.01;

}  // namespace

/// It swells in and out, so that nothing clicks.
Audio tone() {
    auto codes = std::make_shared<std::vector<std::uint8_t>>();
    for (double second = 0; second < tone_seconds; second += 1.0 / sample_rate) {
        const double swell = std::min({1.0, second / tone_swell_seconds, (tone_seconds - second) / tone_swell_seconds});
        const double sample = tone_loudness * swell * std::sin(2 * std::numbers::pi * tone_hertz * second);
        codes->push_back(encode(Law::mu, static_cast<std::int16_t>(std::lround(sample))));
    }
    return codes;
}

Audio music() {
    constexpr auto length = static_cast<std::size_t>(chord_seconds * chords.size() * sample_rate);
    std::vector<double> samples(length);
    for (std::size_t chord = 0; chord < chords.size(); ++chord) {
        const auto begin = static_cast<std::size_t>(chord_seconds * static_cast<double>(chord) * sample_rate);
        for (std::size_t i = 0; i < static_cast<std::size_t>((chord_seconds + overlap_seconds) * sample_rate); ++i) {
            const double second = static_cast<double>(i) / sample_rate;
            double together = 0;
            for (const int note : chords[chord]) together += string(440 * std::pow(2.0, note / 12.0), second);
            samples[(begin + i) % length] += loudness * swell(second) * together;
        }
    }
    auto codes = std::make_shared<std::vector<std::uint8_t>>();
    for (const double sample : samples) codes->push_back(encode(Law::mu, static_cast<std::int16_t>(std::lround(sample))));
    return codes;
}

}  // namespace markaz::telephony
