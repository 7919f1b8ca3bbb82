#pragma once
// Reads Asterisk's queue_log: one event a line, `time|call|queue|agent|event|parameters`. The events and their parameters stand in
// docs.asterisk.org, Operation, Logging, Queue Logs; older ones in its pages for 1.0 to 1.8, and in Wazo's for refused calls.

#include "base/result.hpp"
#include "imports/lines.hpp"
#include "metrics/interval.hpp"

namespace markaz::imports {

class QueueLogReader {
public:
    /// `zone` is that of times that stand as a local date and time, as a database writes them; a number counts seconds since 1970
    /// UTC, or milliseconds or microseconds where it is so large.
    QueueLogReader(const metrics::Calendar& zone, Findings findings) : zone_(zone), findings_(std::move(findings)) {}

    /// The next piece of the file, cut anywhere.
    void take(std::string_view piece);
    void finish();

private:
    enum class Ending { whole, torn };
    void read(std::uint64_t line, std::string_view text, bool too_long, Ending ending);

    const metrics::Calendar& zone_;
    Findings findings_;
    Lines lines_;
    Repetitions repetitions_;
    Instant latest_{};
};

}  // namespace markaz::imports
