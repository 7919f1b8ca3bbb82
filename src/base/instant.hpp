#pragma once
// Points in time and lengths of time. The core has no clock: an Instant only ever comes in with an input.

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace markaz {

using Duration = std::chrono::microseconds;
/// Microseconds since 1970 UTC; leap seconds are not counted.
using Instant = std::chrono::sys_time<Duration>;

/// `2026-11-22T10:42:07.250Z`; the fraction has three digits, or six where microseconds matter, or is left out when it is zero.
std::string iso8601(Instant instant);

/// Reads `2026-11-22T10:42:07[.fraction](Z|+03:30)`. An offset is required: a local time alone does not say when.
Result<Instant> parse_instant(std::string_view text);

/// Reads `250ms`, `20s`, `5m`, `2h`, `1d`, or a chain such as `1h30m`. Negative lengths are refused.
Result<Duration> parse_duration(std::string_view text);

/// The shortest text that parse_duration reads back as the same length, such as `1m30s`.
std::string duration_text(Duration duration);

}  // namespace markaz
