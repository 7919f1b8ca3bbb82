#pragma once
// How good the expected wait is, counted while it is used: a fold of what was told, for collectors of metrics.

#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "centre/outputs.hpp"
#include "metrics/cell.hpp"

namespace markaz::board {

/// Counts answered visits whose wait was estimated when it began, by queue and origin, from the first entry that it is given on; a
/// visit whose wait began before that is not judged, and practice stands in no number. In a cell `wait_expected`, `wait_as_expected`
/// and `wait_error` are what the reports of the same visits say.
class ExpectedWaits {
public:
    using Cells = std::map<std::pair<Key, contact::Origin>, metrics::Cell>;

    void apply(std::span<const centre::Told> told);
    const Cells& cells() const { return cells_; }

private:
    Cells cells_;
    std::unordered_map<std::uint64_t, metrics::WaitEstimate> open_;  // never walked
};

}  // namespace markaz::board
