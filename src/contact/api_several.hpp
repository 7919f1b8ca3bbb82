#pragma once
// What a query names with commas between.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/described.hpp"
#include "edge/http/router.hpp"

namespace markaz::contact {

/// `answered,blocked` as values; a Failure that names what is none.
template <DescribedEnum E>
http::Answer<std::vector<E>> several(const std::optional<std::string>& text, std::string_view parameter) {
    std::vector<E> values;
    std::string_view rest = text ? std::string_view(*text) : std::string_view{};
    while (!rest.empty()) {
        const std::string_view name = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
        const auto value = enum_from<E>(name);
        if (!value) {
            std::string known;
            for (std::string_view each : enum_names<E>()) known.append(known.empty() ? "" : ", ") += each;
            std::string what = "\"" + std::string(name) + "\" is not known";
            return std::unexpected(http::Failure({"?" + std::string(parameter), std::move(what), "one of " + known}));
        }
        values.push_back(*value);
    }
    return values;
}

}  // namespace markaz::contact
