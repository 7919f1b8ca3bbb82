#pragma once
// The `flow` clause: steps, each with a verb, that lead to each other until an `end`.

#include <vector>

#include "procedure/clauses.hpp"
#include "procedure/finding.hpp"
#include "procedure/types.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

/// A name in a flow of something that stands elsewhere; whether it exists is known only when every document has been read.
struct NameUse {
    Key name;
    Place place;
    StepIndex step = no_step;
};

/// A condition as it was written; its names are known only when every form has been read.
struct ConditionUse {
    std::string text;
    Place place;
    StepIndex step = no_step;
};

struct ReadFlow {
    Flow flow;  ///< usable only if nothing was found
    std::vector<NameUse> queues, performs, escalations, surveys;
    std::vector<NameUse> texts, choices, truths;  ///< fields that hold what `ask`, `choose` and `check` answer
    std::vector<ConditionUse> conditions;
    std::vector<OutcomeTitle> outcomes;
    std::vector<Place> places;  ///< of the steps
    bool whole = true;          ///< it is known where every step leads
};

/// What a document is, as far as its flow depends on it.
struct FlowOf {
    Key procedure;
    Language source = Language::en;
    bool checklist = false;
};

/// Reads the clause and checks what can be checked of it alone: each step leads on, is reached, and can come to an end.
ReadFlow read_flow(const Node& body, const FlowOf& of, Findings& findings);

/// The part of that which looks at the graph alone.
void check_graph(const Flow& flow, const std::vector<Place>& places, Findings& findings);

/// Which sides a flow may lead when it ends: both where some ends come before a queue and some behind.
struct Sides {
    bool caller = false, agent = false;
};

/// Checks that callers are led before a queue and agents behind it, performed flows included. `ends_of` knows the sides of each
/// performed flow. Returns the sides at this flow's own ends.
Sides check_sides(const Flow& flow, const std::vector<Place>& places, const std::vector<std::pair<Key, Sides>>& ends_of,
                  const Manual& manual, Findings& findings);

/// The single digits, `*` and `#` that a text names, sorted: `press 2 or *` -> `*2`. Digits of all our scripts count, longer
/// numbers do not.
std::string keys_named(std::string_view text);

}  // namespace markaz::procedure
