#pragma once
// How a run moves through a flow. Who runs it keeps where it stands, counts tries and sets timers; here it only asks the way.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "procedure/types.hpp"

namespace markaz::procedure {

/// Whom a verb leads: `say` and `end` may lead either side.
enum class Led { caller, agent, either };

/// What the agent answers to a step of the guide.
enum class Answer { done, yes, no };

Led led_by(const Verb& verb);

/// The word with which the manual writes it, such as `choose`.
std::string_view verb_name(const Verb& verb);

/// The text of the step, or null: `queue` and `end` have none.
const Line* line_of(const Verb& verb);

/// Every step to which this one can lead, in the order of its fields. Steps that are not known are left out.
std::vector<StepIndex> next_steps(const Verb& verb);

/// Where the pressed key leads, or no_step if it is none of the step's.
StepIndex after_key(const Choose& choose, char key);

/// Where `say` leads when the text has ended, and `queue` when somebody answered; no_step for any other verb.
StepIndex after(const Verb& verb);

/// Where the agent's answer leads, or nothing if the step does not take this answer: `check` takes yes and no, and done as yes
/// where it is not mandatory; the others take done. `end`, where the guide stops, takes none.
std::optional<StepIndex> after_answer(const Verb& verb, Answer answer);

/// Words and the language in which they are, which is also that of the voice. They lie in the line that was asked.
struct Words {
    std::string_view text;
    Language language = Language::en;
};

/// The text for people to read, in the wanted language or else in the flow's own.
Words words_read(const Line& line, Language wanted, Language source);

/// The text for the synthesiser: the spoken form where there is one. A language that was translated never falls back to another.
Words words_spoken(const Line& line, Language wanted, Language source);

// The words of a line that is about to vanish would vanish with it.
Words words_read(Line&&, Language, Language) = delete;
Words words_spoken(Line&&, Language, Language) = delete;

}  // namespace markaz::procedure
