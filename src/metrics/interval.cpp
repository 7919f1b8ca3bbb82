#include "metrics/interval.hpp"

#include <algorithm>

#include <date/tz.h>

#include "base/described.hpp"

namespace markaz::metrics {

namespace {

using date::local_days;
using date::days;

/// The length of an interval that is shorter than a day; nothing for the others.
std::optional<Duration> length_within_day(Interval interval) {
    switch (interval) {
        case Interval::quarter_hour: return std::chrono::minutes{15};
        case Interval::half_hour: return std::chrono::minutes{30};
        case Interval::hour: return std::chrono::hours{1};
        case Interval::day:
        case Interval::week:
        case Interval::month: return std::nullopt;
    }
    return std::nullopt;
}

/// The first instant of a local day. Where clocks are set forward over midnight that is the instant of the change.
Instant midnight(const date::time_zone& zone, local_days day) {
    const date::local_info info = zone.get_info(day);
    if (info.result == date::local_info::nonexistent) return info.first.end;
    return date::local_time<Duration>(day).time_since_epoch() - info.first.offset + Instant{};
}

local_days first_day(Interval interval, local_days day, std::chrono::weekday week_begins) {
    if (interval == Interval::week) return day - (date::weekday{day} - date::weekday{week_begins.c_encoding()});
    if (interval == Interval::month) {
        const date::year_month_day date{day};
        return local_days{date.year() / date.month() / 1};
    }
    return day;
}

local_days next_first_day(Interval interval, local_days first) {
    if (interval == Interval::week) return first + days{7};
    if (interval == Interval::month) {
        const date::year_month_day date{first};
        return local_days{date.year() / date.month() / 1 + date::months{1}};
    }
    return first + days{1};
}

}  // namespace

Result<Interval> parse_interval(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, Interval>, 6> known{{{"15m", Interval::quarter_hour}, {"30m", Interval::half_hour},
                                                                          {"1h", Interval::hour}, {"1d", Interval::day},
                                                                          {"1w", Interval::week}, {"1mo", Interval::month}}};
    const auto found = std::ranges::find(known, text, &std::pair<std::string_view, Interval>::first);
    if (found == known.end()) return problem({}, "\"" + std::string(text) + "\" is not an interval", "15m, 30m, 1h, 1d, 1w or 1mo");
    return found->second;
}

namespace {

Result<const date::time_zone*> zone_named(std::string_view name) {
    try {
        return date::locate_zone(std::string(name));
    } catch (const std::runtime_error&) {
        return problem({}, "the time zone \"" + std::string(name) + "\" is not known", "an IANA name such as Asia/Tehran");
    }
}

}  // namespace

Result<Calendar> Calendar::of(std::string_view zone, std::chrono::weekday week_begins) {
    const auto found = zone_named(zone);
    if (!found) return std::unexpected(found.error());
    return Calendar(*found, week_begins);
}

Result<std::vector<OffsetChange>> offset_changes(std::string_view zone, Instant from, Instant until) {
    const auto found = zone_named(zone);
    if (!found) return std::unexpected(found.error());
    std::vector<OffsetChange> changes;
    for (Instant at = from; at < until;) {
        const date::sys_info info = (*found)->get_info(at);
        if (changes.empty() || changes.back().ahead != info.offset) changes.push_back({at, info.offset});
        if (info.end >= date::floor<std::chrono::seconds>(until)) break;
        at = info.end;
    }
    return changes;
}

Calendar::Span Calendar::span(Interval interval, Instant at) const {
    if (const auto length = length_within_day(interval)) {
        // Within one offset local hours are whole; where the offset changes, the interval is cut at the change.
        const date::sys_info info = zone_->get_info(at);
        const Duration local = at.time_since_epoch() + info.offset;
        const Duration past = (local % *length + *length) % *length;
        return {std::max(at - past, Instant(info.begin)), std::min(at - past + *length, Instant(info.end))};
    }
    const local_days day = date::floor<days>(zone_->to_local(at));
    const local_days first = first_day(interval, day, week_begins_);
    return {midnight(*zone_, first), midnight(*zone_, next_first_day(interval, first))};
}

Instant Calendar::begin(Interval interval, Instant at) const { return span(interval, at).begin; }
Instant Calendar::end(Interval interval, Instant at) const { return span(interval, at).end; }

Instant Calendar::instant_of(Duration local) const {
    const date::local_time<Duration> wall{local};
    const date::local_info info = zone_->get_info(wall);
    if (info.result == date::local_info::nonexistent) return info.first.end;
    return Instant{local - info.first.offset};
}

std::string Calendar::local_text(Instant at) const {
    const Duration offset = zone_->get_info(at).offset;
    const std::int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    if (minutes == 0) return iso8601(at);
    std::string text = iso8601(at + offset);
    text.back() = minutes < 0 ? '-' : '+';
    const auto two_digits = [&text](std::int64_t number) {
        text += static_cast<char>('0' + number / 10);
        text += static_cast<char>('0' + number % 10);
    };
    two_digits(std::abs(minutes) / 60);
    text += ':';
    two_digits(std::abs(minutes) % 60);
    return text;
}

}  // namespace markaz::metrics
