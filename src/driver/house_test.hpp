#pragma once
// A small house to write examples on: a data directory, a clock that the test moves, a toy projection, and ways to wait for what
// the driver tells.

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include <gtest/gtest.h>
#include <stdlib.h>

#include "centre/floor_test.hpp"
#include "driver/live.hpp"
#include "driver/projector.hpp"
#include "driver/replay.hpp"
#include "journal/store.hpp"

namespace markaz::driver::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using centre::test::nine;
using journal::Store;
using storage::Database;

/// A clock that stands still until the test moves it.
class HandClock final : public Clock {
public:
    explicit HandClock(Instant at) : at_(at) {}
    Instant now() override { return at_.load(); }
    void set(Instant at) { at_ = at; }
    /// Somebody sets the wall clock forward; no time passes.
    void jump(Duration by) { jump_ = by; }
    Duration take_jump() override {
        const Duration by = jump_.exchange(Duration{0});
        at_ = at_.load() + by;
        return by;
    }

private:
    std::atomic<Instant> at_;
    std::atomic<Duration> jump_{};
};

inline std::vector<routing::QueuePolicy> queues(Duration ring = 20s) {
    auto cards = centre::test::queue("cards"_key, "cards"_key);
    cards.ring = ring;
    return {centre::test::queue("accounts"_key, "accounts"_key), cards};
}

/// The library of a centre whose manual has not changed since; or in which agents ring for another time.
inline journal::ManualLibrary library(Duration ring = 20s) {
    return [ring](std::uint64_t version, const std::vector<procedure::DocumentRef>&) -> Result<procedure::ManualRef> {
        return centre::test::manual(version, queues(ring));
    };
}

inline centre::Input published(std::uint64_t version = 1) {
    return centre::ManualPublished{version, {}, centre::test::manual(version, queues())};
}

inline centre::Input agent_known(people::PersonId id) { return centre::AgentChanged{centre::test::agent(id, {{"cards"_key, 3}})}; }
inline centre::Input ready(people::PersonId id) { return centre::PresenceDeclared{id, people::Presence::ready}; }

inline centre::Input call(std::uint64_t reference = 0) {
    centre::ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.reference = reference;
    return arrived;
}

/// Folds contacts into rows: when each started and ended, and how many entries spoke of it.
class Contacts final : public Projection {
public:
    explicit Contacts(std::uint32_t version = 1) : version_(version) {}
    std::string_view name() const override { return "contacts"; }
    std::uint32_t version() const override { return version_; }
    void create(Database& records) override {
        records.script(
            "drop table if exists contact;"
            "create table contact (id bigint primary key, reference bigint not null, started bigint not null, ended bigint,"
            " told bigint not null)");
    }
    void apply(Database& records, const Committed& entry) override {
        for (const centre::Told& told : entry.told) {
            if (const auto* started = std::get_if<centre::ContactStarted>(&told.what))
                records.run("insert into contact (id, reference, started, told) values (?1, ?2, ?3, 0)", started->contact,
                            started->reference, told.at);
            if (const auto* decided = std::get_if<centre::Decided>(&told.what))
                records.run("update contact set told = told + 1 where id = ?1", decided->contact);
            if (const auto* ended = std::get_if<centre::ContactEnded>(&told.what))
                records.run("update contact set ended = ?2 where id = ?1", ended->contact, told.at);
        }
    }

private:
    std::uint32_t version_;
};

struct ContactRow {
    std::uint64_t id = 0, reference = 0;
    Instant started{};
    std::optional<Instant> ended;
    std::uint64_t told = 0;
    friend bool operator==(const ContactRow&, const ContactRow&) = default;
};
BOOST_DESCRIBE_STRUCT(ContactRow, (), (id, reference, started, ended, told))

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().line());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A directory with a journal and records, and the driver on them.
class House : public testing::Test {
protected:
    House() {
        std::string name = (fs::temp_directory_path() / "markaz-house-XXXXXX").string();
        directory = mkdtemp(name.data());
    }
    ~House() override {
        close();
        fs::remove_all(directory);
    }

    Database records() {
        Database opened = must(Database::open(directory / journal::records_file, Database::Mode::read_write));
        must(storage::migrate(opened, std::array{storage::Migration{1, "projection", projection_schema}}));
        return opened;
    }
    std::unique_ptr<Projector> make_projector(std::uint32_t version = 1) {
        std::vector<std::unique_ptr<Projection>> projections;
        projections.push_back(std::make_unique<Contacts>(version));
        return must(Projector::open(records(), std::move(projections)));
    }

    /// Opens the directory and brings the machine to the end of its journal.
    void recover_house(const journal::ManualLibrary& manuals = library(), std::uint32_t version = 1) {
        store.emplace(must(Store::open(directory, journal::Use::as_it_is)));
        projector = make_projector(version);
        recovered.emplace(must(recover(*store, manuals, projector.get())));
    }
    /// Goes live, with the store or with a writer of the test's own in front of it.
    void go_live(journal::Writer* writer = nullptr, LiveOptions options = {.seed = 7}) {
        if (!store) recover_house();
        live = std::make_unique<Live>(std::move(recovered->start), writer ? *writer : *store, clock, projector.get(), options);
        live->subscribe([this](const Committed& committed) {
            const std::scoped_lock lock(mutex);
            seen.push_back(committed.entry);
            told.insert(told.end(), committed.told.begin(), committed.told.end());
            changed.notify_all();
        });
        live->start();
    }
    void close() {
        live.reset();
        projector.reset();
        recovered.reset();
        store.reset();
    }

    /// Submits and waits for the answer.
    Answer ask(centre::Input input) {
        std::optional<Answer> answer;
        const auto submitted = live->submit(std::move(input), [&](const Answer& given) {
            const std::scoped_lock lock(mutex);
            answer = given;
            if (answer->has_value()) (*answer)->told = {};
            changed.notify_all();
        });
        if (submitted != Submitted::taken) throw std::runtime_error("not taken");
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return answer.has_value(); });
        return *answer;
    }
    /// Waits until something of this kind has been told.
    template <class Fact>
    Fact await() {
        std::optional<Fact> found;
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] {
            for (const centre::Told& each : told)
                if (const auto* fact = std::get_if<Fact>(&each.what)) found = *fact;
            return found.has_value();
        });
        return *found;
    }
    void open_for_business() {
        ASSERT_TRUE(ask(published()));
        ASSERT_TRUE(ask(agent_known({1})));
        ASSERT_TRUE(ask(ready({1})));
    }
    /// Some calls, answered and ended or not, until the last second of a minute.
    void some_calls(int count) {
        for (int each = 1; each <= count; ++each) {
            clock.set(clock.now() + 1s);
            ASSERT_TRUE(ask(call(static_cast<std::uint64_t>(each))));
            if (each % 3 == 0) ASSERT_TRUE(ask(centre::CallerLeft{await<centre::ContactStarted>().contact}));
        }
    }
    std::vector<ContactRow> contact_rows() {
        Database opened = records();
        return opened.query<ContactRow>("select * from contact order by id");
    }
    std::vector<journal::Entry> entries() {
        Store reader = must(Store::open_to_read(directory));
        std::vector<journal::Entry> all;
        must(reader.each(1, Store::to_the_end, [&](const journal::Entry& each) -> Result<void> {
            all.push_back(each);
            return {};
        }));
        return all;
    }

    fs::path directory;
    HandClock clock{nine};
    std::optional<Store> store;
    std::unique_ptr<Projector> projector;
    std::optional<Recovered> recovered;
    std::unique_ptr<Live> live;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<EntryNumber> seen;
    centre::Outputs told;
};

}  // namespace markaz::driver::test
