#pragma once
// How many calls strangers may make from the customer's page.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace markaz::switchboard {

/// Counts the calls of each address within a window, and those that are open. Not thread-safe.
class CallGate {
public:
    struct Limits {
        std::size_t of_one_address = 30;   ///< calls begun within the window; an office calls from one address
        Duration window{std::chrono::minutes{1}};
        std::size_t open_of_one_address = 10, open = 500;
        std::size_t remembered = 10'000;   ///< addresses; beyond them nobody new may call until a window has passed
    };

    CallGate() : CallGate(Limits{}) {}
    explicit CallGate(Limits limits) : limits_(limits) {}

    /// True, and counted, when this address may call now.
    bool enter(std::string_view address, Instant now);
    /// A call of this address is over.
    void leave(std::string_view address);

private:
    struct Counted {
        Instant first{};
        std::size_t begun = 0, open = 0;
    };
    void forget_old(Instant now);

    Limits limits_;
    std::size_t open_ = 0;
    std::map<std::string, Counted, std::less<>> addresses_;
};

}  // namespace markaz::switchboard
