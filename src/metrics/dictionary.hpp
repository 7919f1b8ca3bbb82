#pragma once
// The dictionary: every number that Markaz shows has one definition here, with a version. Boards, reports and goals look it up.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "metrics/cell.hpp"

namespace markaz::metrics {

/// The members of a cell, and then those of a cell of guides (guides.hpp), by name.
enum class Column {
    offered, answered, answered_within, abandoned, abandoned_short, overflowed, transferred, callback, voicemail, blocked, interrupted,
    in_progress, wait_expected, wait_as_expected, wait_answered, wait_all, wait_max, talk, hold, wrap_up, wait_error,
    followed, deviated, unfinished, broken_off, handed_on, running
};
BOOST_DESCRIBE_ENUM(Column, offered, answered, answered_within, abandoned, abandoned_short, overflowed, transferred, callback, voicemail,
                    blocked, interrupted, in_progress, wait_expected, wait_as_expected, wait_answered, wait_all, wait_max, talk, hold,
                    wrap_up, wait_error, followed, deviated, unfinished, broken_off, handed_on, running)

enum class Unit { share, seconds };
BOOST_DESCRIBE_ENUM(Unit, share, seconds)

/// Which way is better for those who are served. `neither`: there is a value that is right, and `source` names it.
enum class Direction { higher, lower, neither };
BOOST_DESCRIBE_ENUM(Direction, higher, lower, neither)

enum class Sign { plus, minus };

/// One column in a sum.
struct Term {
    Column column = Column::offered;
    Sign sign = Sign::plus;
};

/// A definition. What it computes and what it says that it computes are one thing: formula() is made from the terms.
/// A definition that was used is never changed: a new version stands beside it.
struct Metric {
    std::string_view id;         ///< `service_level`
    std::uint32_t version = 1;
    Unit unit = Unit::share;
    Direction direction = Direction::higher;
    std::span<const Term> numerator, denominator;
    std::string_view source;     ///< which facts are counted
    std::string_view exclusions; ///< what is left out, and why
    /// Whether it may stand under the name of one agent. How long callers wait and how many give up says how many agents there were, not
    /// what any one of them did.
    bool personal = false;

    /// `answered_within / (answered + abandoned - abandoned_short + blocked)`, in the names of a report's columns.
    std::string formula() const;
    /// `metric.service_level.1`: under this key the page explains the metric in the reader's language.
    std::string text_key() const;
};

/// A metric of one cell, with what it was made from. `numerator` is a count, or seconds.
struct Figure {
    double numerator = 0;
    std::uint64_t denominator = 0;  ///< also the sample: how many visits, or guides, stand behind the value
    std::optional<double> value;    ///< a share from 0 to 1, or seconds; nothing where the denominator is 0
};

/// Below so many visits a figure says that there is not enough data instead of being judged.
inline constexpr std::uint64_t least_sample = 20;

/// Every metric of visits in its newest version, in the order in which reports show them.
std::span<const Metric> dictionary();

/// The newest version; nothing when there is no such metric.
const Metric* metric(std::string_view id);

Figure figure(const Metric& metric, const Cell& cell);
/// Of sums that somebody else holds: `amount` gives that of a column.
Figure figure(const Metric& metric, const std::function<double(Column)>& amount);

/// The name of a column where people read it: lengths end in `_s`, because they are seconds there.
std::string column_name(Column column);

}  // namespace markaz::metrics
