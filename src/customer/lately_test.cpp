#include "customer/lately.hpp"

#include <gtest/gtest.h>

namespace markaz::customer {
namespace {

using namespace std::chrono_literals;

TEST(LatelyTest, CountsTheContactsOfSevenDays) {
    Lately lately;
    const Instant monday{};
    lately.add("+628123456789", monday);
    lately.add("0812345", monday + 1h);
    lately.add("+628123456789", monday + 24h);
    EXPECT_EQ(lately.count("+628123456789", monday + 25h), 2u);
    EXPECT_EQ(lately.count("0812345", monday + 25h), 1u);
    EXPECT_EQ(lately.count("100", monday + 25h), 0u);
    EXPECT_EQ(lately.count("+628123456789", monday + 7 * 24h), 1u) << "a week later it is no longer counted";
    EXPECT_EQ(lately.count("0812345", monday + 8 * 24h), 0u);
    EXPECT_EQ(lately.count("+628123456789", monday + 8 * 24h), 0u);
}

TEST(LatelyTest, ForgetsTheOldestOfTooMany) {
    Lately lately;
    lately.add("100", Instant{});
    for (std::uint32_t each = 1; each < Lately::most_counted; ++each) lately.add("200", Instant{});
    EXPECT_EQ(lately.count("100", Instant{}), 1u);
    lately.add("200", Instant{});
    EXPECT_EQ(lately.count("100", Instant{}), 0u);
    EXPECT_EQ(lately.count("200", Instant{}), Lately::most_counted);
}

}  // namespace
}  // namespace markaz::customer
