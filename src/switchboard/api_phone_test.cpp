#include "switchboard/api_phone.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/json.hpp"
#include "people/store.hpp"
#include "switchboard/store.hpp"
#include "telephony/fake.hpp"

namespace markaz::switchboard {
namespace {

using http::Method;
using http::Status;
namespace tel = markaz::telephony;

/// Amal, an agent, is whoever sends the cookie `amal`; number 100 is open to the customer's page and 200 is not.
class Phones : public testing::Test {
protected:
    Phones() {
        std::filesystem::remove(file);
        auto lent = records.borrow();
        for (std::string_view schema : {people::people_schema, people::owned_procedures, telephone_schema}) lent->script(schema);
        people::PeopleStore(*lent).set_site({"Marjan Bank", false, "Asia/Tehran", {5}, 6});
        TelephoneStore(*lent).put(DialledNumber{"100", "main"_key, {}, Language::fa, true});
        TelephoneStore(*lent).put(DialledNumber{"200", "main"_key, {}, Language::fa, false});
        service.add_routes(routes);
    }
    ~Phones() override { std::filesystem::remove(file); }
    http::Response ask(Method method, std::string path, std::string body = {}, std::string token = {}, bool signed_in = false) {
        http::Request request;
        request.method = method;
        request.path = std::move(path);
        request.headers = {{"X-Markaz", "1"}};
        request.body = std::move(body);
        request.from = "192.0.2.1";
        if (!request.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
        if (!token.empty()) request.headers.push_back({"Authorization", "Bearer " + token});
        if (signed_in) request.headers.push_back({"Cookie", "markaz=amal"});
        return routes.handle(request);
    }
    std::string text(const http::Response& response) { return std::get<std::string>(response.body); }
    std::string begin_call() {
        const auto response = ask(Method::post, "/api/v1/call", R"({"called":"100","offer":"sdp"})");
        EXPECT_EQ(response.status, Status::ok) << text(response);
        return json::read<CallOpened>(text(response)).value().token;
    }

    std::filesystem::path file = std::filesystem::path(testing::TempDir()) / ("phones." + std::to_string(getpid()) + ".db");
    storage::Connections records{[this] { return storage::Database::open(file, storage::Database::Mode::read_write); }};
    tel::FakeTelephony network{[this](tel::Event event) { service.hear(event); }};
    std::vector<std::string> published;
    Instant now{};
    PhoneService service{records,
                         {.open_line = [this](tel::LineWanted wanted) { return network.open_line(std::move(wanted)); },
                          .perform = [this](tel::Command command) { network.perform({std::move(command)}); },
                          .now = [this] { return now; },
                          .publish = [this](std::string_view topic, std::shared_ptr<const std::string> message) {
                              published.push_back(std::string(topic) + " " + *message);
                          }}};
    http::Routes routes{[](std::string_view token) -> std::optional<http::Caller> {
        if (token != "amal") return std::nullopt;
        return http::Caller{people::PersonId{7}, "Amal", {people::Permission::take_contacts}};
    }};
};

TEST_F(Phones, AnAgentsLineIsTheirOwnAndIsToldToTheirPages) {
    EXPECT_EQ(ask(Method::post, "/api/v1/phone", R"({"offer":"sdp"})").status, Status::unauthorized);
    EXPECT_EQ(ask(Method::post, "/api/v1/phone", R"({"offer":"sdp"})", {}, true).status, Status::ok);
    ASSERT_EQ(network.lines().size(), 1u);
    EXPECT_EQ(network.lines()[0].owner.value, 7u);
    EXPECT_EQ(ask(Method::post, "/api/v1/phone/answer", {}, {}, true).status, Status::conflict) << "it is not connected yet";

    network.tell(tel::LineUp{{1}, {7}});
    EXPECT_EQ(text(ask(Method::get, "/api/v1/phone", {}, {}, true)), R"({"line":1})");
    ASSERT_EQ(published.size(), 1u);
    EXPECT_EQ(published[0], R"(phone/7 {"topic":"phone.me","number":1,"event":{"line":1}})");
    EXPECT_EQ(ask(Method::post, "/api/v1/phone/answer", {}, {}, true).status, Status::no_content);
    ASSERT_EQ(network.take<tel::AnswerLine>().size(), 1u);

    network.tell(tel::LineUp{{2}, {7}});  // a second page
    network.tell(tel::LineDown{{1}, {7}});
    EXPECT_EQ(text(ask(Method::get, "/api/v1/phone", {}, {}, true)), R"({"line":2})");
    EXPECT_EQ(ask(Method::post, "/api/v1/phone/close", R"({"line":1})", {}, true).status, Status::no_content);
    EXPECT_EQ(ask(Method::post, "/api/v1/phone/close", R"({"line":2})", {}, true).status, Status::no_content);
    const auto closed = network.take<tel::CloseLine>();
    ASSERT_EQ(closed.size(), 2u);
    EXPECT_EQ(closed[0].line, tel::LineId{}) << "the older page closes nothing of the newer one";
    EXPECT_EQ(closed[1].line, tel::LineId{2});
    network.tell(tel::LineDown{{2}, {7}});
    EXPECT_EQ(text(ask(Method::get, "/api/v1/phone", {}, {}, true)), R"({"line":null})");
}

TEST_F(Phones, ACustomerCallsOnlyNumbersThatAreOpenToThePage) {
    const auto page = json::read<CallPage>(text(ask(Method::get, "/api/v1/call"))).value();
    EXPECT_EQ(page.centre, "Marjan Bank");
    ASSERT_EQ(page.numbers.size(), 1u);
    EXPECT_EQ(page.numbers[0].called, "100");
    EXPECT_EQ(ask(Method::post, "/api/v1/call", R"({"called":"200","offer":"sdp"})").status, Status::not_found);
    EXPECT_TRUE(network.lines().empty());
    begin_call();
    EXPECT_EQ(network.lines().at(0).called, "100");
    EXPECT_FALSE(network.lines().at(0).owner);
}

TEST_F(Phones, WhereNoNumberIsOpenThePageIsOff) {
    {
        auto lent = records.borrow();
        TelephoneStore(*lent).remove_number("100");
    }
    EXPECT_EQ(ask(Method::get, "/api/v1/call").status, Status::not_found);
    EXPECT_EQ(ask(Method::post, "/api/v1/call", R"({"called":"100","offer":"sdp"})").status, Status::not_found);
}

TEST_F(Phones, ACallIsReachedByItsTokenAloneAndOnlyWhileItLasts) {
    const std::string token = begin_call(), other = begin_call();
    EXPECT_EQ(text(ask(Method::get, "/api/v1/call/state", {}, token)), R"({"state":"connecting"})");
    EXPECT_EQ(ask(Method::get, "/api/v1/call/state", {}, "0").status, Status::not_found);
    EXPECT_EQ(ask(Method::get, "/api/v1/call/state").status, Status::not_found);
    network.tell(tel::LineUp{{1}, {}});
    EXPECT_EQ(text(ask(Method::get, "/api/v1/call/state", {}, token)), R"({"state":"open"})");
    EXPECT_EQ(text(ask(Method::get, "/api/v1/call/state", {}, other)), R"({"state":"connecting"})");

    EXPECT_EQ(ask(Method::post, "/api/v1/call/key", R"({"key":"5"})", token).status, Status::no_content);
    EXPECT_EQ(ask(Method::post, "/api/v1/call/key", R"({"key":"55"})", token).status, Status::invalid);
    const auto pressed = network.take<tel::PressKey>();
    ASSERT_EQ(pressed.size(), 1u);
    EXPECT_EQ(pressed[0].line.value, 1u);
    EXPECT_EQ(ask(Method::delete_, "/api/v1/call", {}, token).status, Status::no_content);
    EXPECT_EQ(network.take<tel::CloseLine>().size(), 1u);

    network.tell(tel::LineDown{{1}, {}});
    EXPECT_EQ(text(ask(Method::get, "/api/v1/call/state", {}, token)), R"({"state":"ended"})");
    now += std::chrono::minutes(2);
    begin_call();
    EXPECT_EQ(ask(Method::get, "/api/v1/call/state", {}, token).status, Status::not_found);
}

TEST_F(Phones, CallsFromOneAddressAreLimited) {
    for (int i = 0; i < 10; ++i) begin_call();
    EXPECT_EQ(ask(Method::post, "/api/v1/call", R"({"called":"100","offer":"sdp"})").status, Status::too_many_requests);
    network.tell(tel::LineDown{{1}, {}});
    begin_call();
}

}  // namespace
}  // namespace markaz::switchboard
