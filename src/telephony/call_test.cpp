// Whole calls over loopback: real SIP, real RTP, against telephones that are not built on libre.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "telephony/recording.hpp"
#include "telephony/speech.hpp"
#include "telephony/test_phone.hpp"

namespace markaz::telephony {
namespace {

using test::Events;
using test::Phone;

constexpr const char* trunk_host = "127.0.0.7";
constexpr const char* agent_host = "127.0.0.8";

class CallTest : public testing::Test {
protected:
    void SetUp() override {
        Settings settings;
        settings.sip_port = 0;
        settings.rtp_low = 20000;
        settings.rtp_high = 29999;
        settings.trunks = {{"carrier", trunk_host}};
        settings.devices = {{"a0001", test::md5("a0001:markaz:secret"), ""}};
        auto opened = open_telephony(settings, events.listener());
        ASSERT_TRUE(opened) << opened.error().line();
        telephony = std::move(*opened);
        directory = std::filesystem::temp_directory_path() /
                    ("markaz-call-" + std::to_string(getpid()) + "-" + std::to_string(telephony->sip_port()));
    }
    void TearDown() override {
        telephony.reset();
        std::filesystem::remove_all(directory);
    }

    Phone caller(double hertz = 0) { return Phone(trunk_host, "+60312345678", telephony->sip_port(), hertz); }
    Phone agent(double hertz = 0) { return Phone(agent_host, "a0001", telephony->sip_port(), hertz); }

    /// A call that has been answered, from the caller's INVITE to the ACK.
    LegId answered_leg(Phone& phone) {
        phone.invite("100");
        const auto arrived = events.next<Arrived>();
        if (!arrived) return {};
        telephony->perform({Accept{arrived->leg}});
        const auto response = phone.final_response();
        return response && response->status() == 200 ? arrived->leg : LegId{};
    }

    Events events;
    std::unique_ptr<Telephony> telephony;
    std::filesystem::path directory;
};

std::vector<std::int16_t> channel(const std::string& file, std::size_t which) {
    std::ifstream stream(file, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    std::vector<std::int16_t> samples;
    for (std::size_t i = wav_header_size + which; i < bytes.size(); i += 2)
        samples.push_back(decode(Law::mu, static_cast<std::uint8_t>(bytes[i])));
    return samples;
}

/// The tone's share in the 100 ms that hold most of it: a loaded machine may make the test's own lines stutter.
double clearest_share(const std::vector<std::int16_t>& samples, double hertz) {
    constexpr std::ptrdiff_t window = 800;
    double clearest = 0;
    for (auto at = samples.begin(); samples.end() - at >= window; at += window)
        clearest = std::max(clearest, test::share_of_tone(std::vector(at, at + window), hertz));
    return clearest;
}

TEST_F(CallTest, S0_52_AnAgentAndACallerHearEachOtherAndTheRecordingKeepsThemApart) {
    Phone customer = caller(440), desk = agent(1000);
    ASSERT_EQ(desk.register_with("secret"), 200);
    EXPECT_EQ(events.next<DeviceReachable>()->device, "a0001");

    // The caller hears a prompt and presses a key.
    const LegId caller_leg = answered_leg(customer);
    ASSERT_TRUE(caller_leg);
    telephony->perform({Play{caller_leg, PlayId{1}, test::tone(700, 30), false}});
    EXPECT_TRUE(customer.line.hears(700));
    customer.line.press('2');
    const auto digit = events.next<Digit>();
    ASSERT_TRUE(digit);
    EXPECT_EQ(digit->key, '2');
    EXPECT_EQ(digit->leg, caller_leg);

    // The agent's telephone rings and is answered.
    const LegId agent_leg = telephony->next_leg();
    telephony->perform({Call{agent_leg, "a0001", "+60312345678", "Puan \"Siti\""}});
    const auto ring = desk.expect_request("INVITE");
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring->header("From").substr(0, 12), "\"Puan Siti\" ");
    desk.reply(*ring, 180);
    EXPECT_TRUE(events.next<Ringing>());
    desk.answer(*ring);
    ASSERT_TRUE(desk.expect_request("ACK"));
    ASSERT_TRUE(events.next<Answered>());

    const RoomId room{42};
    const std::string file = directory / "42.wav";
    telephony->perform({StopPlay{caller_leg}, Record{room, caller_leg, file}, Join{caller_leg, room}, Join{agent_leg, room}});
    EXPECT_TRUE(customer.line.hears(1000));
    EXPECT_TRUE(desk.line.hears(440));

    // The caller hangs up; the agent is hung up.
    customer.send(customer.request("BYE"));
    const auto gone = events.next<Ended>();
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->leg, caller_leg);
    EXPECT_EQ(gone->end, LegEnd::hung_up);
    telephony->perform({HangUp{agent_leg}});
    EXPECT_TRUE(desk.expect_request("BYE"));
    EXPECT_EQ(events.next<Ended>()->leg, agent_leg);

    const auto recorded = events.next<Recorded>();
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->problem, "");
    EXPECT_EQ(recorded->file, file);
    EXPECT_GT(recorded->length, std::chrono::milliseconds(400));
    const auto left = channel(file, 0), right = channel(file, 1);
    EXPECT_GT(clearest_share(left, 440), 0.9);
    EXPECT_GT(clearest_share(right, 1000), 0.9);
    EXPECT_LT(test::share_of_tone(left, 1000), 0.01);
    EXPECT_LT(test::share_of_tone(right, 440), 0.01);
    EXPECT_EQ(*repair_recording(file), recorded->length);
}

TEST_F(CallTest, ACancelledCallEndsOnce) {
    Phone customer = caller();
    customer.invite("100");
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    EXPECT_EQ(arrived->from_trunk, "carrier");
    EXPECT_EQ(arrived->called, "100");
    EXPECT_EQ(arrived->caller, "+60312345678");
    ASSERT_TRUE(customer.expect_status(180));
    customer.send(customer.request("CANCEL"));
    EXPECT_TRUE(customer.expect_status(487));
    const auto ended = events.next<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->end, LegEnd::cancelled);
    telephony->perform({HangUp{arrived->leg}, Accept{arrived->leg}});
    // Whatever was told of the leg was told before the next call arrives.
    customer.invite("101");
    ASSERT_TRUE(events.next<Arrived>());
    EXPECT_EQ(events.waiting<Ended>(), 0u);
}

// ---- Who is let in --------------------------------------------------------------------------------------------------

TEST_F(CallTest, AStrangersCallIsRefusedAndCounted) {
    Phone stranger("127.0.0.99", "100", telephony->sip_port());
    stranger.invite("100");
    EXPECT_EQ(stranger.final_response()->status(), 403);
    EXPECT_EQ(telephony->counters().refused_unknown, 1u);
    EXPECT_EQ(events.waiting<Arrived>(), 0u);
}

TEST_F(CallTest, AWrongPasswordAndAnUnknownNameLookTheSame) {
    Phone desk = agent(), nobody(agent_host, "nobody", telephony->sip_port());
    EXPECT_EQ(desk.register_with("guess"), 403);
    EXPECT_EQ(nobody.register_with("guess"), 403);
    EXPECT_EQ(desk.register_with("secret", 300, "elsewhere"), 403);
    EXPECT_EQ(telephony->counters().refused_auth, 3u);
    EXPECT_EQ(telephony->counters().registrations, 0u);
}

TEST_F(CallTest, ADeviceRegistersRefreshesAndLeaves) {
    Phone desk = agent();
    EXPECT_EQ(desk.register_with("secret", 30), 423);
    EXPECT_EQ(desk.register_with("secret"), 200);
    EXPECT_TRUE(events.next<DeviceReachable>()->reachable);
    EXPECT_EQ(desk.register_with("secret", 0), 200);
    EXPECT_FALSE(events.next<DeviceReachable>()->reachable);
    EXPECT_EQ(telephony->counters().registrations, 1u);
}

TEST_F(CallTest, ADeviceThatIsTakenAwayIsNoLongerReachable) {
    Phone desk = agent();
    ASSERT_EQ(desk.register_with("secret"), 200);
    ASSERT_TRUE(events.next<DeviceReachable>()->reachable);
    telephony->set_devices({}, {});
    EXPECT_FALSE(events.next<DeviceReachable>()->reachable);
    EXPECT_EQ(desk.register_with("secret"), 403);
}

TEST_F(CallTest, ADevicesOwnCallNeedsItsPassword) {
    Phone desk = agent();
    desk.invite("100");
    const auto challenge = desk.expect_status(407);
    ASSERT_TRUE(challenge);
    const std::string header = challenge->header("Proxy-Authenticate");
    desk.begin_call("100");
    desk.send(desk.request("INVITE", "Proxy-Authorization: " + desk.credentials(header, "INVITE", "guess") + "\r\n", desk.sdp()));
    EXPECT_TRUE(desk.expect_status(403));
    desk.begin_call("100");
    desk.send(desk.request("INVITE", "Proxy-Authorization: " + desk.credentials(header, "INVITE", "secret") + "\r\n", desk.sdp()));
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    EXPECT_EQ(arrived->from_device, "a0001");
    EXPECT_EQ(arrived->from_trunk, "");
}

TEST_F(CallTest, OptionsAreAnsweredToThoseWeKnow) {
    Phone customer = caller(), stranger("127.0.0.99", "scanner", telephony->sip_port());
    for (Phone* phone : {&customer, &stranger}) {
        phone->begin_call("100");
        phone->send(phone->request("OPTIONS"));
    }
    const auto known = customer.expect_status(200);
    ASSERT_TRUE(known);
    EXPECT_NE(known->header("Allow").find("UPDATE"), std::string::npos);
    EXPECT_TRUE(stranger.expect_status(403));
}

// ---- Calls in -------------------------------------------------------------------------------------------------------

TEST_F(CallTest, WithoutACommonCodecTheCallIsNotAcceptable) {
    Phone customer = caller();
    customer.invite("100", "", customer.sdp("9 101", "a=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\n"));
    EXPECT_EQ(customer.final_response()->status(), 488);
    customer.invite("100", "", "this is no description");
    EXPECT_EQ(customer.final_response()->status(), 488);
    EXPECT_EQ(telephony->counters().refused_codec, 2u);
    EXPECT_EQ(events.waiting<Arrived>(), 0u);
}

TEST_F(CallTest, AnExtensionThatMustBeKnownIsRefusedByName) {
    Phone customer = caller();
    customer.invite("100", "Require: 100rel\r\n");
    const auto response = customer.final_response();
    EXPECT_EQ(response->status(), 420);
    EXPECT_EQ(response->header("Unsupported"), "100rel");
}

TEST_F(CallTest, ARejectedCallHearsWhy) {
    Phone customer = caller();
    customer.invite("100");
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    telephony->perform({Reject{arrived->leg, 503}});
    const auto response = customer.final_response();
    EXPECT_EQ(response->status(), 503);
    EXPECT_EQ(response->header("Retry-After"), "5");
    const auto ended = events.next<Ended>();
    EXPECT_EQ(ended->end, LegEnd::declined);
    EXPECT_EQ(ended->sip_status, 503);
}

TEST_F(CallTest, ACallThatIsHungUpBeforeItIsAcceptedIsRefused) {
    Phone customer = caller();
    customer.invite("100");
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    telephony->perform({HangUp{arrived->leg}});
    EXPECT_EQ(customer.final_response()->status(), 480);
    EXPECT_TRUE(events.next<Ended>());
}

TEST_F(CallTest, AnInviteWithoutADescriptionIsOfferedOurs) {
    Phone customer = caller(440);
    customer.begin_call("100");
    customer.send(customer.request("INVITE"));
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    telephony->perform({Accept{arrived->leg}, Play{arrived->leg, PlayId{1}, test::tone(700, 30), true}});
    const auto response = customer.final_response(customer.sdp());
    ASSERT_EQ(response->status(), 200);
    EXPECT_NE(response->body.find("telephone-event"), std::string::npos);
    EXPECT_TRUE(customer.line.hears(700));
}

TEST_F(CallTest, AnAnswerInTheAckThatCannotBeSpokenIsHungUp) {
    for (const std::string& answer : {caller().sdp("9", "a=rtpmap:9 G722/8000\r\n"), std::string("nonsense"), std::string()}) {
        Phone customer = caller();
        customer.begin_call("100");
        customer.send(customer.request("INVITE"));
        const auto arrived = events.next<Arrived>();
        ASSERT_TRUE(arrived);
        telephony->perform({Accept{arrived->leg}});
        ASSERT_EQ(customer.final_response(answer)->status(), 200);
        EXPECT_TRUE(customer.expect_request("BYE"));
        EXPECT_EQ(events.next<Ended>()->end, LegEnd::not_acceptable);
        EXPECT_EQ(events.waiting<Ended>(), 0u);
    }
}

TEST_F(CallTest, ACallerWhoseSoundNeverComesIsHungUp) {
    telephony.reset();
    Settings settings;
    settings.sip_port = 0;
    settings.silence_limit = std::chrono::seconds(1);
    settings.trunks = {{"carrier", trunk_host}};
    telephony = std::move(*open_telephony(settings, events.listener()));
    Phone customer = caller();
    customer.invite("100");
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    telephony->perform({Accept{arrived->leg}});
    ASSERT_TRUE(customer.expect_status(200));  // read, but the line does not begin to talk
    const auto ended = events.next<Ended>();
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->end, LegEnd::silent);
}

TEST_F(CallTest, ACallerWhoPutsUsOnHoldIsToldAndHearsNothingUntilTheyReturn) {
    Phone customer = caller(440);
    const LegId leg = answered_leg(customer);
    ASSERT_TRUE(leg);
    telephony->perform({Play{leg, PlayId{1}, test::tone(700, 30), true}});
    ASSERT_TRUE(customer.line.hears(700));

    customer.send(customer.request("INVITE", "", customer.sdp() + "a=sendonly\r\n"));
    const auto held = customer.final_response();
    ASSERT_EQ(held->status(), 200);
    EXPECT_NE(held->body.find("a=recvonly"), std::string::npos);
    EXPECT_TRUE(events.next<RemoteHold>()->held);

    customer.send(customer.request("INVITE", "", customer.sdp() + "a=sendrecv\r\n"));
    EXPECT_EQ(customer.final_response()->status(), 200);
    EXPECT_FALSE(events.next<RemoteHold>()->held);
    EXPECT_TRUE(customer.line.hears(700));
}

TEST_F(CallTest, AnUpdateIsAnsweredWithAndWithoutADescription) {
    Phone customer = caller(440);
    ASSERT_TRUE(answered_leg(customer));
    customer.send(customer.request("UPDATE"));
    EXPECT_EQ(customer.expect_status(200)->body, "");
    customer.send(customer.request("UPDATE", "", customer.sdp() + "a=sendonly\r\n"));
    EXPECT_NE(customer.expect_status(200)->body.find("a=recvonly"), std::string::npos);
    EXPECT_TRUE(events.next<RemoteHold>()->held);
    customer.begin_call("100");
    customer.send(customer.request("UPDATE"));
    EXPECT_TRUE(customer.expect_status(481));
}

TEST_F(CallTest, AKeyByInfoIsAKey) {
    Phone customer = caller();
    const LegId leg = answered_leg(customer);
    ASSERT_TRUE(leg);
    const auto info = [&](const std::string& type, const std::string& body) {
        std::string text = customer.request("INFO", "", body);
        text.replace(text.find("application/sdp"), std::string("application/sdp").size(), type);
        customer.send(text);
    };
    info("application/dtmf-relay", "Signal=#\r\nDuration=160\r\n");
    EXPECT_EQ(events.next<Digit>()->key, '#');
    info("application/dtmf", "7");
    EXPECT_EQ(events.next<Digit>()->key, '7');
    info("application/dtmf-relay", "Signal=");
    EXPECT_TRUE(customer.expect_status(415));
    // A telephone that sends each key in both ways presses once.
    customer.line.press('7');
    info("application/dtmf", "8");
    EXPECT_EQ(events.next<Digit>()->key, '8');
}

// ---- Calls out ------------------------------------------------------------------------------------------------------

class CallOutTest : public CallTest {
protected:
    void SetUp() override {
        CallTest::SetUp();
        desk.emplace(agent_host, "a0001", telephony->sip_port(), 1000);
        ASSERT_EQ(desk->register_with("secret"), 200);
        leg = telephony->next_leg();
        telephony->perform({Call{leg, "a0001", "+60312345678", "Siti"}});
        const auto ring = desk->expect_request("INVITE");
        ASSERT_TRUE(ring);
        invite = *ring;
    }
    void ended_with(LegEnd end, int status) {
        const auto ended = events.next<Ended>();
        ASSERT_TRUE(ended);
        EXPECT_EQ(ended->leg, leg);
        EXPECT_EQ(ended->end, end);
        EXPECT_EQ(ended->sip_status, status);
    }

    std::optional<Phone> desk;
    LegId leg;
    test::SipText invite;
};

TEST_F(CallOutTest, ABusyTelephoneIsBusy) {
    desk->reply(invite, 486);
    ended_with(LegEnd::busy, 486);
}

TEST_F(CallOutTest, ADeclinedRingIsDeclined) {
    desk->reply(invite, 180);
    desk->reply(invite, 603);
    ended_with(LegEnd::declined, 603);
    EXPECT_EQ(events.waiting<Ringing>(), 1u);
}

TEST_F(CallOutTest, ATelephoneThatGivesUpRingingHasNoAnswer) {
    desk->reply(invite, 180);
    ASSERT_TRUE(events.next<Ringing>());
    desk->reply(invite, 480);
    ended_with(LegEnd::no_answer, 480);
}

TEST_F(CallOutTest, ARedirectionIsNotFollowed) {
    Phone premium("127.0.0.66", "premium", telephony->sip_port());
    desk->reply(invite, 302, "", "Contact: <" + premium.uri() + ">\r\n");
    ended_with(LegEnd::failed, 302);
    // Had it been followed, the INVITE would be there before the next thing that we send.
    EXPECT_TRUE(desk->expect_request("ACK"));
    premium.begin_call("100");
    premium.send(premium.request("OPTIONS"));
    EXPECT_TRUE(premium.expect_status(403));
    EXPECT_FALSE(premium.has("INVITE"));
}

TEST_F(CallOutTest, ARingThatIsHungUpIsCancelled) {
    desk->reply(invite, 180);
    ASSERT_TRUE(events.next<Ringing>());
    telephony->perform({HangUp{leg}});
    const auto cancel = desk->expect_request("CANCEL");
    ASSERT_TRUE(cancel);
    desk->reply(*cancel, 200);
    desk->reply(invite, 487);
    ended_with(LegEnd::cancelled, 0);
    EXPECT_EQ(events.waiting<Ended>(), 0u);
}

TEST_F(CallOutTest, AnAnswerThatCrossesOurCancelIsHungUp) {
    desk->reply(invite, 180);
    ASSERT_TRUE(events.next<Ringing>());
    telephony->perform({HangUp{leg}});
    const auto cancel = desk->expect_request("CANCEL");
    ASSERT_TRUE(cancel);
    desk->reply(*cancel, 200);
    desk->answer(invite);
    EXPECT_TRUE(desk->expect_request("BYE"));
    ended_with(LegEnd::cancelled, 0);
    EXPECT_EQ(events.waiting<Answered>(), 0u);
}

TEST_F(CallOutTest, TheAgentsByeEndsTheLeg) {
    desk->answer(invite);
    ASSERT_TRUE(events.next<Answered>());
    desk->send(desk->request("BYE"));
    EXPECT_TRUE(desk->expect_status(200));
    ended_with(LegEnd::hung_up, 0);
}

TEST_F(CallOutTest, AnAnswerWithoutACommonCodecIsHungUp) {
    std::string text = desk->sdp("9", "a=rtpmap:9 G722/8000\r\n");
    desk->reply(invite, 200, text);
    EXPECT_TRUE(desk->expect_request("BYE"));
    ended_with(LegEnd::not_acceptable, 488);
    EXPECT_EQ(events.waiting<Answered>(), 0u);
}

TEST_F(CallTest, ADeviceThatIsNotRegisteredOrNotKnownIsUnreachable) {
    for (const std::string device : {"a0001", "nobody"}) {
        const LegId leg = telephony->next_leg();
        telephony->perform({Call{leg, device, "1", ""}});
        const auto ended = events.next<Ended>();
        ASSERT_TRUE(ended);
        EXPECT_EQ(ended->leg, leg);
        EXPECT_EQ(ended->end, LegEnd::unreachable);
    }
}

TEST_F(CallTest, ADeviceAtAFixedAddressIsCalledThereAndCallsFromThere) {
    Phone desk("127.0.0.42", "a0002", telephony->sip_port(), 1000);
    telephony->set_devices({{"a0002", "", desk.uri()}}, {});
    EXPECT_EQ(events.next<DeviceReachable>()->device, "a0002");
    const LegId leg = telephony->next_leg();
    telephony->perform({Call{leg, "a0002", "bad\r\nX-Evil: 1", "bad\r\nX-Evil: 1"}});
    const auto ring = desk.expect_request("INVITE");
    ASSERT_TRUE(ring);
    EXPECT_EQ(ring->header("X-Evil"), "");
    desk.answer(*ring);
    EXPECT_TRUE(events.next<Answered>());
    telephony->perform({HangUp{leg}});
    EXPECT_TRUE(desk.expect_request("BYE"));

    desk.invite("100");
    EXPECT_EQ(events.next<Arrived>()->from_device, "a0002");
    Phone liar("127.0.0.43", "a0002", telephony->sip_port());
    liar.invite("100");
    EXPECT_EQ(liar.final_response()->status(), 403);
}

// ---- What goes wrong ------------------------------------------------------------------------------------------------

TEST_F(CallTest, MalformedDatagramsLeaveTheNextCallAlone) {
    Phone customer = caller();
    customer.begin_call("100");
    const std::string good = customer.request("INVITE", "", customer.sdp());
    for (std::size_t cut = 0; cut < good.size() - 200; cut += 7) customer.send(good.substr(0, cut));
    for (std::size_t at = 0; at < good.size() - 150; at += 3) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x95);
        bad.replace(bad.find("Call-ID: ") + 9, 1, std::to_string(at));
        customer.send(bad);
    }
    customer.send(std::string(5000, '\0'));
    Phone other = caller(440);
    other.invite("777");
    const auto arrived = events.next<Arrived>([](const Arrived& call) { return call.called == "777"; });
    ASSERT_TRUE(arrived);
    telephony->perform({Accept{arrived->leg}, Play{arrived->leg, PlayId{1}, test::tone(700, 30), true}});
    EXPECT_EQ(other.final_response()->status(), 200);
    EXPECT_TRUE(other.line.hears(700));
}

TEST_F(CallTest, EveryLegThatIsOpenAtTheEndIsHungUpAndTold) {
    Phone talking = caller(440), waiting = caller();
    const LegId leg = answered_leg(talking);
    ASSERT_TRUE(leg);
    telephony->perform({Join{leg, RoomId{1}}, Record{RoomId{1}, leg, directory / "last.wav"}});
    waiting.invite("100");
    ASSERT_TRUE(events.next<Arrived>());
    telephony.reset();
    EXPECT_TRUE(talking.expect_request("BYE"));
    EXPECT_GE(waiting.final_response()->status(), 400);
    EXPECT_EQ(events.waiting<Ended>(), 2u);
    const auto recorded = events.next<Recorded>();
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->problem, "");
    EXPECT_TRUE(std::filesystem::exists(directory / "last.wav"));
}

TEST_F(CallTest, CommandsForLegsThatAreGoneAreIgnored) {
    const LegId gone = telephony->next_leg();
    telephony->perform({Accept{gone}, Reject{gone, 486}, Play{gone, PlayId{1}, test::tone(1, 1), false}, StopPlay{gone},
                        Join{gone, RoomId{1}}, Leave{gone}, Record{RoomId{1}, gone, directory / "never.wav"}, StopRecord{RoomId{1}},
                        HangUp{gone}});
    Phone customer = caller();
    EXPECT_TRUE(answered_leg(customer));
    EXPECT_EQ(events.waiting<Ended>(), 0u);
    EXPECT_FALSE(std::filesystem::exists(directory / "never.wav"));
}

TEST_F(CallTest, ALegNumberNeverComesTwice) { EXPECT_LT(telephony->next_leg(), telephony->next_leg()); }

TEST_F(CallTest, APortThatIsTakenIsNamed) {
    Settings settings;
    settings.sip_port = telephony->sip_port();
    const auto second = open_telephony(settings, events.listener());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().where, "127.0.0.1:" + std::to_string(settings.sip_port));
    EXPECT_NE(second.error().what.find("Address already in use"), std::string::npos);
}

TEST(Settings, SayWhatIsWrongWithThem) {
    const auto refused = [](auto change) {
        Settings settings;
        settings.sip_port = 0;
        change(settings);
        const auto opened = open_telephony(settings, [](Event) {});
        return opened ? std::string() : opened.error().line();
    };
    EXPECT_EQ(refused([](Settings& s) { s.sip_address = "here"; }),
              "sip_address: \"here\" is not an address; an IPv4 or IPv6 address of this machine");
    EXPECT_EQ(refused([](Settings& s) { s.sip_address = "0.0.0.0"; }),
              "sip_address: 0.0.0.0 stands for every address; the one that telephones reach");
    EXPECT_NE(refused([](Settings& s) { s.rtp_low = s.rtp_high; }), "");
    EXPECT_NE(refused([](Settings& s) { s.trunks = {{"carrier", "sip.example"}}; }).find("trunk carrier"), std::string::npos);
    EXPECT_NE(refused([](Settings& s) { s.sip_address = "192.0.2.1"; }).find("192.0.2.1:0: cannot be opened"), std::string::npos);
}

}  // namespace
}  // namespace markaz::telephony
