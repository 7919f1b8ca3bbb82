#pragma once
// How another system writes its call records: which columns mean what. imports.md says how a map is written.

#include <map>

#include "base/result.hpp"
#include "imports/csv.hpp"
#include "metrics/interval.hpp"

namespace markaz::imports {

/// A point in time from one or more columns, joined by a space.
struct InstantColumns {
    std::vector<std::string> columns;
    std::string format;  ///< `iso8601`, `epoch`, or one with %Y %y %m %d %H %M %S
};

enum class LengthUnit { s, ms, min, clock };  // clock: 1:02:03
BOOST_DESCRIBE_ENUM(LengthUnit, s, ms, min, clock)

struct LengthColumn {
    std::string column;
    LengthUnit unit = LengthUnit::s;
};

/// A name from a column, or the same for every row.
struct NameColumn {
    std::string column;
    std::string always;                         ///< used where no column is named
    std::map<std::string, std::string> names;   ///< the other system's name to ours; who is not in it keeps their own
    std::vector<std::string> none;              ///< values that mean nobody
};

enum class CallOutcome { answered, abandoned, overflowed, blocked };
BOOST_DESCRIBE_ENUM(CallOutcome, answered, abandoned, overflowed, blocked)

struct LeaveOut {
    std::string column;
    std::vector<std::string> values;
};

struct CallMap {
    std::string source;
    metrics::Calendar zone;
    char separator = ',';
    std::vector<std::string> key;  ///< columns that tell one call from all others; none: the whole row does
    InstantColumns started;
    std::optional<InstantColumns> answered, ended;
    std::optional<LengthColumn> menu, wait, ring, talk, hold, wrap_up;
    NameColumn queue;
    std::optional<NameColumn> agent, caller;
    std::string outcome_column;  ///< empty: who has an answer, an agent or a conversation was answered
    std::map<std::string, CallOutcome> outcomes;
    std::vector<LeaveOut> leave_out;
};

/// Reads a map; the Problems name line and column.
std::expected<CallMap, std::vector<Problem>> read_call_map(std::string_view text, const std::string& path);

/// Reads call records by a map: each row is a call with its begin and its end.
class CallReader {
public:
    CallReader(const CallMap& map, Findings findings) : map_(map), findings_(std::move(findings)), csv_(map.separator) {}

    void take(std::string_view piece);
    void finish();

    /// Set once the first row was read and does not have the columns of the map: nothing can be read.
    const std::optional<Problem>& wrong_heading() const { return wrong_heading_; }
    std::uint64_t left_out() const { return left_out_; }

private:
    struct Row;
    void read(const Csv::Record& record);
    void read_heading(const Csv::Record& record);
    void read_row(const Row& row);

    const CallMap& map_;
    Findings findings_;
    Csv csv_;
    Repetitions repetitions_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::optional<Problem> wrong_heading_;
    std::uint64_t left_out_ = 0;
};

}  // namespace markaz::imports
