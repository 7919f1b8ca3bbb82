#pragma once
// What decides about a customer, without a word of who they are.

#include <cstdint>
#include <optional>

#include <boost/describe.hpp>

#include "base/language.hpp"
#include "people/types.hpp"

namespace markaz::customer {

/// How a customer is to be treated. Rules of the manual ask for it; whoever is not known is `ordinary`.
enum class Standing { ordinary, vip, vulnerable, threatening };
BOOST_DESCRIBE_ENUM(Standing, ordinary, vip, vulnerable, threatening)

/// What is known of whoever shows a number, derived at the edge when their contact arrives.
struct Known {
    Standing standing = Standing::ordinary;
    std::uint32_t contacts_lately = 0;  ///< that this number began in the seven days before this one
    people::PersonId named;             ///< who is responsible for them; 0: nobody in particular
    friend bool operator==(const Known&, const Known&) = default;
};
BOOST_DESCRIBE_STRUCT(Known, (), (standing, contacts_lately, named))

/// The same for the edge that brings the contact, with the language in which they are spoken to; nothing: that of the line.
struct Caller {
    Known known;
    std::optional<Language> language;
};

}  // namespace markaz::customer
