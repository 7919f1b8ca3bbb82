#include "procedure/run.hpp"

#include <algorithm>

namespace markaz::procedure {

namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

/// A step beyond which nobody comes without having done it.
bool is_barrier(const Manual& manual, const Step& step) {
    if (const auto* perform = std::get_if<Perform>(&step.verb)) {
        const Flow* performed = manual.flow(perform->procedure);
        return performed && performed->holds;
    }
    return step.guide.mandatory || step.guide.critical;
}

/// Marks the steps of the flow that are reached from `from` without passing over one that `bars`; such a step itself is reached.
template <class Bars>
std::vector<bool> reached(const Flow& flow, StepIndex from, Bars bars) {
    std::vector<bool> reached(flow.steps.size());
    std::vector<StepIndex> open{from};
    while (!open.empty()) {
        const StepIndex at = open.back();
        open.pop_back();
        if (at >= flow.steps.size() || reached[at]) continue;
        reached[at] = true;
        if (bars(flow.steps[at])) continue;
        for (StepIndex next : next_steps(flow.steps[at])) open.push_back(next);
    }
    return reached;
}

std::vector<bool> reached_freely(const Manual& manual, const Flow& flow, StepIndex from) {
    return reached(flow, from, [&](const Step& step) { return is_barrier(manual, step); });
}

std::vector<bool> reached_at_all(const Flow& flow, StepIndex from) {
    return reached(flow, from, [](const Step&) { return false; });
}

/// Where the run goes on above a flow that ended so.
StepIndex after_outcome(const Step& performing, Key outcome) {
    const auto& perform = std::get<Perform>(performing.verb);
    const auto named = std::ranges::find(perform.outcomes, outcome, &Perform::Outcome::outcome);
    return named == perform.outcomes.end() ? perform.next : named->next;
}

/// One step of the way of go_to().
class Way {
public:
    Way(const Manual& manual, Run& run, Facts facts) : manual_(manual), run_(run), facts_(facts) { facts_.fields = run.fields; }

    std::vector<Entered> go(StepIndex step) {
        for (std::size_t moves = 0;; ++moves) {
            run_.step = step;
            const Step* at = step_of(manual_, run_);
            if (!at) break;
            if (moves < most_moves && passed_over(*at)) {
                step = over(*at);
                continue;
            }
            run_.tries = 0;
            ++run_.entered;
            entered_.push_back({run_.flow, at->id});
            if (moves >= most_moves || !move_on(*at, step)) break;
        }
        return std::move(entered_);
    }

private:
    bool passed_over(const Step& step) const {
        if (step.guide.trainee && !facts_.trainee) return true;
        // A survey is asked on the telephone; without one nobody is there to hear it.
        if (std::holds_alternative<Survey>(step.verb) && !contact::has_leg(facts_.channel)) return true;
        return step.guide.when && !step.guide.when->holds(facts_);
    }
    static StepIndex over(const Step& step) {
        if (step.guide.otherwise != no_step) return step.guide.otherwise;
        const std::vector<StepIndex> ways = next_steps(step);
        return ways.empty() ? no_step : ways.front();
    }
    /// Into a performed flow, or out of one that has ended. False where somebody has something to do, or all is over.
    bool move_on(const Step& step, StepIndex& to) {
        if (const auto* perform = std::get_if<Perform>(&step.verb)) {
            const Flow* performed = manual_.flow(perform->procedure);
            if (!performed || run_.frames.size() + 1 >= deepest_perform) return false;
            run_.frames.push_back({run_.flow, run_.step});
            run_.flow = performed->id;
            to = performed->start;
            return true;
        }
        const auto* end = std::get_if<End>(&step.verb);
        if (!end) return false;
        if (run_.frames.empty()) {
            run_.outcome = end->outcome;
            return false;
        }
        const Frame above = run_.frames.back();
        run_.frames.pop_back();
        run_.flow = above.flow;
        run_.step = above.step;
        const Step* performing = step_of(manual_, run_);
        if (!performing) return false;
        // What the agent opened by hand came between: its guide stands again where it stood.
        to = std::holds_alternative<Perform>(performing->verb) ? after_outcome(*performing, end->outcome) : above.step;
        return true;
    }

    const Manual& manual_;
    Run& run_;
    Facts facts_;
    std::vector<Entered> entered_;
};

}  // namespace

std::vector<Entered> go_to(const Manual& manual, Run& run, StepIndex step, Facts facts) { return Way(manual, run, facts).go(step); }

const Step* step_of(const Manual& manual, const Run& run) {
    const Flow* flow = run.flow.empty() ? nullptr : manual.flow(run.flow);
    return flow && run.step < flow->steps.size() ? &flow->steps[run.step] : nullptr;
}

Led led_by(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Choose&) { return Led::caller; },
                          [](const Queue&) { return Led::caller; },
                          [](const Callback&) { return Led::caller; },
                          [](const Voicemail&) { return Led::caller; },
                          [](const Say&) { return Led::either; },
                          [](const Perform&) { return Led::either; },
                          [](const Survey&) { return Led::either; },
                          [](const Escalate&) { return Led::either; },
                          [](const End&) { return Led::either; },
                          [](const auto&) { return Led::agent; },
                      },
                      verb);
}

std::string_view verb_name(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Say&) { return "say"; },
                          [](const Choose&) { return "choose"; },
                          [](const Pick&) { return "choose"; },
                          [](const Queue&) { return "queue"; },
                          [](const Check&) { return "check"; },
                          [](const Ask&) { return "ask"; },
                          [](const Do&) { return "do"; },
                          [](const Note&) { return "note"; },
                          [](const Promise&) { return "promise"; },
                          [](const Case&) { return "case"; },
                          [](const Perform&) { return "perform"; },
                          [](const Transfer&) { return "transfer"; },
                          [](const Escalate&) { return "escalate"; },
                          [](const Survey&) { return "survey"; },
                          [](const End&) { return "end"; },
                          [](const Callback&) { return "callback"; },
                          [](const Voicemail&) { return "voicemail"; },
                      },
                      verb);
}

const Line* line_of(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Queue&) -> const Line* { return nullptr; },
                          [](const Perform&) -> const Line* { return nullptr; },
                          [](const End&) -> const Line* { return nullptr; },
                          [](const auto& step) -> const Line* { return &step.text; },
                      },
                      verb);
}

Key field_of(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Ask& ask) { return ask.field; },
                          [](const Check& check) { return check.field; },
                          [](const Pick& pick) { return pick.field; },
                          [](const auto&) { return Key{}; },
                      },
                      verb);
}

std::vector<StepIndex> next_steps(const Step& step) {
    std::vector<StepIndex> steps;
    std::visit(Overloaded{
                   [](const End&) {},
                   [&](const Check& check) { steps = {check.yes, check.no}; },
                   [&](const Choose& choose) {
                       for (const auto& branch : choose.keys) steps.push_back(branch.next);
                       steps.push_back(choose.otherwise);
                   },
                   [&](const Pick& pick) {
                       for (const auto& option : pick.options) steps.push_back(option.next);
                   },
                   [&](const Queue& queue) { steps = {queue.next, queue.closed, queue.full, queue.nobody, queue.exit}; },
                   [&](const Callback& callback) { steps = {callback.next, callback.otherwise}; },
                   [&](const Voicemail& voicemail) { steps = {voicemail.next, voicemail.otherwise}; },
                   [&](const Escalate& escalate) { steps = {escalate.next, escalate.otherwise}; },
                   [&](const Perform& perform) {
                       steps.push_back(perform.next);
                       for (const auto& outcome : perform.outcomes) steps.push_back(outcome.next);
                   },
                   [&](const auto& other) { steps = {other.next}; },
               },
               step.verb);
    steps.push_back(step.guide.otherwise);
    std::erase(steps, no_step);
    return steps;
}

bool takes_keys(const Manual& manual, Key flow, Key step) {
    const Flow* in = manual.flow(flow);
    if (!in) return false;
    const auto found = std::ranges::find(in->steps, step, &Step::id);
    if (found == in->steps.end()) return false;
    const auto* queue = std::get_if<Queue>(&found->verb);
    if (queue) return queue->exit_key != 0;
    return std::holds_alternative<Choose>(found->verb) || std::holds_alternative<Survey>(found->verb) ||
           std::holds_alternative<Voicemail>(found->verb);
}

StepIndex after_key(const Choose& choose, char key) {
    const auto branch = std::ranges::find(choose.keys, key, &Choose::Branch::key);
    return branch == choose.keys.end() ? no_step : branch->next;
}

StepIndex after(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Say& say) { return say.next; },
                          [](const Queue& queue) { return queue.next; },
                          [](const Callback& callback) { return callback.next; },
                          [](const Voicemail& voicemail) { return voicemail.next; },
                          [](const Transfer& transfer) { return transfer.next; },
                          [](const Escalate& escalate) { return escalate.next; },
                          [](const Survey& survey) { return survey.next; },
                          [](const auto&) { return no_step; },
                      },
                      verb);
}

std::optional<StepIndex> after_answer(const Step& step, Answer answer, Key option) {
    using Next = std::optional<StepIndex>;
    return std::visit(Overloaded{
                          [](const Choose&) -> Next { return std::nullopt; },
                          [](const Queue&) -> Next { return std::nullopt; },
                          [](const Callback&) -> Next { return std::nullopt; },
                          [](const Voicemail&) -> Next { return std::nullopt; },
                          [](const Perform&) -> Next { return std::nullopt; },
                          [](const End&) -> Next { return std::nullopt; },
                          [&](const Check& check) -> Next {
                              if (answer == Answer::no) return check.no;
                              if (answer == Answer::yes) return check.yes;
                              const bool may_pass = answer == Answer::done && !step.guide.mandatory && !step.guide.critical;
                              return may_pass ? Next(check.yes) : std::nullopt;
                          },
                          [&](const Pick& pick) -> Next {
                              const auto taken = std::ranges::find(pick.options, option, &Pick::Option::id);
                              return answer == Answer::done && taken != pick.options.end() ? Next(taken->next) : std::nullopt;
                          },
                          [&](const auto& other) -> Next { return answer == Answer::done ? Next(other.next) : std::nullopt; },
                      },
                      step.verb);
}

bool may_deviate(const Manual& manual, const Run& run, StepIndex step) {
    const Flow* flow = manual.flow(run.flow);
    if (!flow || step >= flow->steps.size() || run.step >= flow->steps.size() || step == run.step) return false;
    return !is_barrier(manual, flow->steps[run.step]) && reached_freely(manual, *flow, run.step)[step];
}

std::vector<Variant> variants_of(const Manual& manual, const Flow& flow) {
    std::vector<Variant> variants;
    if (!flow.agent_first || flow.checklist) return variants;
    const std::vector<bool> free = reached_freely(manual, flow, flow.start);
    for (StepIndex step = 0; step < flow.steps.size(); ++step) {
        const auto* pick = std::get_if<Pick>(&flow.steps[step].verb);
        if (!pick || !free[step]) continue;
        for (const Pick::Option& option : pick->options) variants.push_back({step, option.id, option.text});
    }
    return variants;
}

std::vector<StepIndex> branch_of(const Flow& flow, const Variant& variant) {
    std::vector<bool> own(flow.steps.size()), others(flow.steps.size());
    for (const Pick::Option& option : std::get<Pick>(flow.steps.at(variant.step).verb).options) {
        const std::vector<bool> led = reached_at_all(flow, option.next);
        std::vector<bool>& into = option.id == variant.option ? own : others;
        for (StepIndex step = 0; step < led.size(); ++step) into[step] = into[step] || led[step];
    }
    std::vector<StepIndex> branch;
    for (StepIndex step = 0; step < own.size(); ++step)
        if (own[step] && !others[step]) branch.push_back(step);
    return branch;
}

void learn(std::vector<KnownField>& fields, Key field, const Value& value) {
    const auto known = std::ranges::find(fields, field, &KnownField::field);
    if (known == fields.end())
        fields.push_back({field, value});
    else
        known->value = value;
}

void remember(std::vector<DoneStep>& trail, DoneStep done) {
    if (trail.size() >= longest_trail) trail.erase(trail.begin());
    trail.push_back(std::move(done));
}

Words words_read(const Line& line, Language wanted, Language source) {
    const Language language = line.read[wanted].empty() ? source : wanted;
    return {line.read[language], language};
}

Text words_of(const Step& step, Language source) {
    const Line* line = line_of(step.verb);
    return line ? filled(line->read, source) : Text{};
}

const Text* option_of(const Step& step, Key option) {
    const auto* pick = std::get_if<Pick>(&step.verb);
    if (!pick) return nullptr;
    const auto taken = std::ranges::find(pick->options, option, &Pick::Option::id);
    return taken == pick->options.end() ? nullptr : &taken->text;
}

Text filled(Text text, Language source) {
    for (Language language : all_languages)
        if (text[language].empty()) text[language] = text[source];
    return text;
}

Words words_spoken(const Line& line, Language wanted, Language source) {
    const Words read = words_read(line, wanted, source);
    const std::string& spoken = line.spoken[read.language];
    return spoken.empty() ? read : Words{spoken, read.language};
}

}  // namespace markaz::procedure
