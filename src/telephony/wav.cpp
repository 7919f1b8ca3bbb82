// Reading WAV: chunk by chunk, each length checked against the bytes that are there (RIFF, Microsoft 1991).

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numbers>
#include <numeric>
#include <optional>
#include <vector>

#include "telephony/g711.hpp"
#include "telephony/speech.hpp"

namespace markaz::telephony {
namespace {

struct Format {
    unsigned tag = 0, channels = 0, rate = 0, bits = 0;
};
constexpr unsigned linear = 1, a_law = 6, mu_law = 7, extensible = 0xFFFE;

unsigned read_little(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | bytes[at + i];
    return value;
}

std::optional<Format> read_format(std::span<const std::uint8_t> chunk) {
    if (chunk.size() < 16) return std::nullopt;
    Format format{read_little(chunk, 0, 2), read_little(chunk, 2, 2), read_little(chunk, 4, 4), read_little(chunk, 14, 2)};
    if (format.tag == extensible && chunk.size() >= 26) format.tag = read_little(chunk, 24, 2);
    const bool known = (format.tag == linear && (format.bits == 8 || format.bits == 16)) ||
                       ((format.tag == a_law || format.tag == mu_law) && format.bits == 8);
    const bool sane = format.channels >= 1 && format.channels <= 16 && format.rate >= 1000 && format.rate <= 192000;
    return known && sane ? std::optional(format) : std::nullopt;
}

double sample_at(std::span<const std::uint8_t> data, std::size_t at, const Format& format) {
    if (format.tag == mu_law) return decode(Law::mu, data[at]);
    if (format.tag == a_law) return decode(Law::a, data[at]);
    if (format.bits == 8) return (data[at] - 128) * 256;
    return static_cast<std::int16_t>(read_little(data, at, 2));
}

std::vector<double> one_channel(std::span<const std::uint8_t> data, const Format& format) {
    const std::size_t width = format.bits / 8, step = width * format.channels;
    std::vector<double> samples(data.size() / step);
    for (std::size_t i = 0; i < samples.size(); ++i)
        for (unsigned channel = 0; channel < format.channels; ++channel)
            samples[i] += sample_at(data, i * step + channel * width, format) / format.channels;
    return samples;
}

/// What the old samples around a new one weigh: a windowed sinc, whose cut-off keeps what 8 kHz cannot carry from folding back.
struct Weights {
    std::ptrdiff_t first = 0;  ///< the first old sample that counts, from the last one at or before the new one
    std::vector<double> of;    ///< empty: not reckoned yet

    /// `behind`: how far the new sample lies behind an old one, in old samples.
    Weights(double behind, unsigned rate) {
        constexpr double pi = std::numbers::pi, zero_crossings = 16;
        const double cutoff = 0.45 * std::min<double>(rate, sample_rate) / rate;  // in cycles a sample; 0.5 would be the limit itself
        const double reach = zero_crossings / (2 * cutoff);
        first = static_cast<std::ptrdiff_t>(std::ceil(behind - reach));
        for (std::ptrdiff_t at = first; at <= static_cast<std::ptrdiff_t>(std::floor(behind + reach)); ++at) {
            const double distance = static_cast<double>(at) - behind, turn = 2 * pi * cutoff * distance;
            const double sinc = distance == 0 ? 1 : std::sin(turn) / turn;
            const double window = 0.5 + 0.5 * std::cos(pi * distance / reach);
            of.push_back(2 * cutoff * sinc * window);
        }
    }
    Weights() = default;
};

/// New samples lie behind old ones by a few distances again and again (160 of them from 22,050 Hz): each is weighed once.
std::vector<double> resampled(const std::vector<double>& samples, unsigned rate) {
    if (rate == sample_rate || samples.empty()) return samples;
    const std::size_t common = std::gcd(rate, sample_rate), step = rate / common, distances = sample_rate / common;
    std::vector<Weights> weights(distances);
    std::vector<double> result(samples.size() * sample_rate / rate);
    for (std::size_t i = 0; i < result.size(); ++i) {
        const std::size_t behind = i * step % distances;
        Weights& known = weights[behind];
        if (known.of.empty()) known = Weights(static_cast<double>(behind) / static_cast<double>(distances), rate);
        const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(i * step / distances) + known.first;
        const std::ptrdiff_t begin = std::max<std::ptrdiff_t>(first, 0), end = std::min(first + std::ssize(known.of), std::ssize(samples));
        for (std::ptrdiff_t at = begin; at < end; ++at)
            result[i] += samples[static_cast<std::size_t>(at)] * known.of[static_cast<std::size_t>(at - first)];
    }
    return result;
}

}  // namespace

Result<Audio> read_wav(std::span<const std::uint8_t> bytes, const std::string& where) {
    const auto named = [&](std::size_t at, const char* name) { return std::memcmp(bytes.data() + at, name, 4) == 0; };
    if (bytes.size() < 12 || !named(0, "RIFF") || !named(8, "WAVE"))
        return problem(where, "is not a WAV file", "a file that begins with RIFF....WAVE");
    std::optional<Format> format;
    for (std::size_t at = 12; at + 8 <= bytes.size();) {
        // A writer that could not know its length says 0x7FFFFFFF or so: then the rest of the file is meant.
        const std::size_t length = std::min<std::size_t>(read_little(bytes, at + 4, 4), bytes.size() - at - 8);
        const auto chunk = bytes.subspan(at + 8, length);
        if (named(at, "fmt ")) {
            format = read_format(chunk);
            if (!format) return problem(where, "is in a format that cannot be read", "linear 8 or 16 bit, mu-law or A-law, up to 192 kHz");
        } else if (named(at, "data") && format) {
            auto codes = std::make_shared<std::vector<std::uint8_t>>();
            for (const double sample : resampled(one_channel(chunk, *format), format->rate))
                codes->push_back(encode(Law::mu, static_cast<std::int16_t>(std::lround(std::clamp(sample, -32768.0, 32767.0)))));
            if (codes->empty()) return problem(where, "holds no sound");
            return codes;
        }
        at += 8 + length + length % 2;
    }
    return problem(where, "holds no sound", "a fmt chunk and a data chunk");
}

Result<Audio> load_wav(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return problem(path, std::string("cannot be opened: ") + std::strerror(errno));
    const std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return read_wav(bytes, path);
}

}  // namespace markaz::telephony
