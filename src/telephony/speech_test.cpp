#include "telephony/speech.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <rapidcheck.h>

#include <filesystem>
#include <fstream>

#include "telephony/g711.hpp"
#include "telephony/test_phone.hpp"

namespace markaz::telephony {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append(Bytes& bytes, const std::string& text) { bytes.insert(bytes.end(), text.begin(), text.end()); }
void append(Bytes& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// A 16 bit linear WAV file of a tone, on each of `channels`.
Bytes wav_of_a_tone(double hertz, unsigned rate, unsigned channels, std::uint32_t said_length = 0) {
    Bytes bytes;
    append(bytes, "RIFF");
    append(bytes, 0xFFFFFFFF, 4);
    append(bytes, "WAVEfmt ");
    append(bytes, 16, 4);
    append(bytes, 1, 2);
    append(bytes, channels, 2);
    append(bytes, rate, 4);
    append(bytes, rate * channels * 2, 4);
    append(bytes, channels * 2, 2);
    append(bytes, 16, 2);
    append(bytes, "data");
    append(bytes, said_length ? said_length : rate * channels * 2, 4);
    for (unsigned i = 0; i < rate; ++i)
        for (unsigned channel = 0; channel < channels; ++channel)
            append(bytes, static_cast<std::uint32_t>(std::lround(8000 * std::sin(2 * std::numbers::pi * hertz * i / rate))), 2);
    return bytes;
}

std::vector<std::int16_t> samples_of(const Audio& audio) {
    std::vector<std::int16_t> samples(audio->size());
    decode(Law::mu, *audio, samples);
    return samples;
}

double loudness(const std::vector<std::int16_t>& samples) {
    double energy = 0;
    for (const std::int16_t sample : samples) energy += static_cast<double>(sample) * sample;
    return std::sqrt(energy / static_cast<double>(samples.size()));
}

TEST(Wav, IsBroughtTo8kHzWithItsPitch) {
    for (const unsigned rate : {8000u, 16000u, 22050u, 44100u}) {
        const auto audio = read_wav(wav_of_a_tone(1000, rate, 2), "test");
        ASSERT_TRUE(audio) << audio.error().line();
        EXPECT_EQ((*audio)->size(), 8000u);
        EXPECT_GT(test::share_of_tone(samples_of(*audio), 1000), 0.99) << rate;
        EXPECT_NEAR(loudness(samples_of(*audio)), 8000 / std::sqrt(2.0), 150) << rate;
    }
}

TEST(Wav, WhatATelephoneCannotCarryDoesNotFoldBack) {
    // 6 kHz at a rate of 22.05 kHz would be heard as 2 kHz, if it were only thinned out.
    const auto audio = read_wav(wav_of_a_tone(6000, 22050, 1), "test");
    ASSERT_TRUE(audio);
    const auto samples = samples_of(*audio);
    EXPECT_LT(loudness(std::vector(samples.begin() + 100, samples.end() - 100)), 30);
}

TEST(Wav, ALengthBeyondTheEndMeansTheRest) {
    EXPECT_EQ((*read_wav(wav_of_a_tone(1000, 8000, 1, 0x7FFFFFFF), "test"))->size(), 8000u);
}

TEST(Wav, SaysWhatItCannotRead) {
    EXPECT_EQ(read_wav({}, "x.wav").error().line(), "x.wav: is not a WAV file; a file that begins with RIFF....WAVE");
    Bytes odd = wav_of_a_tone(1, 8000, 1);
    odd[34] = 24;  // bits
    EXPECT_EQ(read_wav(odd, "x.wav").error().what, "is in a format that cannot be read");
    Bytes silent = wav_of_a_tone(1, 8000, 1);
    silent.resize(36);
    EXPECT_EQ(read_wav(silent, "x.wav").error().what, "holds no sound");
    EXPECT_EQ(load_wav("/nowhere/x.wav").error().line(), "/nowhere/x.wav: cannot be opened: No such file or directory");
}

TEST(Wav, AnyBytesBehindARightBeginningAreReadOrRefused) {
    EXPECT_TRUE(rc::check([](const Bytes& any, std::uint8_t cut) {
        Bytes bytes = wav_of_a_tone(1000, 8000, 1);
        bytes.resize(12 + cut % 40);
        bytes.insert(bytes.end(), any.begin(), any.end());
        const auto audio = read_wav(bytes, "test");
        RC_ASSERT(!audio || !(*audio)->empty());
    }));
}

TEST(Music, IsSoftAndItsEndMeetsItsBeginning) {
    const auto samples = samples_of(music());
    EXPECT_EQ(samples.size(), 80000u);
    EXPECT_GT(loudness(samples), 500);
    for (const std::int16_t sample : samples) ASSERT_LT(std::abs(sample), 16000);
    // A seam would be a step; within the music neighbours differ by no more.
    int largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) largest = std::max(largest, std::abs(samples[i] - samples[i - 1]));
    EXPECT_LE(std::abs(samples.front() - samples.back()), largest);
    // Every chord is heard: no 100 ms are silent.
    for (std::size_t i = 0; i + 800 <= samples.size(); i += 800)
        EXPECT_GT(loudness(std::vector(samples.begin() + static_cast<int>(i), samples.begin() + static_cast<int>(i) + 800)), 100);
}

class SpeechTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = std::filesystem::temp_directory_path() / "markaz-speech-XXXXXX";
        directory = mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(directory); }

    /// A program that stands in for the synthesiser.
    SpeechCommand script(const std::string& lines) {
        SpeechCommand command;
        command.program = directory / "say";
        std::ofstream(command.program) << "#!/bin/sh\n" << lines;
        std::filesystem::permissions(command.program, std::filesystem::perms::owner_all);
        return command;
    }
    std::filesystem::path directory;
};

TEST_F(SpeechTest, EveryLanguageIsSpoken) {
    const std::array<std::string, 5> texts{"Please wait.", "انتظر من فضلك.", "لطفا منتظر بمانید.", "Silakan tunggu.", "Sila tunggu."};
    for (const Language language : all_languages) {
        const auto audio = synthesise(texts[static_cast<std::size_t>(language)], language, {});
        ASSERT_TRUE(audio) << audio.error().line();
        EXPECT_GT((*audio)->size(), sample_rate / 3) << code(language);
        EXPECT_GT(loudness(samples_of(*audio)), 300) << code(language);
    }
}

TEST_F(SpeechTest, ALongerTextSoundsLonger) {
    const auto shorter = synthesise("One.", Language::en, {}), longer = synthesise("One, two, three, four, five.", Language::en, {});
    ASSERT_TRUE(shorter && longer);
    EXPECT_GT((*longer)->size(), (*shorter)->size() * 3 / 2);
}

TEST_F(SpeechTest, TheTextReachesNoShellAndNoArgument) {
    const std::string seen = directory / "seen";
    const SpeechCommand command = script("cat > " + seen + ".text; echo \"$@\" > " + seen + ".words; exit 1\n");
    EXPECT_FALSE(synthesise("-f /etc/passwd $(touch x) `id`; rm", Language::ms, command));
    std::string text, words;
    std::getline(std::ifstream(seen + ".text"), text);
    std::getline(std::ifstream(seen + ".words"), words);
    EXPECT_EQ(text, "-f /etc/passwd $(touch x) `id`; rm");
    EXPECT_EQ(words, "--stdin -b 1 -v ms -s 150 --stdout");
}

TEST_F(SpeechTest, AMissingProgramIsNamed) {
    SpeechCommand command;
    command.program = "/nowhere/espeak";
    EXPECT_EQ(synthesise("x", Language::en, command).error().line(),
              "/nowhere/espeak: cannot be started: No such file or directory; espeak-ng installed, or another program configured");
}

TEST_F(SpeechTest, OneThatNeverEndsIsStopped) {
    SpeechCommand command = script("exec sleep 1000\n");
    command.limit = std::chrono::seconds(1);
    EXPECT_EQ(synthesise("x", Language::en, command).error().what, "did not finish in 1 s, and was stopped");
}

TEST_F(SpeechTest, OneThatDoesNotReadItsTextEndsNothingElse) {
    EXPECT_EQ(synthesise(std::string(1'000'000, 'x'), Language::en, script("exec <&-; exit 0\n")).error().what, "is not a WAV file");
}

TEST_F(SpeechTest, AVoiceThatIsNotThereIsNamed) {
    SpeechCommand command;
    command.voices[0] = "klingonese";
    EXPECT_EQ(synthesise("x", Language::en, command).error().line(), "espeak-ng: failed for voice \"klingonese\"; a voice that it has");
}

}  // namespace
}  // namespace markaz::telephony
