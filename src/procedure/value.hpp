#pragma once
// What a run knows: typed values of fields and of the names that every condition may use. None is a text: what people wrote lies
// in the vault, and a run knows only that it is there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"

namespace markaz::procedure {

enum class ValueType { text, number, yes_no, choice, date, duration };
BOOST_DESCRIBE_ENUM(ValueType, text, number, yes_no, choice, date, duration)

/// `amount` is in the type's own unit: ten-thousandths of a number, 0 or 1, days since 1970, microseconds. A choice is `word`.
struct Value {
    ValueType type = ValueType::text;
    std::int64_t amount = 0;
    Key word;
    friend bool operator==(const Value&, const Value&) = default;
};
BOOST_DESCRIBE_STRUCT(Value, (), (type, amount, word))

/// A number has at most four decimals, kept exactly: no decision compares floats.
inline constexpr std::int64_t number_unit = 10'000;

/// A field of a run that has been filled in.
struct KnownField {
    Key field;
    Value value;
    friend bool operator==(const KnownField&, const KnownField&) = default;
};
BOOST_DESCRIBE_STRUCT(KnownField, (), (field, value))

/// Reads `12`, `-3.25`, with digits of all three scripts; nothing where it is no number, has more than four decimals or more than
/// twelve digits before them.
std::optional<std::int64_t> parse_number(std::string_view text);

/// `12`, `-3.25`: the shortest text that parse_number reads back.
std::string number_text(std::int64_t amount);

/// Days since 1970 of `2026-11-22`, with digits of all three scripts.
std::optional<std::int64_t> parse_day(std::string_view text);
std::string day_text(std::int64_t days);

/// As people read and write it: `12.5`, `yes`, `cards`, `2026-11-22`, `1h30m`. Nothing for a text, which is not here.
std::string value_text(const Value& value);

}  // namespace markaz::procedure
