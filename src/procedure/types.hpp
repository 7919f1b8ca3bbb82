#pragma once
// A compiled manual: flows whose steps point to each other by index, and queues. Texts are kept beside the structure.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
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

/// Waits in a queue. What follows is the guide of the agent who answers. A caller whom the queue does not take goes on at the step
/// for that cause; without one the call ends. `exit_key` leads whoever waits out of the queue.
struct Queue {
    Key queue;
    StepIndex next = no_step;
    StepIndex closed = no_step, full = no_step, nobody = no_step;
    char exit_key = 0;
    StepIndex exit = no_step;
};

/// The agent confirms something; a mandatory one cannot be passed over.
struct Check { Line text; bool mandatory = false; StepIndex yes = no_step, no = no_step; };
/// The agent asks something and writes the answer under `field`.
struct Ask { Line text; Key field; StepIndex next = no_step; };
/// The agent does something.
struct Do { Line text; StepIndex next = no_step; };
/// The agent writes a note.
struct Note { Line text; StepIndex next = no_step; };
/// The run is over with this outcome. For a caller without an agent the contact ends.
struct End { Key outcome; };

using Verb = std::variant<Say, Choose, Queue, Check, Ask, Do, Note, End>;

struct Step {
    Key id;
    Verb verb;
};

struct Flow {
    Key id;  ///< the procedure's id
    StepIndex start = 0;
    std::vector<Step> steps;
    Text title;                      ///< of the procedure
    Language source = Language::en;  ///< the language in which it was written: spoken where another one is missing

    /// The first step that leads into the queue, or no_step where there is none.
    StepIndex into(Key queue) const;
};

/// What people call a queue.
struct QueueTitle {
    Key id;
    Text title;
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
    std::vector<Language> languages;            ///< in which every text of it stands

    const Flow* flow(Key id) const;
    /// The first flow with a step that leads into the queue, or null.
    const Flow* flow_into(Key queue) const;
    const routing::QueuePolicy* queue(Key id) const;
    const Text* queue_title(Key id) const;
};
using ManualRef = std::shared_ptr<const Manual>;

}  // namespace markaz::procedure
