#pragma once
// The `routing` clause: the queues, which skills they want and how they are served.

#include <vector>

#include "procedure/finding.hpp"
#include "procedure/types.hpp"
#include "procedure/yaml.hpp"

namespace markaz::procedure {

struct ReadQueue {
    routing::QueuePolicy policy;  ///< usable only if nothing was found
    Text title;
    Place place;
    bool names_goal = false;  ///< the clause itself does
    struct Other { Key queue; Place place; };
    std::vector<Other> others;  ///< queues to which this one leads
    struct Message { Key id; Line text; };
    std::vector<Message> messages;  ///< that who waits is told, in turn
};

/// Reads the clause. A queue that is named but wrong is among the result too, so that those who use it are not reported.
std::vector<ReadQueue> read_routing(const Node& body, Language source, Findings& findings);

}  // namespace markaz::procedure
