#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "telephony/sip_re.hpp"

namespace markaz::telephony {
namespace {

std::string drawn(std::size_t letters) {
    std::string text(letters + 1, '?');
    rand_str(text.data(), text.size());
    EXPECT_EQ(text.back(), '\0');
    text.pop_back();
    return text;
}

TEST(SipRandom, WordsAreTokensOfTheirLengthAndNoneComesTwice) {
    std::set<std::string> words;
    for (int each = 0; each < 10'000; ++each) words.insert(drawn(16));
    EXPECT_EQ(words.size(), 10'000u);
    for (const std::string& word : words) {
        ASSERT_EQ(word.size(), 16u);
        ASSERT_TRUE(std::ranges::all_of(word, [](char letter) { return std::isalnum(letter) || letter == '-' || letter == '_'; })) << word;
    }
}

TEST(SipRandom, EachLetterComesAboutAsOften) {
    std::array<int, 256> seen{};
    for (const char letter : drawn(64'000)) ++seen[static_cast<unsigned char>(letter)];
    // 1,000 of each with a standard deviation of 31: seven of them away comes once in 10^11.
    EXPECT_EQ(std::ranges::count_if(seen, [](int times) { return times > 780 && times < 1'220; }), 64);
}

TEST(SipRandom, MoreThanABlockIsRandomToItsEnd) {
    std::vector<std::uint8_t> bytes(100'000);
    rand_bytes(bytes.data(), bytes.size());
    // What was given out is wiped: zeros in a row would be a block that was handed out twice. Sixteen come by chance once in 10^33.
    EXPECT_EQ(std::ranges::search_n(bytes, 16, std::uint8_t{0}).size(), 0u);
}

TEST(SipRandom, TwoThreadsDrawDifferentWords) {
    std::string here = drawn(16), there;
    std::thread([&] { there = drawn(16); }).join();
    EXPECT_NE(here, there);
    EXPECT_NE(drawn(16), here);
}

TEST(SipRandom, NothingIsWrittenWhereThereIsNoRoom) {
    char text = '?';
    rand_str(&text, 0);
    EXPECT_EQ(text, '?');
    rand_str(&text, 1);
    EXPECT_EQ(text, '\0');
}

}  // namespace
}  // namespace markaz::telephony
