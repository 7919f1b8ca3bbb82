#include "board/board.hpp"

#include "base/json.hpp"
#include "board/happening_test.hpp"

namespace markaz::board {
namespace {

using namespace centre::test;
using namespace centre;

const metrics::Calendar jakarta = metrics::Calendar::of("Asia/Jakarta", std::chrono::Monday).value();

/// A floor whose every event is told to a Board, and which keeps today's ended visits as records would.
class BoardFloor : public Floor {
public:
    void TestBody() override {}
    using Floor::now;

    BoardFloor() { board = fresh(Origins::live); }

    Refusal happens(const Input& input) {
        const Refusal refusal = take(input);
        hear();
        return refusal;
    }
    void passes(Duration length) {
        pass(length);
        hear();
    }
    void arrives(Key queue, contact::Origin origin = contact::Origin::live) {
        ContactArrived arrived;
        arrived.queue = queue;
        arrived.origin = origin;
        ASSERT_EQ(happens(arrived), Refusal::none);
    }
    void comes_to_work(PersonId person, Key skill) {
        happens(AgentChanged{agent(person, {{skill, 5}})});
        happens(PresenceDeclared{person, Presence::ready});
    }
    AssignmentId ringing() const {
        const auto open = centre.snapshot().assignments;
        return open.empty() ? AssignmentId{} : open.back().id;
    }

    LiveBoard fresh(Origins origins) const {
        const auto manual_of = [this](std::uint64_t wanted) { return manuals.at(wanted - 1); };
        return LiveBoard::fresh(origins, jakarta, manual_of, centre.snapshot(), entry, now, ended);
    }
    Board shown() { return board->show(now); }
    QueueRow row(Key queue) {
        const Board whole = shown();
        return *std::ranges::find(whole.queues, queue, &QueueRow::id);
    }

    std::optional<LiveBoard> board;
    std::uint64_t entry = 0;
    std::vector<metrics::Offer> ended;

private:
    void hear() {
        board->apply(++entry, told);
        for (const Told& each : told) {
            const auto* end = std::get_if<VisitEnded>(&each.what);
            if (!end) continue;
            const routing::QueuePolicy* policy = manuals.back()->queue(end->queue);
            metrics::VisitFacts facts{end->started, each.at, end->end, {policy->answer_within, policy->abandoned_short}, {}, {}, {}};
            ended.push_back({std::string(end->queue.text()), facts, end->origin});
        }
    }
};

TEST_F(BoardFloor, S0_43_SevenWaitingShowsSevenAndFallsAsTheyAreTaken) {
    for (int caller = 0; caller < 7; ++caller) {
        arrives("cards"_key);
        passes(1s);
    }
    EXPECT_EQ(shown().waiting, 7u);
    EXPECT_EQ(row("cards"_key).waiting, 7u);
    EXPECT_EQ(shown().longest_wait_since, nine);

    comes_to_work(amal, "cards"_key);
    for (std::uint64_t left = 6; left > 0; --left) {
        EXPECT_EQ(shown().waiting, left);
        EXPECT_EQ(shown().agents.reserved, 1u);
        happens(AgentAnswered{ringing()});
        EXPECT_EQ(shown().agents.talking, 1u);
        happens(AgentLeft{ringing()});
        EXPECT_EQ(shown().agents.wrap_up, 1u);
        happens(WrapUpDone{ringing(), {}});
    }
    EXPECT_EQ(shown().waiting, 0u);
    EXPECT_FALSE(shown().longest_wait_since);
}

TEST_F(BoardFloor, WhoIsRungInVainWaitsAgain) {
    comes_to_work(amal, "cards"_key);
    arrives("cards"_key);
    EXPECT_EQ(shown().waiting, 0u);
    EXPECT_EQ(row("cards"_key).in_progress, 1u);
    passes(20s);
    EXPECT_EQ(shown().waiting, 1u);
    EXPECT_EQ(shown().longest_wait_since, nine);
    EXPECT_EQ(shown().agents.away, 1u);
}

TEST_F(BoardFloor, TheManualSaysAfterHowLongAWaitIsLong) {
    EXPECT_FALSE(row("cards"_key).long_after_s);
    auto made = std::make_shared<procedure::Manual>(*manual(++version, queues));
    made->thresholds = {{procedure::Lasting::waiting, {}, 60s, procedure::Listener::everybody},
                        {procedure::Lasting::waiting, "cards"_key, 40s, procedure::Listener::everybody}};
    manuals.push_back(made);
    happens(ManualPublished{version, {}, made});
    EXPECT_EQ(row("cards"_key).long_after_s, Duration(40s));
    EXPECT_EQ(row("accounts"_key).long_after_s, Duration(60s));
}

TEST_F(BoardFloor, WhoHearsTheMenuIsInProgressButDoesNotWait) {
    ContactArrived arrived;
    arrived.flow = "main"_key;
    happens(arrived);
    EXPECT_EQ(shown().in_menu, 1u);
    EXPECT_EQ(shown().in_progress_contacts, 1u);
    EXPECT_EQ(shown().waiting, 0u);
    happens(PromptEnded{ContactId{1}, 1});
    happens(KeyPressed{ContactId{1}, '1'});
    EXPECT_EQ(shown().in_menu, 0u);
    EXPECT_EQ(shown().waiting, 1u);
}

TEST_F(BoardFloor, SimulatedContactsStandInNoLiveNumber) {
    arrives("cards"_key, contact::Origin::simulated);
    EXPECT_EQ(shown().in_progress_contacts, 0u);
    EXPECT_EQ(shown().waiting, 0u);
    EXPECT_EQ(row("cards"_key).offered, 0u);
    EXPECT_EQ(fresh(Origins::all).show(now).waiting, 1u);
}

TEST_F(BoardFloor, AnAgentIsReadyForTheQueuesWhoseSkillsTheyHave) {
    comes_to_work(amal, "cards"_key);
    EXPECT_EQ(row("cards"_key).ready, 1u);
    EXPECT_EQ(row("accounts"_key).ready, 0u);
    happens(AgentChanged{agent(amal, {{"cards"_key, 5}, {"accounts"_key, 5}})});
    EXPECT_EQ(row("accounts"_key).ready, 1u);
    arrives("cards"_key);
    EXPECT_EQ(row("accounts"_key).ready, 0u);
}

TEST_F(BoardFloor, TheServiceLevelCountsTodaysVisitsByTheirQuarterHour) {
    comes_to_work(amal, "cards"_key);
    arrives("cards"_key);
    happens(AgentAnswered{ringing()});
    passes(20min);
    arrives("cards"_key);
    passes(6s);
    happens(CallerLeft{ContactId{2}});

    const Board whole = shown();
    EXPECT_EQ(whole.service_level.answered_within, 1u);
    EXPECT_EQ(whole.service_level.counted, 2u);
    EXPECT_EQ(whole.service_level.within_s, Duration{20s});
    EXPECT_EQ(whole.service_level.short_s, Duration{5s});
    EXPECT_EQ(whole.service_level.formula, "metric.service_level.1");
    EXPECT_EQ(whole.bars, (std::vector<Bar>{{nine, 1, 1}, {nine + 15min, 0, 1}}));
}

/// The mean of the queues' levels, all and none, would be a half.
TEST_F(BoardFloor, TheCentresLevelIsOfItsContactsAndNotOfItsQueuesNorOfSimulatedOnes) {
    comes_to_work(amal, "cards"_key);
    for (int call = 0; call < 3; ++call) {
        arrives("cards"_key);
        happens(AgentAnswered{ringing()});
        happens(AgentLeft{ringing()});
        happens(WrapUpDone{ringing(), {}});
    }
    arrives("accounts"_key);
    passes(30s);
    happens(CallerLeft{ContactId{4}});
    for (int call = 0; call < 3; ++call) arrives("accounts"_key, contact::Origin::simulated);
    passes(30s);
    for (std::uint64_t call = 5; call <= 7; ++call) happens(CallerLeft{ContactId{call}});

    const auto level = [](const ServiceLevel& of) { return std::pair(of.answered_within, of.counted); };
    EXPECT_EQ(level(shown().service_level), std::pair(3ul, 4ul));
    EXPECT_EQ(row("cards"_key).answered_within, 3u);
    EXPECT_EQ(row("cards"_key).offered, 3u);
    EXPECT_EQ(row("accounts"_key).answered_within, 0u);
    EXPECT_EQ(row("accounts"_key).offered, 1u);
    EXPECT_EQ(level(fresh(Origins::all).show(now).service_level), std::pair(3ul, 7ul));
}

TEST_F(BoardFloor, AShortAbandonIsCountedApart) {
    arrives("cards"_key);
    passes(5s);
    happens(CallerLeft{ContactId{1}});
    EXPECT_EQ(row("cards"_key).abandoned, 1u);
    EXPECT_EQ(row("cards"_key).abandoned_short, 1u);
    EXPECT_EQ(shown().service_level.counted, 0u);
}

TEST_F(BoardFloor, ANewDayBeginsWithNothingButThoseWhoStillWait) {
    arrives("cards"_key);
    passes(1h);
    happens(CallerLeft{ContactId{1}});
    now = parse_instant("2026-11-22T23:59:00+07:00").value();
    arrives("accounts"_key);
    now = parse_instant("2026-11-23T00:00:00+07:00").value();

    const Board whole = shown();
    EXPECT_EQ(whole.day_from, now);
    EXPECT_EQ(whole.waiting, 1u);
    EXPECT_EQ(row("accounts"_key).offered, 0u);
    EXPECT_EQ(row("cards"_key).abandoned, 0u);
    EXPECT_TRUE(whole.bars.empty());
    EXPECT_EQ(whole, fresh(Origins::live).show(now));
}

TEST_F(BoardFloor, ANewThresholdJudgesOnlyVisitsThatEndAfterIt) {
    arrives("cards"_key);
    arrives("cards"_key);
    passes(10s);
    happens(CallerLeft{ContactId{1}});
    EXPECT_EQ(row("cards"_key).abandoned_short, 0u);
    queues[1].abandoned_short = 30s;
    publish();
    board->apply(++entry, told);
    happens(CallerLeft{ContactId{2}});
    EXPECT_EQ(row("cards"_key).abandoned_short, 1u);
}

// ---- Snapshot and events ---------------------------------------------------------------------------------------------

TEST(LiveBoard, SnapshotAndEventsEqualAFreshSnapshotAfterWhateverHappens) {
    EXPECT_TRUE(rc::check([] {
        BoardFloor floor;
        const Origins origins = *rc::gen::element(Origins::live, Origins::all);
        floor.board = floor.fresh(origins);
        floor.comes_to_work(amal, "cards"_key);
        const auto steps = *rc::gen::inRange(0, 60);
        for (int step = 0; step < steps; ++step) {
            floor.passes(Duration{*rc::gen::inRange<std::int64_t>(0, 40'000'000)});
            floor.happens(any_input());
            RC_ASSERT(json::text(floor.shown()) == json::text(floor.fresh(origins).show(floor.now)));
        }
    }));
}

TEST_F(BoardFloor, ADroppedEventIsNoticedByTheComparison) {
    take(AgentChanged{agent(amal, {{"cards"_key, 5}})});
    board->apply(++entry, told);
    EXPECT_EQ(shown(), fresh(Origins::live).show(now));
    take(PresenceDeclared{amal, Presence::ready});
    board->apply(++entry, {});
    EXPECT_NE(shown(), fresh(Origins::live).show(now));
}

TEST(LiveBoard, S2_08_AnsweredLostAndInProgressAreWhatWasOfferedInEveryQueue) {
    EXPECT_TRUE(rc::check([] {
        BoardFloor floor;
        floor.comes_to_work(amal, "cards"_key);
        for (int step = *rc::gen::inRange(0, 60); step > 0; --step) {
            floor.passes(Duration{*rc::gen::inRange<std::int64_t>(0, 40'000'000)});
            floor.happens(any_input());
        }
        for (const QueueRow& row : floor.shown().queues) {
            const std::uint64_t moved_on = row.overflowed + row.transferred + row.callback + row.voicemail;
            RC_ASSERT(row.offered == row.answered + row.abandoned + row.blocked + row.interrupted + moved_on + row.in_progress);
        }
    }));
}

}  // namespace
}  // namespace markaz::board
