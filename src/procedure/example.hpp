#pragma once
// The clause `examples`: given, when, then. They are read here and run by sim/example in the machine that serves live calls.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "contact/channel.hpp"
#include "people/types.hpp"
#include "procedure/types.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

/// One move of an example. What it is about is a key, a queue, a step or a side, whichever the move needs.
struct Move {
    enum class Kind { press, no_key, wait, speak, answered, yes, no, done, take, write, deviate, caller_leaves, agent_leaves };
    Kind kind = Kind::done;
    Place place;
    char key = 0;
    Duration time{0};
    Key name;          ///< a queue, or a step of the flow in which the run stands
    Key flow;          ///< of the step, where it is named `procedure/step`
    Key option;
    std::string text;  ///< what is written
};

/// A step as an example names it: of the document's own flow, or of a performed one.
struct StepName {
    Key flow, step;
    Place place;
};

struct Expected {
    std::optional<std::vector<StepName>> hears;
    std::vector<StepName> passed, never;
    std::optional<std::pair<Key, Place>> waits, served_by, outcome;
    std::optional<Place> refused;
};

struct Example {
    Key id;
    std::string path;
    Place place;
    Key flow;  ///< empty: the document has none, and callers reach the queue that `given` names
    std::optional<Language> language;
    contact::Channel channel = contact::Channel::voice_in;
    Key queue;  ///< where there is no flow
    customer::Known customer;  ///< nobody is named: simulated people have no logins
    struct Agent { Key name; std::vector<people::Skill> skills; };
    std::vector<Agent> agents;
    std::vector<Move> moves;
    Expected then;
};

/// Reads the clause. `flow` is the document's own, by which steps without a procedure are meant.
std::vector<Example> read_examples(const Node& body, Key flow, Findings& findings);

}  // namespace markaz::procedure
