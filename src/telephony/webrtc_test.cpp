// Browsers: what they offer and check, and whole lines through the media engine, turn by turn.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "telephony/media.hpp"
#include "telephony/test_browser.hpp"
#include "telephony/webrtc_description.hpp"
#include "telephony/webrtc_endpoint.hpp"

namespace markaz::telephony {
namespace {

using test::Browser;
using test::ice_check;
using test::share_of_tone;

// ---- Offers ---------------------------------------------------------------------------------------------------------

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(WebOffer, NamesItsSectionItsCertificateAndWhatItSpeaks) {
    const Browser browser(440);
    const auto offer = read_web_offer(browser.offer());
    ASSERT_TRUE(offer) << offer.error().line();
    EXPECT_EQ(offer->mid, "0");
    EXPECT_EQ(offer->law, Law::mu);
    EXPECT_EQ(offer->key_type, 126);
    EXPECT_EQ(offer->types, (std::vector{0, 8, 126}));
    const auto a_law = read_web_offer(replaced(browser.offer(), "SAVPF 0 8 126", "SAVPF 8 0 126"));
    EXPECT_EQ(a_law->law, Law::a);
}

TEST(WebOffer, WhatIsNoBrowsersIsRefusedWithOneLine) {
    const std::string right = Browser(440).offer();
    for (const std::string& wrong :
         {std::string(), std::string("v=0"), std::string(longest_offer + 1, 'v'), right + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
          replaced(right, "SAVPF 0 8 126", "SAVPF 111 126"), replaced(right, "a=rtcp-mux", "a=x"),
          replaced(right, "sha-256", "sha-1"), replaced(right, "actpass", "passive"), replaced(right, "a=mid:0", "a=mid:a b"),
          replaced(right, "UDP/TLS/RTP/SAVPF", "RTP/AVP"), replaced(right, "sha-256 ", "sha-256 AA:")}) {
        const auto read = read_web_offer(wrong);
        ASSERT_FALSE(read) << wrong;
        EXPECT_EQ(read.error().line().find('\n'), std::string::npos);
    }
}

TEST(WebOffer, AnyBytesAreReadOrRefused) {
    const std::string right = Browser(440).offer();
    rc::check([&](std::vector<std::pair<std::uint16_t, std::uint8_t>> changes, std::uint16_t cut) {
        std::string text = right.substr(0, cut % (right.size() + 1));
        for (const auto& [at, byte] : changes)
            if (!text.empty()) text[at % text.size()] = static_cast<char>(byte);
        read_web_offer(text);
    });
}

TEST(WebAnswer, AnswersTheOfferedTypesAndSaysWhereWeAre) {
    auto offer = read_web_offer(Browser(440).offer()).value();
    const WebAnswer ours{.user_fragment = "frag", .password = "secret", .fingerprint = "AA:BB", .addresses = {"192.0.2.7", "127.0.0.1"},
                         .port = 8443, .source = 5};
    const std::string answer = write_web_answer(offer, ours);
    for (const char* line : {"m=audio 8443 UDP/TLS/RTP/SAVPF 0 8 126\r\n", "a=ice-lite\r\n", "a=setup:passive\r\n", "a=sendrecv\r\n",
                             "a=rtpmap:126 telephone-event/8000\r\n", "a=candidate:1 1 udp 2130706431 192.0.2.7 8443 typ host\r\n"})
        EXPECT_NE(answer.find(line), std::string::npos) << line;
    offer.sends = false;  // a page without a microphone
    EXPECT_NE(write_web_answer(offer, ours).find("a=sendonly\r\n"), std::string::npos);
}

// ---- Checks ---------------------------------------------------------------------------------------------------------

TEST(IceCheck, IsProvedByThePasswordAlone) {
    const auto bytes = ice_check("ours:theirs", "our password", true);
    const auto check = parse_ice_check(bytes);
    ASSERT_TRUE(check);
    EXPECT_EQ(check->ours, "ours");
    EXPECT_TRUE(check->nominates);
    EXPECT_TRUE(proves(*check, "our password"));
    EXPECT_FALSE(proves(*check, "another password"));
}

TEST(IceCheck, OneChangedByteIsRefused) {
    const auto right = ice_check("ours:theirs", "our password", false);
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto bytes = right;
        bytes[at] ^= 1;
        const auto check = parse_ice_check(bytes);
        EXPECT_FALSE(check && proves(*check, "our password")) << at;
    }
}

TEST(IceCheck, AnyBytesAreReadOrRefused) {
    const auto right = ice_check("ours:theirs", "our password", true);
    rc::check([&](std::vector<std::pair<std::uint8_t, std::uint8_t>> changes, std::uint8_t cut) {
        auto bytes = right;
        bytes.resize(cut % (bytes.size() + 1));
        for (const auto& [at, byte] : changes)
            if (!bytes.empty()) bytes[at % bytes.size()] = byte;
        if (const auto check = parse_ice_check(bytes)) proves(*check, "our password");
    });
}

TEST(IceCheck, TheSampleOfTheStandardIsReadAndProved) {
    // RFC 5769 section 2.1: a request with USERNAME "evtj:h6vY" and the password below.
    const std::vector<std::uint8_t> sample{
        0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22,
        0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73, 0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04,
        0x6e, 0x00, 0x01, 0xff, 0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09, 0x65, 0x76,
        0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14, 0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56,
        0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49, 0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf};
    const auto check = parse_ice_check(sample);
    ASSERT_TRUE(check);
    EXPECT_EQ(check->ours, "evtj");
    EXPECT_TRUE(proves(*check, "VOkJxbRl1RmTxUk/WvJxBt"));
}

// ---- Lines through the engine ---------------------------------------------------------------------------------------

/// The engine with its lines, and an endpoint that gives out answers; what they tell is kept.
class Lines : public testing::Test {
protected:
    std::string answer_to(const std::string& offer, std::uint64_t owner = 1) {
        LineWanted wanted{.offer = offer, .owner = {owner}, .called = "100", .caller = "web"};
        const auto opened = endpoint.open(wanted);
        EXPECT_TRUE(opened) << opened.error().line();
        return opened ? opened->answer : "";
    }
    void turns(int count, std::initializer_list<Browser*> browsers) {
        for (int i = 0; i < count; ++i) {
            engine.turn();
            for (MediaFact& fact : std::exchange(facts, {})) endpoint.hear(fact);
            for (Browser* browser : browsers) browser->turn();
        }
    }
    template <class Kind>
    std::vector<Kind> told() {
        std::vector<Kind> kinds;
        for (const Event& event : events)
            if (const Kind* one = std::get_if<Kind>(&event)) kinds.push_back(*one);
        return kinds;
    }
    void command(Command one) { EXPECT_TRUE(endpoint.obey(one)); }
    LineId line_up(std::size_t number = 0) { return told<LineUp>().at(number).line; }

    static constexpr int enough = 100;  ///< turns within which a handshake is over

    LiveCounters counters{};
    std::vector<MediaFact> facts;
    std::vector<Event> events;
    std::uint64_t last_leg = 100;
    Recorder recorder{[](Recorded) {}};
    std::shared_ptr<const DtlsIdentity> identity = std::make_shared<const DtlsIdentity>(DtlsIdentity::create().value());
    MediaSocket port = open_web_socket("127.0.0.1", 0).value();
    WebEndpoint endpoint{identity, port.port, "",
                         {.tell = [this](Event event) { events.push_back(std::move(event)); },
                          .next_leg = [this] { return LegId{++last_leg}; },
                          .media = [this](MediaOrder order) { engine.obey(std::move(order)); },
                          .agreed = [this](LineAgreed agreed) { endpoint.take(agreed); }}};
    MediaEngine engine{std::chrono::seconds(1), counters, recorder, [this](MediaFact fact) { facts.push_back(fact); },
                       MediaEngine::Browsers{std::move(port.descriptor), identity}};
};

TEST_F(Lines, TwoBrowsersHearEachOther) {
    Browser caller(440), agent(1000);
    agent.begin(answer_to(agent.offer(), 7));
    turns(enough, {&agent});
    ASSERT_TRUE(agent.connected());
    ASSERT_EQ(told<LineUp>().size(), 1u);
    EXPECT_EQ(agent.their_fingerprint(), identity->fingerprint());

    caller.begin(answer_to(caller.offer(), 0));
    turns(enough, {&caller, &agent});
    ASSERT_EQ(told<Arrived>().size(), 1u);
    EXPECT_EQ(told<Arrived>()[0].called, "100");
    const LegId theirs = told<Arrived>()[0].leg, ours{++last_leg};
    command(Accept{theirs});
    command(CallLine{ours, line_up()});
    EXPECT_EQ(told<Ringing>().size(), 1u);
    EXPECT_TRUE(told<Answered>().empty());
    command(AnswerLine{line_up()});
    ASSERT_EQ(told<Answered>().size(), 1u);
    command(Join{theirs, RoomId{9}});
    command(Join{ours, RoomId{9}});
    turns(25, {&caller, &agent});
    caller.heard.clear(), agent.heard.clear();
    turns(50, {&caller, &agent});
    EXPECT_GT(share_of_tone(caller.heard, 1000), 0.9);
    EXPECT_GT(share_of_tone(agent.heard, 440), 0.9);

    command(HangUp{ours});
    EXPECT_EQ(told<Ended>().size(), 1u);
    agent.packets.clear();
    turns(10, {&caller, &agent});
    EXPECT_TRUE(agent.packets.size() <= 1) << "an idle line is silent";
    command(HangUp{theirs});  // a caller's line ends with the call
    turns(5, {&caller, &agent});
    EXPECT_TRUE(caller.said_good_bye);
    EXPECT_FALSE(agent.said_good_bye) << "an agent's line stays for the shift";
}

TEST_F(Lines, WhatIsSentIsOneStreamAcrossCalls) {
    Browser agent(1000);
    agent.begin(answer_to(agent.offer()));
    turns(enough, {&agent});
    for (int call = 0; call < 2; ++call) {
        const LegId leg{++last_leg};
        command(CallLine{leg, line_up()});
        command(Play{leg, {}, test::tone(500, 1), true});
        turns(20, {&agent});
        command(HangUp{leg});
        turns(30, {&agent});
    }
    ASSERT_GT(agent.packets.size(), 30u);
    for (std::size_t i = 1; i < agent.packets.size(); ++i) {
        const RtpPacket &before = agent.packets[i - 1], &packet = agent.packets[i];
        EXPECT_EQ(packet.source, before.source);
        EXPECT_EQ(packet.sequence, static_cast<std::uint16_t>(before.sequence + 1));
        const std::uint32_t later = packet.timestamp - before.timestamp;
        EXPECT_EQ(packet.marker, later > frame_samples) << "a pause is marked, and only that";
    }
}

TEST_F(Lines, AKeyIsToldOnceWhetherItComesAsSoundOrBySignalling) {
    Browser caller(440);
    caller.begin(answer_to(caller.offer(), 0));
    turns(enough, {&caller});
    caller.press('5');
    caller.press('#');
    turns(3, {&caller});
    command(PressKey{line_up(), '7'});
    ASSERT_EQ(told<Digit>().size(), 3u);
    EXPECT_EQ(told<Digit>()[0].key, '5');
    EXPECT_EQ(told<Digit>()[1].key, '#');
    EXPECT_EQ(told<Digit>()[2].key, '7');
}

TEST_F(Lines, AnotherCertificateThanTheOfferedOneIsRefused) {
    Browser liar(440);
    const std::string other = Browser(1).offer();
    liar.begin(answer_to(liar.offer(test::attribute(other, "fingerprint").substr(8)), 0));
    turns(enough, {&liar});
    EXPECT_TRUE(told<LineUp>().empty());
    EXPECT_TRUE(told<Arrived>().empty());
    EXPECT_EQ(counters.webrtc_refused, 1u);
    EXPECT_EQ(counters.webrtc_lines, 0u);
}

TEST_F(Lines, EachTurnIsNeededUntilTheLastLineIsGone) {
    turns(1, {});
    EXPECT_GT(engine.turns_until_needed(), 1);
    answer_to(Browser(440).offer(), 0);
    EXPECT_EQ(engine.turns_until_needed(), 1);
    turns(WebLines::turns_to_connect, {});
    EXPECT_EQ(engine.turns_until_needed(), 1);
    turns(1, {});  // nobody came
    EXPECT_GT(engine.turns_until_needed(), 1);
}

TEST_F(Lines, WhoDoesNotKnowThePasswordIsNotAnswered) {
    Browser stranger(440);
    stranger.begin(answer_to(stranger.offer(), 0), "a password that was guessed");
    turns(enough, {&stranger});
    EXPECT_FALSE(stranger.is_reached);
    EXPECT_TRUE(told<LineUp>().empty());
}

TEST_F(Lines, ForgedSoundChangesNothing) {
    Browser agent(1000);
    agent.begin(answer_to(agent.offer()));
    turns(enough, {&agent});
    const LegId leg{++last_leg};
    command(CallLine{leg, line_up()});
    turns(20, {&agent});
    const auto received = counters.rtp_received.load();
    std::vector<std::uint8_t> forged(182, 0x55);
    write_rtp_header({.sequence = 60000, .timestamp = 9, .source = 77}, std::span(forged).first<rtp_header_size>());
    agent.send(forged);  // from the right address, with the right source, and with no key
    turns(20, {&agent});
    EXPECT_EQ(counters.rtp_received.load(), received + 20);
}

TEST_F(Lines, APageThatIsLoadedAgainKeepsItsCall) {
    Browser page(1000), caller(440);
    page.begin(answer_to(page.offer(), 7));
    caller.begin(answer_to(caller.offer(), 0));
    turns(enough, {&page, &caller});
    const LegId theirs = told<Arrived>().at(0).leg, ours{++last_leg};
    const LineUp first = told<LineUp>()[0].owner.value == 7 ? told<LineUp>()[0] : told<LineUp>()[1];
    command(Accept{theirs});
    command(CallLine{ours, first.line});
    command(AnswerLine{first.line});
    command(Join{theirs, RoomId{9}});
    command(Join{ours, RoomId{9}});
    turns(20, {&page, &caller});

    page.good_bye();
    page.quiet = true;
    turns(20, {&page, &caller});
    EXPECT_TRUE(told<Ended>().empty());

    Browser again(1900);
    again.begin(answer_to(again.offer(), 7));
    turns(enough, {&again, &caller});
    ASSERT_TRUE(again.connected());
    EXPECT_TRUE(told<Ended>().empty());
    caller.heard.clear(), again.heard.clear();
    turns(50, {&again, &caller});
    EXPECT_GT(share_of_tone(caller.heard, 1900), 0.9);
    EXPECT_GT(share_of_tone(again.heard, 440), 0.9);
    ASSERT_EQ(told<LineDown>().size(), 1u);
    EXPECT_EQ(told<LineDown>()[0].line, first.line);
}

TEST_F(Lines, APageThatIsGoneLosesItsLineAfterTenSeconds) {
    Browser page(1000);
    page.begin(answer_to(page.offer(), 7));
    turns(enough, {&page});
    const LegId leg{++last_leg};
    command(CallLine{leg, line_up()});
    command(AnswerLine{line_up()});
    page.good_bye();
    page.quiet = true;
    turns(static_cast<int>(WebLines::turns_of_silence) - 60, {&page});
    EXPECT_TRUE(told<Ended>().empty());
    turns(120, {&page});
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::silent);
    EXPECT_EQ(told<LineDown>().size(), 1u);
}

TEST_F(Lines, ALineThatNobodyComesForIsForgotten) {
    answer_to(Browser(440).offer(), 0);
    turns(static_cast<int>(WebLines::turns_to_connect) + 5, {});
    EXPECT_TRUE(told<LineUp>().empty());
    EXPECT_EQ(told<LineDown>().size(), 1u);
}

TEST_F(Lines, AGoodByeEndsTheLineAtOnce) {
    Browser caller(440);
    caller.begin(answer_to(caller.offer(), 0));
    turns(enough, {&caller});
    command(Accept{told<Arrived>().at(0).leg});
    caller.good_bye();
    caller.quiet = true;
    turns(3, {&caller});
    ASSERT_EQ(told<Ended>().size(), 1u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::hung_up);
}

TEST_F(Lines, AnIdleLineThatSaysGoodByeIsOverAtOnce) {
    Browser page(1000);
    page.begin(answer_to(page.offer(), 7));
    turns(enough, {&page});
    page.good_bye();
    page.quiet = true;
    turns(3, {&page});
    EXPECT_EQ(told<LineDown>().size(), 1u);
}

TEST_F(Lines, ABusyLineRefusesASecondLegAndAnUnknownLineIsUnreachable) {
    Browser agent(1000);
    agent.begin(answer_to(agent.offer()));
    turns(enough, {&agent});
    command(CallLine{LegId{500}, line_up()});
    command(CallLine{LegId{501}, line_up()});
    command(CallLine{LegId{502}, LineId{99999}});
    ASSERT_EQ(told<Ended>().size(), 2u);
    EXPECT_EQ(told<Ended>()[0].end, LegEnd::busy);
    EXPECT_EQ(told<Ended>()[1].end, LegEnd::unreachable);
    command(DeclineLine{line_up()});
    EXPECT_EQ(told<Ended>()[2].end, LegEnd::declined);
}

TEST_F(Lines, AnyDatagramIsTakenOrDropped) {
    Browser agent(1000);
    agent.begin(answer_to(agent.offer()));
    turns(enough, {&agent});
    rc::check([&](const std::vector<std::uint8_t>& bytes, std::uint8_t first) {
        std::vector<std::uint8_t> datagram = bytes;
        datagram.insert(datagram.begin(), first);
        agent.send(datagram);
        turns(1, {});
    });
    turns(20, {&agent});
    EXPECT_TRUE(told<LineDown>().empty()) << "the line stands";
}

}  // namespace
}  // namespace markaz::telephony
