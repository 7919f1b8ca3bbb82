#pragma once
// Every agent's desk as a fold of what the machine told. See desk.md.

#include <map>
#include <optional>
#include <vector>

#include "centre/outputs.hpp"
#include "centre/snapshot.hpp"
#include "people/types.hpp"

namespace markaz::desk {

using contact::AssignmentId;
using people::PersonId;

/// A procedure of a manual's version.
struct ProcedureOf {
    Key flow;
    std::uint64_t manual = 0;
    friend bool operator==(const ProcedureOf&, const ProcedureOf&) = default;
};

/// One contact at one agent, as the desk shows it.
struct Assigned {
    AssignmentId id;
    contact::ContactId contact;
    contact::Origin origin = contact::Origin::live;
    contact::Channel channel = contact::Channel::voice_in;
    Key queue;
    contact::AssignmentState state = contact::AssignmentState::reserved;
    Instant since{};
    Language language = Language::en;
    std::uint64_t manual = 0;  ///< of the guide; 0: there is none
    Key flow;
    Key step;
    bool late = false;  ///< it stands there for longer than the manual thinks right
    bool recording_paused = false;
    bool callback = false;  ///< the customer is not there yet: we call them
    std::vector<ProcedureOf> results;  ///< of which the agent is asked whether it came to what is expected
    friend bool operator==(const Assigned&, const Assigned&) = default;
};

/// What agents did and learnt of one contact: it goes with the contact from desk to desk.
struct Work {
    std::vector<procedure::DoneStep> trail;
    std::vector<procedure::KnownField> fields;
    friend bool operator==(const Work&, const Work&) = default;
};

/// A checklist that somebody runs.
struct Checking {
    procedure::ChecklistId id;
    std::uint64_t manual = 0;
    Key checklist;   ///< the flow that was begun
    Key flow, step;  ///< where it stands, which may be in a flow that is performed
    friend bool operator==(const Checking&, const Checking&) = default;
};

struct Desk {
    PersonId person;
    Key team;
    contact::Pool pool = contact::Pool::live;
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
    Instant presence_since{};
    std::map<AssignmentId, Assigned> assigned;
    std::map<procedure::ChecklistId, Checking> checklists;
    std::vector<Key> passed;  ///< checklists since they were last offline
    friend bool operator==(const Desk&, const Desk&) = default;

    /// The most engaged assignment, which is shown where nobody chose another; null when there is none.
    const Assigned* shown() const;
    people::AgentState state() const;
    Instant since() const;
};

class Desks {
public:
    Desks() = default;
    /// `manuals`: those that the snapshot's guides name.
    Desks(const centre::Snapshot& snapshot, const std::vector<procedure::ManualRef>& manuals);

    /// Folds one output; returns whose desk changed, if any did.
    std::optional<PersonId> apply(Instant at, const centre::Output& output);

    const Desk* of(PersonId person) const;
    const std::map<PersonId, Desk>& all() const { return desks_; }
    /// The version of the manual in force; 0: none yet.
    std::uint64_t manual() const { return manual_; }
    /// What was done for a contact; nothing where nobody did anything yet.
    const Work* work_of(contact::ContactId contact) const;
    friend bool operator==(const Desks& a, const Desks& b) {
        return a.desks_ == b.desks_ && a.callers_ == b.callers_ && a.work_ == b.work_ && a.manual_ == b.manual_;
    }

private:
    /// What is known of a contact before an agent has it.
    struct Caller {
        contact::Origin origin = contact::Origin::live;
        contact::Channel channel = contact::Channel::voice_in;
        Language language = Language::en;
        bool callback = false;
        friend bool operator==(const Caller&, const Caller&) = default;
    };

    std::optional<PersonId> fold(Instant at, const centre::ContactStarted& fact);
    std::optional<PersonId> fold(Instant at, const centre::ContactEnded& fact);
    std::optional<PersonId> fold(Instant at, const centre::AgentKnown& fact);
    std::optional<PersonId> fold(Instant at, const centre::PresenceMoved& fact);
    std::optional<PersonId> fold(Instant at, const centre::CallbackMoved& fact);
    std::optional<PersonId> fold(Instant at, const centre::VoicemailMoved& fact);
    std::optional<PersonId> fold(Instant at, const centre::AssignmentMoved& fact);
    std::optional<PersonId> fold(Instant at, const centre::AssignmentEnded& fact);
    std::optional<PersonId> fold(Instant, const centre::RecordingPaused& fact);
    std::optional<PersonId> fold(Instant at, const centre::StepEntered& fact);
    std::optional<PersonId> fold(Instant at, const centre::ManualInForce& fact);
    std::optional<PersonId> fold(Instant at, const centre::StepDone& fact);
    std::optional<PersonId> fold(Instant at, const centre::StepDeviated& fact);
    std::optional<PersonId> fold(Instant at, const centre::NoteKept& fact);
    std::optional<PersonId> fold(Instant at, const centre::StepLate& fact);
    std::optional<PersonId> fold(Instant at, const centre::ResultAsked& fact);
    std::optional<PersonId> fold(Instant at, const centre::ResultJudged& fact);
    std::optional<PersonId> fold(Instant at, const centre::GuideLeft& fact);
    std::optional<PersonId> fold(Instant at, const centre::ChecklistStarted& fact);
    std::optional<PersonId> fold(Instant at, const centre::ChecklistStepEntered& fact);
    std::optional<PersonId> fold(Instant at, const centre::ChecklistEnded& fact);
    template <class Other>
    std::optional<PersonId> fold(Instant, const Other&) { return std::nullopt; }

    Assigned* assigned(AssignmentId id);
    std::optional<PersonId> keep(contact::ContactId contact, AssignmentId id, procedure::DoneStep done);
    void forget_work(contact::ContactId contact);

    std::map<PersonId, Desk> desks_;
    std::map<contact::ContactId, Caller> callers_;
    std::map<AssignmentId, PersonId> whose_;
    std::map<contact::ContactId, Work> work_;
    std::uint64_t manual_ = 0;
    std::map<procedure::ChecklistId, PersonId> counting_;  ///< checklists whose runner was not offline since they began them
};

}  // namespace markaz::desk
