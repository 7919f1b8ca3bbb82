#pragma once
// Who lives around the centre and how they behave: callers and simulated agents. Plain data; world.hpp brings it to life.

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
#include "contact/types.hpp"
#include "people/types.hpp"
#include "sim/distribution.hpp"

namespace markaz::sim {

/// When contacts come: by chance at a rate that changes in steps (a Poisson process), or at recorded instants.
struct Arrivals {
    Instant anchor{};                       ///< start of the first step
    Duration every{std::chrono::hours{1}};  ///< length of a step
    std::vector<double> per_hour;           ///< expected contacts an hour, one rate a step
    bool repeats = false;                   ///< after the last step the first one follows again; otherwise nobody comes
    std::vector<Instant> recorded;          ///< rising; used instead of rates where there are any
};

/// One kind of caller.
struct CallerKind {
    contact::Origin origin = contact::Origin::simulated;
    contact::Channel channel = contact::Channel::voice_in;
    Key flow;    ///< enters this flow, or, where it is empty,
    Key queue;   ///< goes straight into this queue
    Key wants;   ///< in a menu: the queue to which they press their way
    Language language = Language::en;
    Duration priority{0};
    people::PersonId preferred;  ///< the agent whom they would rather have
    Arrivals arrivals;
    Distribution prompt = Distribution::fixed(std::chrono::seconds{4});  ///< how long a prompt is
    Distribution key_delay = Distribution::fixed(std::chrono::seconds{1});  ///< from the prompt's end to the key
    double wrong_key = 0;  ///< share of keys that are pressed at random
    double no_key = 0;     ///< share of menus at which nothing is pressed
    double lost = 0;       ///< share of callers whose leg fails instead of being hung up
    contact::WayBack way_back = contact::WayBack::none;
    double callback = 0;   ///< share of those who wait that press the key to be called back, or to leave a message, where there is one
    Distribution message = Distribution::fixed(std::chrono::seconds{20});  ///< how long they speak; none: until they are cut off
    Distribution callback_after = Distribution::fixed(std::chrono::seconds{20});  ///< of waiting, until they do
    double accepts = 0;    ///< share of those who hear that they may be called back that press the key for it
    double unreached = 0;  ///< share of calls back that they do not answer: half are busy, half let it ring
    Distribution pick_up = Distribution::fixed(std::chrono::seconds{5});          ///< from the ring to their answer
};

/// How long callers wait in a queue before they hang up. The empty key stands for every queue that is not named.
struct QueuePatience {
    Key queue;
    Distribution patience;
};

/// Callers of a queue who abandoned it, or whom it did not take, call again. The empty key stands for every queue that is not named.
struct Retrials {
    Key queue;
    double share = 0;        ///< of those who were not served
    Distribution after;      ///< from then to the next call
    std::uint32_t most = 0;  ///< calls after the first one
};

/// Something that breaks for a while.
struct Fault {
    enum class Kind {
        agents_drop,   ///< this share of the groups' agents is cut off: conversations are lost, and they come back at the end
        trunk_down,    ///< every caller's leg is lost, and nobody gets through
        network_loss,  ///< of the callers who are there or come meanwhile this share is lost, each at a moment of its own
    };
    Kind kind = Kind::agents_drop;
    Instant at{};
    Duration length{0};
    double share = 1;
    std::vector<std::uint32_t> groups;  ///< by their place in the population
};

/// How long an agent works for a contact of a queue: the conversation with its holds, and the wrap-up after it (`none`: as long as
/// the queue allows); answering what was written and hearing what was left (`none`: as long as a conversation). The empty key stands for
/// every queue that is not named.
struct Work {
    Key queue;
    Distribution handle;
    Distribution wrap_up;
    Distribution written{}, heard{};
};

/// From this time of the day on the agent declares this presence. A time beyond 24 h lies in the next day.
struct Turn {
    Duration at{0};
    people::Presence presence = people::Presence::ready;
};

/// The turns of each day, rising. An empty rota: ready all the time.
struct Rota {
    Instant midnight{};             ///< any midnight of the centre's own zone
    std::uint8_t weekdays = 0x7F;   ///< days on which the turns are taken, bit 0 for Sunday
    std::vector<Turn> turns;
};

/// What agents do beside answering and talking, as shares of rings or conversations. All 0: they are machines.
struct Habits {
    double misses = 0;        ///< rings that nobody answers
    double declines = 0;
    double unreachable = 0;
    double holds = 0;
    double transfers = 0;     ///< half to a queue, half to a colleague
    double ends_first = 0;    ///< conversations that the agent ends rather than the caller
    double lost = 0;          ///< conversations in which the agent's leg fails
    double absent = 0;        ///< shifts to which they do not come
    Distribution hold_for = Distribution::fixed(std::chrono::seconds{20});
    Distribution back_after = Distribution::fixed(std::chrono::seconds{60});  ///< ready again after a ring that failed
    Distribution break_every;                                                ///< ready time before a break; none: only the rota's
    Distribution break_for = Distribution::fixed(std::chrono::minutes{5});
    Distribution step_after;  ///< how long one step of the guide takes; none: the guide is left alone
};

/// Simulated agents who behave alike.
struct Group {
    std::vector<people::PersonId> people;
    Rota rota;
    Distribution ring = Distribution::fixed(Duration{0});  ///< from the ring to the answer; none: never answers
    std::vector<Work> work;
    Habits habits;
};

struct Population {
    Instant from{};
    Instant until = Instant::max();  ///< from here on nobody comes, and nobody's presence follows the rota
    std::vector<CallerKind> callers;
    std::vector<QueuePatience> patience;
    std::vector<Group> groups;
    std::vector<Retrials> retrials;
    std::vector<Fault> faults;
};

}  // namespace markaz::sim
