#pragma once
// The promises of routing, watched from outside: the checker sees inputs and what the centre tells, never its state, and says
// where the first promise is broken. It judges slowly and plainly, by looking at everybody, where the machine is fast and clever.

#include <map>
#include <optional>
#include <set>
#include <string>

#include "centre/centre.hpp"

namespace markaz::sim {

struct Violation {
    Instant at;
    std::string promise;  ///< such as `no eligible agent idles while a contact waits`
    std::string what;     ///< who and what broke it

    std::string line() const { return iso8601(at) + ": " + promise + ": " + what; }
};

/// What it watches:
///   - no ready agent with room idles while a contact waits that they may serve;
///   - a contact rings at one agent at a time, each ring is ordered once, and no agent holds more than their capacity;
///   - a visit is answered once and ends once, in the queue where it began; no contact is lost, doubled, or left without its end;
///   - among the contacts that an agent may serve the greatest effective priority goes first, and the agent is the one whom the rule
///     of the queue names; where lots are drawn, one of those who may serve;
///   - after-contact work lasts until the agent ends it or its limit; its lengths, and all others, add up to the microsecond;
///   - live contacts meet live agents only, simulated ones simulated agents;
///   - every leg that was opened is closed, every ring is stopped;
///   - a callback keeps its visit and place, and nobody is called whom the site does not allow;
///   - a message waits only when nobody is on the telephone, and is taken once.
class Checker {
public:
    void see(Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs);

    /// Call when nothing is to follow: offered = ends + in progress, for every queue.
    void finish();

    const std::optional<Violation>& violation() const { return violation_; }

private:
    struct Agent {
        people::Agent agent;
        people::Presence presence = people::Presence::offline;
        Instant turn{};  ///< when they last became ready or ended a conversation
        std::uint64_t rung = 0;      ///< the number of their last ring
        std::uint64_t contacts = 0;  ///< answered since they signed in
        Instant signed_in{}, engaged_since{};
        Duration engaged{0};
        std::int64_t occupancy = 0;
        std::set<contact::AssignmentId> open;
    };
    struct Contact {
        contact::Origin origin{};
        contact::Channel channel{};
        Language language = Language::en;
        Duration priority{0};
        people::PersonId preferred;
        std::optional<people::PersonId> escalated_to;  ///< until somebody has taken it over
        Duration escalated{0};                         ///< the credit of it, until then
        people::PersonId wish() const { return escalated_to.value_or(preferred); }
        contact::VisitId visit;
        Key queue;
        Instant started{}, place{};
        contact::AssignmentId assignment;  ///< at which it rings or talks
        bool keeps_place = false, queued = false, accepted = false, left = false, released = false;
        bool callback = false, pausing = false, voicemail = false;
    };
    struct Assignment {
        contact::ContactId contact;
        contact::VisitId visit;
        people::PersonId person;
        Key queue;
        contact::Channel channel{};
        contact::AssignmentState state = contact::AssignmentState::reserved;
        Instant started{}, since{};
        Duration ring{0}, talk{0}, hold{0}, wrap_up{0};
        Duration ring_limit{0}, wrap_up_limit{0};
        bool rung = false, in_touch = false, answered_visit = false, stopped = false, released = false, finished = false;
    };
    struct Ledger { std::uint64_t offered = 0, ended = 0; };
    struct Fold;
    friend struct Fold;

    void broken(std::string promise, std::string what);
    void take(const centre::Input& input, centre::Refusal refusal);
    void settle();
    void check_contacts();
    void check_assignments();
    void check_nobody_idles();
    void check_choice(const centre::Decided& decided, const Contact& chosen);
    void check_reservation(const centre::AssignmentMoved& moved, const Contact& contact, const Agent& agent);
    void check_end(const centre::AssignmentEnded& ended, const Assignment& assignment);
    void book(Assignment& assignment);
    void check_rule(const centre::Decided& decided, const Agent& taken, const Contact& chosen);
    std::int64_t ranked_by(routing::Rule rule, const Agent& agent, const Contact& contact) const;
    static Key name_of(const people::Skill& wanted, const Contact& contact);
    bool may_prefer(const Contact& contact, bool due_now) const;
    bool may_serve(const Agent& agent, const Contact& contact, bool due_now) const;
    bool has_room(const Agent& agent, contact::Channel channel) const;
    Instant rank(const Contact& contact) const;
    const routing::QueuePolicy* policy(Key queue) const { return manual_ ? manual_->queue(queue) : nullptr; }

    Instant now_{};
    procedure::ManualRef manual_;
    const centre::Input* input_ = nullptr;
    std::map<people::PersonId, Agent> agents_;
    std::map<contact::ContactId, Contact> contacts_;
    std::set<contact::ContactId> waiting_;
    std::map<contact::AssignmentId, Assignment> assignments_;
    std::map<Key, Ledger> ledgers_;
    std::uint64_t rings_ = 0;
    std::uint64_t last_contact_ = 0, last_visit_ = 0, last_assignment_ = 0;
    std::uint64_t arrivals_ = 0, started_ = 0;
    std::set<contact::AssignmentId> decided_;
    std::optional<Violation> violation_;
};

}  // namespace markaz::sim
