#pragma once
// Where quarter hours, days, weeks and months begin at a site: in its own time zone, with its own first day of the week.

#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace date {
class time_zone;
}

namespace markaz::metrics {

enum class Interval { quarter_hour, half_hour, hour, day, week, month };
BOOST_DESCRIBE_ENUM(Interval, quarter_hour, half_hour, hour, day, week, month)

/// Reads `15m`, `30m`, `1h`, `1d`, `1w` or `1mo`.
Result<Interval> parse_interval(std::string_view text);

/// From an instant on, the clocks of a zone are so far ahead of UTC.
struct OffsetChange {
    Instant from{};
    Duration ahead{0};
};

/// What the clocks of a zone do from `from` to `until`, rising, the first one for `from` itself. A Problem names a zone that is not known.
Result<std::vector<OffsetChange>> offset_changes(std::string_view zone, Instant from, Instant until);

/// The division of time at one site. Every instant lies in exactly one interval of each kind, also where clocks are changed:
/// a day is as long as it is, and an hour that is lived twice makes two intervals.
class Calendar {
public:
    /// `zone` is an IANA name such as `Asia/Tehran`.
    static Result<Calendar> of(std::string_view zone, std::chrono::weekday week_begins);

    /// Begin of the interval in which `at` lies.
    Instant begin(Interval interval, Instant at) const;
    /// End of the interval in which `at` lies: the begin of the next.
    Instant end(Interval interval, Instant at) const;

    /// `2026-11-22T14:00:00+03:30`: an instant as the site's clocks show it.
    std::string local_text(Instant at) const;

    /// The instant at which the site's clocks show `local`, counted from 1970-01-01 00:00 as they show it. Of an hour that is lived twice
    /// it is in the first; an hour that is left out is the instant of the change.
    Instant instant_of(Duration local) const;

private:
    Calendar(const date::time_zone* zone, std::chrono::weekday week_begins) : zone_(zone), week_begins_(week_begins) {}

    struct Span { Instant begin, end; };
    Span span(Interval interval, Instant at) const;

    const date::time_zone* zone_;
    std::chrono::weekday week_begins_;
};

}  // namespace markaz::metrics
