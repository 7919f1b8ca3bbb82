#pragma once
// What a person may do. Each route and each live topic names exactly one permission.

#include <cstdint>
#include <initializer_list>

#include <boost/describe/enum.hpp>

namespace markaz::people {

enum class Permission {
    public_,             ///< needs no session: signing in, the page itself
    sign_in,             ///< anyone who is signed in
    view_board,          ///< live numbers of queues and agents
    view_contacts,       ///< contacts and their history, without what identifies the customer
    view_personal_data,  ///< numbers, names and notes of customers
    listen_recordings,
    read_manual,    ///< the manual in force and its history
    take_contacts,  ///< declare a presence, answer, hold, transfer, wrap up
    own_cases,      ///< have cases of one's own, close them and give them away
    manage_cases,   ///< the same with everybody's
    manage_customers,  ///< see, add, change and remove known customers
    manage_people,
    manage_manual,
    administer,
};
BOOST_DESCRIBE_ENUM(Permission, public_, sign_in, view_board, view_contacts, view_personal_data, listen_recordings, read_manual,
                    take_contacts, own_cases, manage_cases, manage_customers, manage_people, manage_manual, administer)

/// A set of permissions. Whoever holds one is signed in, so public_ and sign_in need not be given to anybody.
class Permissions {
public:
    constexpr Permissions() = default;
    constexpr Permissions(std::initializer_list<Permission> given) {
        for (Permission permission : given) bits_ |= bit(permission);
    }

    constexpr bool allow(Permission wanted) const {
        return wanted == Permission::public_ || wanted == Permission::sign_in || (bits_ & bit(wanted)) != 0;
    }
    constexpr void add(Permission permission) { bits_ |= bit(permission); }
    friend constexpr bool operator==(Permissions, Permissions) = default;

private:
    static constexpr std::uint32_t bit(Permission permission) { return std::uint32_t{1} << static_cast<unsigned>(permission); }
    std::uint32_t bits_ = 0;
};

}  // namespace markaz::people
