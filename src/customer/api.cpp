#include "customer/api.hpp"

#include <algorithm>
#include <tuple>

namespace markaz::customer {

using http::Answer;
using http::Call;
using http::Failure;
using http::Status;
using people::Permission;

namespace {

constexpr std::uint32_t usual_rows = 100, most_rows = 500;
constexpr std::size_t longest_search = 200;

Failure not_there(const Call& call) {
    return Failure(Status::not_found, {call.request.path, "this customer is not there", "see the list"});
}

Customer written(const CustomerRecord& record, CustomerId id) {
    return {id, record.number, record.name, record.language, record.standing, record.person.value_or(people::PersonId{})};
}

/// Who is responsible must be able to take the call.
std::optional<Failure> beyond(storage::Database& records, const CustomerRecord& wanted) {
    if (!wanted.person || !*wanted.person) return std::nullopt;
    const auto person = people::PeopleStore(records).person(*wanted.person);
    if (person && people::takes_contacts(*person)) return std::nullopt;
    return Failure(Problem{"/person", "nobody with this number takes contacts here", "choose somebody who does, or leave it out"});
}

std::string name_of(CustomerId id) { return "customer " + std::to_string(id.value); }

}  // namespace

void CustomerService::audit(storage::Database& records, const Call& call, people::Audited what, std::string subject) {
    people::PeopleStore(records).audit({now_(), call.caller->person, what, std::move(subject)});
}

Answer<Customers> CustomerService::list(const Call& call, const CustomersQuery& query) {
    const std::uint32_t limit = query.limit.value_or(usual_rows);
    if (limit == 0 || limit > most_rows)
        return std::unexpected(Failure({"?limit", std::to_string(limit) + " is out of range", "1 to " + std::to_string(most_rows)}));
    const std::string search = query.search.value_or("");
    if (search.size() > longest_search)
        return std::unexpected(Failure({"?search", "this is too long", "at most " + std::to_string(longest_search) + " bytes"}));
    auto records = records_.borrow();
    Customers made;
    const std::vector<people::Person> everyone = people::PeopleStore(*records).everyone();
    for (const people::Person& person : everyone)
        if (people::takes_contacts(person)) made.people.push_back({person.id, person.name});
    std::ranges::sort(made.people, {}, [](const PersonChoice& each) { return std::tie(each.name, each.id); });
    std::string read;
    for (Customer& each : CustomerStore(*records).list(search, limit + 1)) {
        if (made.rows.size() == limit) {
            made.more = true;
            break;
        }
        read += (read.empty() ? "customers " : ", ") + std::to_string(each.id.value);
        CustomerListed& row = made.rows.emplace_back();
        row.id = each.id;
        row.customer = {std::move(each.number), std::move(each.name), each.language, each.standing, std::nullopt};
        if (!each.person) continue;
        row.customer.person = each.person;
        const auto person = std::ranges::find(everyone, each.person, &people::Person::id);
        row.reachable = person != everyone.end() && people::takes_contacts(*person);
        if (person != everyone.end()) row.person_name = person->name;
    }
    if (!read.empty()) audit(*records, call, people::Audited::read_customers, read);
    return made;
}

Answer<CustomerAdded> CustomerService::add(const Call& call, const CustomerRecord& wanted) {
    CustomerAdded added;
    {
        auto records = records_.borrow();
        if (auto refused = beyond(*records, wanted)) return std::unexpected(*refused);
        const auto id = CustomerStore(*records).add(written(wanted, {}), now_());
        if (!id) return std::unexpected(Failure(id.error()));
        added.id = *id;
        audit(*records, call, people::Audited::changed_customer, name_of(*id));
    }
    changed_();
    return added;
}

Answer<http::Nothing> CustomerService::change(const Call& call, const CustomerRecord& wanted) {
    const auto id = call.at<CustomerId>("id");
    if (!id) return std::unexpected(id.error());
    {
        auto records = records_.borrow();
        CustomerStore store(*records);
        if (!store.find(*id)) return std::unexpected(not_there(call));
        if (auto refused = beyond(*records, wanted)) return std::unexpected(*refused);
        if (auto changed = store.change(written(wanted, *id), now_()); !changed) return std::unexpected(Failure(changed.error()));
        audit(*records, call, people::Audited::changed_customer, name_of(*id));
    }
    changed_();
    return http::Nothing{};
}

Answer<http::Nothing> CustomerService::remove(const Call& call) {
    const auto id = call.at<CustomerId>("id");
    if (!id) return std::unexpected(id.error());
    {
        auto records = records_.borrow();
        if (!CustomerStore(*records).remove(*id)) return std::unexpected(not_there(call));
        audit(*records, call, people::Audited::removed_customer, name_of(*id));
    }
    changed_();
    return http::Nothing{};
}

void CustomerService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/customers", "list_customers", Permission::manage_customers,
               [this](const Call& call, const CustomersQuery& query) -> Answer<Customers> { return list(call, query); });
    routes.post("/api/v1/customers", "add_customer", Permission::manage_customers,
                [this](const Call& call, const CustomerRecord& wanted) -> Answer<CustomerAdded> { return add(call, wanted); });
    routes.put("/api/v1/customers/{id}", "change_customer", Permission::manage_customers,
               [this](const Call& call, const CustomerRecord& wanted) -> Answer<http::Nothing> { return change(call, wanted); });
    routes.delete_("/api/v1/customers/{id}", "remove_customer", Permission::manage_customers,
                  [this](const Call& call) -> Answer<http::Nothing> { return remove(call); });
}

}  // namespace markaz::customer
