#include "sim/scenario.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "sim/run.hpp"

namespace markaz::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view smallest = R"(start: 2026-11-22T08:00:00+03:30
duration: 2h
queues: [{id: cards}]
groups: [{id: day, agents: 3}]
arrivals: [{queue: cards, per_hour: 40}]
handle: {exponential: 180s}
)";

/// A directory of its own for the files that a scenario names.
class Folder {
public:
    Folder()
        : path_(std::filesystem::temp_directory_path() /
                ("markaz-scenario-" + std::to_string(::getpid()) + "-" + std::to_string(next_++))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }

    void write(const std::string& name, std::string_view text) const { std::ofstream(path_ / name) << text; }
    std::filesystem::path file(const std::string& name) const { return path_ / name; }

private:
    static inline int next_ = 0;
    std::filesystem::path path_;
};

/// What is said about the smallest scenario with one more line; the file is called `a.yaml`.
std::vector<std::string> complaints(const std::string& more, std::string_view text = smallest) {
    std::vector<std::string> lines;
    const auto scenario = parse_scenario(std::string(text) + more, "a.yaml");
    if (!scenario)
        for (const Problem& problem : scenario.error()) lines.push_back(problem.line());
    return lines;
}

std::string complaint(const std::string& more, std::string_view text = smallest) {
    const auto lines = complaints(more, text);
    return lines.empty() ? "nothing" : lines.front();
}

std::string without(std::string_view field) {
    std::string text;
    for (std::string_view rest = smallest; !rest.empty();) {
        const auto line = rest.substr(0, rest.find('\n') + 1);
        if (!line.starts_with(field)) text += line;
        rest.remove_prefix(line.size());
    }
    return text;
}

TEST(Scenario, BecomesAManualAgentsAndAPopulation) {
    const auto scenario = parse_scenario(smallest, "a.yaml");
    ASSERT_TRUE(scenario);
    ASSERT_EQ(scenario->manual->queues.size(), 1);
    EXPECT_EQ(scenario->manual->queues[0].stages[0].skills, (std::vector<people::Skill>{{"cards"_key, 1}}));
    ASSERT_EQ(scenario->agents.size(), 3);
    EXPECT_EQ(scenario->agents[2].pool, contact::Pool::simulated);
    EXPECT_EQ(iso8601(scenario->population.from), "2026-11-22T04:30:00Z");
    EXPECT_EQ(scenario->population.until - scenario->population.from, 2h);
    EXPECT_EQ(iso8601(scenario->population.groups[0].rota.midnight), "2026-11-21T20:30:00Z");
}

TEST(Scenario, EveryFieldOfTheContractIsTaken) {
    const Folder folder;
    folder.write("calls.txt", "# recorded\n2026-11-22T08:00:07+03:30\n90s\n1h\n");
    folder.write("lengths.txt", "183.4\n20s\n1m30s\n");
    folder.write("routing.yaml",
                 "queues:\n  cards: {title: Cards, skills: {cards: 3}, wrap_up: 45s, answer_within: 30s}\n  loans: {title: Loans, skills: "
                 "{loans: 1}}\n");
    folder.write("a.yaml", R"(start: 2026-11-22T08:00:00+03:30
duration: 8h
warm_up: 30m
answer_within: 15s
interval: 1h
queues: [{id: cards, capacity: 20, patience: {fixed: 60s}}, {id: loans, handle: {gamma: {mean: 300s, cv: 0.5}}, wrap_up: none}]
groups:
  - {id: early, agents: 4, skills: {cards: 5}, shifts: [{from: 08:00, to: 12:00}, {from: 13:00, to: 16:00}]}
  - {id: night, agents: 2, skills: [cards, loans], ring: none, shifts: [{from: 22:00, to: 06:00}], handle: {lognormal: {mean: 4m, cv: 1}}}
arrivals: [{queue: cards, file: calls.txt}, {queue: loans, every: 30m, counts: [12, 7.5, 0]}, {queue: loans, per_hour: 3.5, priority: 90s}]
patience: {exponential: 120s}
handle: {empirical: lengths.txt}
wrap_up: {fixed: 20s}
ring: {fixed: 3s}
routing: routing.yaml
)");
    const auto scenario = read_scenario(folder.file("a.yaml"));
    ASSERT_TRUE(scenario) << scenario.error().front().line();
    const auto& cards = *scenario->manual->queue("cards"_key);
    EXPECT_EQ(cards.capacity, 20);
    EXPECT_EQ(cards.wrap_up, 45s);
    EXPECT_EQ(cards.answer_within, 15s) << "the scenario's own goes before the routing file's";
    EXPECT_EQ(scenario->tally.until - scenario->tally.from, 7h + 30min);
    ASSERT_EQ(scenario->population.callers[0].arrivals.recorded.size(), 3);
    EXPECT_EQ(iso8601(scenario->population.callers[0].arrivals.recorded[1]), "2026-11-22T04:31:30Z");
    EXPECT_EQ(scenario->population.callers[1].arrivals.per_hour, (std::vector<double>{24, 15, 0}));
    EXPECT_EQ(scenario->population.callers[2].priority, 90s);
    EXPECT_EQ(scenario->population.groups[1].rota.turns.back().at, 30h) << "a night shift ends on the next day";
}

TEST(Scenario, TheSameSeedGivesTheSameResultAndAnotherSeedAnother) {
    const auto scenario = parse_scenario(smallest, "a.yaml");
    ASSERT_TRUE(scenario);
    const std::string first = result_json(simulate(*scenario, 7, 3));
    EXPECT_EQ(first, result_json(simulate(*scenario, 7, 3)));
    EXPECT_NE(first, result_json(simulate(*scenario, 8, 3)));
}

TEST(Scenario, TheResultHasTheContractsShape) {
    const auto scenario = parse_scenario(smallest, "a.yaml");
    ASSERT_TRUE(scenario);
    const auto result = json::parse(result_json(simulate(*scenario, 7, 3)));
    ASSERT_TRUE(result) << result.error().line();
    const auto number = [](const json::Value& from, std::initializer_list<std::string_view> path) {
        const json::Value* at = &from;
        for (std::string_view name : path) at = at ? at->find(name) : nullptr;
        const auto* found = at ? std::get_if<json::Number>(&at->is) : nullptr;
        return found ? std::stod(found->text) : std::numeric_limits<double>::quiet_NaN();
    };
    EXPECT_EQ(number(*result, {"replications"}), 3);
    EXPECT_EQ(number(*result, {"seed"}), 7);
    for (std::string_view metric : {"offered", "answered", "service_level", "asa", "aht", "wait_mean_s", "wait_p90_s"}) {
        const double value = number(*result, {"queues", "cards", metric, "value"});
        EXPECT_LE(number(*result, {"queues", "cards", metric, "low"}), value) << metric;
        EXPECT_GE(number(*result, {"queues", "cards", metric, "high"}), value) << metric;
    }
    const double occupancy = number(*result, {"groups", "day", "occupancy", "value"});
    EXPECT_GT(occupancy, 0.3);
    EXPECT_LT(occupancy, 1);
    const auto* intervals = std::get_if<json::Array>(&result->find("intervals")->is);
    ASSERT_TRUE(intervals);
    ASSERT_EQ(intervals->size(), 4);
    double offered = 0;
    for (const json::Value& interval : *intervals) offered += number(interval, {"queues", "cards", "offered", "value"});
    EXPECT_NEAR(offered, number(*result, {"queues", "cards", "offered", "value"}), 1e-9);
}

TEST(Scenario, OneReplicationHasNoInterval) {
    const auto scenario = parse_scenario(smallest, "a.yaml");
    ASSERT_TRUE(scenario);
    EXPECT_NE(result_json(simulate(*scenario, 7, 1)).find("\"low\":null,\"high\":null"), std::string::npos);
}

TEST(Scenario, ShiftsDecideWhoIsThere) {
    const std::string text = R"(start: 2026-11-22T08:00:00+03:30
duration: 4h
interval: 1h
queues: [{id: cards}]
groups: [{id: day, agents: 10, shifts: [{from: 09:00, to: 11:00}]}]
arrivals: [{queue: cards, every: 1h, counts: [0, 60, 60, 0]}]
handle: {fixed: 60s}
)";
    const auto scenario = parse_scenario(text, "a.yaml");
    ASSERT_TRUE(scenario);
    const SimulationResult result = simulate(*scenario, 1, 1);
    const auto utilisation = [&](std::size_t hour) {
        const auto& figures = result.intervals[hour].groups[0].second;
        return std::ranges::find(figures, "utilisation", &std::pair<std::string, Estimate>::first)->second.value;
    };
    EXPECT_EQ(utilisation(0), std::nullopt) << "nobody is there before nine";
    EXPECT_NEAR(utilisation(1).value(), 0.1, 0.05);
    EXPECT_GT(utilisation(3).value_or(1), 0.99) << "after eleven only those are there who still talk";
}

// ---- What is wrong is told in one line: where, what, what would be right ---------------------------------------------

TEST(Scenario, AnUnknownFieldIsRefused) {
    EXPECT_EQ(complaint("handel: {fixed: 3s}\n"), "a.yaml:7:1: the scenario has no field \"handel\"; did you mean \"handle\"?");
}

TEST(Scenario, AMissingFieldIsNamed) {
    for (std::string_view field : {"start", "duration", "queues", "groups", "arrivals"})
        EXPECT_NE(complaint("", without(field)).find("the scenario has no \"" + std::string(field) + "\""), std::string::npos)
            << complaint("", without(field));
    EXPECT_NE(complaint("", without("handle")).find("nothing says how long conversations last"), std::string::npos);
}

TEST(Scenario, AWrongValueIsNamedWithItsPlace) {
    EXPECT_NE(complaint("patience: {exponential: 180}\n").find("a.yaml:7:25: "), std::string::npos)
        << complaint("patience: {exponential: 180}\n");
    EXPECT_NE(complaint("patience: 3m\n").find("a.yaml:7:11: \"patience\" is a text; it is none or one of"), std::string::npos);
    EXPECT_NE(complaint("patience: {lognormal: {mean: 3m, cv: -1}}\n").find("a.yaml:7:38: \"cv\" is \"-1\""), std::string::npos);
    EXPECT_NE(complaint("patience: {weibull: 3m}\n").find("has no field \"weibull\""), std::string::npos);
    EXPECT_NE(complaint("warm_up: 2h\n").find("the warm-up is as long as the whole scenario"), std::string::npos);
    EXPECT_NE(complaint("start: yesterday\n", without("start")).find("a.yaml:6:8: \"start\" is \"yesterday\""), std::string::npos);
}

TEST(Scenario, EverythingWrongIsToldAtOnce) { EXPECT_EQ(complaints("handel: 1\npatience: 2\nring: 3\n").size(), 3); }

TEST(Scenario, NamesThatMeanNothingAreRefused) {
    EXPECT_NE(complaint("arrivals: [{queue: loans, per_hour: 1}]\n", without("arrivals")).find("\"loans\", which is not among the queues"),
              std::string::npos);
    EXPECT_NE(complaint("groups: [{id: day, agents: 1, skills: [loans]}]\n", without("groups")).find("no queue wants the skill \"loans\""),
              std::string::npos);
    EXPECT_NE(complaint("queues: [{id: cards}, {id: cards}]\n", without("queues")).find("stands twice"), std::string::npos);
    EXPECT_NE(complaint("groups: [{id: day, agents: 1, patience: none}]\n", without("groups")).find("has no field \"patience\""),
              std::string::npos);
}

TEST(Scenario, AFileThatIsNotThereOrDoesNotFitIsNamed) {
    const Folder folder;
    folder.write("bad.txt", "20s\nsoon\n");
    folder.write("bad.yaml", "queues:\n  cards: {title: Cards, skils: {}}\n");
    const auto said = [&](const std::string& more) {
        const auto scenario = parse_scenario(std::string(smallest) + more, folder.file("a.yaml"));
        return scenario ? "nothing" : scenario.error().back().line();
    };
    EXPECT_NE(said("patience: {empirical: none.txt}\n").find("cannot be read"), std::string::npos);
    EXPECT_NE(said("patience: {empirical: bad.txt}\n").find("bad.txt:2:1: \"soon\" does not fit"), std::string::npos);
    EXPECT_NE(said("routing: bad.yaml\n").find("bad.yaml:2:"), std::string::npos);
    EXPECT_FALSE(read_scenario(folder.file("none.yaml")));
}

TEST(Scenario, TextThatIsNoYamlIsOneLine) {
    EXPECT_EQ(complaints("", "start: [1\nduration: }").size(), 1);
    EXPECT_EQ(complaints("", "").size(), 1) << complaint("", "");
    EXPECT_GE(complaints("", "- a\n- b\n").size(), 1);
}

TEST(Scenario, TheScenariosThatShipCanBeRun) {
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/sim/scenarios")) {
        if (!entry.path().filename().string().ends_with(".yaml") || entry.path().filename().string().ends_with(".routing.yaml")) continue;
        const auto scenario = read_scenario(entry.path());
        ASSERT_TRUE(scenario) << scenario.error().front().line();
        const SimulationResult result = simulate(*scenario, 1, 2);
        for (const auto& [queue, figures] : result.queues)
            EXPECT_GT(figures.front().second.value.value_or(0), 10) << entry.path() << ' ' << queue.text();
        ++seen;
    }
    EXPECT_GE(seen, 2);
}

}  // namespace
}  // namespace markaz::sim
