#pragma once
// How many wrong passwords are taken before whoever sends them has to wait.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace markaz::people {

/// Counts failed sign-ins of an account (so that one is not guessed from many places) and of a source (so that many are not
/// guessed from one place). Not thread-safe.
class SignInThrottle {
public:
    struct Limits {
        std::uint32_t account = 10, source = 30;  ///< failures that are forgiven within the window
        Duration window{std::chrono::minutes{15}};
        std::size_t remembered = 10'000;          ///< names that are kept; beyond them the oldest window is forgotten first
    };

    SignInThrottle() : SignInThrottle(Limits{}) {}
    explicit SignInThrottle(Limits limits) : limits_(limits) {}

    /// How long this attempt must wait; nothing when it may be made.
    std::optional<Duration> wait(std::string_view account, std::string_view source, Instant now) const;
    void failed(std::string_view account, std::string_view source, Instant now);
    /// Takes back what failed() counted for an attempt that turned out right, and forgives the account's other failures.
    void succeeded(std::string_view account, std::string_view source);

private:
    struct Failures {
        Instant first{};
        std::uint32_t count = 0;
    };
    using Counted = std::map<std::string, Failures, std::less<>>;

    std::optional<Duration> wait(const Counted& counted, std::string_view name, std::uint32_t most, Instant now) const;
    void count(Counted& counted, std::string_view name, Instant now);

    Limits limits_;
    Counted accounts_, sources_;
};

}  // namespace markaz::people
