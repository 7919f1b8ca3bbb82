#include "telephony/sip_registrar.hpp"

#include <gtest/gtest.h>

#include "telephony/test_phone.hpp"
#include "telephony/timers.hpp"

namespace markaz::telephony {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Verdict = DigestGuard::Verdict;

const std::string ha1 = test::md5("a0001:markaz:secret");

class DigestTest : public testing::Test {
protected:
    void SetUp() override { stop_clock(milliseconds(5'000'000)); }
    void TearDown() override { release_clock(); }

    /// What a telephone sends that answers `challenge` with `password`.
    static std::string answer(const std::string& challenge, const std::string& password, const std::string& user = "a0001",
                              const std::string& count = "00000001") {
        const std::string nonce = test::Phone::between(challenge, "nonce=\"", "\"");
        const std::string response =
            test::md5(test::md5(user + ":markaz:" + password) + ":" + nonce + ":" + count + ":c:auth:" + test::md5("REGISTER:sip:markaz"));
        return "Digest username=\"" + user + "\", realm=\"markaz\", nonce=\"" + nonce +
               "\", uri=\"sip:markaz\", qop=auth, nc=" + count + ", cnonce=\"c\", " + "response=\"" + response + "\"";
    }
    Verdict judge(const std::string& header, const SocketAddress& from, const std::string& key = ha1) {
        const struct pl value{header.data(), header.size()}, method{"REGISTER", 8};
        return guard.judge(value, method, from, "a0001", key);
    }

    DigestGuard guard{"markaz"};
    SocketAddress desk = SocketAddress::from("192.0.2.1", 5060).value(), elsewhere = SocketAddress::from("192.0.2.2", 5060).value();
};

TEST_F(DigestTest, TheRightPasswordProvesTheDevice) {
    EXPECT_EQ(judge(answer(guard.challenge(desk, false), "secret"), desk), Verdict::proven);
}

TEST_F(DigestTest, AnotherPasswordUserOrKeyIsWrong) {
    const std::string challenge = guard.challenge(desk, false);
    EXPECT_EQ(judge(answer(challenge, "guess"), desk), Verdict::wrong);
    EXPECT_EQ(judge(answer(challenge, "secret", "a0002"), desk), Verdict::wrong);
    EXPECT_EQ(judge(answer(challenge, "secret"), desk, ""), Verdict::wrong);
    EXPECT_EQ(judge(answer(challenge, "secret"), desk, "not hex"), Verdict::wrong);
}

TEST_F(DigestTest, ANonceLivesThirtySecondsAndIsStaleAfterwards) {
    const std::string header = answer(guard.challenge(desk, false), "secret");
    const std::string later = answer(guard.challenge(desk, false), "secret", "a0001", "00000002");
    advance_clock(DigestGuard::nonce_life);
    EXPECT_EQ(judge(header, desk), Verdict::proven);
    advance_clock(milliseconds(1));
    EXPECT_EQ(judge(later, desk), Verdict::stale);
    EXPECT_NE(guard.challenge(desk, true).find("stale=true"), std::string::npos);
}

TEST_F(DigestTest, AProofThatWasOverheardProvesNothingAgain) {
    const std::string challenge = guard.challenge(desk, false);
    EXPECT_EQ(judge(answer(challenge, "secret"), desk), Verdict::proven);
    EXPECT_EQ(judge(answer(challenge, "secret"), desk), Verdict::stale);
    EXPECT_EQ(judge(answer(challenge, "secret", "a0001", "00000003"), desk), Verdict::proven);
    EXPECT_EQ(judge(answer(challenge, "secret", "a0001", "00000002"), desk), Verdict::stale);
    EXPECT_EQ(judge(answer(challenge, "guess", "a0001", "00000009"), desk), Verdict::wrong);
    EXPECT_EQ(judge(answer(challenge, "secret", "a0001", "00000004"), desk), Verdict::proven) << "a wrong guess used no count up";
}

TEST_F(DigestTest, ANonceServesOnlyTheAddressThatAskedForIt) {
    EXPECT_EQ(judge(answer(guard.challenge(desk, false), "secret"), elsewhere), Verdict::none);
}

TEST_F(DigestTest, AnInventedOrChangedNonceIsNone) {
    EXPECT_EQ(judge(answer("nonce=\"0\"", "secret"), desk), Verdict::none);
    EXPECT_EQ(judge(answer("nonce=\"" + std::string(56, 'a') + "\"", "secret"), desk), Verdict::none);
    std::string challenge = guard.challenge(desk, false);
    const std::size_t at = challenge.find("nonce=\"") + 7;
    challenge[at] = challenge[at] == '0' ? '1' : '0';  // a later time, so that it would live longer
    EXPECT_EQ(judge(answer(challenge, "secret"), desk), Verdict::none);
    EXPECT_EQ(judge("Basic dXNlcg==", desk), Verdict::none);
    EXPECT_EQ(judge("", desk), Verdict::none);
}

class RegistrarTest : public testing::Test {
protected:
    void SetUp() override {
        stop_clock(milliseconds(5'000'000));
        registrar.set_devices({{"a0001", ha1, ""}, {"a0002", "", "sip:a0002@192.0.2.9:32000"}});
        told.clear();
    }
    void TearDown() override {
        registrar.set_devices({});
        release_clock();
    }
    void bind(seconds life) { registrar.bind("a0001", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP}, life); }

    SocketAddress source = SocketAddress::from("192.0.2.1", 4711).value();
    std::string told;
    Registrar registrar{[this](const DeviceReachable& event) { told += (event.reachable ? "+" : "-") + event.device; }};
};

TEST_F(RegistrarTest, ABindingEndsWithItsTime) {
    bind(seconds(300));
    ASSERT_EQ(registrar.bindings("a0001").size(), 1u);
    EXPECT_EQ(registrar.bindings("a0001")[0].binding->uri, "sip:a0001@10.0.0.5");
    EXPECT_EQ(registrar.bindings("a0001")[0].left, seconds(300));
    advance_clock(milliseconds(299'999));
    EXPECT_FALSE(registrar.bindings("a0001").empty());
    advance_clock(milliseconds(1));
    EXPECT_TRUE(registrar.bindings("a0001").empty());
    EXPECT_EQ(told, "+a0001-a0001");
}

TEST_F(RegistrarTest, ARefreshBeginsItsTimeAgain) {
    bind(seconds(300));
    advance_clock(seconds(200));
    bind(seconds(300));
    advance_clock(seconds(200));
    EXPECT_FALSE(registrar.bindings("a0001").empty());
    EXPECT_EQ(told, "+a0001+a0001");
}

TEST_F(RegistrarTest, SeveralTelephonesOfADeviceEndEachInItsTime) {
    bind(seconds(300));
    registrar.bind("a0001", {"sip:a0001@10.0.0.6", source, SIP_TRANSP_TCP}, seconds(100));
    EXPECT_EQ(registrar.bindings("a0001").size(), 2u);
    advance_clock(seconds(100));
    ASSERT_EQ(registrar.bindings("a0001").size(), 1u);
    EXPECT_EQ(registrar.bindings("a0001")[0].binding->uri, "sip:a0001@10.0.0.5");
    EXPECT_EQ(told, "+a0001+a0001");
    advance_clock(seconds(200));
    EXPECT_EQ(told, "+a0001+a0001-a0001");
}

TEST_F(RegistrarTest, ATelephoneThatComesBackUnderAnotherAddressIsOne) {
    registrar.bind("a0001", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP, "", 0, "<urn:uuid:1>"}, seconds(300));
    registrar.bind("a0001", {"sip:a0001@10.0.0.9", source, SIP_TRANSP_UDP, "", 0, "<urn:uuid:1>"}, seconds(300));
    ASSERT_EQ(registrar.bindings("a0001").size(), 1u);
    EXPECT_EQ(registrar.bindings("a0001")[0].binding->uri, "sip:a0001@10.0.0.9");
}

TEST_F(RegistrarTest, AnOlderRegisterChangesNothing) {
    registrar.bind("a0001", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP, "call", 2}, seconds(300));
    EXPECT_TRUE(registrar.is_late("a0001", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP, "call", 1}));
    EXPECT_FALSE(registrar.is_late("a0001", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP, "call", 3}));
    EXPECT_FALSE(registrar.is_late("a0001", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP, "other", 1}));
    EXPECT_FALSE(registrar.is_late("a0001", {"sip:a0001@10.0.0.6", source, SIP_TRANSP_UDP, "call", 1}));
    EXPECT_FALSE(registrar.is_late("a0002", {"sip:a0001@10.0.0.5", source, SIP_TRANSP_UDP, "call", 1}));
}

TEST_F(RegistrarTest, OfTooManyTelephonesTheOneThatWouldEndFirstIsForgotten) {
    for (std::size_t i = 0; i <= Registrar::most_bindings; ++i)
        registrar.bind("a0001", {"sip:a0001@10.0.0." + std::to_string(i), source, SIP_TRANSP_UDP}, seconds(100 + i));
    ASSERT_EQ(registrar.bindings("a0001").size(), Registrar::most_bindings);
    EXPECT_EQ(registrar.bindings("a0001")[0].binding->uri, "sip:a0001@10.0.0.1");
}

TEST_F(RegistrarTest, AChangedPasswordEndsTheBinding) {
    bind(seconds(300));
    registrar.set_devices({{"a0001", test::md5("a0001:markaz:other"), ""}});
    EXPECT_TRUE(registrar.bindings("a0001").empty());
    EXPECT_EQ(told, "+a0001-a0001-a0002");
    advance_clock(seconds(300));  // the old timer is gone with it
    EXPECT_EQ(told, "+a0001-a0001-a0002");
}

TEST_F(RegistrarTest, AFixedDeviceIsKnownByItsAddress) {
    const auto at = [](const char* host, std::uint16_t port) { return SocketAddress::from(host, port).value(); };
    EXPECT_TRUE(registrar.fixed_device("a0002", at("192.0.2.9", 32000)));
    EXPECT_FALSE(registrar.fixed_device("a0002", at("192.0.2.9", 32001)));
    EXPECT_FALSE(registrar.fixed_device("a0002", at("192.0.2.8", 32000)));
    EXPECT_FALSE(registrar.fixed_device("a0001", at("192.0.2.9", 32000)));
    EXPECT_TRUE(registrar.knows_host(at("192.0.2.9", 1)));
    EXPECT_FALSE(registrar.knows_host(source));
    bind(seconds(300));
    EXPECT_TRUE(registrar.knows_host(source));
    EXPECT_EQ(registrar.registered_at(source)->name, "a0001");
}

}  // namespace
}  // namespace markaz::telephony
