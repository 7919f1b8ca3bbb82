#include "telephony/kept_legs.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace markaz::telephony {
namespace {

class KeptLegsTest : public testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(file); }

    std::unique_ptr<KeptLegs> open(std::uint8_t with = 7) {
        KeptLegs::Key bytes;
        bytes.fill(with);
        return std::move(KeptLegs::open(file, bytes).value());
    }
    static LastWord word(const std::string& text) {
        return {LastWord::Kind::cancel, true, SocketAddress::from("::1", 5061).value(), "sip:a@b", "sip:c", text};
    }
    /// What a process that ended without a word left in the file.
    std::vector<std::string> left(std::uint8_t with = 7) {
        std::vector<std::string> texts;
        const auto again = open(with);
        auto found = again->take_left();
        for (const auto& each : found) {
            EXPECT_EQ(each.word, word(each.word.text));
            texts.push_back(each.word.text);
        }
        for (auto& each : found) killed.push_back(std::move(each.slot));  // as a kill would: nobody gives the slots back
        std::ranges::sort(texts);
        return texts;
    }
    std::string bytes() const {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    std::filesystem::path file = std::filesystem::temp_directory_path() / ("markaz-kept-" + std::to_string(getpid()));
    /// Slots that outlive their file's object would write into it; they are forgotten on purpose.
    struct Forgotten {
        std::vector<std::unique_ptr<std::array<std::byte, sizeof(KeptLegs::Slot)>>> places;
        void push_back(KeptLegs::Slot slot) {
            places.push_back(std::make_unique<std::array<std::byte, sizeof(KeptLegs::Slot)>>());
            new (places.back()->data()) KeptLegs::Slot(std::move(slot));
        }
    } killed;
};

TEST_F(KeptLegsTest, WhatWasKeptIsFoundByTheNextProcessAndWhatEndedIsNot) {
    {
        const auto legs = open();
        EXPECT_TRUE(legs->take_left().empty());
        KeptLegs::Slot first, second, third;
        legs->keep(first, word("first"));
        legs->keep(second, word("second"));
        legs->keep(third, word("third"));
        legs->keep(third, word("3"));
        second.clear();
        killed.push_back(std::move(first));
        killed.push_back(std::move(third));
    }
    EXPECT_EQ(left(), (std::vector<std::string>{"3", "first"}));
    EXPECT_EQ(left(), (std::vector<std::string>{"3", "first"})) << "a second kill before they were ended";
}

TEST_F(KeptLegsTest, TheFileShowsNothingOfThemAndForgetsThemWhenTheyEnd) {
    const auto legs = open();
    KeptLegs::Slot slot;
    const std::string number = "sip:+60312345678@192.0.2.1";
    legs->keep(slot, word(number));
    EXPECT_FALSE(bytes().empty());
    EXPECT_EQ(bytes().find("60312345678"), std::string::npos);
    slot.clear();
    EXPECT_EQ(bytes().find_first_not_of('\0'), std::string::npos);
}

TEST_F(KeptLegsTest, ADamagedSlotOrAnotherKeyLeavesNothingAndTheSlotIsFree) {
    {
        const auto legs = open();
        KeptLegs::Slot one, two;
        legs->keep(one, word("one"));
        legs->keep(two, word("two"));
        killed.push_back(std::move(one));
        killed.push_back(std::move(two));
    }
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(40).put('x');
    EXPECT_EQ(left(), std::vector<std::string>{"two"});
    EXPECT_TRUE(left(8).empty());
    EXPECT_EQ(bytes().find_first_not_of('\0'), std::string::npos);
}

TEST_F(KeptLegsTest, AWordTooLargeIsNotKept) {
    const auto legs = open();
    KeptLegs::Slot slot;
    legs->keep(slot, word(std::string(5000, 'x')));
    EXPECT_FALSE(slot);
}

TEST_F(KeptLegsTest, SlotsAreUsedAgain) {
    const auto legs = open();
    for (int i = 0; i < 100; ++i) {
        KeptLegs::Slot slot;
        legs->keep(slot, word("again"));
    }
    EXPECT_LE(std::filesystem::file_size(file), KeptLegs::slot_size);
}

TEST(KeptLegs, AFileThatCannotBeMadeIsNamed) {
    const auto opened = KeptLegs::open("/nowhere/legs", {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().where, "/nowhere/legs");
}

}  // namespace
}  // namespace markaz::telephony
