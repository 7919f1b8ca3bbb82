#include "procedure/value.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "procedure/fields.hpp"

namespace markaz::procedure {

namespace {

constexpr std::size_t most_digits = 12, most_decimals = 4;

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t number = 0;
    if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::string latin = with_latin_digits(text);
    std::string_view rest = latin;
    const bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    const auto point = rest.find('.');
    const std::string_view whole = rest.substr(0, point);
    std::string decimals(point == std::string_view::npos ? "0" : rest.substr(point + 1));
    if (whole.size() > most_digits || decimals.empty() || decimals.size() > most_decimals) return std::nullopt;
    decimals.resize(most_decimals, '0');
    const auto before = digits(whole), after = digits(decimals);
    if (!before || !after) return std::nullopt;
    const std::int64_t amount = *before * number_unit + *after;
    return negative ? -amount : amount;
}

std::string number_text(std::int64_t amount) {
    // Through the unsigned type, because the smallest number has no positive counterpart.
    const std::uint64_t size = amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
    std::string text = (amount < 0 ? "-" : "") + std::to_string(size / number_unit);
    if (const std::uint64_t rest = size % number_unit; rest != 0) {
        std::string decimals = std::to_string(number_unit + rest).substr(1);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        text += '.' + decimals;
    }
    return text;
}

std::optional<std::int64_t> parse_day(std::string_view text) {
    const std::string latin = with_latin_digits(text);
    if (latin.size() != 10 || latin[4] != '-' || latin[7] != '-') return std::nullopt;
    const std::string_view view = latin;
    const auto year = digits(view.substr(0, 4)), month = digits(view.substr(5, 2)), day = digits(view.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

std::string day_text(std::int64_t days) {
    // Days of a journal may be anything; beyond the years that a date can name they are shown at the last one.
    constexpr std::int64_t most = 2'932'896;  // 9999-12-31
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{std::clamp<std::int64_t>(days, 0, most)}}};
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return text;
}

std::string value_text(const Value& value) {
    switch (value.type) {
        case ValueType::text: return {};
        case ValueType::number: return number_text(value.amount);
        case ValueType::yes_no: return value.amount != 0 ? "yes" : "no";
        case ValueType::choice: return std::string(value.word.text());
        case ValueType::date: return day_text(value.amount);
        case ValueType::duration: return duration_text(Duration{value.amount});
    }
    return {};
}

}  // namespace markaz::procedure
