#pragma once
// Drives the machine with real time: inputs come in by a bounded queue, are taken one by one, journalled, and only then told.
//
//     edges --submit--> [inputs] --machine thread--> [commits] --committer--> subscribers, replies, projector
//
// The machine does not wait for the disk: while a commit is in flight it goes on advancing, and what piles up meanwhile is the
// next commit. What nobody waits for, such as the end of a call, is kept for a moment, to be stored with what comes next. When the
// disk is too slow the queues fill from the back, until submit() says busy.

#include <atomic>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "centre/centre.hpp"
#include "driver/clock.hpp"
#include "driver/committed.hpp"
#include "driver/mailbox.hpp"
#include "driver/projector.hpp"
#include "journal/writer.hpp"

namespace markaz::driver {

/// Where the machine stands before it goes live: new, or as recover() found it.
struct Start {
    centre::Centre centre;
    EntryNumber last = 0;  ///< the last entry of the journal; 0: there is none
    Instant at{};          ///< its instant
    std::map<std::uint64_t, procedure::ManualRef> manuals;  ///< those that the machine may still name
    EntryNumber snapshot = 0;  ///< the entry of the snapshot from which it was made; 0: from none
};

/// The input was taken and its entry is stored. The view is valid during the call.
struct Accepted {
    EntryNumber entry = 0;
    Instant at{};
    std::span<const centre::Told> told;
};
using Answer = std::expected<Accepted, centre::Refusal>;
/// Called once, on the committer's thread, after the subscribers have seen the entry. A refusal, too, is told only after everything
/// that came before it is stored, because it says something about that.
using Reply = std::move_only_function<void(const Answer&)>;

/// busy: the queue is full (SIP 503 with Retry-After, HTTP 429). stopping: no more inputs are taken. In both cases nothing was
/// done and the reply is never called.
enum class Submitted { taken, busy, stopping };

struct LiveOptions {
    std::uint64_t seed = 0;                 ///< with which chance starts where the journal is empty
    std::size_t most_inputs = 4'096;        ///< that wait for the machine
    std::size_t most_in_flight = 16'384;    ///< entries that wait for the disk
    std::size_t most_in_commit = 1'000;     ///< entries of one commit
    /// One commit begins no sooner after another: where much happens, entries share a flush of the disk. After a pause none waits.
    std::chrono::milliseconds commits_apart{4};
    /// What begins to be heard, and what only ends, may wait so long for company on its way to the disk: too short to be noticed by
    /// those who talk, and no more than a kill may take back of calls that have ended. Whatever rings or is replied to waits for none.
    std::chrono::milliseconds before_a_voice{20}, before_an_end{50};
    EntryNumber snapshot_every = 10'000;    ///< entries; a start replays at most about so many
};

/// Counted since the start.
struct LiveCounts {
    std::uint64_t entries = 0, commits = 0, refused = 0, busy = 0;
    EntryNumber told = 0;  ///< the last entry that was told
};

class Live {
public:
    /// `writer`, `clock` and `projector` (which may be missing) outlive it. Nothing happens before start().
    Live(Start start, journal::Writer& writer, Clock& clock, Projector* projector, LiveOptions options);

    /// Stops.
    ~Live();

    /// Before start(). Subscribers are called in this order, for each entry from start() on: also for `Opened` or `Restarted`.
    void subscribe(Subscriber subscriber);

    /// Begins: with `Opened` where the journal is empty, else with `Restarted`.
    void start();

    /// From any thread; never waits. `origin` says which world brings it; for an arriving contact the input itself does.
    Submitted submit(centre::Input input, Reply reply = {}, contact::Origin origin = contact::Origin::live);

    /// Takes no more inputs, finishes those that were taken, stores a snapshot. Not from a subscriber or a reply.
    void stop();

    LiveCounts counts() const;

private:
    struct Submission {
        centre::Input input;
        contact::Origin origin = contact::Origin::live;
        Reply reply;
    };
    /// What the machine made of a submission, on its way to the disk and then to whom it concerns.
    struct Outcome {
        EntryNumber entry = 0;  ///< 0: nothing happened that needs an entry
        Instant at{};
        contact::Origin origin = contact::Origin::live;
        centre::Input input;
        centre::Outputs told;
        centre::Refusal refusal = centre::Refusal::none;
        Reply reply;
        std::unique_ptr<journal::StoredSnapshot> snapshot;  ///< after it
    };

    void run_machine();
    void take(Submission submission);
    void advance(Submission submission);
    std::chrono::microseconds until_due();
    std::chrono::microseconds until_handed_over() const;
    void keep(Outcome outcome);
    void hand_over();
    std::unique_ptr<journal::StoredSnapshot> snapshot();
    void run_committer();
    void commit(std::span<Outcome> outcomes);
    void tell(Outcome& outcome);

    journal::Writer& writer_;
    Clock& clock_;
    Projector* projector_;
    LiveOptions options_;
    std::vector<Subscriber> subscribers_;

    // Of the machine's thread.
    Start state_;
    EntryNumber snapshot_at_;
    std::vector<Outcome> outcomes_;  ///< that are not yet handed over
    std::chrono::steady_clock::time_point hand_over_at_{}, handed_over_at_{};

    Mailbox<Submission> inputs_;
    Mailbox<Outcome> commits_;
    std::atomic<std::uint64_t> entries_ = 0, committed_ = 0, refused_ = 0, busy_ = 0, told_;
    std::thread machine_, committer_;
};

/// The manuals that a state names, as the journal needs them to find them again.
journal::Publications publications(const centre::Snapshot& state, const std::map<std::uint64_t, procedure::ManualRef>& manuals);

}  // namespace markaz::driver
