#pragma once
// A small floor to write examples on: a centre, a clock that the test moves, and what was told since the last look.

#include <gtest/gtest.h>

#include <chrono>

#include "centre/centre.hpp"

namespace markaz::centre::test {

using namespace std::chrono_literals;
using contact::AssignmentEnd;
using contact::AssignmentState;
using contact::ContactEnd;
using contact::VisitCause;
using contact::VisitEnd;
using people::Presence;
using people::PresenceReason;

inline constexpr PersonId amal{1}, budi{2}, citra{3};
inline const Instant nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};

inline procedure::Step step(Key id, procedure::Verb verb) { return {id, std::move(verb)}; }

/// menu -> (1) cards -> guide: check, then end | (2) accounts; no key leads to accounts.
inline procedure::Flow main_line() {
    using namespace procedure;
    Flow flow{"main"_key, 0, {}};
    flow.steps.push_back(step("welcome"_key, Say{{}, 1}));
    flow.steps.push_back(step("menu"_key, Choose{{}, {{'1', 2}, {'2', 3}}, 5s, 2, 3}));
    flow.steps.push_back(step("to-cards"_key, Queue{"cards"_key, 4}));
    flow.steps.push_back(step("to-accounts"_key, Queue{"accounts"_key, 6}));
    flow.steps.push_back(step("verify"_key, Check{{}, 5, 6}));
    flow.steps.back().guide.mandatory = true;
    flow.steps.push_back(step("resolved"_key, End{"resolved"_key}));
    flow.steps.push_back(step("refused"_key, End{"refused"_key}));
    return flow;
}

inline routing::QueuePolicy queue(Key id, Key skill, std::uint8_t level = 1) {
    routing::QueuePolicy policy;
    policy.id = id;
    policy.stages = {{Duration{0}, {{skill, level}}}};
    return policy;
}

inline procedure::ManualRef manual(std::uint64_t version, std::vector<routing::QueuePolicy> queues) {
    auto made = std::make_shared<procedure::Manual>();
    made->version = version;
    made->flows = {main_line()};
    made->queues = std::move(queues);
    return made;
}

inline people::Agent agent(PersonId id, std::vector<people::Skill> skills, contact::Pool pool = contact::Pool::live,
                           std::vector<people::Capacity> capacity = {{contact::Channel::voice_in, 1}}) {
    return {id, "team"_key, pool, std::move(skills), std::move(capacity)};
}

class Floor : public testing::Test {
protected:
    Floor() {
        queues = {queue("accounts"_key, "accounts"_key), queue("cards"_key, "cards"_key)};
        take(Opened{7});
        publish();
    }

    Refusal take(const Input& input) {
        told.clear();
        return centre.advance(now, input, told);
    }
    void publish() {
        auto made = manual(++version, queues);
        ASSERT_EQ(take(ManualPublished{version, {}, made}), Refusal::none);
        manuals.push_back(made);
    }
    void ready(PersonId id, std::vector<people::Skill> skills) {
        take(AgentChanged{agent(id, std::move(skills))});
        ASSERT_EQ(take(PresenceDeclared{id, Presence::ready}), Refusal::none);
    }
    /// A caller who goes straight into a queue.
    ContactId calls(Key queue, Duration priority = Duration{0}) {
        ContactArrived arrived;
        arrived.queue = queue;
        arrived.priority = priority;
        EXPECT_EQ(take(arrived), Refusal::none);
        return the<ContactStarted>().contact;
    }
    ContactId calls_main_line() {
        ContactArrived arrived;
        arrived.flow = "main"_key;
        EXPECT_EQ(take(arrived), Refusal::none);
        return the<ContactStarted>().contact;
    }
    /// Lets time pass; what falls due happens at its own instant.
    void pass(Duration length) {
        told.clear();
        const Instant until = now + length;
        while (centre.due() && *centre.due() <= until) {
            now = *centre.due();
            ASSERT_EQ(centre.advance(now, Tick{}, told), Refusal::none);
        }
        now = until;
    }

    template <class Fact>
    std::vector<Fact> all() const {
        std::vector<Fact> found;
        for (const Told& each : told)
            if (const auto* fact = std::get_if<Fact>(&each.what)) found.push_back(*fact);
        return found;
    }
    /// The only one of its kind since the last look.
    template <class Fact>
    Fact the() const {
        const auto found = all<Fact>();
        EXPECT_EQ(found.size(), 1u);
        return found.empty() ? Fact{} : found.front();
    }

    Centre centre;
    Instant now = nine;
    std::uint64_t version = 0;
    std::vector<routing::QueuePolicy> queues;
    std::vector<procedure::ManualRef> manuals;
    Outputs told;
};

}  // namespace markaz::centre::test
