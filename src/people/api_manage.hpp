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
    std::optional<std::vector<Gate>> gates;        ///< shut until what they name is read, passed or renewed
    std::optional<std::vector<Capacity>> capacity;  ///< contacts at a time; not given: as it is, at first the usual one
    std::optional<std::string> device;  ///< their telephone, as Settings names it
    std::optional<std::vector<std::string>> owns;  ///< procedures, by the words for an owner in the manual; not given: as it is
    std::optional<bool> disabled;
};
BOOST_DESCRIBE_STRUCT(PersonRecord, (), (login, name, language, roles, team, skills, gates, capacity, device, owns, disabled))

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

/// What the site is called and how its days and weeks lie. Boards take another time zone at the next start.
struct SiteRecord {
    std::string name;
    std::string time_zone;              ///< an IANA name such as Asia/Tehran
    std::vector<std::uint8_t> weekend;  ///< ISO 8601 weekdays, 1 is Monday
    std::uint8_t week_begins = 1;
    std::optional<bool> messages;       ///< strangers may write on the page /write; not given: as it is
};
BOOST_DESCRIBE_STRUCT(SiteRecord, (), (name, time_zone, weekend, week_begins, messages))

/// Thread-safe. `records` outlives it.
class PeopleManagement {
public:
    /// `changed` is called after each change of people, so that machine and switchboard hear of it. `knows_zone` tells whether a
    /// time zone of this name exists.
    PeopleManagement(storage::Connections& records, std::function<Instant()> now, std::function<void()> changed,
                     std::function<bool(std::string_view)> knows_zone)
        : records_(records), now_(std::move(now)), changed_(std::move(changed)), knows_zone_(std::move(knows_zone)) {}

    /// GET and POST /api/v1/people, PUT /api/v1/people/{id}, POST /api/v1/people/{id}/link, GET and PUT /api/v1/site.
    void add_routes(http::Routes& routes);

private:
    http::Answer<PersonAdded> add(const http::Call& call, const PersonRecord& wanted);
    http::Answer<http::Nothing> change(const http::Call& call, const PersonRecord& wanted);
    http::Answer<NewLink> link(const http::Call& call);
    http::Answer<http::Nothing> set_site(const http::Call& call, const SiteRecord& wanted);

    storage::Connections& records_;
    std::function<Instant()> now_;
    std::function<void()> changed_;
    std::function<bool(std::string_view)> knows_zone_;
};

}  // namespace markaz::people
