#include "edge/storage/database.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

namespace markaz::storage {
namespace {

namespace fs = std::filesystem;

enum class Urgency { low, high };
BOOST_DESCRIBE_ENUM(Urgency, low, high)

struct Ticket {
    Id<struct TicketTag> id;
    std::string subject;
    Urgency urgency = Urgency::low;
    std::optional<Key> queue;
    Instant opened{};
    Duration waited{};
    double score = 0;
    bool closed = false;
    std::uint64_t digest = 0;
    std::optional<Blob> sound;
    friend bool operator==(const Ticket&, const Ticket&) = default;
};
BOOST_DESCRIBE_STRUCT(Ticket, (), (id, subject, urgency, queue, opened, waited, score, closed, digest, sound))

constexpr Migration tickets{1, "tickets", R"(
    create table ticket (id bigint primary key, subject text not null, urgency text not null, queue text, opened bigint not null,
        waited bigint not null, score double precision not null, closed bigint not null, digest bigint not null, sound blob);
    create unique index ticket_subject on ticket (subject))"};
constexpr Migration notes{2, "notes", R"(
    create table note (id integer primary key, ticket bigint not null references ticket (id), text text not null))"};
constexpr std::array first_schema{tickets};
constexpr std::array second_schema{tickets, notes};

constexpr auto insert_ticket =
    "insert into ticket (id, subject, urgency, opened, waited, score, closed, digest) values (?1, ?2, 'low', 0, 0, 0, 0, 0)";

class Storage : public testing::Test {
protected:
    Storage() {
        std::string name = (fs::temp_directory_path() / "markaz-storage-XXXXXX").string();
        folder = mkdtemp(name.data());
    }
    ~Storage() override { fs::remove_all(folder); }

    Database open(Database::Mode mode = Database::Mode::read_write) {
        auto database = Database::open(folder / "centre.db", mode, std::chrono::milliseconds(1));
        if (!database) throw std::runtime_error(database.error().line());
        return std::move(*database);
    }
    Database open_migrated() {
        Database database = open();
        if (auto done = migrate(database, second_schema); !done) throw std::runtime_error(done.error().line());
        return database;
    }

    fs::path folder;
};

template <class F>
Fault fault_of(F&& act) {
    try {
        act();
    } catch (const StorageError& error) {
        return error.fault;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Fault::other;
}

template <class F>
std::string message_of(F&& act) {
    try {
        act();
    } catch (const StorageError& error) {
        return error.what();
    }
    return "nothing was thrown";
}

const Instant one_day(Duration(1'795'000'000'000'001));
const Ticket full{{9007199254740991}, "سلام", Urgency::high, "cards"_key, one_day, Duration(-1),
                  0.1, true, 0xFFFF'FFFF'FFFF'FFFE, Blob{std::string("\0\xFF", 2)}};
const Ticket bare{{2}, "", Urgency::low, {}, {}, {}, 3, false, 0, {}};

TEST_F(Storage, RowsComeBackAsTheyWere) {
    Database database = open_migrated();
    database.bulk<Ticket>("ticket", std::array{full, bare});
    EXPECT_EQ(database.query<Ticket>("select * from ticket order by id desc"), (std::vector{full, bare}));
    EXPECT_EQ(database.query_one<Ticket>("select * from ticket where id = ?1", full.id), full);
    EXPECT_EQ(database.query_one<Ticket>("select * from ticket where id = ?1", 77), std::nullopt);
    constexpr auto of_queue = "select subject from ticket where queue = ?1 and urgency = ?2";
    EXPECT_EQ(database.query_one<std::string>(of_queue, "cards"_key, Urgency::high), "سلام");
    const std::vector<std::optional<Key>> queues{{}, "cards"_key};
    EXPECT_EQ(database.query<std::optional<Key>>("select queue from ticket order by id"), queues);
    EXPECT_EQ(database.query_one<std::string>("select typeof(opened) || ' ' || typeof(urgency) from ticket"), "integer text");
}

RC_GTEST_FIXTURE_PROP(Storage, NumbersAndTextsComeBack, (std::vector<std::tuple<std::int64_t, std::string, double>> rows)) {
    Database database = open();
    database.run("create table anything (place bigint, number bigint, text text, fraction double precision)");
    std::int64_t place = 0;
    for (const auto& [number, text, fraction] : rows)
        database.run("insert into anything values (?1, ?2, ?3, ?4)", ++place, number, text, fraction);
    place = 0;
    for (const auto& [number, text, fraction] : rows) {
        ++place;
        RC_ASSERT(database.query_one<std::int64_t>("select number from anything where place = ?1", place).value() == number);
        RC_ASSERT(database.query_one<std::string>("select text from anything where place = ?1", place).value() == text);
        RC_ASSERT(database.query_one<double>("select fraction from anything where place = ?1", place).value() == fraction);
    }
}

TEST_F(Storage, RunTellsHowManyRowsChanged) {
    Database database = open_migrated();
    database.bulk<Ticket>("ticket", std::array{full, bare});
    EXPECT_EQ(database.run("update ticket set score = ?1", 5.0), 2);
    EXPECT_EQ(database.run("delete from ticket where id = ?1", 2), 1);
}

TEST_F(Storage, RowsCanBeTakenOneByOne) {
    Database database = open_migrated();
    database.bulk<Ticket>("ticket", std::array{full, bare});
    std::vector<std::int64_t> ids;
    constexpr auto scored = "select id from ticket where score > ?1 order by id";
    database.each<std::int64_t>(scored, [&](std::int64_t id) { ids.push_back(id); }, 0);
    EXPECT_EQ(ids, (std::vector<std::int64_t>{2, 9007199254740991}));
}

TEST_F(Storage, ATransactionIsKeptWholeOrUndone) {
    Database database = open_migrated();
    {
        Transaction transaction(database);
        database.run(insert_ticket, 1, "undone");
    }
    EXPECT_EQ(database.query_one<int>("select count(*) from ticket"), 0);
    {
        Transaction transaction(database);
        database.run(insert_ticket, 1, "kept");
        transaction.commit();
    }
    EXPECT_EQ(open().query_one<std::string>("select subject from ticket"), "kept");
    EXPECT_THROW(database.bulk<Ticket>("ticket", std::array{full, full}), StorageError);
    EXPECT_EQ(database.query_one<int>("select count(*) from ticket"), 1) << "a bulk insert that fails leaves nothing behind";
}

TEST_F(Storage, FaultsAreToldApart) {
    Database database = open_migrated();
    database.run(insert_ticket, 1, "a");
    EXPECT_EQ(fault_of([&] { database.run(insert_ticket, 1, "b"); }), Fault::unique);
    EXPECT_EQ(fault_of([&] { database.run(insert_ticket, 2, "a"); }), Fault::unique);
    EXPECT_EQ(fault_of([&] { database.run(insert_ticket, 2, std::optional<std::string>{}); }), Fault::not_null);
    EXPECT_EQ(fault_of([&] { database.run("insert into note (ticket, text) values (?1, ?2)", 9, "x"); }), Fault::foreign);
    EXPECT_EQ(fault_of([&] { database.run("selekt"); }), Fault::other);
    database.run(insert_ticket, 2, "still usable");
}

TEST_F(Storage, ALockThatIsHeldIsBusy) {
    Database first = open_migrated();
    Database second = open();
    Transaction held(first);
    EXPECT_EQ(fault_of([&] { Transaction wanted(second); }), Fault::busy);
    EXPECT_EQ(second.query_one<int>("select count(*) from ticket"), 0) << "readers are not held up";
}

TEST_F(Storage, AFullDiskIsToldAndUndone) {
    Database database = open_migrated();
    database.run("pragma max_page_count = 20");
    const std::string large(1 << 20, 'x');
    EXPECT_EQ(fault_of([&] {
                  Transaction transaction(database);
                  database.run(insert_ticket, 1, large);
                  transaction.commit();
              }),
              Fault::full);
    EXPECT_EQ(database.query_one<int>("select count(*) from ticket"), 0);
}

TEST_F(Storage, MistakesInTheProgramAreToldWithTheStatement) {
    Database database = open_migrated();
    database.run(insert_ticket, 1, "a");
    EXPECT_EQ(message_of([&] { database.query<Ticket>("select id from ticket"); }), "no column \"subject\" in: select id from ticket");
    EXPECT_EQ(message_of([&] { database.run("delete from ticket where id = ?1"); }),
              "0 arguments for 1 in: delete from ticket where id = ?1");
    EXPECT_EQ(message_of([&] { database.run("delete from note; delete from ticket"); }),
              "more than one statement: delete from note; delete from ticket");
    EXPECT_EQ(message_of([&] { database.query<std::uint8_t>("select 256 from ticket"); }),
              "column \"the first\" holds what its type cannot, in: select 256 from ticket");
    constexpr auto ids = "select id from ticket";
    EXPECT_EQ(message_of([&] { database.each<int>(ids, [&](int) { database.query<int>(ids); }); }),
              "this statement is under way already: select id from ticket");
}

TEST_F(Storage, AReadOnlyConnectionCannotWrite) {
    open_migrated();
    Database reader = open(Database::Mode::read_only);
    EXPECT_EQ(reader.query_one<int>("select count(*) from ticket"), 0);
    EXPECT_THROW(reader.run(insert_ticket, 1, "a"), StorageError);
}

TEST_F(Storage, TheFileIsForItsOwnerAlone) {
    Database database = open_migrated();
    for (const char* name : {"centre.db", "centre.db-wal"}) {
        struct stat state {};
        ASSERT_EQ(stat((folder / name).c_str(), &state), 0);
        EXPECT_EQ(state.st_mode & 0777, 0600) << name;
    }
}

TEST_F(Storage, CommitsAreFlushedToTheDisk) {
    Database database = open();
    EXPECT_EQ(database.query_one<int>("pragma synchronous"), 2);
    EXPECT_EQ(database.query_one<std::string>("pragma journal_mode"), "wal");
    EXPECT_EQ(database.query_one<int>("pragma foreign_keys"), 1);
}

TEST_F(Storage, WhatCannotBeOpenedIsToldInOneLine) {
    const auto missing = Database::open(folder / "no" / "centre.db", Database::Mode::read_write);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().line(), (folder / "no" / "centre.db").string() + ": No such file or directory");
    EXPECT_FALSE(Database::open(folder / "none.db", Database::Mode::read_only));
    std::ofstream(folder / "letter.txt") << std::string(5000, 'a');
    const auto letter = Database::open(folder / "letter.txt", Database::Mode::read_write);
    ASSERT_FALSE(letter);
    EXPECT_EQ(letter.error().what, "file is not a database");
    EXPECT_EQ(letter.error().right, "restore the newest backup");
}

TEST_F(Storage, MigrationsAreAppliedOnceAndInOrder) {
    Database database = open();
    ASSERT_TRUE(migrate(database, first_schema));
    database.run(insert_ticket, 1, "before");
    ASSERT_TRUE(migrate(database, second_schema));
    ASSERT_TRUE(migrate(database, second_schema));
    database.run("insert into note (ticket, text) values (?1, ?2)", 1, "after");
    EXPECT_EQ(database.query_one<int>("pragma user_version"), 2);
    EXPECT_EQ(database.query_one<int>("pragma foreign_keys"), 1);
}

TEST_F(Storage, AMigrationThatFailsLeavesTheFileAsItWas) {
    Database database = open();
    ASSERT_TRUE(migrate(database, first_schema));
    constexpr std::array broken{tickets, Migration{2, "half", "create table half (id bigint); create table ticket (id bigint)"}};
    const auto done = migrate(database, broken);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what, "migration 2 half: table ticket already exists");
    EXPECT_EQ(database.query_one<int>("select count(*) from sqlite_schema where name = 'half'"), 0);
    EXPECT_EQ(database.query_one<int>("pragma user_version"), 1);
    ASSERT_TRUE(migrate(database, second_schema));
}

TEST_F(Storage, AMigrationMayNotLeaveOrphans) {
    Database database = open_migrated();
    database.run(insert_ticket, 1, "a");
    database.run("insert into note (ticket, text) values (1, 'x')");
    constexpr std::array orphaning{tickets, notes, Migration{3, "forget", "delete from ticket"}};
    const auto done = migrate(database, orphaning);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what, "migration 3 forget: a row of \"note\" refers to nothing");
    EXPECT_EQ(database.query_one<int>("select count(*) from ticket"), 1);
}

TEST_F(Storage, AnOlderProgramRefusesANewerFile) {
    Database database = open_migrated();
    const auto done = migrate(database, first_schema);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what, "a newer program wrote this file (schema 2)");
    EXPECT_EQ(done.error().right, "this program knows schemas up to 1: install the newer one, or restore an older backup");
}

TEST_F(Storage, AnotherProgramsDatabaseIsRefused) {
    Database database = open();
    database.run("create table theirs (id bigint)");
    const auto done = migrate(database, first_schema);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what, "this is the database of another program");
}

TEST_F(Storage, ABackupIsWholeAndUsableWhileOthersWrite) {
    Database database = open_migrated();
    database.run(insert_ticket, 1, "a");
    Database reader = open(Database::Mode::read_only);
    Transaction under_way(database);
    database.run(insert_ticket, 2, "not yet committed");
    const auto done = reader.backup_to(folder / "copy.db");
    ASSERT_TRUE(done) << done.error().line();
    auto copy = Database::open(folder / "copy.db", Database::Mode::read_write);
    ASSERT_TRUE(copy);
    EXPECT_TRUE(copy->integrity());
    EXPECT_TRUE(migrate(*copy, second_schema));
    EXPECT_EQ(copy->query<std::string>("select subject from ticket"), std::vector<std::string>{"a"});
    EXPECT_EQ(reader.backup_to(folder / "copy.db").error().what, "this file exists already");
    EXPECT_FALSE(fs::exists(folder / "copy.db.part"));
    EXPECT_FALSE(reader.backup_to(folder / "no" / "copy.db"));
}

TEST_F(Storage, DamageIsFound) {
    {
        Database database = open_migrated();
        for (int id = 1; id <= 500; ++id) database.run(insert_ticket, id, "subject number " + std::to_string(id));
        EXPECT_TRUE(database.integrity());
    }
    std::fstream file(folder / "centre.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);  // everything but the first page, which holds the schema
    file << std::string(fs::file_size(folder / "centre.db") - 4096, '\x5a');
    file.close();
    const Result<void> found = open().integrity();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().right, "restore the newest backup");
}

TEST_F(Storage, OrphansAreFound) {
    Database database = open_migrated();
    database.script("pragma foreign_keys = off; insert into note (ticket, text) values (9, 'x')");
    EXPECT_EQ(database.integrity().error().what, "a row of \"note\" refers to nothing");
}

TEST_F(Storage, AFurtherConnectionKeepsTheLocksOfTheOthers) {
    Database first = open_migrated();
    first.run(insert_ticket, 1, "before");
    { Database second = open(); }
    // Another process comes and goes. If it took itself for the last one it would remove the log that `first` still reads.
    const std::string other = "/usr/bin/python3 -c \"import sqlite3; c = sqlite3.connect('" + (folder / "centre.db").string() +
                              "'); c.execute('update ticket set subject = \\'after\\''); c.commit(); c.close()\"";
    ASSERT_EQ(std::system(other.c_str()), 0);
    EXPECT_TRUE(fs::exists(folder / "centre.db-wal"));
    EXPECT_EQ(first.query_one<std::string>("select subject from ticket"), "after");
}

}  // namespace
}  // namespace markaz::storage
