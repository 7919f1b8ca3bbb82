#pragma once
// What several replications say together: a mean, and how sure it is.

#include <optional>
#include <span>

namespace markaz::sim {

/// The mean over replications with its 95 % confidence interval. Nothing where no replication had a value; no interval where only
/// one had.
struct Estimate {
    std::optional<double> value, low, high;
};

/// The 97.5 % quantile of Student's t distribution with so many degrees of freedom, at least 1.
double student_t_975(std::size_t freedom);

/// `values`: one for each replication that had one. They are independent, so their mean follows Student's distribution closely.
Estimate estimate(std::span<const double> values);

}  // namespace markaz::sim
