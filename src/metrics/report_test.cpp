#include "metrics/report.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "metrics/dictionary.hpp"

namespace markaz::metrics {
namespace {

using namespace std::chrono_literals;
using contact::VisitEnd;

const Calendar tehran = Calendar::of("Asia/Tehran", std::chrono::Saturday).value();
const Instant nine = parse_instant("2026-11-22T09:00:00+03:30").value();

Offer answered(std::string whose, Instant offered, Duration wait, Duration talk = 60s) {
    return {std::move(whose), {offered, offered + wait, VisitEnd::answered, {}, talk, 0s, 10s}};
}
Offer abandoned(std::string whose, Instant offered, Duration wait) {
    return {std::move(whose), {offered, offered + wait, VisitEnd::abandoned, {}, 0s, 0s, 0s}};
}

const ReportOptions morning{nine, nine + 3h};

TEST(Report, AVisitBelongsToTheIntervalInWhichItWasOffered) {
    const auto rows = report(std::vector{answered("cards", nine + 14min + 59s, 30s)}, morning, tehran);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].from, nine);
    EXPECT_EQ(rows[0].to, nine + 15min);
    EXPECT_EQ(rows[0].cell.answered, 1u);
    EXPECT_EQ(rows[0].cell.answered_within, 0u);
}

TEST(Report, AThresholdMayBeChosenInsteadOfTheOneInForce) {
    ReportOptions options = morning;
    options.answer_within = 30s;
    options.abandoned_short = 10s;
    const auto rows = report(std::vector{answered("cards", nine, 30s), abandoned("cards", nine, 8s)}, options, tehran);
    EXPECT_EQ(rows.at(0).cell.answered_within, 1u);
    EXPECT_EQ(rows.at(0).cell.abandoned_short, 1u);
}

TEST(Report, S0_44_TheShortThresholdMovesTheRateThatIsBeyondItAlone) {
    std::vector<Offer> offers(97, answered("cards", nine, 10s));
    for (Duration wait : {Duration{3s}, Duration{8s}, Duration{40s}}) offers.push_back(abandoned("cards", nine, wait));
    const auto rates = [&](Duration abandoned_short) {
        ReportOptions options = morning;
        options.abandoned_short = abandoned_short;
        const Cell cell = report(offers, options, tehran).at(0).cell;
        return std::pair{*figure(*metric("abandon_rate"), cell).value, *figure(*metric("abandon_rate_beyond_short"), cell).value};
    };
    EXPECT_EQ(rates(2s), std::pair(3.0 / 100, 3.0 / 100));
    EXPECT_EQ(rates(5s), std::pair(3.0 / 100, 2.0 / 99));
    EXPECT_EQ(rates(10s), std::pair(3.0 / 100, 1.0 / 98));
}

TEST(Report, T06_AnAgentIsNotJudgedByWaitsAndAbandons) {
    const auto rows = report(std::vector{answered("amal", nine, 10s), abandoned("amal", nine, 8s)}, morning, tehran);
    const std::string own = render(rows, By::agent, Format::json, tehran);
    for (const Metric& each : dictionary()) {
        const bool empty = own.find('"' + std::string(each.id) + "\":null") != std::string::npos;
        EXPECT_EQ(empty, !each.personal) << each.id << own;
    }
    EXPECT_NE(render(rows, By::team, Format::json, tehran).find("\"service_level\":0.5,"), std::string::npos);
}

TEST(Report, AnIntervalThatTheReportCutsSaysSo) {
    ReportOptions options{nine + 20min, nine + 40min};
    options.interval = Interval::hour;
    const auto rows = report(std::vector{answered("cards", nine + 19min, 1s), answered("cards", nine + 21min, 1s)}, options, tehran);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].from, nine + 20min);
    EXPECT_EQ(rows[0].to, nine + 40min);
    EXPECT_EQ(rows[0].cell.offered, 1u);
}

TEST(Report, S2_08_TheDayIsTheSumOfItsIntervals) {
    EXPECT_TRUE(rc::check([] {
        std::vector<Offer> offers;
        for (int each = *rc::gen::inRange(0, 80); each > 0; --each) {
            const Instant at = nine + std::chrono::seconds{*rc::gen::inRange(0, 10'000)};
            const std::string queue = *rc::gen::element<std::string>("cards", "accounts");
            offers.push_back(*rc::gen::arbitrary<bool>() ? answered(queue, at, 10s) : abandoned(queue, at, 10s));
        }
        ReportOptions whole = morning;
        whole.interval = Interval::day;
        Cell by_quarter, by_day;
        for (const ReportRow& row : report(offers, morning, tehran)) {
            RC_ASSERT(row.cell.offered == row.cell.answered + row.cell.abandoned);
            by_quarter.merge(row.cell);
        }
        for (const ReportRow& row : report(offers, whole, tehran)) by_day.merge(row.cell);
        RC_ASSERT(by_quarter == by_day);
        RC_ASSERT(by_day.offered == offers.size());
    }));
}

TEST(Report, CsvHasTheColumnsOfTheContract) {
    const auto rows = report(std::vector{answered("cards", nine, 10s), abandoned("cards", nine, 2s)}, morning, tehran);
    EXPECT_EQ(render(rows, By::queue, Format::csv, tehran),
              "from,to,queue,offered,answered,answered_within,abandoned,abandoned_short,overflowed,transferred,callback,voicemail,blocked,"
              "interrupted,in_progress,wait_expected,wait_as_expected,wait_answered_s,wait_all_s,wait_max_s,talk_s,hold_s,wrap_up_s,"
              "wait_error_s,service_level,abandon_rate,abandon_rate_beyond_short,lost_rate,asa,aht,expected_wait_error,"
              "expected_wait_cover\r\n"
              "2026-11-22T09:00:00+03:30,2026-11-22T09:15:00+03:30,cards,2,1,1,1,1,0,0,0,0,0,0,0,0,0,10,12,10,60,0,10,0,1,0.5,0,0.5,10,70,,"
              "\r\n");
}

TEST(Report, WithoutADenominatorTheCellIsEmpty) {
    const auto rows = report(std::vector{abandoned("cards", nine, 2s)}, morning, tehran);
    EXPECT_TRUE(render(rows, By::queue, Format::csv, tehran).ends_with(",,1,,1,,,,\r\n"));
    EXPECT_NE(render(rows, By::queue, Format::json, tehran).find("\"service_level\":null,\"abandon_rate\":1,"), std::string::npos);
}

TEST(Report, ANameThatASpreadsheetWouldRunIsMadeHarmless) {
    const auto rows = report(std::vector{answered("=HYPERLINK(\"x\")", nine, 1s)}, morning, tehran);
    EXPECT_NE(render(rows, By::agent, Format::csv, tehran).find(",\"'=HYPERLINK(\"\"x\"\")\","), std::string::npos);
}

TEST(Report, ATableLinesUpWhateverTheScript) {
    const auto rows = report(std::vector{answered("بطاقات", nine, 1s), answered("cards", nine, 1s)}, morning, tehran);
    const std::string table = render(rows, By::queue, Format::table, tehran);
    constexpr std::string_view before = "2026-11-22T09:00:00+03:30  2026-11-22T09:15:00+03:30  cards!  ";
    EXPECT_EQ(table.substr(0, table.find('\n')).find("offered"), before.size());
}

TEST(Report, WithoutOffersOnlyTheHeadStands) {
    EXPECT_TRUE(report({}, morning, tehran).empty());
    EXPECT_EQ(render({}, By::centre, Format::json, tehran), "[]\n");
}

}  // namespace
}  // namespace markaz::metrics
