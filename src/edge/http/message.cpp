#include "edge/http/message.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace markaz::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes the part before `separator` off the front of `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

/// Browsers take a `__Host-` cookie over TLS only, so plain HTTP, which is for loopback alone, has a name without it.
std::string_view cookie_name(const Request& request) { return request.secure ? "__Host-markaz" : "markaz"; }

Header cookie(const Request& request, std::string_view token, std::chrono::seconds lifetime) {
    std::string value(cookie_name(request));
    value.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=").append(std::to_string(lifetime.count()));
    if (request.secure) value += "; Secure";
    return {"Set-Cookie", std::move(value)};
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    for (const Header& header : headers)
        if (same_name(header.name, name)) return header.value;
    return {};
}

Response Response::json(std::string text, Status status) { return {status, "application/json", std::move(text), {}}; }
Response Response::none() { return {Status::no_content, {}, {}, {}}; }
Response Response::file(std::filesystem::path path, std::string type) {
    return {Status::ok, std::move(type), FileBody{std::move(path)}, {}};
}

Response failed(const Failure& failure) {
    const Problem& problem = failure.problem;
    const Error error{std::string(enum_name(failure.status)), problem.where, problem.what, problem.right,
                      failure.code.empty() ? std::nullopt : std::optional(failure.code)};
    return Response::json(json::text(error), failure.status);
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            const bool complete = text.size() - at >= 3;
            const int high = complete ? hex_digit(text[at + 1]) : -1;
            const int low = complete ? hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            at += 2;
        } else {
            decoded += plus_is_space && text[at] == '+' ? ' ' : text[at];
        }
    }
    return decoded;
}

std::optional<std::vector<std::pair<std::string, std::string>>> query_fields(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!query.empty()) {
        std::string_view value = next_part(query, '&');
        if (value.empty()) continue;
        const std::string_view name = next_part(value, '=');
        auto decoded_name = percent_decoded(name, true);
        auto decoded_value = percent_decoded(value, true);
        if (!decoded_name || !decoded_value) return std::nullopt;
        fields.emplace_back(std::move(*decoded_name), std::move(*decoded_value));
    }
    return fields;
}

std::string_view session_token(const Request& request) {
    std::string_view cookies = request.header("Cookie");
    while (!cookies.empty()) {
        std::string_view value = trimmed(next_part(cookies, ';'));
        if (next_part(value, '=') == cookie_name(request)) return value;
    }
    return {};
}

Header session_cookie(const Request& request, std::string_view token, std::chrono::seconds lifetime) {
    return cookie(request, token, lifetime);
}

Header cleared_cookie(const Request& request) { return cookie(request, {}, std::chrono::seconds(0)); }

}  // namespace markaz::http
