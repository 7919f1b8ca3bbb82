#include "desk/api.hpp"

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "centre/floor_test.hpp"
#include "procedure/compile.hpp"

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

TEST_F(ServedDesks, TheManualSaysWhatLastsTooLongAndWhoIsTold) {
    using procedure::Lasting, procedure::Listener;
    auto manual = std::make_shared<procedure::Manual>();
    manual->thresholds = {{Lasting::hold, {}, 1min, Listener::agent}, {Lasting::hold, {}, 3min, Listener::team_leader}};
    titled = manual;
    service.follow({.entry = 0, .at = now, .origin = contact::Origin::live, .told = told_by_the_manual()});
    take(AgentChanged{agent(amal, {{"cards"_key, 1}})});
    take(AgentChanged{agent(budi, {{"accounts"_key, 1}})});
    take(PresenceDeclared{amal, Presence::ready});
    take(ContactArrived{.queue = "cards"_key});
    const AssignmentId call = the<RingAgent>().assignment;
    take(AgentRinging{call});
    take(AgentAnswered{call});
    EXPECT_EQ(service.view(amal)->assignment->long_after_s, std::nullopt);
    take(HoldWanted{call});
    EXPECT_EQ(service.view(amal)->assignment->long_after_s, Duration(1min));

    const auto floor = [&](std::string_view kind) {
        json::Value message;
        if (kind == "snapshot") {
            service.begin_floor([&](std::shared_ptr<const std::string> made) { message = json::parse(*made).value(); });
        } else {
            published.clear();
            service.beat(now);
            message = published.back().second;
        }
        return std::get<json::Array>(message.find(kind)->find("agents")->is);
    };
    const auto row = [&](const json::Array& rows, PersonId person) {
        return *std::ranges::find(rows, std::to_string(person.value), [](const json::Value& each) { return json::text(*each.find("id")); });
    };
    service.beat(now);
    EXPECT_EQ(json::text(*row(floor("snapshot"), amal).find("long_after_s")), "180");
    EXPECT_EQ(row(floor("snapshot"), budi).find("long_after_s"), nullptr);

    auto stricter = std::make_shared<procedure::Manual>(*manual);
    stricter->thresholds[1].after = 2min;
    titled = stricter;
    service.follow({.entry = ++entry, .at = now, .origin = contact::Origin::live, .told = std::vector<Told>{{now, ManualInForce{2}}}});
    EXPECT_EQ(json::text(*row(floor("event"), amal).find("long_after_s")), "120") << "it is in force at once";
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

constexpr std::string_view guide_manual = R"(---
id: main
title: Serve the caller
kind: procedure
department: service
audience: agent
language: en
owner: head
approver: manager
effective: 2026-11-22
review_every: 180d
---
```flow
start: cards
steps:
  cards: {queue: cards, next: shop}
  shop:  {ask: "Where?", field: shop, mandatory: true, next: sum}
  sum:   {ask: "How much?", field: sum, next: help}
  help:  {do: "Help.", when: "sum > 500", next: sure}
  sure:  {check: "Is it settled?", mandatory: true, yes: over, no: over}
  over:  {end: resolved}
outcomes: {resolved: "Resolved"}
```
```form
fields:
  shop: {title: "Shop", type: text, longest: 40}
  sum:  {title: "Sum", type: number, least: 1, most: 1000}
```
```routing
queues:
  cards: {title: Cards, skills: {}}
```

## Expected result

The sum is known.
The customer agrees.
)";

/// A desk whose agent talks with a caller of the main line, seen through its routes.
class GuidedDesk : public Floor {
protected:
    GuidedDesk() {
        service.add_routes(routes);
        auto compiled = procedure::compile(std::vector<procedure::SourceDocument>{{"main/main.md", std::string(guide_manual)}});
        EXPECT_TRUE(compiled) << compiled.error().front().problem().line();
        compiled->version = ++version;
        made = std::make_shared<const procedure::Manual>(std::move(*compiled));
        happens(ManualPublished{version, {}, made});
        happens(AgentChanged{agent(amal, {})});
        happens(PresenceDeclared{amal, Presence::ready});
        calls_main_line();
        follow();
        call = the<RingAgent>().assignment;
        happens(AgentRinging{call});
        happens(AgentAnswered{call});
    }
    Refusal happens(const Input& input) {
        const Refusal refusal = take(input);
        follow();
        return refusal;
    }
    void follow() { service.follow({.entry = ++entry, .at = now, .origin = contact::Origin::live, .told = told}); }
    std::string asked(http::Method method, std::string path, std::string body = {}) {
        http::Request request;
        request.method = method;
        request.path = "/api/v1/desk" + std::move(path);
        request.headers = {{"X-Markaz", "1"}, {"Content-Type", "application/json"}, {"Cookie", "markaz=amal"}};
        request.body = std::move(body);
        const http::Response response = routes.handle(request);
        return std::get<std::string>(response.body);
    }
    GuideStep step() const { return *service.view(amal)->assignment->step; }

    driver::EntryNumber entry = 0;
    procedure::ManualRef made;
    AssignmentId call;
    std::vector<std::string> vault;
    DeskService service{Desks{},
                        {.ask = [this](Input input) -> std::expected<driver::EntryNumber, driver::Unanswered> {
                             if (const Refusal refusal = happens(input); refusal != Refusal::none)
                                 return std::unexpected(driver::Unanswered{driver::Unanswered::Why::refused, refusal});
                             return entry;
                         },
                         .manual_of = [this](std::uint64_t) { return made; },
                         .keep_note = [this](const std::string& note) {
                             vault.push_back(note);
                             return contact::VaultId{vault.size()};
                         },
                         .read_note = [this](contact::VaultId id) -> std::optional<std::string> { return vault.at(id.value - 1); },
                         .manual_now = [this] { return made; },
                         .keep_reply = nullptr,
                         .forget_reply = nullptr,
                         .replied = nullptr,
                         .submit = nullptr,
                         .publish = [](std::string_view, std::shared_ptr<const std::string>) {}}};
    http::Routes routes{[](std::string_view) {
        return http::Caller{amal, "Amal", people::Permissions{people::Permission::take_contacts}};
    }};
};

TEST_F(GuidedDesk, S4_34_ACardNumberIsShortenedBeforeItIsKept) {
    asked(http::Method::post, "/step", R"({"step":"shop","answer":"done","text":"Blue Door, card 4111 1111 1111 1111"})");
    asked(http::Method::post, "/note", R"({"text":"4111-1111-1111-1111"})");
    asked(http::Method::post, "/deviate", R"({"to":"sure","reason":"٤١١١١١١١١١١١١١١١"})");
    EXPECT_EQ(vault, (std::vector<std::string>{"Blue Door, card •••• •••• •••• 1111", "••••-••••-••••-1111", "••••••••••••١١١١"}));
    EXPECT_NE(asked(http::Method::get, "/work").find("•••• •••• •••• 1111"), std::string::npos);
}

TEST_F(GuidedDesk, T19_AStepSaysWhereTheAgentMayGoAndTheMachineSaysTheSame) {
    EXPECT_TRUE(step().deviations.empty()) << "a mandatory step";
    EXPECT_NE(asked(http::Method::post, "/deviate", R"({"to":"sum","reason":"in a hurry"})").find(R"("code":"mandatory_step")"),
              std::string::npos);
    asked(http::Method::post, "/step", R"({"step":"shop","answer":"done","text":"Blue Door"})");
    EXPECT_EQ(step().deviations, (std::vector<Key>{"help"_key, "sure"_key}));
    EXPECT_NE(asked(http::Method::post, "/deviate", R"({"to":"over","reason":"in a hurry"})").find(R"("code":"mandatory_step")"),
              std::string::npos);
    EXPECT_NE(asked(http::Method::post, "/deviate", R"({"to":"sure","reason":" "})").find(R"("where":"/reason")"), std::string::npos);
    EXPECT_NE(asked(http::Method::post, "/deviate", R"({"to":"sure","reason":"in a hurry"})").find("entry"), std::string::npos);
    EXPECT_EQ(step().id, "sure"_key);
}

TEST_F(GuidedDesk, S4_29_AsksWhetherItCameToWhatTheProcedureExpects) {
    asked(http::Method::post, "/step", R"({"step":"shop","answer":"done","text":"Blue Door"})");
    asked(http::Method::post, "/step", R"({"step":"sum","answer":"done","text":"1"})");
    EXPECT_TRUE(service.view(amal)->assignment->results.empty());
    asked(http::Method::post, "/step", R"({"step":"sure","answer":"no"})");
    const std::vector<ResultQuestion> questions = service.view(amal)->assignment->results;
    ASSERT_EQ(questions.size(), 1u);
    EXPECT_EQ(questions[0].procedure, "main"_key);
    EXPECT_EQ(questions[0].text[Language::fa], "The sum is known. The customer agrees.") << "not translated: as it was written";
    EXPECT_NE(asked(http::Method::post, "/result", R"({"procedure":"main","reached":false,"reason":" "})").find(R"("where":"/reason")"),
              std::string::npos);
    asked(http::Method::post, "/result", R"({"procedure":"main","reached":false,"reason":"Card 4111 1111 1111 1111 is unknown."})");
    EXPECT_EQ(vault.back(), "Card •••• •••• •••• 1111 is unknown.");
    EXPECT_EQ(the<ResultJudged>().written, contact::VaultId{vault.size()});
    EXPECT_TRUE(service.view(amal)->assignment->results.empty());
    EXPECT_NE(asked(http::Method::post, "/result", R"({"reached":true})").find(R"("code":"no_change")"), std::string::npos);
}

TEST_F(GuidedDesk, AFieldSaysWhatItTakesAndWhatIsKnownHasItsType) {
    EXPECT_EQ(step().field->longest, 40u);
    EXPECT_EQ(step().field->least, std::nullopt);
    asked(http::Method::post, "/step", R"({"step":"shop","answer":"done","text":"Blue Door"})");
    EXPECT_EQ(step().field->least, "1");
    EXPECT_EQ(step().field->most, "1000");
    EXPECT_NE(asked(http::Method::post, "/step", R"({"step":"sum","answer":"done","text":"2000"})").find(R"("where":"/text")"),
              std::string::npos);
    asked(http::Method::post, "/step", R"({"step":"sum","answer":"done","text":"240.5"})");
    const std::string work = asked(http::Method::get, "/work");
    EXPECT_NE(work.find(R"("value":"240.5","type":"number")"), std::string::npos) << work;
    EXPECT_NE(work.find(R"("value":"Blue Door","type":"text")"), std::string::npos) << work;
}

TEST_F(GuidedDesk, S1_09_AStepThatIsShownOnlyUnderAConditionSaysSo) {
    const std::string guide = asked(http::Method::get, "/guide");
    const auto told = [&](std::string_view id) {
        const auto at = guide.find("\"id\":\"" + std::string(id) + '"');
        return guide.substr(guide.find("\"conditional\":", at) + 14, 4);
    };
    EXPECT_EQ(told("help"), "true");
    EXPECT_EQ(told("sum"), "fals");
    EXPECT_NE(guide.find("\"Resolved\""), std::string::npos) << "an end is named by its outcome";
}

}  // namespace
}  // namespace markaz::desk
