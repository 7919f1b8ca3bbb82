#pragma once
// What can be judged only when every document has been read: names that lead from one to another, conditions, and the flows that
// perform each other.

#include <map>

#include "procedure/flow.hpp"

namespace markaz::procedure {

/// A flow with what was read beside it, and where its findings go.
struct LinkedFlow {
    ReadFlow* read;
    Findings* findings;
};
using LinkedFlows = std::map<Key, LinkedFlow>;

/// Fields that steps fill and no form describes: a text for `ask`, yes or no for `check`, a choice for `choose`. Adds them to the
/// manual's, and reports steps whose field is of another type (`field-type`).
void complete_fields(Manual& manual, const LinkedFlows& flows);

/// Compiles the conditions of every flow (`condition`), and reports circles of steps that may all be passed over (`silent-circle`).
void compile_conditions(Manual& manual, const LinkedFlows& flows);

/// Reports fields that a text shows and nobody fills (`unknown-name`).
void check_placeholders(const Manual& manual, const LinkedFlows& flows);

/// Reports procedures, outcomes and escalations that are not there (`unknown-procedure`, `unknown-outcome`, `unknown-escalation`),
/// flows that perform each other in a circle or too deep (`perform-circle`, `perform-depth`), and verbs that lead the wrong side.
/// Says of each flow whether it holds a mandatory step.
void check_performs(Manual& manual, const LinkedFlows& flows);

}  // namespace markaz::procedure
