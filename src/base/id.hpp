#pragma once
// Strong ids: one type for each kind of thing, so that an agent's number can never be passed where a contact's is wanted.

#include <compare>
#include <cstdint>
#include <functional>

namespace markaz {

/// A number that names one thing of one kind. 0 names nothing. Ids stay below 2^53, because they pass through JSON.
template <class Tag>
struct Id {
    std::uint64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace markaz

template <class Tag>
struct std::hash<markaz::Id<Tag>> {
    std::size_t operator()(markaz::Id<Tag> id) const noexcept { return id.value * 0x9E3779B97F4A7C15ull; }
};
