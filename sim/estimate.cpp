#include "sim/estimate.hpp"

#include <array>
#include <cmath>

namespace markaz::sim {

double student_t_975(std::size_t freedom) {
    // Printed in every table of the distribution (Student 1908, Fisher 1925).
    constexpr std::array<double, 30> printed{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                             2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                             2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
    if (freedom == 0) return INFINITY;
    if (freedom <= printed.size()) return printed[freedom - 1];
    // Beyond the table Fisher's expansion about the normal quantile is right to four digits.
    constexpr double z = 1.959964;
    const double n = static_cast<double>(freedom);
    return z + (z * z * z + z) / (4 * n) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

Estimate estimate(std::span<const double> values) {
    if (values.empty()) return {};
    const double count = static_cast<double>(values.size());
    double mean = 0;
    for (double value : values) mean += value / count;
    if (values.size() == 1) return {mean, std::nullopt, std::nullopt};
    double squares = 0;
    for (double value : values) squares += (value - mean) * (value - mean);
    const double half = student_t_975(values.size() - 1) * std::sqrt(squares / (count - 1) / count);
    return {mean, mean - half, mean + half};
}

}  // namespace markaz::sim
