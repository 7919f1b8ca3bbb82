#include "telephony/fake.hpp"

#include <gtest/gtest.h>

namespace markaz::telephony {
namespace {

TEST(Fake, KeepsCommandsInOrderAndTellsWhatItIsGiven) {
    std::vector<Event> told;
    FakeTelephony telephony([&](Event event) { told.push_back(std::move(event)); });
    const LegId leg = telephony.next_leg();
    telephony.perform({Accept{leg}, Join{leg, RoomId{2}}});
    telephony.perform({HangUp{leg}});
    telephony.tell(Ended{leg});

    EXPECT_EQ(telephony.take<Join>().at(0).room, RoomId{2});
    const auto rest = telephony.take_commands();
    ASSERT_EQ(rest.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<Accept>(rest[0]));
    EXPECT_TRUE(std::holds_alternative<HangUp>(rest[1]));
    EXPECT_TRUE(telephony.take_commands().empty());
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(std::get<Ended>(told[0]).leg, leg);
}

}  // namespace
}  // namespace markaz::telephony
