#pragma once
// How many messages strangers may write.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace markaz::message {

/// Counts the messages of each address, and of all, within a window. Not thread-safe.
class Gate {
public:
    struct Limits {
        std::size_t of_one_address = 30;  ///< within the window; an office writes from one address
        std::size_t of_all = 3'000;
        Duration window{std::chrono::minutes{10}};
    };

    Gate() : Gate(Limits{}) {}
    explicit Gate(Limits limits) : limits_(limits) {}

    /// True, and counted, when this address may write now.
    bool enter(std::string_view address, Instant now);

private:
    Limits limits_;
    Instant began_{};
    std::size_t all_ = 0;
    std::map<std::string, std::size_t, std::less<>> addresses_;  ///< never more than `of_all`
};

}  // namespace markaz::message
