#include "telephony/timers.hpp"

#include <gtest/gtest.h>

#include <string>

#include <re/re.h>

namespace markaz::telephony {
namespace {

using std::chrono::milliseconds;

class TimersTest : public testing::Test {
protected:
    void SetUp() override { stop_clock(milliseconds(1'000'000)); }
    void TearDown() override { release_clock(); }

    /// Writes its name when it fires.
    struct Named {
        std::string* heard;
        char name;
        struct tmr timer {};
    };
    static void fire(void* argument) {
        auto* named = static_cast<Named*>(argument);
        *named->heard += named->name;
    }
    std::string heard;
};

TEST_F(TimersTest, FireInTheOrderOfTheirDueTimesAndThenOfTheirArming) {
    Named a{&heard, 'a'}, b{&heard, 'b'}, c{&heard, 'c'};
    tmr_start(&b.timer, 20, fire, &b);
    tmr_start(&c.timer, 20, fire, &c);
    tmr_start(&a.timer, 10, fire, &a);
    advance_clock(milliseconds(19));
    EXPECT_EQ(heard, "a");
    advance_clock(milliseconds(1));
    EXPECT_EQ(heard, "abc");
    EXPECT_EQ(armed_timers(), 0u);
}

TEST_F(TimersTest, ACancelledOneDoesNotFireAndARearmedOneFiresOnce) {
    Named a{&heard, 'a'}, b{&heard, 'b'};
    tmr_start(&a.timer, 10, fire, &a);
    tmr_cancel(&a.timer);
    tmr_start(&b.timer, 10, fire, &b);
    tmr_start(&b.timer, 30, fire, &b);
    EXPECT_EQ(tmr_get_expire(&b.timer), 30u);
    advance_clock(milliseconds(100));
    EXPECT_EQ(heard, "b");
}

TEST_F(TimersTest, OneThatArmsItselfAgainFiresEachTime) {
    struct Repeating {
        int left;
        struct tmr timer {};
    } repeating{3};
    tmr_start(
        &repeating.timer, 10,
        [](void* argument) {
            auto* self = static_cast<Repeating*>(argument);
            if (--self->left > 0) tmr_start(&self->timer, 10, [](void* again) { --static_cast<Repeating*>(again)->left; }, self);
        },
        &repeating);
    advance_clock(milliseconds(20));
    EXPECT_EQ(repeating.left, 1);
}

TEST_F(TimersTest, TheLoopIsToldHowLongItMaySleep) {
    struct tmr timer {};
    EXPECT_EQ(tmr_next_timeout(nullptr), 0u);  // for ever
    tmr_start(&timer, 250, [](void*) {}, nullptr);
    EXPECT_EQ(tmr_next_timeout(nullptr), 250u);
    tmr_cancel(&timer);
}

/// If the linker took libre's own timers, this would wait 32 real seconds and then fail.
TEST_F(TimersTest, LibreKeepsItsTransactionsInOurTimers) {
    ASSERT_EQ(libre_init(), 0);
    ASSERT_EQ(re_thread_init(), 0);
    struct sip* sip = nullptr;
    struct sa anywhere {};
    sa_set_str(&anywhere, "127.0.0.1", 0);
    ASSERT_EQ(sip_alloc(&sip, nullptr, 32, 32, 32, "test", nullptr, nullptr), 0);
    ASSERT_EQ(sip_transp_add(sip, SIP_TRANSP_UDP, &anywhere), 0);

    // Nobody listens on port 9: the INVITE is sent again and again until Timer B, 64 * T1 (RFC 3261 section 17.1.1.2).
    int result = -1;
    const int failed = sip_requestf(
        nullptr, sip, true, "INVITE", "sip:nobody@127.0.0.1:9", nullptr, nullptr, nullptr,
        [](int error, const struct sip_msg*, void* argument) { *static_cast<int*>(argument) = error; }, &result,
        "From: <sip:a@b>;tag=x\r\nTo: <sip:nobody@127.0.0.1>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
    ASSERT_EQ(failed, 0);
    advance_clock(milliseconds(31'999));
    EXPECT_EQ(result, -1);
    advance_clock(milliseconds(1));
    EXPECT_EQ(result, ETIMEDOUT);

    sip_close(sip, true);
    mem_deref(sip);
    re_thread_close();
}

}  // namespace
}  // namespace markaz::telephony
