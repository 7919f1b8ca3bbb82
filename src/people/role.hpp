#pragma once
// What people are here for, and what they may do for it.

#include <span>

#include <boost/describe/enum.hpp>

#include "people/permission.hpp"

namespace markaz::people {

/// `display` is a screen on a wall, not a person.
enum class Role { agent, leader, manager, administrator, display };
BOOST_DESCRIBE_ENUM(Role, agent, leader, manager, administrator, display)

constexpr Permissions permissions_of(Role role) {
    using enum Permission;
    switch (role) {
        case Role::agent: return {take_contacts, view_board, own_cases, read_manual};
        case Role::leader:
            return {take_contacts, view_board,   view_contacts, view_personal_data, listen_recordings,
                    own_cases,     manage_cases, manage_customers, read_manual};
        case Role::manager:
            return {view_board,   view_contacts, view_personal_data, listen_recordings, own_cases,
                    manage_cases, manage_people, manage_customers,   read_manual,
                    manage_manual};
        // Whoever keeps the system running need not know who called, nor hear what was said.
        case Role::administrator: return {view_board, view_contacts, manage_people, read_manual, manage_manual, administer};
        case Role::display: return {view_board};
    }
    return {};
}

/// Everything that any of the roles allows.
constexpr Permissions permissions_of(std::span<const Role> roles) {
    Permissions all;
    for (Role role : roles)
        for (int each = 0; each <= static_cast<int>(Permission::administer); ++each) {
            const auto permission = static_cast<Permission>(each);
            const bool given = permission != Permission::public_ && permission != Permission::sign_in;
            if (given && permissions_of(role).allow(permission)) all.add(permission);
        }
    return all;
}

}  // namespace markaz::people
