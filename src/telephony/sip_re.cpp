#include "telephony/sip_re.hpp"

#include <algorithm>
#include <cstring>

namespace markaz::telephony {

std::string printable(const struct pl& text) {
    constexpr std::size_t longest = 64;
    std::string result(view(text).substr(0, longest));
    for (char& c : result)
        if (c <= ' ' || c > '~') c = '?';
    return result;
}

std::optional<SocketAddress> address_of(const struct sa& address) {
    SocketAddress result;
    if (address.len == 0 || address.len > sizeof result.at) return std::nullopt;
    std::memcpy(&result.at, &address.u, address.len);
    result.size = address.len;
    return result;
}

std::string host_and_port(const SocketAddress& address) {
    const std::string host = address.host();
    const bool six = host.find(':') != std::string::npos;
    return (six ? "[" + host + "]" : host) + ":" + std::to_string(address.port());
}

std::optional<struct sa> sa_of(const SocketAddress& address) {
    struct sa result {};
    if (sa_set_sa(&result, &address.at.any) != 0) return std::nullopt;
    return result;
}

}  // namespace markaz::telephony
