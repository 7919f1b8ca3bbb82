#pragma once
// Known customers: who they are by their telephone number, how they are to be treated, and who is responsible for them.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/nullable.hpp"
#include "customer/store.hpp"
#include "edge/http/router.hpp"
#include "edge/storage/connections.hpp"
#include "people/store.hpp"

namespace markaz::customer {

/// A customer as they are written.
struct CustomerRecord {
    std::string number, name;
    std::optional<Language> language;           ///< not given: that of the line
    Standing standing = Standing::ordinary;
    std::optional<people::PersonId> person;     ///< who is responsible; not given: nobody in particular
};
BOOST_DESCRIBE_STRUCT(CustomerRecord, (), (number, name, language, standing, person))

struct CustomerListed {
    CustomerId id;
    CustomerRecord customer;
    std::optional<std::string> person_name;
    bool reachable = true;  ///< false: the person may take no contacts any more, and the queue serves this customer
};
BOOST_DESCRIBE_STRUCT(CustomerListed, (), (id, customer, person_name, reachable))

/// Somebody who can be responsible.
struct PersonChoice {
    people::PersonId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonChoice, (), (id, name))

struct Customers {
    std::vector<CustomerListed> rows;  ///< by name
    bool more = false;                 ///< there are others
    std::vector<PersonChoice> people;  ///< by name
};
BOOST_DESCRIBE_STRUCT(Customers, (), (rows, more, people))

struct CustomersQuery {
    std::optional<std::string> search;    ///< in a name or a number
    std::optional<std::uint32_t> limit;
};
BOOST_DESCRIBE_STRUCT(CustomersQuery, (), (search, limit))

struct CustomerAdded {
    CustomerId id;
};
BOOST_DESCRIBE_STRUCT(CustomerAdded, (), (id))

/// Thread-safe. `records` outlives it. `changed` is called after each change, so that the next call finds it.
class CustomerService {
public:
    CustomerService(storage::Connections& records, std::function<Instant()> now, std::function<void()> changed)
        : records_(records), now_(std::move(now)), changed_(std::move(changed)) {}

    /// GET and POST /api/v1/customers, PUT and DELETE /api/v1/customers/{id}. Each look and each change is audited.
    void add_routes(http::Routes& routes);

private:
    http::Answer<Customers> list(const http::Call& call, const CustomersQuery& query);
    http::Answer<CustomerAdded> add(const http::Call& call, const CustomerRecord& wanted);
    http::Answer<http::Nothing> change(const http::Call& call, const CustomerRecord& wanted);
    http::Answer<http::Nothing> remove(const http::Call& call);
    void audit(storage::Database& records, const http::Call& call, people::Audited what, std::string subject);

    storage::Connections& records_;
    std::function<Instant()> now_;
    std::function<void()> changed_;
};

}  // namespace markaz::customer
