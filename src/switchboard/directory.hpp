#pragma once
// Where a dialled number leads, and whose telephone is whose. Facts of the site, not of the manual.

#include <map>
#include <optional>
#include <string>

#include "base/key.hpp"
#include "base/language.hpp"
#include "people/types.hpp"

namespace markaz::switchboard {

/// A number that callers dial: it enters a flow, or goes straight into a queue; exactly one is named.
struct DialledNumber {
    std::string called;
    Key flow;
    Key queue;
    Language language = Language::en;
    bool web = false;  ///< customers may call it from the page /call
};
BOOST_DESCRIBE_STRUCT(DialledNumber, (), (called, flow, queue, language, web))

struct Directory {
    std::map<std::string, DialledNumber, std::less<>> numbers;
    std::map<people::PersonId, std::string> devices;

    const DialledNumber* number(std::string_view called) const {
        const auto found = numbers.find(called);
        return found == numbers.end() ? nullptr : &found->second;
    }
    std::optional<std::string> device_of(people::PersonId person) const {
        const auto found = devices.find(person);
        return found == devices.end() ? std::nullopt : std::optional(found->second);
    }
    /// Whose telephone this is: their extension, to which another agent may transfer.
    std::optional<people::PersonId> person_at(std::string_view device) const {
        for (const auto& [person, theirs] : devices)
            if (theirs == device) return person;
        return std::nullopt;
    }
};

}  // namespace markaz::switchboard
