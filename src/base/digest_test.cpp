#include "base/digest.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace markaz {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

using LampId = Id<struct LampTag>;

struct Lamp {
    LampId id;
    Key place;
    Colour colour = Colour::red;
    std::int32_t level = 0;
    Instant since{};
    Duration blink{};
    bool on = false;
    std::optional<std::uint8_t> group;
    std::vector<std::uint16_t> hours;
    std::string label;
};
BOOST_DESCRIBE_STRUCT(Lamp, (), (id, place, colour, level, since, blink, on, group, hours, label))

struct Dark {};
BOOST_DESCRIBE_STRUCT(Dark, (), ())

struct Dim { std::uint8_t level = 0; };
BOOST_DESCRIBE_STRUCT(Dim, (), (level))

using Light = std::variant<Dark, Dim>;

Lamp lamp() {
    return {LampId{7}, "hall"_key, Colour::green, -3, Instant{Duration{1'700'000'000'000'000}}, Duration{250'000}, true, 4, {8, 17},
            "by the door"};
}

// The figure stands in stored journals: whoever changes the construction changes every digest that was ever written.
TEST(Digest, IsTheSameOnEveryMachineAndInEveryRelease) {
    EXPECT_EQ(digest_of(lamp()), 4184417545831872464ull);
    EXPECT_EQ(digest_of(Light{Dim{3}}), 8379974175332702357ull);
}

TEST(Digest, NoticesEachMember) {
    std::vector<Lamp> lamps(11, lamp());
    lamps[1].id.value = 8;
    lamps[2].place = "hall-2"_key;
    lamps[3].colour = Colour::red;
    lamps[4].level = 3;
    lamps[5].since += Duration{1};
    lamps[6].blink += Duration{1};
    lamps[7].on = false;
    lamps[8].group.reset();
    lamps[9].hours.push_back(0);
    lamps[10].label += '\0';
    std::set<std::uint64_t> digests;
    for (const Lamp& each : lamps) digests.insert(digest_of(each));
    EXPECT_EQ(digests.size(), lamps.size());
}

TEST(Digest, TellsAlternativesApartEvenWhenTheyHoldNothing) {
    EXPECT_NE(digest_of(Light{Dark{}}), digest_of(Light{Dim{0}}));
}

TEST(Digest, DependsOnOrderAndOnWhereAListEnds) {
    using Lists = std::vector<std::vector<std::uint8_t>>;
    EXPECT_NE(digest_of(Lists{{1}, {2, 3}}), digest_of(Lists{{1, 2}, {3}}));
    EXPECT_NE(digest_of(Lists{{1, 2}}), digest_of(Lists{{2, 1}}));
    EXPECT_NE(digest_of(Lists{{0}}), digest_of(Lists{{0, 0}}));
}

TEST(Digest, NoticesEveryBitOfAText) {
    const std::string text = "The quick brown fox jumps over the lazy dog, twice.";
    std::set<std::uint64_t> digests{digest_of(text)};
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        std::string flipped = text;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
        digests.insert(digest_of(flipped));
    }
    EXPECT_EQ(digests.size(), text.size() * 8 + 1);
}

}  // namespace
}  // namespace markaz
