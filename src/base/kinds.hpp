#pragma once
// What one of many kinds of things is.

#include <cstddef>
#include <utility>
#include <variant>

namespace markaz {

/// Calls `f` with what the variant holds. std::visit of more than a few kinds goes through a table of functions; here the compiler sees
/// all calls in one place, so that the many kinds for which a fold does nothing cost no call.
template <class F, class... Kinds>
void look_at(const std::variant<Kinds...>& what, F&& f) {
    [&]<std::size_t... at>(std::index_sequence<at...>) {
        static_cast<void>(((what.index() == at && (f(*std::get_if<at>(&what)), true)) || ...));
    }(std::index_sequence_for<Kinds...>{});
}

}  // namespace markaz
