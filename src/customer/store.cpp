#include "customer/store.hpp"

#include <algorithm>

#include "customer/number.hpp"

namespace markaz::customer {

namespace {

constexpr std::size_t longest_name = 200;

/// As it is kept, or what does not fit.
Result<Customer> fitting(Customer customer) {
    const std::string number = number_of(customer.number);
    if (number.empty())
        return problem("/number", "\"" + customer.number.substr(0, 40) + "\" is no telephone number",
                       "3 to 15 digits, with a country code after +, such as +62 812 3456 789");
    customer.number = number;
    if (customer.name.size() > longest_name || std::ranges::all_of(customer.name, [](char each) { return each == ' '; }))
        return problem("/name", "a customer has a name", "1 to 200 bytes");
    return customer;
}

constexpr std::string_view columns = "select id, number, name, language, standing, person from customer ";

/// `%` and `_` of a search stand for themselves.
std::string pattern_of(std::string_view search) {
    std::string pattern = "%";
    for (const char each : search) {
        if (each == '%' || each == '_' || each == '\\') pattern += '\\';
        pattern += each;
    }
    return pattern + '%';
}

const std::string everyone_sql = std::string(columns) + "order by id";
const std::string list_sql = std::string(columns) + "where ?1 = '%%' or name like ?1 escape '\\' or (?2 <> '%%' and number like ?2) "
                                                    "order by name, id limit ?3";
const std::string find_sql = std::string(columns) + "where id = ?1";
const std::string number_sql = std::string(columns) + "where number = ?1";

/// What of a search could stand in a number.
std::string figures_in(std::string_view search) {
    std::string figures = number_of(search);
    if (figures.empty() && !search.empty() && std::ranges::all_of(search, [](char each) { return each >= '0' && each <= '9'; }))
        figures = search;
    return figures;
}

}  // namespace

CustomerStore::CustomerStore(storage::Database& records) : records_(records) {
    // Whoever is removed, and what was changed, leaves nothing in the file.
    records_.query<std::int64_t>("pragma secure_delete = on");
}

std::vector<Customer> CustomerStore::everyone() { return records_.query<Customer>(everyone_sql); }

std::vector<Customer> CustomerStore::list(std::string_view search, std::uint32_t limit) {
    return records_.query<Customer>(list_sql, pattern_of(search), pattern_of(figures_in(search)), limit);
}

std::optional<Customer> CustomerStore::find(CustomerId id) { return records_.query_one<Customer>(find_sql, id); }

std::optional<Customer> CustomerStore::with_number(std::string_view number) { return records_.query_one<Customer>(number_sql, number); }

bool CustomerStore::is_taken(const Customer& customer) {
    constexpr std::string_view other = "select id from customer where number = ?1 and id <> ?2";
    return records_.query_one<CustomerId>(other, customer.number, customer.id).has_value();
}

Result<CustomerId> CustomerStore::add(const Customer& wanted, Instant now) {
    const auto customer = fitting(wanted);
    if (!customer) return std::unexpected(customer.error());
    const auto id = records_.query_one<CustomerId>(
        "insert into customer (number, name, language, standing, person, changed) values (?1, ?2, ?3, ?4, ?5, ?6) "
        "on conflict (number) do nothing returning id",
        customer->number, customer->name, customer->language, customer->standing, customer->person, now);
    if (!id) return problem("/number", customer->number + " is another customer's", "change that customer, or write another number");
    return *id;
}

Result<void> CustomerStore::change(const Customer& wanted, Instant now) {
    const auto customer = fitting(wanted);
    if (!customer) return std::unexpected(customer.error());
    storage::Transaction transaction(records_);
    if (is_taken(*customer))
        return problem("/number", customer->number + " is another customer's", "change that customer, or write another number");
    records_.run("update customer set number = ?2, name = ?3, language = ?4, standing = ?5, person = ?6, changed = ?7 where id = ?1",
                 customer->id, customer->number, customer->name, customer->language, customer->standing, customer->person, now);
    transaction.commit();
    return {};
}

bool CustomerStore::remove(CustomerId id) { return records_.run("delete from customer where id = ?1", id) > 0; }

}  // namespace markaz::customer
