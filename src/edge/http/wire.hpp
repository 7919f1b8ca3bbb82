#pragma once
// Translation between the wire and messages. A part of the server: nobody else includes it, because it brings Boost.Beast.

#include <optional>
#include <string>

#include "edge/http/channel.hpp"
#include "edge/http/ranges.hpp"
#include "edge/http/server.hpp"

namespace markaz::http {

using WireRequest = wire::request<wire::string_body>;
using WireResponse = wire::response<wire::span_body<const char>>;

/// What a response must know of its request.
struct Framing {
    unsigned version = 11;
    bool keep_alive = false;
    bool head = false;
};

/// Nothing: a method that we do not know.
std::optional<Method> method_of(wire::verb verb);

Request request_of(const WireRequest& received, Method method, const std::string& from, bool secure);

/// The response's bytes are not copied: `answer` must outlive what is returned.
WireResponse wire_response(const OpenedFile& answer, Framing framing);

/// What a request that cannot be read gets; nothing when there is nobody left to answer.
std::optional<Response> unreadable(const error_code& error, const Settings& settings);

Response own_failure(const Request& request);
Response busy();

}  // namespace markaz::http
