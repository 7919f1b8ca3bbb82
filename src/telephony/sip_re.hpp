#pragma once
// libre, as the sip*.cpp files see it. Nothing else includes it: its names are short and C's.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <re/re.h>

#include "telephony/media_socket.hpp"

namespace markaz::telephony {

struct Dereference {
    void operator()(void* object) const { mem_deref(object); }
};
/// One reference to an object of libre.
template <class T>
using Ref = std::unique_ptr<T, Dereference>;

inline std::string_view view(const struct pl& text) { return text.p ? std::string_view(text.p, text.l) : std::string_view(); }

/// Text from the network as we let it in: printable ASCII, at most 64 characters. What else was there becomes `?`.
std::string printable(const struct pl& text);

std::optional<SocketAddress> address_of(const struct sa& address);
/// `1.2.3.4:5060` or `[::1]:5060`.
std::string host_and_port(const SocketAddress& address);
std::optional<struct sa> sa_of(const SocketAddress& address);

}  // namespace markaz::telephony
