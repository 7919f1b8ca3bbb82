// Segments: files that overlap, come in any order, are torn in the middle, or are taken away again.

#include "imports/store.hpp"

#include <unistd.h>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/json.hpp"
#include "imports/reading_test.hpp"
#include "journal/store_vault.hpp"
#include "people/store.hpp"

namespace markaz::imports {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// A data directory with empty records.
class Imported {
public:
    Imported() : data_(place() / ("imports_test." + std::to_string(getpid()) + "." + std::to_string(made_++))) {
        std::filesystem::remove_all(data_);
        std::filesystem::create_directories(data_);
        make_records();
    }
    ~Imported() {
        records.reset();
        std::filesystem::remove_all(data_);
    }

    /// Nothing where this file was imported before.
    std::optional<Segment> import(std::string_view text, const std::string& name = "log") {
        auto observations = Observations::open(data_, Observations::Mode::read_write).value();
        if (observations.segment_of(text)) return std::nullopt;
        Segment segment;
        segment.source = "asterisk";
        segment.file = name;
        segment.sha256 = text;
        Observations::Writing writing(observations, *records, segment);
        std::uint64_t lines = 0;
        QueueLogReader reader(utc, {[&](const Observation& seen) {
                                        lines = seen.line;
                                        writing.observe(seen);
                                    },
                                    [&](std::uint64_t line, std::string_view reason, std::string_view, std::string_view said) {
                                        writing.set_aside(line, reason, said);
                                    },
                                    [](std::uint64_t, std::string_view, std::string_view) {}});
        hand_over(reader, text, 1 << 20);
        const Segment sealed = writing.seal(lines, Instant{});
        fold(observations, *records, sealed);
        return sealed;
    }

    void take_away(const Segment& segment) {
        auto observations = Observations::open(data_, Observations::Mode::read_write).value();
        remove(observations, *records, segment);
    }

    /// Each contact with its visits and assignments as one text, without their numbers, in a stable order.
    std::vector<std::string> contacts() {
        auto all = records->query<std::string>(
            "select c.started || ' ' || coalesce(c.ended, '-') || ' ' || coalesce(c.contact_end, '-') || ': ' || coalesce((select "
            "group_concat(v.queue || v.started || coalesce(v.visit_end, '-') || coalesce(v.ended, '-')) from (select * from visit where "
            "contact = c.id order by started, id) v), '') || '/' || coalesce((select group_concat(a.person || ' ' || a.started || "
            "coalesce(a.answered, '-') || coalesce(a.assignment_end, '-') || a.talk || ' ' || a.ring) from (select * from assignment where "
            "contact = c.id order by started, id) a), '') from contact c");
        std::ranges::sort(all);
        return all;
    }

    void make_records() {
        records.reset();
        std::filesystem::remove(data_ / "records.db");
        records.emplace(storage::Database::open(data_ / "records.db", storage::Database::Mode::read_write).value());
        records->script(people::people_schema);
        records->script(people::owned_procedures);
        records->script(journal::vault_schema);
        contact::ContactProjection([](std::uint64_t) { return procedure::ManualRef{}; }).create(*records);
    }

    std::optional<storage::Database> records;
    std::filesystem::path data_;

private:
    /// In memory where the system has a place there: hundreds of small imports would wait for the disk alone.
    static std::filesystem::path place() {
        const std::filesystem::path memory = "/dev/shm";
        return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    }
    static inline int made_ = 0;
};

constexpr std::string_view morning = "100|1.1|q|NONE|ENTERQUEUE||0211|1\n110|1.2|q|NONE|ENTERQUEUE||0212|1\n"
                                     "130|1.1|q|A|CONNECT|30|1.9|4\n";
constexpr std::string_view noon = "110|1.2|q|NONE|ENTERQUEUE||0212|1\n130|1.1|q|A|CONNECT|30|1.9|4\n"
                                  "190|1.1|q|A|COMPLETECALLER|30|60|1\n200|1.2|q|NONE|ABANDON|1|1|90\n";

std::uint64_t rows(storage::Database& records, std::string_view table) {
    return *records.query_one<std::uint64_t>("select count(*) from " + std::string(table));
}

TEST(Segments, FilesThatOverlapCountOnce) {
    Imported here;
    EXPECT_EQ(here.import(morning)->seen_before, 0u);
    EXPECT_EQ(here.import(noon)->seen_before, 2u);
    EXPECT_EQ(rows(*here.records, "contact"), 2u);
    EXPECT_EQ(rows(*here.records, "visit"), 2u);
    EXPECT_EQ(rows(*here.records, "assignment"), 1u);
    contact::ContactStore store(*here.records);
    const auto offers = store.visit_offers(Instant{}, Instant{1h}, contact::Origins::live);
    ASSERT_EQ(offers.size(), 2u);
    EXPECT_EQ(offers[0].facts.end, contact::VisitEnd::answered);
    EXPECT_EQ(offers[0].facts.talk, Duration{60s});
    EXPECT_EQ(offers[1].facts.end, contact::VisitEnd::abandoned);
}

TEST(Segments, TheOrderInWhichFilesComeDoesNotMatter) {
    Imported forward, backward;
    forward.import(morning);
    forward.import(noon);
    const auto expected = forward.contacts();
    backward.import(noon);
    backward.import(morning);
    EXPECT_EQ(backward.contacts(), expected);
}

TEST(Segments, TheSameFileIsImportedOnce) {
    Imported here;
    here.import(morning);
    EXPECT_FALSE(here.import(morning));
}

TEST(Segments, WhatIsTakenAwayIsGoneAndWhatOthersSaidStays) {
    Imported here;
    const auto first = here.import(morning);
    const auto alone = here.contacts();
    const auto second = here.import(noon);
    EXPECT_EQ(rows(*here.records, "vault"), 2u);
    here.take_away(*second);
    EXPECT_EQ(here.contacts(), alone);
    EXPECT_EQ(rows(*here.records, "vault"), 2u);
    here.take_away(*first);
    EXPECT_EQ(rows(*here.records, "contact"), 0u);
    EXPECT_EQ(rows(*here.records, "visit"), 0u);
    EXPECT_EQ(rows(*here.records, "assignment"), 0u);
    EXPECT_EQ(rows(*here.records, "vault"), 0u);
}

TEST(Segments, RecordsThatAreMadeAnewHaveTheSameContacts) {
    Imported here;
    here.import(morning);
    here.import(noon);
    const auto before = here.contacts();
    const auto numbers = here.records->query<std::uint64_t>("select id from contact order by id");
    here.make_records();
    ASSERT_TRUE(catch_up(here.data_, *here.records));
    EXPECT_EQ(here.contacts(), before);
    EXPECT_EQ(here.records->query<std::uint64_t>("select id from contact order by id"), numbers);
}

TEST(Segments, AnImportThatWasKilledLeavesNothing) {
    Imported here;
    {
        auto observations = Observations::open(here.data_, Observations::Mode::read_write).value();
        Segment segment;
        segment.source = "asterisk";
        segment.sha256 = "torn";
        Observations::Writing writing(observations, *here.records, segment);
        QueueLogReader reader(utc, {[&](const Observation& seen) { writing.observe(seen); }, {}, {}});
        for (int times = 0; times < 20'000; ++times) reader.take("100|1." + std::to_string(times) + "|q|NONE|ENTERQUEUE||x|1\n");
    }
    here.import(morning);
    EXPECT_EQ(rows(*here.records, "contact"), 2u);
    EXPECT_EQ(rows(*here.records, "vault"), 2u);
    auto observations = Observations::open(here.data_, Observations::Mode::read_only).value();
    EXPECT_EQ(rows(observations.database(), "observation"), 3u);
}

TEST(Segments, WhatIsSetAsideIsKept) {
    Imported here;
    const auto segment = here.import("100|1.1|q|NONE|ENTERQUEUE||x|1\nnonsense\n");
    auto observations = Observations::open(here.data_, Observations::Mode::read_only).value();
    std::vector<std::string> lines;
    observations.each_set_aside(segment->id, [&](const LineSetAside& line) { lines.push_back(std::to_string(line.line) + line.text); });
    EXPECT_EQ(lines, std::vector<std::string>{"2nonsense"});
}

TEST(Segments, QueuesOfAnyNameHaveAKeyOfTheirOwnAndAgentsAPerson) {
    Imported here;
    people::PeopleStore people(*here.records);
    people::Person budi;
    budi.login = "budi";
    budi.name = "Budi";
    const auto known = people.add(budi).value();
    here.import("1|1|مبيعات|NONE|ENTERQUEUE||x|1\n2|2|Sales (EU)|NONE|ENTERQUEUE||x|1\n3|3|sales-eu|NONE|ENTERQUEUE||x|1\n"
                "4|4|sales-eu|budi|CONNECT|1|9|1\n5|5|sales-eu|سارة|CONNECT|1|9|1\n");
    const auto keys = here.records->query<std::string>("select distinct queue from visit order by started");
    EXPECT_EQ(keys, (std::vector<std::string>{"queue-1", "sales-eu", "sales-eu-2"}));
    contact::ContactStore store(*here.records);
    const auto names = store.imported_names(contact::Named::queue);
    EXPECT_EQ(names.at("queue-1"), "مبيعات");
    EXPECT_EQ(names.at("sales-eu"), "Sales (EU)");
    EXPECT_EQ(names.at("sales-eu-2"), "sales-eu");
    const auto persons = here.records->query<std::uint64_t>("select person from assignment order by started");
    ASSERT_EQ(persons.size(), 2u);
    EXPECT_EQ(persons[0], known.value);
    EXPECT_EQ(store.imported_names(contact::Named::agent).at(std::to_string(persons[1])), "سارة");
}

TEST(Segments, S0_50_AnImportedContactHasItsTimeline) {
    Imported here;
    here.import(morning);
    here.import(noon);
    contact::ContactStore store(*here.records);
    const auto first = here.records->query<contact::ContactId>("select id from contact order by started");
    std::vector<std::string> kinds;
    for (const contact::Event& event : store.events_of(first.at(0))) {
        const std::string text = json::text(event.what);
        kinds.push_back(text.substr(9, text.find('"', 9) - 9));
    }
    EXPECT_EQ(kinds, (std::vector<std::string>{"contact_started", "visit_started", "assignment_moved", "visit_ended", "assignment_moved",
                                               "assignment_ended", "contact_ended"}));
}

/// A day of an exchange whose calls overlap.
std::vector<std::string> any_log() {
    std::vector<std::pair<int, std::string>> lines;
    const int calls = *rc::gen::inRange(1, 8);
    for (int call = 0; call < calls; ++call) {
        int at = *rc::gen::inRange(0, 200);
        const std::string id = "|1." + std::to_string(call) + "|" + *rc::gen::element<std::string>("a", "b") + "|";
        const auto add = [&](const std::string& rest) { lines.emplace_back(at, std::to_string(at) + id + rest + "\n"); };
        add("NONE|ENTERQUEUE||021" + std::to_string(call) + "|1");
        const int wait = *rc::gen::inRange(1, 60);
        at += wait;
        const std::string waited = std::to_string(wait);
        switch (*rc::gen::inRange(0, 4)) {
            case 0: add("NONE|ABANDON|1|1|" + waited); break;
            case 1: add("NONE|EXITWITHTIMEOUT|1|1|" + waited); break;
            case 2: break;
            default:
                add("A|CONNECT|" + waited + "|1.9|0");
                at += 40;
                add("A|COMPLETECALLER|" + waited + "|40|1");
        }
    }
    if (*rc::gen::arbitrary<bool>()) lines.emplace_back(120, "120|NONE|NONE|NONE|QUEUESTART|\n");
    std::ranges::sort(lines);
    std::vector<std::string> texts;
    for (auto& line : lines) texts.push_back(std::move(line.second));
    return texts;
}

std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t each = from; each < to; ++each) text += lines[each];
    return text;
}

TEST(Segments, HoweverALogIsCutIntoFilesItComesToTheSame) {
    EXPECT_TRUE(rc::check([] {
        const auto log = any_log();
        std::vector<std::string> expected;
        {
            Imported whole;
            whole.import(joined(log, 0, log.size()));
            expected = whole.contacts();
        }
        Imported parts;
        const auto middle = *rc::gen::inRange<std::size_t>(0, log.size() + 1), overlap = *rc::gen::inRange<std::size_t>(0, middle + 1);
        const std::string first = joined(log, 0, middle), second = joined(log, middle - overlap, log.size());
        const bool backwards = *rc::gen::arbitrary<bool>();
        std::optional<Segment> one, other;
        if (!first.empty()) one = parts.import(first);
        if (backwards && one) {
            parts.take_away(*one);
            other = parts.import(second);
            one = parts.import(first);
        } else {
            other = parts.import(second);
        }
        RC_ASSERT(parts.contacts() == expected);
    }));
}

}  // namespace
}  // namespace markaz::imports
