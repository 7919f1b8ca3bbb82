#pragma once
// The machine: one state made of people, contacts, queues and runs, and advance(), the only place where one word's decision
// becomes another word's input. No clock, no I/O, no thread, no randomness of its own: live telephony, replay and simulation
// drive this very class.

#include <memory>
#include <optional>
#include <string_view>

#include "centre/explain.hpp"
#include "centre/inputs.hpp"
#include "centre/outputs.hpp"
#include "centre/snapshot.hpp"

namespace markaz::centre {

/// Changes whenever the same inputs could give other outputs. Replay compares digests only of entries that this version wrote.
inline constexpr std::uint32_t machine_version = 8;

/// Why an input was not taken. The state is as it was, save for what was due.
enum class Refusal {
    none,
    unknown_agent,
    unknown_contact,
    unknown_assignment,
    unknown_queue,
    unknown_flow,
    no_manual,
    not_opened,
    already_opened,
    time_went_back,
    no_change,        ///< such as ready when ready
    wrong_state,      ///< such as hold while nobody talks; a stale event of a leg that is gone
    wrong_channel,    ///< such as hold of a message, or a reply in writing to a caller
    person_not_free,  ///< a transfer to somebody who cannot take it now
    wrong_step,       ///< the guide stands at another step, or does not take this answer
    answer_missing,   ///< a mandatory step wants something written
    wrong_value,      ///< what was written is not of the type of the step's field
    mandatory_step,   ///< a step that may not be passed over lies between
    reason_missing,   ///< the path is left for a written reason only
    unknown_checklist,
    checklist_open,   ///< a checklist must be passed before one is ready
    nothing_due,      ///< a tick before anything was due
    outcome_missing,  ///< the queue wants wrap-up to end with an outcome
    unknown_case,     ///< it is closed, or never was
    case_of_other,    ///< it has gone to somebody else meanwhile
};
BOOST_DESCRIBE_ENUM(Refusal, none, unknown_agent, unknown_contact, unknown_assignment, unknown_queue, unknown_flow, no_manual, not_opened,
                    already_opened, time_went_back, no_change, wrong_state, wrong_channel, person_not_free, wrong_step, answer_missing,
                    wrong_value, mandatory_step, reason_missing, unknown_checklist, checklist_open, nothing_due, outcome_missing,
                    unknown_case, case_of_other)

class Centre {
public:
    Centre();
    ~Centre();
    Centre(Centre&&) noexcept;
    Centre& operator=(Centre&&) noexcept;

    /// Runs what was due until `at`, in due order, then applies the input. Appends to `outputs`. An input that is refused
    /// changes nothing; if something was due it has happened all the same, and the entry to journal is a Tick.
    /// `why`, where it is given, gets an explanation of each decision; asking changes nothing.
    Refusal advance(Instant at, const Input& input, Outputs& outputs, std::vector<Explanation>* why = nullptr);

    /// Why this agent has nothing to do, or nothing more; nothing where nobody has this number.
    std::optional<Idleness> why_idle(PersonId person) const;

    /// When the machine wants to be advanced next even if nothing happens.
    std::optional<Instant> due() const;

    /// The whole state as a plain value; a machine made from it behaves the same from here on.
    Snapshot snapshot() const;

    /// `manuals` must hold each version that the snapshot names (the one in force and those of open runs).
    static Result<Centre> restored(const Snapshot& snapshot, const std::vector<procedure::ManualRef>& manuals);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace markaz::centre
