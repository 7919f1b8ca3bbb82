#include "app/ports.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace markaz::app {

namespace {

namespace fs = std::filesystem;

/// So many ports above a taken one are tried for one that is free.
constexpr int ports_tried = 20;

/// 0, or the errno with which listening there fails.
int try_port(const std::string& host, std::uint16_t port, Transport transport) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
    hints.ai_socktype = transport == Transport::tcp ? SOCK_STREAM : SOCK_DGRAM;
    addrinfo* found = nullptr;
    // What is no numeric address is left to whoever opens it, and told there.
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return 0;
    const int socket = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, 0);
    int error = socket < 0 ? errno : 0;
    if (socket >= 0) {
        const int on = 1;
        // Connections that ended lately do not count; a program that listens does.
        if (transport == Transport::tcp) ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (::bind(socket, found->ai_addr, found->ai_addrlen) != 0) error = errno;
        ::close(socket);
    }
    ::freeaddrinfo(found);
    return error;
}

/// The inode of a socket bound to the port, from the kernel's table (proc(5): local_address, st and inode); empty: none seen.
std::string bound_inode(const char* table, std::uint16_t port, Transport transport) {
    constexpr std::string_view listening = "0A";
    std::ifstream lines(table);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string number, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        fields >> number >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
        const auto colon = local.rfind(':');
        unsigned bound = 0;
        if (colon == std::string::npos) continue;
        std::from_chars(local.data() + colon + 1, local.data() + local.size(), bound, 16);
        if (bound == port && (transport == Transport::udp || state == listening)) return inode;
    }
    return {};
}

/// "process 123 (name)" of whoever holds the socket; empty where this user may not see it.
std::string process_with(const std::string& inode) {
    const std::string wanted = "socket:[" + inode + "]";
    std::error_code error;
    for (const auto& process : fs::directory_iterator("/proc", error)) {
        const std::string pid = process.path().filename();
        if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
        for (fs::directory_iterator file(process.path() / "fd", error), end; !error && file != end; file.increment(error)) {
            std::error_code gone;
            if (fs::read_symlink(file->path(), gone) != wanted) continue;
            std::ifstream name_file(process.path() / "comm");
            std::string name;
            std::getline(name_file, name);
            return "process " + pid + " (" + name + ")";
        }
    }
    return {};
}

std::string holder_of(std::uint16_t port, Transport transport) {
    const bool tcp = transport == Transport::tcp;
    for (const char* table : {tcp ? "/proc/net/tcp" : "/proc/net/udp", tcp ? "/proc/net/tcp6" : "/proc/net/udp6"})
        if (const std::string inode = bound_inode(table, port, transport); !inode.empty())
            if (std::string process = process_with(inode); !process.empty()) return process;
    return "another program";
}

std::string shown(const std::string& host, std::uint16_t port) {
    return (host.find(':') == std::string::npos ? host : '[' + host + ']') + ':' + std::to_string(port);
}

/// What would be right instead of a taken port.
std::string another(std::string_view flag, const std::string& host, std::uint16_t port, Transport transport) {
    for (int next = port + 1; next <= std::min(port + ports_tried, 0xFFFF); ++next)
        if (try_port(host, static_cast<std::uint16_t>(next), transport) == 0)
            return "end it, or choose another port: " + std::string(flag) + " " + shown(host, static_cast<std::uint16_t>(next));
    return "end it, or choose another port with " + std::string(flag);
}

bool reaches_others(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        const auto host = ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr);
        constexpr std::uint32_t link_local = 0xA9FE;  // 169.254.0.0/16, RFC 3927
        return host >> 24 != 127 && host >> 16 != link_local;
    }
    if (address.sa_family != AF_INET6) return false;
    const in6_addr& host = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    return !IN6_IS_ADDR_LOOPBACK(&host) && !IN6_IS_ADDR_LINKLOCAL(&host);
}

}  // namespace

Result<void> check_port(std::string_view flag, const std::string& host, std::uint16_t port, Transport transport) {
    const int error = port == 0 ? 0 : try_port(host, port, transport);
    const std::string where = std::string(flag) + " " + shown(host, port);
    switch (error) {
        case 0: return {};
        case EADDRINUSE:
            return problem(where, "this port is taken by " + holder_of(port, transport), another(flag, host, port, transport));
        case EADDRNOTAVAIL:
            return problem(where, "this computer has no such address",
                           std::string("one of its own (`ip address` lists them)") + (flag == "--sip" ? "" : ", or 0.0.0.0 for all"));
        case EACCES: return problem(where, "this user may not listen on ports below 1024", "choose a higher port");
        default: return problem(where, std::strerror(error), "another address or port");
    }
}

std::vector<std::string> own_addresses() {
    std::vector<std::string> found;
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) return found;
    for (const ifaddrs* each = all; each; each = each->ifa_next) {
        if (!each->ifa_addr || !(each->ifa_flags & IFF_UP) || !reaches_others(*each->ifa_addr)) continue;
        const socklen_t size = each->ifa_addr->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
        char host[NI_MAXHOST] = {};
        if (::getnameinfo(each->ifa_addr, size, host, sizeof host, nullptr, 0, NI_NUMERICHOST) == 0) found.emplace_back(host);
    }
    ::freeifaddrs(all);
    return found;
}

}  // namespace markaz::app
