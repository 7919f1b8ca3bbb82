#include <algorithm>
#include <string>
#include <vector>

#include "procedure/flow.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {

namespace {

using Marks = std::vector<bool>;

/// The steps to which one can come from `start`.
Marks reached_from(const Flow& flow, StepIndex start) {
    Marks reached(flow.steps.size());
    std::vector<StepIndex> open{start};
    while (!open.empty()) {
        const StepIndex at = open.back();
        open.pop_back();
        if (reached[at]) continue;
        reached[at] = true;
        for (StepIndex next : next_steps(flow.steps[at].verb)) open.push_back(next);
    }
    return reached;
}

/// The steps from which one can come to an end: walks the flow backwards.
Marks ending(const Flow& flow) {
    std::vector<std::vector<StepIndex>> before(flow.steps.size());
    std::vector<StepIndex> open;
    for (StepIndex at = 0; at < flow.steps.size(); ++at) {
        for (StepIndex next : next_steps(flow.steps[at].verb)) before[next].push_back(at);
        if (std::holds_alternative<End>(flow.steps[at].verb)) open.push_back(at);
    }
    Marks ends(flow.steps.size());
    while (!open.empty()) {
        const StepIndex at = open.back();
        open.pop_back();
        if (ends[at]) continue;
        ends[at] = true;
        open.insert(open.end(), before[at].begin(), before[at].end());
    }
    return ends;
}

/// Walks the flow as caller until a queue, then as agent, and reports each verb that leads the wrong one. Behind such a step
/// it does not look, because everything there would be wrong for the same reason.
class SideCheck {
public:
    SideCheck(const Flow& flow, const std::vector<Place>& places, Findings& findings)
        : flow_(flow), places_(places), findings_(findings), caller_(flow.steps.size()), agent_(flow.steps.size()) {}

    void run() {
        std::vector<std::pair<StepIndex, Led>> open{{flow_.start, Led::caller}};
        while (!open.empty()) {
            const auto [at, led] = open.back();
            open.pop_back();
            Marks& seen = led == Led::caller ? caller_ : agent_;
            if (seen[at]) continue;
            seen[at] = true;
            const Verb& verb = flow_.steps[at].verb;
            if (led_by(verb) != Led::either && led_by(verb) != led) {
                report(at, led);
                continue;
            }
            const Led behind = std::holds_alternative<Queue>(verb) ? Led::agent : led;
            for (StepIndex next : next_steps(verb)) open.push_back({next, behind});
        }
    }

private:
    void report(StepIndex at, Led led) {
        const Step& step = flow_.steps[at];
        const std::string subject = "the step " + quoted(step.id.text()) + " (" + std::string(verb_name(step.verb)) + ") ";
        if (led == Led::agent)
            findings_.add("caller-verb-after-queue", places_[at],
                          subject + "leads the caller, but comes after a queue, where the agent is led", "place it before the queue");
        else
            findings_.add("agent-verb-before-queue", places_[at],
                          subject + "leads the agent, but comes before any queue, where nobody has answered", "place it after a queue");
    }

    const Flow& flow_;
    const std::vector<Place>& places_;
    Findings& findings_;
    Marks caller_, agent_;
};

}  // namespace

void check_graph(const Flow& flow, const std::vector<Place>& places, Findings& findings) {
    const Marks reached = reached_from(flow, flow.start);
    const Marks ends = ending(flow);
    for (StepIndex at = 0; at < flow.steps.size(); ++at)
        if (!reached[at])
            findings.add("unreachable-step", places[at], "no step leads to " + quoted(flow.steps[at].id.text()) + " from the start",
                         "let a step lead to it, or remove it");
    if (std::ranges::none_of(flow.steps, [](const Step& step) { return std::holds_alternative<End>(step.verb); }))
        findings.add("end-missing", places[flow.start], "the flow has no `end`", "let its last step be one, such as {end: resolved}");
    else
        for (StepIndex at = 0; at < flow.steps.size(); ++at)
            if (reached[at] && !ends[at])
                findings.add("no-way-out", places[at], "from the step " + quoted(flow.steps[at].id.text()) + " no `end` can be reached",
                             "let one of the steps that follow lead out of the circle");
    SideCheck(flow, places, findings).run();
}

}  // namespace markaz::procedure
