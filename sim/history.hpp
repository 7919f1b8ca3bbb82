#pragma once
// Lengths of time as a centre has seen them, and distributions that fit them.

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include <boost/describe/enum.hpp>

#include "base/key.hpp"
#include "base/result.hpp"
#include "sim/distribution.hpp"

namespace markaz::sim {

/// What happened in queues of a data directory. A wait that was answered tells only that the caller's patience was longer.
struct History {
    std::vector<Duration> answered_waits, abandoned_waits;
    std::vector<Duration> handle;   ///< conversations with their holds, of answered visits
    std::vector<Duration> wrap_up;  ///< after them
};

/// Which part of it is wanted.
struct HistoryWanted {
    std::filesystem::path data;
    Key queue;  ///< empty: every queue
    std::optional<Instant> from, until;
};
/// How a history is read is not the simulator's business.
using HistoryOf = std::function<Result<History>(const HistoryWanted& wanted)>;

/// Exponential patience by maximum likelihood: the time that all have waited, by the number who gave up. Nothing where nobody did.
std::optional<Distribution> exponential_patience(const History& history);

/// Patience as Kaplan and Meier (1958) estimate it from waits of which some were cut short by an answer. Beyond the longest wait, where
/// nothing was seen, it goes on as the exponential one does.
std::optional<Distribution> observed_patience(const History& history);

enum class Shape { exponential, lognormal, gamma, empirical };
BOOST_DESCRIBE_ENUM(Shape, exponential, lognormal, gamma, empirical)

/// A distribution of this shape with the mean and deviation of the lengths. Nothing where there are none.
std::optional<Distribution> fitted(const std::vector<Duration>& lengths, Shape shape);

}  // namespace markaz::sim
