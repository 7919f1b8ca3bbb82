#pragma once
// Who comes back: callers who were not served and call again, and those who would rather be called back or leave a message.

#include <optional>

#include "procedure/types.hpp"
#include "sim/population.hpp"
#include "sim/reading.hpp"

namespace markaz::sim {

/// Who was not served calls again.
Retrials read_retrials(const procedure::Entry& field, Key queue, Reading& reading);

/// A share of those to whom it is offered would rather be called back. What is not said of the queue is as its policy has it.
struct ReadCallback {
    double share = 0, unreached = 0;
    Distribution pick_up = Distribution::fixed(std::chrono::seconds{5});
    std::optional<Duration> offer, ring, pause;
    std::optional<std::uint32_t> tries, most;
    procedure::Place place;

    void put_into(routing::CallbackPolicy& policy) const;
    /// Callers of the queue, who come by way_to_callback().
    void put_into(CallerKind& kind) const;
};
ReadCallback read_callback(const procedure::Entry& field, Reading& reading);

/// A share of those who wait leaves a message instead.
struct ReadVoicemail {
    double share = 0;
    Distribution after = Distribution::fixed(std::chrono::seconds{20});   ///< of waiting, until they press the key
    Distribution length = Distribution::fixed(std::chrono::seconds{20});  ///< of what they say
    procedure::Place place;

    /// Callers of the queue, who come by way_to_voicemail().
    void put_into(CallerKind& kind) const;
};
ReadVoicemail read_voicemail(const procedure::Entry& field, Reading& reading);

/// The way into a queue that one may leave by a key, to be called back. It bears the name of the queue.
procedure::Flow way_to_callback(Key queue);
/// The same, to leave a message that waits in the queue.
procedure::Flow way_to_voicemail(Key queue);

}  // namespace markaz::sim
