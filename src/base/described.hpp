#pragma once
// One description line per struct or enum (BOOST_DESCRIBE_STRUCT, BOOST_DESCRIBE_ENUM) serves JSON, SQL, digests and schemas alike.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace markaz {

/// A struct whose public members are described.
template <class T>
concept Described = boost::describe::has_describe_members<std::remove_cv_t<T>>::value;

/// An enum whose values are described.
template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<std::remove_cv_t<T>>::value;

/// The name that the outside sees: `break_` is written with an underscore only because `break` belongs to C++.
constexpr std::string_view outside_name(std::string_view name) {
    if (name.ends_with('_')) name.remove_suffix(1);
    return name;
}

/// A described struct's public members, those of described bases first.
template <Described T>
using DescribedMembers =
    boost::describe::describe_members<std::remove_cv_t<T>, boost::describe::mod_public | boost::describe::mod_inherited>;

template <Described T>
inline constexpr std::size_t member_count = boost::mp11::mp_size<DescribedMembers<T>>::value;

/// Calls `f(std::string_view name, member&)` for each described member, in the order of the description.
template <class T, class F>
    requires Described<T>
constexpr void for_each_member(T& value, F&& f) {
    boost::mp11::mp_for_each<DescribedMembers<T>>([&](auto described) { f(outside_name(described.name), value.*described.pointer); });
}

/// Calls `f(std::string_view name, std::type_identity<Member>)` for each described member, where no value is at hand.
template <Described T, class F>
constexpr void for_each_member_type(F&& f) {
    boost::mp11::mp_for_each<DescribedMembers<T>>([&](auto described) {
        using Member = std::remove_cvref_t<decltype(std::declval<T&>().*described.pointer)>;
        f(outside_name(described.name), std::type_identity<Member>{});
    });
}

/// The outside names of an enum's values, in the order of the description.
template <DescribedEnum E>
constexpr auto enum_names() {
    std::array<std::string_view, boost::mp11::mp_size<boost::describe::describe_enumerators<E>>::value> names{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto described) {
        names[next++] = outside_name(described.name);
    });
    return names;
}

/// The outside name of one value; empty for a number that the enum does not describe.
template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
    std::string_view name;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto described) {
        if (described.value == value) name = outside_name(described.name);
    });
    return name;
}

template <DescribedEnum E>
constexpr std::optional<E> enum_from(std::string_view name) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto described) {
        if (outside_name(described.name) == name) found = described.value;
    });
    return found;
}

/// The type's name with its namespaces, such as `markaz::contact::Arrived`, as the compiler spells it.
template <class T>
constexpr std::string_view qualified_type_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    const std::size_t start = text.find("T = ") + 4;
    return text.substr(start, text.find_first_of(";]", start) - start);
}

/// The type's own name: `Arrived` for `markaz::contact::Arrived`. Arguments of a template stay as the compiler spells them.
template <class T>
constexpr std::string_view type_name() {
    std::string_view text = qualified_type_name<T>();
    const std::size_t own = text.substr(0, text.find('<')).rfind("::");
    return own == std::string_view::npos ? text : text.substr(own + 2);
}

}  // namespace markaz
