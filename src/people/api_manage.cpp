#include "people/api_manage.hpp"

#include <algorithm>

namespace markaz::people {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;

namespace {

PersonListed listed(const Person& person) {
    return {person.id, person.pool,
            {person.login, person.name, person.language, person.roles, person.team, person.skills, person.gates, person.capacity,
             person.device, person.owns, person.disabled}};
}

Person written(const PersonRecord& record) {
    Person person;
    person.login = record.login;
    person.name = record.name;
    person.language = record.language;
    person.roles = record.roles;
    person.team = record.team.value_or(Key{});
    person.skills = record.skills.value_or(std::vector<Skill>{});
    person.gates = record.gates.value_or(std::vector<Gate>{});
    person.capacity = record.capacity.value_or(usual_capacity());
    person.device = record.device.value_or("");
    person.owns = record.owns.value_or(std::vector<std::string>{});
    person.disabled = record.disabled.value_or(false);
    return person;
}

/// Nobody may give, or take over the account of somebody who has, what they do not hold themselves: a manager makes no administrator.
std::optional<Failure> beyond(const Call& call, const std::vector<Role>& roles) {
    for (Role role : roles)
        if (permissions_of(role).allow(Permission::administer) && !call.caller->may.allow(Permission::administer))
            return Failure(Status::forbidden, {"/roles", "only an administrator may do this for an administrator", "ask one"});
    return std::nullopt;
}

Failure nobody() { return {Status::not_found, {"", "nobody has this number", "see the list of people"}}; }

}  // namespace

Answer<PersonAdded> PeopleManagement::add(const Call& call, const PersonRecord& wanted) {
    if (auto refused = beyond(call, wanted.roles)) return std::unexpected(*refused);
    PersonAdded added;
    {
        auto records = records_.borrow();
        PeopleStore store(*records);
        auto id = store.add(written(wanted));
        if (!id) return std::unexpected(Failure(std::move(id.error())));
        added = {*id, store.make_link(*id, now_())};
        store.audit({now_(), call.caller->person, Audited::changed_person, "person " + std::to_string(id->value)});
    }
    changed_();
    return added;
}

Answer<http::Nothing> PeopleManagement::change(const Call& call, const PersonRecord& wanted) {
    const auto id = call.at<PersonId>("id");
    if (!id) return std::unexpected(id.error());
    {
        auto records = records_.borrow();
        PeopleStore store(*records);
        const auto known = store.person(*id);
        if (!known) return std::unexpected(nobody());
        if (auto refused = beyond(call, known->roles)) return std::unexpected(*refused);
        if (auto refused = beyond(call, wanted.roles)) return std::unexpected(*refused);
        if (known->login != wanted.login)
            return std::unexpected(Failure(Problem{"/login", "a login does not change", "\"" + known->login + "\" is this person's"}));
        Person person = written(wanted);
        person.id = *id;
        person.pool = known->pool;
        person.capacity = wanted.capacity.value_or(known->capacity);
        person.owns = wanted.owns.value_or(known->owns);
        if (auto changed = store.change(person); !changed) return std::unexpected(Failure(std::move(changed.error())));
        store.audit({now_(), call.caller->person, Audited::changed_person, "person " + std::to_string(id->value)});
    }
    changed_();
    return http::Nothing{};
}

Answer<NewLink> PeopleManagement::link(const Call& call) {
    const auto id = call.at<PersonId>("id");
    if (!id) return std::unexpected(id.error());
    auto records = records_.borrow();
    PeopleStore store(*records);
    const auto person = store.person(*id);
    if (!person || person->disabled || person->pool != contact::Pool::live) return std::unexpected(nobody());
    if (auto refused = beyond(call, person->roles)) return std::unexpected(*refused);
    store.audit({now_(), call.caller->person, Audited::made_link, "person " + std::to_string(id->value)});
    return NewLink{store.make_link(*id, now_())};
}

Answer<http::Nothing> PeopleManagement::set_site(const Call& call, const SiteRecord& wanted) {
    const auto is_weekday = [](std::uint8_t day) { return day >= 1 && day <= 7; };
    if (wanted.name.empty() || wanted.name.size() > 200)
        return std::unexpected(Failure(Problem{"/name", "a site has a name", "1 to 200 bytes"}));
    if (!std::ranges::all_of(wanted.weekend, is_weekday) || !is_weekday(wanted.week_begins))
        return std::unexpected(Failure(Problem{"/weekend", "this is no weekday", "1 for Monday to 7 for Sunday"}));
    if (!knows_zone_(wanted.time_zone))
        return std::unexpected(
            Failure(Problem{"/time_zone", "the time zone \"" + wanted.time_zone + "\" is not known", "an IANA name such as Asia/Tehran"}));
    auto records = records_.borrow();
    PeopleStore store(*records);
    const Site known = store.site();
    const bool messages = wanted.messages.value_or(known.messages);
    store.set_site({wanted.name, known.demo, wanted.time_zone, wanted.weekend, wanted.week_begins, messages});
    store.audit({now_(), call.caller->person, Audited::changed_site, wanted.name});
    return http::Nothing{};
}

void PeopleManagement::add_routes(http::Routes& routes) {
    routes.get("/api/v1/people", "list_people", Permission::manage_people, [this](const Call&) -> Answer<std::vector<PersonListed>> {
        auto records = records_.borrow();
        std::vector<PersonListed> people;
        std::ranges::transform(PeopleStore(*records).everyone(), std::back_inserter(people), listed);
        return people;
    });
    routes.post("/api/v1/people", "add_person", Permission::manage_people,
                [this](const Call& call, const PersonRecord& wanted) -> Answer<PersonAdded> { return add(call, wanted); });
    routes.put("/api/v1/people/{id}", "change_person", Permission::manage_people,
               [this](const Call& call, const PersonRecord& wanted) -> Answer<http::Nothing> { return change(call, wanted); });
    routes.post("/api/v1/people/{id}/link", "make_link", Permission::manage_people,
                [this](const Call& call) -> Answer<NewLink> { return link(call); });
    routes.get("/api/v1/site", "get_site", Permission::administer, [this](const Call&) -> Answer<SiteRecord> {
        auto records = records_.borrow();
        const Site site = PeopleStore(*records).site();
        return SiteRecord{site.name, site.time_zone, site.weekend, site.week_begins, site.messages};
    });
    routes.put("/api/v1/site", "set_site", Permission::administer,
               [this](const Call& call, const SiteRecord& wanted) -> Answer<http::Nothing> { return set_site(call, wanted); });
}

}  // namespace markaz::people
