#include "people/throttle.hpp"

#include <algorithm>

namespace markaz::people {

std::optional<Duration> SignInThrottle::wait(const Counted& counted, std::string_view name, std::uint32_t most, Instant now) const {
    const auto found = counted.find(name);
    if (found == counted.end() || found->second.count < most) return std::nullopt;
    const Instant until = found->second.first + limits_.window;
    return until > now ? std::optional(until - now) : std::nullopt;
}

std::optional<Duration> SignInThrottle::wait(std::string_view account, std::string_view source, Instant now) const {
    return std::max(wait(accounts_, account, limits_.account, now), wait(sources_, source, limits_.source, now));
}

void SignInThrottle::count(Counted& counted, std::string_view name, Instant now) {
    auto found = counted.find(name);
    if (found == counted.end()) {
        if (counted.size() >= limits_.remembered)
            counted.erase(std::ranges::min_element(counted, {}, [](const auto& each) { return each.second.first; }));
        found = counted.emplace(name, Failures{now, 0}).first;
    }
    Failures& failures = found->second;
    if (failures.first + limits_.window <= now) failures = {now, 0};
    ++failures.count;
}

void SignInThrottle::failed(std::string_view account, std::string_view source, Instant now) {
    count(accounts_, account, now);
    count(sources_, source, now);
}

void SignInThrottle::succeeded(std::string_view account, std::string_view source) {
    const auto forgiven = accounts_.find(account);
    if (forgiven != accounts_.end()) accounts_.erase(forgiven);
    const auto counted = sources_.find(source);
    if (counted != sources_.end() && counted->second.count > 0) --counted->second.count;
}

}  // namespace markaz::people
