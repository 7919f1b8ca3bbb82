#include "procedure/linking.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "procedure/fields.hpp"
#include "procedure/run.hpp"
#include "procedure/translation.hpp"

namespace markaz::procedure {

namespace {

FormField* find_field(Manual& manual, Key id) {
    const auto found = std::ranges::find(manual.fields, id, &FormField::id);
    return found == manual.fields.end() ? nullptr : &*found;
}

FormField implied_field(Key id, ValueType type) {
    FormField field;
    field.id = id;
    field.type = type;
    field.longest = type == ValueType::text ? longest_answer : 0;
    return field;
}

/// `ask` fills a field of any type; the others only their own.
void take_uses(Manual& manual, const LinkedFlow& flow, const std::vector<NameUse>& uses, ValueType type) {
    for (const NameUse& use : uses) {
        for (const KnownName& fact : names_of_facts())
            if (fact.name == use.name.text())
                flow.findings->add("wrong-value", use.place, quoted(use.name.text()) + " is known in every run",
                                   "give the field another name");
        FormField* field = find_field(manual, use.name);
        if (!field) field = &manual.fields.emplace_back(implied_field(use.name, type));
        if (type != ValueType::text && field->type != type)
            flow.findings->add("field-type", use.place,
                               "the field " + quoted(use.name.text()) + " is of type " + std::string(enum_name(field->type)),
                               "this step fills a field of type " + std::string(enum_name(type)));
    }
}

/// Options of a step whose field no form describes are the field's options; those of a form must have them all.
void take_options(Manual& manual, const LinkedFlow& flow, const std::set<Key>& of_forms) {
    for (const NameUse& use : flow.read->choices) {
        FormField* field = find_field(manual, use.name);
        const auto* pick = use.step < flow.read->flow.steps.size() ? std::get_if<Pick>(&flow.read->flow.steps[use.step].verb) : nullptr;
        if (!field || !pick || field->type != ValueType::choice) continue;
        for (const Pick::Option& option : pick->options) {
            if (std::ranges::find(field->options, option.id, &FormField::Option::id) != field->options.end()) continue;
            if (of_forms.contains(use.name))
                flow.findings->add("field-type", use.place,
                                   "the field " + quoted(use.name.text()) + " has no option " + quoted(option.id.text()),
                                   "write it into the form, or take one that is there");
            else
                field->options.push_back({option.id, option.text});
        }
    }
}

/// The step to which a run goes on when this one is passed over; no_step where it is always shown.
StepIndex passed_to(const Step& step) {
    if (!step.guide.when && !step.guide.trainee) return no_step;
    if (step.guide.otherwise != no_step) return step.guide.otherwise;
    const std::vector<StepIndex> ways = next_steps(step);
    return ways.empty() ? no_step : ways.front();
}

void check_silent_circles(const Flow& flow, const std::vector<Place>& places, Findings& findings) {
    std::vector<bool> judged(flow.steps.size());
    for (StepIndex start = 0; start < flow.steps.size(); ++start) {
        std::vector<StepIndex> way;
        StepIndex at = start;
        while (at != no_step && at < flow.steps.size() && !judged[at]) {
            judged[at] = true;
            way.push_back(at);
            at = passed_to(flow.steps[at]);
        }
        if (std::ranges::find(way, at) != way.end())
            findings.add("silent-circle", places[at],
                         "from " + quoted(flow.steps[at].id.text()) + " the run may pass over steps in a circle",
                         "let one of them have no condition");
    }
}

/// Follows which flow performs which, each flow after those that it performs.
class PerformOrder {
public:
    PerformOrder(Manual& manual, const LinkedFlows& flows) : manual_(manual), flows_(flows) {}

    void run() {
        for (const auto& [id, flow] : flows_) visit(id);
    }

private:
    enum class State { fresh, open, done };
    struct Known {
        State state = State::fresh;
        std::size_t depth = 1;
        bool sound = true;  ///< no circle hangs on it
    };

    const Known& visit(Key id) {
        Known& known = known_[id];
        if (known.state != State::fresh) return known;
        known.state = State::open;
        way_.push_back(id);
        const LinkedFlow& flow = flows_.at(id);
        bool holds =
            std::ranges::any_of(flow.read->flow.steps, [](const Step& step) { return step.guide.mandatory || step.guide.critical; });
        for (const NameUse& use : flow.read->performs) {
            if (!flows_.contains(use.name)) {
                report_unknown(use, *flow.findings);
                known.sound = false;
            } else if (known_[use.name].state == State::open) {
                report_circle(use, *flow.findings);
                known.sound = false;
            } else if (way_.size() > deepest_perform) {
                known.sound = false;  // too deep, which is said where the depth is counted from its end
            } else {
                const Known& performed = visit(use.name);
                known.sound = known.sound && performed.sound;
                known.depth = std::max(known.depth, performed.depth + 1);
                holds = holds || manual_.flow(use.name)->holds;
                check_outcomes(use, flow);
                check_kind(use, *flow.findings);
            }
        }
        if (known.depth == deepest_perform + 1)
            flow.findings->add("perform-depth", flow.read->performs.front().place,
                               "the flow performs flows " + std::to_string(known.depth) + " deep",
                               "at most " + std::to_string(deepest_perform) + " flows lie in each other");
        if (Flow* own = flow_of(id)) own->holds = holds;
        if (known.sound && flow.read->whole)
            ends_of_.emplace_back(id, check_sides(flow.read->flow, flow.read->places, ends_of_, manual_, *flow.findings));
        way_.pop_back();
        known.state = State::done;
        return known;
    }

    Flow* flow_of(Key id) {
        const auto found = std::ranges::find(manual_.flows, id, &Flow::id);
        return found == manual_.flows.end() ? nullptr : &*found;
    }
    void report_unknown(const NameUse& use, Findings& findings) {
        std::vector<std::string_view> known;
        for (const auto& [id, flow] : flows_) known.push_back(id.text());
        findings.add("unknown-procedure", use.place, "no procedure with a flow is called " + quoted(use.name.text()),
                     suggestion(use.name.text(), known));
    }
    void report_circle(const NameUse& use, Findings& findings) {
        std::string way;
        for (auto at = std::ranges::find(way_, use.name); at != way_.end(); ++at) way += std::string(at->text()) + " performs ";
        findings.add("perform-circle", use.place, "procedures perform each other in a circle: " + way + std::string(use.name.text()),
                     "let one of them come to its end without the other");
    }
    void check_kind(const NameUse& use, Findings& findings) {
        if (manual_.flow(use.name)->checklist)
            findings.add("perform-side", use.place, quoted(use.name.text()) + " is a checklist",
                         "a checklist is begun by an agent, not performed");
    }
    void check_outcomes(const NameUse& use, const LinkedFlow& flow) {
        const auto* perform =
            use.step < flow.read->flow.steps.size() ? std::get_if<Perform>(&flow.read->flow.steps[use.step].verb) : nullptr;
        if (!perform) return;
        std::vector<std::string_view> known;
        for (const Step& step : manual_.flow(use.name)->steps)
            if (const auto* end = std::get_if<End>(&step.verb)) known.push_back(end->outcome.text());
        for (const Perform::Outcome& outcome : perform->outcomes)
            if (std::ranges::find(known, outcome.outcome.text()) == known.end())
                flow.findings->add("unknown-outcome", use.place,
                                   "the flow of " + quoted(use.name.text()) + " never ends as " + quoted(outcome.outcome.text()),
                                   suggestion(outcome.outcome.text(), known));
    }

    Manual& manual_;
    const LinkedFlows& flows_;
    std::map<Key, Known> known_;
    std::vector<Key> way_;
    std::vector<std::pair<Key, Sides>> ends_of_;
};

}  // namespace

void complete_fields(Manual& manual, const LinkedFlows& flows) {
    std::set<Key> of_forms;
    for (const FormField& field : manual.fields) of_forms.insert(field.id);
    for (const auto& [id, flow] : flows) {
        take_uses(manual, flow, flow.read->truths, ValueType::yes_no);
        take_uses(manual, flow, flow.read->choices, ValueType::choice);
        take_options(manual, flow, of_forms);
    }
    for (const auto& [id, flow] : flows) take_uses(manual, flow, flow.read->texts, ValueType::text);
    std::ranges::sort(manual.fields, {}, &FormField::id);
}

void compile_conditions(Manual& manual, const LinkedFlows& flows) {
    std::vector<KnownName> names;
    for (const FormField& field : manual.fields) {
        KnownName name{std::string(field.id.text()), field.type, {}};
        for (const auto& option : field.options) name.options.push_back(option.id);
        names.push_back(std::move(name));
    }
    for (const auto& [id, linked] : flows) {
        const auto flow = std::ranges::find(manual.flows, id, &Flow::id);
        for (const ConditionUse& use : linked.read->conditions) {
            auto condition = Condition::compile(use.text, names);
            if (!condition) {
                const ConditionProblem& wrong = condition.error();
                linked.findings->add("condition", {use.place.line, use.place.column + static_cast<std::uint32_t>(wrong.at)},
                                     "in the condition " + quoted(use.text) + ' ' + wrong.what, wrong.right);
            } else if (flow != manual.flows.end() && use.step < flow->steps.size()) {
                flow->steps[use.step].guide.when = std::make_shared<const Condition>(std::move(*condition));
            }
        }
        if (flow != manual.flows.end() && linked.read->whole) check_silent_circles(*flow, linked.read->places, *linked.findings);
    }
}

void check_placeholders(const Manual& manual, const LinkedFlows& flows) {
    std::vector<std::string_view> known;
    for (const FormField& field : manual.fields) known.push_back(field.id.text());
    for (const auto& [id, flow] : flows) {
        const Flow& read = flow.read->flow;
        for (StepIndex at = 0; at < read.steps.size() && at < flow.read->places.size(); ++at) {
            const Line* line = line_of(read.steps[at].verb);
            if (!line) continue;
            for (const std::string& name : placeholders_in(line->read[read.source]))
                if (std::ranges::find(known, name) == known.end())
                    flow.findings->add("unknown-name", flow.read->places[at], "no field is called " + quoted(name),
                                       suggestion(name, known));
        }
    }
}

void check_performs(Manual& manual, const LinkedFlows& flows) { PerformOrder(manual, flows).run(); }

}  // namespace markaz::procedure
