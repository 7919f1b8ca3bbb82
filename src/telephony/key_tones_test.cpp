// Keys in the sound, against the limits of ITU-T Q.24 and against speech and music.

#include "telephony/key_tones.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "telephony/speech.hpp"

namespace markaz::telephony {
namespace {

using Sound = std::vector<std::int16_t>;

constexpr std::array<double, 4> low{697, 770, 852, 941}, high{1209, 1336, 1477, 1633};
constexpr std::string_view keypad = "123A456B789C*0#D";
constexpr double loud = 5000;  ///< amplitude of a tone
constexpr int samples_per_ms = 8;

struct Press {
    char key = '1';
    double milliseconds = 40;
    double low_amplitude = loud, high_amplitude = loud;
    double low_off = 0, high_off = 0;  ///< share of the frequency by which a tone lies beside
    double phase = 0.3;
};

/// The key's tones as they come through G.711.
Sound tones(const Press& press) {
    const std::size_t at = keypad.find(press.key);
    const double row = low[at / 4] * (1 + press.low_off), column = high[at % 4] * (1 + press.high_off);
    Sound sound(static_cast<std::size_t>(press.milliseconds * samples_per_ms));
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(i) / sample_rate;
        const double value = press.low_amplitude * std::sin(row * turn + press.phase) +
                             press.high_amplitude * std::sin(column * turn + 2 * press.phase);
        sound[i] = decode(Law::mu, encode(Law::mu, static_cast<std::int16_t>(std::lround(std::clamp(value, -32124.0, 32124.0)))));
    }
    return sound;
}

void append(Sound& sound, const Sound& more) { sound.insert(sound.end(), more.begin(), more.end()); }

std::string keys_in(Sound sound) {
    sound.resize((sound.size() / frame_samples + 4) * frame_samples);
    KeyTones tones;
    std::string keys;
    for (std::size_t at = 0; at < sound.size(); at += frame_samples) {
        Frame frame;
        std::copy_n(sound.begin() + static_cast<std::ptrdiff_t>(at), frame_samples, frame.begin());
        if (const auto key = tones.hear(frame)) keys += *key;
    }
    return keys;
}

/// Whether each key is heard as itself (or, not at all) wherever in a frame its press begins.
testing::AssertionResult all_heard(Press press, bool heard) {
    for (press.key = '1'; const char key : keypad) {
        press.key = key;
        for (std::size_t lead = 0; lead < frame_samples; lead += 7) {
            press.phase = static_cast<double>(lead) * 0.1;
            Sound sound(lead);
            append(sound, tones(press));
            if (const std::string keys = keys_in(sound); keys != (heard ? std::string(1, key) : ""))
                return testing::AssertionFailure() << key << ", begun " << lead << " samples late, was heard as \"" << keys << '"';
        }
    }
    return testing::AssertionSuccess();
}

TEST(KeyTones, FortyMillisecondsAreAKeyAndTwentyThreeAreNone) {
    EXPECT_TRUE(all_heard({.milliseconds = 40}, true));
    EXPECT_TRUE(all_heard({.milliseconds = 500}, true));
    EXPECT_TRUE(all_heard({.milliseconds = 23}, false));
}

TEST(KeyTones, AreTakenOneAndAHalfPerCentBesideAndNotThreeAndAHalf) {
    for (const double side : {-1.0, 1.0})
        for (const double other : {-1.0, 1.0}) {
            EXPECT_TRUE(all_heard({.low_off = side * 0.015, .high_off = other * 0.015}, true));
            EXPECT_TRUE(all_heard({.milliseconds = 200, .low_off = side * 0.035, .high_off = other * 0.035}, false));
        }
    EXPECT_TRUE(all_heard({.milliseconds = 200, .low_off = 0.035}, false));
    EXPECT_TRUE(all_heard({.milliseconds = 200, .high_off = -0.035}, false));
}

TEST(KeyTones, MayDifferInLevelAsLinesMakeThemDiffer) {
    const auto below = [](double decibels) { return loud * std::pow(10, -decibels / 20); };
    EXPECT_TRUE(all_heard({.high_amplitude = below(8)}, true));
    EXPECT_TRUE(all_heard({.low_amplitude = below(4)}, true));
    EXPECT_TRUE(all_heard({.milliseconds = 200, .high_amplitude = below(12)}, false));
    EXPECT_TRUE(all_heard({.milliseconds = 200, .low_amplitude = below(8)}, false));
}

TEST(KeyTones, AreHeardFromTheLoudestToMinus25AndNotAtMinus55) {
    // A sine at the end of mu-law's scale is +3.17 dBm0 (ITU-T G.711, table 5); two of 0 dBm0 each nearly reach it.
    const auto amplitude = [](double dbm0) { return 32124 * std::pow(10, (dbm0 - 3.17) / 20); };
    for (const double level : {-3.0, -10.0, -25.0})
        EXPECT_TRUE(all_heard({.low_amplitude = amplitude(level), .high_amplitude = amplitude(level)}, true)) << level;
    EXPECT_TRUE(all_heard({.milliseconds = 200, .low_amplitude = amplitude(-55), .high_amplitude = amplitude(-55)}, false));
}

TEST(KeyTones, OneToneIsNoKey) {
    EXPECT_TRUE(all_heard({.milliseconds = 500, .high_amplitude = 0}, false));
    EXPECT_TRUE(all_heard({.milliseconds = 500, .low_amplitude = 0}, false));
}

TEST(KeyTones, AnInterruptionOfTenMillisecondsIsOnePressAndAPauseOfThirtyMakesTwo) {
    for (const char key : keypad)
        for (std::size_t lead = 0; lead < frame_samples; lead += 7) {
            const auto twice = [&](std::size_t pause) {
                Sound sound(lead);
                append(sound, tones({.key = key, .milliseconds = 50}));
                sound.resize(sound.size() + pause * samples_per_ms);
                append(sound, tones({.key = key, .milliseconds = 50, .phase = 1.7}));
                return keys_in(sound);
            };
            ASSERT_EQ(twice(10), std::string(1, key)) << lead;
            ASSERT_EQ(twice(30), std::string(2, key)) << lead;
        }
}

TEST(KeyTones, NumbersThatAreDialledFastAreHeardWhole) {
    Sound sound(100);
    for (const char key : keypad) {
        append(sound, tones({.key = key, .milliseconds = 45}));
        sound.resize(sound.size() + 45 * samples_per_ms);
    }
    EXPECT_EQ(keys_in(sound), keypad);
}

TEST(KeyTones, AreHeardThroughNoiseFifteenDecibelsBelow) {
    std::mt19937 chance(1);
    std::normal_distribution<double> noise(0, loud / std::numbers::sqrt2 * std::pow(10, -15.0 / 20));
    for (const char key : keypad) {
        Sound sound = tones({.key = key, .milliseconds = 60});
        for (std::int16_t& sample : sound) sample = static_cast<std::int16_t>(sample + noise(chance));
        EXPECT_EQ(keys_in(sound), std::string(1, key));
    }
}

/// Louder and softer, and somewhat slower and faster, which makes other voices of it.
void expect_no_key(const Audio& audio, std::string_view what) {
    Sound whole(audio->size());
    decode(Law::mu, *audio, whole);
    for (const double speed : {0.8, 0.9, 1.0, 1.13, 1.3}) {
        Sound sound(static_cast<std::size_t>(static_cast<double>(whole.size()) / speed));
        for (std::size_t i = 0; i < sound.size(); ++i) sound[i] = whole[static_cast<std::size_t>(static_cast<double>(i) * speed)];
        EXPECT_EQ(keys_in(sound), "") << what << " at " << speed;
    }
}

TEST(KeyTones, AreNotHeardInMusic) { expect_no_key(music(), "music"); }

TEST(KeyTones, AreNotHeardInSpeech) {
    if (!synthesise("one", Language::en, {})) GTEST_SKIP() << "espeak-ng is not installed";
    constexpr std::array<std::string_view, all_languages.size()> texts{
        "Welcome to the service line. For lost or stolen cards press one, for accounts press two, for anything else please stay on the "
        "line and somebody will be with you. Zero one two three four five six seven eight nine ten eleven twelve.",
        "أهلاً بكم في خط الخدمة. للبطاقات المفقودة اضغط واحد، وللحسابات اضغط اثنين، ولغير ذلك ابقَ على الخط وسيجيبك موظف. "
        "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة.",
        "به خط خدمات خوش آمدید. برای کارت گم‌شده عدد یک، برای حساب عدد دو را فشار دهید، و برای کارهای دیگر منتظر بمانید تا پاسخ "
        "بگوییم. صفر یک دو سه چهار پنج شش هفت هشت نه ده.",
        "Selamat datang di saluran layanan. Untuk kartu hilang tekan satu, untuk rekening tekan dua, selain itu mohon tunggu sebentar. "
        "Nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh.",
        "Selamat datang ke talian khidmat. Untuk kad hilang tekan satu, untuk akaun tekan dua, selain itu sila tunggu sebentar. Kosong "
        "satu dua tiga empat lima enam tujuh lapan sembilan sepuluh."};
    for (const Language language : all_languages) {
        const auto audio = synthesise(texts[static_cast<std::size_t>(language)], language, {});
        ASSERT_TRUE(audio) << audio.error().line();
        ASSERT_GT((*audio)->size(), 5 * sample_rate) << "so little speech proves nothing";
        expect_no_key(*audio, texts[static_cast<std::size_t>(language)].substr(0, 20));
    }
}

}  // namespace
}  // namespace markaz::telephony
