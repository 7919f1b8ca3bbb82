#pragma once
// Everything that can happen to the centre. An input is a fact or a wish, never a decision: the machine decides.
//
// Each is one described struct; its name and version stand in the journal (journal/codec.cpp), so a released one is never
// changed: a new version gets a new number and an upcaster.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "base/language.hpp"
#include "contact/types.hpp"
#include "customer/types.hpp"
#include "people/types.hpp"
#include "procedure/run.hpp"

namespace markaz::centre {

using contact::AssignmentId;
using contact::CaseId;
using contact::ContactId;
using people::PersonId;

// ---- The centre itself ----------------------------------------------------------------------------------------------

/// The first entry of a journal: chance starts here.
struct Opened { std::uint64_t seed = 0; };
BOOST_DESCRIBE_STRUCT(Opened, (), (seed))

/// The program starts on a journal that has entries: every leg of the time before is gone.
struct Restarted {};
BOOST_DESCRIBE_STRUCT(Restarted, (), ())

/// Time passed and something was due.
struct Tick {};
BOOST_DESCRIBE_STRUCT(Tick, (), ())

/// The wall clock was set forward: entries are dated by it from this one on, whose instant is `by` later than time alone would have
/// made it. Nothing becomes due earlier for it, and nobody has talked or worked longer.
struct ClockCorrected { Duration by{0}; };
BOOST_DESCRIBE_STRUCT(ClockCorrected, (), (by))

/// The manual that is in force from now on. The journal names its documents by hash; the driver brings the compiled manual.
struct ManualPublished {
    std::uint64_t version = 0;
    std::vector<procedure::DocumentRef> documents;
    procedure::ManualRef manual;  ///< not in the journal
    std::vector<routing::Zone> zones{};  ///< of the sites that the manual names, as their clocks are known at this instant
};
BOOST_DESCRIBE_STRUCT(ManualPublished, (), (version, documents, zones))

/// For whom the manual means an escalation.
struct NamedPerson {
    Key escalation;
    PersonId person;
    friend bool operator==(const NamedPerson&, const NamedPerson&) = default;
};
BOOST_DESCRIBE_STRUCT(NamedPerson, (), (escalation, person))

/// The manual names people by their logins; this says who they are, as far as anybody has these logins. Derived at the edge.
struct PeopleNamed { std::vector<NamedPerson> people; };
BOOST_DESCRIBE_STRUCT(PeopleNamed, (), (people))

/// An agent is new, or their skills, team or capacity changed.
struct AgentChanged { people::Agent agent; };
BOOST_DESCRIBE_STRUCT(AgentChanged, (), (agent))

// ---- The caller -----------------------------------------------------------------------------------------------------

/// A contact reaches the centre. It enters `flow`, or straight into `queue` where no flow is named. Where both are, it enters the flow
/// at its first step that leads into the queue: what follows there is the guide of whoever answers.
struct ContactArrived {
    contact::Origin origin = contact::Origin::live;
    contact::Channel channel = contact::Channel::voice_in;
    Key flow;
    Key queue;
    Language language = Language::en;
    Duration priority{0};       ///< credit beside the queue's own (VIP), derived at the edge
    contact::VaultId party;     ///< who calls, in the vault; 0: unknown
    std::uint64_t reference = 0;  ///< chosen by whoever brings the contact, told back in ContactStarted
    PersonId preferred;         ///< last agent, or owner of the case, derived at the edge; 0: none
    contact::WayBack way_back = contact::WayBack::none;  ///< how they can be called back, if the site allows this number to be called
    Key trunk;                  ///< by which they came, and by which they are called back
    customer::Known customer{};  ///< what is known of their number, derived at the edge
};
BOOST_DESCRIBE_STRUCT(ContactArrived, (), (origin, channel, flow, queue, language, priority, party, reference, preferred, way_back, trunk,
                                           customer))

/// `key` is the character's code: 0-9, *, #.
struct KeyPressed { ContactId contact; std::uint8_t key = 0; };
BOOST_DESCRIBE_STRUCT(KeyPressed, (), (contact, key))

struct PromptEnded { ContactId contact; contact::PlayNumber play = 0; };
BOOST_DESCRIBE_STRUCT(PromptEnded, (), (contact, play))

/// The caller's leg is over. `lost`: by a fault of the network rather than by hanging up.
struct CallerLeft { ContactId contact; bool lost = false; };
BOOST_DESCRIBE_STRUCT(CallerLeft, (), (contact, lost))

/// Who is called back is there.
struct CustomerAnswered { ContactId contact; };
BOOST_DESCRIBE_STRUCT(CustomerAnswered, (), (contact))

/// Who is called back is busy, does not answer or cannot be reached.
struct CustomerUnreached { ContactId contact; };
BOOST_DESCRIBE_STRUCT(CustomerUnreached, (), (contact))

/// What a caller said after the tone is on disk, or that nothing of it is. `heard`: in how much of it there was a voice.
struct MessageRecorded { ContactId contact; Duration length{0}, heard{0}; };
BOOST_DESCRIBE_STRUCT(MessageRecorded, (), (contact, length, heard))

// ---- The agent ------------------------------------------------------------------------------------------------------

struct PresenceDeclared {
    PersonId person;
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
};
BOOST_DESCRIBE_STRUCT(PresenceDeclared, (), (person, presence, reason))

/// The agent's telephone rings.
struct AgentRinging { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(AgentRinging, (), (assignment))

struct AgentAnswered { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(AgentAnswered, (), (assignment))

/// The agent's telephone cannot be reached, is busy, or the agent declined.
struct AgentRefused { AssignmentId assignment; bool declined = false; };
BOOST_DESCRIBE_STRUCT(AgentRefused, (), (assignment, declined))

/// The agent ended the conversation, or their leg was lost.
struct AgentLeft { AssignmentId assignment; bool lost = false; };
BOOST_DESCRIBE_STRUCT(AgentLeft, (), (assignment, lost))

struct HoldWanted { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(HoldWanted, (), (assignment))

struct ResumeWanted { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(ResumeWanted, (), (assignment))

/// The agent wants nothing of what follows to be recorded, such as a card's number; or everything again.
struct RecordingPauseWanted { AssignmentId assignment; bool paused = false; };
BOOST_DESCRIBE_STRUCT(RecordingPauseWanted, (), (assignment, paused))

/// Blind transfer to a queue or to a person; exactly one is named.
struct TransferWanted { AssignmentId assignment; Key queue; PersonId person; };
BOOST_DESCRIBE_STRUCT(TransferWanted, (), (assignment, queue, person))

using StepAnswer = procedure::Answer;

/// What somebody answered to one step. What they wrote lies in the vault; what decides is derived from it at the edge and stands in
/// `value`, of the type of the step's field.
struct StepWork {
    Key step;
    StepAnswer answer = StepAnswer::done;
    Key option;  ///< that was taken
    contact::VaultId written;
    std::optional<procedure::Value> value;
};
BOOST_DESCRIBE_STRUCT(StepWork, (), (step, answer, option, written, value))

/// The agent did the step that the guide shows. `joins`: of a step that opens a case, the one that its procedure opened for this
/// customer before, derived at the edge, which knows who called; 0: none.
struct StepAnswered { AssignmentId assignment; StepWork work; CaseId joins{}; };
BOOST_DESCRIBE_STRUCT(StepAnswered, (), (assignment, work, joins))

/// The agent leaves the path and goes to another step. Why lies in the vault.
struct GuideDeviated { AssignmentId assignment; Key to; contact::VaultId reason; };
BOOST_DESCRIBE_STRUCT(GuideDeviated, (), (assignment, to, reason))

/// The agent opens another procedure above the present step; at its end the guide comes back. Where a `step` and one of its options are
/// named it begins with that option: one of its variants (procedure/run.hpp), for the kind of case that they have before them.
struct GuideOpened { AssignmentId assignment; Key flow, step, option; };
BOOST_DESCRIBE_STRUCT(GuideOpened, (), (assignment, flow, step, option))

/// The agent wrote a note beside the step at which the guide stands.
struct NoteWritten { AssignmentId assignment; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(NoteWritten, (), (assignment, written))

/// The agent says whether it came to what a procedure expects whose guide has ended under them. `flow`: the procedure; empty: each that
/// is still asked. Why it did not lies in the vault.
struct ResultAnswered { AssignmentId assignment; Key flow; bool reached = true; contact::VaultId reason; };
BOOST_DESCRIBE_STRUCT(ResultAnswered, (), (assignment, flow, reached, reason))

/// Somebody takes a case on: its owner, to whom it was given, or somebody else in their place. In this and what follows `owner` is whose
/// it was when `by` wished so: of a case that has gone to somebody else meanwhile nothing is changed.
struct CaseTaken { CaseId case_; PersonId by, owner; };
BOOST_DESCRIBE_STRUCT(CaseTaken, (), (case_, by, owner))

/// A case is given to somebody, who takes it on in their turn. Why lies in the vault.
struct CaseGiven { CaseId case_; PersonId by, owner, to; contact::VaultId reason; };
BOOST_DESCRIBE_STRUCT(CaseGiven, (), (case_, by, owner, to, reason))

/// Nothing is left to be done. What it came to lies in the vault.
struct CaseSettled { CaseId case_; PersonId by, owner; contact::VaultId outcome; };
BOOST_DESCRIBE_STRUCT(CaseSettled, (), (case_, by, owner, outcome))

/// Somebody begins a checklist: a flow that is run without a contact.
struct ChecklistBegun { PersonId person; Key flow; };
BOOST_DESCRIBE_STRUCT(ChecklistBegun, (), (person, flow))

struct ChecklistAnswered { procedure::ChecklistId checklist; StepWork work; };
BOOST_DESCRIBE_STRUCT(ChecklistAnswered, (), (checklist, work))

/// Whoever began it will not finish it.
struct ChecklistDropped { procedure::ChecklistId checklist; };
BOOST_DESCRIBE_STRUCT(ChecklistDropped, (), (checklist))

/// The agent answered a contact that came in writing. What they wrote lies in the vault.
struct ReplyWritten { AssignmentId assignment; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(ReplyWritten, (), (assignment, written))

struct WrapUpDone { AssignmentId assignment; Key outcome; };
BOOST_DESCRIBE_STRUCT(WrapUpDone, (), (assignment, outcome))

using Input = std::variant<Tick, Opened, Restarted, ClockCorrected, ManualPublished, AgentChanged, ContactArrived, KeyPressed, PromptEnded,
                           CallerLeft, PresenceDeclared, AgentRinging, AgentAnswered, AgentRefused, AgentLeft, HoldWanted, ResumeWanted,
                           RecordingPauseWanted, TransferWanted, StepAnswered, ReplyWritten, WrapUpDone, GuideDeviated, GuideOpened,
                           NoteWritten, ChecklistBegun, ChecklistAnswered, ChecklistDropped, CustomerAnswered, CustomerUnreached,
                           MessageRecorded, ResultAnswered, CaseTaken, CaseGiven, CaseSettled, PeopleNamed>;

}  // namespace markaz::centre
