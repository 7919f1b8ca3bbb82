#include "people/api_manage.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace markaz::people {
namespace {

using http::Method;

/// A centre with an administrator, a manager and an agent; whoever asks is named by the session's cookie.
class Management : public testing::Test {
protected:
    Management() {
        std::string name = (std::filesystem::temp_directory_path() / "markaz-management-XXXXXX").string();
        directory = mkdtemp(name.data());
        auto records = records_.borrow();
        EXPECT_TRUE(storage::migrate(*records, std::array{storage::Migration{1, "people", people_schema},
                                                          storage::Migration{2, "owners", owned_procedures}}));
        PeopleStore store(*records);
        add(store, "admin", Role::administrator);
        add(store, "nadia", Role::manager);
        add(store, "amal", Role::agent);
        management.add_routes(routes);
    }
    ~Management() override { std::filesystem::remove_all(directory); }

    static void add(PeopleStore& store, std::string login, Role role) {
        Person person;
        person.login = login;
        person.name = login;
        person.roles = {role};
        ASSERT_TRUE(store.add(person));
    }
    int ask(std::string who, Method method, std::string path, std::string body = "{}") {
        http::Request request;
        request.method = method;
        request.path = std::move(path);
        request.headers = {{"Cookie", "markaz=" + who}, {"X-Markaz", "1"}, {"Content-Type", "application/json"}};
        request.body = std::move(body);
        return static_cast<int>(routes.handle(request).status);
    }
    static std::string person(std::string login, std::string role) {
        return R"({"login":")" + login + R"(","name":"Somebody","language":"en","roles":[")" + role + R"("]})";
    }

    std::filesystem::path directory;
    storage::Connections records_{
        [this] { return storage::Database::open(directory / "records.db", storage::Database::Mode::read_write); }};
    int changes = 0;
    PeopleManagement management{records_, [] { return Instant{}; }, [this] { ++changes; },
                                [](std::string_view zone) { return zone == "Asia/Tehran"; }};
    http::Routes routes{[this](std::string_view token) -> std::optional<http::Caller> {
        auto records = records_.borrow();
        const auto who = PeopleStore(*records).person(token);
        if (!who) return std::nullopt;
        return http::Caller{who->id, who->name, permissions_of(who->roles)};
    }};
};

TEST_F(Management, AManagerAddsPeopleAndTheHouseHearsOfIt) {
    EXPECT_EQ(ask("nadia", Method::post, "/api/v1/people", person("budi", "agent")), 200);
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(ask("nadia", Method::post, "/api/v1/people", person("budi", "agent")), 422) << "the login is taken";
    EXPECT_EQ(ask("amal", Method::post, "/api/v1/people", person("citra", "agent")), 403);
    EXPECT_EQ(changes, 1);
}

TEST_F(Management, AManagerCannotMakeOrTakeOverAnAdministrator) {
    EXPECT_EQ(ask("nadia", Method::post, "/api/v1/people", person("mine", "administrator")), 403);
    EXPECT_EQ(ask("nadia", Method::put, "/api/v1/people/3", person("amal", "administrator")), 403);
    EXPECT_EQ(ask("nadia", Method::put, "/api/v1/people/1", person("admin", "agent")), 403);
    EXPECT_EQ(ask("nadia", Method::post, "/api/v1/people/1/link"), 403);
    EXPECT_EQ(ask("nadia", Method::post, "/api/v1/people/3/link"), 200);
    EXPECT_EQ(ask("admin", Method::put, "/api/v1/people/3", person("amal", "administrator")), 204);
}

TEST_F(Management, ALoginDoesNotChange) {
    EXPECT_EQ(ask("admin", Method::put, "/api/v1/people/3", person("amaal", "agent")), 422);
    EXPECT_EQ(ask("admin", Method::put, "/api/v1/people/99", person("amal", "agent")), 404);
}

TEST_F(Management, TheSiteHasANameAndATimeZoneThatExists) {
    const auto site = [](std::string zone) { return R"({"name":"Marjan","time_zone":")" + zone + R"(","weekend":[5,6],"week_begins":7})"; };
    EXPECT_EQ(ask("admin", Method::put, "/api/v1/site", site("Asia/Tehran")), 204);
    EXPECT_EQ(ask("admin", Method::put, "/api/v1/site", site("Asia/Atlantis")), 422);
    EXPECT_EQ(ask("nadia", Method::put, "/api/v1/site", site("Asia/Tehran")), 403);
    auto records = records_.borrow();
    EXPECT_EQ(PeopleStore(*records).site().time_zone, "Asia/Tehran");
}

}  // namespace
}  // namespace markaz::people
