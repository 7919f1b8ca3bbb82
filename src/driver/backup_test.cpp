#include "driver/backup.hpp"

#include <fstream>

#include "driver/house_test.hpp"
#include "journal/store_documents.hpp"

namespace markaz::driver::test {
namespace {

class Backup : public House {
protected:
    Backup() : copy(directory.string() + "-copy"), again(directory.string() + "-again") {}
    ~Backup() override {
        fs::remove_all(copy);
        fs::remove_all(again);
    }
    void some_day() {
        go_live();
        open_for_business();
        some_calls(12);
        std::ofstream(directory / "certificate.pem") << "a certificate";
        fs::create_directory(directory / "recordings");
        std::ofstream(directory / "recordings" / "1.wav") << "two voices";
    }
    static std::string text(const fs::path& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static Database open(const fs::path& path) { return must(Database::open(path, Database::Mode::read_write)); }

    fs::path copy, again;
};

TEST_F(Backup, CopiesADirectoryWhileTheCentreGoesOnAndIsSound) {
    some_day();
    const auto done = back_up(directory, copy);
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_EQ(done->files, 2u);
    some_calls(5);
    close();
    const auto found = verify(copy, library());
    ASSERT_TRUE(found) << found.error().line();
    EXPECT_EQ(found->last, done->last);
    EXPECT_EQ(found->replayed.compared, done->last);
    EXPECT_LT(done->last, entries().size());
    EXPECT_EQ(text(copy / "recordings" / "1.wav"), "two voices");
    EXPECT_FALSE(fs::exists(copy / "lock"));
    EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_all);
}

TEST_F(Backup, RestoresWhatWasBackedUp) {
    some_day();
    close();
    const auto all = entries();
    const auto rows = contact_rows();
    ASSERT_TRUE(back_up(directory, copy));
    fs::remove_all(directory);
    const auto done = restore(copy, directory);
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_EQ(entries(), all);
    EXPECT_EQ(contact_rows(), rows);
    EXPECT_EQ(text(directory / "certificate.pem"), "a certificate");
    go_live();
    EXPECT_EQ(ask(call(77)).value().entry, all.size() + 2);
}

TEST_F(Backup, FoldsIntoTheRestoredRecordsWhatTheJournalHasMore) {
    some_day();
    ASSERT_TRUE(projector->wait_for(live->counts().told, 1min));
    ASSERT_TRUE(back_up(directory, copy));
    some_calls(5);
    close();
    const auto rows = contact_rows();
    // The records as they were some calls earlier than the journal, as when calls come in between the two copies.
    for (const char* companion : {"-wal", "-shm"}) fs::remove(directory / (std::string(journal::records_file) + companion));
    fs::copy_file(copy / journal::records_file, directory / journal::records_file, fs::copy_options::overwrite_existing);
    recover_house();
    close();
    EXPECT_EQ(contact_rows(), rows);
}

TEST_F(Backup, IsRefusedWhereSomethingIsAlready) {
    some_day();
    fs::create_directory(copy);
    std::ofstream(copy / "note") << "mine";
    EXPECT_EQ(back_up(directory, copy).error(),
              (Problem{copy.string(), "something is here already", "name a directory that is empty or not there"}));
    EXPECT_EQ(restore(directory, copy).error().what, "something is here already");
    EXPECT_EQ(text(copy / "note"), "mine");
    fs::remove(copy / "note");
    EXPECT_TRUE(back_up(directory, copy));
}

TEST_F(Backup, IsRefusedWhereNoCentreIs) {
    EXPECT_EQ(back_up(directory, copy).error().what, "there is no journal here");
    EXPECT_EQ(restore(directory, copy).error().what, "this is no backup: there is no journal here");
    EXPECT_FALSE(verify(directory, library()));
    EXPECT_FALSE(fs::exists(copy));
}

TEST_F(Backup, ThatIsDamagedIsNotRestoredAndLeavesNothingBehind) {
    some_day();
    close();
    ASSERT_TRUE(back_up(directory, copy));
    open(copy / journal::journal_file).run("update entry set body = '{}' where number = 7");
    const auto done = restore(copy, again);
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().where.ends_with("entry 7")) << done.error().line();
    EXPECT_FALSE(fs::exists(again));
    EXPECT_FALSE(fs::exists(again.string() + ".part"));
    EXPECT_TRUE(verify(copy, library()).error().where.ends_with("entry 7"));
}

TEST_F(Backup, VerifyFindsADamagedSnapshot) {
    some_day();
    close();
    ASSERT_TRUE(verify(directory, library()));
    open(directory / journal::journal_file).run("update snapshot set state = state || ' '");
    EXPECT_EQ(verify(directory, library()).error().what, "is not as it was written");
}

TEST_F(Backup, ADamagedTextOfAManualIsFoundAndNotRestored) {
    some_day();
    close();
    must(journal::Documents::open(directory, Database::Mode::read_write)).put("# Main line").value();
    ASSERT_TRUE(verify(directory, library()));
    open(directory / journal::journal_file).run("update document set text = '# Main lime'");
    EXPECT_EQ(verify(directory, library()).error().what, "is not as it was written");
    EXPECT_EQ(restore(directory, again).error().what, "is not as it was written");
    EXPECT_FALSE(fs::exists(again));
}

TEST_F(Backup, VerifyFindsRecordsThatAreAheadOfTheJournal) {
    some_day();
    close();
    open(directory / journal::records_file).run("update projection set applied = applied + 1");
    const auto found = verify(directory, library());
    ASSERT_FALSE(found);
    const auto last = entries().size();
    EXPECT_EQ(found.error().what,
              "projection contacts stands at entry " + std::to_string(last + 1) + ", the journal ends at " + std::to_string(last));
}

TEST_F(Backup, VerifyFindsAnEntryThatComesOutOtherwise) {
    some_day();
    clock.set(clock.now() + 20s);
    await<centre::AssignmentEnded>();
    close();
    EXPECT_EQ(verify(directory, library(21s)).error().what, "the machine tells something else than when it was written");
}

}  // namespace
}  // namespace markaz::driver::test
