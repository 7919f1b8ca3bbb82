#include "metrics/dictionary.hpp"

#include <algorithm>
#include <array>

#include "base/described.hpp"

namespace markaz::metrics {

namespace {

using enum Column;

constexpr std::array answered_in_time{Term{answered_within}};
// Every visit in which somebody wanted an agent and a promise could be kept or broken. Who hung up at once did not wait for us;
// who was turned away (full, closed, nobody) was not served, so that closing the door never raises the figure.
constexpr std::array served_or_lost{Term{answered}, Term{abandoned}, Term{abandoned_short, Sign::minus}, Term{blocked}};
constexpr std::array only_abandoned{Term{abandoned}};
constexpr std::array only_offered{Term{offered}};
constexpr std::array abandoned_beyond{Term{abandoned}, Term{abandoned_short, Sign::minus}};
constexpr std::array offered_beyond{Term{offered}, Term{abandoned_short, Sign::minus}};
constexpr std::array lost_for_any_cause{Term{abandoned}, Term{blocked}, Term{interrupted}};
constexpr std::array waited_before_answer{Term{wait_answered}};
constexpr std::array only_answered{Term{answered}};
constexpr std::array apart_from_expected{Term{wait_error}};
constexpr std::array as_expected{Term{wait_as_expected}};
constexpr std::array only_expected{Term{wait_expected}};
constexpr std::array handled{Term{talk}, Term{hold}, Term{wrap_up}};

constexpr std::array definitions{
    Metric{.id = "service_level", .unit = Unit::share, .direction = Direction::higher, .numerator = answered_in_time,
           .denominator = served_or_lost, .source = "visits, by the interval in which they were offered",
           .exclusions = "abandons up to the queue's short threshold; visits in progress, overflowed, transferred, called back, ended as a "
                         "message, or interrupted"},
    Metric{.id = "abandon_rate", .unit = Unit::share, .direction = Direction::lower, .numerator = only_abandoned,
           .denominator = only_offered, .source = "visits, by the interval in which they were offered",
           .exclusions = "none: short abandons count, and stand beside it in their own column"},
    Metric{.id = "abandon_rate_beyond_short", .unit = Unit::share, .direction = Direction::lower, .numerator = abandoned_beyond,
           .denominator = offered_beyond, .source = "visits, by the interval in which they were offered",
           .exclusions = "abandons up to the queue's short threshold, above and below the line: who hung up at once had not waited for us"},
    Metric{.id = "lost_rate", .unit = Unit::share, .direction = Direction::lower, .numerator = lost_for_any_cause,
           .denominator = only_offered, .source = "visits that no agent answered, for whatever cause",
           .exclusions = "visits that moved on: overflowed, transferred, called back, ended as a message"},
    Metric{.id = "asa", .unit = Unit::seconds, .direction = Direction::lower, .numerator = waited_before_answer,
           .denominator = only_answered, .source = "the wait of answered visits, from the offer until the agent answers",
           .exclusions = "visits that were not answered"},
    Metric{.id = "aht", .unit = Unit::seconds, .direction = Direction::lower, .numerator = handled, .denominator = only_answered,
           .source = "talk, hold and wrap-up of the assignments that served answered visits",
           .exclusions = "ringing; presence of any kind", .personal = true},
    // How honest the expected wait is, which callers are told and by which contacts overflow. The estimate is learnt from answers, and
    // judged by them.
    Metric{.id = "expected_wait_error", .unit = Unit::seconds, .direction = Direction::lower, .numerator = apart_from_expected,
           .denominator = only_expected,
           .source = "answered visits whose wait was estimated when it began: how far the wait until the answer was from the expected one",
           .exclusions = "visits that found a free agent or a queue of which too little was known; visits that were not answered, because "
                         "nobody knows how long they would have waited"},
    Metric{.id = "expected_wait_cover", .unit = Unit::share, .direction = Direction::neither, .numerator = as_expected,
           .denominator = only_expected,
           .source = "the same visits: those whose wait lay in the interval that is to hold four of five, so that 0.8 is right, and more "
                     "says no more than less does",
           .exclusions = "the same visits"},
};

/// Counts as they are, lengths in seconds.
double amount(const Cell& cell, Column column) {
    double found = 0;
    for_each_member(cell, [&]<class Member>(std::string_view name, const Member& value) {
        if (name != enum_name(column)) return;
        if constexpr (std::same_as<Member, Duration>) found = std::chrono::duration<double>(value).count();
        else found = static_cast<double>(value);
    });
    return found;
}

std::string sum_text(std::span<const Term> terms) {
    std::string text;
    for (const Term& term : terms) {
        if (!text.empty()) text += term.sign == Sign::plus ? " + " : " - ";
        text += column_name(term.column);
    }
    return terms.size() == 1 ? text : "(" + text + ")";
}

}  // namespace

std::string Metric::formula() const { return sum_text(numerator) + " / " + sum_text(denominator); }

std::string Metric::text_key() const { return "metric." + std::string(id) + "." + std::to_string(version); }

std::span<const Metric> dictionary() { return definitions; }

const Metric* metric(std::string_view id) {
    const auto found = std::ranges::find(definitions, id, &Metric::id);
    return found == definitions.end() ? nullptr : &*found;
}

Figure figure(const Metric& metric, const std::function<double(Column)>& amount) {
    const auto sum = [&](std::span<const Term> terms) {
        double total = 0;
        for (const Term& term : terms) total += term.sign == Sign::plus ? amount(term.column) : -amount(term.column);
        return total;
    };
    Figure made;
    made.numerator = sum(metric.numerator);
    made.denominator = static_cast<std::uint64_t>(sum(metric.denominator));
    if (made.denominator != 0) made.value = made.numerator / static_cast<double>(made.denominator);
    return made;
}

Figure figure(const Metric& metric, const Cell& cell) {
    return figure(metric, [&](Column column) { return amount(cell, column); });
}

std::string column_name(Column column) {
    std::string name(enum_name(column));
    return column >= Column::wait_answered && column <= Column::wait_error ? name + "_s" : name;
}

}  // namespace markaz::metrics
