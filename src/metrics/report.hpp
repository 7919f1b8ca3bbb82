#pragma once
// A report: offers added up by interval and by whose they are, as a table, CSV or JSON. Where the offers come from is not its
// business; they are read from the same records as the Board's, and added up by the same cells.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe/enum.hpp>

#include "metrics/cell.hpp"
#include "metrics/interval.hpp"

namespace markaz::metrics {

/// Whose offers are added up. Queues count visits, the centre counts contacts, teams and agents count assignments.
enum class By { queue, team, agent, centre };
BOOST_DESCRIBE_ENUM(By, queue, team, agent, centre)

enum class Format { table, csv, json };
BOOST_DESCRIBE_ENUM(Format, table, csv, json)

struct ReportOptions {
    Instant from{}, to{};  ///< offers of from <= offered < to
    By by = By::queue;
    Interval interval = Interval::quarter_hour;
    std::optional<Duration> answer_within, abandoned_short;  ///< instead of the thresholds that were in force
};

/// One row: an interval of one queue, team or agent in which something was offered.
struct ReportRow {
    Instant from{}, to{};  ///< the part of the interval that lies in the report
    std::string whose;
    Cell cell;
    friend bool operator==(const ReportRow&, const ReportRow&) = default;
};

/// A value of a written row: a text, or a number as it is written, which is empty where there is none.
struct Value {
    bool number = true;
    std::string text;
};

/// Rows under the names of their columns. In CSV (RFC 4180) a text that a spreadsheet would take for a formula is made harmless.
std::string written(std::span<const std::string> names, std::span<const std::vector<Value>> rows, Format format);

/// Six decimals are more than any measurement here has; more would only show how floating point works.
std::string rounded(double value);

/// Rows by interval, then by name.
std::vector<ReportRow> report(std::span<const Offer> offers, const ReportOptions& options, const Calendar& site);

/// `from, to, <by>`, the columns of the cell, and the metrics of the dictionary; a metric whose denominator is 0 is empty (null in JSON),
/// and so is, by agent, one that is not personal.
/// Instants stand in the site's time.
std::string render(std::span<const ReportRow> rows, By by, Format format, const Calendar& site);

}  // namespace markaz::metrics
