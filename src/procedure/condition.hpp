#pragma once
// Conditions: a small language without loops and without I/O, in which every expression has a value. The grammar stands in
// docs/manual-language.md; web/src/features/manual/condition.ts reads the same one, and both are tested by
// src/procedure/condition_vectors.json.

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "contact/channel.hpp"
#include "customer/types.hpp"
#include "procedure/value.hpp"

namespace markaz::procedure {

/// A name that a condition may use. `options` are those of a choice; where there are none, any word may be compared.
struct KnownName {
    std::string name;
    ValueType type = ValueType::text;
    std::vector<Key> options;
};

/// What every condition knows beside the fields of its run.
struct Facts {
    Language language = Language::en;
    contact::Channel channel = contact::Channel::voice_in;
    Key queue;            ///< empty: none led here
    Duration waited{0};
    Duration elapsed{0};
    std::uint32_t transfers = 0;
    bool trainee = false;
    customer::Known customer;
    std::span<const KnownField> fields;
};

/// The names of Facts, in this order: `language`, `channel`, `queue`, `waited`, `elapsed`, `transfers`, `trainee`,
/// `customer.standing`, `customer.contacts_lately`.
const std::vector<KnownName>& names_of_facts();

inline constexpr std::size_t longest_condition = 1000;  ///< bytes
inline constexpr std::size_t deepest_condition = 32;

/// What is wrong with a condition, at which character of it, counted from 0.
struct ConditionProblem {
    std::size_t at = 0;
    std::string what;
    std::string right;
};

/// A condition, compiled: a short list of steps over a stack, so that nothing is allocated while it is evaluated.
class Condition {
public:
    /// The name of a fact stands before a field of the same name.
    static std::expected<Condition, ConditionProblem> compile(std::string_view text, std::span<const KnownName> fields);

    bool holds(const Facts& facts) const;

private:
    friend class ConditionReader;
    enum class Op : std::uint8_t { constant, fact, field, equal, unequal, less, at_most, more, at_least, in, not_in, both, either, negate,
                                   add, subtract, times, by, minus };
    struct Step {
        Op op;
        std::uint16_t count = 0;  ///< of a list
        std::uint32_t index = 0;  ///< of a constant, fact, field, or the first of a list
    };
    struct Constant {
        bool known = false;
        std::int64_t amount = 0;
        Key word;
    };
    std::vector<Step> steps_;
    std::vector<Constant> constants_;
    std::vector<Key> fields_;
};

}  // namespace markaz::procedure
