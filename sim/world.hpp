#pragma once
// The world around the centre. It reacts to what the centre tells with what people do next, each thing at its own instant. It
// decides nothing of the centre's: no queue, no choice of agents, no presence but what agents declare.
//
// The same World drives a whole simulation in virtual time (run.hpp) and a demo in real time: the driver takes its inputs when
// they are due, and feeds it everything that the centre tells. What is not its own, live contacts and agents, it passes over.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/places.hpp"
#include "base/random.hpp"
#include "base/table.hpp"
#include "base/upcoming.hpp"
#include "centre/inputs.hpp"
#include "centre/outputs.hpp"
#include "sim/population.hpp"
#include "sim/rising.hpp"

namespace markaz::sim {

struct TimedInput {
    Instant at;
    centre::Input input;
};

class World {
public:
    /// The same population and seed do the same things, given the same outputs.
    World(Population population, std::uint64_t seed);

    /// Menus and guides of these manuals can be followed from now on. Without them callers press no key.
    void learn(procedure::ManualRef manual);

    /// When the next input is due; nothing when the world only waits for the centre.
    std::optional<Instant> next_due() const;
    /// Takes that input. A driver in real time may hand it in later than it was due. The centre may refuse it, which is the
    /// world's own risk: an agent may want to transfer to somebody who is not free.
    TimedInput next();

    /// What the centre told after any input, in order.
    void react(const centre::Outputs& outputs);

private:
    static constexpr std::uint32_t nobody = ~0u;

    enum class Deed : std::uint8_t {
        arrive, call_again, end_prompt, press, give_up, lose_caller,                 // callers
        want_callback, pick_up, be_busy,                                             // callers who are called back
        stop_speaking, hand_in,                                                      // callers who leave a message
        take_turn, take_break, come_back, drop, reach_again,                         // agents
        fail,                                                                        // a fault begins
        ring, answer, refuse, hold, resume, transfer, answer_step, leave, finish,    // agents at one assignment
        lose_agent,
    };
    struct Event {
        Instant due;
        std::uint64_t order;
        std::uint64_t subject;  ///< stream, contact, agent or assignment
        std::uint64_t mark;     ///< what the subject must still be at for the event to happen
        Deed deed;
    };
    struct Stream {
        std::size_t recorded = 0;   ///< how many of the recorded instants have come
    };
    struct Caller {
        std::uint32_t kind = 0;
        std::uint8_t key = 0;
        contact::PlayNumber play = 0;
        contact::VisitId visit;
        std::uint32_t calls_before = 0;
        std::uint8_t exit_key = 0;  ///< that leads from the queue to a callback or a message
        bool callback = false;
        bool message = false;  ///< they hear that they may leave one, or have
        Instant speaks_since{};
        Duration spoken{0};
        std::uint64_t called_by = 0;  ///< the assignment that calls them now
    };
    struct Agent {
        people::PersonId person;
        std::uint32_t group = 0;
        people::Presence wanted = people::Presence::offline;
        bool absent = false;   ///< did not come to this shift
        bool dropped = false;  ///< a fault keeps them from the centre
        std::uint64_t absence = 0;  ///< counts breaks and failed rings, so that an old return does not end a new one
    };
    struct Service {
        std::uint32_t agent = 0;
        contact::ContactId contact;
        Key queue;
        contact::AssignmentState state = contact::AssignmentState::reserved;
        bool connected = false;
        Key step;
        centre::StepAnswer answer = centre::StepAnswer::done;
        Key option;
        contact::VaultId written;
        std::uint64_t steps = 0;
    };
    struct Reaction;
    friend struct Reaction;

    void plan(Instant at, Deed deed, std::uint64_t subject, std::uint64_t mark = 0);
    void plan_after(Instant at, const Distribution& length, Random& random, Deed deed, std::uint64_t subject, std::uint64_t mark = 0);
    void plan_arrival(std::uint32_t stream, Instant after);
    void plan_turn(std::uint32_t agent, Instant after);
    void begin_shift(std::uint32_t agent);
    void plan_call_again(std::uint32_t stream, Instant after, std::uint32_t calls_before);
    void fail(const Fault& fault, std::uint64_t number);
    void lose_by_chance(const Fault& fault, contact::ContactId caller, Instant from);
    bool trunk_is_down(Instant at) const;
    bool still_so(const Event& event) const;
    void drop_stale();
    centre::Input perform(const Event& event);
    centre::Input arrive(std::uint32_t stream, Instant at);
    centre::ContactArrived call(std::uint32_t stream, std::uint32_t calls_before);
    centre::Input press(contact::ContactId contact);
    centre::Input absent_or_back(const Event& event);
    centre::Input converse(const Event& event);
    centre::TransferWanted transfer(contact::AssignmentId assignment);
    std::optional<Instant> hear(Instant at, Caller& caller, contact::ContactId contact, contact::PlayNumber play);
    void begin_conversation(Instant at, contact::AssignmentId id, Service& service);
    bool hangs_up(const Caller& caller) const;
    const Distribution& length_of(const Service& service) const;
    void stand_in_queue(const centre::StepEntered& entered);
    void stand_at_step(Instant at, const centre::StepEntered& entered);
    std::optional<std::uint8_t> key_towards(const centre::SpeakStep& speak, Key wanted);

    const procedure::Flow* flow_of(std::uint64_t manual, Key flow) const;
    const Distribution& patience_of(Key queue) const;
    const Retrials* retrials_of(Key queue) const;
    const Work& work_of(std::uint32_t group, Key queue) const;
    std::uint32_t index_of(people::PersonId person) const;

    Population population_;
    /// What is known by queue: the place of its own, or of the one without a name, which stands for every other.
    struct ByQueue {
        Places places;
        std::uint32_t otherwise = Places::none;

        ByQueue() = default;
        template <class List>
        explicit ByQueue(const List& list)
            : places(list, [](const auto& each) { return each.queue; }), otherwise(places.find({})) {}
        std::uint32_t of(const Key& queue) const {
            const std::uint32_t place = places.find(queue);
            return place == Places::none ? otherwise : place;
        }
    };
    ByQueue patience_by_queue_;
    std::vector<ByQueue> work_by_queue_;  ///< of each group
    Random arrivals_, callers_random_, agents_random_;
    std::vector<Stream> streams_;
    std::vector<Agent> agents_;
    Table<people::PersonId, std::uint32_t> agent_index_;
    std::vector<procedure::ManualRef> manuals_;
    std::vector<Key> queues_;  ///< to which agents transfer: those that callers came to
    Rising<Caller> callers_;
    Rising<Service> services_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> calls_before_;  ///< of callers who call again and are not known yet, by reference
    Upcoming<Event> events_;  ///< of two at one instant the one that was planned first comes first
    std::uint64_t planned_ = 0, arrived_ = 0;
};

}  // namespace markaz::sim
