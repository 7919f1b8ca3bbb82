// The manual that ships must be a manual: it compiles, in all five languages, and nothing was forgotten in translating it.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "procedure/compile.hpp"
#include "procedure/run.hpp"
#include "procedure/source.hpp"

namespace markaz::procedure {
namespace {

std::vector<SourceDocument> sample() { return {sample_manual().begin(), sample_manual().end()}; }

Manual compiled() {
    auto manual = compile(sample());
    EXPECT_TRUE(manual) << manual.error().front().problem().line();
    return manual ? std::move(*manual) : Manual{};
}

/// Calls `f(step id, language, line)` for each text of each flow.
template <class F>
void for_each_text(const Manual& manual, F f) {
    ASSERT_NE(manual.flow("main-line"_key), nullptr);
    for (const Flow& flow : manual.flows)
        for (const Step& step : flow.steps)
            if (const Line* line = line_of(step.verb); line && !line->read[flow.source].empty())
                for (Language language : all_languages) f(step.id.text(), language, *line);
}

std::vector<char32_t> characters(std::string_view text) {
    std::vector<char32_t> result;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        char32_t c = size == 1 ? first : first & (0x7Fu >> size);
        for (std::size_t i = 1; i < size; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
        result.push_back(c);
        at += size;
    }
    return result;
}
bool has_any(std::string_view text, std::u32string_view wanted) {
    return std::ranges::any_of(characters(text), [&](char32_t c) { return wanted.contains(c); });
}
/// Outside braces: what stands in them is the name of a field.
bool has_latin_letters(std::string_view text) {
    bool name = false;
    return std::ranges::any_of(text, [&](char c) {
        if (c == '{' || c == '}') name = c == '{';
        return !name && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    });
}
bool right_to_left(Language language) { return language == Language::ar || language == Language::fa; }

TEST(SampleManual, Compiles) {
    const auto manual = compile(sample());
    std::string findings;
    if (!manual)
        for (const Finding& finding : manual.error()) findings += finding.problem().line() + '\n';
    EXPECT_EQ(findings, "");
}

TEST(SampleManual, IsTheOneOfTheRepository) {
    const std::filesystem::recursive_directory_iterator files(std::filesystem::path(SOURCE_DIR) / "manual");
    const auto documents = std::ranges::count_if(files, [](const auto& file) { return file.path().extension() == ".md"; });
    EXPECT_EQ(sample_manual().size(), static_cast<std::size_t>(documents));
    for (const SourceDocument& document : sample_manual()) {
        std::ostringstream text;
        text << std::ifstream(std::filesystem::path(SOURCE_DIR) / "manual" / document.path, std::ios::binary).rdbuf();
        EXPECT_EQ(document.text, text.str()) << document.path;
    }
}

TEST(SampleManual, EachKeyOfTheMenuLeadsToItsQueue) {
    const Manual manual = compiled();
    const Flow& flow = *manual.flow("main-line"_key);
    const auto menu = std::ranges::find(flow.steps, "menu"_key, &Step::id);
    ASSERT_NE(menu, flow.steps.end());
    const auto& choose = std::get<Choose>(menu->verb);
    const auto queue_behind = [&](char key) { return std::get<Queue>(flow.steps.at(after_key(choose, key)).verb).queue; };
    EXPECT_EQ(queue_behind('1'), "cards"_key);
    EXPECT_EQ(queue_behind('2'), "accounts"_key);
    EXPECT_EQ(queue_behind('3'), "delivery"_key);
    const Say& no_choice = std::get<Say>(flow.steps.at(choose.otherwise).verb);
    EXPECT_EQ(std::get<Queue>(flow.steps.at(no_choice.next).verb).queue, "accounts"_key);
}

TEST(SampleManual, StandsInAllFiveLanguages) {
    const Manual manual = compiled();
    EXPECT_TRUE(std::ranges::equal(manual.languages, all_languages));
    for_each_text(manual, [](std::string_view step, Language language, const Line& line) {
        EXPECT_FALSE(line.read[language].empty()) << step << ' ' << code(language);
    });
    ASSERT_EQ(manual.queue_titles.size(), 4u);
    for (const QueueTitle& queue : manual.queue_titles)
        for (Language language : all_languages) EXPECT_FALSE(queue.title[language].empty()) << queue.id.text() << ' ' << code(language);
    for (const Flow& flow : manual.flows)
        for (Language language : all_languages) EXPECT_FALSE(flow.title[language].empty()) << code(language);
}

TEST(SampleManual, NoTextWasLeftInAnotherLanguage) {
    for_each_text(compiled(), [](std::string_view step, Language language, const Line& line) {
        const std::string words = line.read[language] + line.spoken[language];
        if (right_to_left(language)) EXPECT_FALSE(has_latin_letters(words)) << step << ' ' << code(language);
        if (language != Language::en) EXPECT_NE(line.read[language], line.read[Language::en]) << step << ' ' << code(language);
    });
}

TEST(SampleManual, PersianAndArabicKeepTheirOwnLetters) {
    for (const SourceDocument& document : sample_manual()) {
        if (document.path.ends_with(".fa.md")) EXPECT_FALSE(has_any(document.text, U"كيىة")) << document.path << " has an Arabic letter";
        if (document.path.ends_with(".ar.md"))
            EXPECT_FALSE(has_any(document.text, U"کیپچگژ\u200C")) << document.path << " has a Persian letter";
    }
}

TEST(SampleManual, WhatCallersHearHasVowelMarksWhereTheSynthesiserNeedsThem) {
    const Manual manual = compiled();
    const std::u32string_view marks = U"\u064E\u064F\u0650";
    for_each_text(manual, [&](std::string_view step, Language language, const Line& line) {
        constexpr std::array<std::string_view, 3> heard{"welcome", "menu", "no-choice"};
        if (right_to_left(language) && std::ranges::find(heard, step) != heard.end())
            EXPECT_TRUE(has_any(line.spoken[language], marks)) << step << ' ' << code(language);
    });
}

/// espeak-ng 1.51 drops a vowel that stands before the doubling mark (the order of Unicode's canonical forms): it then says
/// muwaẓẓf for muwaẓẓaf.
TEST(SampleManual, SpokenArabicHasTheDoublingMarkBeforeTheVowel) {
    const Manual manual = compiled();
    for_each_text(manual, [](std::string_view step, Language language, const Line& line) {
        for (std::string_view vowel : {"\u064B", "\u064C", "\u064D", "\u064E", "\u064F", "\u0650"})
            EXPECT_EQ(line.spoken[language].find(std::string(vowel) + "\u0651"), std::string::npos) << step;
    });
}

}  // namespace
}  // namespace markaz::procedure
