// Whether the simulated centre obeys queueing theory. Each formula is computed here, by its textbook recursion; the rows of the
// reference table are read where it is at hand (MARKAZ_SHARED).

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/run.hpp"

namespace markaz::sim {
namespace {

/// What steady state promises of one queue.
struct Promise {
    std::optional<double> waited, wait_mean_s, asa, abandoned, blocked, answered_in_time, occupancy;
};

struct Line {
    double calls_per_h = 0, handle_s = 0;
    int agents = 0;
    std::optional<double> patience_s;
    std::optional<int> capacity;
    double answer_within_s = 20;
};

/// A birth-death chain in steady state: `room` places for those who wait; each leaves at rate `1 / patience`.
Promise birth_death(const Line& line, int room) {
    const double arrivals = line.calls_per_h / 3600, service = 1 / line.handle_s, leaving = line.patience_s ? 1 / *line.patience_s : 0;
    std::vector<double> weight{1};
    for (int n = 1; n <= line.agents + room; ++n)
        weight.push_back(weight.back() * arrivals / (std::min(n, line.agents) * service + std::max(0, n - line.agents) * leaving));
    double total = 0, waiting = 0, all_busy = 0, busy = 0;
    for (int n = 0; n < static_cast<int>(weight.size()); ++n) {
        total += weight[n];
        busy += std::min(n, line.agents) * weight[n];
        if (n < line.agents) continue;
        waiting += (n - line.agents) * weight[n];
        if (n < line.agents + room) all_busy += weight[n];
    }
    const double full = weight.back() / total, offered = arrivals;
    Promise promise;
    promise.occupancy = busy / total / line.agents;
    if (line.patience_s) promise.abandoned = waiting / total * leaving / offered;
    if (line.capacity) promise.blocked = full;
    promise.waited = all_busy / total / (line.capacity ? 1 - full : 1);
    promise.wait_mean_s = waiting / total / offered / (line.capacity ? 1 - full : 1);
    return promise;
}

Scenario scenario_of(const Line& line, double expected_contacts) {
    const auto number = [](double value) { std::ostringstream text; text << std::fixed << value; return text.str(); };
    // The centre starts empty; after a warm-up it has forgotten that.
    const double hours = expected_contacts / line.calls_per_h;
    const auto warm_up_s = static_cast<long>(20 * line.handle_s + 1800);
    std::string text = "start: 2026-11-22T00:00:00Z\nduration: " + std::to_string(static_cast<long>(hours * 3600) + warm_up_s) +
                       "s\nwarm_up: " + std::to_string(warm_up_s) +
                       "s\ninterval: 366d\nanswer_within: " + std::to_string(static_cast<long>(line.answer_within_s * 1000)) +
                       "ms\nqueues: [{id: line" + (line.capacity ? ", capacity: " + std::to_string(*line.capacity) : "") +
                       "}]\ngroups: [{id: agents, agents: " + std::to_string(line.agents) +
                       "}]\narrivals: [{queue: line, per_hour: " + number(line.calls_per_h) +
                       "}]\nhandle: {exponential: " + std::to_string(static_cast<long>(line.handle_s * 1000)) + "ms}\n";
    if (line.patience_s) text += "patience: {exponential: " + std::to_string(static_cast<long>(*line.patience_s * 1000)) + "ms}\n";
    auto scenario = parse_scenario(text, "line.yaml");
    if (!scenario) throw std::logic_error(scenario.error().front().line() + "\n" + text);
    return *scenario;
}

/// The mean of each figure over the replications and its standard error.
class Measured {
public:
    Measured(const Line& line, double expected_contacts, int replications = 30) {
        const Scenario scenario = scenario_of(line, expected_contacts);
        for (int number = 0; number < replications; ++number) {
            const Tally tally = replicate(scenario, replication_seed(11, number));
            std::map<std::string, double> figures;
            for (const auto& [id, value] : tally.queue(0)) figures[id] = value.value_or(0);
            for (const auto& [id, value] : tally.group(0))
                if (id == "occupancy") figures[id] = value.value_or(0);
            for (std::string_view count : {"abandoned", "blocked", "answered_within"})
                values_[std::string(count) + "_share"].push_back(figures[std::string(count)] / figures["offered"]);
            for (const auto& [id, value] : figures) values_[id].push_back(value);
        }
    }

    void expect(const std::string& figure, std::optional<double> promised, const std::string& whose) {
        if (!promised) return;
        const auto& values = values_.at(figure);
        const double count = static_cast<double>(values.size());
        double mean = 0, squares = 0;
        for (double value : values) mean += value / count;
        for (double value : values) squares += (value - mean) * (value - mean);
        const double error = std::sqrt(squares / (count - 1) / count);
        EXPECT_NEAR(mean, *promised, 4 * error) << whose << ": " << figure << ", standard error " << error;
        EXPECT_LT(error, 0.2 * *promised + 0.002) << whose << ": " << figure << " is too uncertain to prove anything";
    }

    void expect_all(const Promise& promise, const std::string& whose) {
        expect("waited", promise.waited, whose);
        expect("wait_mean_s", promise.wait_mean_s, whose);
        expect("asa", promise.asa, whose);
        expect("abandoned_share", promise.abandoned, whose);
        expect("blocked_share", promise.blocked, whose);
        expect("answered_within_share", promise.answered_in_time, whose);
        expect("occupancy", promise.occupancy, whose);
    }

private:
    std::map<std::string, std::vector<double>> values_;
};

constexpr int endless = 2000;

TEST(Theory, ErlangC) {
    // 10 erlangs on 14 agents: P(wait) 0.174, ASA 7.8 s, 88.8 % within 20 s, the field's most printed example.
    const Line line{.calls_per_h = 200, .handle_s = 180, .agents = 14};
    Promise promise = birth_death(line, endless);
    promise.answered_in_time = 1 - *promise.waited * std::exp(-(14 - 10.0) * 20 / 180);
    EXPECT_NEAR(*promise.waited, 0.1741, 0.0001);
    EXPECT_NEAR(*promise.wait_mean_s, 7.84, 0.01);
    EXPECT_NEAR(*promise.answered_in_time, 0.88835, 0.0001);
    Measured(line, 4000).expect_all(promise, "M/M/14");
}

TEST(Theory, ErlangA) {
    const Line line{.calls_per_h = 210, .handle_s = 180, .agents = 9, .patience_s = 300};
    const Promise promise = birth_death(line, endless);
    EXPECT_NEAR(*promise.abandoned, 0.18873, 0.00001);
    EXPECT_NEAR(*promise.wait_mean_s, 56.618, 0.001);
    Measured(line, 4000).expect_all(promise, "M/M/9+M");
}

TEST(Theory, ErlangBIsAQueueInWhichNobodyWaits) {
    // 12.03 erlangs on 20 lines lose 1 %, as every table of Erlang's loss formula says.
    const Line line{.calls_per_h = 12.03 * 20, .handle_s = 180, .agents = 20, .patience_s = 0.001};
    double blocked = 1;
    for (int n = 1; n <= line.agents; ++n) blocked = 12.03 * blocked / (n + 12.03 * blocked);
    EXPECT_NEAR(blocked, 0.01, 0.0001);
    Promise promise;
    promise.abandoned = blocked;
    promise.occupancy = 12.03 * (1 - blocked) / 20;
    Measured(line, 8000).expect_all(promise, "M/M/20/20");
}

TEST(Theory, AFullQueueBlocksAsAFiniteChainDoes) {
    const Line line{.calls_per_h = 120, .handle_s = 120, .agents = 4, .patience_s = {}, .capacity = 3};
    Measured(line, 4000).expect_all(birth_death(line, 3), "M/M/4/7");
}

// ---- The reference table --------------------------------------------------------------------------------------------

std::vector<std::map<std::string, std::string>> rows_of(const std::string& path) {
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
    std::vector<std::map<std::string, std::string>> rows;
    while (std::getline(file, line)) {
        const auto values = cells(line);
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) row[names[i]] = values[i];
    }
    return rows;
}

std::optional<double> number(const std::map<std::string, std::string>& row, const std::string& name) {
    const auto at = row.find(name);
    return at == row.end() || at->second.empty() ? std::nullopt : std::optional(std::stod(at->second));
}

TEST(Theory, RowsOfTheReferenceTable) {
    const char* shared = std::getenv("MARKAZ_SHARED");
    if (!shared) GTEST_SKIP() << "MARKAZ_SHARED does not name the reference data";
    const auto rows = rows_of(std::string(shared) + "/data/staffing/erlang_truth.csv");
    int proven = 0;
    for (const auto& row : rows) {
        const std::string id = row.at("id");
        if (id != "C01" && id != "C04" && id != "A01" && id != "A03" && id != "A06") continue;
        const Line line{
            *number(row, "calls_per_h"), *number(row, "aht_s"), static_cast<int>(*number(row, "agents")), number(row, "patience_s"), {},
            *number(row, "awt_s")};
        Promise promise;
        promise.waited = number(row, "p_wait");
        promise.wait_mean_s = number(row, "asa_s_all");
        promise.asa = number(row, "asa_s_answered");
        promise.abandoned = number(row, "p_abandon");
        promise.answered_in_time = number(row, "sl_answered_in_t_over_offered");
        promise.occupancy = number(row, "occupancy");
        Measured(line, 4000).expect_all(promise, id);
        ++proven;
    }
    EXPECT_EQ(proven, 5);
}

}  // namespace
}  // namespace markaz::sim
