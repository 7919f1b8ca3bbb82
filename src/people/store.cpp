#include "people/store.hpp"

#include <algorithm>
#include <semaphore>

#include <sodium.h>

#include "base/json.hpp"
#include "edge/http/token.hpp"

namespace markaz::people {

namespace {

struct PersonRow {
    PersonId id;
    std::string login, name;
    Language language = Language::en;
    std::string roles;
    Key team;
    contact::Pool pool = contact::Pool::live;
    std::string skills, gates, capacity, device, owns;
    bool disabled = false;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, login, name, language, roles, team, pool, skills, gates, capacity, device, owns, disabled))

struct PasswordRow {
    PersonId id;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordRow, (), (id, password))

struct SessionRow {
    PersonId person;
    Instant started{}, seen{};
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (person, started, seen))

struct SiteRow {
    std::string name;
    bool demo = false;
    std::string time_zone, weekend;
    std::uint8_t week_begins = 1;
    bool messages = false;
};
BOOST_DESCRIBE_STRUCT(SiteRow, (), (name, demo, time_zone, weekend, week_begins, messages))

constexpr std::string_view person_by_id =
    "select id, login, name, language, roles, team, pool, skills, gates, capacity, device, owns, disabled from person where id = ?1";
constexpr std::string_view person_by_login =
    "select id, login, name, language, roles, team, pool, skills, gates, capacity, device, owns, disabled from person where login = ?1";
constexpr std::string_view all_people =
    "select id, login, name, language, roles, team, pool, skills, gates, capacity, device, owns, disabled from person order by id";

/// Lists stand in a column as JSON.
template <class T>
T listed(std::string_view text) {
    auto read = json::read<T>(text);
    if (!read) throw storage::StorageError(storage::Fault::corrupt, "person: " + read.error().line());
    return std::move(*read);
}

Person person_of(PersonRow row) {
    Person person;
    person.id = row.id;
    person.login = std::move(row.login);
    person.name = std::move(row.name);
    person.language = row.language;
    person.roles = listed<std::vector<Role>>(row.roles);
    person.team = row.team;
    person.pool = row.pool;
    person.skills = listed<std::vector<Skill>>(row.skills);
    person.gates = listed<std::vector<Gate>>(row.gates);
    person.capacity = listed<std::vector<Capacity>>(row.capacity);
    person.device = std::move(row.device);
    person.owns = listed<std::vector<std::string>>(row.owns);
    person.disabled = row.disabled;
    return person;
}

constexpr std::size_t most_gates = 100, most_owned = 50;
constexpr std::size_t longest_login = 64, longest_name = 200, shortest_password = 10, longest_password = 1024;

/// Somebody has one mouth, and reads so many things at once.
constexpr std::uint8_t most_calls = 1, most_written = 20;

Result<void> check(const std::vector<Capacity>& capacity) {
    for (std::size_t index = 0; index < capacity.size(); ++index) {
        const Capacity& each = capacity[index];
        const std::string where = "/capacity/" + std::to_string(index), channel(enum_name(each.channel));
        const std::uint8_t most = contact::has_leg(each.channel) ? most_calls : most_written;
        if (each.most > most)
            return problem(where + "/most", std::to_string(each.most) + " is more than anybody can have of " + channel + " at once",
                           "0 to " + std::to_string(most));
        if (std::ranges::count(capacity, each.channel, &Capacity::channel) > 1)
            return problem(where + "/channel", "\"" + channel + "\" is named twice", "each channel once");
    }
    return {};
}

Result<void> check(const Person& person) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    if (person.login.empty() || person.login.size() > longest_login || !std::ranges::all_of(person.login, fits))
        return problem("/login", "this is not a login", "1 to 64 of a-z, 0-9, `.`, `-`, `_`");
    if (person.name.empty() || person.name.size() > longest_name) return problem("/name", "this is not a name", "1 to 200 bytes");
    if (person.gates.size() > most_gates) return problem("/gates", "these are too many", "at most " + std::to_string(most_gates));
    if (person.owns.size() > most_owned) return problem("/owns", "these are too many", "at most " + std::to_string(most_owned));
    for (std::size_t index = 0; index < person.owns.size(); ++index)
        if (person.owns[index].empty() || person.owns[index].size() > longest_name)
            return problem("/owns/" + std::to_string(index), "this is no owner", "1 to 200 bytes, as the manual writes it");
    if (!person.owns.empty() && !permissions_of(person.roles).allow(Permission::view_contacts))
        return problem("/owns", "whoever owns a procedure reads what was missed in its contacts, which these roles may not",
                       "the role leader, manager or administrator as well");
    return check(person.capacity);
}

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    if (!started) throw storage::StorageError(storage::Fault::other, "libsodium has no source of chance");
}

/// Each check takes 64 MiB: more at a time would let strangers take the memory of the whole centre.
std::counting_semaphore<>& password_places() {
    static std::counting_semaphore<> places{2};
    return places;
}

std::string hashed_password(std::string_view password) {
    start_sodium();
    password_places().acquire();
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                         crypto_pwhash_MEMLIMIT_INTERACTIVE);
    password_places().release();
    if (failed != 0) throw storage::StorageError(storage::Fault::other, "there is no memory to hash a password");
    hash.resize(std::char_traits<char>::length(hash.data()));
    return hash;
}

bool is_password(const std::string& hash, std::string_view password) {
    password_places().acquire();
    const int failed = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size());
    password_places().release();
    return failed == 0;
}

}  // namespace

bool is_display(const Person& person) { return person.roles == std::vector{Role::display}; }

std::vector<Capacity> usual_capacity() {
    using enum contact::Channel;
    return {{voice_in, 1, false}, {chat, 3, false}, {email, 5, true}, {form, 2, true}, {voicemail, 1, true}};
}

bool takes_contacts(const Person& person) {
    return !person.disabled && person.pool == contact::Pool::live && permissions_of(person.roles).allow(Permission::take_contacts);
}

Agent agent_of(const Person& person) { return {person.id, person.team, person.pool, person.skills, person.capacity, person.gates}; }

// ---- People ---------------------------------------------------------------------------------------------------------

Result<PersonId> PeopleStore::add(Person person) {
    if (auto checked = check(person); !checked) return std::unexpected(checked.error());
    const auto id = records_.query_one<PersonId>(
        "insert into person (id, login, name, language, roles, team, pool, skills, gates, capacity, device, owns, password, disabled) "
        "values ((select coalesce(max(id), 0) + 1 from person), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?10, ?11, ?8, ?12, '', ?9) "
        "on conflict (login) do nothing "
        "returning id",
        person.login, person.name, person.language, json::text(person.roles), person.team, person.pool, json::text(person.skills),
        person.device, person.disabled, json::text(person.gates), json::text(person.capacity), json::text(person.owns));
    if (!id) return problem("/login", "\"" + person.login + "\" is taken", "a login of its own for each person");
    return *id;
}

Result<void> PeopleStore::change(const Person& person) {
    if (auto checked = check(person); !checked) return checked;
    const auto changed = records_.run(
        "update person set name = ?2, language = ?3, roles = ?4, team = ?5, pool = ?6, skills = ?7, device = ?8, disabled = ?9, "
        "gates = ?10, capacity = ?11, owns = ?12 where id = ?1",
        person.id, person.name, person.language, json::text(person.roles), person.team, person.pool, json::text(person.skills),
        person.device, person.disabled, json::text(person.gates), json::text(person.capacity), json::text(person.owns));
    if (changed == 0) return problem("/id", "nobody has the number " + std::to_string(person.id.value));
    if (person.disabled) {
        records_.run("delete from session where person = ?1", person.id);
        records_.run("delete from sign_in_link where person = ?1", person.id);
    }
    return {};
}

std::optional<Person> PeopleStore::person(PersonId id) {
    auto row = records_.query_one<PersonRow>(person_by_id, id);
    return row ? std::optional(person_of(std::move(*row))) : std::nullopt;
}

std::optional<Person> PeopleStore::person(std::string_view login) {
    auto row = records_.query_one<PersonRow>(person_by_login, login);
    return row ? std::optional(person_of(std::move(*row))) : std::nullopt;
}

std::vector<Person> PeopleStore::everyone() {
    std::vector<Person> people;
    records_.each<PersonRow>(all_people, [&](PersonRow&& row) { people.push_back(person_of(std::move(row))); });
    return people;
}

void PeopleStore::set_language(PersonId id, Language language) {
    records_.run("update person set language = ?2 where id = ?1", id, language);
}

// ---- Passwords ------------------------------------------------------------------------------------------------------

Result<void> PeopleStore::set_password(PersonId id, std::string_view password, std::string_view kept_token) {
    if (password.size() < shortest_password)
        return problem("/password", "this password is too short", "at least 10 bytes; a sentence is good");
    if (password.size() > longest_password) return problem("/password", "this password is too long", "at most 1,024 bytes");
    records_.run("update person set password = ?2 where id = ?1", id, hashed_password(password));
    records_.run("delete from session where person = ?1 and token <> ?2", id, http::kept_of(kept_token));
    return {};
}

std::optional<PersonId> PeopleStore::verify(std::string_view login, std::string_view password) {
    // Whoever asks about a stranger must wait as long as for somebody whom we know.
    static const std::string nobody = hashed_password(http::new_token());
    if (password.size() > longest_password) return std::nullopt;
    const auto row = records_.query_one<PasswordRow>("select id, password from person where login = ?1 and disabled = 0", login);
    const bool has_password = row && !row->password.empty();
    const bool right = is_password(has_password ? row->password : nobody, password);
    return has_password && right ? std::optional(row->id) : std::nullopt;
}

// ---- Links and sessions ---------------------------------------------------------------------------------------------

std::string PeopleStore::make_link(PersonId person, Instant now) {
    const std::string token = http::new_token();
    const auto whose = this->person(person);
    const bool display = whose && is_display(*whose);
    records_.run("delete from sign_in_link where expires <= ?1", now);
    if (display) {
        records_.run("delete from sign_in_link where person = ?1", person);
        records_.run("delete from session where person = ?1", person);
    }
    records_.run("insert into sign_in_link (token, person, expires) values (?1, ?2, ?3)", http::kept_of(token), person,
                 now + (display ? lifetimes.display : lifetimes.link));
    return token;
}

std::optional<PersonId> PeopleStore::use_link(std::string_view token, Instant now) {
    const std::string hash = http::kept_of(token);
    const auto whose = records_.query_one<PersonId>("select person from sign_in_link where token = ?1 and expires > ?2", hash, now);
    const auto known = whose ? person(*whose) : std::nullopt;
    if (!known || known->disabled) return std::nullopt;
    if (is_display(*known)) return known->id;
    // Of two who use it at the same instant one has it.
    return records_.query_one<PersonId>("delete from sign_in_link where token = ?1 returning person", hash);
}

std::string PeopleStore::begin_session(PersonId person, Instant now) {
    const std::string token = http::new_token();
    records_.run("delete from session where (started <= ?1 or seen <= ?2) and (started <= ?3 or person not in "
                 "(select id from person where roles = '[\"display\"]'))",
                 now - lifetimes.session, now - lifetimes.idle, now - lifetimes.display);
    records_.run("insert into session (token, person, started, seen) values (?1, ?2, ?3, ?3)", http::kept_of(token), person, now);
    return token;
}

std::optional<Person> PeopleStore::session(std::string_view token, Instant now) {
    const std::string hash = http::kept_of(token);
    const auto row = records_.query_one<SessionRow>("select person, started, seen from session where token = ?1", hash);
    if (!row || row->started + lifetimes.display <= now) return std::nullopt;
    auto person = this->person(row->person);
    if (!person || person->disabled) return std::nullopt;
    const bool over = row->started + lifetimes.session <= now || row->seen + lifetimes.idle <= now;
    if (over && !is_display(*person)) return std::nullopt;
    // Once a minute is exact enough, and spares the disk a write for each request.
    if (row->seen + std::chrono::minutes{1} <= now) records_.run("update session set seen = ?2 where token = ?1", hash, now);
    return person;
}

void PeopleStore::end_session(std::string_view token) { records_.run("delete from session where token = ?1", http::kept_of(token)); }

// ---- Audit and site -------------------------------------------------------------------------------------------------

void PeopleStore::audit(const AuditLine& line) {
    records_.run("insert into audit (id, at, who, what, subject) "
                 "values ((select coalesce(max(id), 0) + 1 from audit), ?1, ?2, ?3, ?4)",
                 line.at, line.who, line.what, line.subject);
}

std::vector<AuditLine> PeopleStore::audited(std::string_view subject) {
    return records_.query<AuditLine>("select at, who, what, subject from audit where subject = ?1 order by id", subject);
}

void PeopleStore::set_site(const Site& site) {
    records_.run("insert into site (id, name, demo, time_zone, weekend, week_begins, messages) values (1, ?1, ?2, ?3, ?4, ?5, ?6) "
                 "on conflict (id) do update set name = excluded.name, demo = excluded.demo, time_zone = excluded.time_zone, "
                 "weekend = excluded.weekend, week_begins = excluded.week_begins, messages = excluded.messages",
                 site.name, site.demo, site.time_zone, json::text(site.weekend), site.week_begins, site.messages);
}

Site PeopleStore::site() {
    auto row = records_.query_one<SiteRow>("select name, demo, time_zone, weekend, week_begins, messages from site where id = 1");
    if (!row) return {};
    return {std::move(row->name), row->demo, std::move(row->time_zone), listed<std::vector<std::uint8_t>>(row->weekend), row->week_begins,
            row->messages};
}

}  // namespace markaz::people
