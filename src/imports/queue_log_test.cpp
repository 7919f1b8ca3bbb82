// Each documented event of queue_log, and every way in which a line can be no event.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "imports/reading_test.hpp"

namespace markaz::imports {
namespace {

using namespace test;
using namespace std::chrono_literals;

Observation only(std::string_view line) {
    const Gathered gathered = queue_log(std::string(line) + "\n");
    EXPECT_EQ(gathered.aside, std::vector<std::string>{});
    EXPECT_EQ(gathered.seen.size(), 1u) << line;
    return gathered.seen.empty() ? Observation{} : gathered.seen[0];
}

std::string aside(std::string_view text) {
    const Gathered gathered = queue_log(text);
    return gathered.aside.empty() ? "nothing" : gathered.aside[0];
}

TEST(QueueLog, ACallEntersIsAnsweredAndEnds) {
    const Observation entered = only("1366720340|1366720340.303267|sales|NONE|ENTERQUEUE||0211234567|1");
    EXPECT_EQ(entered.what, Happened::entered);
    EXPECT_EQ(iso8601(entered.at), "2013-04-23T12:32:20Z");
    EXPECT_EQ(entered.call, "1366720340.303267");
    EXPECT_EQ(entered.queue, "sales");
    EXPECT_EQ(entered.agent, "");
    EXPECT_EQ(entered.caller, "0211234567");

    const Observation connected = only("1366720345|1.1|sales|SIP/8007|CONNECT|5|1.2|3");
    EXPECT_EQ(connected.what, Happened::connected);
    EXPECT_EQ(connected.agent, "SIP/8007");
    EXPECT_EQ(connected.wait, Duration{5s});
    EXPECT_EQ(connected.ring, Duration{3s});

    for (std::string_view end : {"COMPLETEAGENT", "COMPLETECALLER"}) {
        const Observation completed = only("1366720400|1.1|sales|SIP/8007|" + std::string(end) + "|5|55|1");
        EXPECT_EQ(completed.what, Happened::completed);
        EXPECT_EQ(completed.talk, Duration{55s});
    }
}

TEST(QueueLog, EachOldAndNewEventMeansWhatItsDocumentationSays) {
    EXPECT_EQ(only("9|1.1|q|A|CONNECT|5").what, Happened::connected) << "1.0 says no more than the wait";
    EXPECT_EQ(only("9|1.1|q|A|COMPLETEAGENT|5|6").talk, Duration{6s}) << "1.0 names no position";
    EXPECT_EQ(only("9|1.1|q|NONE|ABANDON|1|2|17").wait, Duration{17s});
    EXPECT_EQ(only("9|1.1|q|NONE|ABANDON|1|2|17").cause, contact::VisitCause::hung_up);
    EXPECT_EQ(only("9|1.1|q|NONE|EXITWITHTIMEOUT|1").what, Happened::overflowed) << "before 1.6 without a wait";
    EXPECT_EQ(only("9|1.1|q|NONE|EXITWITHTIMEOUT|1|2|60").wait, Duration{60s});
    EXPECT_EQ(only("9|1.1|q|NONE|EXITWITHKEY|1|2").what, Happened::overflowed);
    EXPECT_EQ(only("9|1.1|q|NONE|EXITWITHKEY|1|2|3|44").wait, Duration{44s});
    EXPECT_EQ(only("9|1.1|q|NONE|EXITEMPTY|1|2|30").cause, contact::VisitCause::nobody);
    EXPECT_EQ(only("9|1.1|q|A|RINGNOANSWER|15000").ring, Duration{15s});
    EXPECT_EQ(only("9|1.1|q|A|RINGCANCELED|2500").ring, Duration{2500ms});
    EXPECT_EQ(only("9|1.1|q|A|AGENTDUMP").what, Happened::dropped);
    EXPECT_EQ(only("9|1.1|q|A|TRANSFER|8003|internal|4|25|1").talk, Duration{25s});
    EXPECT_EQ(only("9|1.1|q|A|BLINDTRANSFER|8003|internal|4|25|1").what, Happened::transferred);
    EXPECT_EQ(only("9|1.1|q|A|ATTENDEDTRANSFER|BRIDGE|b3-1|4|25|1").talk, Duration{25s});
    EXPECT_EQ(only("9|1.1|q|A|ATTENDEDTRANSFER|LINK|SIP/1|SIP/2|4|26|1").talk, Duration{26s});
    EXPECT_EQ(only("9|1.1|q|NONE|JOINEMPTY").what, Happened::blocked);
    EXPECT_EQ(only("9|1.1|q|NONE|FULL").cause, contact::VisitCause::full);
    EXPECT_EQ(only("9|NONE|NONE|NONE|QUEUESTART|").what, Happened::restarted);
    for (std::string_view kept :
         {"9|NONE|NONE|NONE|CONFIGRELOAD|", "9|NONE|q|A|ADDMEMBER|", "9|NONE|q|A|REMOVEMEMBER|", "9|1.1|NONE|Agent/1|AGENTLOGIN|SIP/1",
          "9|NONE|NONE|Agent/1|AGENTLOGOFF|SIP/1|3600", "9|NONE|NONE|Agent/1|AGENTCALLBACKLOGIN|1@a",
          "9|NONE|NONE|Agent/1|AGENTCALLBACKLOGOFF|1@a|43|Autologoff", "9|NONE|q|A|PAUSE|lunch", "9|NONE|q|A|UNPAUSE|",
          "9|NONE|NONE|A|PAUSEALL|", "9|NONE|NONE|A|UNPAUSEALL|", "9|NONE|q|A|PENALTY|3", "9|1.1|q|NONE|DID|0211", "9|1.1|q|NONE|INFO|x",
          "9|1.1|q|A|SYSCOMPAT|", "9|REALTIME|q|A|ADDMEMBER|"})
        EXPECT_EQ(only(kept).what, Happened::noted) << kept;
}

TEST(QueueLog, TimesCountSecondsMillisecondsOrMicroseconds) {
    const std::string rest = "|1.1|q|NONE|ENTERQUEUE|||1";
    EXPECT_EQ(iso8601(only("1800000000" + rest).at), "2027-01-15T08:00:00Z");
    EXPECT_EQ(iso8601(only("1800000000.5" + rest).at), "2027-01-15T08:00:00.500Z");
    EXPECT_EQ(iso8601(only("1800000000.123456" + rest).at), "2027-01-15T08:00:00.123456Z");
    EXPECT_EQ(iso8601(only("1800000000500" + rest).at), "2027-01-15T08:00:00.500Z");
    EXPECT_EQ(iso8601(only("1800000000500000" + rest).at), "2027-01-15T08:00:00.500Z");
}

TEST(QueueLog, TimesThatStandAsALocalDateAreReadInTheZone) {
    const auto tehran = metrics::Calendar::of("Asia/Tehran", std::chrono::Monday).value();
    const Gathered gathered = queue_log("2026-11-22 10:42:07.250000|1.1|q|NONE|ENTERQUEUE|||1\n", 1 << 20, tehran);
    ASSERT_EQ(gathered.seen.size(), 1u);
    EXPECT_EQ(iso8601(gathered.seen[0].at), "2026-11-22T07:12:07.250Z");
}

TEST(QueueLog, AQueueMayHaveTheSeparatorInItsName) {
    const Observation entered = only("1800000000|1800000000.1|s|ales|NONE|ENTERQUEUE||a|1");
    EXPECT_EQ(entered.what, Happened::entered);
    EXPECT_EQ(entered.queue, "s|ales");
    EXPECT_EQ(entered.agent, "");
}

TEST(QueueLog, NamesAreInAnyScript) {
    const Observation connected = only("1800000000|1800000000.1|مبيعات|سارة|CONNECT|5|1800000000.2|3");
    EXPECT_EQ(connected.queue, "مبيعات");
    EXPECT_EQ(connected.agent, "سارة");
}

TEST(QueueLog, AnUnknownEventIsKeptAndTold) {
    const Gathered gathered = queue_log("1800000000|1800000000.1|s|NONE|MYEVENT|a|b\n");
    EXPECT_EQ(gathered.seen.at(0).what, Happened::noted);
    EXPECT_EQ(gathered.odd, std::vector<std::string>{"1: the event is not known; it is kept: MYEVENT"});
}

TEST(QueueLog, ALineThatIsNoneIsSetAsideWithItsNumberAndTheReason) {
    EXPECT_EQ(aside("hello\n"), "1: it has fewer than five fields: hello");
    EXPECT_EQ(aside("x|1.1|q|NONE|ENTERQUEUE|||1\n"), "1: the time is none: x");
    EXPECT_EQ(aside("-5|1.1|q|NONE|ENTERQUEUE|||1\n"), "1: the time is none: -5");
    EXPECT_EQ(aside("99999999999999999999|1.1|q|NONE|ENTERQUEUE|||1\n"), "1: the time is none: 99999999999999999999");
    EXPECT_EQ(aside("9|1.1|q|A|CONNECT\n"), "1: the event lacks its parameters: CONNECT");
    EXPECT_EQ(aside("9|NONE|q|A|CONNECT|1|2|3\n"), "1: an event of a call names no call: CONNECT");
    EXPECT_EQ(aside("9|1.1|q\xFF|NONE|ENTERQUEUE|||1\n"), "1: a name is not UTF-8");
    EXPECT_EQ(aside(std::string(70'000, 'x') + "\n"), "1: the line is longer than 64 KiB");
    EXPECT_EQ(aside("9|1.1|q|NONE|ENTERQUEUE|||1\n\n\n7|x\n"), "4: it has fewer than five fields: 7|x");
}

TEST(QueueLog, ATornLastLineIsSetAsideAndAWholeOneWithoutEndIsTaken) {
    const Gathered torn = queue_log("1800000000|1.1|sales|NONE|ENTERQUEUE||x|1\n1800000005|1.1|sal");
    EXPECT_EQ(torn.seen.size(), 1u);
    EXPECT_EQ(torn.aside, std::vector<std::string>{"2: the last line is torn: 1800000005|1.1|sal"});
    EXPECT_EQ(aside("1800000005|1.1|sales|A|COMPLETECALL"), "1: the last line is torn: 1800000005|1.1|sales|A|COMPLETECALL");
    EXPECT_EQ(queue_log("1800000005|1.1|sales|A|COMPLETECALLER|1|2|1").seen.size(), 1u);
}

TEST(QueueLog, AClockThatGoesBackIsTold) {
    const Gathered gathered = queue_log("100|1.1|q|NONE|ENTERQUEUE|||1\n40|1.2|q|NONE|ENTERQUEUE|||1\n39|1.3|q|NONE|ENTERQUEUE|||1\n");
    EXPECT_EQ(gathered.seen.size(), 3u);
    EXPECT_EQ(gathered.odd, std::vector<std::string>{"2: the clock went back: 60 s"});
}

TEST(QueueLog, LinesThatSayTheSameAtOneInstantStayTwoAndHaveKeysThatAnotherFileGivesThemToo) {
    const std::string line = "100|1.1|q|A|RINGNOANSWER|0\n";
    const Gathered once = queue_log(line + line), longer = queue_log("99|1.2|q|NONE|ENTERQUEUE|||1\n" + line + line);
    EXPECT_NE(once.seen.at(0).key, once.seen.at(1).key);
    EXPECT_EQ(once.seen.at(0).key, longer.seen.at(1).key);
    EXPECT_EQ(once.seen.at(1).key, longer.seen.at(2).key);
}

TEST(QueueLog, TheCallersNumberIsInNoKey) {
    EXPECT_EQ(only("9|1.1|q|NONE|ENTERQUEUE||0211|1").key, only("9|1.1|q|NONE|ENTERQUEUE||0899|1").key);
}

TEST(QueueLog, WhateverTheBytesAndHoweverTheyAreCutTheSameIsRead) {
    EXPECT_TRUE(rc::check([](const std::string& noise) {
        std::string text = "\xEF\xBB\xBF" "100|1.1|q|NONE|ENTERQUEUE||x|1\r\n" + noise + "\n110|1.1|q|A|CONNECT|10|1.2|3\n" + noise;
        const Gathered whole = queue_log(text), cut = queue_log(text, *rc::gen::inRange<std::size_t>(1, 20));
        RC_ASSERT(whole.aside == cut.aside);
        RC_ASSERT(whole.odd == cut.odd);
        RC_ASSERT(whole.seen.size() == cut.seen.size());
        RC_ASSERT(whole.seen.at(0).call == "1.1");
    }));
}

}  // namespace
}  // namespace markaz::imports
