#include "telephony/timers.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

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

TEST_F(TimersTest, ThoseOfManyDelaysFireInOrderAndLeaveNothing) {
    std::vector<Named> many(3'000, Named{&heard, '.'});
    for (std::size_t each = 0; each < many.size(); ++each) tmr_start(&many[each].timer, 90'000 - each, fire, &many[each]);
    many.back().name = 'f';
    many.front().name = 'l';
    for (std::size_t each = 1; each + 1 < many.size(); each += 2) tmr_cancel(&many[each].timer);
    EXPECT_EQ(armed_timers(), 1'501u);
    EXPECT_EQ(tmr_next_timeout(nullptr), 87'001u);
    advance_clock(milliseconds(90'000));
    EXPECT_EQ(heard, "f" + std::string(1'499, '.') + "l");
    EXPECT_EQ(armed_timers(), 0u);
    EXPECT_EQ(tmr_next_timeout(nullptr), 0u);
}

TEST_F(TimersTest, OneThatIsArmedAfterTheClockWasSetBackIsDueBeforeThoseOfTheSameDelay) {
    Named a{&heard, 'a'}, b{&heard, 'b'}, c{&heard, 'c'}, d{&heard, 'd'};
    tmr_start(&a.timer, 100, fire, &a);
    advance_clock(milliseconds(20));
    tmr_start(&b.timer, 100, fire, &b);
    stop_clock(milliseconds(1'000'010));
    tmr_start(&c.timer, 100, fire, &c);  // between the two
    stop_clock(milliseconds(999'990));
    tmr_start(&d.timer, 100, fire, &d);  // before both
    EXPECT_EQ(tmr_next_timeout(nullptr), 100u);
    advance_clock(milliseconds(130));
    EXPECT_EQ(heard, "dacb");
}

/// Timers that do something when they fire: the same for ours and for the model, which differ in how they keep them.
class Acting {
public:
    static constexpr std::size_t count = 40;
    enum class Deed : std::uint8_t { nothing, arm_itself, arm_another, cancel_another, make_itself_anew };
    struct Plan {
        Deed deed = Deed::nothing;
        std::size_t other = 0;
        std::uint64_t delay = 0;
    };

    virtual ~Acting() = default;
    void start(std::size_t which, std::uint64_t delay, Plan plan) {
        plans[which] = plan;
        arm(which, delay);
    }
    virtual void cancel(std::size_t which) = 0;
    virtual void advance(std::uint64_t by) = 0;
    virtual void set_clock(std::uint64_t to) = 0;
    virtual std::uint64_t now() const = 0;

    std::vector<std::pair<std::uint64_t, std::size_t>> fired;  ///< when, which

protected:
    virtual void arm(std::size_t which, std::uint64_t delay) = 0;
    virtual void make_anew(std::size_t) {}
    void fire(std::size_t which) {
        fired.emplace_back(now(), which);
        const Plan plan = std::exchange(plans[which], {});  // once, so that nothing goes on for ever
        switch (plan.deed) {
            case Deed::nothing: return;
            case Deed::arm_itself: return arm(which, plan.delay);
            case Deed::arm_another: return arm(plan.other, plan.delay);
            case Deed::cancel_another: return cancel(plan.other);
            case Deed::make_itself_anew: return make_anew(which);
        }
    }

private:
    std::array<Plan, count> plans;
};

class Ours final : public Acting {
public:
    Ours() {
        for (std::size_t which = 0; which < count; ++which) make_anew(which);
    }
    ~Ours() override {
        for (const auto& each : each_) tmr_cancel(&each->timer);
    }
    void cancel(std::size_t which) override { tmr_cancel(&each_[which]->timer); }
    void advance(std::uint64_t by) override { advance_clock(milliseconds(by)); }
    void set_clock(std::uint64_t to) override { stop_clock(milliseconds(to)); }
    std::uint64_t now() const override { return tmr_jiffies(); }

private:
    struct One {
        Ours* all;
        std::size_t which;
        struct tmr timer {};
    };
    void arm(std::size_t which, std::uint64_t delay) override {
        const auto told = [](void* one) { static_cast<One*>(one)->all->fire(static_cast<One*>(one)->which); };
        tmr_start(&each_[which]->timer, delay, told, each_[which].get());
    }
    void make_anew(std::size_t which) override { each_[which] = std::make_unique<One>(this, which); }
    std::array<std::unique_ptr<One>, count> each_;
};

class Model final : public Acting {
public:
    void cancel(std::size_t which) override { std::erase_if(armed, [&](const auto& each) { return std::get<2>(each) == which; }); }
    void advance(std::uint64_t by) override {
        const std::uint64_t end = now_ + by;
        while (next_due() <= end) {
            const auto first = std::ranges::min_element(armed);
            const auto [due, order, which] = *first;
            armed.erase(first);
            now_ = std::max(now_, due);
            fire(which);
        }
        now_ = end;
    }
    void set_clock(std::uint64_t to) override { now_ = to; }
    std::uint64_t now() const override { return now_; }
    std::uint64_t next_due() const { return armed.empty() ? UINT64_MAX : std::get<0>(*std::ranges::min_element(armed)); }

    std::vector<std::tuple<std::uint64_t, std::uint64_t, std::size_t>> armed;  ///< due, order of arming, which

private:
    void arm(std::size_t which, std::uint64_t delay) override {
        cancel(which);
        armed.emplace_back(now_ + delay, ++started_, which);
    }
    std::uint64_t now_ = 0, started_ = 0;
};

/// Mostly of a few delays, and small ones often, so that many fall due together.
std::uint64_t delay_of(std::uint16_t any) {
    constexpr std::array<std::uint64_t, 8> usual{0, 10, 10, 20, 500, 500, 4'000, 32'000};
    return any % 4 == 0 ? any / 4 : usual[any / 4 % usual.size()];
}

using Step = std::tuple<std::uint8_t, std::uint8_t, std::uint8_t, std::uint8_t, std::uint16_t, std::uint16_t>;

void take(const Step& step, Acting& timers) {
    const auto [kind, which, deed, other, first, second] = step;
    const Acting::Plan plan{static_cast<Acting::Deed>(deed % 5), other % Acting::count, delay_of(second)};
    constexpr std::uint64_t most_set = 40'000;
    switch (kind % 16) {
        case 0:
        case 1: return timers.cancel(which % Acting::count);
        case 2: return timers.advance(first);
        case 3: return timers.advance(first % 64);
        case 4: return timers.set_clock(timers.now() - first % most_set);
        case 5: return timers.set_clock(timers.now() + first % most_set);
        default: return timers.start(which % Acting::count, delay_of(first), plan);
    }
}

TEST_F(TimersTest, AreLikeASimpleModelWhateverIsArmedAndCancelledAndHoweverTheClockIsSet) {
    constexpr std::uint64_t beginning = 1'000'000'000;  // no clock is set back so far that it would be negative
    const bool like_the_model = rc::check([](const std::vector<Step>& steps) {
        Ours ours;
        Model model;
        for (Acting* each : std::initializer_list<Acting*>{&ours, &model}) each->set_clock(beginning);
        for (const Step& step : steps) {
            take(step, ours);
            take(step, model);
            RC_ASSERT(ours.fired == model.fired);
            RC_ASSERT(armed_timers() == model.armed.size());
            const std::uint64_t due = model.next_due();
            RC_ASSERT(tmr_next_timeout(nullptr) == (model.armed.empty() ? 0 : due <= model.now() ? 1 : due - model.now()));
        }
    });
    EXPECT_TRUE(like_the_model);
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
