#include "imports/account.hpp"

#include <algorithm>

namespace markaz::imports {

using contact::AssignmentEnd;
using contact::ContactEnd;
using contact::ImportedAssignment;
using contact::ImportedContact;
using contact::ImportedVisit;
using contact::VisitCause;
using contact::VisitEnd;

namespace {

/// A call of which nothing is said for so long is over, and its id may come again.
constexpr Duration longest_silence = std::chrono::days{1};
/// The other system counts whole seconds, begun and ended.
constexpr Duration rounding = std::chrono::seconds{2};

/// How long something lasted: by the clock, unless that contradicts what is stated.
Duration lasted(Instant from, Instant to, std::optional<Duration> stated) {
    const Duration by_clock = to - from;
    if (stated && (by_clock < *stated - rounding || by_clock > *stated + rounding)) return *stated;
    return std::max(by_clock, Duration{0});
}

class Account {
public:
    Account(const Seen& first, const Afterwards& afterwards) : afterwards_(afterwards) {
        contact_.id = {first.number};
        contact_.started = first.at;
    }

    void take(const Seen& seen) {
        last_ = std::max(last_, seen.at);
        if (seen.party && !contact_.party) contact_.party = seen.party;
        if (seen.outcome) contact_.outcome = seen.outcome;
        switch (seen.what) {
            case Happened::entered: return enter(seen);
            case Happened::rang_in_vain: return ring(seen, AssignmentEnd::no_answer);
            case Happened::ring_cancelled: return ring(seen, AssignmentEnd::caller_left);
            case Happened::connected: return connect(seen);
            case Happened::completed: return complete(seen, AssignmentEnd::completed);
            case Happened::transferred: return complete(seen, AssignmentEnd::transferred);
            case Happened::abandoned: return leave(seen, VisitEnd::abandoned, seen.cause, ContactEnd::caller);
            case Happened::overflowed: return leave(seen, VisitEnd::overflowed, seen.cause, ContactEnd::flow);
            case Happened::blocked: return leave(seen, VisitEnd::blocked, seen.cause, ContactEnd::blocked);
            case Happened::dropped: return drop(seen);
            case Happened::arrived:
            case Happened::restarted:
            case Happened::noted: return;
        }
    }

    ImportedContact finish() {
        if (open_visit() || open_assignment()) end_unseen();
        else contact_.ended = latest_;
        if (!contact_.visits.empty()) contact_.started = std::min(contact_.started, contact_.visits.front().started);
        return std::move(contact_);
    }

private:
    ImportedVisit* open_visit() { return contact_.visits.empty() || contact_.visits.back().ended ? nullptr : &contact_.visits.back(); }
    ImportedAssignment* open_assignment() {
        const auto found = std::ranges::find_if(contact_.assignments, [](const ImportedAssignment& each) { return !each.ended; });
        return found == contact_.assignments.end() ? nullptr : &*found;
    }

    /// The visit that goes on at this instant. Where its begin was not seen, the stated wait tells it.
    ImportedVisit& visit(const Seen& seen, Duration waited) {
        if (ImportedVisit* open = open_visit(); open && (open->queue == seen.queue || seen.queue.empty())) {
            if (open->id.value != entered_) open->started = std::min(open->started, seen.at - waited);
            return *open;
        }
        end_visit(seen.at, VisitEnd::overflowed, VisitCause::none);
        return contact_.visits.emplace_back(ImportedVisit{.id = {seen.number}, .queue = seen.queue, .started = seen.at - waited});
    }

    void end_visit(Instant at, VisitEnd end, VisitCause cause) {
        ImportedVisit* open = open_visit();
        if (!open) return;
        open->ended = std::max(at, open->started);
        open->end = end;
        open->cause = cause;
        latest_ = std::max(latest_, *open->ended);
    }

    void end_assignment(ImportedAssignment& open, Instant at, AssignmentEnd end) {
        open.ended = std::max(at, open.started);
        open.end = end;
        latest_ = std::max(latest_, *open.ended);
    }

    void enter(const Seen& seen) {
        // A call that enters again has left the queue before, whether or not that was written down.
        if (ImportedAssignment* open = open_assignment()) {
            open->talk = std::max(seen.at - open->answered.value_or(seen.at), Duration{0});
            end_assignment(*open, seen.at, AssignmentEnd::transferred);
            contact_.end = ContactEnd::flow;
        }
        end_visit(seen.at, VisitEnd::overflowed, VisitCause::none);
        contact_.visits.push_back({.id = {seen.number}, .queue = seen.queue, .started = seen.at});
        entered_ = seen.number;
        latest_ = std::max(latest_, seen.at);
    }

    ImportedAssignment& assign(const Seen& seen, Duration rang, contact::VisitId visit) {
        return contact_.assignments.emplace_back(ImportedAssignment{.id = {seen.number},
                                                                .visit = visit,
                                                                .person = seen.agent,
                                                                .queue = seen.queue,
                                                                .started = seen.at - rang,
                                                                .ring = rang,
                                                                .outcome = seen.outcome});
    }

    void ring(const Seen& seen, AssignmentEnd end) {
        const Duration rang = seen.ring.value_or(Duration{0});
        // Where several rang at once, those who did not answer are told after the one who did.
        const bool answered = !open_visit() && !contact_.visits.empty();
        ImportedVisit& of = answered ? contact_.visits.back() : visit(seen, rang);
        ImportedAssignment& assignment = assign(seen, rang, of.id);
        end_assignment(assignment, seen.at, end);
    }

    void connect(const Seen& seen) {
        const Duration rang = seen.ring.value_or(Duration{0});
        ImportedVisit& of = visit(seen, seen.wait.value_or(rang));
        const Instant answered = of.started + lasted(of.started, seen.at, seen.wait);
        const contact::VisitId number = of.id;
        end_visit(answered, VisitEnd::answered, VisitCause::none);
        if (ImportedAssignment* open = open_assignment()) end_assignment(*open, answered, AssignmentEnd::transferred);
        ImportedAssignment& assignment = assign(seen, rang, number);
        assignment.started = answered - rang;
        assignment.answered = answered;
    }

    void complete(const Seen& seen, AssignmentEnd end) {
        ImportedAssignment* open = open_assignment();
        if (!open) {
            // Said twice, or the answer stands in a file that was not read.
            const bool again = !contact_.assignments.empty() && contact_.assignments.back().answered;
            if (again) return;
            Seen answer = seen;
            answer.at = seen.at - seen.talk.value_or(Duration{0});
            connect(answer);
            open = open_assignment();
        }
        const bool clock_only = !seen.hold && !seen.wrap_up;
        open->talk = clock_only ? lasted(*open->answered, seen.at, seen.talk) : seen.talk.value_or(Duration{0});
        open->hold = seen.hold.value_or(Duration{0});
        open->wrap_up = seen.wrap_up.value_or(Duration{0});
        if (seen.outcome) open->outcome = seen.outcome;
        end_assignment(*open, *open->answered + open->talk + open->hold + open->wrap_up, end);
        contact_.end = end == AssignmentEnd::transferred ? ContactEnd::agent : ContactEnd::caller;
    }

    void leave(const Seen& seen, VisitEnd end, VisitCause cause, ContactEnd contact_end) {
        ImportedVisit& of = visit(seen, seen.wait.value_or(Duration{0}));
        end_visit(of.started + lasted(of.started, seen.at, seen.wait), end, cause);
        contact_.end = contact_end;
    }

    /// The agent hung up before the two heard each other.
    void drop(const Seen& seen) {
        ImportedVisit& of = visit(seen, Duration{0});
        ImportedAssignment& assignment = assign(seen, Duration{0}, of.id);
        end_assignment(assignment, seen.at, AssignmentEnd::declined);
        end_visit(seen.at, VisitEnd::interrupted, VisitCause::lost);
        contact_.end = ContactEnd::agent;
    }

    void end_unseen() {
        const bool silent = afterwards_.known_until - last_ > longest_silence;
        if (!afterwards_.restarted && !silent) return;
        // Whoever talked is taken to have gone on until the other system ended; nothing is known of how long a silent call lasted.
        const Instant at = afterwards_.restarted && *afterwards_.restarted - last_ <= longest_silence ? *afterwards_.restarted : last_;
        if (ImportedAssignment* open = open_assignment()) {
            open->talk = std::max(at - *open->answered, Duration{0});
            end_assignment(*open, at, AssignmentEnd::interrupted);
        }
        end_visit(at, VisitEnd::interrupted, VisitCause::lost);
        contact_.ended = latest_;
        contact_.end = ContactEnd::interrupted;
    }

    const Afterwards& afterwards_;
    ImportedContact contact_;
    std::uint64_t entered_ = 0;  ///< the visit whose begin was seen
    Instant last_ = Instant::min(), latest_ = Instant::min();
};

}  // namespace

std::vector<ImportedContact> account(std::span<const Seen> seen, const Afterwards& afterwards) {
    std::vector<ImportedContact> contacts;
    for (std::size_t from = 0; from < seen.size();) {
        Account one(seen[from], afterwards);
        std::size_t at = from;
        do one.take(seen[at++]);
        while (at < seen.size() && seen[at].at - seen[at - 1].at <= longest_silence);
        contacts.push_back(one.finish());
        from = at;
    }
    return contacts;
}

}  // namespace markaz::imports
