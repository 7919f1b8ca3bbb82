#include "app/sample.hpp"

#include <array>

#include "people/store.hpp"
#include "procedure/source.hpp"
#include "switchboard/account.hpp"
#include "switchboard/store.hpp"

namespace markaz::app {

using people::Person;
using people::Role;

namespace {

Person person(std::string login, std::string name, Language language, std::vector<Role> roles) {
    Person made;
    made.login = std::move(login);
    made.name = std::move(name);
    made.language = language;
    made.roles = std::move(roles);
    return made;
}

Person agent(std::string login, std::string name, Language language, std::vector<people::Skill> skills) {
    Person made = person(login, std::move(name), language, {Role::agent});
    made.team = "day"_key;
    made.skills = std::move(skills);
    made.device = std::move(login);
    return made;
}

/// The people of the demo who may really sign in; those who lead own the procedures of the sample manual. Whoever takes its simulated
/// contacts is made by the simulator.
std::vector<Person> demo_people() {
    Person leader = person("leader", "Reza Karimi", Language::fa, {Role::leader});
    leader.team = "day"_key;
    leader.skills = {{"leader"_key, 3}};
    leader.owns = {"head of card services", "head of deliveries"};
    Person manager = person("manager", "Nadia Rahman", Language::ms, {Role::manager});
    manager.owns = {"head of customer service", "operations manager"};
    return {
        person("admin", "Administrator", Language::en, {Role::administrator}),
        manager,
        leader,
        agent("amal", "Amal Said", Language::ar, {{"cards"_key, 3}, {"accounts"_key, 2}, {"delivery"_key, 2}}),
        agent("budi", "Budi Santoso", Language::id, {{"cards"_key, 2}, {"accounts"_key, 3}, {"delivery"_key, 3}}),
        person("board", "Wall display", Language::en, {Role::display}),
    };
}

Result<void> add_people(people::PeopleStore& store, std::vector<Person> people) {
    for (Person& each : people)
        if (auto added = store.add(std::move(each)); !added) return std::unexpected(added.error());
    return {};
}

/// The demo's numbers for each language, in the order in which Language names them: 100 and on, and 110 and on for the hours in which
/// the lines are closed.
void add_demo_numbers(switchboard::TelephoneStore& telephones) {
    telephones.put(switchboard::Trunk{"loopback", "127.0.0.1"});
    int called = 100, closed = 110;
    for (Language language : all_languages) {
        telephones.put(switchboard::DialledNumber{std::to_string(called++), "main-line"_key, {}, language, true});
        telephones.put(switchboard::DialledNumber{std::to_string(closed++), "opening-hours"_key, {}, language, false});
    }
}

Result<void> fill(storage::Database& records, bool demo) {
    people::PeopleStore people(records);
    people::Site site;
    if (demo) {
        site = {"Marjan Bank", true, "Africa/Cairo", {5, 6}, 7, true};
        switchboard::TelephoneStore telephones(records);
        add_demo_numbers(telephones);
    } else {
        site.name = "Markaz";
    }
    people.set_site(site);
    return add_people(people, demo ? demo_people() : std::vector{person("admin", "Administrator", Language::en, {Role::administrator})});
}

Doors open_doors(storage::Database& records, bool demo, bool fresh, Instant now) {
    people::PeopleStore people(records);
    switchboard::TelephoneStore telephones(records);
    Doors doors;
    for (const Person& each : people.everyone()) {
        if (each.disabled || each.pool != contact::Pool::live) continue;
        // A new link would darken the screen that came in by the old one.
        if (people::is_display(each) && !fresh) continue;
        doors.links[each.login] = people.make_link(each.id, now);
        if (!demo || each.device.empty()) continue;
        PhoneAccount account{each.device, switchboard::new_phone_password(), each.name};
        telephones.put(switchboard::Device{account.user, switchboard::ha1_of(account.user, account.password), {}});
        doors.phones.push_back(std::move(account));
    }
    return doors;
}

}  // namespace

Result<FirstStart> first_start(House& house, const ServeOptions& options, Instant now) {
    FirstStart made;
    auto records = house.records().borrow();
    const bool fresh = people::PeopleStore(*records).everyone().empty();
    if (fresh)
        if (auto filled = fill(*records, house.is_demo()); !filled) return std::unexpected(filled.error());
    if (fresh || house.is_demo()) made.doors = open_doors(*records, house.is_demo(), fresh, now);
    if (!house.manuals().newest()) {
        if (options.manual.empty()) {
            made.manual.emplace(procedure::sample_manual().begin(), procedure::sample_manual().end());
        } else {
            auto sources = read_manual(options.manual);
            if (!sources) return std::unexpected(sources.error());
            made.manual = std::move(*sources);
        }
    }
    return made;
}

void tell_agents(House& house) {
    std::vector<Person> people;
    {
        auto records = house.records().borrow();
        people = people::PeopleStore(*records).everyone();
    }
    // Both are refused as no change where the machine knows it so.
    std::vector<centre::Input> told;
    for (const Person& each : people) {
        if (each.pool != contact::Pool::live || !people::permissions_of(each.roles).allow(people::Permission::take_contacts)) continue;
        told.emplace_back(centre::AgentChanged{people::agent_of(each)});
        if (each.disabled)
            told.emplace_back(centre::PresenceDeclared{each.id, people::Presence::offline, people::PresenceReason::signed_out});
    }
    driver::tell_all(house.live(), told);
    tell_named_people(house);
}

void tell_named_people(House& house) {
    const procedure::ManualRef manual = house.manuals().newest();
    if (!manual) return;
    centre::PeopleNamed named;
    {
        auto records = house.records().borrow();
        people::PeopleStore people(*records);
        for (const procedure::Escalation& each : manual->escalations) {
            const auto person = each.to.empty() ? std::nullopt : people.person(each.to.text());
            if (person && people::takes_contacts(*person)) named.people.push_back({each.id, person->id});
        }
    }
    driver::tell_all(house.live(), std::vector<centre::Input>{named});
}

Result<std::string> new_link(storage::Database& records, std::string_view login, Instant now) {
    people::PeopleStore people(records);
    const auto found = people.person(login);
    if (!found) return problem(std::string(login), "nobody has this login", "see the list of people");
    if (found->disabled) return problem(std::string(login), "this person may no longer sign in", "");
    return people.make_link(found->id, now);
}

std::string link_address(std::string_view base, std::string_view token) {
    return std::string(base) + "/signin#token=" + std::string(token);
}

}  // namespace markaz::app
