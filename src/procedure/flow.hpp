#pragma once
// The `flow` clause: steps, each with a verb, that lead to each other until an `end`.

#include <vector>

#include "procedure/finding.hpp"
#include "procedure/types.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

/// A queue's name in a flow; whether it exists is known only when every document has been read.
struct QueueUse {
    Key queue;
    Place place;
};

struct ReadFlow {
    Flow flow;  ///< usable only if nothing was found
    std::vector<QueueUse> queues;
};

/// Reads the clause and checks that it can be run: each step leads on, is reached, and can come to an end; callers are led
/// before the queue and agents after it. The rules are listed in procedure.md.
ReadFlow read_flow(const Node& body, Key procedure, Language source, Findings& findings);

/// The part of that which looks at the graph alone. `places` holds the place of each step.
void check_graph(const Flow& flow, const std::vector<Place>& places, Findings& findings);

/// The single digits, `*` and `#` that a text names, sorted: `press 2 or *` -> `*2`. Digits of all our scripts count, longer
/// numbers do not.
std::string keys_named(std::string_view text);

}  // namespace markaz::procedure
