#include "board/expected_waits.hpp"

namespace markaz::board {

void ExpectedWaits::apply(std::span<const centre::Told> told) {
    for (const auto& [at, what] : told) {
        if (const auto* expected = std::get_if<centre::WaitExpected>(&what)) {
            if (expected->wait == routing::ExpectedWait{} || expected->origin == contact::Origin::practice) continue;
            open_[expected->visit.value] = {at, expected->wait.expected, expected->wait.low, expected->wait.high};
        } else if (const auto* ended = std::get_if<centre::VisitEnded>(&what)) {
            const auto estimate = open_.find(ended->visit.value);
            if (estimate == open_.end()) continue;
            metrics::VisitFacts facts{.offered = ended->started, .ended = at, .end = ended->end, .thresholds = {}};
            facts.estimate = estimate->second;
            cells_[{ended->queue, ended->origin}].add(facts);
            open_.erase(estimate);
        }
    }
}

}  // namespace markaz::board
