#pragma once
// What the machine keeps of each agent, contact and assignment, and the whole of it as one value: that is what is stored at a
// snapshot, and what a live view is first made from.

#include <cstdint>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "base/random.hpp"
#include "centre/inputs.hpp"
#include "routing/expectation.hpp"
#include "routing/types.hpp"

namespace markaz::centre {

/// An agent and what they declared.
struct KnownAgent {
    people::Agent agent;
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
    Instant presence_since{};
    Instant signed_in_since{};
    Duration engaged{0};          ///< since they signed in, while they held any contact; without the time since `engaged_since`
    Instant engaged_since{};      ///< while they hold one
    routing::Standing standing;
    std::vector<Key> passed;      ///< checklists that were begun and passed since they were last offline
    friend bool operator==(const KnownAgent&, const KnownAgent&) = default;
};
BOOST_DESCRIBE_STRUCT(KnownAgent, (), (agent, presence, reason, presence_since, signed_in_since, engaged, engaged_since, standing, passed))

/// A contact whose caller is still there, or is to be called back.
struct OpenContact {
    contact::ContactId id;
    contact::Origin origin = contact::Origin::live;
    contact::Channel channel = contact::Channel::voice_in;
    Language language = Language::en;
    Duration priority{0};
    contact::VaultId party;
    Instant started{};
    procedure::Run run;  ///< without a flow where it was sent straight into a queue; while an agent is led, the assignment has it
    contact::PlayNumber play = 0;
    bool playing = false;
    bool tells_wait = false;  ///< while it waits and plays: the sentence is the one of the expected wait
    /// Turns of announcements in this visit, where the queue has messages; nothing before the first, as in snapshots of older programs.
    std::optional<std::uint32_t> announcements;
    contact::VisitId visit;        ///< open visit, or 0
    Key queue;
    Instant visit_started{};
    Instant visit_place{};         ///< the instant by which it is ranked: earlier than its start where a contact keeps an old place
    std::uint32_t stage = 0;
    people::PersonId preferred;        ///< last agent, or owner of the case
    bool waits_for_preferred = false;  ///< and for nobody else, at the moment
    Duration waited{0};            ///< in the last visit that was answered
    std::uint32_t transfers = 0;   ///< how often it was handed over
    std::uint32_t position = 0;        ///< at which it began to wait; 0: it did not
    Duration estimated{0};             ///< before the spread, as it was then; 0: nothing was known
    contact::AssignmentId assignment;  ///< the one that serves it, or 0
    Key outcome;
    contact::WayBack way_back = contact::WayBack::none;
    Key trunk;
    contact::Callback callback = contact::Callback::none;
    std::uint32_t calls = 0;  ///< back, in vain
    contact::Voicemail voicemail = contact::Voicemail::none;
    std::optional<customer::Known> customer;      ///< nothing where nothing is known of them, as in snapshots of older programs
    /// For whom an escalation is meant, until somebody has taken it over; 0: for nobody in particular.
    std::optional<people::PersonId> escalated_to;
    friend bool operator==(const OpenContact&, const OpenContact&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenContact, (), (id, origin, channel, language, priority, party, started, run, play, playing, tells_wait,
                                        announcements, visit, queue, visit_started, visit_place, stage, preferred, waits_for_preferred,
                                        waited, transfers, position, estimated, assignment, outcome, way_back, trunk, callback, calls,
                                        voicemail, customer, escalated_to))

/// A procedure whose guide has ended under an agent, who is asked whether it came to what it expects: once in an assignment.
struct AskedResult {
    Key flow;
    std::uint64_t manual = 0;
    bool answered = false;
    friend bool operator==(const AskedResult&, const AskedResult&) = default;
};
BOOST_DESCRIBE_STRUCT(AskedResult, (), (flow, manual, answered))

/// An assignment that has not ended; in wrap-up its contact may be gone.
struct OpenAssignment {
    contact::AssignmentId id;
    contact::ContactId contact;
    contact::VisitId visit;
    people::PersonId person;
    contact::Origin origin = contact::Origin::live;
    contact::Channel channel = contact::Channel::voice_in;
    Language language = Language::en;  ///< of the caller, who may be gone
    Key queue;
    contact::AssignmentState state = contact::AssignmentState::reserved;
    Instant since{};
    contact::AssignmentEnd end = contact::AssignmentEnd::completed;  ///< known from wrap-up on
    Duration ring{0}, talk{0}, hold{0};
    procedure::Run guide;
    Instant contact_started{};         ///< what conditions ask of the contact, which may be gone
    Duration waited{0};
    std::uint32_t transfers = 0;
    std::optional<contact::VaultId> party;  ///< in snapshots of older programs nothing; then no case is found again by it
    bool late = false;  ///< the guide stands at its step for longer than the manual thinks right
    Key outcome;
    bool recording_paused = false;
    /// In the order in which they were asked; nothing before the first, as in snapshots of older programs.
    std::optional<std::vector<AskedResult>> results;
    std::optional<customer::Known> customer;  ///< as of its contact
    friend bool operator==(const OpenAssignment&, const OpenAssignment&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenAssignment, (),
                      (id, contact, visit, person, origin, channel, language, queue, state, since, end, ring, talk, hold, guide,
                       contact_started, waited, transfers, party, late, outcome, recording_paused, results,
                       customer))

/// A case that has not been closed.
struct OpenCase {
    contact::CaseId id;
    contact::ContactId contact;  ///< in which it was opened
    contact::VaultId party;
    people::PersonId owner;
    bool taken = true;  ///< the owner has it; not, while somebody to whom it was given has not said so
    Key flow;           ///< of the procedure that opened it
    friend bool operator==(const OpenCase&, const OpenCase&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenCase, (), (id, contact, party, owner, taken, flow))

/// By rising id. `next`: the number of the next one.
struct Cases {
    std::uint64_t next = 1;
    std::vector<OpenCase> open;
    friend bool operator==(const Cases&, const Cases&) = default;
};
BOOST_DESCRIBE_STRUCT(Cases, (), (next, open))

/// A checklist that somebody runs.
struct OpenChecklist {
    procedure::ChecklistId id;
    people::PersonId person;
    Instant started{};
    bool counts = true;  ///< whoever runs it has not been offline since
    procedure::Run run;
    std::vector<procedure::Frame> denied;  ///< critical items whose last answer was no
    friend bool operator==(const OpenChecklist&, const OpenChecklist&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenChecklist, (), (id, person, started, counts, run, denied))

enum class TimerKind { key_wait, stage, ring, wrap_up, prefer, overflow, step_late, announce, offer_callback, customer_ring, call_again,
                       message_most };
BOOST_DESCRIBE_ENUM(TimerKind, key_wait, stage, ring, wrap_up, prefer, overflow, step_late, announce, offer_callback, customer_ring,
                    call_again, message_most)

struct Timer {
    Instant due{};
    std::uint64_t order = 0;  ///< of two timers due at one instant the one that was set first runs first
    TimerKind kind = TimerKind::ring;
    std::uint64_t subject = 0;  ///< contact or assignment
    std::uint64_t mark = 0;     ///< what the subject must still be at for the timer to count: a play number, or visit and stage
    friend bool operator==(const Timer&, const Timer&) = default;
};
BOOST_DESCRIBE_STRUCT(Timer, (), (due, order, kind, subject, mark))

/// What one queue has shown of how fast it moves.
struct QueueExpectation {
    Key queue;
    contact::Pool pool = contact::Pool::live;
    routing::Expectation expectation;
    friend bool operator==(const QueueExpectation&, const QueueExpectation&) = default;
};
BOOST_DESCRIBE_STRUCT(QueueExpectation, (), (queue, pool, expectation))

struct Snapshot {
    bool opened = false;
    Instant now{};
    Random random;
    std::uint64_t next_contact = 1, next_visit = 1, next_assignment = 1, next_turn = 1, next_timer = 1, next_checklist = 1;
    std::uint64_t manual = 0;  ///< version in force, 0: none yet
    std::vector<routing::Zone> zones;          ///< as they were told with it
    std::vector<QueueExpectation> expectations;  ///< by queue and pool
    std::vector<KnownAgent> agents;            ///< each list by rising id
    std::vector<OpenContact> contacts;
    std::vector<OpenAssignment> assignments;
    std::vector<OpenChecklist> checklists;
    std::optional<Cases> cases;           ///< nothing before the first, as in snapshots of older programs
    std::optional<std::vector<NamedPerson>> named;  ///< as last told; nothing before, as in snapshots of older programs
    std::vector<Timer> timers;            ///< those that still count, in due order
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (opened, now, random, next_contact, next_visit, next_assignment, next_turn, next_timer, next_checklist,
                                     manual, zones, expectations, agents, contacts, assignments, checklists, cases, named, timers))

}  // namespace markaz::centre
