// The promises of routing for random centres, and that each promise can be broken: a checker that finds nothing in a corrupted
// story would prove nothing.

#include "sim/check.hpp"

#include <cstdlib>
#include <functional>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "sim/story_test.hpp"

namespace markaz::sim {
namespace {

/// How many seeds are tried, and thousands with MARKAZ_LONG; MARKAZ_SEEDS says another number, MARKAZ_SEED repeats a single one.
std::vector<std::uint64_t> seeds(std::uint64_t count) {
    if (const char* one = std::getenv("MARKAZ_SEED")) return {std::stoull(one)};
    if (std::getenv("MARKAZ_LONG")) count *= 25;
    if (const char* more = std::getenv("MARKAZ_SEEDS")) count = std::stoull(more);
    std::vector<std::uint64_t> all(count);
    for (std::uint64_t i = 0; i < count; ++i) all[i] = i + 1;
    return all;
}

std::string repeat(std::uint64_t seed) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return "repeat with: MARKAZ_SEED=" + std::to_string(seed) + " build/sim_test --gtest_filter=" + test->test_suite_name() + "." +
           test->name();
}

TEST(Promises, HoldInRandomCentres) {
    std::uint64_t answered = 0, abandoned = 0, blocked = 0, interrupted = 0, missed = 0, transferred = 0, held = 0, relaxed = 0;
    for (std::uint64_t seed : seeds(200)) {
        Checker checker;
        tell(make_story(seed), [&](Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs) {
            checker.see(at, input, refusal, outputs);
            for (const centre::Told& told : outputs) {
                if (const auto* visit = std::get_if<centre::VisitEnded>(&told.what)) {
                    answered += visit->end == contact::VisitEnd::answered;
                    abandoned += visit->end == contact::VisitEnd::abandoned;
                    blocked += visit->end == contact::VisitEnd::blocked;
                    interrupted += visit->end == contact::VisitEnd::interrupted;
                    relaxed += told.at > visit->started && std::holds_alternative<centre::Tick>(input);
                }
                if (const auto* ended = std::get_if<centre::AssignmentEnded>(&told.what)) {
                    missed += ended->end == contact::AssignmentEnd::no_answer;
                    transferred += ended->end == contact::AssignmentEnd::transferred;
                    held += ended->hold > Duration{0};
                }
            }
        });
        checker.finish();
        ASSERT_FALSE(checker.violation()) << checker.violation()->line() << "\n" << repeat(seed);
    }
    if (std::getenv("MARKAZ_SEED")) return;
    // What never happened in any story was not tested.
    for (std::uint64_t count : {answered, abandoned, blocked, interrupted, missed, transferred, held}) EXPECT_GT(count, 50);
}

TEST(Replay, TheSameInputsTellTheSame) {
    for (std::uint64_t seed : seeds(60)) {
        const Story story = make_story(seed);
        std::vector<Page> pages;
        tell(story, [&](auto at, auto& input, auto refusal, auto& outputs) { pages.push_back(page(at, input, refusal, outputs)); });
        centre::Centre again;
        for (const Page& before : pages) {
            centre::Outputs outputs;
            const auto refusal = again.advance(before.at, before.input, outputs);
            const Page now = page(before.at, before.input, refusal, outputs);
            ASSERT_EQ(now.refusal, before.refusal) << repeat(seed);
            ASSERT_EQ(now.told, before.told) << repeat(seed);
        }
    }
}

/// A journal holds only what was taken; what was refused after something was due is journalled as a tick.
TEST(Replay, WhatWasRefusedLeavesNothingButTheTick) {
    for (std::uint64_t seed : seeds(60)) {
        std::vector<Page> journal;
        tell(make_story(seed), [&](auto at, auto& input, auto refusal, auto& outputs) {
            if (refusal == centre::Refusal::none) journal.push_back(page(at, input, refusal, outputs));
            else if (!outputs.empty()) journal.push_back(page(at, centre::Tick{}, centre::Refusal::none, outputs));
        });
        centre::Centre again;
        for (const Page& entry : journal) {
            centre::Outputs outputs;
            ASSERT_EQ(again.advance(entry.at, entry.input, outputs), centre::Refusal::none) << repeat(seed);
            ASSERT_EQ(page(entry.at, entry.input, entry.refusal, outputs).told, entry.told) << repeat(seed);
        }
    }
}

TEST(Snapshot, RestoredAtAnyPointGoesOnTheSame) {
    for (std::uint64_t seed : seeds(100)) {
        const Story story = make_story(seed);
        std::vector<Page> pages;
        tell(story, [&](auto at, auto& input, auto refusal, auto& outputs) { pages.push_back(page(at, input, refusal, outputs)); });
        Random random = Random::seeded(seed);
        const std::size_t point = random.below(pages.size());

        centre::Centre original;
        centre::Outputs outputs;
        for (std::size_t i = 0; i <= point; ++i) original.advance(pages[i].at, pages[i].input, outputs);
        auto restored = centre::Centre::restored(original.snapshot(), story.manuals);
        ASSERT_TRUE(restored) << restored.error().line() << "\n" << repeat(seed);
        ASSERT_EQ(restored->snapshot(), original.snapshot()) << repeat(seed);
        ASSERT_EQ(restored->due(), original.due()) << repeat(seed);
        for (std::size_t i = point + 1; i < pages.size(); ++i) {
            outputs.clear();
            const auto refusal = restored->advance(pages[i].at, pages[i].input, outputs);
            ASSERT_EQ(page(pages[i].at, pages[i].input, refusal, outputs).told, pages[i].told) << repeat(seed);
            ASSERT_EQ(refusal, pages[i].refusal) << repeat(seed);
        }
    }
}

// ---- Controls -------------------------------------------------------------------------------------------------------

using Corruption = std::function<bool(centre::Outputs&)>;  ///< true once it was done

/// Takes one output of a kind out, the tenth that fits.
template <class Fact>
Corruption drop(std::function<bool(const Fact&)> fits = [](const Fact&) { return true; }) {
    return [fits, passed = 0](centre::Outputs& outputs) mutable {
        for (auto told = outputs.begin(); told != outputs.end(); ++told) {
            const Fact* fact = std::get_if<Fact>(&told->what);
            if (!fact || !fits(*fact) || ++passed < 10) continue;
            outputs.erase(told);
            return true;
        }
        return false;
    };
}

template <class Fact>
Corruption twice(std::function<bool(const Fact&)> fits = [](const Fact&) { return true; }) {
    return [fits, passed = 0](centre::Outputs& outputs) mutable {
        for (auto told = outputs.begin(); told != outputs.end(); ++told) {
            const Fact* fact = std::get_if<Fact>(&told->what);
            if (!fact || !fits(*fact) || ++passed < 10) continue;
            outputs.insert(told, centre::Told{*told});
            return true;
        }
        return false;
    };
}

template <class Fact>
Corruption change(std::function<bool(Fact&)> change_it) {
    return [change_it](centre::Outputs& outputs) {
        for (centre::Told& told : outputs)
            if (Fact* fact = std::get_if<Fact>(&told.what); fact && change_it(*fact)) return true;
        return false;
    };
}

/// The whole of one decision is left out, as if the router had not looked.
Corruption forget_a_take() {
    return [passed = 0](centre::Outputs& outputs) mutable {
        const auto decided =
            std::ranges::find_if(outputs, [](const auto& told) { return std::holds_alternative<centre::Decided>(told.what); });
        if (decided == outputs.end() || ++passed < 10) return false;
        outputs.erase(decided, decided + 3);
        return true;
    };
}

/// Somebody who waits is passed over: the decision, its assignment and its ring name the contact that waits behind.
Corruption take_another(std::set<contact::ContactId>& waiting) {
    return [&waiting](centre::Outputs& outputs) {
        for (auto told = outputs.begin(); told != outputs.end(); ++told) {
            auto* decided = std::get_if<centre::Decided>(&told->what);
            if (!decided || decided->decision.chooser != routing::Chooser::agent_took_contact || decided->decision.best[1].id == 0)
                continue;
            const contact::ContactId other{decided->decision.best[1].id};
            if (!waiting.contains(other)) continue;
            decided->contact = other;
            std::get<centre::AssignmentMoved>((told + 1)->what).contact = other;
            std::get<centre::RingAgent>((told + 2)->what).contact = other;
            return true;
        }
        return false;
    };
}

/// The agent who was idle second longest is taken.
Corruption take_another_agent() {
    return change<centre::Decided>([](centre::Decided& decided) {
        const routing::Candidate& second = decided.decision.best[1];
        if (decided.decision.chooser != routing::Chooser::contact_chose_agent || second.id == 0) return false;
        decided.person = people::PersonId{second.id};
        return true;
    });
}

/// A contact that is given to an agent at once comes from the other world.
Corruption other_world() {
    return [](centre::Outputs& outputs) {
        const auto decides = [](const centre::Told& told) { return std::holds_alternative<centre::Decided>(told.what); };
        if (std::ranges::none_of(outputs, decides)) return false;
        return change<centre::ContactStarted>([](auto& started) {
            started.origin = started.origin == contact::Origin::live ? contact::Origin::simulated : contact::Origin::live;
            return true;
        })(outputs);
    };
}

/// The violation that the checker finds after a story was corrupted once. Stories are tried until one offers the occasion and the
/// corruption has this consequence first: that somebody became ready to whom nothing happened later is missed by nobody.
std::optional<Violation> found_after(const std::function<Corruption(std::set<contact::ContactId>&)>& make, std::string_view promise) {
    std::optional<Violation> other;
    for (std::uint64_t seed = 1; seed < 60; ++seed) {
        Checker checker;
        std::set<contact::ContactId> waiting;
        const Corruption corrupt = make(waiting);
        bool done = false;
        tell(make_story(seed), [&](Instant at, const centre::Input& input, centre::Refusal refusal, centre::Outputs outputs) {
            const centre::Outputs original = outputs;
            if (!done) done = corrupt(outputs);
            for (const centre::Told& told : original) {
                if (const auto* visit = std::get_if<centre::VisitStarted>(&told.what)) waiting.insert(visit->contact);
                if (const auto* taken = std::get_if<centre::Decided>(&told.what)) waiting.erase(taken->contact);
                if (const auto* visit = std::get_if<centre::VisitEnded>(&told.what)) waiting.erase(visit->contact);
            }
            checker.see(at, input, refusal, outputs);
        });
        checker.finish();
        if (!done || !checker.violation()) continue;
        if (checker.violation()->promise == promise) return checker.violation();
        other = checker.violation();
    }
    return other;
}

struct Control {
    std::string_view name;
    std::function<Corruption(std::set<contact::ContactId>&)> corruption;
    std::string_view promise;
};

template <class Make>
auto plain(Make make) {
    return [make](std::set<contact::ContactId>&) { return Corruption(make()); };
}

template <contact::AssignmentState state>
bool in_state(const centre::AssignmentMoved& moved) { return moved.state == state; }

const Control controls[] = {
    {"a start of a contact is dropped", plain([] { return drop<centre::ContactStarted>(); }),
     "everything told is about a contact that is there"},
    {"a start of a contact is doubled", plain([] { return twice<centre::ContactStarted>(); }), "no contact is doubled"},
    {"a start of a visit is dropped", plain([] { return drop<centre::VisitStarted>(); }), "only who waits is given to an agent"},
    {"an end of a visit is dropped", plain([] { return drop<centre::VisitEnded>(); }), "an answered visit has ended"},
    {"an end of a visit is doubled", plain([] { return twice<centre::VisitEnded>(); }), "a visit ends once"},
    {"a decision is dropped", plain([] { return drop<centre::Decided>(); }), "every assignment has a decision"},
    {"a reservation is dropped", plain([] { return drop<centre::AssignmentMoved>(in_state<contact::AssignmentState::reserved>); }),
     "everything told is about an assignment that is open"},
    {"a reservation is doubled", plain([] { return twice<centre::AssignmentMoved>(in_state<contact::AssignmentState::reserved>); }),
     "no assignment is doubled"},
    {"an answer is dropped", plain([] { return drop<centre::AssignmentMoved>(in_state<contact::AssignmentState::talking>); }),
     "a visit is answered once, by the agent who talks"},
    {"a begin of wrap-up is dropped", plain([] { return drop<centre::AssignmentMoved>(in_state<contact::AssignmentState::wrap_up>); }),
     "nobody rings or talks without a caller"},
    {"an end of an assignment is dropped", plain([] { return drop<centre::AssignmentEnded>(); }), "nobody rings or talks without a caller"},
    {"an end of a contact is dropped", plain([] { return drop<centre::ContactEnded>(); }), "a contact ends with its caller"},
    {"an agent's becoming ready is dropped",
     plain([] { return drop<centre::PresenceMoved>([](const auto& moved) { return moved.presence == people::Presence::ready; }); }),
     "only ready agents are rung"},
    {"a ring is dropped", plain([] { return drop<centre::RingAgent>(); }), "whoever is reserved is rung"},
    {"a ring is doubled", plain([] { return twice<centre::RingAgent>(); }), "nobody is rung twice at once"},
    {"a stop of a ring is dropped", plain([] { return drop<centre::StopRinging>(); }), "every ring is stopped"},
    {"a connection is dropped", plain([] { return drop<centre::Connect>(); }), "who talks is connected, who is on hold hears music"},
    {"an end of the caller's leg is dropped", plain([] { return drop<centre::EndCaller>(); }), "every leg that was opened is closed"},
    {"an end of the agent's leg is dropped", plain([] { return drop<centre::EndAgent>(); }), "every leg that was opened is closed"},
    {"an acceptance is dropped", plain([] { return drop<centre::AcceptCaller>(); }), "a caller is accepted before music plays"},
    {"a take is forgotten", plain([] { return forget_a_take(); }), "no eligible agent idles while a contact waits"},
    {"takes are reordered", [](auto& waiting) { return take_another(waiting); }, "the greatest effective priority goes first"},
    {"another agent is taken", plain([] { return take_another_agent(); }), "the agent whom the rule names is taken"},
    {"a contact meets the other world", plain([] { return other_world(); }),
     "live never meets simulated"},
    {"a length is off by a microsecond", plain([] {
         return change<centre::AssignmentEnded>([](auto& ended) {
             ended.talk += Duration{1};
             return true;
         });
     }),
     "the lengths of an assignment add up"},
};

class Corrupted : public testing::TestWithParam<Control> {};

TEST_P(Corrupted, TheCheckerFindsWhatWasCorrupted) {
    const auto violation = found_after(GetParam().corruption, GetParam().promise);
    ASSERT_TRUE(violation) << GetParam().name;
    EXPECT_EQ(violation->promise, GetParam().promise) << GetParam().name << ": " << violation->line();
}

INSTANTIATE_TEST_SUITE_P(Controls, Corrupted, testing::ValuesIn(controls), [](const auto& info) {
    std::string name;
    for (char c : std::string(info.param.name)) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return name;
});

/// A machine that goes by other figures than the manual in force is found out: here the checker reads another manual than it.
/// What a story breaks first may be another promise; in one of them it is this.
std::optional<Violation> found_with(const std::function<void(routing::QueuePolicy&)>& change, std::string_view promise) {
    std::optional<Violation> found;
    for (std::uint64_t seed = 1; seed < 60; ++seed) {
        Checker checker;
        tell(make_story(seed), [&](Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs) {
            auto* published = std::get_if<centre::ManualPublished>(&input);
            if (!published) return checker.see(at, input, refusal, outputs);
            auto other = std::make_shared<procedure::Manual>(*published->manual);
            for (routing::QueuePolicy& policy : other->queues) change(policy);
            checker.see(at, centre::ManualPublished{published->version, published->documents, other}, refusal, outputs);
        });
        if (checker.violation()) found = checker.violation();
        if (found && found->promise == promise) break;
    }
    return found;
}

TEST(Controls, AChangedRoutingConstantIsFound) {
    const struct { void (*change)(routing::QueuePolicy&); std::string_view promise;
    } table[] = {
        {[](auto& policy) { policy.ring += Duration{1}; }, "a ring is given up at its limit"},
        {[](auto& policy) { policy.ring -= Duration{1}; }, "a ring is given up at its limit"},
        {[](auto& policy) {
             if (policy.wrap_up > Duration{0}) policy.wrap_up += Duration{1};
         },
         "wrap-up is honoured"},
        {[](auto& policy) {
             if (policy.wrap_up == Duration{0}) policy.wrap_up = Duration{1};
         },
         "wrap-up is honoured"},
        {[](auto& policy) {
             if (policy.capacity != 0) ++policy.capacity;
         },
         "only a full queue blocks"},
        {[](auto& policy) { policy.priority = -policy.priority; }, "the greatest effective priority goes first"},
        {[](auto& policy) {
             for (auto& stage : policy.stages) stage.skills.push_back({"cards"_key, 9});
         },
         "agents are given what they have the skills for"},
        {[](auto& policy) {
             for (auto& stage : policy.stages)
                 if (stage.after > Duration{0}) stage.after -= std::chrono::seconds{1};
         },
         "no eligible agent idles while a contact waits"},
    };
    for (const auto& [change, promise] : table) {
        const auto violation = found_with(change, promise);
        ASSERT_TRUE(violation) << promise;
        EXPECT_EQ(violation->promise, promise) << violation->line();
    }
}

}  // namespace
}  // namespace markaz::sim
