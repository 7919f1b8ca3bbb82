#include "driver/replay.hpp"

#include <atomic>

#include "driver/house_test.hpp"

namespace markaz::driver::test {
namespace {

class Replay : public House {
protected:
    /// A short day that ended cleanly.
    void a_day(int calls = 12) {
        go_live();
        open_for_business();
        some_calls(calls);
        clock.set(clock.now() + 20s);
        await<centre::AssignmentEnded>();
        close();
    }
    Database raw() { return must(Database::open(directory / journal::journal_file, Database::Mode::read_write)); }
    Result<Replayed> replayed(const journal::ManualLibrary& manuals = library()) {
        Store reader = must(Store::open_to_read(directory));
        return replay(reader, manuals);
    }
    /// The directory with a journal made of these entries instead, every chain in order.
    void rewrite(const std::vector<journal::Entry>& with) {
        fs::remove_all(directory);
        Store fresh = must(Store::open(directory, journal::Use::as_it_is));
        must(fresh.append(with));
    }
};

TEST_F(Replay, ReproducesEveryDigest) {
    a_day();
    const auto done = replayed();
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_EQ(done->from, 1u);
    EXPECT_EQ(done->to, entries().size());
    EXPECT_EQ(done->compared, entries().size());
}

TEST_F(Replay, FindsAnEntryThatWasChanged) {
    a_day();
    raw().run("update entry set body = replace(body, '\"cards\"', '\"accounts\"') where number = 7");
    const auto done = replayed();
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().where.ends_with("entry 7")) << done.error().line();
}

TEST_F(Replay, FindsAnEntryThatIsMissing) {
    a_day();
    raw().run("delete from entry where number = 7");
    const auto done = replayed();
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().where.ends_with("entry 7")) << done.error().line();
}

TEST_F(Replay, NamesTheEntryWithTypeAndInstantThatComesOutOtherwise) {
    a_day();
    auto all = entries();
    all[6].digest ^= 1;
    rewrite(all);
    const auto done = replayed();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().where, "entry 7 (" + all[6].type + ", " + iso8601(all[6].at) + ")");
    EXPECT_EQ(done.error().what, "the machine tells something else than when it was written");
}

TEST_F(Replay, FindsAChangedConstantOfRouting) {
    a_day();
    EXPECT_TRUE(replayed(library(20s)));
    const auto done = replayed(library(21s));
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().where.starts_with("entry " + std::to_string(entries().size()) + " (tick, ")) << done.error().line();
}

TEST_F(Replay, NamesAnEntryThatTheMachineRefuses) {
    a_day();
    auto all = entries();
    all.push_back(journal::make_entry(all.back().number + 1, all.back().at, contact::Origin::live, centre::CallerLeft{{99}}, {}));
    rewrite(all);
    EXPECT_EQ(replayed().error().what, "the machine refuses it: unknown_contact");
}

TEST_F(Replay, ComparesOnlyWhatThisMachineVersionWrote) {
    a_day();
    auto all = entries();
    for (auto& each : all) {
        each.machine_version = centre::machine_version - 1;
        each.digest = 0;
    }
    rewrite(all);
    // This version takes over and goes on.
    recover_house();
    EXPECT_EQ(recovered->replayed, all.size());
    EXPECT_TRUE(recovered->notes.empty());
    go_live();
    some_calls(3);
    close();
    const auto done = replayed();
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_EQ(done->from, all.size() + 1);
    EXPECT_EQ(done->compared, entries().size() - all.size());
}

// ---- start ----------------------------------------------------------------------------------------------------------

TEST_F(Replay, RefusesAJournalThatANewerMachineWrote) {
    a_day();
    auto all = entries();
    all.back().machine_version = centre::machine_version + 1;
    rewrite(all);
    store.emplace(must(Store::open(directory, journal::Use::as_it_is)));
    const auto found = recover(*store, library(), nullptr);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what, "a newer machine (version " + std::to_string(centre::machine_version + 1) + ") wrote this journal");
}

TEST_F(Replay, GoesOnBehindADamagedSnapshotAndSaysSo) {
    go_live(nullptr, {.seed = 7, .snapshot_every = 5});
    open_for_business();
    some_calls(12);
    close();
    raw().run("update snapshot set state = replace(state, 'cards', 'carbs') where number = (select max(number) from snapshot)");
    recover_house();
    ASSERT_EQ(recovered->notes.size(), 1u);
    EXPECT_EQ(recovered->notes[0].what, "is not as it was written");
    EXPECT_GT(recovered->replayed, 0u);
    EXPECT_EQ(recovered->start.last, store->last());
}

TEST_F(Replay, SaysSoWhenAnEntryComesOutOtherwiseAtTheStartAndGoesOn) {
    a_day();
    raw().run("delete from snapshot");
    recover_house(library(21s));
    ASSERT_EQ(recovered->notes.size(), 1u);
    EXPECT_TRUE(recovered->notes[0].where.contains("(tick, ")) << recovered->notes[0].line();
    EXPECT_EQ(recovered->start.last, store->last());
}

TEST_F(Replay, RefusesRecordsThatAreAheadOfTheJournal) {
    a_day();
    rewrite({});
    records().run("insert into projection (name, version, applied) values ('contacts', 1, 50)");
    store.emplace(must(Store::open(directory, journal::Use::as_it_is)));
    projector = make_projector();
    const auto found = recover(*store, library(), projector.get());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what, "the records stand at entry 50, the journal ends at 0");
}

// ---- projections ----------------------------------------------------------------------------------------------------

TEST_F(Replay, MakesTheRecordsAnewWhenTheyAreGone) {
    a_day(40);
    const auto before = contact_rows();
    ASSERT_EQ(before.size(), 40u);
    for (const char* companion : {"", "-wal", "-shm"}) fs::remove(directory / (std::string(journal::records_file) + companion));
    recover_house();
    EXPECT_EQ(recovered->from, 0u);
    close();
    EXPECT_EQ(contact_rows(), before);
}

TEST_F(Replay, MakesAProjectionAnewWhenItsVersionRose) {
    a_day(40);
    const auto before = contact_rows();
    records().run("update contact set told = told + 100");
    recover_house(library(), 2);
    close();
    EXPECT_EQ(contact_rows(), before);
}

TEST_F(Replay, AppliesNoEntryTwiceAndPassesOverNone) {
    a_day(40);
    const auto before = contact_rows();
    // As after a crash in which the journal was ahead of the records: the last transaction of the records is missing.
    {
        Database opened = records();
        opened.script("delete from contact where id > 20; update contact set told = 0, ended = null");
        opened.run("delete from contact");
        opened.run("update projection set applied = 0");
    }
    recover_house();
    const auto again = recovered->replayed;
    close();
    EXPECT_EQ(contact_rows(), before);
    EXPECT_EQ(again, entries().size());
    recover_house();
    EXPECT_EQ(recovered->replayed, 0u);
    close();
    EXPECT_EQ(contact_rows(), before);
}

TEST_F(Replay, LetsAReaderWaitForAnEntry) {
    go_live();
    open_for_business();
    const EntryNumber entry = ask(call(5)).value().entry;
    ASSERT_TRUE(projector->wait_for(entry, 1min));
    EXPECT_EQ(contact_rows().at(0).reference, 5u);
    EXPECT_FALSE(projector->wait_for(entry + 1, 0ms));
}

/// A fold that takes its time, as a long journal does.
class Slow : public Projection {
public:
    explicit Slow(std::atomic<int>& applied) : applied_(applied) {}
    std::string_view name() const override { return "slow"; }
    std::uint32_t version() const override { return 1; }
    void create(Database&) override {}
    void apply(Database&, const Committed&) override {
        std::this_thread::sleep_for(50us);
        ++applied_;
    }

private:
    std::atomic<int>& applied_;
};

TEST_F(Replay, OthersWriteToTheRecordsWhileALongJournalIsFolded) {
    constexpr int length = 20'000;
    std::atomic<int> applied = 0;
    std::vector<std::unique_ptr<Projection>> slow;
    slow.push_back(std::make_unique<Slow>(applied));
    auto folding = must(Projector::open(records(), std::move(slow)));
    Database other = records();
    for (int entry = 1; entry <= length; ++entry) folding->take(entry, {}, contact::Origin::live, {});
    while (applied < 10) std::this_thread::yield();
    {
        storage::Transaction transaction(other);
        transaction.commit();
    }
    EXPECT_LT(applied, length) << "it came to its turn when all was over";
}

}  // namespace
}  // namespace markaz::driver::test
