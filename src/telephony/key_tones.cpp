#include "telephony/key_tones.hpp"

#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

namespace markaz::telephony {
namespace {

constexpr std::size_t window = frame_samples, hop = 40;
constexpr std::array<double, 8> hertz{697, 770, 852, 941, 1209, 1336, 1477, 1633};
constexpr std::array<const char*, 4> keypad{"123A", "456B", "789C", "*0#D"};

/// Between the 1.5 % that is taken and the 3.5 % that is not.
constexpr double farthest_beside = 0.025;
/// A full sine of G.711 is +3 dBm0: this amplitude is -40 dBm0, between the weakest key and what is none.
constexpr double least_amplitude = 227;
/// dB of the high tone over the low one; a step beyond what Q.24 asks for, because G.711 is coarse.
constexpr double high_above = 5.5, high_below = -9.5;
/// How much of the power the two tones must hold. Noise 15 dB below a key leaves 0.97; a voice has its power elsewhere too.
constexpr double least_share = 0.85;
/// Windows in a row that make a press, and that end it.
constexpr int windows_of_press = 5, windows_of_pause = 6;

struct Tables {
    std::array<float, window> hann{};
    std::array<std::array<std::complex<float>, window>, 8> tones{};  ///< each already under the window
    Tables() {
        for (std::size_t i = 0; i < window; ++i) {
            hann[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / window));
            for (std::size_t tone = 0; tone < hertz.size(); ++tone) {
                const double angle = -2 * std::numbers::pi * hertz[tone] * static_cast<double>(i) / sample_rate;
                tones[tone][i] = std::polar(hann[i], static_cast<float>(angle));
            }
        }
    }
};

const Tables& tables() {
    static const Tables made;
    return made;
}

/// What the window leaves of the power of a tone that lies so many Hz beside: (sinc(x) / (1 - x^2))^2.
double left_of_power(double beside) {
    const double x = std::abs(beside) * window / sample_rate;
    if (x < 1e-3) return 1;
    const double at = std::numbers::pi * x;
    const double amplitude = std::sin(at) / at / (1 - x * x);
    return amplitude * amplitude;
}

}  // namespace

std::optional<char> KeyTones::hear(const Frame& sound) {
    for (std::size_t i = 0; i < frame_samples; ++i) {
        sound_[i] = sound_[frame_samples + i];
        sound_[frame_samples + i] = sound[i];
    }
    told_ = 0;
    for (std::size_t from = hop; from <= frame_samples; from += hop) look(from);
    return told_ ? std::optional(told_) : std::nullopt;
}

void KeyTones::look(std::size_t from) {
    const char key = key_at(from);
    if (key != candidate_) windows_alike_ = 0;
    candidate_ = key;
    windows_without_ = key == pressed_ ? 0 : windows_without_ + 1;
    if (pressed_ && windows_without_ >= windows_of_pause) pressed_ = 0;
    if (!key || ++windows_alike_ < windows_of_press || key == pressed_) return;
    pressed_ = told_ = key;
    windows_without_ = 0;
}

/// The key whose tones fill the window that begins there; 0: none.
char KeyTones::key_at(std::size_t from) {
    const Tables& table = tables();
    float power = 0;
    Tones tones{};
    for (std::size_t i = 0; i < window; ++i) {
        const float sample = sound_[from + i], windowed = sample * table.hann[i];
        power += windowed * windowed;
        for (std::size_t tone = 0; tone < tones.size(); ++tone) {
            tones[tone].in_phase += sample * table.tones[tone][i].real();
            tones[tone].quadrature += sample * table.tones[tone][i].imag();
        }
    }
    const Tones before = std::exchange(before_, tones);
    const auto now = [&](std::size_t tone) { return std::complex<double>(tones[tone].in_phase, tones[tone].quadrature); };
    const auto strongest = [&](std::size_t first) {
        std::size_t best = first;
        for (std::size_t tone = first; tone < first + 4; ++tone)
            if (std::norm(now(tone)) > std::norm(now(best))) best = tone;
        return best;
    };
    const std::size_t low = strongest(0), high = strongest(4);

    double share = 0;
    std::array<double, 2> amplitude{};
    for (const std::size_t tone : {low, high}) {
        // How far the phase has moved in a hop says how far beside its name the tone lies.
        const std::complex<double> then(before[tone].in_phase, before[tone].quadrature);
        const double turned = 2 * std::numbers::pi * hertz[tone] * hop / sample_rate;
        const double beside =
            std::arg(now(tone) * std::conj(then) * std::polar(1.0, -turned)) * sample_rate / (2 * std::numbers::pi * hop);
        if (std::abs(beside) > farthest_beside * hertz[tone]) return 0;
        const double whole = std::norm(now(tone)) / left_of_power(beside);
        amplitude[tone == high] = std::sqrt(whole) * 4 / window;  // a sine of amplitude A leaves A/2 * window/2
        if (amplitude[tone == high] < least_amplitude) return 0;
        share += 3 * whole / (window * static_cast<double>(power));
    }
    const double twist = 20 * std::log10(amplitude[1] / amplitude[0]);
    if (share < least_share || twist > high_above || twist < high_below) return 0;
    return keypad[low][high - 4];
}

}  // namespace markaz::telephony
