#include "base/instant.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

namespace markaz {

namespace {

using namespace std::chrono;

constexpr std::string_view instant_form = "an instant is written 2026-11-22T10:42:07Z or 2026-11-22T10:42:07.250+03:30";
constexpr std::string_view duration_form = "a length is written 250ms, 20s, 5m, 2h, 1d or chained, such as 1h30m";

/// Takes characters from the front of a text; every step fails when the text is something else.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool number(std::size_t digits, int& value) {
        if (rest_.size() < digits) return false;
        value = 0;
        for (char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return false;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return true;
    }
    bool literal(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// `.` and one to six digits of a second, if there are any.
    bool fraction(Duration& value) {
        value = Duration{0};
        if (!literal('.')) return true;
        std::int64_t micro = 0;
        std::size_t digits = 0;
        for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
            if (digits == 6) return false;
            micro = micro * 10 + (rest_[digits] - '0');
        }
        if (digits == 0) return false;
        rest_.remove_prefix(digits);
        for (; digits < 6; ++digits) micro *= 10;
        value = Duration{micro};
        return true;
    }
    bool offset(minutes& value) {
        value = minutes{0};
        if (literal('Z')) return true;
        const bool ahead = !rest_.empty() && rest_.front() == '+';
        int hour = 0, minute = 0;
        if (!(literal('+') || literal('-')) || !number(2, hour) || !literal(':') || !number(2, minute)) return false;
        if (hour > 23 || minute > 59) return false;
        value = (ahead ? 1 : -1) * (hours{hour} + minutes{minute});
        return true;
    }
    bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

struct Unit {
    std::string_view name;
    Duration length;
};
/// From the longest to the shortest; `ms` stands before `m` would be tried on it, because the longest match is taken.
constexpr std::array<Unit, 6> units{
    {{"d", days{1}}, {"h", hours{1}}, {"m", minutes{1}}, {"s", seconds{1}}, {"ms", milliseconds{1}}, {"us", microseconds{1}}}};

}  // namespace

std::string iso8601(Instant instant) {
    const auto day = floor<days>(instant);
    const year_month_day date{day};
    const hh_mm_ss<Duration> time{instant - day};
    std::array<char, 40> text{};
    int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                             static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    std::string result(text.data(), static_cast<std::size_t>(size));
    if (const auto micro = time.subseconds().count(); micro != 0) {
        size = micro % 1000 == 0 ? std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(micro / 1000))
                                 : std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(micro));
        result.append(text.data(), static_cast<std::size_t>(size));
    }
    return result + 'Z';
}

Result<Instant> parse_instant(std::string_view text) {
    const auto refused = [&] { return problem({}, "\"" + std::string(text) + "\" is not an instant", std::string(instant_form)); };
    Reader reader(text);
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    Duration fraction{};
    minutes offset{};
    const bool formed = reader.number(4, y) && reader.literal('-') && reader.number(2, mo) && reader.literal('-') && reader.number(2, d) &&
                        reader.literal('T') && reader.number(2, h) && reader.literal(':') && reader.number(2, mi) && reader.literal(':') &&
                        reader.number(2, s) && reader.fraction(fraction) && reader.offset(offset) && reader.done();
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    if (!formed || !date.ok() || h > 23 || mi > 59 || s > 59) return refused();
    return Instant{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + fraction - offset;
}

Result<Duration> parse_duration(std::string_view text) {
    const auto refused = [&] { return problem({}, "\"" + std::string(text) + "\" is not a length of time", std::string(duration_form)); };
    if (text.empty()) return refused();
    Duration total{0};
    for (std::string_view rest = text; !rest.empty();) {
        std::size_t digits = 0;
        std::int64_t count = 0;
        for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9'; ++digits) {
            if (digits == 9) return refused();
            count = count * 10 + (rest[digits] - '0');
        }
        if (digits == 0) return refused();
        rest.remove_prefix(digits);
        const auto letters = std::min(rest.size(), rest.find_first_of("0123456789"));
        const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == rest.substr(0, letters); });
        if (unit == units.end()) return refused();
        if (count > (Duration::max() - total) / unit->length) return refused();
        total += count * unit->length;
        rest.remove_prefix(letters);
    }
    return total;
}

std::string duration_text(Duration duration) {
    if (duration == Duration{0}) return "0s";
    std::string text;
    for (const Unit& unit : units) {
        if (const auto count = duration / unit.length; count > 0) text += std::to_string(count) + std::string(unit.name);
        duration %= unit.length;
    }
    return text;
}

}  // namespace markaz
