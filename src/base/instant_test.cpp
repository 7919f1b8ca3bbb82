#include "base/instant.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace markaz {
namespace {

using namespace std::chrono_literals;

TEST(Instant, IsWrittenInUtcWithOnlyTheDigitsThatMatter) {
    const auto second = parse_instant("2026-11-22T10:42:07Z").value();
    EXPECT_EQ(iso8601(second), "2026-11-22T10:42:07Z");
    EXPECT_EQ(iso8601(second + 250ms), "2026-11-22T10:42:07.250Z");
    EXPECT_EQ(iso8601(second + 250us), "2026-11-22T10:42:07.000250Z");
}

TEST(Instant, AnOffsetIsTakenIntoAccount) {
    EXPECT_EQ(parse_instant("2026-03-21T01:00:00+03:30"), parse_instant("2026-03-20T21:30:00Z"));
    EXPECT_EQ(parse_instant("2026-03-20T20:00:00-05:00"), parse_instant("2026-03-21T01:00:00Z"));
}

TEST(Instant, WhatIsNotAnInstantIsRefusedWithTheRightForm) {
    for (const char* bad : {"", "2026-11-22", "2026-11-22T10:42:07", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z",
                            "2026-11-22T10:42:07.Z", "2026-11-22T10:42:07.1234567Z", "2026-11-22T10:42:07Zx", "2026-11-22 10:42:07Z"})
        EXPECT_EQ(parse_instant(bad).error().right, "an instant is written 2026-11-22T10:42:07Z or 2026-11-22T10:42:07.250+03:30") << bad;
}

TEST(Instant, EveryInstantIsReadBackAsItself) {
    EXPECT_TRUE(rc::check([] {
        const Instant instant{Duration{*rc::gen::inRange<std::int64_t>(-2'000'000'000'000'000, 9'000'000'000'000'000)}};
        RC_ASSERT(parse_instant(iso8601(instant)).value() == instant);
    }));
}

TEST(Duration, IsReadInTheFormsThatPeopleWrite) {
    EXPECT_EQ(parse_duration("20s"), Duration{20s});
    EXPECT_EQ(parse_duration("1h30m"), Duration{90min});
    EXPECT_EQ(parse_duration("250ms"), Duration{250ms});
    EXPECT_EQ(parse_duration("0s"), Duration{0s});
}

TEST(Duration, WhatIsNotALengthIsRefused) {
    for (const char* bad : {"", "20", "s", "-5s", "1.5h", "20 s", "5x", "9999999999s", "999999999d999999999d"})
        EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(Duration, EveryLengthIsReadBackAsItself) {
    EXPECT_TRUE(rc::check([] {
        const Duration duration{*rc::gen::inRange<std::int64_t>(0, 90'000'000'000'000)};
        RC_ASSERT(parse_duration(duration_text(duration)).value() == duration);
    }));
}

}  // namespace
}  // namespace markaz
