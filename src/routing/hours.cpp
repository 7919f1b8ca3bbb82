// When a site is open, by its own clocks.

#include <algorithm>

#include "routing/types.hpp"

namespace markaz::routing {

using namespace std::chrono;

bool open_at(const Hours& hours, std::span<const ClockOffset> offsets, Instant at) {
    if (hours.week.empty() && hours.closed_days.empty()) return true;
    const auto after = std::ranges::upper_bound(offsets, at, {}, &ClockOffset::from);
    const Duration ahead = offsets.empty() ? Duration{0} : (after == offsets.begin() ? *after : *(after - 1)).ahead;
    const local_time<Duration> local{(at + ahead).time_since_epoch()};
    const local_days day = floor<days>(local);
    if (std::ranges::binary_search(hours.closed_days, day)) return false;
    if (hours.week.empty()) return true;
    const auto minute = (weekday{day}.iso_encoding() - 1) * 24 * 60 + static_cast<std::uint32_t>(floor<minutes>(local - day).count());
    return std::ranges::any_of(hours.week, [&](const OpenHours& each) { return each.from <= minute && minute < each.until; });
}

}  // namespace markaz::routing
