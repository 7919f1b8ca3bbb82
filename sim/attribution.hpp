#pragma once
// Why a day came out otherwise than planned: volume, handling, staff or patience. Two scenarios of the same queues are told apart by
// simulating every mixture of them.

#include <array>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "sim/estimate.hpp"
#include "sim/scenario.hpp"

namespace markaz::sim {

/// What two scenarios may differ in. `arrivals`: who comes, and comes again, and what breaks their lines (trunk, network); `handling`:
/// ring, conversation and wrap-up; `staff`: agents, skills, shifts, breaks, absences, and agents who drop; `patience`: when callers give
/// up, and who would rather be called back.
enum class Factor { arrivals, handling, staff, patience };
BOOST_DESCRIBE_ENUM(Factor, arrivals, handling, staff, patience)

inline constexpr std::size_t factors = 4;
/// A set of factors: bit 0 for the first.
using FactorSet = std::uint32_t;

/// One metric of a queue: what was planned, what came, and what each factor has in the difference. The parts are Shapley values (Shapley
/// 1953): the mean, over all orders in which the factors could change, of what the change of one does. Their sum is the difference.
struct AttributedMetric {
    std::string metric;
    Estimate planned, actual, difference;
    std::array<Estimate, factors> parts;
    /// The factor with the largest part in the direction of the difference, where chance explains neither of both.
    std::optional<Factor> cause;
};

struct AttributedQueue {
    Key queue;
    std::vector<AttributedMetric> metrics;  ///< service_level, asa, abandon_rate
};

struct Attribution {
    std::uint32_t replications = 0;
    std::uint64_t seed = 0;
    std::vector<AttributedQueue> queues;
};

/// What keeps the two from being compared; empty where nothing does. `planned_file` and `actual_file` are their names in messages.
std::vector<Problem> incomparable(const Scenario& planned, const Scenario& actual, std::string_view planned_file,
                                  std::string_view actual_file);

/// The planned scenario with these factors as they actually were. Both are comparable. What a group that only one of them has takes for a
/// contact is known from there alone, and comes with it.
Scenario mixed(const Scenario& planned, const Scenario& actual, FactorSet factors_of_actual);

/// Each mixture meets the same seeds (common random numbers), so that chance does not come between them. A replication in which a
/// mixture has no value for a metric, because nobody came or was answered, is left out of that metric.
Attribution attribute(const Scenario& planned, const Scenario& actual, std::uint64_t seed, std::uint32_t replications);

/// `{replications, seed, queues: {id: {metric: {planned, actual, difference, arrivals, handling, staff, patience, cause}}}}`, each a
/// `{value, low, high}`; the cause is the name of a factor, or null.
std::string attribution_json(const Attribution& result);
/// The same for people: a line for each queue and metric.
std::string attribution_table(const Attribution& result);

}  // namespace markaz::sim
