#pragma once
// Simulations that are judged by theory: independent replications, their mean, and its standard error.

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/erlang_test.hpp"
#include "sim/run.hpp"

namespace markaz::sim::theory {

/// Not under a sanitizer, which makes ten hours of one and no number another.
inline bool long_run() {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return false;
#else
    return std::getenv("MARKAZ_LONG") != nullptr;
#endif
}

/// How long the centre needs to forget how it began (Halfin and Whitt 1981); impatient callers forget sooner.
inline double relaxation_s(const Line& line) {
    const double distance = std::sqrt(line.agents) - std::sqrt(line.erlangs());
    const double patient = distance == 0 ? 1e12 : line.handle_s / (distance * distance);
    const double impatient = line.patience_s ? std::max(*line.patience_s, line.handle_s) : line.capacity ? 5 * line.handle_s : 1e12;
    return std::max(line.handle_s, std::min(patient, impatient));
}

/// Warm-up of 5 relaxation times and at least 50 after it, and so many that `contacts` come.
inline Scenario scenario_of(const Line& line, double contacts) {
    const auto number = [](double value) {
        std::ostringstream text;
        text << std::fixed << value;
        return text.str();
    };
    constexpr double longest = 300 * 86'400.0;  // where almost nobody calls
    const double relaxation = relaxation_s(line), length = std::max(50 * relaxation, std::min(contacts / line.arrivals(), longest));
    const auto milliseconds = [](double seconds) { return std::to_string(static_cast<long long>(seconds * 1000)) + "ms"; };
    const auto warm_up = static_cast<long long>(5 * relaxation) + 600;
    std::string text = "start: 2026-01-01T00:00:00Z\nduration: " + std::to_string(static_cast<long long>(length) + warm_up) +
                       "s\nwarm_up: " + std::to_string(warm_up) +
                       "s\ninterval: 366d\nanswer_within: " + milliseconds(line.answer_within_s) + "\nqueues: [{id: line" +
                       (line.capacity ? ", capacity: " + std::to_string(*line.capacity) : "") +
                       "}]\ngroups: [{id: agents, agents: " + std::to_string(line.agents) +
                       "}]\narrivals: [{queue: line, per_hour: " + number(line.calls_per_h) +
                       "}]\nhandle: {exponential: " + milliseconds(line.handle_s) + "}\n";
    if (line.patience_s && *line.patience_s == 0) text += "patience: {fixed: 0s}\n";
    else if (line.patience_s) text += "patience: {exponential: " + milliseconds(*line.patience_s) + "}\n";
    auto scenario = parse_scenario(text, "line.yaml");
    if (!scenario) throw std::logic_error(scenario.error().front().line() + "\n" + text);
    return *scenario;
}

/// Contacts that all replications of a line need.
inline double contacts_needed(const Line& line, double contacts, int replications) {
    return replications * std::max(55 * relaxation_s(line) * line.arrivals(), contacts);
}

/// The figures of each replication, by name; `queue0.waited`, `group0.occupancy`.
class Measured {
public:
    Measured(const Scenario& scenario, int replications, std::uint64_t seed = 11) {
        for (int number = 0; number < replications; ++number) add(replicate(scenario, replication_seed(seed, number)));
    }

    void add(const Tally& tally) {
        for (std::size_t queue = 0; queue < tally.plan().queues.size(); ++queue) {
            std::map<std::string, double> figures;
            for (const auto& [id, value] : tally.queue(queue)) figures[id] = value.value_or(0);
            const std::string whose = "queue" + std::to_string(queue) + ".";
            for (const char* count : {"abandoned", "blocked", "answered_within"})
                values_[whose + count + "_share"].push_back(figures[count] / figures["offered"]);
            for (const auto& [id, value] : figures) values_[whose + id].push_back(value);
        }
        for (std::size_t group = 0; group < tally.plan().groups.size(); ++group)
            for (const auto& [id, value] : tally.group(group))
                values_["group" + std::to_string(group) + "." + id].push_back(value.value_or(0));
    }

    struct Summary { double mean = 0, error = 0; };
    Summary summary(const std::string& figure) const {
        const auto& values = values_.at(figure);
        const double count = static_cast<double>(values.size());
        Summary made;
        double squares = 0;
        for (double value : values) made.mean += value / count;
        for (double value : values) squares += (value - made.mean) * (value - made.mean);
        made.error = std::sqrt(squares / (count - 1) / count);
        return made;
    }

    /// Within four standard errors; what is rarer than one in a hundred thousand must not be seen at all.
    void expect(const std::string& figure, std::optional<double> promised, const std::string& whose) {
        if (!promised) return;
        const auto [mean, error] = summary(figure);
        if (*promised < 1e-5) {
            EXPECT_EQ(mean, 0) << whose << ": " << figure;
            return;
        }
        EXPECT_NEAR(mean, *promised, 4 * error + 1e-9) << whose << ": " << figure << ", standard error " << error;
        EXPECT_LT(error, 0.2 * *promised + 0.002) << whose << ": " << figure << " is too uncertain to prove anything";
    }

    void expect_all(const Promise& promise, const std::string& whose) {
        expect("queue0.waited", promise.waited, whose);
        expect("queue0.wait_mean_s", promise.wait_mean_s, whose);
        expect("queue0.asa", promise.asa, whose);
        expect("queue0.abandoned_share", promise.abandoned, whose);
        expect("queue0.blocked_share", promise.blocked, whose);
        expect("queue0.answered_within_share", promise.answered_in_time, whose);
        expect("group0.occupancy", promise.occupancy, whose);
    }

private:
    std::map<std::string, std::vector<double>> values_;
};

/// Two queues and two pools as TwoSkills says: pool A is better at the first kind, and the second kind goes before the first.
inline Scenario scenario_of(const TwoSkills& model, double contacts) {
    const auto number = [](double value) {
        std::ostringstream text;
        text << std::fixed << value;
        return text.str();
    };
    const double arrivals = (model.calls1_per_h + model.calls2_per_h) / 3600;
    const double relaxation = std::max({model.handle_a_s, model.handle_b_s, model.patience1_s, model.patience2_s});
    const auto length = static_cast<long long>(std::max(50 * relaxation, contacts / arrivals)),
               warm_up = static_cast<long long>(10 * relaxation);
    const std::string text =
        "start: 2026-01-01T00:00:00Z\nduration: " + std::to_string(length + warm_up) + "s\nwarm_up: " + std::to_string(warm_up) +
        "s\ninterval: 366d\nqueues: [{id: one, patience: {exponential: " + std::to_string(static_cast<int>(model.patience1_s)) +
        "s}}, {id: two, patience: {exponential: " + std::to_string(static_cast<int>(model.patience2_s)) +
        "s}}]\ngroups: [{id: a, agents: " + std::to_string(model.agents_a) + ", skills: {one: 9}, handle: {exponential: " +
        std::to_string(static_cast<int>(model.handle_a_s)) + "s}}, {id: b, agents: " + std::to_string(model.agents_b) +
        ", skills: {one: 1, two: 9}, handle: {exponential: " + std::to_string(static_cast<int>(model.handle_b_s)) +
        "s}}]\narrivals: [{queue: one, per_hour: " + number(model.calls1_per_h) + "}, {queue: two, per_hour: " +
        number(model.calls2_per_h) + ", priority: 1d}]\n";
    auto scenario = parse_scenario(text, "two.yaml");
    if (!scenario) throw std::logic_error(scenario.error().front().line() + "\n" + text);
    auto manual = std::make_shared<procedure::Manual>(*scenario->manual);
    for (routing::QueuePolicy& queue : manual->queues) queue.rule = routing::Rule::best_skill;
    scenario->manual = std::move(manual);
    return *scenario;
}

inline void expect_all(Measured& measured, const TwoPromises& promise, const std::string& whose) {
    measured.expect("queue0.waited", promise.waited1, whose);
    measured.expect("queue1.waited", promise.waited2, whose);
    measured.expect("queue0.wait_mean_s", promise.wait1_s, whose);
    measured.expect("queue1.wait_mean_s", promise.wait2_s, whose);
    measured.expect("queue0.abandoned_share", promise.abandoned1, whose);
    measured.expect("queue1.abandoned_share", promise.abandoned2, whose);
    measured.expect("group0.occupancy", promise.occupancy_a, whose);
    measured.expect("group1.occupancy", promise.occupancy_b, whose);
}

}  // namespace markaz::sim::theory
