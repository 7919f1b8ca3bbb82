// What the lines of one call come to.

#include "imports/account.hpp"

#include <gtest/gtest.h>

#include "imports/reading_test.hpp"

namespace markaz::imports {
namespace {

using namespace test;
using namespace std::chrono_literals;
using contact::AssignmentEnd;
using contact::ImportedContact;
using contact::VisitCause;
using contact::VisitEnd;

/// The account of a queue_log whose lines are all of one call. Queues and agents have one-letter names.
std::vector<ImportedContact> accounts(std::string_view log, Afterwards afterwards = {}) {
    std::vector<Seen> seen;
    for (const Observation& each : queue_log(log).seen)
        seen.push_back({each.line,
                        each.at,
                        each.what,
                        Key::from(each.queue).value_or(Key{}),
                        people::PersonId{each.agent.empty() ? 0ull : static_cast<std::uint64_t>(each.agent.front())},
                        {},
                        each.wait,
                        each.ring,
                        each.talk,
                        each.hold,
                        each.wrap_up,
                        each.cause,
                        each.outcome});
    return account(seen, afterwards);
}

ImportedContact only(std::string_view log, Afterwards afterwards = {}) {
    const auto all = accounts(log, afterwards);
    EXPECT_EQ(all.size(), 1u);
    return all.at(0);
}

constexpr Instant at(std::chrono::seconds second) { return Instant{second}; }

TEST(Account, AnAnsweredCall) {
    const ImportedContact call = only("100|1|q|NONE|ENTERQUEUE||x|1\n130|1|q|A|CONNECT|30|1.2|4\n190|1|q|A|COMPLETECALLER|30|60|1\n");
    EXPECT_EQ(call.started, at(100s));
    EXPECT_EQ(call.ended, at(190s));
    ASSERT_EQ(call.visits.size(), 1u);
    EXPECT_EQ(call.visits[0].ended, at(130s));
    EXPECT_EQ(call.visits[0].end, VisitEnd::answered);
    ASSERT_EQ(call.assignments.size(), 1u);
    EXPECT_EQ(call.assignments[0].started, at(126s));
    EXPECT_EQ(call.assignments[0].answered, at(130s));
    EXPECT_EQ(call.assignments[0].ring, Duration{4s});
    EXPECT_EQ(call.assignments[0].talk, Duration{60s});
    EXPECT_EQ(call.assignments[0].visit, call.visits[0].id);
}

TEST(Account, AnAbandonedCallRangInVain) {
    const ImportedContact call = only("100|1|q|NONE|ENTERQUEUE||x|1\n115|1|q|A|RINGNOANSWER|10000\n121|1|q|NONE|ABANDON|1|1|21\n");
    EXPECT_EQ(call.visits.at(0).end, VisitEnd::abandoned);
    EXPECT_EQ(call.visits.at(0).cause, VisitCause::hung_up);
    EXPECT_EQ(*call.visits.at(0).ended - call.visits.at(0).started, Duration{21s});
    EXPECT_EQ(call.assignments.at(0).end, AssignmentEnd::no_answer);
    EXPECT_EQ(call.assignments.at(0).started, at(105s));
    EXPECT_FALSE(call.assignments.at(0).answered);
}

TEST(Account, WhoRangBesideTheOneWhoAnsweredIsPartOfTheSameVisit) {
    for (std::string_view event : {"RINGNOANSWER", "RINGCANCELED"}) {
        const ImportedContact call = only("100|1|q|NONE|ENTERQUEUE||x|1\n110|1|q|A|CONNECT|10|1.2|4\n110|1|q|B|" + std::string(event) +
                                          "|4000\n150|1|q|A|COMPLETECALLER|10|40|1\n");
        EXPECT_EQ(call.visits.size(), 1u);
        EXPECT_EQ(call.assignments.size(), 2u);
        EXPECT_EQ(call.ended, at(150s));
    }
}

TEST(Account, OneContactMayVisitTwoQueues) {
    const ImportedContact call = only("100|1|a|NONE|ENTERQUEUE||x|1\n160|1|a|NONE|EXITWITHTIMEOUT|1|1|60\n160|1|b|NONE|ENTERQUEUE||x|1\n"
                                      "170|1|b|B|CONNECT|10|1.2|2\n180|1|b|B|BLINDTRANSFER|12|x|10|10|1\n"
                                      "181|1|c|NONE|ENTERQUEUE||x|1\n190|1|c|NONE|ABANDON|1|1|9\n");
    ASSERT_EQ(call.visits.size(), 3u);
    EXPECT_EQ(call.visits[0].end, VisitEnd::overflowed);
    EXPECT_EQ(call.visits[1].end, VisitEnd::answered);
    EXPECT_EQ(call.visits[2].end, VisitEnd::abandoned);
    EXPECT_EQ(call.assignments.at(0).end, AssignmentEnd::transferred);
    EXPECT_EQ(call.ended, at(190s));
}

TEST(Account, WhereTheBeginIsMissingTheStatedLengthsTellIt) {
    const ImportedContact connected = only("130|1|q|A|CONNECT|30|1.2|4\n190|1|q|A|COMPLETEAGENT|30|60|1\n");
    EXPECT_EQ(connected.visits.at(0).started, at(100s));
    EXPECT_EQ(connected.started, at(100s));
    const ImportedContact completed = only("190|1|q|A|COMPLETEAGENT|30|60|1\n");
    EXPECT_EQ(completed.visits.at(0).started, at(100s));
    EXPECT_EQ(completed.assignments.at(0).answered, at(130s));
    EXPECT_EQ(only("121|1|q|NONE|ABANDON|1|1|21\n").visits.at(0).started, at(100s));
}

TEST(Account, WhereTheClockWasSetTheStatedLengthsHold) {
    const ImportedContact call = only("1000|1|q|NONE|ENTERQUEUE||x|1\n430|1|q|A|CONNECT|30|1.2|4\n490|1|q|A|COMPLETECALLER|30|60|1\n");
    EXPECT_EQ(*call.visits.at(0).ended - call.visits.at(0).started, Duration{30s});
    EXPECT_EQ(call.assignments.at(0).talk, Duration{60s});
    const ImportedContact forward = only("1000|1|q|NONE|ENTERQUEUE||x|1\n4630|1|q|NONE|ABANDON|1|1|30\n");
    EXPECT_EQ(*forward.visits.at(0).ended - forward.visits.at(0).started, Duration{30s});
}

TEST(Account, WhatTheNextStartCutOffIsInterrupted) {
    const Afterwards restart{at(160s), at(200s)};
    const ImportedContact waited = only("100|1|q|NONE|ENTERQUEUE||x|1\n", restart);
    EXPECT_EQ(waited.visits.at(0).end, VisitEnd::interrupted);
    EXPECT_EQ(waited.visits.at(0).ended, at(160s));
    const ImportedContact talked = only("100|1|q|NONE|ENTERQUEUE||x|1\n130|1|q|A|CONNECT|30|1.2|4\n", restart);
    EXPECT_EQ(talked.assignments.at(0).end, AssignmentEnd::interrupted);
    EXPECT_EQ(talked.assignments.at(0).talk, Duration{30s});
}

TEST(Account, WhatHasNoEndYetIsInProgressAndAfterADayWithoutAWordItIsOver) {
    EXPECT_FALSE(only("100|1|q|NONE|ENTERQUEUE||x|1\n", {{}, at(200s)}).ended);
    EXPECT_EQ(only("100|1|q|NONE|ENTERQUEUE||x|1\n", {{}, at(100'000s)}).visits.at(0).end, VisitEnd::interrupted);
}

TEST(Account, AnIdThatComesAgainADayLaterIsAnotherContact) {
    const auto calls = accounts("100|1|q|NONE|ENTERQUEUE||x|1\n110|1|q|NONE|ABANDON|1|1|10\n"
                                "200000|1|q|NONE|ENTERQUEUE||x|1\n200010|1|q|NONE|ABANDON|1|1|10\n");
    EXPECT_EQ(calls.size(), 2u);
}

TEST(Account, AnEventThatIsSaidTwiceCountsOnce) {
    const ImportedContact call = only("100|1|q|NONE|ENTERQUEUE||x|1\n130|1|q|A|CONNECT|30|1.2|4\n190|1|q|A|COMPLETECALLER|30|60|1\n"
                                      "191|1|q|A|COMPLETEAGENT|30|60|1\n");
    EXPECT_EQ(call.assignments.size(), 1u);
    EXPECT_EQ(call.visits.size(), 1u);
}

}  // namespace
}  // namespace markaz::imports
