#include "desk/api.hpp"

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "centre/floor_test.hpp"

namespace markaz::desk {
namespace {

using namespace markaz::centre;
using namespace markaz::centre::test;

/// A floor whose desks are served: what was published, by topic, and the snapshots that followers began with.
class ServedDesks : public Floor {
protected:
    void take(const Input& input) {
        Floor::take(input);
        service.follow({.entry = ++entry, .at = now, .origin = contact::Origin::live, .told = told});
    }
    json::Value snapshot(PersonId person) {
        json::Value taken;
        service.begin(person, [&](std::shared_ptr<const std::string> message) { taken = json::parse(*message).value(); });
        return taken;
    }
    static std::string at(const json::Value& message, std::string_view name) { return json::text(*message.find(name)); }
    static std::string presence(const json::Value& message, std::string_view kind) {
        return json::text(*message.find(kind)->find("agent")->find("presence"));
    }

    driver::EntryNumber entry = 0;
    std::vector<std::pair<std::string, json::Value>> published;
    DeskService service{Desks{},
                        {.ask = nullptr,
                         .manual_of = [](std::uint64_t) { return nullptr; },
                         .keep_note = nullptr,
                         .publish = [this](std::string_view topic, std::shared_ptr<const std::string> message) {
                             published.emplace_back(topic, json::parse(*message).value());
                         }}};
};

TEST_F(ServedDesks, EachAgentIsToldOfTheirOwnDeskUnderTheNameThatTheyAskedFor) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(AgentChanged{agent(budi, {{"cards"_key, 1}})});
    take(PresenceDeclared{amal, Presence::ready});
    const json::Value first = snapshot(amal);
    published.clear();
    take(PresenceDeclared{budi, Presence::ready});
    take(PresenceDeclared{amal, Presence::break_});

    EXPECT_EQ(at(first, "topic"), R"("desk.me")");
    EXPECT_EQ(presence(first, "snapshot"), R"("ready")");
    ASSERT_EQ(published.size(), 2u);
    EXPECT_EQ(published[0].first, DeskService::published_as(budi));
    const auto& [topic, event] = published[1];
    EXPECT_EQ(topic, DeskService::published_as(amal));
    EXPECT_NE(topic, DeskService::published_as(budi));
    EXPECT_EQ(at(event, "topic"), R"("desk.me")");
    EXPECT_EQ(presence(event, "event"), R"("break")");
    EXPECT_EQ(std::stoi(at(event, "number")), std::stoi(at(first, "number")) + 1);
}

TEST_F(ServedDesks, NobodyCanNameAnothersDesk) {
    http::Routes routes([](std::string_view token) -> std::optional<http::Caller> {
        return http::Caller{amal, "Amal",
                            token == "agent" ? people::Permissions{people::Permission::take_contacts} : people::Permissions{}};
    });
    service.add_routes(routes);
    const auto asked_by = [](std::string_view token) {
        http::Request request;
        request.path = "/api/v1/live";
        request.headers = {{"Cookie", "markaz=" + std::string(token)}};
        return request;
    };
    EXPECT_EQ(routes.follow(asked_by("agent"), "desk.me")->person, amal);
    EXPECT_EQ(routes.follow(asked_by("analyst"), "desk.me").error().status, http::Status::forbidden);
    EXPECT_EQ(routes.follow(asked_by("agent"), DeskService::published_as(amal)).error().status, http::Status::not_found);
    EXPECT_EQ(routes.follow(asked_by("agent"), DeskService::published_as(budi)).error().status, http::Status::not_found);
}

}  // namespace
}  // namespace markaz::desk
