#include <algorithm>
#include <string>
#include <vector>

#include "procedure/flow.hpp"
#include "procedure/run.hpp"
#include "procedure/translation.hpp"

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
        for (StepIndex next : next_steps(flow.steps[at])) open.push_back(next);
    }
    return reached;
}

/// The steps from which one can come to an end: walks the flow backwards.
Marks ending(const Flow& flow) {
    std::vector<std::vector<StepIndex>> before(flow.steps.size());
    std::vector<StepIndex> open;
    for (StepIndex at = 0; at < flow.steps.size(); ++at) {
        for (StepIndex next : next_steps(flow.steps[at])) before[next].push_back(at);
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

/// Walks the flow from its start, as caller until a queue and as agent behind it, and reports each verb that leads the wrong one.
/// Behind such a step it does not look, because everything there would be wrong for the same reason.
class SideCheck {
public:
    SideCheck(const Flow& flow, const std::vector<Place>& places, const std::vector<std::pair<Key, Sides>>& ends_of,
              const Manual& manual, Findings& findings)
        : flow_(flow), places_(places), ends_of_(ends_of), manual_(manual), findings_(findings), caller_(flow.steps.size()),
          agent_(flow.steps.size()) {}

    Sides run() {
        open_.emplace_back(flow_.start, flow_.agent_first ? Led::agent : Led::caller);
        while (!open_.empty()) {
            const auto [at, led] = open_.back();
            open_.pop_back();
            Marks& seen = led == Led::caller ? caller_ : agent_;
            if (seen[at]) continue;
            seen[at] = true;
            walk(at, led);
        }
        return ends_;
    }

private:
    void walk(StepIndex at, Led led) {
        const Step& step = flow_.steps[at];
        if (led_by(step.verb) != Led::either && led_by(step.verb) != led) return report(at, led);
        if (led == Led::caller) check_spoken(at);
        if (std::holds_alternative<End>(step.verb)) (led == Led::agent ? ends_.agent : ends_.caller) = true;
        if (const auto* perform = std::get_if<Perform>(&step.verb)) return perform_flow(at, *perform, led);
        Led behind = led;
        if (const auto* queue = std::get_if<Queue>(&step.verb)) {
            if (queue->next != no_step) open_.emplace_back(queue->next, Led::agent);
            for (StepIndex next : {queue->closed, queue->full, queue->nobody, queue->exit})
                if (next != no_step) open_.emplace_back(next, Led::caller);
            return;
        }
        if (const auto* callback = std::get_if<Callback>(&step.verb)) {
            open_.emplace_back(callback->next, Led::agent);
            open_.emplace_back(callback->otherwise, Led::caller);
            return;
        }
        if (const auto* voicemail = std::get_if<Voicemail>(&step.verb)) {
            open_.emplace_back(voicemail->next, Led::agent);
            open_.emplace_back(voicemail->otherwise, Led::caller);
            return;
        }
        if (const auto* escalate = std::get_if<Escalate>(&step.verb)) {
            if (led == Led::caller && !step.guide.condition.empty() && step.guide.otherwise == no_step)
                findings_.add("missing-field", places_[at], "the step " + quoted(step.id.text()) + " has a \"when\" and no \"else\"",
                              "before a queue write where everybody else goes on, such as `else: menu`");
            open_.emplace_back(escalate->next, Led::agent);
            if (escalate->otherwise != no_step) open_.emplace_back(escalate->otherwise, Led::caller);
            if (step.guide.otherwise != no_step) open_.emplace_back(step.guide.otherwise, led);
            return;
        }
        if (std::holds_alternative<Survey>(step.verb)) behind = Led::caller;
        for (StepIndex next : next_steps(step)) open_.emplace_back(next, behind);
        // A step that is passed over does not hand the contact over either.
        if (step.guide.otherwise != no_step) open_.emplace_back(step.guide.otherwise, led);
    }
    void check_spoken(StepIndex at) {
        const Line* line = line_of(flow_.steps[at].verb);
        const auto shown = line ? placeholders_in(line->read[flow_.source]) : std::vector<std::string>{};
        if (!shown.empty())
            findings_.add("placeholder-spoken", places_[at], "what a caller hears cannot show {" + shown.front() + '}',
                          "callers' texts are spoken once for all: leave it out");
    }
    void perform_flow(StepIndex at, const Perform& perform, Led led) {
        const Flow* performed = manual_.flow(perform.procedure);
        const auto ends = std::ranges::find(ends_of_, perform.procedure, &std::pair<Key, Sides>::first);
        if (!performed || ends == ends_of_.end()) return;  // said already
        if (performed->agent_first != (led == Led::agent)) {
            findings_.add("perform-side", places_[at],
                          "the flow of " + quoted(perform.procedure.text()) + " begins with the " +
                              (performed->agent_first ? "agent" : "caller") + ", but here the " + (led == Led::agent ? "agent" : "caller") +
                              " is led",
                          performed->agent_first ? "perform it behind a queue"
                                                 : "write `audience: agent` in that flow, or perform it before the queue");
            return;
        }
        for (StepIndex next : next_steps(flow_.steps[at])) {
            if (ends->second.caller) open_.emplace_back(next, Led::caller);
            if (ends->second.agent) open_.emplace_back(next, Led::agent);
        }
    }
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
    const std::vector<std::pair<Key, Sides>>& ends_of_;
    const Manual& manual_;
    Findings& findings_;
    Marks caller_, agent_;
    std::vector<std::pair<StepIndex, Led>> open_;
    Sides ends_;
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
}

Sides check_sides(const Flow& flow, const std::vector<Place>& places, const std::vector<std::pair<Key, Sides>>& ends_of,
                  const Manual& manual, Findings& findings) {
    return SideCheck(flow, places, ends_of, manual, findings).run();
}

}  // namespace markaz::procedure
