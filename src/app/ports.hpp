#pragma once
// The ports that the program listens on, looked at before anything else is done.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace markaz::app {

enum class Transport { tcp, udp };

/// Whether `host:port` can be listened on now; port 0 always can. The Problem names the command line's flag, the program that has
/// the port (as far as this user may see it), and a port near it that is free.
Result<void> check_port(std::string_view flag, const std::string& host, std::uint16_t port, Transport transport);

/// The addresses by which other computers may reach this one: those of interfaces that are up, loopback and link-local ones aside.
std::vector<std::string> own_addresses();

}  // namespace markaz::app
