#pragma once
// What listeners receive of an entry, once it is stored.

#include <functional>
#include <span>

#include "centre/outputs.hpp"
#include "journal/entry.hpp"

namespace markaz::driver {

using journal::EntryNumber;

/// An entry that is safely in the journal, with everything that the machine told because of it. The view is valid during the call.
struct Committed {
    EntryNumber entry = 0;
    Instant at{};
    contact::Origin origin = contact::Origin::live;
    std::span<const centre::Told> told;
};

/// Called for each entry, in the order of the journal, always on the committer's thread. It must not wait for anything: what
/// takes time goes into a queue of its own.
using Subscriber = std::function<void(const Committed&)>;

}  // namespace markaz::driver
