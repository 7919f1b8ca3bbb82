#include "people/api.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

namespace markaz::people {
namespace {

using namespace std::chrono_literals;
using http::Method;
using http::Status;

/// A centre with one agent, seen through its routes.
class SignIn : public testing::Test {
protected:
    SignIn() : file(std::filesystem::temp_directory_path() / ("people_api_test." + std::to_string(getpid()) + ".db")) {
        std::filesystem::remove(file);
        auto records = connections.borrow();
        records->script(people_schema);
        records->script(owned_procedures);
        PeopleStore store(*records);
        sara = store.add({.login = "sara", .name = "Sara", .roles = {Role::agent}, .team = "day"_key}).value();
        store.set_site({"Main", false, "Asia/Tehran", {5}, 6});
        service.add_routes(routes);
    }
    ~SignIn() override { std::filesystem::remove(file); }

    http::Response ask(Method method, std::string path, std::string body = {}, std::string from = "10.0.0.1") {
        http::Request request;
        request.method = method;
        request.path = std::move(path);
        request.headers = {{"X-Markaz", "1"}, {"Content-Type", "application/json"}, {"Cookie", cookie}};
        request.body = std::move(body);
        request.from = std::move(from);
        http::Response response = routes.handle(request);
        for (const http::Header& header : response.headers)
            if (header.name == "Set-Cookie") cookie = header.value.substr(0, header.value.find(';'));
        return response;
    }
    Status sign_in(std::string password, std::string login = "sara", std::string from = "10.0.0.1") {
        const std::string body = R"({"login":")" + login + R"(","password":")" + password + "\"}";
        return ask(Method::post, "/api/v1/session/password", body, std::move(from)).status;
    }
    std::string link() { return PeopleStore(*connections.borrow()).make_link(sara, now); }
    void give_password(std::string password) { ASSERT_TRUE(PeopleStore(*connections.borrow()).set_password(sara, password)); }
    static std::string text(const http::Response& response) { return std::get<std::string>(response.body); }

    std::filesystem::path file;
    storage::Connections connections{[this] { return storage::Database::open(file, storage::Database::Mode::read_write); }};
    Instant now = parse_instant("2026-11-22T09:00:00Z").value();
    PersonId sara;
    std::vector<AgentNow> agents_now;
    PeopleService service{connections, [this] { return now; }, [this] { return agents_now; }};
    http::Routes routes{service.authenticator()};
    std::string cookie;
};

TEST_F(SignIn, ALinkOpensASessionThatKnowsWhoItIs) {
    EXPECT_EQ(ask(Method::get, "/api/v1/me").status, Status::unauthorized);
    const http::Response me = ask(Method::post, "/api/v1/session", R"({"token":")" + link() + "\"}");
    ASSERT_EQ(me.status, Status::ok);
    EXPECT_EQ(text(me),
              R"({"person":{"id":1,"login":"sara","name":"Sara","language":"en","team":"day"},"roles":["agent"],)"
              R"("permissions":["sign_in","view_board","read_manual","take_contacts","own_cases"],)"
              R"("centre":{"name":"Main","demo":false,"time_zone":"Asia/Tehran","weekend":[5],"week_begins":6}})");
    EXPECT_EQ(text(ask(Method::get, "/api/v1/me")), text(me));
}

TEST_F(SignIn, AUsedLinkIsRefused) {
    const std::string body = R"({"token":")" + link() + "\"}";
    EXPECT_EQ(ask(Method::post, "/api/v1/session", body).status, Status::ok);
    EXPECT_EQ(ask(Method::post, "/api/v1/session", body).status, Status::unauthorized);
}

TEST_F(SignIn, WhoSignsOutIsOut) {
    give_password("a calm control room");
    EXPECT_EQ(sign_in("a calm control room"), Status::ok);
    const std::string before = cookie;
    EXPECT_EQ(ask(Method::delete_, "/api/v1/session").status, Status::no_content);
    cookie = before;
    EXPECT_EQ(ask(Method::get, "/api/v1/me").status, Status::unauthorized);
}

TEST_F(SignIn, AStrangerGetsTheSameAnswerAsAWrongPassword) {
    give_password("a calm control room");
    const auto ask_for = [&](std::string login) {
        return text(ask(Method::post, "/api/v1/session/password", R"({"login":")" + login + R"(","password":"something else"})"));
    };
    EXPECT_EQ(ask_for("sara"), ask_for("nobody"));
}

TEST_F(SignIn, AfterManyWrongPasswordsEvenTheRightOneHasToWait) {
    give_password("a calm control room");
    for (std::uint32_t attempt = 0; attempt < SignInThrottle::Limits{}.account; ++attempt)
        EXPECT_EQ(sign_in("wrong", "sara", "10.0.0." + std::to_string(attempt)), Status::unauthorized);
    EXPECT_EQ(sign_in("a calm control room", "sara", "10.0.1.1"), Status::too_many_requests);
    now += 15min;
    EXPECT_EQ(sign_in("a calm control room", "sara", "10.0.1.1"), Status::ok);
}

TEST_F(SignIn, APersonSetsTheirOwnPasswordAndLanguage) {
    ask(Method::post, "/api/v1/session", R"({"token":")" + link() + "\"}");
    EXPECT_EQ(ask(Method::put, "/api/v1/me/password", R"({"password":"short"})").status, Status::invalid);
    EXPECT_EQ(ask(Method::put, "/api/v1/me/password", R"({"password":"a calm control room"})").status, Status::no_content);
    EXPECT_EQ(ask(Method::put, "/api/v1/me/language", R"({"language":"fa"})").status, Status::no_content);
    EXPECT_NE(text(ask(Method::get, "/api/v1/me")).find(R"("language":"fa")"), std::string::npos);
    EXPECT_EQ(sign_in("a calm control room"), Status::ok);
}

TEST_F(SignIn, ALeaderSeesWhatTheAgentsDoAndAnAgentDoesNot) {
    agents_now = {{sara, AgentState::talking, now, Presence::ready, PresenceReason::chosen, {12}}, {{99}, AgentState::ready, now}};
    ask(Method::post, "/api/v1/session", R"({"token":")" + link() + "\"}");
    EXPECT_EQ(ask(Method::get, "/api/v1/agents").status, Status::forbidden);
    {
        auto records = connections.borrow();
        PeopleStore store(*records);
        Person leader = store.person(sara).value();
        leader.roles = {Role::leader};
        ASSERT_TRUE(store.change(leader));
    }
    EXPECT_EQ(text(ask(Method::get, "/api/v1/agents")),
              R"([{"id":1,"name":"Sara","team":"day","pool":"live","state":"talking","since":"2026-11-22T09:00:00Z","presence":"ready",)"
              R"("reason":"chosen","contact":12}])");
}

TEST_F(SignIn, AnAgentSeesWhatTheOthersDoWhoCouldTakeAContact) {
    {
        auto records = connections.borrow();
        PeopleStore store(*records);
        const PersonId omar = store.add({.login = "omar", .name = "Omar", .roles = {Role::agent}}).value();
        const PersonId made = store.add({.login = "sim", .name = "Made", .pool = contact::Pool::simulated}).value();
        agents_now = {{sara, AgentState::talking, now}, {omar, AgentState::ready, now}, {made, AgentState::ready, now}};
    }
    EXPECT_EQ(ask(Method::get, "/api/v1/colleagues").status, Status::unauthorized);
    ask(Method::post, "/api/v1/session", R"({"token":")" + link() + "\"}");
    EXPECT_EQ(text(ask(Method::get, "/api/v1/colleagues")),
              R"([{"id":2,"name":"Omar","team":"","state":"ready","since":"2026-11-22T09:00:00Z"}])");
}

TEST(Role, EachMayDoWhatItIsForAndADisplayOnlyShows) {
    EXPECT_EQ(permissions_of(Role::display), (Permissions{Permission::view_board}));
    EXPECT_TRUE(permissions_of(Role::agent).allow(Permission::take_contacts));
    EXPECT_FALSE(permissions_of(Role::agent).allow(Permission::view_contacts));
    EXPECT_FALSE(permissions_of(Role::administrator).allow(Permission::listen_recordings));
    const std::vector both{Role::administrator, Role::leader};
    EXPECT_TRUE(permissions_of(both).allow(Permission::administer));
    EXPECT_TRUE(permissions_of(both).allow(Permission::listen_recordings));
}

}  // namespace
}  // namespace markaz::people
