#include "edge/http/router.hpp"

#include <algorithm>
#include <cassert>
#include <cctype>

namespace markaz::http {

namespace {

bool is_place(std::string_view step) { return step.starts_with('{'); }

/// `/a/{b}` -> `a`, `{b}`
std::vector<std::string> steps_of(std::string_view path) {
    std::vector<std::string> steps;
    while (!path.empty()) {
        path.remove_prefix(path.starts_with('/') ? 1 : 0);
        const auto end = std::min(path.find('/'), path.size());
        steps.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return steps;
}

/// The values of the pattern's places, or nothing when the steps do not fit it.
std::optional<std::vector<std::pair<std::string, std::string>>> match(const std::vector<std::string>& pattern,
                                                                      const std::vector<std::string>& steps) {
    if (pattern.size() != steps.size()) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> places;
    for (std::size_t index = 0; index < pattern.size(); ++index) {
        if (!is_place(pattern[index]) && pattern[index] != steps[index]) return std::nullopt;
        if (is_place(pattern[index])) places.emplace_back(pattern[index].substr(1, pattern[index].size() - 2), steps[index]);
    }
    return places;
}

bool changes_something(Method method) { return method != Method::get && method != Method::head; }

/// HEAD is answered by the route of GET; the server leaves the body out.
Method route_method(Method method) { return method == Method::head ? Method::get : method; }

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

bool is_json(std::string_view type) { return type == "application/json" || type.starts_with("application/json;"); }

}  // namespace

namespace detail {

json::Value parameter(std::string_view text, bool is_text) {
    if (is_text) return text;
    auto parsed = json::parse(text);
    const bool plain = parsed && (std::holds_alternative<json::Number>(parsed->is) || std::holds_alternative<bool>(parsed->is));
    return plain ? std::move(*parsed) : json::Value(text);
}

Answer<json::Value> query_value(const Request& request, const std::vector<QueryMember>& members) {
    const auto fields = query_fields(request.query);
    if (!fields) return std::unexpected(Failure(Status::bad_request, {"?", "the query is not percent-encoded UTF-8", ""}));
    json::Object object;
    for (const auto& [name, text] : *fields) {
        const auto member = std::ranges::find(members, name, &QueryMember::name);
        json::Value value = parameter(text, member == members.end() || member->is_text);
        if (member == members.end() || !member->is_list) {
            object.push_back({name, std::move(value)});
            continue;
        }
        // A list is its name given several times.
        auto list = std::ranges::find(object, name, &json::Member::name);
        if (list == object.end()) list = object.insert(object.end(), {name, json::Array{}});
        std::get<json::Array>(list->value.is).push_back(std::move(value));
    }
    for (const QueryMember& member : members)
        if (member.is_list && std::ranges::find(object, member.name, &json::Member::name) == object.end())
            object.push_back({std::string(member.name), json::Array{}});
    return json::Value(std::move(object));
}

Failure query_failure(Problem problem) {
    if (problem.where.starts_with('/')) problem.where.front() = '?';
    return problem;
}

Answer<json::Value> body_value(const Request& request) {
    // Whoever has nothing to say need not say so: what must be there is missed by name.
    if (request.body.empty() && request.header("Content-Type").empty()) return json::Value(json::Object{});
    if (!is_json(request.header("Content-Type")))
        return std::unexpected(Failure(Status::unsupported_media_type, {"Content-Type", "the body is not JSON", "application/json"}));
    // The server has bounded the body's size already.
    auto parsed = json::parse(request.body, {.bytes = request.body.size()});
    if (!parsed) return std::unexpected(Failure(Status::bad_request, std::move(parsed.error())));
    return std::move(*parsed);
}

}  // namespace detail

void Routes::add(Route route, std::string_view path) {
    assert(path.starts_with('/') && "a path starts at the root");
    route.path = steps_of(path);
    for ([[maybe_unused]] const Route& other : routes_) {
        assert(other.operation != route.operation && "an operation has a name of its own");
        assert((other.method != route.method || other.path != route.path) && "a route is added once");
    }
    // Steps that are spelled out come before places, so that `/contacts/mine` is not taken for a contact's id.
    const auto places = [](const Route& of) { return std::ranges::count_if(of.path, is_place); };
    const auto after = std::ranges::upper_bound(routes_, places(route), {}, places);
    routes_.insert(after, std::move(route));
}

void Routes::topic(std::string_view name, people::Permission permission) { topics_.push_back({std::string(name), permission}); }

std::optional<Failure> Routes::refuse(const Route& route, Call& call) const {
    const Request& request = call.request;
    // Another site's page can send a form in a person's name, but no header of its own.
    if (changes_something(request.method) && request.header("X-Markaz") != "1")
        return Failure(Status::forbidden, {"X-Markaz", "this header is required to change something", "X-Markaz: 1"});
    const std::string_view token = session_token(request);
    if (!token.empty()) call.caller = authenticator_(token);
    if (route.permission == people::Permission::public_) return std::nullopt;
    if (!call.caller) return Failure(Status::unauthorized, {request.path, "nobody is signed in", "sign in"});
    if (!call.caller->may.allow(route.permission))
        return Failure(Status::forbidden, {request.path, "you may not do this", "it needs " + std::string(enum_name(route.permission))});
    return std::nullopt;
}

Response Routes::handle(const Request& request) const {
    std::vector<std::string> steps = steps_of(request.path);
    for (std::string& step : steps) {
        auto decoded = percent_decoded(step, false);
        if (!decoded) return failed({Status::bad_request, {request.path, "the path is not percent-encoded", ""}});
        step = std::move(*decoded);
    }
    std::string others;
    for (const Route& route : routes_) {
        auto places = match(route.path, steps);
        if (!places) continue;
        if (route.method != route_method(request.method)) {
            others += (others.empty() ? "" : ", ") + upper(enum_name(route.method));
            continue;
        }
        Call call{request, std::nullopt, std::move(*places)};
        if (const auto refusal = refuse(route, call)) return failed(*refusal);
        return route.handler(call);
    }
    if (others.empty()) return failed({Status::not_found, {request.path, "nothing is here", ""}});
    Response response = failed({Status::method_not_allowed, {request.path, "this cannot be done here", others}});
    response.headers.push_back({"Allow", others});
    return response;
}

std::expected<Caller, Response> Routes::follow(const Request& request, std::string_view topic) const {
    const auto refused = [](Status status, std::string what, std::string right) {
        return std::unexpected(failed({status, {"?topics", std::move(what), std::move(right)}}));
    };
    const auto known = std::ranges::find(topics_, topic, &Topic::name);
    if (known == topics_.end()) return refused(Status::not_found, "there is no topic " + std::string(topic), "");
    auto caller = authenticator_(session_token(request));
    if (!caller) return refused(Status::unauthorized, "nobody is signed in", "sign in");
    if (!caller->may.allow(known->permission))
        return refused(Status::forbidden, "you may not follow " + known->name, "it needs " + std::string(enum_name(known->permission)));
    return std::move(*caller);
}

// ---- OpenAPI --------------------------------------------------------------------------------------------------------

namespace {

json::Value json_content(json::Value schema) { return json::Object{{"application/json", json::Object{{"schema", std::move(schema)}}}}; }

json::Object& object_at(json::Object& parent, const std::string& name) {
    auto found = std::ranges::find(parent, name, &json::Member::name);
    if (found == parent.end()) found = parent.insert(parent.end(), {name, json::Object{}});
    return std::get<json::Object>(found->value.is);
}

json::Array parameters_of(const std::vector<std::string>& path, const json::Object& query, const json::Array& required) {
    json::Array parameters;
    for (const std::string& step : path)
        if (is_place(step))
            parameters.push_back(json::Object{{"name", step.substr(1, step.size() - 2)}, {"in", "path"}, {"required", true},
                                              {"schema", json::Object{{"type", "string"}}}});
    for (const auto& [name, schema] : query) {
        const bool needed = std::ranges::find(required, json::Value(name)) != required.end();
        parameters.push_back(json::Object{{"name", name}, {"in", "query"}, {"required", needed}, {"schema", schema}});
    }
    return parameters;
}

std::string path_text(const std::vector<std::string>& steps) {
    std::string text;
    for (const std::string& step : steps) text += '/' + step;
    return text;
}

}  // namespace

std::string Routes::openapi(std::string_view title, std::string_view version) const {
    json::Definitions definitions;
    const json::Value error = json::schema<Error>(definitions);
    json::Object paths;
    for (const Route& route : routes_) {
        Description described = route.describe(definitions);
        json::Object operation{{"operationId", route.operation}, {"x-permission", enum_name(route.permission)}};
        json::Array parameters = parameters_of(route.path, described.query, described.required);
        if (!parameters.empty()) operation.push_back({"parameters", std::move(parameters)});
        if (described.body)
            operation.push_back({"requestBody", json::Object{{"required", true}, {"content", json_content(std::move(*described.body))}}});
        json::Object done{{"description", "done"}};
        if (described.reply) done.push_back({"content", json_content(std::move(*described.reply))});
        json::Object refused{{"description", "refused"}, {"content", json_content(error)}};
        json::Object responses{{described.replies ? "200" : "204", std::move(done)}, {"default", std::move(refused)}};
        operation.push_back({"responses", std::move(responses)});
        object_at(paths, path_text(route.path)).push_back({std::string(enum_name(route.method)), std::move(operation)});
    }
    const json::Value document = json::Object{{"openapi", "3.1.0"},
                                              {"info", json::Object{{"title", title}, {"version", version}}},
                                              {"paths", std::move(paths)},
                                              {"components", json::Object{{"schemas", std::move(definitions.schemas)}}}};
    return json::text(document);
}

}  // namespace markaz::http
