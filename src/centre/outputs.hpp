#pragma once
// Everything that the centre tells. *Facts* are folded into views, numbers and records; *orders* are carried out by the edge.
// Outputs are small and plain: they copy as bytes, and their digest stands in the journal.

#include <type_traits>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "centre/inputs.hpp"
#include "routing/expectation.hpp"
#include "routing/types.hpp"

namespace markaz::centre {

using contact::VisitId;

// ---- Facts ----------------------------------------------------------------------------------------------------------

struct ContactStarted {
    ContactId contact;
    contact::Origin origin = contact::Origin::live;
    contact::Channel channel = contact::Channel::voice_in;
    Key flow;
    Language language = Language::en;
    contact::VaultId party;
    std::uint64_t reference = 0;
};
BOOST_DESCRIBE_STRUCT(ContactStarted, (), (contact, origin, channel, flow, language, party, reference))

/// The run of a contact stands at a step. `assignment` is 0 while the caller, not an agent, is led.
struct StepEntered { ContactId contact; AssignmentId assignment; std::uint64_t manual = 0; Key flow, step; };
BOOST_DESCRIBE_STRUCT(StepEntered, (), (contact, assignment, manual, flow, step))

struct KeyTaken { ContactId contact; Key step; std::uint8_t key = 0; bool accepted = false; };
BOOST_DESCRIBE_STRUCT(KeyTaken, (), (contact, step, key, accepted))

/// `field` became known with `value`; it is empty where the step keeps nothing.
struct StepDone {
    ContactId contact;
    AssignmentId assignment;
    Key flow, step;
    StepAnswer answer = StepAnswer::done;
    Key option;
    contact::VaultId written;
    Key field;
    procedure::Value value;
};
BOOST_DESCRIBE_STRUCT(StepDone, (), (contact, assignment, flow, step, answer, option, written, field, value))

/// The agent left the path at `step` and went to `to`, for a reason that lies in the vault.
struct StepDeviated { ContactId contact; AssignmentId assignment; Key flow, step, to; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(StepDeviated, (), (contact, assignment, flow, step, to, written))

/// The contact goes to whoever is above, into that queue: by the agent of an assignment, or, where it is 0, by a rule of the caller's flow.
/// `to`: the person for whom it is meant before anybody else of the queue; 0: nobody in particular.
struct Escalated { ContactId contact; AssignmentId assignment; Key escalation, queue; PersonId to; };
BOOST_DESCRIBE_STRUCT(Escalated, (), (contact, assignment, escalation, queue, to))

/// The customer was promised what this step says, by that instant.
struct Promised {
    ContactId contact;
    AssignmentId assignment;
    std::uint64_t manual = 0;
    Key flow, step;
    Instant due{};
};
BOOST_DESCRIBE_STRUCT(Promised, (), (contact, assignment, manual, flow, step, due))

/// A case was opened for the customer whom `party` stands for; it is `owner`'s. Its title is the text of the step.
struct CaseOpened {
    CaseId case_;
    ContactId contact;
    AssignmentId assignment;
    PersonId owner;
    contact::VaultId party;
    std::uint64_t manual = 0;
    Key flow, step;
};
BOOST_DESCRIBE_STRUCT(CaseOpened, (), (case_, contact, assignment, owner, party, manual, flow, step))

/// Another contact of the customer belongs to a case that was open.
struct CaseJoined { CaseId case_; ContactId contact; AssignmentId assignment; PersonId person; };
BOOST_DESCRIBE_STRUCT(CaseJoined, (), (case_, contact, assignment, person))

/// `contact` is the one in which the case was opened. Not `taken`: the owner has not yet said that they have it. `written`: why it was
/// given to them.
struct CaseOwned { CaseId case_; ContactId contact; PersonId owner, by; bool taken = false; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(CaseOwned, (), (case_, contact, owner, by, taken, written))

/// `written`: what it came to.
struct CaseClosed { CaseId case_; ContactId contact; PersonId by; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(CaseClosed, (), (case_, contact, by, written))

/// A note beside a step.
struct NoteKept { ContactId contact; AssignmentId assignment; Key flow, step; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(NoteKept, (), (contact, assignment, flow, step, written))

/// The guide of this procedure has ended under the agent, who is asked whether it came to what its author expects. Nothing waits for it.
struct ResultAsked { ContactId contact; AssignmentId assignment; std::uint64_t manual = 0; Key flow; };
BOOST_DESCRIBE_STRUCT(ResultAsked, (), (contact, assignment, manual, flow))

/// What the agent said. `written`: why it did not come to it.
struct ResultJudged {
    ContactId contact;
    AssignmentId assignment;
    std::uint64_t manual = 0;
    Key flow;
    bool reached = true;
    contact::VaultId written;
};
BOOST_DESCRIBE_STRUCT(ResultJudged, (), (contact, assignment, manual, flow, reached, written))

/// The agent stands at a step for longer than the manual thinks right. Nothing else follows from it.
struct StepLate { ContactId contact; AssignmentId assignment; Key flow, step; };
BOOST_DESCRIBE_STRUCT(StepLate, (), (contact, assignment, flow, step))

/// The guide leads this agent no more: the contact, and the run with it, went to somebody else.
struct GuideLeft { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(GuideLeft, (), (assignment))

/// The caller answered a question of a survey; key 0: did not.
struct SurveyAnswered { ContactId contact; Key survey, question; std::uint8_t key = 0; };
BOOST_DESCRIBE_STRUCT(SurveyAnswered, (), (contact, survey, question, key))

struct ChecklistStarted { procedure::ChecklistId checklist; PersonId person; std::uint64_t manual = 0; Key flow; };
BOOST_DESCRIBE_STRUCT(ChecklistStarted, (), (checklist, person, manual, flow))

struct ChecklistStepEntered { procedure::ChecklistId checklist; PersonId person; Key flow, step; };
BOOST_DESCRIBE_STRUCT(ChecklistStepEntered, (), (checklist, person, flow, step))

struct ChecklistStepDone {
    procedure::ChecklistId checklist;
    PersonId person;
    Key flow, step;
    StepAnswer answer = StepAnswer::done;
    Key option;
    contact::VaultId written;
};
BOOST_DESCRIBE_STRUCT(ChecklistStepDone, (), (checklist, person, flow, step, answer, option, written))

/// A checklist is over. `passed`: it came to its end, and every critical item was confirmed.
struct ChecklistEnded { procedure::ChecklistId checklist; PersonId person; Key flow; Key outcome; bool passed = false; };
BOOST_DESCRIBE_STRUCT(ChecklistEnded, (), (checklist, person, flow, outcome, passed))

/// The customer has an answer in writing.
struct Replied { ContactId contact; AssignmentId assignment; PersonId person; contact::VaultId written; };
BOOST_DESCRIBE_STRUCT(Replied, (), (contact, assignment, person, written))

struct VisitStarted { VisitId visit; ContactId contact; contact::Origin origin = contact::Origin::live; Key queue; };
BOOST_DESCRIBE_STRUCT(VisitStarted, (), (visit, contact, origin, queue))

/// A visit ended once and for all. `started` is the instant at which it was offered: the visit belongs to that interval.
struct VisitEnded {
    VisitId visit;
    ContactId contact;
    contact::Origin origin = contact::Origin::live;
    Key queue;
    Instant started{};
    contact::VisitEnd end = contact::VisitEnd::answered;
    contact::VisitCause cause = contact::VisitCause::none;
    AssignmentId assignment;  ///< the one that answered, or that has called back
    std::uint32_t position = 0;  ///< of who left from among the waiting: where they stood then, 1 is the front
};
BOOST_DESCRIBE_STRUCT(VisitEnded, (), (visit, contact, origin, queue, started, end, cause, assignment, position))

/// A callback was chosen, or stands otherwise than before. `calls`: how often the customer was called in vain.
struct CallbackMoved {
    ContactId contact;
    VisitId visit;
    contact::Origin origin = contact::Origin::live;
    Key queue;
    contact::Callback callback = contact::Callback::none;
    contact::VaultId party;
    std::uint32_t calls = 0;
};
BOOST_DESCRIBE_STRUCT(CallbackMoved, (), (contact, visit, origin, queue, callback, party, calls))

/// A caller's message stands otherwise than before. Once it is left the contact is of the channel `voicemail`. `none`: nothing was said
/// that anybody could hear, and what was recorded is to be erased. `length`: of what was recorded, once that is known.
struct VoicemailMoved {
    ContactId contact;
    VisitId visit;
    contact::Origin origin = contact::Origin::live;
    Key queue;
    contact::Voicemail voicemail = contact::Voicemail::none;
    Duration length{0};
};
BOOST_DESCRIBE_STRUCT(VoicemailMoved, (), (contact, visit, origin, queue, voicemail, length))

/// A visit that was not answered at once begins to wait: where, and for how long by what the queue has shown lately. `low` and `high`
/// hold four of five; all lengths are 0 while too little is known.
struct WaitExpected {
    VisitId visit;
    ContactId contact;
    contact::Origin origin = contact::Origin::live;
    Key queue;
    std::uint32_t position = 0;
    routing::ExpectedWait wait;
};
BOOST_DESCRIBE_STRUCT(WaitExpected, (), (visit, contact, origin, queue, position, wait))

struct Decided { ContactId contact; PersonId person; AssignmentId assignment; Key queue; routing::Decision decision; };
BOOST_DESCRIBE_STRUCT(Decided, (), (contact, person, assignment, queue, decision))

/// An assignment is in a new state from this instant on (never `ended`: AssignmentEnded says that).
struct AssignmentMoved {
    AssignmentId assignment;
    ContactId contact;
    VisitId visit;
    PersonId person;
    Key queue;
    contact::AssignmentState state = contact::AssignmentState::reserved;
};
BOOST_DESCRIBE_STRUCT(AssignmentMoved, (), (assignment, contact, visit, person, queue, state))

/// An assignment is over. The four lengths add up to its whole time.
struct AssignmentEnded {
    AssignmentId assignment;
    ContactId contact;
    VisitId visit;
    contact::Origin origin = contact::Origin::live;
    PersonId person;
    Key queue;
    contact::AssignmentEnd end = contact::AssignmentEnd::completed;
    Duration ring{0}, talk{0}, hold{0}, wrap_up{0};
    Key outcome;
};
BOOST_DESCRIBE_STRUCT(AssignmentEnded, (), (assignment, contact, visit, origin, person, queue, end, ring, talk, hold, wrap_up, outcome))

struct ContactEnded {
    ContactId contact;
    contact::Origin origin = contact::Origin::live;
    contact::ContactEnd end = contact::ContactEnd::flow;
    Key outcome;
};
BOOST_DESCRIBE_STRUCT(ContactEnded, (), (contact, origin, end, outcome))

/// From now on the recording holds silence, or again what is said. The edge carries it out.
struct RecordingPaused { ContactId contact; AssignmentId assignment; bool paused = false; };
BOOST_DESCRIBE_STRUCT(RecordingPaused, (), (contact, assignment, paused))

struct PresenceMoved {
    PersonId person;
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
};
BOOST_DESCRIBE_STRUCT(PresenceMoved, (), (person, presence, reason))

/// The machine knows this agent (again), as they are now; their skills follow. `barred`: a gate keeps them from every contact.
struct AgentKnown { PersonId person; Key team; contact::Pool pool = contact::Pool::live; bool barred = false; };
BOOST_DESCRIBE_STRUCT(AgentKnown, (), (person, team, pool, barred))

/// One skill of an agent that no gate shuts.
struct AgentSkilled { PersonId person; people::Skill skill; };
BOOST_DESCRIBE_STRUCT(AgentSkilled, (), (person, skill))

struct ManualInForce { std::uint64_t version = 0; };
BOOST_DESCRIBE_STRUCT(ManualInForce, (), (version))

// ---- Orders ---------------------------------------------------------------------------------------------------------

/// Answer the caller's leg.
struct AcceptCaller { ContactId contact; };
BOOST_DESCRIBE_STRUCT(AcceptCaller, (), (contact))

/// Refuse the caller's leg: it was never answered.
struct RefuseCaller { ContactId contact; contact::VisitCause cause = contact::VisitCause::none; };
BOOST_DESCRIBE_STRUCT(RefuseCaller, (), (contact, cause))

/// Speak the text of this step to the caller. When it has been heard, PromptEnded names `play`.
struct SpeakStep {
    ContactId contact;
    contact::PlayNumber play = 0;
    std::uint64_t manual = 0;
    Key flow, step;
    Language language = Language::en;
};
BOOST_DESCRIBE_STRUCT(SpeakStep, (), (contact, play, manual, flow, step, language))

/// What a caller may be told of the queue. `callback`: by which key, whose code is the number, they are called back instead;
/// `message_kept`: that their message is there; `agent_lost`: that their agent's line broke off, and they have their place back.
enum class QueueSentence { position, expected_wait, callback, message_kept, agent_lost };
BOOST_DESCRIBE_ENUM(QueueSentence, position, expected_wait, callback, message_kept, agent_lost)

/// Positions and minutes up to here have a sentence each; one more means `more than`.
inline constexpr std::uint32_t furthest_position_told = 20, longest_minutes_told = 30;

/// Speak this sentence to a waiting caller, instead of the music. When it has been heard, PromptEnded names `play`.
struct SpeakQueue {
    ContactId contact;
    contact::PlayNumber play = 0;
    Key queue;
    QueueSentence sentence = QueueSentence::position;
    std::uint32_t number = 0;
    Language language = Language::en;
};
BOOST_DESCRIBE_STRUCT(SpeakQueue, (), (contact, play, queue, sentence, number, language))

/// Speak a text of the queue's own to a waiting caller, instead of the music: the one of this number in the manual, from 0. When it has
/// been heard, PromptEnded names `play`.
struct SpeakMessage {
    ContactId contact;
    contact::PlayNumber play = 0;
    std::uint64_t manual = 0;
    Key queue;
    std::uint32_t message = 0;
    Language language = Language::en;
};
BOOST_DESCRIBE_STRUCT(SpeakMessage, (), (contact, play, manual, queue, message, language))

/// The tone has been heard: record what the caller says, until StopMessage, until nothing was heard for `quiet`, or until they are gone.
/// MessageRecorded tells what became of it. `play` makes the file's name one of its own.
struct RecordMessage {
    ContactId contact;
    contact::PlayNumber play = 0;
    contact::Origin origin = contact::Origin::live;
    Duration quiet{0};
};
BOOST_DESCRIBE_STRUCT(RecordMessage, (), (contact, play, origin, quiet))

/// No more is recorded, or the program that recorded is gone. MessageRecorded tells what is there.
struct StopMessage { ContactId contact; contact::Origin origin = contact::Origin::live; };
BOOST_DESCRIBE_STRUCT(StopMessage, (), (contact, origin))

struct PlayMusic { ContactId contact; Key queue; };
BOOST_DESCRIBE_STRUCT(PlayMusic, (), (contact, queue))

struct RingAgent {
    AssignmentId assignment;
    ContactId contact;
    PersonId person;
    contact::Origin origin = contact::Origin::live;
    Key queue;
};
BOOST_DESCRIBE_STRUCT(RingAgent, (), (assignment, contact, person, origin, queue))

struct StopRinging { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(StopRinging, (), (assignment))

/// Let caller and agent hear each other. The first time it starts the recording.
struct Connect { ContactId contact; AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(Connect, (), (contact, assignment))

/// Take the agent out of the conversation and let the caller hear music, until Connect.
struct HoldCaller { ContactId contact; AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(HoldCaller, (), (contact, assignment))

/// Call the customer back: the agent is there and hears it ring.
struct CallCustomer {
    ContactId contact;
    AssignmentId assignment;
    contact::VaultId party;
    contact::WayBack way_back = contact::WayBack::none;
    Key trunk;
};
BOOST_DESCRIBE_STRUCT(CallCustomer, (), (contact, assignment, party, way_back, trunk))

/// The customer's telephone need ring no longer.
struct StopCalling { ContactId contact; };
BOOST_DESCRIBE_STRUCT(StopCalling, (), (contact))

struct EndCaller { ContactId contact; };
BOOST_DESCRIBE_STRUCT(EndCaller, (), (contact))

struct EndAgent { AssignmentId assignment; };
BOOST_DESCRIBE_STRUCT(EndAgent, (), (assignment))

using Output = std::variant<ContactStarted, StepEntered, KeyTaken, StepDone, VisitStarted, VisitEnded, WaitExpected, Decided,
                            AssignmentMoved, AssignmentEnded, ContactEnded, RecordingPaused, PresenceMoved, AgentKnown, AgentSkilled,
                            ManualInForce, AcceptCaller, RefuseCaller, SpeakStep, SpeakQueue, PlayMusic, RingAgent, StopRinging, Connect,
                            HoldCaller, EndCaller, EndAgent, Replied, StepDeviated, NoteKept, StepLate, GuideLeft, SurveyAnswered,
                            ChecklistStarted, ChecklistStepEntered, ChecklistStepDone, ChecklistEnded, Promised, CallbackMoved,
                            CallCustomer, StopCalling, VoicemailMoved, RecordMessage, StopMessage, SpeakMessage, ResultAsked,
                            ResultJudged, CaseOpened, CaseJoined, CaseOwned, CaseClosed, Escalated>;

static_assert(std::is_trivially_copyable_v<Output>);

/// An output and the instant to which it belongs: what was due before the input has its own, earlier one.
struct Told {
    Instant at;
    Output what;
};
using Outputs = std::vector<Told>;

}  // namespace markaz::centre
