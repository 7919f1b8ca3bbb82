#pragma once
// Who knocks too often is not answered: neither guessing nor flooding pays, and nobody can have us send answers to a forged address.

#include <chrono>
#include <cstdint>
#include <map>

#include "telephony/media_socket.hpp"

namespace markaz::telephony {

/// Each address (of IPv6: each network of 64 bits) may have `burst` requests refused at once, and `per_second` more each second. What is
/// let in costs nothing and makes good for what was refused before.
class Knocks {
public:
    using Millis = std::chrono::milliseconds;

    /// False: whoever sends from there is not answered now.
    bool admits(const SocketAddress& source, Millis now);
    void refused(const SocketAddress& source, Millis now);
    void let_in(const SocketAddress& source);

    static constexpr double burst = 100, per_second = 10;
    /// Beyond so many addresses the one that came first is forgotten.
    static constexpr std::size_t most_addresses = 10'000;

private:
    struct Bucket {
        double left = burst;
        Millis at{};
    };
    static std::uint64_t place_of(const SocketAddress& source);
    Bucket* find(const SocketAddress& source, Millis now);

    std::map<std::uint64_t, Bucket> buckets_;
    std::multimap<Millis, std::uint64_t> by_age_;
};

}  // namespace markaz::telephony
