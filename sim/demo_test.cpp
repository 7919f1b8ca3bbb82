#include "sim/demo.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "procedure/compile.hpp"
#include "sim/check.hpp"
#include "sim/run.hpp"

namespace markaz::sim {
namespace {

using namespace std::chrono;

constexpr Duration offset = hours{3} + minutes{30};
// A Sunday, at midnight by the centre's clocks.
const Instant monthly_begin = Instant{sys_days{2026y / October / 25}} - offset;

/// The sample manual that ships, published as version 1.
procedure::ManualRef sample_manual() {
    std::vector<procedure::SourceDocument> documents;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(SOURCE_DIR "/manual")) {
        if (entry.path().extension() != ".md") continue;
        std::ifstream file(entry.path());
        const std::string path = std::filesystem::relative(entry.path(), SOURCE_DIR "/manual").generic_string();
        documents.push_back({path, {std::istreambuf_iterator<char>(file), {}}});
    }
    auto manual = procedure::compile(std::move(documents));
    if (!manual) throw std::logic_error(manual.error().front().problem().line());
    manual->version = 1;
    return std::make_shared<const procedure::Manual>(std::move(*manual));
}

DemoOptions options() {
    DemoOptions options{.from = monthly_begin, .offset = offset, .seed = 5, .flow = "main-line"_key};
    options.queues = {"cards"_key, "accounts"_key, "delivery"_key};
    for (std::size_t i = 0; i < demo_agents; ++i) options.people[i] = people::PersonId{i + 101};
    return options;
}

struct Seen {
    std::uint64_t inputs = 0, contacts = 0, foreign = 0;
    std::map<Key, std::uint64_t> offered;
    std::map<contact::VisitEnd, std::uint64_t> ends;
    std::map<Key, std::uint64_t> outcomes;
    std::array<std::uint64_t, 7> by_weekday{};
    std::array<std::uint64_t, 24> by_hour{};
    std::map<people::PersonId, std::uint64_t> answered;
};

/// Drives the demo as a driver does: whatever is due next, until the history ends.
Seen history(days length, Checker* checker) {
    const procedure::ManualRef manual = sample_manual();
    DemoWorld world(options());
    world.learn(manual);
    centre::Centre centre;
    Seen seen;
    centre::Outputs outputs;
    const auto advance = [&](Instant at, const centre::Input& input) {
        outputs.clear();
        const centre::Refusal refusal = centre.advance(at, input, outputs);
        ++seen.inputs;
        if (checker) checker->see(at, input, refusal, outputs);
        world.react(outputs);
        for (const centre::Told& told : outputs) {
            if (const auto* started = std::get_if<centre::ContactStarted>(&told.what)) {
                ++seen.contacts;
                seen.foreign += started->origin != contact::Origin::simulated;
                const auto local = told.at + offset;
                const weekday name{floor<days>(local)};
                ++seen.by_weekday[name.c_encoding()];
                ++seen.by_hour[static_cast<std::size_t>(floor<hours>(local - floor<days>(local)).count())];
            }
            if (const auto* visit = std::get_if<centre::VisitStarted>(&told.what)) ++seen.offered[visit->queue];
            if (const auto* visit = std::get_if<centre::VisitEnded>(&told.what)) ++seen.ends[visit->end];
            if (const auto* ended = std::get_if<centre::AssignmentEnded>(&told.what)) {
                ++seen.answered[ended->person];
                if (ended->outcome) ++seen.outcomes[ended->outcome];
            }
        }
    };
    advance(monthly_begin, centre::Opened{1});
    advance(monthly_begin, centre::ManualPublished{1, manual->documents, manual});
    for (const people::Agent& agent : world.agents()) advance(monthly_begin, centre::AgentChanged{agent});
    const Instant end = monthly_begin + length;
    while (world.next_due() && *world.next_due() < end) {
        if (const auto due = centre.due(); due && *due <= *world.next_due()) {
            advance(*due, centre::Tick{});
            continue;
        }
        const TimedInput next = world.next();
        advance(next.at, next.input);
    }
    return seen;
}

TEST(Demo, AWeekLooksLikeACentre) {
    Checker checker;
    Seen week = history(days{7}, &checker);
    EXPECT_FALSE(checker.violation()) << checker.violation()->line();
    EXPECT_EQ(week.foreign, 0);
    EXPECT_GT(week.contacts, 2000);
    EXPECT_LT(week.contacts, 6000);
    EXPECT_GT(week.offered.at("cards"_key), week.offered.at("accounts"_key));
    EXPECT_GT(week.offered.at("accounts"_key), week.offered.at("delivery"_key));
    EXPECT_GT(week.by_hour[10], 5 * week.by_hour[22]) << "the day has a shape";
    EXPECT_GT(week.by_weekday[0], 2 * week.by_weekday[5]) << "so has the week";
    EXPECT_GT(week.ends.at(contact::VisitEnd::answered), 3 * week.ends.at(contact::VisitEnd::abandoned));
    EXPECT_GT(week.ends.at(contact::VisitEnd::abandoned), 20);
    EXPECT_GT(week.ends[contact::VisitEnd::callback], 20) << "whoever waits long is offered a callback by the main line";
    EXPECT_EQ(week.answered.size(), demo_agents) << "everybody works";
    EXPECT_GE(week.outcomes.size(), 3) << "the guide is followed to its different ends";
}

TEST(Demo, GoesOnWhenTheHistoryEnds) {
    DemoWorld world(options());
    EXPECT_EQ(world.next_due(), monthly_begin);
    const Seen day = history(days{1}, nullptr);
    const Seen two = history(days{2}, nullptr);
    EXPECT_GT(two.contacts, day.contacts + 100);
}

}  // namespace
}  // namespace markaz::sim
