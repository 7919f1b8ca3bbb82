#pragma once
// What stands in a directory at its first start: a manual and an administrator; in a demo a whole small centre with its past.

#include <map>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/house.hpp"

namespace markaz::app {

/// A telephone account of the demo. Its password is made anew at every start and kept as a digest only.
struct PhoneAccount {
    std::string user, password, person;
};
BOOST_DESCRIBE_STRUCT(PhoneAccount, (), (user, password, person))

/// Everything that a newcomer needs to come in, told once.
struct Doors {
    std::map<std::string, std::string> links;  ///< one-time tokens by role or login
    std::vector<PhoneAccount> phones;
};

/// Fills a new directory; opens the doors of a demo at every start, and those of a real centre at its first.
/// The manual that is to be published once the machine is live, if the directory has none yet, comes with it.
struct FirstStart {
    Doors doors;
    std::optional<std::vector<procedure::SourceDocument>> manual;
};
Result<FirstStart> first_start(House& house, const ServeOptions& options, Instant now);

/// Tells the machine every agent as people are now.
void tell_agents(House& house);

/// The machine is told who the people are that the manual in force names by their logins. A login that nobody has, or somebody who may take
/// no contacts, is left out: then the queue serves what was meant for them.
void tell_named_people(House& house);

/// A new one-time link for whoever has this login.
Result<std::string> new_link(storage::Database& records, std::string_view login, Instant now);

/// `host` brackets IPv6; the token stands in the fragment, which browsers keep to themselves.
std::string link_address(std::string_view base, std::string_view token);

}  // namespace markaz::app
