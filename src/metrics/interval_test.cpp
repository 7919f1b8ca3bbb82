#include "metrics/interval.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/described.hpp"

namespace markaz::metrics {
namespace {

using namespace std::chrono_literals;

Instant at(const char* text) { return parse_instant(text).value(); }
Calendar site(const char* zone, std::chrono::weekday week_begins = std::chrono::Saturday) {
    return Calendar::of(zone, week_begins).value();
}

TEST(Interval, IsReadInTheFormsOfTheCommandLine) {
    EXPECT_EQ(parse_interval("15m"), Interval::quarter_hour);
    EXPECT_EQ(parse_interval("1mo"), Interval::month);
    EXPECT_EQ(parse_interval("10m").error().right, "15m, 30m, 1h, 1d, 1w or 1mo");
}

TEST(Calendar, AnUnknownZoneIsRefused) {
    EXPECT_EQ(Calendar::of("Asia/Teheran", std::chrono::Saturday).error().what, "the time zone \"Asia/Teheran\" is not known");
}

TEST(Calendar, TheDayBeginsAtTheSitesMidnight) {
    const Calendar tehran = site("Asia/Tehran");
    EXPECT_EQ(tehran.begin(Interval::day, at("2026-11-22T10:00:00+03:30")), at("2026-11-22T00:00:00+03:30"));
    EXPECT_EQ(tehran.begin(Interval::day, at("2026-11-21T20:29:59Z")), at("2026-11-21T00:00:00+03:30"));
    EXPECT_EQ(tehran.begin(Interval::day, at("2026-11-21T20:30:00Z")), at("2026-11-22T00:00:00+03:30"));
}

TEST(Calendar, HoursAreWholeOnTheSitesClocks) {
    EXPECT_EQ(site("Asia/Tehran").begin(Interval::hour, at("2026-11-22T10:42:00+03:30")), at("2026-11-22T10:00:00+03:30"));
    EXPECT_EQ(site("Asia/Kathmandu").begin(Interval::half_hour, at("2026-11-22T10:42:00+05:45")), at("2026-11-22T10:30:00+05:45"));
}

TEST(Calendar, TheWeekBeginsOnTheSitesFirstDay) {
    const Instant sunday = at("2026-11-22T10:00:00+07:00");
    EXPECT_EQ(site("Asia/Jakarta", std::chrono::Saturday).begin(Interval::week, sunday), at("2026-11-21T00:00:00+07:00"));
    EXPECT_EQ(site("Asia/Jakarta", std::chrono::Monday).begin(Interval::week, sunday), at("2026-11-16T00:00:00+07:00"));
    EXPECT_EQ(site("Asia/Jakarta", std::chrono::Monday).end(Interval::week, sunday), at("2026-11-23T00:00:00+07:00"));
}

TEST(Calendar, AMonthHasTheDaysThatItHas) {
    const Calendar riyadh = site("Asia/Riyadh");
    EXPECT_EQ(riyadh.begin(Interval::month, at("2028-02-29T12:00:00+03:00")), at("2028-02-01T00:00:00+03:00"));
    EXPECT_EQ(riyadh.end(Interval::month, at("2028-02-29T12:00:00+03:00")), at("2028-03-01T00:00:00+03:00"));
}

TEST(Calendar, ADayOnWhichClocksAreChangedIsAsLongAsItIs) {
    const Calendar berlin = site("Europe/Berlin");
    const auto length = [&](const char* noon) { return berlin.end(Interval::day, at(noon)) - berlin.begin(Interval::day, at(noon)); };
    EXPECT_EQ(length("2026-03-29T12:00:00+02:00"), 23h);
    EXPECT_EQ(length("2026-10-25T12:00:00+01:00"), 25h);
}

TEST(Calendar, AnHourThatIsLivedTwiceMakesTwoIntervals) {
    const Calendar berlin = site("Europe/Berlin");
    EXPECT_EQ(berlin.begin(Interval::hour, at("2026-10-25T00:30:00Z")), at("2026-10-25T00:00:00Z"));
    EXPECT_EQ(berlin.end(Interval::hour, at("2026-10-25T00:30:00Z")), at("2026-10-25T01:00:00Z"));
    EXPECT_EQ(berlin.begin(Interval::hour, at("2026-10-25T01:30:00Z")), at("2026-10-25T01:00:00Z"));
}

TEST(Calendar, ADayWithoutMidnightBeginsWhereTheClocksJumped) {
    // In Tehran, 22 March 2022 began at one o'clock.
    EXPECT_EQ(site("Asia/Tehran").begin(Interval::day, at("2022-03-22T12:00:00+04:30")), at("2022-03-21T20:30:00Z"));
}

TEST(Calendar, AnInstantIsShownWithTheSitesOffset) {
    EXPECT_EQ(site("Asia/Tehran").local_text(at("2026-11-22T10:30:00Z")), "2026-11-22T14:00:00+03:30");
    EXPECT_EQ(site("America/St_Johns").local_text(at("2026-11-22T10:30:00Z")), "2026-11-22T07:00:00-03:30");
    EXPECT_EQ(site("UTC").local_text(at("2026-11-22T10:30:00Z")), "2026-11-22T10:30:00Z");
}

TEST(Calendar, EveryInstantLiesInItsIntervalAndTheNextBeginsWhereItEnds) {
    EXPECT_TRUE(rc::check([] {
        const char* zone = *rc::gen::element("Asia/Tehran", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo");
        const auto interval = static_cast<Interval>(*rc::gen::inRange(0, 6));
        const Instant instant{Duration{*rc::gen::inRange<std::int64_t>(1'262'304'000'000'000, 1'830'297'600'000'000)}};
        const Calendar calendar = site(zone);
        const Instant begin = calendar.begin(interval, instant), end = calendar.end(interval, instant);
        RC_ASSERT(begin <= instant);
        RC_ASSERT(instant < end);
        RC_ASSERT(calendar.begin(interval, begin) == begin);
        RC_ASSERT(calendar.begin(interval, end) == end);
        RC_ASSERT(calendar.end(interval, end - 1us) == end);
    }));
}

}  // namespace
}  // namespace markaz::metrics
