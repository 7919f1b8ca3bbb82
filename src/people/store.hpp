#pragma once
// People in records.db: who they are, how they sign in, and who looked at what. See people.md.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/language.hpp"
#include "edge/storage/database.hpp"
#include "people/role.hpp"
#include "people/types.hpp"

namespace markaz::people {

/// Tables person, sign_in_link, session, site, audit: for the list of migrations of records.db.
inline constexpr std::string_view people_schema = R"(
create table person (id bigint primary key, login text not null, name text not null, language text not null, roles text not null,
    team text not null, pool text not null, skills text not null, gates text not null, capacity text not null,
    device text not null, password text not null, disabled bigint not null);
create unique index person_login on person (login);
create table sign_in_link (token text primary key, person bigint not null, expires bigint not null);
create table session (token text primary key, person bigint not null, started bigint not null, seen bigint not null);
create index session_person on session (person);
create table site (id bigint primary key, name text not null, demo bigint not null, time_zone text not null, weekend text not null,
    week_begins bigint not null, messages bigint not null);
create table audit (id bigint primary key, at bigint not null, who bigint not null, what text not null, subject text not null);
)";

/// What came later: whoever takes calls takes messages that callers left, too.
inline constexpr std::string_view voicemail_capacity = R"(
update person set capacity = substr(capacity, 1, length(capacity) - 1) || ',{"channel":"voicemail","most":1,"interruptible":true}]'
    where capacity like '%"voice_in"%' and capacity not like '%"voicemail"%';
)";

/// What came later: whose procedures somebody owns.
inline constexpr std::string_view owned_procedures = R"(
alter table person add column owns text not null default '[]';
)";

/// What came later: the history of a manual asks who published each version.
inline constexpr std::string_view audit_by_subject = R"(
create index audit_subject on audit (subject);
)";

/// What somebody can have at once for whom nothing else is said: one call, three chats, and five letters, two messages of the web form
/// and one that a caller left, which wait while a call is taken.
std::vector<Capacity> usual_capacity();

struct Person {
    PersonId id;         ///< 0 in add(): given there
    std::string login;   ///< 1 to 64 of a-z, 0-9, `.`, `-`, `_`
    std::string name;
    Language language = Language::en;
    std::vector<Role> roles;
    Key team;
    contact::Pool pool = contact::Pool::live;
    std::vector<Skill> skills;
    std::vector<Gate> gates;                             ///< those that are shut
    std::vector<Capacity> capacity = usual_capacity();   ///< at most one for a channel
    std::string device;  ///< their telephone, as the switchboard names it; empty: none
    std::vector<std::string> owns{};  ///< procedures whose owner the manual calls so, word for word
    bool disabled = false;
};

/// Whether this is a screen on a wall and nothing else.
bool is_display(const Person& person);

/// Whether real contacts can be given to them.
bool takes_contacts(const Person& person);

/// The agent as the machine knows them.
Agent agent_of(const Person& person);

/// The facts of the site that numbers and pages need.
struct Site {
    std::string name;
    bool demo = false;
    std::string time_zone = "UTC";            ///< an IANA name
    std::vector<std::uint8_t> weekend{6, 7};  ///< ISO 8601: 1 is Monday
    std::uint8_t week_begins = 1;
    bool messages = false;                    ///< strangers may write to the centre on its page
};

/// How long sign-ins are good for.
struct Lifetimes {
    Duration session{std::chrono::hours{12}};  ///< from its start, whatever happens
    Duration idle{std::chrono::hours{1}};      ///< since it was last used; a page that is open and live uses it
    Duration link{std::chrono::hours{24}};
    /// A screen on a wall has nobody who signs in each morning: its link opens it again and again, until a newer one is made, and
    /// its session lasts as long as the screen may hang there.
    Duration display{std::chrono::hours{24 * 366}};
};
inline constexpr Lifetimes lifetimes{};

/// What somebody did with something that is not theirs, for those who are responsible.
enum class Audited {
    viewed_caller,
    viewed_reasons,
    listened,
    changed_password,
    signed_in_by_link,
    changed_person,
    made_link,
    changed_telephones,
    changed_site,
    published_manual,
    erased_recording,
    read_message,
    wrote_reply,
    read_checklists,
    read_results,
    read_deviations,
    read_cases,
    moved_case,
    settled_result,
    read_customers,
    changed_customer,
    removed_customer
};
BOOST_DESCRIBE_ENUM(Audited, viewed_caller, viewed_reasons, listened, changed_password, signed_in_by_link, changed_person, made_link,
                    changed_telephones, changed_site, published_manual, erased_recording, read_message, wrote_reply, read_checklists,
                    read_results, read_deviations, read_cases, moved_case, settled_result, read_customers, changed_customer,
                    removed_customer)

struct AuditLine {
    Instant at{};
    PersonId who;
    Audited what = Audited::viewed_caller;
    std::string subject;  ///< such as `contact 12`
};
BOOST_DESCRIBE_STRUCT(AuditLine, (), (at, who, what, subject))

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
/// Tokens are 256 bits of chance, seen once by whom they are for and stored as a hash alone.
class PeopleStore {
public:
    explicit PeopleStore(storage::Database& records) : records_(records) {}

    /// The Problem names the field that does not fit, or the login that is taken.
    Result<PersonId> add(Person person);
    Result<void> change(const Person& person);  ///< all but login and password; disabling ends every session
    std::optional<Person> person(PersonId id);
    std::optional<Person> person(std::string_view login);
    std::vector<Person> everyone();  ///< by rising id
    void set_language(PersonId id, Language language);

    /// Takes a password of 10 to 1,024 bytes. Ends every session but `kept`.
    Result<void> set_password(PersonId id, std::string_view password, std::string_view kept_token = {});
    /// True when that is the password of somebody who may sign in. Takes the same time and memory (64 MiB) for whom nobody knows.
    /// Few at a time: others wait.
    std::optional<PersonId> verify(std::string_view login, std::string_view password);

    /// A new link's token. Older ones of the person go on being good; but a display's are worth nothing from now on, and its sessions
    /// end.
    std::string make_link(PersonId person, Instant now);
    /// Whom the link signs in; it is used up then, unless it is a display's.
    std::optional<PersonId> use_link(std::string_view token, Instant now);

    std::string begin_session(PersonId person, Instant now);
    /// Whose session it is, as long as it is good; using it keeps it from becoming idle.
    std::optional<Person> session(std::string_view token, Instant now);
    void end_session(std::string_view token);

    void audit(const AuditLine& line);
    std::vector<AuditLine> audited(std::string_view subject);

    void set_site(const Site& site);
    Site site();  ///< defaults where none was set

private:
    storage::Database& records_;
};

}  // namespace markaz::people
