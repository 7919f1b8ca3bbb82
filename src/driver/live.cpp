#include "driver/live.hpp"

#include <pthread.h>

#include <algorithm>
#include <concepts>

#include "base/kinds.hpp"
#include "driver/ending.hpp"
#include "journal/codec.hpp"

namespace markaz::driver {

namespace {

using centre::Refusal;

using std::chrono::milliseconds;

template <class Output, class... Kinds>
constexpr bool is_one_of = (std::same_as<Output, Kinds> || ...);

/// How long an output may wait for what comes next, to share a flush of the disk with it. Whoever is called is called at once; a
/// voice may begin a little later, and what only ends or was found out later still.
struct MayWait {
    const LiveOptions& options;

    template <class Output>
    milliseconds operator()(const Output&) const {
        using namespace centre;
        if constexpr (is_one_of<Output, AcceptCaller, RefuseCaller, CallCustomer>) return milliseconds{0};
        else if constexpr (is_one_of<Output, Connect, HoldCaller, SpeakStep, SpeakQueue, SpeakMessage, PlayMusic, RecordMessage,
                                     RecordingPaused>)
            return options.before_a_voice;
        else return options.before_an_end;
    }
    milliseconds operator()(const centre::RingAgent& order) const {
        return order.origin == contact::Origin::live ? milliseconds{0} : options.before_an_end;
    }
};

/// The machine looks at the clock at least so often, so that a wall clock that was set forward is noticed.
constexpr milliseconds longest_nap{100};

contact::Origin origin_of(const centre::Input& input, contact::Origin brought_by) {
    const auto* arrived = std::get_if<centre::ContactArrived>(&input);
    return arrived ? arrived->origin : brought_by;
}

}  // namespace

journal::Publications publications(const centre::Snapshot& state, const std::map<std::uint64_t, procedure::ManualRef>& manuals) {
    journal::Publications named;
    const auto add = [&](std::uint64_t version) {
        if (version != 0) named.try_emplace(version, manuals.at(version)->documents);
    };
    add(state.manual);
    for (const auto& contact : state.contacts) add(contact.run.manual);
    for (const auto& assignment : state.assignments) add(assignment.guide.manual);
    return named;
}

Live::Live(Start start, journal::Writer& writer, Clock& clock, Projector* projector, LiveOptions options)
    : writer_(writer),
      clock_(clock),
      projector_(projector),
      options_(options),
      state_(std::move(start)),
      snapshot_at_(state_.snapshot),
      inputs_(options.most_inputs),
      commits_(options.most_in_flight),
      told_(state_.last) {}

Live::~Live() { stop(); }

void Live::subscribe(Subscriber subscriber) { subscribers_.push_back(std::move(subscriber)); }

void Live::start() {
    // Everybody waits for the first entry.
    submit(state_.last == 0 ? centre::Input(centre::Opened{options_.seed}) : centre::Input(centre::Restarted{}), [](const Answer&) {});
    committer_ = std::thread([this] { run_committer(); });
    machine_ = std::thread([this] { run_machine(); });
}

Submitted Live::submit(centre::Input input, Reply reply, contact::Origin origin) {
    Submission submission{std::move(input), origin, std::move(reply)};
    submission.origin = origin_of(submission.input, origin);
    switch (inputs_.offer(submission)) {
        case Mailbox<Submission>::Offered::taken: return Submitted::taken;
        case Mailbox<Submission>::Offered::closed: return Submitted::stopping;
        case Mailbox<Submission>::Offered::full: break;
    }
    ++busy_;
    return Submitted::busy;
}

void Live::stop() {
    inputs_.close();
    for (std::thread* thread : {&machine_, &committer_})
        if (thread->joinable()) thread->join();
}

LiveCounts Live::counts() const { return {entries_, committed_, refused_, busy_, told_}; }

// ---- the machine's thread -------------------------------------------------------------------------------------------

void Live::run_machine() {
    pthread_setname_np(pthread_self(), "machine");
    std::vector<Submission> taken;
    while (inputs_.take_within(std::min(until_due(), until_handed_over()), taken)) {
        for (Submission& each : taken) take(std::move(each));
        taken.clear();
        if (until_due() <= Duration{0}) take({centre::Tick{}, contact::Origin::live, {}});
        if (until_handed_over() <= Duration{0}) hand_over();
    }
    if (state_.last > snapshot_at_) {
        Outcome last;
        last.snapshot = snapshot();
        outcomes_.push_back(std::move(last));
    }
    hand_over();
    commits_.close();
}

/// How long the outcomes may still wait for others; not above zero when they must be stored now.
std::chrono::microseconds Live::until_handed_over() const {
    if (outcomes_.empty()) return longest_nap;
    const auto at = std::max(hand_over_at_, handed_over_at_ + options_.commits_apart);
    return std::chrono::ceil<std::chrono::microseconds>(at - std::chrono::steady_clock::now());
}

void Live::hand_over() {
    commits_.put_all(outcomes_);
    outcomes_.clear();
    handed_over_at_ = std::chrono::steady_clock::now();
}

/// Keeps an outcome until others have come, no longer than what it tells may wait.
void Live::keep(Outcome outcome) {
    if (outcome.entry == 0 && !outcome.reply) return;  // a refusal that nobody waits for
    milliseconds may_wait = outcome.reply || outcome.snapshot ? milliseconds{0} : options_.before_an_end;
    const auto wait_no_longer = [&](const auto& output) { may_wait = std::min(may_wait, MayWait{options_}(output)); };
    for (const centre::Told& told : outcome.told) look_at(told.what, wait_no_longer);
    const auto latest = std::chrono::steady_clock::now() + may_wait;
    hand_over_at_ = outcomes_.empty() ? latest : std::min(hand_over_at_, latest);
    outcomes_.push_back(std::move(outcome));
    if (outcomes_.size() >= options_.most_in_commit) hand_over();
}

/// How long the machine may wait for inputs; not above zero when something is due.
std::chrono::microseconds Live::until_due() {
    const auto due = state_.centre.due();
    if (!due) return longest_nap;
    return std::min<Duration>(*due - std::max(clock_.now(), state_.at), longest_nap);
}

void Live::take(Submission submission) {
    if (const Duration jump = clock_.take_jump(); jump > Duration{0}) advance({centre::ClockCorrected{jump}, contact::Origin::live, {}});
    advance(std::move(submission));
}

void Live::advance(Submission submission) {
    Outcome outcome;
    outcome.at = std::max(clock_.now(), state_.at);
    const auto due = state_.centre.due();
    const bool was_due = due && *due <= outcome.at;
    outcome.refusal = state_.centre.advance(outcome.at, submission.input, outcome.told);
    outcome.origin = submission.origin;
    outcome.reply = std::move(submission.reply);
    outcome.input = std::move(submission.input);

    if (outcome.refusal != Refusal::none) {
        ++refused_;
        // What was due has happened all the same, and time alone made it happen.
        if (was_due) outcome.input = centre::Tick{};
    }
    if (outcome.refusal == Refusal::none || was_due) {
        outcome.entry = ++state_.last;
        state_.at = outcome.at;
        if (const auto* published = std::get_if<centre::ManualPublished>(&outcome.input))
            state_.manuals[published->version] = published->manual;
        if (state_.last - snapshot_at_ >= options_.snapshot_every) outcome.snapshot = snapshot();
    }
    keep(std::move(outcome));
}

std::unique_ptr<journal::StoredSnapshot> Live::snapshot() {
    auto taken = std::make_unique<journal::StoredSnapshot>();
    taken->number = snapshot_at_ = state_.last;
    taken->machine_version = centre::machine_version;
    taken->state = state_.centre.snapshot();
    taken->manuals = publications(taken->state, state_.manuals);
    // Nothing names the others any more.
    std::erase_if(state_.manuals, [&](const auto& each) { return !taken->manuals.contains(each.first); });
    return taken;
}

// ---- the committer --------------------------------------------------------------------------------------------------

void Live::run_committer() {
    pthread_setname_np(pthread_self(), "committer");
    std::vector<Outcome> taken;
    while (commits_.take(taken)) {
        const std::span<Outcome> all(taken);
        for (std::size_t at = 0; at < all.size(); at += options_.most_in_commit)
            commit(all.subspan(at, std::min(options_.most_in_commit, all.size() - at)));
        taken.clear();
    }
}

void Live::commit(std::span<Outcome> outcomes) {
    std::vector<journal::Entry> entries;
    entries.reserve(outcomes.size());
    for (const Outcome& each : outcomes)
        if (each.entry != 0) entries.push_back(journal::make_entry(each.entry, each.at, each.origin, each.input, each.told));
    if (!entries.empty()) {
        if (auto stored = writer_.append(entries); !stored) end_process(stored.error());
        entries_ += entries.size();
        ++committed_;
    }
    for (Outcome& each : outcomes) {
        const auto snapshot = std::move(each.snapshot);
        tell(each);
        if (!snapshot) continue;
        if (auto kept = writer_.keep(*snapshot, projector_ ? projector_->applied() : snapshot->number); !kept) end_process(kept.error());
    }
}

void Live::tell(Outcome& outcome) {
    if (outcome.entry != 0)
        for (const Subscriber& subscriber : subscribers_) subscriber({outcome.entry, outcome.at, outcome.origin, outcome.told});
    if (outcome.reply) {
        if (outcome.refusal == Refusal::none) outcome.reply(Accepted{outcome.entry, outcome.at, outcome.told});
        else outcome.reply(std::unexpected(outcome.refusal));
    }
    if (outcome.entry == 0) return;
    told_ = outcome.entry;
    if (projector_) projector_->take(outcome.entry, outcome.at, outcome.origin, std::move(outcome.told));
}

}  // namespace markaz::driver
