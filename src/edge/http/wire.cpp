#include "edge/http/wire.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace markaz::http {

std::optional<Method> method_of(wire::verb verb) {
    switch (verb) {
        case wire::verb::get: return Method::get;
        case wire::verb::head: return Method::head;
        case wire::verb::post: return Method::post;
        case wire::verb::put: return Method::put;
        case wire::verb::patch: return Method::patch;
        case wire::verb::delete_: return Method::delete_;
        default: return std::nullopt;
    }
}

Request request_of(const WireRequest& received, Method method, const std::string& from, bool secure) {
    Request request;
    request.method = method;
    const std::string_view target(received.target().data(), received.target().size());
    const auto mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    for (const auto& field : received) request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    request.body = received.body();
    request.from = from;
    request.secure = secure;
    return request;
}

namespace {

/// RFC 9110 section 5.6.7.
std::string date_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), size};
}

/// What every response says to a browser. Styles may be inline, because the page's widgets make theirs at run time; scripts may not.
constexpr std::array<std::pair<const char*, const char*>, 6> security_headers{{
    {"Content-Security-Policy",
     "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
     "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

std::string_view bytes_of(const Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* fixed = std::get_if<StaticBody>(&response.body)) return fixed->bytes;
    return {};
}

Problem too_large(std::string what, std::size_t most) { return {"", std::move(what), "at most " + std::to_string(most) + " bytes"}; }

}  // namespace

WireResponse wire_response(const OpenedFile& answer, Framing framing) {
    const Response& response = answer.response;
    WireResponse out(static_cast<wire::status>(response.status), framing.version);
    for (const auto& [name, value] : security_headers) out.set(name, value);
    out.set(wire::field::date, date_now());
    out.set(wire::field::cache_control, "no-store");
    if (!response.type.empty()) out.set(wire::field::content_type, response.type);
    for (const Header& header : response.headers) {
        if (header.name == "Set-Cookie") out.insert(header.name, header.value);
        else out.set(header.name, header.value);
    }
    out.keep_alive(framing.keep_alive);
    const std::string_view bytes = bytes_of(response);
    const bool bodiless = response.status == Status::no_content || response.status == Status::not_modified;
    if (!bodiless) out.content_length(answer.part ? answer.part->left() : bytes.size());
    if (!bodiless && !framing.head) out.body() = {bytes.data(), bytes.size()};
    return out;
}

std::optional<Response> unreadable(const error_code& error, const Settings& settings) {
    if (error == wire::error::header_limit)
        return failed({Status::headers_too_large, too_large("the headers are too large", settings.header_bytes)});
    if (error == wire::error::body_limit)
        return failed({Status::too_large, too_large("the body is too large", settings.body_bytes)});
    if (error == wire::error::end_of_stream || error == wire::error::partial_message) return std::nullopt;
    if (error.category() == wire::make_error_code(wire::error::bad_method).category())
        return failed({Status::bad_request, {"", "this is not HTTP: " + error.message(), ""}});
    return std::nullopt;
}

Response own_failure(const Request& request) {
    return failed({Status::internal, {request.path, "this failed on our side", "try again, or tell whoever runs the centre"}});
}

Response busy() {
    Response response = failed({Status::too_many_requests, {"", "too many requests are waiting", "try again in a second"}});
    response.headers.push_back({"Retry-After", "1"});
    return response;
}

}  // namespace markaz::http
