#include "telephony/test_exchange.hpp"

#include <gtest/gtest.h>

#include "telephony/sip_session_timer.hpp"

namespace markaz::telephony {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::ExchangeTest;
using test::Phone;
using test::trunk_host;

// ---- A device with several telephones -------------------------------------------------------------------------------

TEST_F(ExchangeTest, AllTelephonesOfADeviceRingAndTheFirstAnswerWins) {
    const auto table = desk("127.0.0.8"), pocket = desk("127.0.0.9", Phone::Over::tcp);
    const LegId leg = call_desk();
    const auto at_table = table->expect_request("INVITE"), in_pocket = pocket->expect_request("INVITE");
    ASSERT_TRUE(at_table && in_pocket);
    table->reply(*at_table, 180);
    pocket->reply(*in_pocket, 180);
    EXPECT_EQ(told<Ringing>().size(), 1u);
    pocket->answer(*in_pocket);
    EXPECT_TRUE(pocket->expect_request("ACK"));
    const auto cancel = table->expect_request("CANCEL");
    ASSERT_TRUE(cancel);
    table->reply(*cancel, 200);
    table->reply(*at_table, 487);
    EXPECT_TRUE(table->expect_request("ACK"));
    ASSERT_EQ(told<Answered>().size(), 1u);
    EXPECT_EQ(told<Answered>()[0].leg, leg);
    EXPECT_TRUE(told<Ended>().empty());
    endpoint->obey(HangUp{leg});
    EXPECT_TRUE(pocket->expect_request("BYE"));
    EXPECT_FALSE(table->has("BYE"));
}

TEST_F(ExchangeTest, TwoAnswersAtOnceLeaveOneTalking) {
    const auto table = desk("127.0.0.8"), pocket = desk("127.0.0.9");
    call_desk();
    const auto at_table = table->expect_request("INVITE"), in_pocket = pocket->expect_request("INVITE");
    ASSERT_TRUE(at_table && in_pocket);
    table->answer(*at_table);
    pocket->answer(*in_pocket);
    turn_loop(5);
    EXPECT_EQ(told<Answered>().size(), 1u);
    EXPECT_NE(table->has("BYE"), pocket->has("BYE"));
    EXPECT_TRUE(told<Ended>().empty());
}

TEST_F(ExchangeTest, ADeviceIsBusyWhenTheLastOfItsTelephonesIs) {
    const auto table = desk("127.0.0.8"), pocket = desk("127.0.0.9");
    const LegId leg = call_desk();
    const auto at_table = table->expect_request("INVITE"), in_pocket = pocket->expect_request("INVITE");
    ASSERT_TRUE(at_table && in_pocket);
    table->reply(*at_table, 486);
    EXPECT_TRUE(told<Ended>().empty());
    pocket->reply(*in_pocket, 480);
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].leg, leg);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::busy);
}

TEST_F(ExchangeTest, WhoDeclinesDeclinesForAllTelephones) {
    const auto table = desk("127.0.0.8"), pocket = desk("127.0.0.9");
    call_desk();
    const auto at_table = table->expect_request("INVITE"), in_pocket = pocket->expect_request("INVITE");
    ASSERT_TRUE(at_table && in_pocket);
    pocket->reply(*in_pocket, 180);
    table->reply(*at_table, 603);
    EXPECT_TRUE(pocket->expect_request("CANCEL"));
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::declined);
}

TEST_F(ExchangeTest, ATelephoneThatSaysNothingIsUnreachableAfter32Seconds) {
    const auto table = desk("127.0.0.8");
    call_desk();
    ASSERT_TRUE(table->expect_request("INVITE"));
    pass(milliseconds(31'999));
    EXPECT_TRUE(told<Ended>().empty());
    pass(milliseconds(1));
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::unreachable);
}

// ---- Registrations --------------------------------------------------------------------------------------------------

TEST_F(ExchangeTest, ARegistrationEndsWithItsTimeAndAStaleNonceIsSaidToBeStale) {
    const auto table = phone("127.0.0.8", "amal");
    table->begin_call("amal");
    table->send(table->request("REGISTER", "Expires: 300\r\n"));
    const auto challenge = table->expect_status(401);
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->header("WWW-Authenticate").find("stale"), std::string::npos);
    const std::string proof = "Expires: 300\r\nContact: <" + table->uri() + ">\r\nAuthorization: " +
                              table->credentials(challenge->header("WWW-Authenticate"), "REGISTER", "secret") + "\r\n";
    pass(seconds(31));
    table->send(table->request("REGISTER", proof));
    const auto stale = table->expect_status(401);
    ASSERT_TRUE(stale);
    EXPECT_NE(stale->header("WWW-Authenticate").find("stale=true"), std::string::npos);
    EXPECT_EQ(table->register_with("secret"), 200);
    ASSERT_FALSE(told<DeviceReachable>().empty());
    EXPECT_TRUE(told<DeviceReachable>().back().reachable);
    pass(seconds(300));
    EXPECT_FALSE(told<DeviceReachable>().back().reachable);
    call_desk();
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::unreachable);
}

TEST_F(ExchangeTest, WhatIsRegisteredIsToldAndAStarEndsAllOfIt) {
    const auto table = desk("127.0.0.8"), pocket = desk("127.0.0.9");
    const auto ask = [&](const std::string& more) {
        pocket->begin_call("amal");
        pocket->send(pocket->request("REGISTER", more));
        const auto challenge = pocket->expect_status(401);
        if (!challenge) return test::SipText{};
        const std::string proof = pocket->credentials(challenge->header("WWW-Authenticate"), "REGISTER", "secret");
        std::string text = pocket->request("REGISTER", more + "Authorization: " + proof + "\r\n");
        const std::size_t contact = text.find("Contact: <");
        text.erase(contact, text.find("\r\n", contact) + 2 - contact);
        if (more.find("Expires") != more.npos) text.insert(contact, "Contact: *\r\n");
        pocket->send(text);
        return pocket->expect([](const test::SipText& got) { return got.status() >= 200; }).value_or(test::SipText{});
    };
    const auto listed = ask("");
    EXPECT_EQ(listed.status(), 200);
    EXPECT_NE(listed.head.find(table->uri()), std::string::npos);
    EXPECT_NE(listed.head.find(pocket->uri()), std::string::npos);
    EXPECT_EQ(ask("Expires: 60\r\n").status(), 400) << "a star only ends registrations";
    const auto none = ask("Expires: 0\r\n");
    EXPECT_EQ(none.status(), 200);
    EXPECT_EQ(none.header("Contact"), "");
}

TEST_F(ExchangeTest, ARegisterThatWasOvertakenBindsNoneOfItsContacts) {
    const auto table = desk("127.0.0.8");
    const auto ask = [&](const std::function<void(std::string&)>& change) {
        table->send(table->request("REGISTER"));
        const auto challenge = table->expect_status(401);
        if (!challenge) return test::SipText{};
        const std::string proof = table->credentials(challenge->header("WWW-Authenticate"), "REGISTER", "secret");
        std::string text = table->request("REGISTER", "Authorization: " + proof + "\r\n");
        change(text);
        table->send(text);
        return table->expect([](const test::SipText& got) { return got.status() >= 200; }).value_or(test::SipText{});
    };
    const std::string another = "sip:amal@127.0.0.8:5999";
    const auto with_another = [&](std::string& text) { text.insert(text.find("Contact: <"), "Contact: <" + another + ">\r\n"); };
    const auto late = ask([&](std::string& text) {
        with_another(text);
        const std::size_t sequence = text.find("CSeq: ");
        text.replace(sequence, text.find("\r\n", sequence) - sequence, "CSeq: 1 REGISTER");
    });
    EXPECT_EQ(late.status(), 500);
    const auto renewed = ask([](std::string&) {});
    EXPECT_EQ(renewed.status(), 200);
    EXPECT_EQ(renewed.head.find(another), std::string::npos);
    EXPECT_NE(ask(with_another).head.find(another), std::string::npos);
}

// ---- Who knocks -----------------------------------------------------------------------------------------------------

TEST_F(ExchangeTest, AFloodOfRefusedRequestsIsNotAnsweredAndATrunkIsServedAllTheWhile) {
    const auto stranger = phone("127.0.0.99", "100");
    for (int i = 0; i < 150; ++i) {
        stranger->begin_call("100");
        stranger->send(stranger->request("OPTIONS"));
        turn_loop(2);
    }
    turn_loop(5);
    EXPECT_EQ(counters.refused_unknown, 100u);
    EXPECT_EQ(counters.refused_flood, 50u);
    const auto customer = caller();
    EXPECT_TRUE(answered(*customer));
    pass(seconds(1));
    stranger->begin_call("100");
    stranger->send(stranger->request("OPTIONS"));
    turn_loop(3);
    EXPECT_EQ(counters.refused_unknown, 101u);
}

TEST_F(ExchangeTest, RequestsThatWeDoNotServeAreRefusedByNameAndCounted) {
    const auto customer = caller();
    const auto refused = [&](const std::string& method, const std::string& more) {
        customer->begin_call("100");
        customer->send(customer->request(method, more));
        const auto response = customer->expect([](const test::SipText& got) { return got.status() >= 200; });
        return response ? response->status() : 0;
    };
    EXPECT_EQ(refused("SUBSCRIBE", "Event: presence\r\n"), 501);
    EXPECT_EQ(refused("MESSAGE", ""), 501);
    EXPECT_EQ(refused("REFER", "Refer-To: <sip:200@127.0.0.1>\r\n"), 501);
    EXPECT_EQ(refused("BYE", ""), 481);
    EXPECT_EQ(refused("PRACK", "RAck: 1 1 INVITE\r\n"), 501);
    EXPECT_EQ(counters.refused_request, 5u);
}

// ---- Calls ----------------------------------------------------------------------------------------------------------

TEST_F(ExchangeTest, AnInviteThatIsSentAgainIsOneCallAndOneThatComesByTwoWaysIsRefused) {
    const auto customer = caller();
    customer->begin_call("100");
    const std::string invite = customer->request("INVITE", "", customer->sdp());
    customer->send(invite);
    turn_loop(3);
    customer->send(invite);
    ASSERT_EQ(told<Arrived>().size(), 1u);
    std::string other_way = invite;
    other_way.replace(other_way.find("branch=z9hG4bK"), 14, "branch=z9hG4bKx");
    customer->send(other_way);
    EXPECT_TRUE(customer->expect_status(482));
    EXPECT_EQ(told<Arrived>().size(), 1u);
    EXPECT_TRUE(told<Ended>().empty());
}

TEST_F(ExchangeTest, AnAnswerThatNobodyAcknowledgesIsSentAgainAndThenHungUp) {
    const auto customer = caller();
    customer->invite("100");
    const auto arrived = told<Arrived>();
    ASSERT_EQ(arrived.size(), 1u);
    endpoint->obey(Accept{arrived[0].leg});
    ASSERT_TRUE(customer->expect_status(200));
    pass(seconds(1));
    ASSERT_TRUE(customer->expect_status(200));
    pass(seconds(31));
    EXPECT_TRUE(customer->expect_request("BYE"));
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::failed);
}

TEST_F(ExchangeTest, AKeyByInfoThatIsSentAgainIsOneKey) {
    const auto customer = caller();
    ASSERT_TRUE(answered(*customer));
    std::string info = customer->request("INFO", "", "Signal=5\r\n");
    info.replace(info.find("application/sdp"), 15, "application/dtmf-relay");
    customer->send(info);
    turn_loop(3);
    customer->send(info);
    EXPECT_EQ(told<Digit>().size(), 1u);
}

TEST_F(ExchangeTest, ACallOverIpv6IsAnsweredAndHungUp) {
    open_endpoint("::1", nullptr);
    const auto customer = phone("::1", "+60312345678");
    const LegId leg = answered(*customer);
    ASSERT_TRUE(leg);
    EXPECT_NE(answer.body.find("c=IN IP6 ::1"), std::string::npos);
    EXPECT_EQ(told<Arrived>()[0].from_trunk, "six");
    endpoint->obey(HangUp{leg});
    EXPECT_TRUE(customer->expect_request("BYE"));
    const auto table = desk("::1", Phone::Over::tcp);
    call_desk();
    EXPECT_TRUE(table->expect_request("INVITE"));
}

// ---- The timer of a session -----------------------------------------------------------------------------------------

TEST_F(ExchangeTest, ASessionThatTheCallerDoesNotRefreshIsHungUp) {
    const auto customer = caller();
    ASSERT_TRUE(answered(*customer, "Supported: timer\r\nSession-Expires: 600\r\n"));
    EXPECT_EQ(answer.header("Session-Expires"), "600;refresher=uac");
    EXPECT_EQ(answer.header("Require"), "timer");
    pass(seconds(500));
    customer->send(customer->request("UPDATE", "Supported: timer\r\nSession-Expires: 600;refresher=uac\r\n"));
    const auto refreshed = customer->expect_status(200);
    ASSERT_TRUE(refreshed);
    EXPECT_EQ(refreshed->header("Session-Expires"), "600;refresher=uac");
    pass(seconds(500));
    customer->send(customer->request("INVITE", "Supported: timer\r\nSession-Expires: 600;refresher=uac\r\n", customer->sdp()));
    const auto again = customer->final_response();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->header("Session-Expires"), "600;refresher=uac");
    EXPECT_TRUE(told<Ended>().empty());
    pass(seconds(568));  // 600 s less 32 s
    EXPECT_TRUE(customer->expect_request("BYE"));
    EXPECT_EQ(told<Ended>().size(), 1u);
}

TEST_F(ExchangeTest, ForACallerWhoKnowsNoTimersWeRefresh) {
    const auto customer = caller();
    ASSERT_TRUE(answered(*customer, "Session-Expires: 600\r\nAllow: INVITE, UPDATE\r\n"));
    EXPECT_EQ(answer.header("Session-Expires"), "600;refresher=uas");
    EXPECT_EQ(answer.header("Require"), "");
    for (int i = 0; i < 2; ++i) {
        pass(seconds(300));
        const auto update = customer->expect_request("UPDATE");
        ASSERT_TRUE(update);
        EXPECT_EQ(update->header("Session-Expires"), "600;refresher=uac");
        customer->reply(*update, 200, "", "Session-Expires: 600;refresher=uac\r\n");
    }
    pass(seconds(300));
    const auto update = customer->expect_request("UPDATE");
    ASSERT_TRUE(update);
    customer->reply(*update, 481);
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::failed);
}

TEST_F(ExchangeTest, WhoDoesNotAllowUpdateIsRefreshedByInvite) {
    const auto customer = caller();
    ASSERT_TRUE(answered(*customer, "Supported: timer\r\nSession-Expires: 600;refresher=uas\r\n"));
    EXPECT_EQ(answer.header("Session-Expires"), "600;refresher=uas");
    pass(seconds(300));
    const auto invite = customer->expect_request("INVITE");
    ASSERT_TRUE(invite);
    EXPECT_NE(invite->body.find("m=audio"), std::string::npos);
}

TEST_F(ExchangeTest, TooShortASessionIsRefusedWithTheShortest) {
    const auto customer = caller();
    customer->invite("100", "Supported: timer\r\nSession-Expires: 89\r\n");
    const auto response = customer->final_response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status(), 422);
    EXPECT_EQ(response->header("Min-SE"), "90");
}

// ---- Transfers ------------------------------------------------------------------------------------------------------

class TransferTest : public ExchangeTest {
protected:
    void SetUp() override {
        ExchangeTest::SetUp();
        table = desk("127.0.0.8");
        leg = call_desk();
        const auto invite = table->expect_request("INVITE");
        ASSERT_TRUE(invite);
        table->answer(*invite);
        ASSERT_TRUE(table->expect_request("ACK"));
    }
    int refer(const std::string& headers) {
        table->send(table->request("REFER", headers));
        const auto response = table->expect([](const test::SipText& got) { return got.status() >= 200; });
        return response ? response->status() : 0;
    }
    /// What the next NOTIFY says, and whether it is the last.
    std::pair<std::string, std::string> news() {
        const auto notify = table->expect_request("NOTIFY");
        if (!notify) return {};
        EXPECT_EQ(notify->header("Event"), "refer");
        EXPECT_NE(notify->header("Contact"), "");
        table->reply(*notify, 200);
        return {notify->body, notify->header("Subscription-State").substr(0, 10)};
    }

    std::unique_ptr<Phone> table;
    LegId leg;
};

using News = std::pair<std::string, std::string>;

TEST_F(TransferTest, ATransferIsToldWhenItIsMadeAndTheTelephoneIsHungUp) {
    ASSERT_EQ(refer("Refer-To: <sip:300@127.0.0.1>\r\n"), 202);
    EXPECT_EQ(news(), News("SIP/2.0 100 Trying\r\n", "active;exp"));
    ASSERT_EQ(told<TransferAsked>().size(), 1u);
    EXPECT_EQ(told<TransferAsked>()[0].leg, leg);
    EXPECT_EQ(told<TransferAsked>()[0].target, "300");
    EXPECT_EQ(refer("Refer-To: <sip:400@127.0.0.1>\r\n"), 491) << "one at a time";
    endpoint->obey(HangUp{leg});
    EXPECT_EQ(news(), News("SIP/2.0 200 OK\r\n", "terminated"));
    EXPECT_TRUE(table->expect_request("BYE"));
}

TEST_F(TransferTest, ATransferThatIsNotMadeIsToldAndTheTalkGoesOn) {
    ASSERT_EQ(refer("Refer-To: \"Nobody\" <sip:999@127.0.0.1;user=phone>\r\n"), 202);
    news();
    endpoint->obey(RefuseTransfer{leg});
    EXPECT_EQ(news(), News("SIP/2.0 603 Decline\r\n", "terminated"));
    EXPECT_FALSE(table->has("BYE"));
    EXPECT_EQ(refer("Refer-To: <sip:300@127.0.0.1>\r\nRefer-Sub: false\r\n"), 202);
    endpoint->obey(HangUp{leg});
    EXPECT_TRUE(table->expect_request("BYE"));
    EXPECT_FALSE(table->has("NOTIFY")) << "it did not want to hear of it";
}

TEST_F(TransferTest, WhatCannotBeReadOrIsNoBlindTransferIsRefused) {
    EXPECT_EQ(refer(""), 400);
    EXPECT_EQ(refer("Refer-To: <sip:1@a>\r\nRefer-To: <sip:2@a>\r\n"), 400);
    EXPECT_EQ(refer("Refer-To: <sip:127.0.0.1>\r\n"), 400);
    EXPECT_EQ(refer("Refer-To: <sip:300@127.0.0.1?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>\r\n"), 501);
    EXPECT_TRUE(told<TransferAsked>().empty());
}

}  // namespace
}  // namespace markaz::telephony
