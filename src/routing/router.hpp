#pragma once
// Who serves whom. The router knows the free agents and the waiting contacts, nothing of telephones or time.
//
// Contacts with the same demand (pool, channel, queue, stage) share a *class*: its waiting contacts in order, its free agents in
// order. An agent belongs to every class whose skills they have. A decision touches only the classes of its agent, so its cost
// grows with the logarithm of agents and contacts, not with their number.

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/table.hpp"
#include "routing/types.hpp"

namespace markaz::routing {

/// A set of channels, one bit each.
using ChannelSet = std::uint32_t;
constexpr ChannelSet one(contact::Channel channel) { return 1u << static_cast<unsigned>(channel); }

/// What a waiting contact needs: the skills of a queue's stage, from the people of its pool.
struct Demand {
    contact::Pool pool = contact::Pool::live;
    contact::Channel channel = contact::Channel::voice_in;
    Key queue;
    std::uint32_t stage = 0;
    friend bool operator==(const Demand&, const Demand&) = default;
};

struct Match {
    contact::ContactId contact;
    people::PersonId person;
    Decision decision;
};

class Router {
public:
    /// The queues from now on. Nobody may be waiting: the caller takes all contacts out and puts them back.
    void publish(std::span<const QueuePolicy> queues);

    /// A new agent, or new skills of a known one, who must not be offered at the moment.
    void set_agent(const people::Agent& agent);

    /// The agent may be given contacts of these channels. `turn` ranks them by idleness, the smallest first, and is unique.
    void offer(people::PersonId person, ChannelSet channels, std::uint64_t turn);
    /// The agent may not be given anything. Harmless if they were not offered.
    void withdraw(people::PersonId person);

    /// `rank` orders waiting contacts, the smallest first: the instant of its place less its credit of priority, in microseconds.
    /// The queue and the stage exist.
    void wait(contact::ContactId contact, const Demand& demand, std::int64_t rank);
    /// Harmless if the contact does not wait.
    void leave(contact::ContactId contact);

    /// The free agent whom the queue's rule gives to this waiting contact, if there is one.
    std::optional<Match> agent_for(contact::ContactId contact) const;
    /// The waiting contact that goes first among those that this offered agent may serve, if there is one.
    std::optional<Match> contact_for(people::PersonId person) const;

    /// How many contacts of a pool wait in a queue, whatever their stage.
    std::uint32_t waiting(contact::Pool pool, Key queue) const;

private:
    using ClassIndex = std::uint32_t;

    struct Class {
        Demand demand;
        Rule rule = Rule::longest_idle;
        std::vector<people::Skill> skills;
        std::set<std::pair<std::int64_t, contact::ContactId>> waiting;
        std::set<std::pair<std::uint64_t, people::PersonId>> free;
    };
    struct Member {
        people::Agent agent;
        std::vector<ClassIndex> classes;
        ChannelSet offered = 0;
        std::uint64_t turn = 0;
    };
    struct Place {
        ClassIndex in = 0;
        std::int64_t rank = 0;
    };
    struct DemandHash {
        std::size_t operator()(const Demand& demand) const noexcept;
    };

    ClassIndex class_of(const Demand& demand);
    static bool serves(const people::Agent& agent, const Class& demanded);

    std::vector<QueuePolicy> queues_;
    std::vector<Class> classes_;
    boost::unordered_flat_map<Demand, ClassIndex, DemandHash> class_index_;
    Table<people::PersonId, Member> members_;
    Table<contact::ContactId, Place> places_;
};

}  // namespace markaz::routing
