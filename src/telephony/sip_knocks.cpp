#include "telephony/sip_knocks.hpp"

#include <algorithm>
#include <cstring>

namespace markaz::telephony {

/// Addresses of both families in one space: IPv4 in the upper half's lowest part, where no global IPv6 network lies.
std::uint64_t Knocks::place_of(const SocketAddress& source) {
    std::uint64_t place = 0;
    if (source.at.any.sa_family == AF_INET6) std::memcpy(&place, &source.at.v6.sin6_addr, sizeof place);
    else place = std::uint64_t{source.at.v4.sin_addr.s_addr} << 32 | 0xFFFF;
    return place;
}

Knocks::Bucket* Knocks::find(const SocketAddress& source, Millis now) {
    const auto found = buckets_.find(place_of(source));
    if (found == buckets_.end()) return nullptr;
    Bucket& bucket = found->second;
    bucket.left = std::min(burst, bucket.left + per_second * std::chrono::duration<double>(now - bucket.at).count());
    bucket.at = now;
    return &bucket;
}

bool Knocks::admits(const SocketAddress& source, Millis now) {
    const Bucket* bucket = find(source, now);
    return !bucket || bucket->left >= 1;
}

void Knocks::refused(const SocketAddress& source, Millis now) {
    Bucket* bucket = find(source, now);
    if (!bucket) {
        if (buckets_.size() >= most_addresses) {
            buckets_.erase(by_age_.begin()->second);
            by_age_.erase(by_age_.begin());
        }
        bucket = &buckets_.emplace(place_of(source), Bucket{.left = burst, .at = now}).first->second;
        by_age_.emplace(now, place_of(source));
    }
    bucket->left = std::max(0.0, bucket->left - 1);
}

void Knocks::let_in(const SocketAddress& source) {
    if (const auto found = buckets_.find(place_of(source)); found != buckets_.end()) found->second.left = burst;
}

}  // namespace markaz::telephony
