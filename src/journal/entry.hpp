#pragma once
// One line of the journal: what came in, when, and what the machine made of it.

#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "contact/channel.hpp"

namespace markaz::journal {

/// Entries are numbered from 1 without a gap. 0 stands before the first.
using EntryNumber = std::uint64_t;

/// An input as it is stored. What the machine told because of it is not stored: it can be computed again, and `digest` proves it.
struct Entry {
    EntryNumber number = 0;
    Instant at{};                                      ///< never earlier than that of the entry before
    contact::Origin origin = contact::Origin::live;    ///< which world brought it
    std::string type;                                  ///< such as `contact_arrived` (journal/codec.hpp)
    std::uint32_t type_version = 0;
    std::string body;                                  ///< a JSON object
    std::uint64_t digest = 0;                          ///< of everything that was told (journal/codec.hpp, told_digest)
    std::uint32_t machine_version = 0;                 ///< of the machine that computed the digest
    friend bool operator==(const Entry&, const Entry&) = default;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (number, at, origin, type, type_version, body, digest, machine_version))

}  // namespace markaz::journal
