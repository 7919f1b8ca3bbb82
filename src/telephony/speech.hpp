#pragma once
// Sound that callers hear, made ready once: spoken texts, files, music. All of it is 8 kHz mu-law afterwards.

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/language.hpp"
#include "base/result.hpp"
#include "telephony/telephony.hpp"

namespace markaz::telephony {

/// How espeak-ng, or a program that takes the same arguments, is run. The text goes to its standard input, never through a shell.
struct SpeechCommand {
    std::string program = "espeak-ng";
    std::array<std::string, all_languages.size()> voices{"en-us", "ar", "fa", "id", "ms"};  ///< in the order of Language
    int words_per_minute = 150;
    std::chrono::seconds limit{20};  ///< then it is killed
};

/// Speaks `text`. A Problem when the program is missing, fails, or brings no sound.
Result<Audio> synthesise(std::string_view text, Language language, const SpeechCommand& command);

/// Reads a WAV file: linear 8 or 16 bit, mu-law or A-law, any number of channels (they are averaged), any rate up to 192 kHz.
Result<Audio> load_wav(const std::string& path);

/// The same for bytes in memory; `where` names them in a Problem.
Result<Audio> read_wav(std::span<const std::uint8_t> bytes, const std::string& where);

/// The tone after which a caller speaks.
Audio tone();

/// Soft chords for those who wait; loops without a seam.
Audio music();

}  // namespace markaz::telephony
