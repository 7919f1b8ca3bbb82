#pragma once
// The table of routes: who may ask what, with which types. The same table answers requests and describes itself as OpenAPI 3.1.

#include <concepts>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/described.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "edge/http/message.hpp"
#include "people/permission.hpp"
#include "people/types.hpp"

namespace markaz::http {

/// Whoever a session belongs to.
struct Caller {
    people::PersonId person;
    std::string name;
    people::Permissions may;
};

/// Finds the session of a token; nothing when it is unknown or over. Runs on workers, several at a time.
using Authenticator = std::function<std::optional<Caller>(std::string_view token)>;

/// What handlers return: their result, or why not. A handler that can only fail as "does not fit" may return Result<T>.
template <class T>
using Answer = std::expected<T, Failure>;

/// The reply of a handler that has nothing to say: 204.
struct Nothing {};

/// A reply with headers of its own, such as a cookie.
template <class T>
struct WithHeaders {
    T reply;
    std::vector<Header> headers;
};

/// One request on its way to its handler.
struct Call {
    const Request& request;
    std::optional<Caller> caller;  ///< always there on routes that need a session
    std::vector<std::pair<std::string, std::string>> places;

    /// The value for `{name}` of the route's path; a Failure (404) when it is no T.
    template <class T>
    Answer<T> at(std::string_view name) const;
};

namespace detail {

/// A parameter's text as the JSON value that T reads: numbers and truths by their grammar, everything else as text.
json::Value parameter(std::string_view text, bool is_text);

template <class T>
inline constexpr bool reads_text = std::same_as<T, std::string> || std::same_as<T, Key> || std::same_as<T, Instant> ||
                                   std::same_as<T, char> || DescribedEnum<T>;
template <class T>
inline constexpr bool reads_text<std::optional<T>> = reads_text<T>;
template <class T>
inline constexpr bool reads_text<std::vector<T>> = reads_text<T>;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// How the members of a query's struct are read: their names, and which of them are texts or lists.
struct QueryMember {
    std::string_view name;
    bool is_text;
    bool is_list;
};
Answer<json::Value> query_value(const Request& request, const std::vector<QueryMember>& members);
Answer<json::Value> body_value(const Request& request);
/// A failure of the query's fields says `?name` for `/name`.
Failure query_failure(Problem problem);

template <Described Query>
Answer<Query> query(const Request& request) {
    std::vector<QueryMember> members;
    for_each_member_type<Query>([&]<class M>(std::string_view name, std::type_identity<M>) {
        members.push_back({name, reads_text<M>, is_list<M>});
    });
    const auto value = query_value(request, members);
    if (!value) return std::unexpected(value.error());
    auto read = json::from_value<Query>(*value);
    if (!read) return std::unexpected(query_failure(std::move(read.error())));
    return std::move(*read);
}

template <class Body>
Answer<Body> body(const Request& request) {
    const auto value = body_value(request);
    if (!value) return std::unexpected(value.error());
    auto read = json::from_value<Body>(*value);
    if (!read) return std::unexpected(Failure(std::move(read.error())));
    return std::move(*read);
}

template <bool is_query, class Input>
Answer<Input> input(const Request& request) {
    if constexpr (is_query) return query<Input>(request);
    else return body<Input>(request);
}

/// What a handler takes and gives, from its one call operator: (const Call&) or (const Call&, const Input&).
template <class F>
struct Shape : Shape<decltype(&F::operator())> {};
template <class F, class Gives>
struct Shape<Gives (F::*)(const Call&) const> {
    using Input = void;
    using Reply = typename Gives::value_type;
};
template <class F, class Gives, class Takes>
struct Shape<Gives (F::*)(const Call&, const Takes&) const> {
    using Input = Takes;
    using Reply = typename Gives::value_type;
};

/// What stands in the body of a reply.
template <class T>
struct Bare {
    using Type = T;
};
template <class T>
struct Bare<WithHeaders<T>> {
    using Type = T;
};

template <class T>
Response response_of(T&& reply) {
    using Reply = std::remove_cvref_t<T>;
    if constexpr (!std::same_as<Reply, typename Bare<Reply>::Type>) {
        Response response = response_of(std::move(reply.reply));
        response.headers.insert(response.headers.end(), reply.headers.begin(), reply.headers.end());
        return response;
    } else if constexpr (std::same_as<Reply, Response>) return std::forward<T>(reply);
    else if constexpr (std::same_as<Reply, Nothing>) return Response::none();
    else return Response::json(json::text(reply));
}

}  // namespace detail

template <class T>
Answer<T> Call::at(std::string_view name) const {
    for (const auto& [place, text] : places)
        if (place == name)
            if (auto read = json::from_value<T>(detail::parameter(text, detail::reads_text<T>))) return std::move(*read);
    return std::unexpected(Failure(Status::not_found, {request.path, "this is not there", ""}));
}

/// Handlers are function objects with one const call operator, such as lambdas. Everything is added before the first request.
///
///     Routes routes(authenticator);
///     routes.get("/api/v1/contacts/{id}", "get_contact", Permission::view_contacts,
///                [&](const Call& call) -> Answer<Contact> { ... call.at<ContactId>("id") ... });
///     routes.post("/api/v1/presence", "declare_presence", Permission::take_contacts,
///                 [&](const Call& call, const Declaration& body) -> Answer<Nothing> { ... });
class Routes {
public:
    explicit Routes(Authenticator authenticator) : authenticator_(std::move(authenticator)) {}

    /// The second argument of the handler, if any, is a described struct of the query's parameters.
    template <class F>
    void get(std::string_view path, std::string_view operation, people::Permission permission, F handler) {
        add_typed<true>(Method::get, path, operation, permission, std::move(handler));
    }
    /// The second argument of the handler, if any, is the body.
    template <class F>
    void post(std::string_view path, std::string_view operation, people::Permission permission, F handler) {
        add_typed<false>(Method::post, path, operation, permission, std::move(handler));
    }
    template <class F>
    void put(std::string_view path, std::string_view operation, people::Permission permission, F handler) {
        add_typed<false>(Method::put, path, operation, permission, std::move(handler));
    }
    template <class F>
    void patch(std::string_view path, std::string_view operation, people::Permission permission, F handler) {
        add_typed<false>(Method::patch, path, operation, permission, std::move(handler));
    }
    template <class F>
    void delete_(std::string_view path, std::string_view operation, people::Permission permission, F handler) {
        add_typed<false>(Method::delete_, path, operation, permission, std::move(handler));
    }

    /// A live topic, such as `board.live`, or `desk.me` for what is each caller's own.
    void topic(std::string_view name, people::Permission permission);

    /// Answers one request: 404, 405, 403 (without the header `X-Markaz: 1`), 401, 403, 415, 400, 422, or what the handler says.
    Response handle(const Request& request) const;

    /// The caller who may follow the topic, or the response that refuses.
    std::expected<Caller, Response> follow(const Request& request, std::string_view topic) const;

    /// The OpenAPI 3.1 document of the table, as JSON. The permission of each operation stands under `x-permission`.
    std::string openapi(std::string_view title, std::string_view version) const;

private:
    struct Description {
        json::Object query;   ///< properties by name
        json::Array required;  ///< of the query
        std::optional<json::Value> body;
        std::optional<json::Value> reply;
        bool replies = true;  ///< false: 204
    };
    struct Route {
        Method method;
        std::vector<std::string> path;
        std::string operation;
        people::Permission permission;
        std::function<Response(const Call&)> handler;
        std::function<Description(json::Definitions&)> describe;
    };
    struct Topic {
        std::string name;
        people::Permission permission;
    };

    template <bool input_is_query, class F>
    void add_typed(Method method, std::string_view path, std::string_view operation, people::Permission permission, F handler);
    template <bool input_is_query, class Input, class Reply>
    static Description describe(json::Definitions& definitions);
    void add(Route route, std::string_view path);
    std::optional<Failure> refuse(const Route& route, Call& call) const;

    Authenticator authenticator_;
    std::vector<Route> routes_;
    std::vector<Topic> topics_;
};

template <bool input_is_query, class F>
void Routes::add_typed(Method method, std::string_view path, std::string_view operation, people::Permission permission, F handler) {
    using Input = typename detail::Shape<F>::Input;
    using Reply = typename detail::Bare<typename detail::Shape<F>::Reply>::Type;
    const auto told = [](auto reply) { return reply ? detail::response_of(std::move(*reply)) : failed(reply.error()); };
    auto answer = [handler = std::move(handler), told](const Call& call) -> Response {
        if constexpr (std::is_void_v<Input>) {
            return told(handler(call));
        } else {
            const Answer<Input> input = detail::input<input_is_query, Input>(call.request);
            return input ? told(handler(call, *input)) : failed(input.error());
        }
    };
    Route route{method, {}, std::string(operation), permission, std::move(answer), describe<input_is_query, Input, Reply>};
    add(std::move(route), path);
}

template <bool input_is_query, class Input, class Reply>
Routes::Description Routes::describe(json::Definitions& definitions) {
    Description description;
    if constexpr (!std::is_void_v<Input> && input_is_query) {
        for_each_member_type<Input>([&]<class M>(std::string_view name, std::type_identity<M>) {
            description.query.push_back({std::string(name), json::schema<M>(definitions)});
            if (!json::detail::is_optional<M> && !json::lenient<Input>) description.required.push_back(name);
        });
    } else if constexpr (!std::is_void_v<Input>) {
        description.body = json::schema<Input>(definitions);
    }
    if constexpr (std::same_as<Reply, Nothing>) description.replies = false;
    else if constexpr (!std::same_as<Reply, Response>) description.reply = json::schema<Reply>(definitions);
    return description;
}

}  // namespace markaz::http
