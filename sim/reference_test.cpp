// Judged by the reference table of Erlang's models and of two skills (MARKAZ_SHARED): every case up to 200 agents whose proof costs
// little, and with MARKAZ_LONG every case.

#include "sim/measured_test.hpp"

namespace markaz::sim::theory {
namespace {

constexpr int replications = 30;
/// A case that needs more contacts than this in all its replications is left to the long run.
constexpr double most_contacts = 1.2e6;
constexpr int most_agents = 200;

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& path) {
    std::ifstream file(path);
    const auto cells = [](const std::string& line) {
        std::vector<std::string> found;
        std::istringstream stream(line);
        for (std::string cell; std::getline(stream, cell, ',');) found.push_back(cell);
        return found;
    };
    std::string line;
    std::getline(file, line);
    const auto names = cells(line);
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        const auto values = cells(line);
        Row& row = rows.emplace_back();
        for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) row[names[i]] = values[i];
    }
    return rows;
}

std::optional<double> number(const Row& row, const std::string& name) {
    const auto at = row.find(name);
    return at == row.end() || at->second.empty() ? std::nullopt : std::optional(std::stod(at->second));
}

std::optional<std::string> shared(const std::string& file) {
    const char* directory = std::getenv("MARKAZ_SHARED");
    return directory ? std::optional(std::string(directory) + "/data/staffing/" + file) : std::nullopt;
}

Line line_of(const Row& row) {
    const double handle = number(row, "aht_s").value_or(180);
    Line line{
        .calls_per_h = number(row, "calls_per_h").value_or(0), .handle_s = handle, .agents = static_cast<int>(*number(row, "agents"))};
    if (line.calls_per_h == 0) line.calls_per_h = *number(row, "erlangs") * 3600 / handle;
    line.patience_s = row.at("model") == "B" ? 0 : number(row, "patience_s");
    line.answer_within_s = number(row, "awt_s").value_or(20);
    return line;
}

Promise promise_of(const Row& row) {
    Promise promise;
    promise.occupancy = number(row, "occupancy");
    if (row.at("model") == "B") {
        promise.abandoned = number(row, "p_block_B");
        return promise;
    }
    promise.waited = number(row, "p_wait");
    promise.wait_mean_s = number(row, "asa_s_all");
    promise.asa = number(row, "asa_s_answered");
    promise.abandoned = number(row, "p_abandon");
    promise.answered_in_time = number(row, "sl_answered_in_t_over_offered");
    return promise;
}

Promise computed(const Row& row, const Line& line) {
    return row.at("model") == "B" ? of_erlang_b(line) : row.at("model") == "C" ? of_erlang_c(line) : of_erlang_a(line);
}

TEST(Reference, OurFormulasAreThoseOfTheTable) {
    const auto path = shared("erlang_truth.csv");
    if (!path) GTEST_SKIP() << "MARKAZ_SHARED does not name the reference data";
    int compared = 0;
    for (const Row& row : rows_of(*path)) {
        if (row.at("model").size() != 1) continue;
        const Line line = line_of(row);
        const Promise ours = computed(row, line), theirs = promise_of(row);
        const auto same = [&](const std::optional<double>& our, const std::optional<double>& their, const char* what) {
            if (our && their) EXPECT_NEAR(*our, *their, 1e-6 * std::max(1.0, std::abs(*their))) << row.at("id") << ' ' << what;
        };
        same(ours.waited, theirs.waited, "waited");
        same(ours.wait_mean_s, theirs.wait_mean_s, "wait_mean_s");
        same(ours.asa, theirs.asa, "asa");
        same(ours.abandoned, theirs.abandoned, "abandoned");
        same(ours.answered_in_time, theirs.answered_in_time, "answered_in_time");
        same(ours.occupancy, theirs.occupancy, "occupancy");
        ++compared;
    }
    EXPECT_EQ(compared, 75);
}

TEST(Reference, S2_18_EveryErlangCaseIsSimulatedWithinFourStandardErrors) {
    const auto path = shared("erlang_truth.csv");
    if (!path) GTEST_SKIP() << "MARKAZ_SHARED does not name the reference data";
    int proven = 0;
    std::string left;
    for (const Row& row : rows_of(*path)) {
        if (row.at("model").size() != 1) continue;
        const Line line = line_of(row);
        constexpr double contacts = 3000;
        const bool dear = line.agents > most_agents || contacts_needed(line, contacts, replications) > most_contacts;
        if (dear && !long_run()) {
            left += " " + row.at("id");
            continue;
        }
        Measured(scenario_of(line, contacts), replications).expect_all(promise_of(row), row.at("id"));
        ++proven;
    }
    RecordProperty("left_to_the_long_run", left);
    EXPECT_GE(proven, long_run() ? 75 : 45) << "left:" << left;
}

TEST(Reference, S2_18_TwoSkillModelsAreSimulatedWithinFourStandardErrors) {
    const auto path = shared("nmodel_exact.csv");
    if (!path) GTEST_SKIP() << "MARKAZ_SHARED does not name the reference data";
    int proven = 0;
    for (const Row& row : rows_of(*path)) {
        const auto at = [&](const char* name) { return *number(row, name); };
        const TwoSkills model{at("calls1_per_h"), at("calls2_per_h"), at("aht_poolA_s"), at("aht_poolB_s"), static_cast<int>(at("nA")),
                              static_cast<int>(at("nB")), at("patience1_s"), at("patience2_s")};
        const TwoPromises promise{at("pwait1"), at("pwait2"), at("ew1_all"), at("ew2_all"), at("pab1"), at("pab2"), at("occA"), at("occB")};
        Measured measured(scenario_of(model, 6000), replications);
        expect_all(measured, promise, row.at("id"));
        ++proven;
    }
    EXPECT_EQ(proven, 4);
}

/// Whether so many agents answer `goal` of the callers in time: replications are added until that is certain, or until there are too
/// many. 13 agents in NC01 miss their goal by half a point: to see that takes 700 replications.
std::optional<bool> enough(Line line, int agents, double goal) {
    line.agents = agents;
    if (!line.patience_s && line.erlangs() >= agents) return false;
    const Scenario scenario = scenario_of(line, 10'000);
    Measured measured(scenario, 10);
    // Looked at after each tenth more: 105 agents in NA04 reach their goal by three hundredths of a point.
    for (std::uint32_t number = 10; number < (long_run() ? 200'000u : 150u);) {
        const auto [mean, error] = measured.summary("queue0.answered_within_share");
        if (std::abs(mean - goal) > 4 * error) return mean > goal;
        for (const std::uint32_t next = number + 1 + number / 10; number < next; ++number)
            measured.add(replicate(scenario, replication_seed(11, number)));
    }
    return std::nullopt;
}

TEST(Reference, S2_18_TheFewestAgentsAreFoundBySearchingWithTheSimulator) {
    const auto path = shared("erlang_truth.csv");
    if (!path) GTEST_SKIP() << "MARKAZ_SHARED does not name the reference data";
    int proven = 0;
    for (const Row& row : rows_of(*path)) {
        if (!row.at("model").contains("min-agents")) continue;
        const Line line = line_of(row);
        const auto expected = static_cast<int>(*number(row, "agents"));
        const std::string goal_text = row.at("published");
        const double goal = std::stod(goal_text.substr(goal_text.find(">=") + 2));
        if (expected > 40 && !long_run()) continue;
        bool certain = true;
        int none = 0, all = static_cast<int>(line.erlangs() + 6 * std::sqrt(line.erlangs()) + 6);
        while (certain && all - none > 1) {
            const int middle = (none + all) / 2;
            const auto found = enough(line, middle, goal);
            certain = found.has_value();
            if (certain) (*found ? all : none) = middle;
        }
        if (!certain) continue;
        EXPECT_EQ(all, expected) << row.at("id");
        ++proven;
    }
    EXPECT_GE(proven, long_run() ? 14 : 5);
}

}  // namespace
}  // namespace markaz::sim::theory
