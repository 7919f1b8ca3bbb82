#pragma once
// Keys that come as two tones in the sound (DTMF, ITU-T Q.23), from telephones that have no other way to send them.

#include <array>
#include <cstdint>
#include <optional>

#include "telephony/g711.hpp"

namespace markaz::telephony {

/// Hears keys in sound, and must not hear any in speech or music.
///
/// Each 5 ms it looks at the last 20 ms through a Hann window. A key is there when two tones, one of the low group (697, 770, 852,
/// 941 Hz) and one of the high (1209, 1336, 1477, 1633 Hz), hold nearly all of the sound's power. It is told once, when it has
/// lasted, and may be told again after a pause. The limits are those of ITU-T Q.24 (11/88), annex A, where AT&T's and NTT's columns
/// agree or the wider one for a receiver's benefit:
///
///     frequency       taken up to 1.5 % beside, not taken from 3.5 %
///     level           each tone from 0 down to -25 dBm; nothing below -55
///     twist           the high tone up to 4 dB above the low one, or 8 dB below it
///     length          40 ms is a key, 23 ms is none
///     pause           30 ms separates two presses, 10 ms interrupts one
class KeyTones {
public:
    /// Hears 20 ms more; the key whose press is now certain.
    std::optional<char> hear(const Frame& sound);

private:
    void look(std::size_t from);
    char key_at(std::size_t from);

    /// A tone's strength and phase in a window.
    struct Tone {
        float in_phase = 0, quadrature = 0;
    };
    using Tones = std::array<Tone, 8>;

    std::array<float, 2 * frame_samples> sound_{};  ///< the last 40 ms
    Tones before_{};                                ///< of the window 5 ms ago
    char candidate_ = 0, pressed_ = 0, told_ = 0;   ///< 0: none
    int windows_alike_ = 0, windows_without_ = 0;
};

}  // namespace markaz::telephony
