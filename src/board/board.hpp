#pragma once
// The Board: what the centre is doing now and has done today, folded from what the machine tells. See board.md.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/language.hpp"
#include "base/nullable.hpp"
#include "centre/outputs.hpp"
#include "centre/snapshot.hpp"
#include "contact/origins.hpp"
#include "metrics/cell.hpp"
#include "metrics/interval.hpp"

namespace markaz::board {

using contact::Origins;

/// Today's service level over all queues. Thresholds and goal are null where the queues' own differ.
struct ServiceLevel {
    std::uint64_t answered_within = 0, counted = 0;
    Nullable<Duration> within_s;
    Nullable<Duration> short_s;  ///< who abandons up to this is not counted
    Nullable<std::uint32_t> goal_percent;
    std::string metric;
    std::uint32_t version = 0;
    std::string formula;  ///< the key of the text that explains it
    friend bool operator==(const ServiceLevel&, const ServiceLevel&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceLevel, (), (answered_within, counted, within_s, short_s, goal_percent, metric, version, formula))

/// One quarter hour of today, by the visits that were offered in it.
struct Bar {
    Instant from{};
    std::uint64_t answered_within = 0, counted = 0;
    friend bool operator==(const Bar&, const Bar&) = default;
};
BOOST_DESCRIBE_STRUCT(Bar, (), (from, answered_within, counted))

/// One queue: who waits and who could serve now, and the visits that were offered today.
struct QueueRow {
    Key id;
    Text title;
    std::uint64_t waiting = 0;
    std::uint64_t callbacks = 0;  ///< who will be called back, while no agent is reserved for them or rings
    std::uint64_t voicemails = 0;  ///< messages that nobody has taken yet, and callers who are leaving one
    Nullable<Instant> longest_wait_since;
    std::uint64_t ready = 0;
    std::uint64_t offered = 0, answered = 0, answered_within = 0, abandoned = 0, abandoned_short = 0, overflowed = 0, transferred = 0,
                  callback = 0, voicemail = 0, blocked = 0, interrupted = 0, in_progress = 0;
    Nullable<Duration> within_s;            ///< null where the queue is no longer in the manual
    Nullable<std::uint32_t> goal_percent;
    Nullable<Duration> long_after_s;        ///< a wait that lasts so long is to be told; null where the manual says nothing
    friend bool operator==(const QueueRow&, const QueueRow&) = default;
};
BOOST_DESCRIBE_STRUCT(QueueRow, (), (id, title, waiting, callbacks, voicemails, longest_wait_since, ready, offered, answered,
                                     answered_within, abandoned, abandoned_short, overflowed, transferred, callback, voicemail, blocked,
                                     interrupted, in_progress, within_s, goal_percent, long_after_s))

/// How many agents are in each state.
struct AgentCounts {
    std::uint64_t offline = 0, ready = 0, away = 0, break_ = 0, training = 0, coaching = 0, meeting = 0, recovery = 0, reserved = 0,
                  ringing = 0, talking = 0, hold = 0, wrap_up = 0;
    friend bool operator==(const AgentCounts&, const AgentCounts&) = default;
};
BOOST_DESCRIBE_STRUCT(AgentCounts, (), (offline, ready, away, break_, training, coaching, meeting, recovery, reserved, ringing, talking,
                                        hold, wrap_up))

struct Board {
    Instant at{};
    std::uint64_t entry = 0;  ///< the last journal entry that is in it
    Instant day_from{};       ///< when today began at the site
    Origins origins = Origins::live;
    std::uint64_t waiting = 0, callbacks = 0, voicemails = 0;
    Nullable<Instant> longest_wait_since;
    std::uint64_t in_progress_contacts = 0, in_menu = 0;
    ServiceLevel service_level;
    std::vector<Bar> bars;         ///< from the first quarter hour in which a visit was offered until now, without a gap
    std::vector<QueueRow> queues;  ///< by rising id: those of the manual and those that had visits today
    AgentCounts agents;
    friend bool operator==(const Board&, const Board&) = default;
};
BOOST_DESCRIBE_STRUCT(Board, (), (at, entry, day_from, origins, waiting, callbacks, voicemails, longest_wait_since, in_progress_contacts,
                                  in_menu, service_level, bars, queues, agents))

/// Finds a published manual by its version. Every version that the machine names is there.
using ManualOf = std::function<procedure::ManualRef(std::uint64_t version)>;

/// The fold. Made once from the machine's snapshot and today's ended visits, then kept by applying everything that is told;
/// at every entry it shows what a fresh one would show.
class LiveBoard {
public:
    /// `entry` is the one after which `snapshot` was taken. `visits`, by their queue, hold at least all that were offered since the
    /// begin of the day of `now` and had ended by that entry; other days, and what is still in progress, are passed over.
    static LiveBoard fresh(Origins origins, const metrics::Calendar& site, const ManualOf& manual_of, const centre::Snapshot& snapshot,
                           std::uint64_t entry, Instant now, std::span<const metrics::Offer> visits);

    /// Everything that was told because of one entry. Each entry comes once, in order, also where nothing was told.
    void apply(std::uint64_t entry, std::span<const centre::Told> told);

    /// As it stands at `now`, which is not before anything that was applied. A new day begins by itself.
    Board show(Instant now);

    Origins origins() const { return origins_; }

private:
    /// A contact whose caller is still there.
    struct OpenContact {
        bool queued = false;  ///< reached a queue at some time
        bool message = false;  ///< that the caller left
    };
    /// A visit that has not ended.
    struct OpenVisit {
        Key queue;
        Instant started{};
        bool ringing = false;  ///< an agent is reserved for it or rings
        bool callback = false, voicemail = false;
    };
    struct Agent {
        contact::Pool pool = contact::Pool::live;
        bool barred = false;  ///< by a gate
        std::vector<people::Skill> skills;  ///< that no gate shuts
        people::Presence presence = people::Presence::offline;
        std::map<contact::AssignmentId, contact::AssignmentState> assignments;

        people::AgentState state() const;
    };

    LiveBoard(Origins origins, metrics::Calendar site, ManualOf manual_of);

    bool counts(contact::Origin origin) const { return contact::counts(origins_, origin); }
    bool counts(contact::Pool pool) const { return contact::counts(origins_, pool); }
    void begin_day(Instant now);
    void add(const metrics::Offer& visit);
    metrics::Thresholds thresholds(Key queue) const;

    void take(Instant at, const centre::ContactStarted& fact);
    void take(Instant at, const centre::ContactEnded& fact);
    void take(Instant at, const centre::VisitStarted& fact);
    void take(Instant at, const centre::VisitEnded& fact);
    void take(Instant at, const centre::AssignmentMoved& fact);
    void take(Instant, const centre::CallbackMoved& fact);
    void take(Instant, const centre::VoicemailMoved& fact);
    void take(Instant at, const centre::AssignmentEnded& fact);
    void take(Instant at, const centre::AgentKnown& fact);
    void take(Instant at, const centre::AgentSkilled& fact);
    void take(Instant at, const centre::PresenceMoved& fact);
    void take(Instant at, const centre::ManualInForce& fact);
    /// Whatever changes no number.
    template <class Other>
    void take(Instant, const Other&) {}

    std::map<Key, QueueRow> rows() const;
    void show_manual(std::map<Key, QueueRow>& rows) const;
    void show_open_visits(std::map<Key, QueueRow>& rows) const;
    std::vector<Bar> bars(Instant now) const;
    ServiceLevel service_level() const;
    AgentCounts agent_counts() const;

    Origins origins_;
    metrics::Calendar site_;
    ManualOf manual_of_;
    procedure::ManualRef manual_;  ///< in force; empty before the first
    std::uint64_t entry_ = 0;
    Instant day_from_{}, day_until_{};
    std::map<contact::ContactId, OpenContact> contacts_;
    std::map<contact::VisitId, OpenVisit> visits_;
    std::map<people::PersonId, Agent> agents_;
    std::map<Key, metrics::Cell> today_;           ///< of visits that have ended
    std::map<Instant, metrics::Cell> quarters_;    ///< of the same visits, by the quarter hour in which they were offered
};

}  // namespace markaz::board
