// What a killed process leaves behind.

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "telephony/test_exchange.hpp"

namespace markaz::telephony {
namespace {

using std::chrono::seconds;
using test::trunk_host;

constexpr KeptLegs::Key key{1, 2, 3};

class LeftTest : public test::ExchangeTest {
protected:
    void SetUp() override {
        ExchangeTest::SetUp();
        directory = std::filesystem::temp_directory_path() / ("markaz-left-" + std::to_string(getpid()));
        std::filesystem::create_directory(directory);
        before = std::move(KeptLegs::open(directory / "before", key).value());
        open_endpoint("127.0.0.1", before.get());
    }
    void TearDown() override {
        if (silenced) silenced->close();
        silenced.reset();
        ExchangeTest::TearDown();
        before.reset();
        after.reset();
        std::filesystem::remove_all(directory);
    }
    /// What a kill at this instant would leave, in the hands of the next process. The one before says nothing more.
    void kill_and_start() {
        std::filesystem::copy_file(directory / "before", directory / "after");
        silenced = std::move(endpoint);
        take_sockets();
        after = std::move(KeptLegs::open(directory / "after", key).value());
        open_endpoint("127.0.0.1", after.get(), port);
    }
    /// As the system does with a killed process: without a word.
    void take_sockets() const {
        const Descriptor nowhere(open("/dev/null", O_RDWR));
        for (int fd = 3; fd < 256; ++fd) {
            SocketAddress bound{.at = {}, .size = sizeof bound.at};
            const bool socket = getsockname(fd, &bound.at.any, &bound.size) == 0 && bound.at.any.sa_family == AF_INET;
            if (socket && bound.port() == port) dup2(nowhere.fd(), fd);
        }
    }

    std::filesystem::path directory;
    std::unique_ptr<KeptLegs> before, after;
    std::unique_ptr<Endpoint> silenced;
};

TEST_F(LeftTest, EveryLegIsToldThatItsCallIsOver) {
    const auto talking = caller(), arriving = phone(trunk_host, "+60387654321");
    const LegId leg = answered(*talking);
    ASSERT_TRUE(leg);
    const auto table = desk("127.0.0.8");
    call_desk();
    const auto answered_invite = table->expect_request("INVITE");
    ASSERT_TRUE(answered_invite);
    table->answer(*answered_invite);
    ASSERT_TRUE(table->expect_request("ACK"));
    call_desk();
    const auto ringing_invite = table->expect_request("INVITE");
    ASSERT_TRUE(ringing_invite);
    table->reply(*ringing_invite, 180);
    arriving->invite("100");
    ASSERT_TRUE(arriving->expect_status(180));

    kill_and_start();
    EXPECT_EQ(counters.legs_left, 4u);
    const auto bye = talking->expect_request("BYE");
    ASSERT_TRUE(bye);
    EXPECT_NE(bye->header("To").find("+60312345678"), std::string::npos);
    talking->reply(*bye, 200);
    const auto desk_bye = table->expect_request("BYE");
    ASSERT_TRUE(desk_bye);
    EXPECT_EQ(desk_bye->header("Call-ID"), answered_invite->header("Call-ID"));
    table->reply(*desk_bye, 481);
    const auto cancel = table->expect_request("CANCEL");
    ASSERT_TRUE(cancel);
    EXPECT_EQ(cancel->header("Via"), ringing_invite->header("Via"));
    EXPECT_EQ(cancel->header("Call-ID"), ringing_invite->header("Call-ID"));
    table->reply(*cancel, 200);
    table->reply(*ringing_invite, 487);
    EXPECT_EQ(arriving->final_response()->status(), 503);
    EXPECT_TRUE(events.empty()) << "the machine knows by itself that all legs are gone";

    // Nothing of it is left: the next start tells nobody.
    pass(seconds(2));
    endpoint->close();
    endpoint.reset();
    after.reset();
    EXPECT_TRUE(KeptLegs::open(directory / "after", key).value()->take_left().empty());
}

TEST_F(LeftTest, ATelephoneThatAnswersWhileNobodyIsThereIsHungUp) {
    const auto table = desk("127.0.0.8");
    call_desk();
    const auto invite = table->expect_request("INVITE");
    ASSERT_TRUE(invite);
    kill_and_start();
    table->answer(*invite);
    EXPECT_TRUE(table->expect_request("ACK"));
    const auto bye = table->expect_request("BYE");
    ASSERT_TRUE(bye);
    EXPECT_EQ(bye->header("Call-ID"), invite->header("Call-ID"));
}

TEST_F(LeftTest, ALegThatEndedLeavesNothing) {
    const auto customer = caller();
    ASSERT_TRUE(answered(*customer));
    customer->send(customer->request("BYE"));
    ASSERT_TRUE(customer->expect_status(200));
    kill_and_start();
    EXPECT_EQ(counters.legs_left, 0u);
    EXPECT_FALSE(customer->has("BYE"));
}

}  // namespace
}  // namespace markaz::telephony
