#include "procedure/run.hpp"

#include <algorithm>

namespace markaz::procedure {

namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

}  // namespace

Led led_by(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Say&) { return Led::either; },
                          [](const Choose&) { return Led::caller; },
                          [](const Queue&) { return Led::caller; },
                          [](const Check&) { return Led::agent; },
                          [](const Ask&) { return Led::agent; },
                          [](const Do&) { return Led::agent; },
                          [](const Note&) { return Led::agent; },
                          [](const End&) { return Led::either; },
                      },
                      verb);
}

std::string_view verb_name(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Say&) { return "say"; },
                          [](const Choose&) { return "choose"; },
                          [](const Queue&) { return "queue"; },
                          [](const Check&) { return "check"; },
                          [](const Ask&) { return "ask"; },
                          [](const Do&) { return "do"; },
                          [](const Note&) { return "note"; },
                          [](const End&) { return "end"; },
                      },
                      verb);
}

const Line* line_of(const Verb& verb) {
    return std::visit(Overloaded{
                          [](const Queue&) -> const Line* { return nullptr; },
                          [](const End&) -> const Line* { return nullptr; },
                          [](const auto& step) -> const Line* { return &step.text; },
                      },
                      verb);
}

std::vector<StepIndex> next_steps(const Verb& verb) {
    std::vector<StepIndex> steps;
    std::visit(Overloaded{
                   [](const End&) {},
                   [&](const Check& check) { steps = {check.yes, check.no}; },
                   [&](const Choose& choose) {
                       for (const auto& branch : choose.keys) steps.push_back(branch.next);
                       steps.push_back(choose.otherwise);
                   },
                   [&](const auto& step) { steps = {step.next}; },
               },
               verb);
    std::erase(steps, no_step);
    return steps;
}

StepIndex after_key(const Choose& choose, char key) {
    const auto branch = std::ranges::find(choose.keys, key, &Choose::Branch::key);
    return branch == choose.keys.end() ? no_step : branch->next;
}

StepIndex after(const Verb& verb) {
    if (const auto* say = std::get_if<Say>(&verb)) return say->next;
    if (const auto* queue = std::get_if<Queue>(&verb)) return queue->next;
    return no_step;
}

std::optional<StepIndex> after_answer(const Verb& verb, Answer answer) {
    using Way = std::optional<StepIndex>;
    return std::visit(Overloaded{
                          [](const Choose&) -> Way { return std::nullopt; },
                          [](const Queue&) -> Way { return std::nullopt; },
                          [](const End&) -> Way { return std::nullopt; },
                          [&](const Check& check) -> Way {
                              if (answer == Answer::no) return check.no;
                              if (answer == Answer::done && check.mandatory) return std::nullopt;
                              return check.yes;
                          },
                          [&](const auto& step) -> Way { return answer == Answer::done ? Way(step.next) : std::nullopt; },
                      },
                      verb);
}

Words words_read(const Line& line, Language wanted, Language source) {
    const Language language = line.read[wanted].empty() ? source : wanted;
    return {line.read[language], language};
}

Words words_spoken(const Line& line, Language wanted, Language source) {
    const Words read = words_read(line, wanted, source);
    const std::string& spoken = line.spoken[read.language];
    return spoken.empty() ? read : Words{spoken, read.language};
}

}  // namespace markaz::procedure
