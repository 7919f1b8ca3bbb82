#pragma once
// Which worlds a number or a list counts.

#include <boost/describe/enum.hpp>

#include "contact/channel.hpp"

namespace markaz::contact {

/// `live`: what happened to people who really called, whether this centre served them or its records were imported from another
/// system. `all`: simulated contacts and practice too.
enum class Origins { live, all };
BOOST_DESCRIBE_ENUM(Origins, live, all)

constexpr bool counts(Origins origins, Origin origin) {
    return origins == Origins::all || origin == Origin::live || origin == Origin::imported;
}
constexpr bool counts(Origins origins, Pool pool) { return origins == Origins::all || pool == Pool::live; }

}  // namespace markaz::contact
