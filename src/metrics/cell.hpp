#pragma once
// What numbers are made of: one fact for each visit, and cells that add facts up. Cells can be added to each other, so that any
// hour, queue or team is the sum of its parts; nothing here is ever an average of averages.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "contact/types.hpp"

namespace markaz::metrics {

/// The two lengths by which a queue's waits are judged. Those in force when a visit ends judge it, once and for all.
struct Thresholds {
    Duration answer_within{std::chrono::seconds{20}};
    Duration abandoned_short{std::chrono::seconds{5}};
    friend bool operator==(const Thresholds&, const Thresholds&) = default;
};
BOOST_DESCRIBE_STRUCT(Thresholds, (), (answer_within, abandoned_short))

/// What was foretold of a wait when it began (routing/expectation.hpp).
struct WaitEstimate {
    Instant from{};          ///< when the wait began: for a contact that came through several queues later than it was offered
    Duration expected{0};    ///< half wait less
    Duration low{0}, high{0};  ///< four of five lie between
    friend bool operator==(const WaitEstimate&, const WaitEstimate&) = default;
};

/// One offer and what became of it. Seen from a queue an offer is a visit, seen from the centre a contact that reached a queue,
/// seen from an agent an assignment; metrics.md says which of their instants and ends stand here.
struct VisitFacts {
    Instant offered{};
    std::optional<Instant> ended;  ///< nothing: still in progress
    contact::VisitEnd end = contact::VisitEnd::answered;  ///< counts only once `ended` is there
    Thresholds thresholds;
    Duration talk{0}, hold{0}, wrap_up{0};  ///< of all assignments that served it
    std::optional<WaitEstimate> estimate{};  ///< nothing: an agent was free, or the queue had shown too little to say how long it lasts

    friend bool operator==(const VisitFacts&, const VisitFacts&) = default;
};

/// An offer with whose it is: a queue, a team, the number of an agent, or empty for the centre.
struct Offer {
    std::string whose;
    VisitFacts facts;
    contact::Origin origin = contact::Origin::live;
};

/// Sums over any set of visits. For every cell offered = answered + abandoned + overflowed + transferred + callback + voicemail +
/// blocked + interrupted + in_progress; `answered_within` and `abandoned_short` are parts of `answered` and `abandoned`.
/// `talk`, `hold` and `wrap_up` are those of answered visits, so that a mean by `answered` is one: who was called back or had left a
/// message is not among them. Lengths have microseconds; visits in progress have no wait yet.
///
/// `wait_expected` is a part of `answered`: those whose wait had been estimated when it began; `wait_as_expected` is the part of that
/// whose wait lay in the interval, and `wait_error` what expected and real waits were apart, whichever was longer. Answered visits alone
/// are judged. Whoever gave up, moved on, was called back or was cut off would have waited longer than they did, nobody knows how much
/// longer (their waits are censored), and judged by what is known the figures would call every estimate too long.
struct Cell {
    std::uint64_t offered = 0, answered = 0, answered_within = 0, abandoned = 0, abandoned_short = 0, overflowed = 0, transferred = 0,
                  callback = 0, voicemail = 0, blocked = 0, interrupted = 0, in_progress = 0, wait_expected = 0, wait_as_expected = 0;
    Duration wait_answered{0}, wait_all{0}, wait_max{0}, talk{0}, hold{0}, wrap_up{0}, wait_error{0};

    void add(const VisitFacts& visit);
    void merge(const Cell& other);

    friend bool operator==(const Cell&, const Cell&) = default;

private:
    void compare(const WaitEstimate& estimate, Instant answered_at);
};
BOOST_DESCRIBE_STRUCT(Cell, (), (offered, answered, answered_within, abandoned, abandoned_short, overflowed, transferred, callback,
                                 voicemail, blocked, interrupted, in_progress, wait_expected, wait_as_expected, wait_answered, wait_all,
                                 wait_max, talk, hold, wrap_up, wait_error))

}  // namespace markaz::metrics
