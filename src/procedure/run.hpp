#pragma once
// A run: one execution of a flow. It says where it stands, which flows perform which, what is known and what was done. Whoever
// drives it sets timers, speaks and keeps it; here it only finds its way, the same way everywhere.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.hpp"
#include "contact/types.hpp"
#include "people/types.hpp"
#include "procedure/types.hpp"

namespace markaz::procedure {

/// One run of a checklist.
using ChecklistId = Id<struct ChecklistTag>;

/// Whom a verb leads: `say`, `perform`, `escalate`, `survey` and `end` may lead either side.
enum class Led { caller, agent, either };

/// What the agent answers to a step. Beside answers, a trail tells where the path was left (`deviated`, for a written reason) and where
/// a note was written (`noted`).
enum class Answer { done, yes, no, deviated, noted };
BOOST_DESCRIBE_ENUM(Answer, done, yes, no, deviated, noted)

/// A step that performs the flow in which the run stands.
struct Frame {
    Key flow;
    StepIndex step = no_step;
    friend bool operator==(const Frame&, const Frame&) = default;
};
BOOST_DESCRIBE_STRUCT(Frame, (), (flow, step))

/// One step that an agent did. What they wrote lies in the vault.
struct DoneStep {
    Key flow, step;
    Answer answer = Answer::done;
    Key option;  ///< that was taken
    contact::VaultId written;
    people::PersonId by;
    Instant at{};
    friend bool operator==(const DoneStep&, const DoneStep&) = default;
};
BOOST_DESCRIBE_STRUCT(DoneStep, (), (flow, step, answer, option, written, by, at))

/// Flows perform each other at most so deep, the first one counted.
inline constexpr std::size_t deepest_perform = 8;
/// A run remembers so many done steps; older ones are in the journal alone.
inline constexpr std::size_t longest_trail = 200;

struct Run {
    std::uint64_t manual = 0;  ///< the version with which it began
    Key flow;                  ///< in which it stands; empty: there is no run
    StepIndex step = no_step;
    std::uint32_t tries = 0;    ///< failed, at this step
    std::uint32_t entered = 0;  ///< counts the steps that were entered: tells one stay at a step from the next
    std::vector<Frame> frames;  ///< outermost first
    std::vector<KnownField> fields;
    std::vector<DoneStep> trail;  ///< newest last
    Key outcome;                ///< once it has ended
    friend bool operator==(const Run&, const Run&) = default;
};
BOOST_DESCRIBE_STRUCT(Run, (), (manual, flow, step, tries, entered, frames, fields, trail, outcome))

/// A step that a run went into.
struct Entered {
    Key flow, step;
};

/// Moves the run to a step of its flow, over steps that are not shown, into flows that are performed and back out of them, until
/// somebody has something to do or the run has ended. `facts.fields` is ignored: the run's own are taken. Returns the steps that were
/// entered, in order; the last is where it stands. Bounded: after `most_moves` moves a step is shown whatever its condition says.
std::vector<Entered> go_to(const Manual& manual, Run& run, StepIndex step, Facts facts);
inline constexpr std::size_t most_moves = 10'000;

/// The step at which the run stands, or null where there is none.
const Step* step_of(const Manual& manual, const Run& run);

Led led_by(const Verb& verb);

/// The word with which the manual writes it, such as `choose`.
std::string_view verb_name(const Verb& verb);

/// The text of the step, or null: `queue`, `perform` and `end` have none; that of `transfer` and `escalate` may be empty.
const Line* line_of(const Verb& verb);

/// The field that keeps the step's answer; empty where none does.
Key field_of(const Verb& verb);

/// What people read of an option that the agent took; null where the step has no such option.
const Text* option_of(const Step& step, Key option);

/// Every step to which this one can lead, in the order of its fields. Steps that are not known are left out.
std::vector<StepIndex> next_steps(const Step& step);

/// Whether a caller at the step may press a key: to choose, to answer a survey, to leave a queue, to end a message. False where there
/// is no such step.
bool takes_keys(const Manual& manual, Key flow, Key step);

/// Where the pressed key leads, or no_step if it is none of the step's.
StepIndex after_key(const Choose& choose, char key);

/// Where a step leads that nobody answers: `say` when the text has ended, `queue`, `callback` and `voicemail` when somebody answered,
/// `transfer` and `escalate` when somebody took over, `survey` when it was answered; no_step for any other verb.
StepIndex after(const Verb& verb);

/// Where the agent's answer leads, or nothing if the step does not take this answer: `check` takes yes and no, and done as yes
/// where it is not mandatory; a `choose` takes one of its options; the others take done. `end`, where the guide stops, takes none.
std::optional<StepIndex> after_answer(const Step& step, Answer answer, Key option = {});

/// A variant of a procedure that leads agents: an option of a choice that no mandatory step bars from its start.
struct Variant {
    StepIndex step = no_step;  ///< the choice
    Key option;
    Text title;                ///< of the option, in the languages in which it is written
};

/// Every variant, by the order of steps and options. None of a flow that begins with a caller, or is a checklist.
std::vector<Variant> variants_of(const Manual& manual, const Flow& flow);

/// The steps to which this option alone of its choice leads.
std::vector<StepIndex> branch_of(const Flow& flow, const Variant& variant);

/// True where the agent may leave the path from the step of the run to `step` of the same flow: it is reached without passing over
/// a mandatory step, the present one included.
bool may_deviate(const Manual& manual, const Run& run, StepIndex step);

/// Keeps what became known; a value that was there is replaced.
void learn(std::vector<KnownField>& fields, Key field, const Value& value);
/// Adds to a trail, which forgets its oldest step where it would grow too long.
void remember(std::vector<DoneStep>& trail, DoneStep done);

/// Words and the language in which they are, which is also that of the voice. They lie in the line that was asked.
struct Words {
    std::string_view text;
    Language language = Language::en;
};

/// The text for people to read, in the wanted language or else in the flow's own.
Words words_read(const Line& line, Language wanted, Language source);

/// What people read of a step, whole; a step that has nothing to read has no text.
Text words_of(const Step& step, Language source);

/// A text for people, whole: where it is not translated it stands in the language of its source.
Text filled(Text text, Language source);

/// The text for the synthesiser: the spoken form where there is one. A language that was translated never falls back to another.
Words words_spoken(const Line& line, Language wanted, Language source);

// The words of a line that is about to vanish would vanish with it.
Words words_read(Line&&, Language, Language) = delete;
Words words_spoken(Line&&, Language, Language) = delete;

}  // namespace markaz::procedure
