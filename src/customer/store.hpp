#pragma once
// Known customers in records.db. They are no fold of the journal and cannot be made again.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/language.hpp"
#include "base/result.hpp"
#include "customer/types.hpp"
#include "edge/storage/database.hpp"

namespace markaz::customer {

/// Table customer, for the list of migrations of records.db.
inline constexpr std::string_view customer_schema = R"(
create table customer (id integer primary key, number text not null unique, name text not null, language text, standing text not null,
    person bigint not null, changed bigint not null);
)";

using CustomerId = Id<struct CustomerTag>;

struct Customer {
    CustomerId id;
    std::string number;                ///< in the form of number_of()
    std::string name;
    std::optional<Language> language;  ///< in which they are spoken to; nothing: that of the line
    Standing standing = Standing::ordinary;
    people::PersonId person;           ///< who is responsible for them; 0: nobody in particular
};
BOOST_DESCRIBE_STRUCT(Customer, (), (id, number, name, language, standing, person))

/// On a connection to records.db that belongs to the caller's thread. Throws StorageError as that does.
class CustomerStore {
public:
    explicit CustomerStore(storage::Database& records);

    std::vector<Customer> everyone();
    /// Whose name or number has `search` in it, by name; empty: all. At most `limit`.
    std::vector<Customer> list(std::string_view search, std::uint32_t limit);
    std::optional<Customer> find(CustomerId id);
    /// Whose number this is, in the form of number_of().
    std::optional<Customer> with_number(std::string_view number);

    /// The Problem names the field that does not fit. Nothing is kept then.
    Result<CustomerId> add(const Customer& customer, Instant now);
    Result<void> change(const Customer& customer, Instant now);
    /// True if there was one. What the file held of them is overwritten.
    bool remove(CustomerId id);

private:
    bool is_taken(const Customer& customer);

    storage::Database& records_;
};

}  // namespace markaz::customer
