#pragma once
// Serves desks: on request, live, and taking the agent's wishes.

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/language.hpp"
#include "contact/types.hpp"
#include "desk/desk.hpp"
#include "driver/ask.hpp"
#include "driver/committed.hpp"
#include "edge/http/router.hpp"

namespace markaz::desk {

/// The step that the guide shows, with its text in every language.
struct GuideStep {
    Key id;
    std::string verb;
    Text text;
    bool mandatory = false;
    std::optional<Key> outcome;  ///< with which `end` ends the guide
};
BOOST_DESCRIBE_STRUCT(GuideStep, (), (id, verb, text, mandatory, outcome))

struct DeskAssignment {
    AssignmentId id;
    contact::ContactId contact;
    Key queue;
    Text queue_title;
    contact::AssignmentState state = contact::AssignmentState::reserved;
    Instant since{};
    Language language = Language::en;
    std::optional<GuideStep> step;
};
BOOST_DESCRIBE_STRUCT(DeskAssignment, (), (id, contact, queue, queue_title, state, since, language, step))

struct DeskAgent {
    PersonId person;
    people::AgentState state = people::AgentState::offline;
    Instant since{};
    people::Presence presence = people::Presence::offline;
    people::PresenceReason reason = people::PresenceReason::chosen;
};
BOOST_DESCRIBE_STRUCT(DeskAgent, (), (person, state, since, presence, reason))

struct DeskView {
    DeskAgent agent;
    std::optional<DeskAssignment> assignment;
};
BOOST_DESCRIBE_STRUCT(DeskView, (), (agent, assignment))

/// What the desks need of the house.
struct House {
    driver::Ask ask;
    std::function<procedure::ManualRef(std::uint64_t version)> manual_of;
    /// Keeps what an agent wrote, in the vault.
    std::function<contact::VaultId(const std::string&)> keep_note;
    /// Publishes a message on a live topic.
    std::function<void(std::string_view topic, std::shared_ptr<const std::string>)> publish;
};

/// Thread-safe. Told by the driver, asked by the workers of HTTP.
class DeskService {
public:
    DeskService(Desks desks, House house);

    void follow(const driver::Committed& entry);
    void add_routes(http::Routes& routes);

    std::optional<DeskView> view(PersonId person) const;
    std::vector<Desk> all() const;
    /// For a new follower of the person's own desk: calls `start` with the snapshot where no event can come between.
    void begin(PersonId person, const std::function<void(std::shared_ptr<const std::string>)>& start) const;

    /// The topic by which clients ask for their own desk, and its name in each message.
    static constexpr std::string_view own_topic = "desk.me";
    /// The topic of the person's messages at House::publish; a client cannot name it.
    static std::string published_as(PersonId person);

private:
    DeskView view_of(const Desk& desk) const;
    std::optional<GuideStep> step_of(const Assigned& assigned) const;
    std::string message(PersonId person, std::string_view kind, const Desk& desk) const;
    http::Answer<AssignmentId> shown(PersonId person) const;

    mutable std::mutex mutex_;
    Desks desks_;
    std::map<PersonId, std::uint64_t> numbers_;  ///< of the last event of each topic
    House house_;
};

}  // namespace markaz::desk
