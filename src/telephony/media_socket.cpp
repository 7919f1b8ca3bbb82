#include "telephony/media_socket.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace markaz::telephony {

Descriptor::~Descriptor() {
    if (fd_ >= 0) close(fd_);
}

std::optional<SocketAddress> SocketAddress::from(const std::string& host, std::uint16_t port) {
    SocketAddress address;
    if (inet_pton(AF_INET, host.c_str(), &address.at.v4.sin_addr) == 1) {
        address.at.v4.sin_family = AF_INET;
        address.size = sizeof(sockaddr_in);
    } else if (inet_pton(AF_INET6, host.c_str(), &address.at.v6.sin6_addr) == 1) {
        address.at.v6.sin6_family = AF_INET6;
        address.size = sizeof(sockaddr_in6);
    } else {
        return std::nullopt;
    }
    address.set_port(port);
    return address;
}

std::uint16_t SocketAddress::port() const { return ntohs(at.any.sa_family == AF_INET6 ? at.v6.sin6_port : at.v4.sin_port); }

void SocketAddress::set_port(std::uint16_t port) { (at.any.sa_family == AF_INET6 ? at.v6.sin6_port : at.v4.sin_port) = htons(port); }

std::string SocketAddress::host() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = at.any.sa_family == AF_INET6 ? static_cast<const void*>(&at.v6.sin6_addr) : &at.v4.sin_addr;
    return size != 0 && inet_ntop(at.any.sa_family, bytes, text.data(), text.size()) ? text.data() : "";
}

bool SocketAddress::same_host(const SocketAddress& other) const {
    if (size == 0 || other.size == 0 || at.any.sa_family != other.at.any.sa_family) return false;
    if (at.any.sa_family == AF_INET) return at.v4.sin_addr.s_addr == other.at.v4.sin_addr.s_addr;
    return std::memcmp(&at.v6.sin6_addr, &other.at.v6.sin6_addr, sizeof(in6_addr)) == 0;
}

bool SocketAddress::is_unspecified() const {
    if (size == 0) return true;
    if (at.any.sa_family == AF_INET) return at.v4.sin_addr.s_addr == INADDR_ANY;
    return IN6_IS_ADDR_UNSPECIFIED(&at.v6.sin6_addr);
}

PortPool::PortPool(SocketAddress address, std::uint16_t low, std::uint16_t high)
    : address_(address), low_((low + 1u) & ~1u), count_(high < low_ ? 0 : (high - low_) / 2 + 1) {}

std::optional<MediaSocket> PortPool::open() {
    for (std::uint32_t tried = 0; tried < count_; ++tried) {
        const auto port = static_cast<std::uint16_t>(low_ + 2 * (turn_++ % count_));
        Descriptor descriptor(socket(address_.at.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!descriptor) return std::nullopt;
        SocketAddress local = address_;
        local.set_port(port);
        if (bind(descriptor.fd(), &local.at.any, local.size) == 0) return MediaSocket{std::move(descriptor), port};
    }
    return std::nullopt;
}

}  // namespace markaz::telephony
