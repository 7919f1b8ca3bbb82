#include "driver/explain.hpp"

#include "centre/centre.hpp"
#include "driver/house_test.hpp"
#include "journal/codec.hpp"

namespace markaz::driver::test {
namespace {

class Explain : public House {
protected:
    void a_day() {
        go_live(nullptr, {.seed = 7, .snapshot_every = 5});
        open_for_business();
        some_calls(6);
        clock.set(clock.now() + 20s);
        await<centre::AssignmentEnded>();
        close();
    }
    Store reader() { return must(Store::open_to_read(directory)); }
};

TEST_F(Explain, EveryDecisionIsDerivedAgainFromSnapshotAndJournal) {
    a_day();
    // What was decided, by replaying the whole journal.
    std::map<EntryNumber, std::vector<centre::Decided>> decided;
    centre::Centre machine;
    centre::Outputs told;
    for (const journal::Entry& entry : entries()) {
        told.clear();
        machine.advance(entry.at, must(journal::decode(entry, library())), told);
        for (const centre::Told& each : told)
            if (const auto* found = std::get_if<centre::Decided>(&each.what)) decided[entry.number].push_back(*found);
    }
    ASSERT_FALSE(decided.empty());
    Store store = reader();
    for (const auto& [entry, expected] : decided) {
        const auto why = must(explain(store, library(), entry));
        ASSERT_EQ(why.size(), expected.size()) << "entry " << entry;
        for (std::size_t each = 0; each < why.size(); ++each) {
            EXPECT_EQ(why[each].decided.contact, expected[each].contact);
            EXPECT_EQ(why[each].decided.person, expected[each].person);
            EXPECT_EQ(why[each].decided.decision, expected[each].decision);
            ASSERT_FALSE(why[each].considered.empty());
            EXPECT_EQ(why[each].considered.front().verdict, centre::Verdict::won);
        }
    }
}

TEST_F(Explain, AnEntryThatIsNotThereIsRefused) {
    a_day();
    Store store = reader();
    EXPECT_FALSE(explain(store, library(), store.last() + 1));
    EXPECT_FALSE(explain(store, library(), 0));
    EXPECT_TRUE(must(explain(store, library(), 1)).empty());
}

TEST_F(Explain, SomebodyWhomTheMachineKnowsMayAskWhyTheyAreIdle) {
    a_day();
    Store store = reader();
    EXPECT_FALSE(must(why_idle(store, library(), people::PersonId{999'999})));
    const auto idle = must(why_idle(store, library(), people::PersonId{1}));
    ASSERT_TRUE(idle);
    EXPECT_EQ(idle->person, people::PersonId{1});
}

}  // namespace
}  // namespace markaz::driver::test
