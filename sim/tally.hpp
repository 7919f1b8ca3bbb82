#pragma once
// The numbers of one replication: a fold of what the centre told.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/places.hpp"
#include "centre/outputs.hpp"
#include "metrics/cell.hpp"
#include "sim/rising.hpp"

namespace markaz::sim {

struct TallyGroup {
    Key id;
    std::vector<people::PersonId> people;
};

struct TallyPlan {
    Instant from{}, until{};   ///< visits offered in [from, until) are counted, and agents' time in it
    Duration interval{std::chrono::minutes{30}};
    std::vector<std::pair<Key, metrics::Thresholds>> queues;
    std::vector<TallyGroup> groups;
    std::vector<contact::Channel> channels{};
};

/// What a group's agents did. An agent who is reserved, rung, talking, holding or wrapping up is engaged, by the clock: two chats
/// at a time count once.
struct GroupCell {
    std::uint64_t answered = 0;              ///< assignments that were answered and ended
    Duration talk{0}, hold{0}, wrap_up{0};   ///< of those
    Duration engaged{0};
    Duration available{0};                   ///< ready and not engaged
    Duration staffed{0};                     ///< not offline, or still engaged

    void merge(const GroupCell& other);
};

/// What became of those who would rather be called back, by when they were offered to the queue.
struct CallbackCell {
    std::uint64_t asked = 0;
    std::uint64_t reached = 0;      ///< they answered one of the calls
    std::vector<Duration> waits{};  ///< of those who were called: from when they asked until the first call

    void merge(const CallbackCell& other);
};

/// What became of the messages that were left, by when their callers were offered to the queue.
struct MessageCell {
    std::uint64_t left = 0;
    std::vector<Duration> waits{};  ///< of those that an agent took: from when they were left

    void merge(const MessageCell& other);
};

/// A metric's id and its value, nothing where its denominator is 0.
using Figures = std::vector<std::pair<std::string, std::optional<double>>>;

class Tally {
public:
    explicit Tally(TallyPlan plan);

    void see(const centre::Outputs& outputs);
    /// Books what is still open. Call once, at the end.
    void finish();

    const TallyPlan& plan() const { return plan_; }
    std::size_t intervals() const { return interval_count_; }

    /// Counts, the dictionary's metrics, of the waits on the telephone of all visits that were not blocked mean and quantiles, and what
    /// became of callbacks and messages. Who was called back or left a message did not wait on the telephone, and stands in none of
    /// the waits.
    Figures queue(std::size_t queue) const;
    Figures queue_in(std::size_t queue, std::size_t interval) const;
    /// Of all queues, what came by a channel of the plan. Who leaves a message comes by the telephone, and from then on by voicemail.
    Figures channel(std::size_t channel) const;
    Figures group(std::size_t group) const;
    Figures group_in(std::size_t group, std::size_t interval) const;

    std::uint64_t contacts() const { return contacts_; }

private:
    struct Open {
        std::uint32_t queue = 0;
        metrics::VisitFacts facts;
        std::optional<Instant> asked{}, called{};  ///< to be called back; for the first time
        bool reached = false;
        std::optional<Instant> left{};             ///< a message
        contact::Channel channel = contact::Channel::voice_in;
    };
    struct Agent {
        std::uint32_t group = 0;
        people::Presence presence = people::Presence::offline;
        std::uint32_t engagements = 0;
        Instant since{};
    };
    struct Fold;
    friend struct Fold;

    std::optional<std::size_t> interval_of(Instant at);
    /// What is counted of visits: the cell, the waits, callbacks and messages.
    struct Counted {
        metrics::Cell cell{};
        std::vector<Duration> waits{};
        CallbackCell callbacks{};
        MessageCell messages{};

        void add(const Open& visit);
        void merge(const Counted& other);
    };

    static Figures figures_of(Counted counted);
    void count(const Open& visit);
    void spend(Agent& agent, Instant until);

    TallyPlan plan_;
    std::size_t interval_count_ = 0;
    std::vector<std::vector<Counted>> queues_;              ///< by queue, then interval
    std::vector<Counted> channels_;                         ///< by channel of the plan
    std::vector<std::vector<GroupCell>> group_cells_;       ///< by group, then interval
    std::vector<std::pair<contact::ContactId, contact::Channel>> written_;  ///< contacts that did not come by the telephone, and are open
    Places queue_places_;                                   ///< in the plan
    std::size_t interval_ = 0;                              ///< that was asked for last, and its beginning
    Instant interval_from_{};
    Rising<Open> visits_;
    Rising<Agent> agents_;
    std::uint64_t contacts_ = 0;
};

}  // namespace markaz::sim
