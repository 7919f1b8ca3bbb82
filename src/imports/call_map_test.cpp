// Call records of any system, by a map.

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "imports/reading_test.hpp"

namespace markaz::imports {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr std::string_view plain = R"(source: exchange
timezone: Africa/Cairo
started: {columns: [day, time], format: "%Y-%m-%d %H:%M:%S"}
wait: wait
talk: {column: talk, unit: clock}
queue: {column: service, names: {"1": cards}}
agent: {column: agent, none: [nobody]}
outcome: {column: result, answered: [OK], abandoned: [LOST], blocked: [FULL], overflowed: [ON]}
leave_out: [{column: result, is: [TEST]}]
)";
constexpr std::string_view heading = "day,time,wait,talk,service,agent,result\n";

CallMap map(std::string_view text) {
    auto read = read_call_map(text, "map.yaml");
    if (!read) throw std::logic_error(read.error().front().line());
    return *read;
}

Gathered rows(const std::string& text) { return calls(map(plain), std::string(heading) + text); }

std::string complaint(std::string_view text) {
    const auto read = read_call_map(text, "map.yaml");
    return read ? "nothing" : read.error().front().line();
}

TEST(CallMap, ARowIsACallWithItsBeginItsAnswerAndItsEnd) {
    const Gathered gathered = rows("2026-11-22,10:00:00,30,1:05,1,amal,OK\n");
    ASSERT_EQ(gathered.seen.size(), 3u);
    EXPECT_EQ(gathered.seen[0].what, Happened::entered);
    EXPECT_EQ(iso8601(gathered.seen[0].at), "2026-11-22T08:00:00Z");
    EXPECT_EQ(gathered.seen[0].queue, "cards");
    EXPECT_EQ(gathered.seen[0].line, 2u);
    EXPECT_EQ(gathered.seen[1].what, Happened::connected);
    EXPECT_EQ(gathered.seen[1].agent, "amal");
    EXPECT_EQ(gathered.seen[1].wait, Duration{30s});
    EXPECT_EQ(gathered.seen[2].talk, Duration{65s});
}

TEST(CallMap, EachOutcomeIsItsOwn) {
    const auto end = [](const std::string& result) { return rows("2026-11-22,10:00:00,30,0,1,nobody," + result + "\n").seen.at(1).what; };
    EXPECT_EQ(end("LOST"), Happened::abandoned);
    EXPECT_EQ(end("FULL"), Happened::blocked);
    EXPECT_EQ(end("ON"), Happened::overflowed);
    EXPECT_TRUE(rows("2026-11-22,10:00:00,30,0,1,nobody,TEST\n").seen.empty());
}

TEST(CallMap, TheDirtOfRealLogsIsToldByRow) {
    const Gathered gathered = rows("2026-11-22,10:00:00,-3,0:10,1,nobody,OK\n"
                                   "2026-11-22,10:00:00,x,0:10,1,amal,OK\n"
                                   "2026-02-30,10:00:00,3,0:10,1,amal,OK\n"
                                   "2026-11-22,10:00:00,3,0:10,1,amal,MAYBE\n"
                                   "2026-11-22,10:00:00,3,0:10,,amal,OK\n"
                                   "2026-11-22,10:00:00,3\n"
                                   "\"2026-11-22\"x,10:00:00,3,0:10,1,amal,OK\n");
    EXPECT_EQ(gathered.odd, (std::vector<std::string>{"2: a length is negative and counts as 0: wait -3", "2: answered, but by no agent"}));
    EXPECT_EQ(gathered.aside,
              (std::vector<std::string>{"3: the length is none: wait x", "4: the time is none: 2026-02-30 10:00:00",
                                        "5: the outcome is not in the map: MAYBE", "6: it names no queue",
                                        "7: it does not have as many fields as the heading: 3", "8: text stands behind a closing quote"}));
}

TEST(CallMap, InstantsServeWhereThereAreNoLengths) {
    const CallMap instants = map("source: x\nstarted: start\nanswered: answer\nended: end\nqueue: {always: cards}\nagent: who\n");
    const Gathered gathered = calls(instants, "start,answer,end,who\n2026-11-22T10:00:00Z,2026-11-22T10:00:20Z,2026-11-22T10:01:20Z,amal\n"
                                              "2026-11-22T10:00:00Z,,2026-11-22T10:00:50Z,\n");
    ASSERT_EQ(gathered.seen.size(), 5u);
    EXPECT_EQ(gathered.seen[1].wait, Duration{20s});
    EXPECT_EQ(gathered.seen[2].talk, Duration{60s});
    EXPECT_EQ(gathered.seen[4].what, Happened::abandoned);
    EXPECT_EQ(gathered.seen[4].wait, Duration{50s});
}

TEST(CallMap, DigitsMayBeArabicOrPersian) {
    const Gathered gathered = rows("۲۰۲۶-۱۱-۲۲,١٠:٠٠:٠٠,۳۰,1:05,1,amal,OK\n");
    ASSERT_EQ(gathered.seen.size(), 3u);
    EXPECT_EQ(gathered.seen[1].wait, Duration{30s});
}

TEST(CallMap, QuotedFieldsMayHoldSeparatorsQuotesAndLineEnds) {
    const CallMap quoted = map("source: x\nseparator: \";\"\nstarted: {column: at, format: epoch}\nqueue: q\n");
    const Gathered gathered = calls(quoted, "at;q\r\n10;\"a;b\"\r\n11;\"say \"\"hi\"\"\"\r\n12;\"two\nlines\"\r\n");
    EXPECT_EQ(gathered.seen.at(0).queue, "a;b");
    EXPECT_EQ(gathered.seen.at(2).queue, "say \"hi\"");
    EXPECT_EQ(gathered.aside, std::vector<std::string>{"4: it is not UTF-8"}) << "a name has no control characters";
}

TEST(CallMap, AColumnThatIsNotThereIsNamed) {
    EXPECT_EQ(calls(map(plain), "day,time\n").aside,
              std::vector<std::string>{"line 1: there is no column \"wait\"; name the columns in the map as they stand here"});
}

TEST(CallMap, AMapThatCannotBeReadIsRefusedWithLineAndColumn) {
    EXPECT_EQ(complaint("source: x\nqueue: q\n").substr(0, 13), "map.yaml:1:1:");
    EXPECT_TRUE(complaint("source: x\nstarted: a\nqueue: q\ntimezone: Mars\n").contains("the time zone \"Mars\" is not known"));
    EXPECT_TRUE(complaint("source: x\nstarted: {column: a, format: \"%Q\"}\nqueue: q\n").contains("cannot be read"));
    EXPECT_TRUE(complaint("source: x\nstarted: a\nqueue: q\ncolour: red\n").contains("colour"));
    EXPECT_TRUE(complaint("source: x\nstarted: a\nqueue: {}\n").contains("queue"));
    EXPECT_TRUE(complaint("source: x\nstarted: a\nqueue: q\nseparator: ab\n").contains("separator"));
    EXPECT_TRUE(complaint("source: x\nstarted: a\nqueue: q\ntalk: {column: t, unit: weeks}\n").contains("unit"));
    EXPECT_TRUE(complaint("\xFF\xFE").contains("map.yaml"));
}

TEST(CallMap, WhateverTheBytesAndHoweverTheyAreCutTheSameIsRead) {
    EXPECT_TRUE(rc::check([](const std::vector<std::string>& noise) {
        std::string text(heading);
        for (const std::string& each : noise) {
            text += *rc::gen::element<std::string>("2026-11-22,10:00:00,30,1:05,1,amal,OK\n", "\"", ",", "\n", "\"\"", "\r\n");
            text += each;
        }
        const Gathered whole = calls(map(plain), text), cut = calls(map(plain), text, *rc::gen::inRange<std::size_t>(1, 9));
        RC_ASSERT(whole.aside == cut.aside);
        RC_ASSERT(whole.seen.size() == cut.seen.size());
    }));
}

TEST(CallMap, OddFilesOfOtherProjectsAreReadWithoutHarm) {
    const char* shared = std::getenv("MARKAZ_SHARED");
    if (!shared) GTEST_SKIP() << "MARKAZ_SHARED does not name the reference data";
    const CallMap any = map("source: x\nstarted: {column: a, format: epoch}\nqueue: b\n");
    int files = 0;
    for (const char* folder : {"csv", "asterisk-queue_log", "strings"})
        for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(shared) / "corpora" / folder)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            std::ostringstream bytes;
            bytes << file.rdbuf();
            const std::string text = bytes.str().substr(0, 1 << 20);
            calls(any, "a,b\n" + text, 4096);
            queue_log(text, 4096);
            ++files;
        }
    EXPECT_GT(files, 20);
}

}  // namespace
}  // namespace markaz::imports
