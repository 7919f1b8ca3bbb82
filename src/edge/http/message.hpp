#pragma once
// Requests and responses as handlers see them. No line of the HTTP library is needed to read or write one.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/result.hpp"

namespace markaz::http {

enum class Method { get, head, post, put, patch, delete_ };
BOOST_DESCRIBE_ENUM(Method, get, head, post, put, patch, delete_)

struct Header {
    std::string name;
    std::string value;
    friend bool operator==(const Header&, const Header&) = default;
};

struct Request {
    Method method = Method::get;
    std::string path;   ///< as sent, before `?`, still percent-encoded
    std::string query;  ///< as sent, after `?`
    std::vector<Header> headers;
    std::string body;
    std::string from;     ///< the peer's address
    bool secure = false;  ///< came over TLS

    /// The first header of that name, whatever its case; empty where there is none.
    std::string_view header(std::string_view name) const;
};

/// The statuses that handlers and the server use (RFC 9110 section 15, RFC 6585).
enum class Status : std::uint16_t {
    ok = 200,
    created = 201,
    accepted = 202,
    no_content = 204,
    partial_content = 206,
    not_modified = 304,
    bad_request = 400,
    unauthorized = 401,
    forbidden = 403,
    not_found = 404,
    method_not_allowed = 405,
    conflict = 409,
    too_large = 413,
    unsupported_media_type = 415,
    range_not_satisfiable = 416,
    invalid = 422,
    too_many_requests = 429,
    headers_too_large = 431,
    internal = 500,
    unavailable = 503,
};
BOOST_DESCRIBE_ENUM(Status, ok, created, accepted, no_content, partial_content, not_modified, bad_request, unauthorized, forbidden,
                    not_found, method_not_allowed, conflict, too_large, unsupported_media_type, range_not_satisfiable, invalid,
                    too_many_requests, headers_too_large, internal, unavailable)

/// A file that is sent from the disk piece by piece, with byte ranges (RFC 9110 section 14).
struct FileBody {
    std::filesystem::path path;
};
/// Bytes that outlive the server, such as assets inside the program.
struct StaticBody {
    std::string_view bytes;
};

struct Response {
    Status status = Status::ok;
    std::string type;  ///< media type; empty when there is no body
    std::variant<std::string, StaticBody, FileBody> body;
    std::vector<Header> headers;

    static Response json(std::string text, Status status = Status::ok);
    static Response none();
    static Response file(std::filesystem::path path, std::string type);
};

/// Every failure looks the same to a client: a stable code for programs, and a Problem for people.
struct Failure {
    Status status;
    Problem problem;
    std::string code;  ///< why, in one word, where the client may have words of its own for it

    Failure(Status failed, Problem told) : status(failed), problem(std::move(told)) {}
    /// A plain Problem means that the request was understood and does not fit.
    Failure(Problem told) : status(Status::invalid), problem(std::move(told)) {}
};

/// The body of each failure.
struct Error {
    std::string error;  ///< the name of the status, such as `not_found`
    std::string where;
    std::string what;
    std::string right;
    std::optional<std::string> code;  ///< such as `mandatory_step`; where the machine refused
};
BOOST_DESCRIBE_STRUCT(Error, (), (error, where, what, right, code))

Response failed(const Failure& failure);

/// `%D8%B3` -> the bytes; nothing where a `%` is not followed by two hexadecimal digits. In a query `+` is a space.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);
/// The names and values of a query string in their order; nothing when it cannot be decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> query_fields(std::string_view query);

/// The session's token from the request's cookie; empty where there is none.
std::string_view session_token(const Request& request);
/// The Set-Cookie header that keeps the token until the browser closes or `lifetime` is over: out of reach for scripts, sent to
/// this host alone and never from another site's page. Over TLS its name has the prefix `__Host-` (RFC 6265bis).
Header session_cookie(const Request& request, std::string_view token, std::chrono::seconds lifetime);
Header cleared_cookie(const Request& request);

}  // namespace markaz::http
