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
    static std::vector<Told> told_by_the_manual() { return {{{}, ManualInForce{1}}}; }
    static std::string presence(const json::Value& message, std::string_view kind) {
        return json::text(*message.find(kind)->find("agent")->find("presence"));
    }

    driver::EntryNumber entry = 0;
    procedure::ManualRef titled;
    std::vector<std::pair<std::string, json::Value>> published;
    std::vector<Input> submitted;
    DeskService service{Desks{},
                        {.ask = nullptr,
                         .manual_of = [this](std::uint64_t version) { return version == 0 ? nullptr : titled; },
                         .keep_note = nullptr,
                         .read_note = nullptr,
                         .manual_now = nullptr,
                         .keep_reply = nullptr,
                         .forget_reply = nullptr,
                         .replied = nullptr,
                         .submit = [this](centre::Input input) { submitted.push_back(std::move(input)); },
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
    take(PresenceDeclared{budi, Presence::away});
    EXPECT_TRUE(published.empty()) << "nobody looks at this desk";
    snapshot(budi);
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

TEST_F(ServedDesks, TheQueueHasItsNameWhileItRings) {
    auto manual = std::make_shared<procedure::Manual>();
    manual->queues.push_back({.id = "cards"_key});
    manual->queue_titles.push_back({"cards"_key, {}});
    manual->queue_titles[0].title[Language::en] = "Cards";
    titled = manual;
    service.follow({.entry = 0, .at = now, .origin = contact::Origin::live, .told = told_by_the_manual()});
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(PresenceDeclared{amal, Presence::ready});
    take(ContactArrived{.queue = "cards"_key});
    EXPECT_EQ(service.view(amal)->assignment->queue_title[Language::en], "Cards");
}

TEST_F(ServedDesks, AnOlderDeskHearsThatTheNewestIsAnother) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    EXPECT_EQ(json::text(*snapshot(amal).find("snapshot")->find("opened")), "1");
    published.clear();
    EXPECT_EQ(json::text(*snapshot(amal).find("snapshot")->find("opened")), "2");
    ASSERT_EQ(published.size(), 1u);
    EXPECT_EQ(published[0].first, DeskService::published_as(amal));
    EXPECT_EQ(json::text(*published[0].second.find("event")->find("opened")), "2");
}

TEST_F(ServedDesks, AnOpenDeskThatIsQuietIsToldAgainAndAClosedOneIsNot) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(AgentChanged{agent(budi, {{"cards"_key, 1}})});
    const json::Value first = snapshot(amal);
    published.clear();
    service.beat(now + DeskService::quiet_for);
    const auto told_to = [&](PersonId person) {
        return std::ranges::count(published, DeskService::published_as(person), &std::pair<std::string, json::Value>::first);
    };
    EXPECT_EQ(told_to(amal), 1);
    EXPECT_EQ(told_to(budi), 0);
    service.beat(now + DeskService::quiet_for + 1s);
    EXPECT_EQ(told_to(amal), 1);
    EXPECT_EQ(std::stoi(at(published.front().second, "number")), std::stoi(at(first, "number")) + 1);
}

TEST_F(ServedDesks, TheFloorIsASnapshotAndThenThoseWhoChanged) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(AgentChanged{agent(budi, {{"cards"_key, 1}})});
    service.beat(now);
    json::Value floor;
    service.begin_floor([&](std::shared_ptr<const std::string> message) { floor = json::parse(*message).value(); });
    EXPECT_EQ(std::get<json::Array>(floor.find("snapshot")->find("agents")->is).size(), 2u);
    published.clear();
    take(PresenceDeclared{budi, Presence::ready});
    service.beat(now);
    ASSERT_EQ(published.back().first, DeskService::floor_topic);
    const json::Value& event = published.back().second;
    const auto& changed = std::get<json::Array>(event.find("event")->find("agents")->is);
    ASSERT_EQ(changed.size(), 1u);
    EXPECT_EQ(json::text(*changed[0].find("id")), std::to_string(budi.value));
    EXPECT_EQ(json::text(*changed[0].find("state")), R"("ready")");
    EXPECT_EQ(std::stoi(at(event, "number")), std::stoi(at(floor, "number")) + 1);
    const auto said = published.size();
    service.beat(now + 1s);
    EXPECT_EQ(published.size(), said);
}

TEST_F(ServedDesks, WhatCameInWritingRingsAtTheDeskAndACallDoesNot) {
    take(AgentChanged{agent(amal, {{"cards"_key, 1}}, contact::Pool::live,
                            {{contact::Channel::voice_in, 1, false}, {contact::Channel::form, 2, true}})});
    take(PresenceDeclared{amal, Presence::ready});
    ContactArrived arrived;
    arrived.queue = "cards"_key;
    arrived.channel = contact::Channel::form;
    take(arrived);
    ASSERT_EQ(submitted.size(), 1u);
    EXPECT_EQ(std::get<AgentRinging>(submitted[0]).assignment, the<RingAgent>().assignment);
    take(arrived);
    arrived.channel = contact::Channel::voice_in;
    take(arrived);
    EXPECT_EQ(submitted.size(), 2u);
    const auto seen = service.view(amal);
    ASSERT_EQ(seen->assignments.size(), 3u);
    EXPECT_EQ(seen->assignments[1].channel, contact::Channel::form);
    EXPECT_EQ(seen->assignments[2].channel, contact::Channel::voice_in);
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
