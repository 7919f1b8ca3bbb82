#pragma once
// Signing in and out, and what people say about themselves.

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "base/nullable.hpp"
#include "contact/types.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "people/store.hpp"
#include "people/throttle.hpp"

namespace markaz::people {

struct PersonShown {
    PersonId id;
    std::string login, name;
    Language language = Language::en;
    Key team;
};
BOOST_DESCRIBE_STRUCT(PersonShown, (), (id, login, name, language, team))

struct SiteShown {
    std::string name;
    bool demo = false;
    std::string time_zone;
    std::vector<std::uint8_t> weekend;
    std::uint8_t week_begins = 1;
};
BOOST_DESCRIBE_STRUCT(SiteShown, (), (name, demo, time_zone, weekend, week_begins))

struct Me {
    PersonShown person;
    std::vector<Role> roles;
    std::vector<Permission> permissions;
    SiteShown centre;
};
BOOST_DESCRIBE_STRUCT(Me, (), (person, roles, permissions, centre))

struct SessionByToken { std::string token; };
BOOST_DESCRIBE_STRUCT(SessionByToken, (), (token))
struct SessionByPassword { std::string login, password; };
BOOST_DESCRIBE_STRUCT(SessionByPassword, (), (login, password))
struct NewPassword { std::string password; };
BOOST_DESCRIBE_STRUCT(NewPassword, (), (password))
struct NewLanguage { Language language = Language::en; };
BOOST_DESCRIBE_STRUCT(NewLanguage, (), (language))

/// What an agent does now, as a live view knows it.
struct AgentNow {
    PersonId person;
    AgentState state = AgentState::offline;
    Instant since{};
    Presence presence = Presence::offline;
    PresenceReason reason = PresenceReason::chosen;
    contact::ContactId contact;  ///< 0: none
};

struct AgentShown {
    PersonId id;
    std::string name;
    Key team;
    contact::Pool pool = contact::Pool::live;
    AgentState state = AgentState::offline;
    Instant since{};
    Presence presence = Presence::offline;
    PresenceReason reason = PresenceReason::chosen;
    Nullable<contact::ContactId> contact;
};
BOOST_DESCRIBE_STRUCT(AgentShown, (), (id, name, team, pool, state, since, presence, reason, contact))

/// Whom an agent may hand a contact to, and what they do now.
struct Colleague {
    PersonId id;
    std::string name;
    Key team;
    AgentState state = AgentState::offline;
    Instant since{};
};
BOOST_DESCRIBE_STRUCT(Colleague, (), (id, name, team, state, since))

/// Thread-safe. `records` and what the functions use outlive it.
class PeopleService {
public:
    /// `agents_now` tells of everybody whom the machine knows.
    PeopleService(storage::Connections& records, std::function<Instant()> now, std::function<std::vector<AgentNow>()> agents_now)
        : records_(records), now_(std::move(now)), agents_now_(std::move(agents_now)) {}

    http::Authenticator authenticator();

    /// POST and DELETE /api/v1/session, POST /api/v1/session/password, GET /api/v1/me, PUT /api/v1/me/password,
    /// PUT /api/v1/me/language, GET /api/v1/agents, GET /api/v1/colleagues.
    void add_routes(http::Routes& routes);

private:
    using SignedIn = http::Answer<http::WithHeaders<Me>>;

    SignedIn sign_in_by_link(const http::Call& call, const SessionByToken& wanted);
    SignedIn sign_in_by_password(const http::Call& call, const SessionByPassword& wanted);
    SignedIn begin_session(const http::Call& call, PeopleStore& store, PersonId person);
    http::Answer<http::Nothing> set_password(const http::Call& call, const NewPassword& wanted);
    std::vector<AgentShown> agents();
    std::vector<Colleague> colleagues(PersonId of);

    storage::Connections& records_;
    std::function<Instant()> now_;
    std::function<std::vector<AgentNow>()> agents_now_;
    std::mutex throttle_mutex_;
    SignInThrottle throttle_;
};

}  // namespace markaz::people
