#pragma once
// How long a contact that comes now will wait: learnt from how the queue moved lately.
//
// Whoever stands at position n waits for n contacts to leave: the estimate is n times the mean time between two leavings. How far that is
// off is learnt beside it, for each position: the tenth, the middle and the ninetieth part in a hundred of what was waited
// over what was estimated, each moved a little by every answer so that in the long run just so many lie below it (stochastic
// approximation, Robbins and Monro 1951). The interval between the outer two therefore holds four of five, whatever the distribution.
// Whole numbers alone: decisions hang on it.

#include <cstdint>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"

namespace markaz::routing {

/// What was waited over what was estimated, in millionths.
struct Spread {
    std::int64_t low = 150'000, middle = 800'000, high = 2'200'000;  ///< of a single exponential step, roughly, before anything is learnt
    std::uint32_t learnt = 0;
    friend bool operator==(const Spread&, const Spread&) = default;
};
BOOST_DESCRIBE_STRUCT(Spread, (), (low, middle, high, learnt))

struct ExpectedWait {
    Duration expected{0};        ///< half wait less
    Duration low{0}, high{0};    ///< four of five lie between
    friend bool operator==(const ExpectedWait&, const ExpectedWait&) = default;
};
BOOST_DESCRIBE_STRUCT(ExpectedWait, (), (expected, low, high))

/// One queue's.
struct Expectation {
    /// Positions 1 to 40 each by itself; 41 to 60, 61 to 100, and more.
    static constexpr std::size_t ranges = 43;

    std::int64_t gap = 0;          ///< mean time between two leavings while others wait, us
    std::uint32_t gaps = 0;        ///< how many have been seen, up to `window`
    Instant moved{};               ///< the last leaving, or when the queue ceased to be empty
    std::vector<Spread> spreads;   ///< by range, as far as any has been learnt

    /// A contact begins to wait where nobody did.
    void begin(Instant now) { moved = now; }
    /// A contact left from among those who wait.
    void leave(Instant now);
    /// Nothing as long as too little has been seen.
    std::optional<ExpectedWait> at(std::uint32_t position) const;
    /// A contact that was estimated to wait `estimated` at this position was answered after `waited`.
    void learn(std::uint32_t position, Duration estimated, Duration waited);
    /// The estimate before the spread: what learn() wants back.
    Duration estimate(std::uint32_t position) const { return Duration{gap * position}; }

    /// What is known of a position, or of the nearest one before it of which enough is.
    Spread spread_at(std::uint32_t position) const;

    friend bool operator==(const Expectation&, const Expectation&) = default;
};
BOOST_DESCRIBE_STRUCT(Expectation, (), (gap, gaps, moved, spreads))

}  // namespace markaz::routing
