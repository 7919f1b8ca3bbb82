#include "telephony/mixer.hpp"

#include <gtest/gtest.h>

namespace markaz::telephony {
namespace {

Frame level(std::int16_t value) {
    Frame frame;
    frame.fill(value);
    return frame;
}

class MixerTest : public testing::Test {
protected:
    std::int16_t heard_by(std::size_t listener) { return mix(talkers, gains, listener)[80]; }

    Frame caller = level(1000), agent = level(200), leader = level(30);
    std::vector<const Frame*> talkers{&caller, &agent, &leader};
    Gains gains = Gains::of_a_conversation(3);
};

TEST_F(MixerTest, EverybodyHearsTheOthersAndNotThemselves) {
    EXPECT_EQ(heard_by(0), 230);
    EXPECT_EQ(heard_by(1), 1030);
    EXPECT_EQ(heard_by(2), 1200);
}

TEST_F(MixerTest, AGainOfNoneIsSilenceAndOfHalfIsHalf) {
    gains.at(0, 1) = 0;
    gains.at(0, 2) = Gains::full / 2;
    EXPECT_EQ(heard_by(0), 15);
}

TEST_F(MixerTest, ALoudSumTakesTheEndOfTheScaleAndDoesNotWrapRound) {
    caller = agent = leader = level(30000);
    EXPECT_EQ(heard_by(0), 32767);
    caller = agent = leader = level(-30000);
    EXPECT_EQ(heard_by(0), -32768);
    EXPECT_EQ(sum(talkers)[0], -32768);
}

TEST_F(MixerTest, OneAloneHearsSilence) {
    const std::array<const Frame*, 1> alone{&caller};
    EXPECT_EQ(mix(alone, Gains::of_a_conversation(1), 0)[0], 0);
    EXPECT_EQ(sum({})[0], 0);
}

}  // namespace
}  // namespace markaz::telephony
