#include "sim/run.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/described.hpp"
#include "base/json.hpp"

namespace markaz::sim {

namespace {

struct Part {
    Key id;
    std::vector<Figures> replications;
};

/// Joins the values of one metric over the replications.
Estimates estimates_of(const std::vector<Figures>& replications) {
    Estimates joined;
    for (std::size_t metric = 0; metric < replications.front().size(); ++metric) {
        std::vector<double> values;
        for (const Figures& figures : replications)
            if (figures[metric].second) values.push_back(*figures[metric].second);
        joined.emplace_back(replications.front()[metric].first, estimate(values));
    }
    return joined;
}

/// `figures(index)` of each part from each replication.
template <class Ids, class Read>
void gather(std::vector<Part>& parts, const Ids& ids, Read read) {
    if (parts.empty())
        for (const auto& id : ids) parts.push_back({id, {}});
    for (std::size_t index = 0; index < parts.size(); ++index) parts[index].replications.push_back(read(index));
}

EstimatesByKey joined(const std::vector<Part>& parts) {
    EstimatesByKey all;
    for (const Part& part : parts) all.emplace_back(part.id, estimates_of(part.replications));
    return all;
}

void append(std::string& out, const std::optional<double>& number) {
    if (number) json::append(out, *number);
    else out += "null";
}

void append(std::string& out, const EstimatesByKey& parts) {
    out += '{';
    for (const auto& [id, estimates] : parts) {
        if (out.back() != '{') out += ',';
        json::append(out, id);
        out += ":{";
        for (const auto& [metric, estimate] : estimates) {
            if (out.back() != '{') out += ',';
            json::append(out, metric);
            out += ":{\"value\":";
            append(out, estimate.value);
            out += ",\"low\":";
            append(out, estimate.low);
            out += ",\"high\":";
            append(out, estimate.high);
            out += '}';
        }
        out += '}';
    }
    out += '}';
}

std::string number_text(const Estimate& estimate, bool share) {
    if (!estimate.value) return "-";
    const double scale = share ? 100 : 1;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), share ? "%.1f%%" : "%.1f", *estimate.value * scale);
    std::string result = text.data();
    if (!estimate.high) return result;
    std::snprintf(text.data(), text.size(), " ±%.1f", (*estimate.high - *estimate.value) * scale);
    return result + text.data();
}

struct Heading { std::string_view metric, title; bool share; };

void append_table(std::string& out, std::string_view first, const EstimatesByKey& parts, std::span<const Heading> headings) {
    constexpr std::size_t width = 17;
    const auto cell = [&](std::string text) {
        // The sign ± is one character in two bytes.
        const std::size_t shown = text.size() - (text.find("±") != std::string::npos ? 1 : 0);
        out += text + std::string(shown < width ? width - shown : 1, ' ');
    };
    cell(std::string(first));
    for (const Heading& heading : headings) cell(std::string(heading.title));
    out += '\n';
    for (const auto& [id, estimates] : parts) {
        cell(std::string(id.text()));
        for (const Heading& heading : headings) {
            const auto found = std::ranges::find(estimates, heading.metric, &std::pair<std::string, Estimate>::first);
            cell(found == estimates.end() ? "-" : number_text(found->second, heading.share));
        }
        out += '\n';
    }
}

Key key_of(contact::Channel channel) { return Key::from(enum_name(channel)).value(); }

bool asked_to_be_called(const std::pair<Key, Estimates>& queue) {
    const auto asked = std::ranges::find(queue.second, "callbacks_asked", &std::pair<std::string, Estimate>::first);
    return asked != queue.second.end() && asked->second.value.value_or(0) > 0;
}

}  // namespace

void drive(centre::Centre& centre, World& world, Instant until, const Witness& witness) {
    centre::Outputs outputs;
    for (;;) {
        const auto centre_due = centre.due();
        const auto world_due = world.next_due();
        if (!centre_due && !world_due) return;
        // What is due in the centre goes first: it may change what the world does next.
        const bool tick = centre_due && (!world_due || *centre_due <= *world_due);
        if ((tick ? *centre_due : *world_due) > until) return;
        const TimedInput next = tick ? TimedInput{*centre_due, centre::Tick{}} : world.next();
        outputs.clear();
        const centre::Refusal refusal = centre.advance(next.at, next.input, outputs);
        if (witness) witness(next.at, next.input, refusal, outputs);
        world.react(outputs);
    }
}

std::vector<TimedInput> opening(const Scenario& scenario, std::uint64_t seed) {
    const Instant start = scenario.population.from;
    std::vector<TimedInput> inputs;
    inputs.push_back({start, centre::Opened{seed}});
    inputs.push_back({start, centre::ManualPublished{scenario.manual->version, scenario.manual->documents, scenario.manual}});
    for (const people::Agent& agent : scenario.agents) inputs.push_back({start, centre::AgentChanged{agent}});
    return inputs;
}

Tally replicate(const Scenario& scenario, std::uint64_t seed, const Witness& witness) {
    Tally tally(scenario.tally);
    const Witness watch = [&](Instant at, const centre::Input& input, centre::Refusal refusal, const centre::Outputs& outputs) {
        tally.see(outputs);
        if (witness) witness(at, input, refusal, outputs);
    };
    centre::Centre centre;
    World world(scenario.population, seed);
    world.learn(scenario.manual);
    centre::Outputs outputs;
    for (const TimedInput& first : opening(scenario, seed)) {
        outputs.clear();
        const centre::Refusal refusal = centre.advance(first.at, first.input, outputs);
        watch(first.at, first.input, refusal, outputs);
        world.react(outputs);
    }
    drive(centre, world, scenario.population.until + longest_closing, watch);
    tally.finish();
    return tally;
}

std::uint64_t replication_seed(std::uint64_t seed, std::uint32_t replication) {
    // Seeds travel through JSON, whose readers keep 53 bits.
    return Random::seeded(seed ^ Random::seeded(replication).next()).next() >> 11;
}

SimulationResult simulate(const Scenario& scenario, std::uint64_t seed, std::uint32_t replications,
                          const std::function<Witness(std::uint32_t)>& witness_of) {
    std::vector<Part> queues, channels, groups;
    std::vector<std::vector<Part>> queues_in, groups_in;
    std::vector<Key> queue_ids, channel_ids, group_ids;
    for (const auto& [id, thresholds] : scenario.tally.queues) queue_ids.push_back(id);
    for (const contact::Channel channel : scenario.tally.channels) channel_ids.push_back(key_of(channel));
    for (const TallyGroup& group : scenario.tally.groups) group_ids.push_back(group.id);

    for (std::uint32_t number = 0; number < replications; ++number) {
        const Tally tally = replicate(scenario, replication_seed(seed, number), witness_of ? witness_of(number) : Witness{});
        queues_in.resize(tally.intervals());
        groups_in.resize(tally.intervals());
        gather(queues, queue_ids, [&](std::size_t queue) { return tally.queue(queue); });
        gather(channels, channel_ids, [&](std::size_t channel) { return tally.channel(channel); });
        gather(groups, group_ids, [&](std::size_t group) { return tally.group(group); });
        for (std::size_t interval = 0; interval < tally.intervals(); ++interval) {
            gather(queues_in[interval], queue_ids, [&](std::size_t queue) { return tally.queue_in(queue, interval); });
            gather(groups_in[interval], group_ids, [&](std::size_t group) { return tally.group_in(group, interval); });
        }
    }

    SimulationResult result{replications, seed, joined(queues), joined(channels), joined(groups), {}};
    for (std::size_t interval = 0; interval < queues_in.size(); ++interval) {
        const Instant from = scenario.tally.from + scenario.tally.interval * static_cast<std::int64_t>(interval);
        result.intervals.push_back({from, std::min(from + scenario.tally.interval, scenario.tally.until), joined(queues_in[interval]),
                                    joined(groups_in[interval])});
    }
    return result;
}

std::string result_json(const SimulationResult& result) {
    std::string out =
        "{\"replications\":" + std::to_string(result.replications) + ",\"seed\":" + std::to_string(result.seed) + ",\"queues\":";
    append(out, result.queues);
    out += ",\"channels\":";
    append(out, result.channels);
    out += ",\"groups\":";
    append(out, result.groups);
    out += ",\"intervals\":[";
    for (const IntervalResult& interval : result.intervals) {
        if (out.back() != '[') out += ',';
        out += "{\"from\":\"" + iso8601(interval.from) + "\",\"to\":\"" + iso8601(interval.to) + "\",\"queues\":";
        append(out, interval.queues);
        out += ",\"groups\":";
        append(out, interval.groups);
        out += '}';
    }
    return out + "]}";
}

std::string result_table(const SimulationResult& result) {
    constexpr std::array queue_headings{Heading{"offered", "offered", false},          Heading{"answered", "answered", false},
                                        Heading{"abandoned", "abandoned", false},      Heading{"blocked", "blocked", false},
                                        Heading{"service_level", "service level", true}, Heading{"asa", "ASA s", false},
                                        Heading{"wait_p90_s", "wait p90 s", false},      Heading{"aht", "AHT s", false}};
    constexpr std::array group_headings{Heading{"answered", "answered", false}, Heading{"aht", "AHT s", false},
                                        Heading{"occupancy", "occupancy", true}, Heading{"utilisation", "utilisation", true}};
    constexpr std::array callback_headings{Heading{"callbacks_asked", "callbacks", false}, Heading{"callbacks_called", "called", false},
                                           Heading{"callbacks_reached", "reached", false},
                                           Heading{"callback_wait_mean_s", "until called s", false},
                                           Heading{"callback_wait_p90_s", "p90 s", false}};
    constexpr std::array channel_headings{Heading{"offered", "offered", false}, Heading{"answered", "answered", false},
                                          Heading{"service_level", "service level", true}, Heading{"asa", "ASA s", false},
                                          Heading{"messages_left", "messages left", false},
                                          Heading{"message_wait_mean_s", "until heard s", false}};
    std::string out;
    append_table(out, "queue", result.queues, queue_headings);
    out += '\n';
    if (result.channels.size() > 1) {
        append_table(out, "channel", result.channels, channel_headings);
        out += '\n';
    }
    if (std::ranges::any_of(result.queues, asked_to_be_called)) {
        append_table(out, "called back", result.queues, callback_headings);
        out += '\n';
    }
    append_table(out, "group", result.groups, group_headings);
    out += '\n' + std::to_string(result.replications) + (result.replications == 1 ? " replication" : " replications") + ", seed " +
           std::to_string(result.seed) + (result.replications > 1 ? "; ± is the 95 % confidence interval\n" : "\n");
    return out;
}

}  // namespace markaz::sim
