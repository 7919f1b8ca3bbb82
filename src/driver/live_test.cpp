#include "driver/live.hpp"

#include <semaphore>

#include "driver/ask.hpp"
#include "driver/house_test.hpp"

namespace markaz::driver::test {
namespace {

using centre::Refusal;

/// Stands before the store and holds every commit until the test lets it through.
class Gate final : public journal::Writer {
public:
    explicit Gate(journal::Writer& behind) : behind_(behind) {}
    Result<void> append(std::span<const journal::Entry> entries) override {
        sizes.push_back(entries.size());
        arrived.release();
        open_.acquire();
        return behind_.append(entries);
    }
    Result<void> keep(const journal::StoredSnapshot& snapshot, EntryNumber slowest) override { return behind_.keep(snapshot, slowest); }
    /// Lets so many commits through.
    void let(std::ptrdiff_t commits) { open_.release(commits); }
    void stand_open() { let(1'000'000); }

    std::counting_semaphore<> arrived{0};
    std::vector<std::size_t> sizes;  ///< of the commits; read when they are over

private:
    journal::Writer& behind_;
    std::counting_semaphore<> open_{0};
};

class Driver : public House {
protected:
    void wait_for_refusals(std::uint64_t count) {
        while (live->counts().refused < count) std::this_thread::yield();
    }
    std::vector<journal::Entry> entries_after_stop() {
        close();
        return entries();
    }
    std::size_t told_count() {
        const std::scoped_lock lock(mutex);
        return seen.size();
    }
};

TEST_F(Driver, OpensAnEmptyJournalAndRestartsOneThatHasEntries) {
    go_live();
    open_for_business();
    close();
    go_live();
    ask(agent_known({2})).value();
    close();
    std::vector<std::string> types;
    for (const auto& each : entries()) types.push_back(each.type);
    EXPECT_EQ(types, (std::vector<std::string>{"opened", "manual_published", "agent_changed", "presence_declared", "restarted",
                                               "agent_changed"}));
}

TEST_F(Driver, TellsEntriesInOrderAndRepliesAfterTheSubscribers) {
    go_live();
    open_for_business();
    std::vector<EntryNumber> replied;
    for (std::uint64_t each = 1; each <= 200; ++each)
        ASSERT_EQ(live->submit(call(each),
                               [&, each](const Answer& answer) {
                                   const std::scoped_lock lock(mutex);
                                   EXPECT_EQ(seen.back(), answer->entry);
                                   EXPECT_EQ(std::get<centre::ContactStarted>(answer->told.front().what).reference, each);
                                   replied.push_back(answer->entry);
                               }),
                  Submitted::taken);
    live->stop();
    EXPECT_EQ(seen.size(), 204u);
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_EQ(replied.size(), 200u);
    EXPECT_TRUE(std::ranges::is_sorted(replied));
    EXPECT_EQ(entries().size(), 204u);
}

TEST_F(Driver, TellsNothingBeforeItIsStored) {
    recover_house();
    Gate gate(*store);
    go_live(&gate);
    gate.arrived.acquire();  // Opened stands before the gate.
    std::atomic<int> replies = 0;
    live->submit(published(), [&](const Answer&) { ++replies; });
    // A refusal says something about what came before it, so it waits as well.
    live->submit(centre::CallerLeft{{99}}, [&](const Answer& answer) {
        EXPECT_EQ(answer.error(), Refusal::unknown_contact);
        ++replies;
    });
    wait_for_refusals(1);  // The machine has been through all three.
    EXPECT_EQ(told_count(), 0u);
    EXPECT_EQ(replies, 0);
    gate.stand_open();
    live->stop();
    EXPECT_EQ(told_count(), 2u);
    EXPECT_EQ(replies, 2);
}

TEST_F(Driver, GoesOnWhileACommitIsInFlightAndCommitsWhatPiledUpTogether) {
    recover_house();
    Gate gate(*store);
    go_live(&gate);
    gate.arrived.acquire();
    live->submit(published());
    for (std::uint64_t each = 1; each <= 100; ++each) live->submit(call(each));
    live->submit(centre::CallerLeft{{999}});
    wait_for_refusals(1);
    gate.stand_open();
    live->stop();
    EXPECT_EQ(gate.sizes, (std::vector<std::size_t>{1, 101}));
    EXPECT_EQ(live->counts().commits, 2u);
}

TEST_F(Driver, StoresWhatNobodyWaitsForWithWhatComesNext) {
    recover_house();
    Gate gate(*store);
    gate.stand_open();
    go_live(&gate, {.before_an_end = 1h});
    gate.arrived.acquire();
    ask(published()).value();
    live->submit(agent_known({1}));
    live->submit(agent_known({2}));
    ask(call(1)).value();  // somebody is accepted: now
    live->submit(agent_known({3}));
    live->stop();  // or nothing comes any more
    EXPECT_EQ(gate.sizes, (std::vector<std::size_t>{1, 1, 3, 1}));
}

TEST_F(Driver, StoresWhatNobodyWaitsForWhenNothingElseComes) {
    go_live(nullptr, {.before_an_end = 1ms});
    open_for_business();
    const std::size_t before = told_count();
    live->submit(agent_known({2}));
    while (told_count() == before) std::this_thread::yield();
}

TEST_F(Driver, SaysBusyWhenTheDiskIsTooSlowAndAnswersEachInputThatItTookOnce) {
    recover_house();
    Gate gate(*store);
    go_live(&gate, {.seed = 7, .most_inputs = 8, .most_in_flight = 4});
    gate.arrived.acquire();
    std::atomic<int> answers = 0;
    int taken = 0;
    Submitted last = Submitted::taken;
    // The doors hold 8, the corridor 4 and what the committer and the machine have in hand: it must be full long before a thousand.
    for (int each = 0; each < 1000 && (last = live->submit(agent_known({1}), [&](const Answer&) { ++answers; })) != Submitted::busy;
         ++each)
        ++taken;
    EXPECT_EQ(last, Submitted::busy);
    EXPECT_LT(taken, 1000);
    EXPECT_GE(live->counts().busy, 1u);
    gate.stand_open();
    live->stop();
    EXPECT_EQ(answers, taken);
    EXPECT_EQ(live->submit(agent_known({1})), Submitted::stopping);
}

// ---- telling many things --------------------------------------------------------------------------------------------

std::vector<centre::Input> two_hundred_agents() {
    std::vector<centre::Input> told;
    for (std::uint64_t each = 1; each <= 200; ++each) told.push_back(agent_known({each}));
    return told;
}

TEST_F(Driver, ManyThingsAreToldInAFewCommits) {
    go_live();
    open_for_business();
    const std::uint64_t before = live->counts().commits;
    tell_all(*live, two_hundred_agents());
    EXPECT_GE(live->counts().told, 200u);
    EXPECT_LT(live->counts().commits - before, 20u);
    tell_all(*live, two_hundred_agents());  // refused as no change, which is an answer too
    EXPECT_EQ(std::ranges::count(entries_after_stop(), "agent_changed", &journal::Entry::type), 200);
}

TEST_F(Driver, WhatDoesNotFitIntoTheBoxIsToldLater) {
    go_live(nullptr, {.seed = 7, .most_inputs = 8, .most_in_flight = 4});
    open_for_business();
    tell_all(*live, two_hundred_agents());
    EXPECT_EQ(std::ranges::count(entries_after_stop(), "agent_changed", &journal::Entry::type), 200);
}

TEST_F(Driver, AStoppingMachineIsToldNothingMore) {
    go_live();
    open_for_business();
    live->stop();
    tell_all(*live, two_hundred_agents());
    EXPECT_LE(std::ranges::count(entries_after_stop(), "agent_changed", &journal::Entry::type), 1);
}

// ---- time -----------------------------------------------------------------------------------------------------------

TEST_F(Driver, TicksWhenSomethingIsDue) {
    go_live();
    open_for_business();
    ask(call()).value();
    clock.set(nine + 20s);
    const auto ended = await<centre::AssignmentEnded>();
    EXPECT_EQ(ended.end, contact::AssignmentEnd::no_answer);
    EXPECT_EQ(ended.ring, 20s);
    close();
    EXPECT_EQ(entries().back().type, "tick");
}

TEST_F(Driver, JournalsATickWhenARefusedInputCameWhenSomethingWasDue) {
    go_live();
    open_for_business();
    ask(call()).value();
    clock.set(nine + 20s);
    EXPECT_EQ(ask(centre::CallerLeft{{99}}).error(), Refusal::unknown_contact);
    await<centre::AssignmentEnded>();
    close();
    const auto all = entries();
    EXPECT_EQ(std::ranges::count(all, "tick", &journal::Entry::type), 1);
    EXPECT_EQ(all.back().at, nine + 20s);
    recover_house();
    EXPECT_TRUE(recovered->notes.empty());
}

TEST_F(Driver, NeverGoesBackInTimeWhenTheClockDoes) {
    go_live();
    open_for_business();
    clock.set(nine - 1h);
    EXPECT_EQ(ask(call()).value().at, nine);
    close();
    clock.set(nine - 2h);
    go_live();
    EXPECT_EQ(ask(agent_known({2})).value().at, nine);
}

TEST_F(Driver, JournalsThatTheClockWasSetForwardAndRingsNobodyAShorterTime) {
    go_live();
    open_for_business();
    ask(call()).value();
    clock.jump(1h);
    EXPECT_EQ(ask(agent_known({2})).value().at, nine + 1h);
    clock.set(nine + 1h + 20s);
    EXPECT_EQ(await<centre::AssignmentEnded>().ring, 20s);
    close();
    const auto all = entries();
    const auto corrected = std::ranges::find(all, "clock_corrected", &journal::Entry::type);
    ASSERT_NE(corrected, all.end());
    EXPECT_EQ(corrected->at, nine + 1h);
    recover_house();
    EXPECT_TRUE(recovered->notes.empty());
}

// ---- snapshots ------------------------------------------------------------------------------------------------------

TEST_F(Driver, StoresASnapshotEveryFewEntriesAndAtACleanStop) {
    recover_house();
    go_live(nullptr, {.seed = 7, .snapshot_every = 10});
    open_for_business();
    some_calls(9);
    live->stop();
    EXPECT_EQ(store->last(), 16u);
    EXPECT_EQ(store->snapshots(Store::to_the_end).value(), (std::vector<EntryNumber>{16, 10}));
    close();
    recover_house();
    EXPECT_EQ(recovered->from, 16u);
    EXPECT_EQ(recovered->replayed, 0u);
}

TEST_F(Driver, GoesOnFromASnapshotAsIfItHadNeverStopped) {
    go_live(nullptr, {.seed = 7, .snapshot_every = 5});
    open_for_business();
    some_calls(20);
    close();
    const auto all = entries();
    recover_house();
    const auto from_snapshot = recovered->start.centre.snapshot();
    close();
    {
        Database journal = must(Database::open(directory / journal::journal_file, Database::Mode::read_write));
        journal.run("delete from snapshot");
    }
    recover_house();
    EXPECT_EQ(recovered->replayed, all.size());
    EXPECT_EQ(recovered->start.centre.snapshot(), from_snapshot);
}

// A centre that is killed again and again must not replay more at each start.
TEST_F(Driver, CountsEntriesTowardsTheNextSnapshotAcrossStarts) {
    go_live();
    open_for_business();
    close();
    {
        // As a kill leaves it: four entries and no snapshot.
        Database journal = must(Database::open(directory / journal::journal_file, Database::Mode::read_write));
        journal.run("delete from snapshot");
    }
    go_live(nullptr, {.seed = 7, .snapshot_every = 8});
    some_calls(3);
    live->stop();
    EXPECT_EQ(store->last(), 9u);
    EXPECT_EQ(store->snapshots(Store::to_the_end).value(), (std::vector<EntryNumber>{9, 8}));
}

// ---- a disk that fails ----------------------------------------------------------------------------------------------

class FailingWriter final : public journal::Writer {
public:
    Result<void> append(std::span<const journal::Entry>) override {
        return problem("journal.db entry 1", "could not be stored: disk I/O error");
    }
    Result<void> keep(const journal::StoredSnapshot&, EntryNumber) override { return {}; }
};

TEST(DriverDeathTest, EndsTheProcessWhenACommitFails) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(
        {
            FailingWriter writer;
            HandClock clock(nine);
            Live live({}, writer, clock, nullptr, {});
            live.subscribe([](const Committed&) { std::puts("told all the same"); });
            live.start();
            live.stop();
        },
        "markaz: journal.db entry 1: could not be stored: disk I/O error; the process ends");
}

// ---- the clock ------------------------------------------------------------------------------------------------------

TEST(SteadiedTime, FollowsAWallClockThatGoesOn) {
    SteadiedTime time(nine, nine, 0s);
    EXPECT_EQ(time.at(nine + 10s, 10s), nine + 10s);
    EXPECT_EQ(time.at(nine + 11s, 11s), nine + 11s);
}

TEST(SteadiedTime, BelievesAWallClockThatDrifts) {
    SteadiedTime time(nine, nine, 0s);
    EXPECT_EQ(time.at(nine + 11s, 10s), nine + 11s);
    EXPECT_EQ(time.take_jump(), 0s);
}

TEST(SteadiedTime, GoesOnSteadilyUntilAWallClockThatWasSetForwardIsAskedFor) {
    SteadiedTime time(nine, nine, 0s);
    EXPECT_EQ(time.at(nine + 1h + 1s, 1s), nine + 1s);
    EXPECT_EQ(time.at(nine + 1h + 2s, 2s), nine + 2s);
    EXPECT_EQ(time.take_jump(), 1h);
    EXPECT_EQ(time.take_jump(), 0s);
    EXPECT_EQ(time.at(nine + 1h + 3s, 3s), nine + 1h + 3s);
}

TEST(SteadiedTime, ForgetsAJumpThatWasTakenBack) {
    SteadiedTime time(nine, nine, 0s);
    time.at(nine + 1h, 1s);
    EXPECT_EQ(time.at(nine + 2s, 2s), nine + 2s);
    EXPECT_EQ(time.take_jump(), 0s);
}

TEST(SteadiedTime, GoesOnSlowerUntilAWallClockThatWasSetBackHasCaughtUp) {
    SteadiedTime time(nine, nine, 0s);
    EXPECT_EQ(time.at(nine - 10s, 0s), nine);
    EXPECT_EQ(time.at(nine - 2s, 8s), nine + 7s);
    EXPECT_EQ(time.at(nine + 70s, 80s), nine + 70s);
    EXPECT_EQ(time.at(nine + 71s, 81s), nine + 71s);
}

TEST(SteadiedTime, BeginsAtTheLastEntryEvenIfTheWallClockWasSetBackMeanwhile) {
    SteadiedTime time(nine, nine - 1h, 0s);
    EXPECT_EQ(time.at(nine - 1h, 0s), nine);
}

TEST(SteadiedTime, SlowsManyShortStepsAsItSlowsALongOne) {
    SteadiedTime time(nine, nine - 1h, 0s);
    Instant now{};
    for (int each = 1; each <= 8000; ++each) now = time.at(nine - 1h, Duration{each});
    EXPECT_EQ(now, nine + Duration{7000});
}

}  // namespace
}  // namespace markaz::driver::test
