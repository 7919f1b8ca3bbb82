#pragma once
// Whether agents followed their guides: sums over guides, each of which led one agent through one procedure for one contact.

#include <cstdint>

#include <boost/describe.hpp>

#include "metrics/dictionary.hpp"

namespace markaz::metrics {

/// How the guides of an agent, or of a procedure, were followed; metrics.md says what each word means. Cells can be added, by agent and
/// by procedure alike.
struct GuideCell {
    std::uint64_t followed = 0, deviated = 0, unfinished = 0, broken_off = 0, handed_on = 0, running = 0;

    void merge(const GuideCell& other);
    friend bool operator==(const GuideCell&, const GuideCell&) = default;
};
BOOST_DESCRIBE_STRUCT(GuideCell, (), (followed, deviated, unfinished, broken_off, handed_on, running))

/// Every metric of guides in its newest version.
std::span<const Metric> guide_dictionary();

Figure figure(const Metric& metric, const GuideCell& cell);

}  // namespace markaz::metrics
