#include "people/api.hpp"

#include <algorithm>
#include <map>

namespace markaz::people {

using http::Answer;
using http::Call;
using http::Failure;
using http::Nothing;
using http::Status;

namespace {

Me shown(PeopleStore& store, const Person& person) {
    Me me;
    me.person = {person.id, person.login, person.name, person.language, person.team};
    me.roles = person.roles;
    const Permissions may = permissions_of(person.roles);
    for (std::string_view name : enum_names<Permission>()) {
        const auto permission = *enum_from<Permission>(name);
        if (permission != Permission::public_ && may.allow(permission)) me.permissions.push_back(permission);
    }
    const Site site = store.site();
    me.centre = {site.name, site.demo, site.time_zone, site.weekend, site.week_begins};
    return me;
}

}  // namespace

http::Authenticator PeopleService::authenticator() {
    return [this](std::string_view token) -> std::optional<http::Caller> {
        auto records = records_.borrow();
        const auto person = PeopleStore(*records).session(token, now_());
        if (!person) return std::nullopt;
        return http::Caller{person->id, person->name, permissions_of(person->roles)};
    };
}

PeopleService::SignedIn PeopleService::begin_session(const Call& call, PeopleStore& store, PersonId person) {
    const std::string token = store.begin_session(person, now_());
    const Person who = *store.person(person);
    const Duration lifetime = is_display(who) ? lifetimes.display : lifetimes.session;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lifetime);
    return http::WithHeaders<Me>{shown(store, who), {http::session_cookie(call.request, token, seconds)}};
}

PeopleService::SignedIn PeopleService::sign_in_by_link(const Call& call, const SessionByToken& wanted) {
    auto records = records_.borrow();
    PeopleStore store(*records);
    const auto person = store.use_link(wanted.token, now_());
    if (!person) return std::unexpected(Failure(Status::unauthorized, {"/token", "this link has been used or is too old", "a new link"}));
    store.audit({now_(), *person, Audited::signed_in_by_link, "person " + std::to_string(person->value)});
    return begin_session(call, store, *person);
}

PeopleService::SignedIn PeopleService::sign_in_by_password(const Call& call, const SessionByPassword& wanted) {
    const std::string& source = call.request.from;
    {
        const std::lock_guard lock(throttle_mutex_);
        if (const auto wait = throttle_.wait(wanted.login, source, now_())) {
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
            return std::unexpected(Failure(Status::too_many_requests,
                                           {"", "too many wrong passwords", "try again in " + std::to_string(seconds) + " s"}));
        }
        // Counted before it is tried, so that many tries at once are not all free.
        throttle_.failed(wanted.login, source, now_());
    }
    auto records = records_.borrow();
    PeopleStore store(*records);
    const auto person = store.verify(wanted.login, wanted.password);
    if (!person) return std::unexpected(Failure(Status::unauthorized, {"", "login or password are wrong", "try again, or ask for a link"}));
    {
        const std::lock_guard lock(throttle_mutex_);
        throttle_.succeeded(wanted.login, source);
    }
    return begin_session(call, store, *person);
}

Answer<Nothing> PeopleService::set_password(const Call& call, const NewPassword& wanted) {
    auto records = records_.borrow();
    PeopleStore store(*records);
    const PersonId person = call.caller->person;
    const auto set = store.set_password(person, wanted.password, http::session_token(call.request));
    if (!set) return std::unexpected(set.error());
    store.audit({now_(), person, Audited::changed_password, "person " + std::to_string(person.value)});
    return Nothing{};
}

std::vector<AgentShown> PeopleService::agents() {
    std::map<PersonId, Person> known;
    {
        auto records = records_.borrow();
        for (Person& person : PeopleStore(*records).everyone()) known.emplace(person.id, std::move(person));
    }
    std::vector<AgentShown> agents;
    for (const AgentNow& now : agents_now_()) {
        const auto person = known.find(now.person);
        if (person == known.end()) continue;
        AgentShown& agent = agents.emplace_back();
        agent = {now.person, person->second.name, person->second.team, person->second.pool, now.state,
                 now.since, now.presence, now.reason, {}};
        if (now.contact) agent.contact = now.contact;
    }
    return agents;
}

/// Only people can be handed a live contact, and nobody hands one to themselves.
std::vector<Colleague> PeopleService::colleagues(PersonId of) {
    std::vector<Colleague> others;
    for (const AgentShown& agent : agents())
        if (agent.id != of && agent.pool == contact::Pool::live)
            others.push_back({agent.id, agent.name, agent.team, agent.state, agent.since});
    return others;
}

void PeopleService::add_routes(http::Routes& routes) {
    routes.post("/api/v1/session", "sign_in", Permission::public_,
                [this](const Call& call, const SessionByToken& wanted) -> SignedIn { return sign_in_by_link(call, wanted); });
    routes.post("/api/v1/session/password", "sign_in_by_password", Permission::public_,
                [this](const Call& call, const SessionByPassword& wanted) -> SignedIn { return sign_in_by_password(call, wanted); });
    routes.delete_("/api/v1/session", "sign_out", Permission::sign_in, [this](const Call& call) -> Answer<http::WithHeaders<Nothing>> {
        auto records = records_.borrow();
        PeopleStore(*records).end_session(http::session_token(call.request));
        return http::WithHeaders<Nothing>{{}, {http::cleared_cookie(call.request)}};
    });
    routes.get("/api/v1/me", "get_me", Permission::sign_in, [this](const Call& call) -> Answer<Me> {
        auto records = records_.borrow();
        PeopleStore store(*records);
        return shown(store, *store.person(call.caller->person));
    });
    routes.put("/api/v1/me/password", "set_password", Permission::sign_in,
               [this](const Call& call, const NewPassword& wanted) -> Answer<Nothing> { return set_password(call, wanted); });
    routes.put("/api/v1/me/language", "set_language", Permission::sign_in,
               [this](const Call& call, const NewLanguage& wanted) -> Answer<Nothing> {
                   auto records = records_.borrow();
                   PeopleStore(*records).set_language(call.caller->person, wanted.language);
                   return Nothing{};
               });
    routes.get("/api/v1/colleagues", "list_colleagues", Permission::take_contacts,
               [this](const Call& call) -> Answer<std::vector<Colleague>> { return colleagues(call.caller->person); });
    routes.get("/api/v1/agents", "list_agents", Permission::view_contacts,
               [this](const Call&) -> Answer<std::vector<AgentShown>> { return agents(); });
}

}  // namespace markaz::people
