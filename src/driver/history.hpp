#pragma once
// Lays down a past before a centre goes live: entries of a made-up time, such as the demo's month. The same machine decides, the
// same journal keeps.

#include <functional>
#include <optional>
#include <span>

#include "driver/live.hpp"
#include "driver/projector.hpp"
#include "journal/writer.hpp"

namespace markaz::driver {

/// A made-up world that acts on the centre and sees what it does.
struct PastWorld {
    std::function<std::optional<Instant>()> due;             ///< when it acts next; nothing: its past is over
    std::function<centre::Input()> act;                      ///< what it does then
    std::function<void(const centre::Outputs&)> see;         ///< what the centre told after anything
    contact::Origin origin = contact::Origin::simulated;
};

/// Drives the machine through the past until `until` and journals it. What the machine refuses leaves no entry, as ever; what
/// falls due before the world acts comes first, and the world may answer to it. Returns how many entries were written.
Result<std::uint64_t> write_history(Start& start, journal::Writer& writer, Projector* projector, const PastWorld& world, Instant until);

}  // namespace markaz::driver
