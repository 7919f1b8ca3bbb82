#include "metrics/dictionary.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/described.hpp"
#include "metrics/guides.hpp"

namespace markaz::metrics {
namespace {

using namespace std::chrono_literals;

/// One hour: 1,000 answered, 860 of them in time; 60 abandoned, 10 of them at once; 40 turned away; 20 cut off.
Cell one_hour() {
    Cell cell;
    cell.offered = 1120;
    cell.answered = 1000;
    cell.answered_within = 860;
    cell.abandoned = 60;
    cell.abandoned_short = 10;
    cell.blocked = 40;
    cell.interrupted = 20;
    cell.wait_answered = 15'000s;
    cell.talk = 180'000s;
    cell.hold = 12'000s;
    cell.wrap_up = 30'000s;
    return cell;
}

TEST(Dictionary, ServiceLevelCountsWhoWasTurnedAwayAndForgivesShortAbandons) {
    const Metric& level = *metric("service_level");
    EXPECT_EQ(level.formula(), "answered_within / (answered + abandoned - abandoned_short + blocked)");
    const Figure made = figure(level, one_hour());
    EXPECT_EQ(made.numerator, 860);
    EXPECT_EQ(made.denominator, 1090u);
    EXPECT_DOUBLE_EQ(*made.value, 860.0 / 1090.0);
}

TEST(Dictionary, LostIsEveryCallerWhoDidNotGetThroughForWhateverReason) {
    EXPECT_EQ(metric("lost_rate")->formula(), "(abandoned + blocked + interrupted) / offered");
    EXPECT_DOUBLE_EQ(*figure(*metric("lost_rate"), one_hour()).value, 120.0 / 1120.0);
}

TEST(Dictionary, S0_44_AbandonRateIsThreePercentForThreeOfAHundredWithAndWithoutThoseWhoHungUpAtOnce) {
    Cell cell;
    cell.offered = 100;
    cell.abandoned = 3;
    cell.abandoned_short = 1;
    EXPECT_EQ(metric("abandon_rate")->formula(), "abandoned / offered");
    EXPECT_DOUBLE_EQ(*figure(*metric("abandon_rate"), cell).value, 0.03);
    EXPECT_EQ(metric("abandon_rate_beyond_short")->formula(), "(abandoned - abandoned_short) / (offered - abandoned_short)");
    EXPECT_DOUBLE_EQ(*figure(*metric("abandon_rate_beyond_short"), cell).value, 2.0 / 99.0);
}

TEST(Dictionary, T03_EachRateOfLossSaysWhatItDoesWithShortAbandons) {
    for (std::string_view id : {"service_level", "abandon_rate", "abandon_rate_beyond_short"})
        EXPECT_NE(metric(id)->exclusions.find("short"), std::string_view::npos) << id;
    for (const Metric& each : dictionary()) {
        const auto leaves_out = [](std::span<const Term> terms) {
            return std::ranges::find(terms, Column::abandoned_short, &Term::column) != terms.end();
        };
        if (leaves_out(each.numerator) || leaves_out(each.denominator))
            EXPECT_NE(each.exclusions.find("short threshold"), std::string_view::npos) << each.id;
    }
}

TEST(Dictionary, T06_NoWaitAndNoAbandonIsAnAgentsOwn) {
    std::vector<std::string_view> personal;
    for (const Metric& each : dictionary())
        if (each.personal) personal.push_back(each.id);
    EXPECT_EQ(personal, std::vector<std::string_view>{"aht"});
}

TEST(Dictionary, TimesAreMeansOverAnsweredVisits) {
    EXPECT_DOUBLE_EQ(*figure(*metric("asa"), one_hour()).value, 15.0);
    EXPECT_EQ(metric("aht")->formula(), "(talk_s + hold_s + wrap_up_s) / answered");
    EXPECT_DOUBLE_EQ(*figure(*metric("aht"), one_hour()).value, 222.0);
}

TEST(Dictionary, TheExpectedWaitHasAnErrorAndACover) {
    Cell cell;
    cell.answered = 5;
    cell.wait_expected = 4;
    cell.wait_as_expected = 3;
    cell.wait_error = 90s;
    EXPECT_EQ(metric("expected_wait_error")->formula(), "wait_error_s / wait_expected");
    EXPECT_DOUBLE_EQ(*figure(*metric("expected_wait_error"), cell).value, 22.5);
    EXPECT_EQ(metric("expected_wait_cover")->formula(), "wait_as_expected / wait_expected");
    EXPECT_DOUBLE_EQ(*figure(*metric("expected_wait_cover"), cell).value, 0.75);
}

TEST(Dictionary, WithoutADenominatorThereIsNoValue) {
    for (const Metric& each : dictionary()) EXPECT_FALSE(figure(each, Cell{}).value) << each.id;
}

TEST(Dictionary, S0_08_StepAdherenceIsTheShareOfGuidesThatTheirAgentsEndedAsTheyLed) {
    const Metric& adherence = guide_dictionary().front();
    EXPECT_EQ(adherence.formula(), "followed / (followed + deviated + unfinished)");
    GuideCell cell{.followed = 6, .deviated = 1, .unfinished = 1, .broken_off = 5, .handed_on = 4, .running = 3};
    EXPECT_EQ(figure(adherence, cell).denominator, 8u);
    EXPECT_DOUBLE_EQ(*figure(adherence, cell).value, 0.75);
    cell.merge({.followed = 2});
    EXPECT_DOUBLE_EQ(*figure(adherence, cell).value, 0.8);
    EXPECT_FALSE(figure(adherence, GuideCell{.broken_off = 2}).value);
}

TEST(Dictionary, EveryColumnIsAMemberOfACell) {
    const Cell cell;
    const GuideCell guides;
    std::vector<std::string_view> members;
    for_each_member(cell, [&](std::string_view name, auto&) { members.push_back(name); });
    for_each_member(guides, [&](std::string_view name, auto&) { members.push_back(name); });
    const auto columns = enum_names<Column>();
    EXPECT_EQ(std::vector(columns.begin(), columns.end()), members);
}

}  // namespace
}  // namespace markaz::metrics
