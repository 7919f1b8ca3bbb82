#include "sim/attribution.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>

#include "base/described.hpp"
#include "base/json.hpp"
#include "sim/reading.hpp"
#include "sim/run.hpp"

namespace markaz::sim {

namespace {

constexpr std::array<std::string_view, 3> metrics_told{"service_level", "asa", "abandon_rate"};
constexpr FactorSet everything = (1U << factors) - 1;

constexpr bool has(FactorSet set, Factor factor) { return set >> static_cast<unsigned>(factor) & 1U; }

// ---- Whether they can be compared -----------------------------------------------------------------------------------

/// Without a routing file how long wrap-up may last only says that there is some: that is part of handling.
routing::QueuePolicy compared(routing::QueuePolicy policy, const Scenario& scenario) {
    if (scenario.routing.empty()) policy.wrap_up = Duration{0};
    return policy;
}

/// The first thing in which two policies of a queue differ, as a scenario or a routing clause calls it.
std::string_view differing(const routing::QueuePolicy& one, const routing::QueuePolicy& other) {
    if (one.capacity != other.capacity) return "capacity";
    if (one.answer_within != other.answer_within) return "answer_within";
    if (one.abandoned_short != other.abandoned_short) return "abandoned_short";
    if (one.callback != other.callback) return "callback";
    if (one.stages != other.stages) return "skills";
    if (one.wrap_up != other.wrap_up) return "wrap_up of the routing file";
    if (one.ring != other.ring) return "ring of the routing file";
    if (one.rule != other.rule) return "rule";
    if (one.priority != other.priority) return "priority";
    return "routing";
}

const routing::QueuePolicy* policy_in(const Scenario& scenario, Key queue) {
    const auto found = std::ranges::find(scenario.manual->queues, queue, &routing::QueuePolicy::id);
    return found == scenario.manual->queues.end() ? nullptr : &*found;
}

/// Whoever waits there may leave a message.
bool leaves_messages(const Scenario& scenario, Key queue) {
    const procedure::Flow* way = scenario.manual->flow(queue);
    return way && std::ranges::any_of(way->steps, [](const procedure::Step& step) {
        return std::holds_alternative<procedure::Voicemail>(step.verb);
    });
}

class Comparison {
public:
    Comparison(const Scenario& planned, const Scenario& actual, std::string_view planned_file, std::string_view actual_file)
        : planned_(planned), actual_(actual), planned_file_(planned_file), actual_file_(actual_file) {}

    std::vector<Problem> problems() && {
        compare_times();
        for (const routing::QueuePolicy& queue : planned_.manual->queues)
            if (!policy_in(actual_, queue.id)) lacks(actual_file_, queue.id, planned_file_);
        for (const routing::QueuePolicy& queue : actual_.manual->queues) {
            const routing::QueuePolicy* other = policy_in(planned_, queue.id);
            if (!other) {
                lacks(planned_file_, queue.id, actual_file_);
                continue;
            }
            if (leaves_messages(planned_, queue.id) != leaves_messages(actual_, queue.id))
                differs("whether messages are left in the queue " + in_quotes(queue.id.text()));
            const routing::QueuePolicy was = compared(*other, planned_), is = compared(queue, actual_);
            if (was != is)
                differs(in_quotes(differing(was, is)) + " of the queue " + in_quotes(queue.id.text()));
        }
        return std::move(problems_);
    }

private:
    void compare_times() {
        const TallyPlan &was = planned_.tally, &is = actual_.tally;
        if (planned_.population.from != actual_.population.from) differs("\"start\"");
        else if (was.until != is.until) differs("\"duration\"");
        else if (was.from != is.from) differs("\"warm_up\"");
        // Staff who are there for calls alone would leave every letter of the other one lying.
        if (was.channels != is.channels) differs("by which channels contacts come");
    }
    void differs(std::string_view what) {
        problems_.push_back({actual_file_, std::string(what) + " is not as in " + planned_file_,
                             "only arrivals, handling, staff and patience may differ"});
    }
    void lacks(const std::string& file, Key queue, const std::string& other) {
        problems_.push_back({file, "the queue " + in_quotes(queue.text()) + " of " + other + " is not in it", "both have the same queues"});
    }

    const Scenario &planned_, &actual_;
    const std::string planned_file_, actual_file_;
    std::vector<Problem> problems_;
};

// ---- Mixtures -------------------------------------------------------------------------------------------------------

const Group* group_in(const Scenario& scenario, Key id) {
    for (std::size_t group = 0; group < scenario.tally.groups.size(); ++group)
        if (scenario.tally.groups[group].id == id) return &scenario.population.groups[group];
    return nullptr;
}

/// The groups of one scenario, who work as in another one that may know them.
std::vector<Group> groups_of(const Scenario& staff, const Scenario& handling) {
    std::vector<Group> groups = staff.population.groups;
    for (std::size_t group = 0; group < groups.size(); ++group) {
        const Group* known = group_in(handling, staff.tally.groups[group].id);
        if (!known) continue;
        groups[group].work = known->work;
        groups[group].ring = known->ring;
    }
    return groups;
}

std::vector<CallerKind> callers_of(const Scenario& arrivals, const Scenario& patience) {
    std::vector<CallerKind> callers = arrivals.population.callers;
    for (CallerKind& kind : callers) {
        const auto known = std::ranges::find_if(patience.population.callers, [&](const CallerKind& each) {
            return each.queue == kind.queue && each.channel == kind.channel;
        });
        if (known == patience.population.callers.end()) continue;
        kind.callback = known->callback;
        kind.callback_after = known->callback_after;
        kind.message = known->message;
        kind.accepts = known->accepts;
        kind.unreached = known->unreached;
        kind.pick_up = known->pick_up;
    }
    return callers;
}

/// Agents who drop are staff; lines that break are callers who do not come.
std::vector<Fault> faults_of(const Scenario& arrivals, const Scenario& staff) {
    std::vector<Fault> faults;
    const auto take = [&](const Scenario& from, bool drops) {
        for (const Fault& fault : from.population.faults)
            if ((fault.kind == Fault::Kind::agents_drop) == drops) faults.push_back(fault);
    };
    take(arrivals, false);
    take(staff, true);
    return faults;
}

/// Time for wrap-up is there wherever either scenario has any: a group that takes none has done at once.
procedure::ManualRef manual_of(const Scenario& planned, const Scenario& actual) {
    auto manual = std::make_shared<procedure::Manual>(*planned.manual);
    for (routing::QueuePolicy& queue : manual->queues) queue.wrap_up = std::max(queue.wrap_up, policy_in(actual, queue.id)->wrap_up);
    return manual;
}

// ---- Parts ----------------------------------------------------------------------------------------------------------

/// The share of orders of the factors in which exactly `before` others, of all but one, change first.
double weight(int before) {
    constexpr std::array<double, factors + 1> factorial{1, 1, 2, 6, 24};
    return factorial[static_cast<std::size_t>(before)] * factorial[factors - 1 - static_cast<std::size_t>(before)] / factorial[factors];
}

using ByMixture = std::array<double, everything + 1>;

double shapley(const ByMixture& values, Factor factor) {
    const FactorSet own = 1U << static_cast<unsigned>(factor);
    double part = 0;
    for (FactorSet set = 0; set <= everything; ++set)
        if (!(set & own)) part += weight(std::popcount(set)) * (values[set | own] - values[set]);
    return part;
}

/// Whether the interval leaves zero out.
bool sure(const Estimate& estimate) { return estimate.low && estimate.high && (*estimate.low > 0 || *estimate.high < 0); }

std::optional<Factor> cause_of(const AttributedMetric& metric) {
    if (!sure(metric.difference)) return std::nullopt;
    const double way = *metric.difference.value > 0 ? 1 : -1;
    std::optional<Factor> cause;
    double most = 0;
    for (std::size_t factor = 0; factor < factors; ++factor) {
        const double part = *metric.parts[factor].value * way;
        if (part <= most || !sure(metric.parts[factor])) continue;
        most = part;
        cause = static_cast<Factor>(factor);
    }
    return cause;
}

AttributedMetric joined(std::string_view metric, const std::vector<ByMixture>& replications) {
    std::vector<double> planned, actual, difference;
    std::array<std::vector<double>, factors> parts;
    for (const ByMixture& values : replications) {
        planned.push_back(values[0]);
        actual.push_back(values[everything]);
        difference.push_back(values[everything] - values[0]);
        for (std::size_t factor = 0; factor < factors; ++factor)
            parts[factor].push_back(shapley(values, static_cast<Factor>(factor)));
    }
    AttributedMetric made{std::string(metric), estimate(planned), estimate(actual), estimate(difference), {}, std::nullopt};
    for (std::size_t factor = 0; factor < factors; ++factor) made.parts[factor] = estimate(parts[factor]);
    made.cause = cause_of(made);
    return made;
}

std::optional<double> value_of(const Figures& figures, std::string_view metric) {
    const auto found = std::ranges::find(figures, metric, &Figures::value_type::first);
    return found == figures.end() ? std::nullopt : found->second;
}

// ---- Telling --------------------------------------------------------------------------------------------------------

void append(std::string& out, std::string_view name, const Estimate& estimate) {
    const auto number = [&out](const std::optional<double>& value) {
        if (value) json::append(out, *value);
        else out += "null";
    };
    out.append("\"").append(name).append("\":{\"value\":");
    number(estimate.value);
    out += ",\"low\":";
    number(estimate.low);
    out += ",\"high\":";
    number(estimate.high);
    out += "},";
}

/// `-12.3 ±2.1`; shares in points of a hundred.
std::string change_text(const Estimate& estimate, bool share, bool with_sign) {
    if (!estimate.value) return "-";
    const double scale = share ? 100 : 1;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), with_sign ? "%+.1f" : share ? "%.1f%%" : "%.1f", *estimate.value * scale);
    std::string told = text.data();
    if (!estimate.high || !with_sign) return told;
    std::snprintf(text.data(), text.size(), " ±%.1f", (*estimate.high - *estimate.value) * scale);
    return told + text.data();
}

}  // namespace

std::vector<Problem> incomparable(const Scenario& planned, const Scenario& actual, std::string_view planned_file,
                                  std::string_view actual_file) {
    return Comparison(planned, actual, planned_file, actual_file).problems();
}

Scenario mixed(const Scenario& planned, const Scenario& actual, FactorSet factors_of_actual) {
    const auto source = [&](Factor factor) -> const Scenario& { return has(factors_of_actual, factor) ? actual : planned; };
    const Scenario &arrivals = source(Factor::arrivals), &staff = source(Factor::staff), &patience = source(Factor::patience);
    Scenario made;
    made.manual = manual_of(planned, actual);
    made.routing = planned.routing;
    made.agents = staff.agents;
    made.population.from = planned.population.from;
    made.population.until = planned.population.until;
    made.population.callers = callers_of(arrivals, patience);
    made.population.patience = patience.population.patience;
    made.population.groups = groups_of(staff, source(Factor::handling));
    made.population.retrials = arrivals.population.retrials;
    made.population.faults = faults_of(arrivals, staff);
    made.tally = planned.tally;
    made.tally.groups = staff.tally.groups;
    return made;
}

Attribution attribute(const Scenario& planned, const Scenario& actual, std::uint64_t seed, std::uint32_t replications) {
    std::vector<Scenario> mixtures;
    for (FactorSet set = 0; set <= everything; ++set) mixtures.push_back(mixed(planned, actual, set));
    const auto& queues = planned.tally.queues;
    // By queue and metric: the replications in which every mixture has a value.
    std::vector<std::array<std::vector<ByMixture>, metrics_told.size()>> values(queues.size());
    for (std::uint32_t number = 0; number < replications; ++number) {
        std::vector<Tally> tallies;
        for (const Scenario& mixture : mixtures) tallies.push_back(replicate(mixture, replication_seed(seed, number)));
        for (std::size_t queue = 0; queue < queues.size(); ++queue) {
            std::vector<Figures> figures;
            for (const Tally& tally : tallies) figures.push_back(tally.queue(queue));
            for (std::size_t metric = 0; metric < metrics_told.size(); ++metric) {
                ByMixture told{};
                const bool whole = std::ranges::all_of(figures, [&](const Figures& each) {
                    const auto value = value_of(each, metrics_told[metric]);
                    told[static_cast<std::size_t>(&each - figures.data())] = value.value_or(0);
                    return value.has_value();
                });
                if (whole) values[queue][metric].push_back(told);
            }
        }
    }
    Attribution made{replications, seed, {}};
    for (std::size_t queue = 0; queue < queues.size(); ++queue) {
        made.queues.push_back({queues[queue].first, {}});
        for (std::size_t metric = 0; metric < metrics_told.size(); ++metric)
            made.queues.back().metrics.push_back(joined(metrics_told[metric], values[queue][metric]));
    }
    return made;
}

std::string attribution_json(const Attribution& result) {
    std::string out =
        "{\"replications\":" + std::to_string(result.replications) + ",\"seed\":" + std::to_string(result.seed) + ",\"queues\":{";
    for (const AttributedQueue& queue : result.queues) {
        if (out.back() != '{') out += ',';
        out.append("\"").append(queue.queue.text()).append("\":{");
        for (const AttributedMetric& metric : queue.metrics) {
            if (out.back() != '{') out += ',';
            out.append("\"").append(metric.metric).append("\":{");
            append(out, "planned", metric.planned);
            append(out, "actual", metric.actual);
            append(out, "difference", metric.difference);
            for (std::size_t factor = 0; factor < factors; ++factor)
                append(out, enum_name(static_cast<Factor>(factor)), metric.parts[factor]);
            out += "\"cause\":";
            out += metric.cause ? '"' + std::string(enum_name(*metric.cause)) + "\"}" : "null}";
        }
        out += '}';
    }
    return out + "}}";
}

std::string attribution_table(const Attribution& result) {
    std::string out;
    const auto cell = [&out](std::string_view text, std::size_t width) {
        // The sign ± is one character in two bytes.
        const std::size_t shown = text.size() - (text.find("±") != std::string_view::npos ? 1 : 0);
        out.append(text).append(shown < width ? width - shown : 1, ' ');
    };
    const auto line_ends = [&out] {
        out.erase(out.find_last_not_of(' ') + 1);
        out += '\n';
    };
    constexpr std::size_t wide = 15, narrow = 10;
    cell("queue", wide);
    cell("metric", wide);
    for (std::string_view title : {"planned", "actual"}) cell(title, narrow);
    for (std::string_view title : {"difference", "arrivals", "handling", "staff", "patience", "cause"}) cell(title, wide);
    line_ends();
    for (const AttributedQueue& queue : result.queues)
        for (const AttributedMetric& metric : queue.metrics) {
            const bool share = metric.metric != "asa";
            cell(queue.queue.text(), wide);
            cell(metric.metric, wide);
            cell(change_text(metric.planned, share, false), narrow);
            cell(change_text(metric.actual, share, false), narrow);
            cell(change_text(metric.difference, share, true), wide);
            for (const Estimate& part : metric.parts) cell(change_text(part, share, true), wide);
            cell(metric.cause ? enum_name(*metric.cause) : "-", wide);
            line_ends();
        }
    out += "\nShares in points of a hundred, asa in seconds. Arrivals, handling, staff and patience add up to the difference.\n" +
           std::to_string(result.replications) + (result.replications == 1 ? " replication" : " replications") + " of each of " +
           std::to_string(everything + 1) + " mixtures, seed " + std::to_string(result.seed) +
           (result.replications > 1 ? "; ± is the 95 % confidence interval\n" : "\n");
    return out;
}

}  // namespace markaz::sim
