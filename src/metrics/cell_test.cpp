#include "metrics/cell.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace markaz::metrics {
namespace {

using namespace std::chrono_literals;
using contact::VisitEnd;

const Instant nine = parse_instant("2026-11-22T09:00:00Z").value();

VisitFacts ended(VisitEnd end, Duration wait) {
    VisitFacts visit;
    visit.offered = nine;
    visit.ended = nine + wait;
    visit.end = end;
    return visit;
}

Cell cell_of(const std::vector<VisitFacts>& visits) {
    Cell cell;
    for (const VisitFacts& visit : visits) cell.add(visit);
    return cell;
}

std::uint64_t ends(const Cell& cell) {
    return cell.answered + cell.abandoned + cell.overflowed + cell.transferred + cell.callback + cell.voicemail + cell.blocked +
           cell.interrupted;
}

VisitFacts any_visit() {
    VisitFacts visit = ended(static_cast<VisitEnd>(*rc::gen::inRange(0, 8)), Duration{*rc::gen::inRange(0, 60'000'000)});
    visit.talk = Duration{*rc::gen::inRange(0, 600'000'000)};
    if (*rc::gen::arbitrary<bool>()) visit.ended.reset();
    if (*rc::gen::arbitrary<bool>()) visit.estimate = WaitEstimate{nine, 20s, 5s, 40s};
    return visit;
}

TEST(Cell, AnAnswerAtTheThresholdIsWithinIt) {
    const Cell cell = cell_of({ended(VisitEnd::answered, 20s), ended(VisitEnd::answered, 20s + 1us)});
    EXPECT_EQ(cell.answered, 2u);
    EXPECT_EQ(cell.answered_within, 1u);
    EXPECT_EQ(cell.wait_answered, 40s + 1us);
    EXPECT_EQ(cell.wait_max, 20s + 1us);
}

TEST(Cell, AShortAbandonIsAlsoAnAbandon) {
    const Cell cell = cell_of({ended(VisitEnd::abandoned, 5s), ended(VisitEnd::abandoned, 6s)});
    EXPECT_EQ(cell.abandoned, 2u);
    EXPECT_EQ(cell.abandoned_short, 1u);
    EXPECT_EQ(cell.wait_all, 11s);
    EXPECT_EQ(cell.wait_answered, 0s);
}

TEST(Cell, EachVisitIsJudgedByItsOwnThresholds) {
    VisitFacts strict = ended(VisitEnd::answered, 15s);
    strict.thresholds.answer_within = 10s;
    EXPECT_EQ(cell_of({strict, ended(VisitEnd::answered, 15s)}).answered_within, 1u);
}

TEST(Cell, TheTimeOfAVisitThatWasNotAnsweredIsInNoMeanOfAnswers) {
    VisitFacts spoken = ended(VisitEnd::answered, 5s), called_back = ended(VisitEnd::callback, 5s);
    VisitFacts message = ended(VisitEnd::voicemail, 5s);
    for (VisitFacts* each : {&spoken, &called_back, &message}) {
        each->talk = 60s;
        each->hold = 10s;
        each->wrap_up = 5s;
    }
    const Cell cell = cell_of({spoken, called_back, message});
    EXPECT_EQ(cell.answered, 1u);
    EXPECT_EQ(cell.talk, 60s);
    EXPECT_EQ(cell.hold, 10s);
    EXPECT_EQ(cell.wrap_up, 5s);
}

// A minute is expected, ten seconds to two minutes. Half a minute and two minutes lie within; 200 seconds do not.
TEST(Cell, AnAnsweredWaitIsHeldAgainstWhatWasExpectedOfIt) {
    std::vector<VisitFacts> visits{ended(VisitEnd::answered, 30s), ended(VisitEnd::answered, 120s), ended(VisitEnd::answered, 200s)};
    for (VisitFacts& each : visits) each.estimate = WaitEstimate{nine, 60s, 10s, 120s};
    visits.push_back(ended(VisitEnd::answered, 0s));  // an agent was free: nothing was expected
    const Cell cell = cell_of(visits);
    EXPECT_EQ(cell.answered, 4u);
    EXPECT_EQ(cell.wait_expected, 3u);
    EXPECT_EQ(cell.wait_as_expected, 2u);
    EXPECT_EQ(cell.wait_error, 30s + 60s + 140s);
}

TEST(Cell, AWaitThatNoAnswerEndedIsNotJudged) {
    std::vector<VisitFacts> visits;
    for (VisitEnd end : {VisitEnd::abandoned, VisitEnd::overflowed, VisitEnd::callback, VisitEnd::voicemail, VisitEnd::interrupted})
        visits.push_back(ended(end, 30s));
    visits.emplace_back().offered = nine;
    for (VisitFacts& each : visits) each.estimate = WaitEstimate{nine, 60s, 10s, 120s};
    const Cell cell = cell_of(visits);
    EXPECT_EQ(cell.wait_expected, 0u);
    EXPECT_EQ(cell.wait_error, 0s);
}

// A contact that came through another queue first was offered before this wait began.
TEST(Cell, AnExpectedWaitIsCountedFromWhereItBegan) {
    VisitFacts contact = ended(VisitEnd::answered, 100s);
    contact.estimate = WaitEstimate{nine + 70s, 25s, 10s, 40s};
    const Cell cell = cell_of({contact});
    EXPECT_EQ(cell.wait_as_expected, 1u);
    EXPECT_EQ(cell.wait_error, 5s);
    EXPECT_EQ(cell.wait_answered, 100s);
}

TEST(Cell, AVisitInProgressHasNoWaitYet) {
    VisitFacts visit;
    visit.offered = nine;
    const Cell cell = cell_of({visit});
    EXPECT_EQ(cell.in_progress, 1u);
    EXPECT_EQ(cell.wait_all, 0s);
}

TEST(Cell, S2_08_OfferedIsTheSumOfEndsAndOfWhatIsInProgress) {
    EXPECT_TRUE(rc::check([] {
        const auto visits = *rc::gen::container<std::vector<VisitFacts>>(rc::gen::exec(any_visit));
        const Cell cell = cell_of(visits);
        RC_ASSERT(cell.offered == visits.size());
        RC_ASSERT(cell.offered == ends(cell) + cell.in_progress);
        RC_ASSERT(cell.answered_within <= cell.answered);
        RC_ASSERT(cell.abandoned_short <= cell.abandoned);
        RC_ASSERT(cell.wait_as_expected <= cell.wait_expected);
        RC_ASSERT(cell.wait_expected <= cell.answered);
    }));
}

TEST(Cell, ThePartsAddUpToTheWhole) {
    EXPECT_TRUE(rc::check([] {
        const auto visits = *rc::gen::container<std::vector<VisitFacts>>(rc::gen::exec(any_visit));
        const auto cut = visits.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(visits.size()) + 1);
        Cell parts = cell_of({visits.begin(), cut});
        parts.merge(cell_of({cut, visits.end()}));
        RC_ASSERT(parts == cell_of(visits));
    }));
}

}  // namespace
}  // namespace markaz::metrics
