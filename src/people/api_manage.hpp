#pragma once
// Who works here: the list of people, adding and changing them, and a new sign-in link for whoever lost theirs.

#include <functional>

#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "people/store.hpp"

namespace markaz::people {

/// A person as managers see and write them. Passwords are never among it.
struct PersonRecord {
    std::string login, name;
    Language language = Language::en;
    std::vector<Role> roles;
    std::optional<Key> team;
    std::optional<std::vector<Skill>> skills;
    std::optional<std::string> device;  ///< their telephone, as Settings names it
    std::optional<bool> disabled;
};
BOOST_DESCRIBE_STRUCT(PersonRecord, (), (login, name, language, roles, team, skills, device, disabled))

struct PersonListed {
    PersonId id;
    contact::Pool pool = contact::Pool::live;
    PersonRecord person;
};
BOOST_DESCRIBE_STRUCT(PersonListed, (), (id, pool, person))

struct PersonAdded {
    PersonId id;
    std::string link;  ///< one-time token, told once
};
BOOST_DESCRIBE_STRUCT(PersonAdded, (), (id, link))

struct NewLink {
    std::string link;
};
BOOST_DESCRIBE_STRUCT(NewLink, (), (link))

/// Thread-safe. `records` outlives it.
class PeopleManagement {
public:
    /// `changed` is called after each change, so that machine and switchboard hear of it.
    PeopleManagement(storage::Connections& records, std::function<Instant()> now, std::function<void()> changed)
        : records_(records), now_(std::move(now)), changed_(std::move(changed)) {}

    /// GET and POST /api/v1/people, PUT /api/v1/people/{id}, POST /api/v1/people/{id}/link.
    void add_routes(http::Routes& routes);

private:
    http::Answer<PersonAdded> add(const http::Call& call, const PersonRecord& wanted);
    http::Answer<http::Nothing> change(const http::Call& call, const PersonRecord& wanted);
    http::Answer<NewLink> link(const http::Call& call);

    storage::Connections& records_;
    std::function<Instant()> now_;
    std::function<void()> changed_;
};

}  // namespace markaz::people
