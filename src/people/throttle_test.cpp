#include "people/throttle.hpp"

#include <gtest/gtest.h>

namespace markaz::people {
namespace {

using namespace std::chrono_literals;

const Instant nine = parse_instant("2026-11-22T09:00:00Z").value();

SignInThrottle::Limits three_per_account() { return {.account = 3, .source = 5, .window = 10min, .remembered = 4}; }

TEST(SignInThrottle, AfterTooManyWrongPasswordsAnAccountHasToWait) {
    SignInThrottle throttle(three_per_account());
    for (int attempt = 0; attempt < 3; ++attempt) {
        EXPECT_FALSE(throttle.wait("sara", "10.0.0.1", nine));
        throttle.failed("sara", "10.0.0." + std::to_string(attempt), nine);
    }
    EXPECT_EQ(throttle.wait("sara", "10.0.0.9", nine + 4min), Duration{6min});
    EXPECT_FALSE(throttle.wait("omar", "10.0.0.1", nine));
    EXPECT_FALSE(throttle.wait("sara", "10.0.0.9", nine + 10min));
}

TEST(SignInThrottle, ASourceThatTriesManyAccountsHasToWait) {
    SignInThrottle throttle(three_per_account());
    for (int attempt = 0; attempt < 5; ++attempt) throttle.failed("user" + std::to_string(attempt), "10.0.0.1", nine);
    EXPECT_EQ(throttle.wait("sara", "10.0.0.1", nine), Duration{10min});
    EXPECT_FALSE(throttle.wait("sara", "10.0.0.2", nine));
}

TEST(SignInThrottle, TheRightPasswordForgivesTheAccount) {
    SignInThrottle throttle(three_per_account());
    for (int attempt = 0; attempt < 3; ++attempt) throttle.failed("sara", "10.0.0.1", nine);
    throttle.succeeded("sara", "10.0.0.1");
    EXPECT_FALSE(throttle.wait("sara", "10.0.0.1", nine));
}

TEST(SignInThrottle, AHouseFullOfPeopleMaySignInFromOneAddress) {
    SignInThrottle throttle(three_per_account());
    for (int person = 0; person < 50; ++person) {
        const std::string login = "user" + std::to_string(person);
        ASSERT_FALSE(throttle.wait(login, "10.0.0.1", nine));
        throttle.failed(login, "10.0.0.1", nine);
        throttle.succeeded(login, "10.0.0.1");
    }
}

TEST(SignInThrottle, ItRemembersABoundedNumberOfNames) {
    SignInThrottle throttle(three_per_account());
    for (int attempt = 0; attempt < 3; ++attempt) throttle.failed("sara", "10.0.0.1", nine);
    for (int other = 0; other < 4; ++other) throttle.failed("user" + std::to_string(other), "10.0.1." + std::to_string(other), nine + 1s);
    EXPECT_FALSE(throttle.wait("sara", "10.0.0.9", nine + 2s));
}

}  // namespace
}  // namespace markaz::people
