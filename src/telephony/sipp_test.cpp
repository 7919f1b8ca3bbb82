// A call by sipp, which is somebody else's SIP: over UDP and over TCP. Its RTP is a line of the test.

#include <gtest/gtest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "telephony/test_phone.hpp"

extern char** environ;

namespace markaz::telephony {
namespace {

constexpr const char* caller_host = "127.0.0.7";

/// Calls 100, is answered, and waits to be hung up.
std::string scenario(std::uint16_t rtp_port) {
    const std::string head =
        "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\nFrom: <sip:+62215550001@[local_ip]>;tag=[call_number]\n";
    const std::string tail =
        "Call-ID: [call_id]\nContact: <sip:+62215550001@[local_ip]:[local_port];transport=[transport]>\nMax-Forwards: 70\n";
    return "<?xml version=\"1.0\"?>\n<scenario name=\"caller\">\n<send retrans=\"500\"><![CDATA[\nINVITE sip:100@[remote_ip]:[remote_port] "
           "SIP/2.0\n" +
           head + "To: <sip:100@[remote_ip]>\nCSeq: 1 INVITE\n" + tail +
           "Content-Type: application/sdp\nContent-Length: [len]\n\nv=0\no=sipp 1 1 IN IP4 [local_ip]\n" +
           "s=-\nc=IN IP4 [local_ip]\nt=0 0\nm=audio " + std::to_string(rtp_port) +
           " RTP/AVP 8 0 101\na=rtpmap:101 telephone-event/8000\n]]></send>\n" +
           "<recv response=\"100\" optional=\"true\"/>\n<recv response=\"180\"/>\n<recv response=\"200\" "
           "rrs=\"true\"/>\n<send><![CDATA[\nACK [next_url] SIP/2.0\n" +
           head + "To: <sip:100@[remote_ip]>[peer_tag_param]\nCSeq: 1 ACK\n" + tail + "Content-Length: 0\n\n]]></send>\n" +
           "<recv request=\"BYE\"/>\n<send><![CDATA[\nSIP/2.0 200 "
           "OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n\n]]></send>\n" +
           "</scenario>\n";
}

class SippTest : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        if (access("/usr/bin/sipp", X_OK) != 0) GTEST_SKIP() << "sipp is not installed";
        std::string pattern = std::filesystem::temp_directory_path() / "markaz-sipp-XXXXXX";
        directory = mkdtemp(pattern.data());
        Settings settings;
        settings.sip_port = 0;
        settings.trunks = {{"carrier", caller_host}};
        telephony = std::move(*open_telephony(settings, events.listener()));
    }
    void TearDown() override {
        telephony.reset();
        if (!directory.empty()) std::filesystem::remove_all(directory);
    }

    pid_t start_sipp(std::uint16_t rtp_port) {
        const std::string file = directory / "caller.xml";
        std::ofstream(file) << scenario(rtp_port);
        std::vector<std::string> words{"sipp", "-sf", file, "-m", "1", "-i", caller_host, "-t", GetParam(), "-nostdin", "-timeout", "60s",
                                       "127.0.0.1:" + std::to_string(telephony->sip_port())};
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (directory / "out").c_str(), O_WRONLY | O_CREAT, 0600);
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
        pid_t child = -1;
        posix_spawn(&child, "/usr/bin/sipp", &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        return child;
    }

    std::filesystem::path directory;
    test::Events events;
    std::unique_ptr<Telephony> telephony;
};

TEST_P(SippTest, CallsHearsAPromptPressesAKeyAndIsHungUp) {
    test::Line line(caller_host, 440);
    const pid_t sipp = start_sipp(line.address().port());
    const auto arrived = events.next<Arrived>();
    ASSERT_TRUE(arrived);
    EXPECT_EQ(arrived->caller, "+62215550001");
    telephony->perform({Accept{arrived->leg}, Play{arrived->leg, PlayId{1}, test::tone(700, 1), true}});
    // The engine sends to the line by itself; the first packet shows where it sends from.
    ASSERT_TRUE(line.follow_sender());
    EXPECT_TRUE(line.hears(700));  // in A-law, which sipp's description prefers
    line.press('4');
    const auto digit = events.next<Digit>();
    ASSERT_TRUE(digit);
    EXPECT_EQ(digit->key, '4');
    telephony->perform({HangUp{arrived->leg}});
    EXPECT_EQ(events.next<Ended>()->end, LegEnd::hung_up);
    int status = -1;
    ASSERT_EQ(waitpid(sipp, &status, 0), sipp);
    EXPECT_EQ(WEXITSTATUS(status), 0) << "sipp's call failed";
}

INSTANTIATE_TEST_SUITE_P(Transports, SippTest, testing::Values("u1", "t1"),
                         [](const auto& tested) { return std::string(tested.param) == "u1" ? "Udp" : "Tcp"; });

}  // namespace
}  // namespace markaz::telephony
