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
