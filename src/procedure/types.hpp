#pragma once
// A compiled manual: flows whose steps point to each other by index, and queues. Texts are kept beside the structure.

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
#include "procedure/condition.hpp"
#include "procedure/value.hpp"
#include "routing/types.hpp"

namespace markaz::procedure {

/// Index of a step in its flow.
using StepIndex = std::uint32_t;
inline constexpr StepIndex no_step = ~0u;

/// A text as people read it, and as the synthesiser should speak it where that differs.
struct Line {
    Text read;
    Text spoken;  ///< empty in a language: `read` is spoken
    friend bool operator==(const Line&, const Line&) = default;
};

/// Speaks (to the caller) or shows (to the agent) a text, then goes on.
struct Say { Line text; StepIndex next = no_step; };

/// Asks for one key. A wrong or missing key repeats the text up to `tries` times in all, then leads to `otherwise`.
struct Choose {
    Line text;
    struct Branch { char key = 0; StepIndex next = no_step; };
    std::vector<Branch> keys;
    Duration wait{std::chrono::seconds{5}};  ///< after the text has ended
    std::uint32_t tries = 3;
    StepIndex otherwise = no_step;
};

/// The agent takes one of several options, which `field` keeps where one is named.
struct Pick {
    Line text;
    struct Option { Key id; Text text; StepIndex next = no_step; };
    std::vector<Option> options;
    Key field;
};

/// Waits in a queue. What follows is the guide of the agent who answers. A caller whom the queue does not take goes on at the step
/// for that cause; without one the call ends. `exit_key` leads whoever waits out of the queue.
struct Queue {
    Key queue;
    StepIndex next = no_step;
    StepIndex closed = no_step, full = no_step, nobody = no_step;
    char exit_key = 0;
    StepIndex exit = no_step;
};

/// The customer hears the text and may hang up: they are called back when their turn comes. Whoever was waiting keeps the place that
/// they had; anybody else begins to wait in `queue`. What follows is the guide of the agent who has them on the telephone. Whoever
/// cannot be called back goes on at `otherwise`.
struct Callback {
    Line text;
    Key queue;
    StepIndex next = no_step, otherwise = no_step;
};

/// The caller hears the text and a tone, and speaks for at most `most`; `#`, a hang-up, or nothing heard for `quiet` ends it. The message
/// waits in `queue`, whether it is open or not. What follows is the guide of the agent who takes it. Whoever said nothing goes on at
/// `otherwise`.
struct Voicemail {
    Line text;
    Key queue;
    Duration most{std::chrono::minutes{2}}, quiet{std::chrono::seconds{5}};
    StepIndex next = no_step, otherwise = no_step;
};

/// The agent confirms or denies something.
struct Check { Line text; StepIndex yes = no_step, no = no_step; Key field; };
/// The agent asks something and writes the answer under `field`.
struct Ask { Line text; Key field; StepIndex next = no_step; };
/// The agent does something.
struct Do { Line text; StepIndex next = no_step; };
/// The agent writes a note.
struct Note { Line text; StepIndex next = no_step; };
/// The agent promises something to the customer, which is due that long after they said so.
struct Promise { Line text; Duration due{0}; StepIndex next = no_step; };
/// Opens a case with this title for the customer, which is the agent's from then on; or the contact joins the case that this procedure
/// opened for them before, if it is still open.
struct Case { Line text; StepIndex next = no_step; };
/// Runs the flow of another procedure, then goes on by its outcome.
struct Perform {
    Key procedure;
    struct Outcome { Key outcome; StepIndex next = no_step; };
    std::vector<Outcome> outcomes;
    StepIndex next = no_step;
};
/// Gives the contact to a queue; the guide of the agent who answers there goes on at `next`.
struct Transfer { Line text; Key queue; StepIndex next = no_step; };
/// The same, to the queue of an escalation, with its priority and for whom it is meant. Before a queue it leads the caller there. A caller
/// whom that queue does not take goes on at `otherwise`; without it the call ends.
struct Escalate { Line text; Key escalation; StepIndex next = no_step, otherwise = no_step; };
/// Asks the caller one question, after the agent has gone. Each of its keys is an answer; no answer leads on as well.
struct Survey {
    Line text;
    Key survey, question;
    std::vector<char> keys;
    Duration wait{std::chrono::seconds{5}};
    StepIndex next = no_step;
};
/// The run is over with this outcome. For a caller without an agent the contact ends.
struct End { Key outcome; };

using Verb = std::variant<Say, Choose, Pick, Queue, Check, Ask, Do, Note, Promise, Perform, Transfer, Escalate, Survey, End, Callback,
                          Voicemail, Case>;

/// What holds for a step whatever its verb is.
struct Guide {
    bool mandatory = false;   ///< nothing behind it is reached without it
    bool critical = false;    ///< of a checklist: it counts only when it was confirmed
    bool trainee = false;     ///< others pass it over
    Duration within{0};       ///< then it is late; 0: no limit
    std::shared_ptr<const Condition> when;  ///< null: always shown
    std::string condition;                  ///< as it was written, for people
    StepIndex otherwise = no_step;          ///< where the run goes on when it is not shown
};

struct Step {
    Key id;
    Verb verb;
    Guide guide{};
};

enum class ChecklistUse { other, pre_shift, start_of_day, handover, incident };
BOOST_DESCRIBE_ENUM(ChecklistUse, other, pre_shift, start_of_day, handover, incident)

struct Flow {
    Key id;  ///< the procedure's id
    StepIndex start = 0;
    std::vector<Step> steps;
    Text title{};                    ///< of the procedure
    Text expected{};                 ///< how one sees that it was done well, as its author states it; empty: it is not stated
    Language source = Language::en;  ///< the language in which it was written: spoken where another one is missing
    bool agent_first = false;        ///< it leads the agent from its start
    bool checklist = false;          ///< it is run without a contact
    bool before_ready = false;       ///< a checklist that agents must pass before they are ready
    bool holds = false;              ///< it has a mandatory step, or performs a flow that has one
    ChecklistUse use = ChecklistUse::other;

    const Step* step(Key wanted) const;
    /// The first step that leads into the queue, or no_step where there is none.
    StepIndex into(Key queue) const;
};

/// A field that steps capture.
struct FormField {
    Key id;
    ValueType type = ValueType::text;
    Text title{}, help{};
    std::int64_t least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();  ///< in the type's unit
    std::uint32_t longest = 0;  ///< characters of a text
    struct Option { Key id; Text title; };
    std::vector<Option> options;
};

/// Who is above: where a contact goes that an agent may not decide alone.
struct Escalation {
    Key id;
    Text title{};
    Key queue;
    Duration priority{0};
    Key to;  ///< the login of the person for whom it is meant before anybody else; empty: nobody in particular
};

/// What a number should be. `amount` is in percent for a share and in microseconds for a length of time.
struct Target {
    Key metric;
    Key queue;  ///< empty: the whole centre
    std::int64_t amount = 0;
};

/// What may last too long: a wait in a queue, or a state of an agent with a contact.
enum class Lasting { waiting, ringing, talking, hold, wrap_up };
BOOST_DESCRIBE_ENUM(Lasting, waiting, ringing, talking, hold, wrap_up)
/// Who is told that it does: the agent on their desk, team leaders on the Floor, everybody on the Board.
enum class Listener { agent, team_leader, everybody };
BOOST_DESCRIBE_ENUM(Listener, agent, team_leader, everybody)

/// How long something may last until somebody is told.
struct Threshold {
    Lasting state = Lasting::waiting;
    Key queue;  ///< empty: every queue that has none of its own
    Duration after{0};
    Listener tell = Listener::everybody;
};

/// What people call an outcome, where the manual says it.
struct OutcomeTitle {
    Key id;
    Text title{};
};

/// What stands at the top of a document, for those who look for it.
struct ProcedureCard {
    Key id;
    std::string kind;
    Text title{};
    std::vector<std::string> departments, audience, reads;
    std::string owner, approver, origin;
    std::chrono::sys_days effective{};
    Duration review_every{0};
    Language source = Language::en;
};

/// What people call a queue.
struct QueueTitle {
    Key id;
    Text title;
};

/// What a queue tells those who wait in it, one text after the other.
struct QueueMessages {
    Key id;                          ///< of the queue
    Language source = Language::en;  ///< spoken where another language is missing
    std::vector<Line> texts;
};

/// One document of a manual by its content: enough to find the text again and to know that it is the same.
struct DocumentRef {
    std::string path;    ///< relative to the manual, such as `main-line/main-line.md`
    std::string sha256;  ///< hex
    friend bool operator==(const DocumentRef&, const DocumentRef&) = default;
};
BOOST_DESCRIBE_STRUCT(DocumentRef, (), (path, sha256))

/// A published manual, compiled. Immutable; runs keep the version they began with.
struct Manual {
    std::uint64_t version = 0;  ///< numbered by publication from 1
    std::vector<DocumentRef> documents;
    std::vector<Flow> flows;                    ///< sorted by id
    std::vector<routing::QueuePolicy> queues;   ///< sorted by id
    std::vector<QueueTitle> queue_titles;       ///< one for each queue, in the same order
    std::vector<QueueMessages> queue_messages;  ///< of queues that have any, sorted by id
    std::vector<FormField> fields;              ///< sorted by id
    std::vector<Escalation> escalations;        ///< sorted by id
    std::vector<Target> targets;
    std::vector<Threshold> thresholds;
    std::vector<OutcomeTitle> outcomes;         ///< sorted by id
    std::vector<ProcedureCard> procedures;      ///< one for each source, sorted by id
    std::vector<Language> languages;            ///< in which every text of it stands

    const Flow* flow(Key id) const;
    /// The first flow with a step that leads into the queue, or null.
    const Flow* flow_into(Key queue) const;
    const routing::QueuePolicy* queue(Key id) const;
    const Text* queue_title(Key id) const;
    const FormField* field(Key id) const;
    const Escalation* escalation(Key id) const;
    const Text* outcome(Key id) const;
    const ProcedureCard* procedure(Key id) const;
    /// After how long in this state, for this queue, the listener is told; nothing where they are not.
    std::optional<Duration> long_after(Lasting state, Key queue, Listener listener) const;
};
using ManualRef = std::shared_ptr<const Manual>;

}  // namespace markaz::procedure
