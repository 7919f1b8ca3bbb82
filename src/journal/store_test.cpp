#include "journal/store.hpp"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sha256.hpp"
#include "journal/codec.hpp"
#include "journal/store_documents.hpp"
#include "journal/store_vault.hpp"

namespace markaz::journal {
namespace {

namespace fs = std::filesystem;
using storage::Database;

Entry entry(EntryNumber number) {
    Entry made = make_entry(number, Instant{std::chrono::seconds(number)}, contact::Origin::live, centre::KeyPressed{{number}, '2'}, {});
    return made;
}

std::vector<Entry> entries(EntryNumber from, EntryNumber to) {
    std::vector<Entry> made;
    for (EntryNumber number = from; number <= to; ++number) made.push_back(entry(number));
    return made;
}

class Journal : public testing::Test {
protected:
    Journal() {
        std::string name = (fs::temp_directory_path() / "markaz-journal-XXXXXX").string();
        directory = mkdtemp(name.data());
    }
    ~Journal() override { fs::remove_all(directory); }

    Store open(Use use = Use::as_it_is) {
        auto store = Store::open(directory, use);
        if (!store) throw std::runtime_error(store.error().line());
        return std::move(*store);
    }
    Database raw() { return std::move(*Database::open(directory / journal_file, Database::Mode::read_write)); }
    std::string where(EntryNumber number) { return (directory / journal_file).string() + " entry " + std::to_string(number); }

    static std::vector<Entry> read(Store& store, EntryNumber from = 1) {
        std::vector<Entry> all;
        const auto done = store.each(from, Store::to_the_end, [&](const Entry& each) -> Result<void> {
            all.push_back(each);
            return {};
        });
        if (!done) throw std::runtime_error(done.error().line());
        return all;
    }
    static Problem first_problem(Store& store) {
        const auto done = store.each(1, Store::to_the_end, [](const Entry&) -> Result<void> { return {}; });
        return done ? Problem{} : done.error();
    }

    fs::path directory;
};

TEST_F(Journal, GivesBackWhatWasAppended) {
    {
        Store store = open();
        ASSERT_TRUE(store.append(entries(1, 3)));
        ASSERT_TRUE(store.append(entries(4, 5)));
    }
    Store store = open();
    EXPECT_EQ(store.last(), 5);
    EXPECT_EQ(read(store), entries(1, 5));
    EXPECT_EQ(read(store, 4), entries(4, 5));
    EXPECT_TRUE(store.append(entries(6, 6)));
    EXPECT_EQ(read(store, 6), entries(6, 6));
}

TEST_F(Journal, TakesAllEntriesOfABatchOrNone) {
    Store store = open();
    std::vector<Entry> gap = entries(1, 2);
    gap.push_back(entry(4));
    EXPECT_EQ(store.append(gap).error().what, "does not follow entry 2");
    EXPECT_EQ(store.last(), 0);
    EXPECT_TRUE(read(store).empty());
}

TEST_F(Journal, NeverGoesBackInTime) {
    Store store = open();
    ASSERT_TRUE(store.append(entries(1, 2)));
    Entry early = entry(3);
    early.at -= std::chrono::seconds(2);
    EXPECT_EQ(store.append({&early, 1}).error(), (Problem{where(3), "is earlier than the entry before it", "instants never go back"}));
}

TEST_F(Journal, StopsReadingAtTheFirstProblemOfTheReader) {
    Store store = open();
    ASSERT_TRUE(store.append(entries(1, 9)));
    EntryNumber seen = 0;
    const auto done = store.each(1, Store::to_the_end, [&](const Entry& each) -> Result<void> {
        seen = each.number;
        if (each.number == 3) return problem("here", "enough");
        return {};
    });
    EXPECT_EQ(done.error().what, "enough");
    EXPECT_EQ(seen, 3);
}

// ---- damage ---------------------------------------------------------------------------------------------------------

TEST_F(Journal, NamesTheEntryOfAFlippedBit) {
    {
        Store store = open();
        ASSERT_TRUE(store.append(entries(1, 50)));
    }
    // In the file itself: the body of entry 17 names contact 17.
    std::string bytes;
    {
        std::ifstream file(directory / journal_file, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    const auto at = bytes.find("\"contact\":17");
    ASSERT_NE(at, std::string::npos);
    bytes[at + 11] ^= 1;
    std::ofstream(directory / journal_file, std::ios::binary) << bytes;

    Store store = open();
    EXPECT_EQ(first_problem(store), (Problem{where(17), "is not as it was written", "restore the newest backup"}));
}

TEST_F(Journal, NamesTheFirstEntryWhateverWasChanged) {
    for (const char* change : {"at = at + 1", "origin = 'simulated'", "type = 'agent_left'", "type_version = 2", "body = body || ' '",
                               "digest = digest + 1", "machine_version = machine_version + 1", "chain = chain + 1"}) {
        fs::remove_all(directory);
        Store store = open();
        ASSERT_TRUE(store.append(entries(1, 9)));
        raw().script(std::string("update entry set ") + change + " where number = 5");
        EXPECT_EQ(first_problem(store).where, where(5)) << change;
    }
}

TEST_F(Journal, NamesAnEntryThatIsMissing) {
    Store store = open();
    ASSERT_TRUE(store.append(entries(1, 9)));
    raw().run("delete from entry where number = 5");
    EXPECT_EQ(first_problem(store), (Problem{where(5), "is missing", "restore the newest backup"}));
}

TEST_F(Journal, NoticesAnEntryThatWasTakenOutAndTheRestMovedUp) {
    Store store = open();
    ASSERT_TRUE(store.append(entries(1, 9)));
    raw().script("delete from entry where number = 5; update entry set number = number - 1 where number > 5");
    EXPECT_EQ(first_problem(store).where, where(5));
}

TEST_F(Journal, IsRefusedWhenItsLastEntryIsDamaged) {
    {
        Store store = open();
        ASSERT_TRUE(store.append(entries(1, 9)));
    }
    raw().run("update entry set body = '{}' where number = 9");
    EXPECT_EQ(Store::open(directory, Use::as_it_is).error().where, where(9));
}

TEST_F(Journal, NamesTheFirstEntryThatCannotBeReadWhenPagesAreTorn) {
    {
        Store store = open();
        ASSERT_TRUE(store.append(entries(1, 5000)));
    }
    std::fstream file(directory / journal_file, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(fs::file_size(directory / journal_file) / 2));
    file << std::string(8192, '\xff');
    file.close();

    Store store = open();
    const Problem found = first_problem(store);
    EXPECT_TRUE(found.where.starts_with((directory / journal_file).string() + " entry ")) << found.line();
    EXPECT_EQ(found.right, "restore the newest backup");
}

TEST_F(Journal, IsRefusedWhenItIsNoDatabase) {
    std::ofstream(directory / journal_file) << "Dear diary, today the telephone rang and rang and nobody knew why. It was a Monday.";
    const auto opened = Store::open(directory, Use::as_it_is);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().where, (directory / journal_file).string());
}

// ---- the directory --------------------------------------------------------------------------------------------------

TEST_F(Journal, BelongsToOneProcessWhichIsNamed) {
    Store store = open();
    const auto second = Store::open(directory, Use::as_it_is);
    EXPECT_EQ(second.error(), (Problem{directory.string(), "process " + std::to_string(getpid()) + " is using this directory",
                                       "end it first, or name another directory"}));
    EXPECT_TRUE(Store::open_to_read(directory));
}

TEST_F(Journal, SaysWhereTheProcessThatHoldsTheDirectoryCanBeReached) {
    {
        Store store = open();
        EXPECT_EQ(reachable_holder(directory).address, "");
        store.tell_address("http://127.0.0.1:8080");
        EXPECT_EQ(reachable_holder(directory).address, "http://127.0.0.1:8080");
        EXPECT_EQ(Store::open(directory, Use::as_it_is).error().what,
                  "process " + std::to_string(getpid()) + " is using this directory, at http://127.0.0.1:8080");
    }
    // It stopped: the next one takes the directory and has told nothing yet.
    Store next = open();
    EXPECT_EQ(reachable_holder(directory).address, "");
}

TEST_F(Journal, IsFreeAgainWhenItsProcessIsKilled) {
    int opened[2];
    ASSERT_EQ(pipe(opened), 0);
    const pid_t child = fork();
    if (child == 0) {
        const auto store = Store::open(directory, Use::as_it_is);
        const char done = store ? 'y' : 'n';
        if (write(opened[1], &done, 1) == 1) pause();
        _exit(0);
    }
    char done = 0;
    ASSERT_EQ(::read(opened[0], &done, 1), 1);
    ASSERT_EQ(done, 'y');
    EXPECT_EQ(Store::open(directory, Use::as_it_is).error().what, "process " + std::to_string(child) + " is using this directory");
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_TRUE(Store::open(directory, Use::as_it_is));
}

TEST_F(Journal, RemembersThatItIsADemo) {
    { EXPECT_TRUE(open(Use::demo).demo()); }
    EXPECT_TRUE(open().demo());
    EXPECT_TRUE(Store::open_to_read(directory)->demo());
}

TEST_F(Journal, OfARealCentreNeverBecomesADemo) {
    { EXPECT_FALSE(open().demo()); }
    EXPECT_EQ(Store::open(directory, Use::demo).error().what, "this is the directory of a real centre");
}

TEST_F(Journal, OfANewerProgramIsRefused) {
    { open(); }
    raw().script("pragma user_version = 99");
    EXPECT_TRUE(Store::open(directory, Use::as_it_is).error().what.starts_with("a newer program wrote this file"));
}

// ---- snapshots ------------------------------------------------------------------------------------------------------

StoredSnapshot snapshot(EntryNumber number, SnapshotReason reason = SnapshotReason::regular) {
    StoredSnapshot made{number, 1, reason, {}, {{4, {{"main-line/main-line.md", "ab12"}}}}};
    made.state.opened = true;
    made.state.manual = 4;
    made.state.next_contact = number;
    return made;
}

TEST_F(Journal, GivesBackASnapshot) {
    Store store = open();
    ASSERT_TRUE(store.keep(snapshot(7), 7));
    const auto read = store.snapshot(7);
    ASSERT_TRUE(read) << read.error().line();
    EXPECT_EQ(read->state, snapshot(7).state);
    EXPECT_EQ(read->manuals, snapshot(7).manuals);
}

TEST_F(Journal, KeepsTheNewestSnapshotsAndOneForTheSlowestProjection) {
    Store store = open();
    for (EntryNumber number = 10; number <= 80; number += 10) ASSERT_TRUE(store.keep(snapshot(number), 35));
    EXPECT_EQ(store.snapshots(Store::to_the_end), (std::vector<EntryNumber>{80, 70, 60, 50, 40, 30}));
    ASSERT_TRUE(store.keep(snapshot(90), 90));
    EXPECT_EQ(store.snapshots(Store::to_the_end), (std::vector<EntryNumber>{90, 80, 70}));
    EXPECT_EQ(store.snapshots(89), (std::vector<EntryNumber>{80, 70}));
}

TEST_F(Journal, KeepsTheSnapshotOfAnUpgrade) {
    Store store = open();
    ASSERT_TRUE(store.keep(snapshot(10, SnapshotReason::upgrade), 10));
    for (EntryNumber number = 20; number <= 90; number += 10) ASSERT_TRUE(store.keep(snapshot(number), number));
    EXPECT_EQ(store.snapshots(Store::to_the_end), (std::vector<EntryNumber>{90, 80, 70, 10}));
    EXPECT_EQ(store.upgrade_to(1).value(), 10);
    EXPECT_EQ(store.upgrade_to(2).value(), std::nullopt);
}

TEST_F(Journal, NoticesADamagedSnapshot) {
    Store store = open();
    ASSERT_TRUE(store.keep(snapshot(7), 7));
    raw().run("update snapshot set state = replace(state, '\"next_contact\":7', '\"next_contact\":8')");
    EXPECT_EQ(store.snapshot(7).error().what, "is not as it was written");
}

// ---- documents and vault --------------------------------------------------------------------------------------------

TEST_F(Journal, KeepsTheTextsOfPublishedManuals) {
    Store store = open();
    auto documents = Documents::open(directory, Database::Mode::read_write);
    ASSERT_TRUE(documents);
    const std::string text = "# Main line", hash = sha256_hex(text);
    ASSERT_TRUE(documents->put(text));
    ASSERT_TRUE(documents->put(text));
    EXPECT_EQ(documents->get(hash).value(), text);
    EXPECT_EQ(documents->get(sha256_hex("# Other line")).value(), std::nullopt);
    EXPECT_TRUE(documents->check());
}

TEST_F(Journal, NoticesADamagedText) {
    Store store = open();
    auto documents = Documents::open(directory, Database::Mode::read_write);
    ASSERT_TRUE(documents);
    const std::string hash = sha256_hex("# Main line");
    ASSERT_TRUE(documents->put("# Main line"));
    raw().run("update document set text = '# Mainly me'");
    const std::string where = (directory / journal_file).string() + " document " + hash;
    const Problem damaged{where, "is not as it was written", "restore the newest backup"};
    EXPECT_EQ(documents->get(hash).error(), damaged);
    EXPECT_EQ(documents->check().error(), damaged);
}

TEST_F(Journal, PointsIntoAVaultThatForgets) {
    auto records = Database::open(directory / records_file, Database::Mode::read_write);
    ASSERT_TRUE(records);
    ASSERT_TRUE(storage::migrate(*records, std::array{storage::Migration{1, "vault", vault_schema}}));
    Vault vault(*records);
    const Kept number{"caller-number"_key, "+98 21 5555 0199"};
    const auto id = vault.put(number);
    const auto other = vault.put(number);
    EXPECT_NE(id, other);
    EXPECT_EQ(vault.get(id, number.kind), number.value);
    EXPECT_EQ(vault.get(id, "note"_key), std::nullopt);
    EXPECT_TRUE(vault.erase(id));
    EXPECT_FALSE(vault.erase(id));
    EXPECT_EQ(vault.get(id, number.kind), std::nullopt);
    EXPECT_EQ(vault.get(other, number.kind), number.value);
}

TEST_F(Journal, LeavesNothingOfAnErasedValueInTheFile) {
    {
        auto records = Database::open(directory / records_file, Database::Mode::read_write);
        ASSERT_TRUE(storage::migrate(*records, std::array{storage::Migration{1, "vault", vault_schema}}));
        Vault vault(*records);
        vault.erase(vault.put({"caller-number"_key, "+98 21 5555 0199"}));
    }
    std::ifstream file(directory / records_file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    EXPECT_EQ(bytes.find("5555 0199"), std::string::npos);
}

}  // namespace
}  // namespace markaz::journal
