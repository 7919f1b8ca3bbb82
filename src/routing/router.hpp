#pragma once
// Who serves whom. The router knows the free agents and the waiting contacts, nothing of telephones or time.
//
// Contacts with the same demand (pool, channel, queue, stage) share a *class*: its waiting contacts in order, its free agents in
// order. An agent belongs to every class whose skills they have. A decision touches only the classes of its agent, so its cost
// grows with the logarithm of agents and contacts, not with their number. An agent for whom somebody waits is matched before they
// enter any order, and one class is as cheap as a number to look at: what is first in each lies side by side.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/language.hpp"
#include "base/numbered.hpp"
#include "base/random.hpp"
#include "base/ranked.hpp"
#include "base/table.hpp"
#include "routing/types.hpp"

namespace markaz::routing {

/// A set of channels, one bit each.
using ChannelSet = std::uint32_t;
constexpr ChannelSet one(contact::Channel channel) { return 1u << static_cast<unsigned>(channel); }

/// The place of a queue in what was published.
using QueueIndex = std::uint32_t;

/// What a waiting contact needs: the skills of a queue's stage, from the people of its pool.
struct Demand {
    contact::Pool pool = contact::Pool::live;
    contact::Channel channel = contact::Channel::voice_in;
    QueueIndex queue = 0;
    std::uint32_t stage = 0;
    Language language = Language::en;  ///< of the contact, which tells where the stage wants the contact's language
    friend bool operator==(const Demand&, const Demand&) = default;
};

struct Match {
    contact::ContactId contact;
    people::PersonId person;
    Decision decision;
};

class Router {
public:
    /// The queues from now on. Nobody may be waiting: the caller takes all contacts out and puts them back. Nobody is offered any
    /// more: the caller offers them again.
    void publish(std::span<const QueuePolicy> queues);

    /// A new agent, or new skills or gates of a known one, who must not be offered at the moment.
    void set_agent(const people::Agent& agent);

    /// The agent is signed in, or no longer.
    void set_staffed(people::PersonId person, bool staffed);

    /// The agent may be given contacts of these channels, and none that waits fits.
    void offer(people::PersonId person, ChannelSet channels, const Standing& standing);
    /// The agent may not be given anything. Harmless if they were not offered.
    void withdraw(people::PersonId person);

    /// `rank` orders waiting contacts, the smallest first: the instant of its place less its credit of priority, in microseconds.
    void wait(contact::ContactId contact, const Demand& demand, std::int64_t rank);
    /// The contact waits for this agent alone, who may serve the demand.
    void wait_for(contact::ContactId contact, people::PersonId person, const Demand& demand, std::int64_t rank);
    /// Harmless if the contact does not wait.
    void leave(contact::ContactId contact);
    bool waits(contact::ContactId contact) const { return places_.find(contact) != nullptr; }

    /// The free agent whom the queue's rule gives to this waiting contact, if there is one. Only a rule that draws lots uses chance.
    std::optional<Match> agent_for(contact::ContactId contact, Random& chance) const;
    /// The same for a contact that has just come and does not wait: whoever is served at once never stands in a line.
    std::optional<Match> agent_for(contact::ContactId contact, const Demand& demand, Random& chance);
    /// The waiting contact that goes first among those of these channels that this agent may serve, if there is one. The agent need
    /// not be offered.
    std::optional<Match> contact_for(people::PersonId person, ChannelSet channels) const;

    /// Who waits for this agent alone, in order.
    std::vector<contact::ContactId> waiting_for(people::PersonId person) const;

    /// Pool and skills: this agent may serve the demand, be they free or not.
    bool may_serve(people::PersonId person, const Demand& demand);
    /// What the rule ranks this agent by for the demand, whether or not they are free; nothing if they may not serve it.
    std::optional<Candidate> standing_of(people::PersonId person, const Demand& demand) const;
    /// Somebody who is signed in may serve the demand.
    bool somebody_for(const Demand& demand);

    /// How many contacts of a pool wait in a queue, whatever their stage.
    std::uint32_t waiting(contact::Pool pool, QueueIndex queue) const;
    /// How many of them go before one of this rank, whether or not it waits itself. Who waits for one agent alone stands in no line.
    std::uint32_t waiting_before(contact::Pool pool, QueueIndex queue, std::int64_t rank, contact::ContactId contact) const;

private:
    using ClassIndex = std::uint32_t;
    using MemberIndex = std::uint32_t;
    static constexpr std::uint32_t none = ~0u;

    /// `key` holds what the rule ranks by above the turn of idleness, so that one number orders them and none are equal.
    struct Free {
        std::int64_t key = 0;
        MemberIndex member = 0;
        std::uint32_t weight = 1;
        friend bool operator<(const Free& a, const Free& b) { return a.key < b.key; }
        friend bool operator==(const Free& a, const Free& b) { return a.key == b.key && a.member == b.member; }
    };
    struct Waiting {
        std::int64_t rank = 0;
        contact::ContactId contact;
        friend auto operator<=>(const Waiting&, const Waiting&) = default;
    };
    struct Class {
        Demand demand;
        Rule rule = Rule::longest_idle;
        std::vector<people::Skill> skills;
        Ranked<Waiting> waiting;
        Ranked<Free> free;
        std::uint64_t lots = 0;     ///< of all that are free
        std::uint32_t staffed = 0;
    };
    /// The first that waits in a class; contact 0: nobody does.
    struct Head {
        Waiting first;
        ChannelSet channel = 0;
    };
    struct Membership {
        ClassIndex in = 0;
        std::uint32_t levels = 0;  ///< sum over the wanted skills
    };
    /// A contact that waits for one agent alone.
    struct Wish {
        Waiting waiting;
        ChannelSet channel = 0;
        Rule rule = Rule::longest_idle;
    };
    struct Member {
        people::PersonId id;
        contact::Pool pool = contact::Pool::live;
        bool barred = false;
        bool staffed = false;
        std::uint32_t all_levels = 0;
        std::vector<people::Skill> skills;  ///< those that no gate shuts
        std::vector<Membership> classes;
        std::vector<Wish> wishes;           ///< in order
        ChannelSet offered = 0;
        Standing standing;
    };
    struct Place {
        ClassIndex in = 0;
        MemberIndex only = none;
        std::int64_t rank = 0;
    };

    std::size_t class_place(const Demand& demand) const;
    ClassIndex class_of(const Demand& demand);
    ClassIndex make_class(const Demand& demand, ClassIndex& known);
    bool join(MemberIndex index, ClassIndex into);
    static bool serves(const Member& member, const Class& demanded);
    Free entry(MemberIndex index, const Membership& membership) const;
    Candidate candidate(const Class& demanded, const Free& free) const;
    std::optional<Match> first_free(contact::ContactId contact, const Class& demanded, Random& chance) const;
    Match drawn(contact::ContactId contact, const Class& demanded, Random& chance) const;
    std::uint32_t& waiting_count(const Demand& demand);
    void show_head(ClassIndex index);
    const Member* member(people::PersonId person) const;

    std::vector<QueuePolicy> queues_;
    std::uint32_t stage_count_ = 1;         ///< the most of any queue
    std::vector<Class> classes_;
    std::vector<Head> heads_;               ///< of each class
    std::vector<bool> speaks_;              ///< by queue and stage: it wants the contact's language
    std::vector<ClassIndex> class_index_;   ///< by queue, stage, pool, channel and language; none: not made yet
    std::vector<std::vector<ClassIndex>> classes_of_;  ///< by queue and pool
    std::vector<std::uint32_t> waiting_;    ///< by queue and pool
    std::vector<Member> members_;
    Table<people::PersonId, MemberIndex> member_index_;
    Numbered<contact::ContactId, Place> places_;
};

}  // namespace markaz::routing
