#pragma once
// How often a number called lately.

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

#include "base/instant.hpp"

namespace markaz::customer {

/// What `customer.contacts_lately` of the manual counts: the contacts that a number began in the last seven days. Of the newest
/// `most_counted` in all, which a centre of 28,000 contacts a day reaches: a busier one looks back for fewer days.
class Lately {
public:
    static constexpr Duration length = std::chrono::days{7};
    static constexpr std::uint32_t most_counted = 200'000;

    /// A contact of this number, which is in the one form (number_of()), no earlier than those before.
    void add(const std::string& number, Instant at);
    std::uint32_t count(const std::string& number, Instant now);

private:
    struct Contacted {
        Instant at;
        std::string number;
    };
    void forget_first();

    std::deque<Contacted> contacts_;
    std::unordered_map<std::string, std::uint32_t> count_;  // never walked
};

}  // namespace markaz::customer
