#include "edge/http/router.hpp"

#include <gtest/gtest.h>

namespace markaz::http {

struct Hold {
    std::string reason;
    int seconds = 0;
};
BOOST_DESCRIBE_STRUCT(Hold, (), (reason, seconds))

struct Filter {
    std::optional<int> limit;
    std::vector<Key> queue;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (limit, queue, text))

struct Seen {
    std::string what;
    people::PersonId by;
};
BOOST_DESCRIBE_STRUCT(Seen, (), (what, by))

namespace {

using people::Permission;

template <class F>
concept CanBeAddedWithoutPermission = requires(Routes routes, F handler) { routes.post("/x", "x", handler); };
template <class F>
concept CanBeAddedWithANumber = requires(Routes routes, F handler) { routes.post("/x", "x", 0, handler); };
template <class F>
concept CanBeAdded = requires(Routes routes, F handler) { routes.post("/x", "x", Permission::sign_in, handler); };
using Example = decltype([](const Call&) -> Answer<Nothing> { return Nothing{}; });
static_assert(CanBeAdded<Example>);
static_assert(!CanBeAddedWithoutPermission<Example>, "a route without a permission must not compile");
static_assert(!CanBeAddedWithANumber<Example>);

std::optional<Caller> authenticate(std::string_view token) {
    if (token == "sara") return Caller{{7}, "Sara", {Permission::view_contacts, Permission::take_contacts}};
    if (token == "omar") return Caller{{8}, "Omar", {}};
    return std::nullopt;
}

Routes example() {
    Routes routes(authenticate);
    routes.get("/api/v1/contacts/{id}", "get_contact", Permission::view_contacts, [](const Call& call) -> Answer<Seen> {
        const auto id = call.at<Id<struct ContactTag>>("id");
        if (!id) return std::unexpected(id.error());
        if (id->value == 9) return std::unexpected(Failure(Status::conflict, {"", "this contact has ended", "choose another one"}));
        return Seen{"contact " + std::to_string(id->value), call.caller->person};
    });
    routes.get("/api/v1/contacts/mine", "get_mine", Permission::sign_in,
               [](const Call& call) -> Answer<Seen> { return Seen{"mine", call.caller->person}; });
    routes.get("/api/v1/contacts", "list_contacts", Permission::view_contacts, [](const Call&, const Filter& filter) -> Result<Seen> {
        std::string queues;
        for (const Key& queue : filter.queue) queues.append(queue.text()) += ' ';
        return Seen{queues + filter.text + " " + std::to_string(filter.limit.value_or(-1)), {}};
    });
    const auto hold_contact = [](const Call&, const Hold& hold) -> Answer<Nothing> {
        if (hold.seconds < 0) return std::unexpected(Problem{"/seconds", "a hold cannot be negative", ""});
        return Nothing{};
    };
    routes.post("/api/v1/contacts/{id}/hold", "hold_contact", Permission::take_contacts, hold_contact);
    routes.get("/api/v1/hello", "hello", Permission::public_,
               [](const Call& call) -> Answer<Response> { return Response::json(call.caller ? "\"you\"" : "\"stranger\""); });
    routes.post("/api/v1/session", "sign_in", Permission::public_, [](const Call&) -> Answer<WithHeaders<Seen>> {
        return WithHeaders<Seen>{{"signed in", {7}}, {{"Set-Cookie", "markaz=sara"}}};
    });
    routes.topic("board.live", Permission::view_contacts);
    routes.topic("desk.me", Permission::take_contacts);
    return routes;
}

Request asking(Method method, std::string path, std::string_view who = "sara", std::string body = {}) {
    Request request;
    request.method = method;
    const auto mark = std::min(path.find('?'), path.size());
    request.path = path.substr(0, mark);
    request.query = path.substr(std::min(mark + 1, path.size()));
    request.headers = {{"Cookie", "theme=dark; markaz=" + std::string(who)}, {"X-Markaz", "1"}, {"content-type", "application/json"}};
    request.body = std::move(body);
    return request;
}

std::string said(const Response& response) {
    const auto* text = std::get_if<std::string>(&response.body);
    return std::to_string(static_cast<int>(response.status)) + (text && !text->empty() ? " " + *text : "");
}

std::string answer(const Request& request) { return said(example().handle(request)); }

TEST(Routes, APathsPlaceIsReadAsItsType) {
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts/12")), R"(200 {"what":"contact 12","by":7})");
    EXPECT_EQ(answer(asking(Method::head, "/api/v1/contacts/12")), R"(200 {"what":"contact 12","by":7})");
    EXPECT_TRUE(answer(asking(Method::get, "/api/v1/contacts/twelve")).starts_with("404"));
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts/mine")), R"(200 {"what":"mine","by":7})");
}

TEST(Routes, AReplyMayBringHeaders) {
    const Response response = example().handle(asking(Method::post, "/api/v1/session"));
    EXPECT_EQ(said(response), R"(200 {"what":"signed in","by":7})");
    EXPECT_EQ(response.headers.back(), (Header{"Set-Cookie", "markaz=sara"}));
}

TEST(Routes, AQueryIsReadAsAStruct) {
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts?queue=cards&queue=general&text=a%20b+c&limit=5")),
              R"(200 {"what":"cards general a b c 5","by":0})");
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts?text=007")), R"(200 {"what":"007 -1","by":0})");
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts?text=x&limit=many")),
              R"(422 {"error":"invalid","where":"?limit","what":"a text stands here","right":"a whole number is expected"})");
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts?text=x&limt=5")),
              R"(422 {"error":"invalid","where":"?limt","what":"this field is not known","right":"did you mean \"limit\"?"})");
    EXPECT_TRUE(answer(asking(Method::get, "/api/v1/contacts")).starts_with(R"(422 {"error":"invalid","where":"?text")"));
    EXPECT_TRUE(answer(asking(Method::get, "/api/v1/contacts?text=%zz")).starts_with("400"));
}

TEST(Routes, ABodyIsReadAsAStruct) {
    EXPECT_EQ(answer(asking(Method::post, "/api/v1/contacts/1/hold", "sara", R"({"reason":"ask","seconds":3})")), "204");
    EXPECT_EQ(answer(asking(Method::post, "/api/v1/contacts/1/hold", "sara", R"({"reason":"ask","seconds":"3"})")),
              R"(422 {"error":"invalid","where":"/seconds","what":"a text stands here","right":"a whole number is expected"})");
    EXPECT_EQ(answer(asking(Method::post, "/api/v1/contacts/1/hold", "sara", R"({"reason":"ask","seconds":-3})")),
              R"(422 {"error":"invalid","where":"/seconds","what":"a hold cannot be negative","right":""})");
    const std::string torn = answer(asking(Method::post, "/api/v1/contacts/1/hold", "sara", "{"));
    EXPECT_TRUE(torn.starts_with(R"(400 {"error":"bad_request","where":"1:2")")) << torn;
    Request form = asking(Method::post, "/api/v1/contacts/1/hold", "sara", "reason=ask");
    form.headers.back().value = "application/x-www-form-urlencoded";
    EXPECT_TRUE(answer(form).starts_with(R"(415 {"error":"unsupported_media_type")"));
}

TEST(Routes, WhoMayDoWhatIsDecidedBeforeTheBodyIsRead) {
    EXPECT_TRUE(answer(asking(Method::post, "/api/v1/contacts/1/hold", "nobody", "{")).starts_with(R"(401 {"error":"unauthorized")"));
    EXPECT_EQ(answer(asking(Method::post, "/api/v1/contacts/1/hold", "omar", "{")),
              R"(403 {"error":"forbidden","where":"/api/v1/contacts/1/hold","what":"you may not do this",)"
              R"("right":"it needs take_contacts"})");
    EXPECT_TRUE(answer(asking(Method::get, "/api/v1/contacts/mine", "omar")).starts_with("200"));
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/hello", "nobody")), "200 \"stranger\"");
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/hello", "omar")), "200 \"you\"");
}

TEST(Routes, ChangingSomethingNeedsAHeaderThatNoOtherSiteCanSend) {
    Request forged = asking(Method::post, "/api/v1/contacts/1/hold", "sara", R"({"reason":"ask","seconds":3})");
    std::erase_if(forged.headers, [](const Header& header) { return header.name == "X-Markaz"; });
    EXPECT_TRUE(answer(forged).starts_with(R"(403 {"error":"forbidden","where":"X-Markaz")"));
}

TEST(Routes, WhatIsNotThereIsTold) {
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/nothing")),
              R"(404 {"error":"not_found","where":"/api/v1/nothing","what":"nothing is here","right":""})");
    const Response refused = example().handle(asking(Method::delete_, "/api/v1/contacts/1"));
    EXPECT_EQ(refused.status, Status::method_not_allowed);
    EXPECT_EQ(refused.headers, (std::vector<Header>{{"Allow", "GET"}}));
    EXPECT_EQ(answer(asking(Method::get, "/api/v1/contacts/9")),
              R"(409 {"error":"conflict","where":"","what":"this contact has ended","right":"choose another one"})");
}

TEST(Routes, ATopicIsFollowedByWhoeverMay) {
    const Routes routes = example();
    const auto refused = [&](std::string_view who, std::string_view topic) {
        return said(routes.follow(asking(Method::get, "/api/v1/live", who), topic).error());
    };
    const Request sara = asking(Method::get, "/api/v1/live");
    EXPECT_EQ(routes.follow(sara, "board.live")->name, "Sara");
    EXPECT_EQ(routes.follow(sara, "desk.me")->name, "Sara");
    EXPECT_EQ(refused("sara", "desk/7"), R"(404 {"error":"not_found","where":"?topics","what":"there is no topic desk/7","right":""})");
    EXPECT_EQ(refused("omar", "board.live"),
              R"(403 {"error":"forbidden","where":"?topics","what":"you may not follow board.live","right":"it needs view_contacts"})");
    EXPECT_EQ(refused("nobody", "board.live"),
              R"(401 {"error":"unauthorized","where":"?topics","what":"nobody is signed in","right":"sign in"})");
}

TEST(Routes, TheTableDescribesItself) {
    const auto document = json::parse(example().openapi("Markaz", "1"));
    ASSERT_TRUE(document);
    EXPECT_EQ(json::text(*document->find("openapi")), R"("3.1.0")");
    const json::Value* paths = document->find("paths");
    EXPECT_EQ(json::text(*paths->find("/api/v1/contacts/{id}/hold")->find("post")),
              R"({"operationId":"hold_contact","x-permission":"take_contacts",)"
              R"("parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],)"
              R"("requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Hold"}}}},)"
              R"("responses":{"204":{"description":"done"},"default":{"description":"refused",)"
              R"("content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}}})");
    const json::Value* list = paths->find("/api/v1/contacts")->find("get")->find("parameters");
    EXPECT_EQ(json::text(std::get<json::Array>(list->is)[0]),
              R"({"name":"limit","in":"query","required":false,"schema":{"type":"integer","minimum":-2147483648,"maximum":2147483647}})");
    const json::Value* schemas = document->find("components")->find("schemas");
    for (const char* type : {"Error", "Hold", "Seen"}) EXPECT_NE(schemas->find(type), nullptr) << type;
}

TEST(Message, TheSessionsCookieIsOutOfReachForScriptsAndOtherSites) {
    Request request;
    EXPECT_EQ(session_cookie(request, "t", std::chrono::hours(1)).value, "markaz=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600");
    request.secure = true;
    EXPECT_EQ(session_cookie(request, "t", std::chrono::hours(1)).value,
              "__Host-markaz=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600; Secure");
    EXPECT_EQ(cleared_cookie(request).value, "__Host-markaz=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure");
    request.headers = {{"cookie", "markaz=plain; __Host-markaz=secure"}};
    EXPECT_EQ(session_token(request), "secure");
    request.secure = false;
    EXPECT_EQ(session_token(request), "plain");
}

TEST(Message, PercentEncodingIsUndone) {
    EXPECT_EQ(percent_decoded("%D8%B3+%2f", true), "\xD8\xB3 /");
    EXPECT_EQ(percent_decoded("a+b", false), "a+b");
    for (const char* broken : {"%", "%1", "%g0", "a%4"}) EXPECT_EQ(percent_decoded(broken, true), std::nullopt) << broken;
    EXPECT_EQ(query_fields("a=1&b&&c=x=y"), (std::vector<std::pair<std::string, std::string>>{{"a", "1"}, {"b", ""}, {"c", "x=y"}}));
}

}  // namespace
}  // namespace markaz::http
