#pragma once
// UDP sockets for RTP, opened when a leg needs one.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/result.hpp"

namespace markaz::telephony {

/// Closes what it owns.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();

    int fd() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// An IPv4 or IPv6 address with its port; empty until one is known.
struct SocketAddress {
    union {
        sockaddr any;
        sockaddr_in v4;
        sockaddr_in6 v6;
    } at{};
    socklen_t size = 0;

    /// `host` without brackets; nothing when it is not an address.
    static std::optional<SocketAddress> from(const std::string& host, std::uint16_t port);

    std::uint16_t port() const;
    void set_port(std::uint16_t port);
    std::string host() const;
    bool same_host(const SocketAddress& other) const;
    bool is_unspecified() const;
    explicit operator bool() const { return size != 0; }
    friend bool operator==(const SocketAddress& a, const SocketAddress& b) { return a.port() == b.port() && a.same_host(b); }
};

struct MediaSocket {
    Descriptor descriptor;
    std::uint16_t port = 0;
};

/// Hands out even ports between `low` and `high` in turn (RFC 3550 section 11), so that a port rests long before its next call:
/// a telephone that has not noticed the end of its call must not be heard in another.
class PortPool {
public:
    PortPool(SocketAddress address, std::uint16_t low, std::uint16_t high);

    /// Nothing when every port is taken.
    std::optional<MediaSocket> open();

private:
    SocketAddress address_;
    std::uint32_t low_, count_, turn_ = 0;
};

}  // namespace markaz::telephony
