// The guide and the checklists of a desk: what is shown of a step, and what is answered to it.

#include <algorithm>
#include <limits>

#include "base/card_number.hpp"
#include "desk/api.hpp"
#include "procedure/clauses_read.hpp"

namespace markaz::desk {

using http::Answer;
using http::Call;
using http::Failure;
using people::Permission;

namespace {

struct DeviationWish {
    Key to;
    std::string reason;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(DeviationWish, (), (to, reason, assignment))

struct NoteWish {
    std::string text;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(NoteWish, (), (text, assignment))

/// Whether it came to what the procedure expects; not named: each that is still asked. `reason`: why it did not.
struct ResultWish {
    std::optional<Key> procedure;
    bool reached = true;
    std::optional<std::string> reason;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(ResultWish, (), (procedure, reached, reason, assignment))

/// `step` and `option`: the variant with which it begins.
struct ProcedureWish {
    Key procedure;
    std::optional<Key> step, option;
    std::optional<AssignmentId> assignment;
};
BOOST_DESCRIBE_STRUCT(ProcedureWish, (), (procedure, step, option, assignment))

struct ItemWish {
    procedure::ChecklistId checklist;
    StepWish step;
};
BOOST_DESCRIBE_STRUCT(ItemWish, (), (checklist, step))

struct ChecklistWish {
    procedure::ChecklistId checklist;
};
BOOST_DESCRIBE_STRUCT(ChecklistWish, (), (checklist))

struct Checklists {
    std::vector<ChecklistCard> checklists;
};
BOOST_DESCRIBE_STRUCT(Checklists, (), (checklists))

std::vector<GuideOption> options_of(const procedure::FormField& field) {
    std::vector<GuideOption> options;
    for (const auto& option : field.options) options.push_back({option.id, option.title});
    return options;
}

GuideField shown_of(const procedure::FormField& field) {
    using Limits = std::numeric_limits<std::int64_t>;
    GuideField shown{field.id, field.type, field.title, field.help, options_of(field), {}, {}, {}};
    const auto written = [&](std::int64_t amount) { return procedure::value_text({field.type, amount, {}}); };
    if (field.least != Limits::min()) shown.least = written(field.least);
    if (field.most != Limits::max()) shown.most = written(field.most);
    if (field.type == procedure::ValueType::text) shown.longest = field.longest;
    return shown;
}

/// Where an agent who stands at this step may go instead.
std::vector<Key> deviations(const procedure::Manual& manual, const procedure::Flow& flow, const procedure::Step& step) {
    procedure::Run run;
    run.flow = flow.id;
    run.step = static_cast<procedure::StepIndex>(&step - flow.steps.data());
    std::vector<Key> found;
    for (procedure::StepIndex to = 0; to < flow.steps.size(); ++to)
        if (procedure::may_deviate(manual, run, to)) found.push_back(flow.steps[to].id);
    return found;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

Failure nothing_written(std::string_view where) {
    return Failure(Problem{"/" + std::string(where), "nothing is written", "write at least one word"});
}

}  // namespace

Text words_shown(const procedure::Manual& manual, const procedure::Flow& flow, const procedure::Step& step) {
    const Text text = procedure::words_of(step, flow.source);
    if (!text[flow.source].empty()) return text;
    const auto named = [&](const Text* name) { return name ? procedure::filled(*name, flow.source) : Text{}; };
    if (const auto* perform = std::get_if<procedure::Perform>(&step.verb)) {
        const procedure::Flow* performed = manual.flow(perform->procedure);
        return named(performed ? &performed->title : nullptr);
    }
    if (const auto* escalate = std::get_if<procedure::Escalate>(&step.verb)) {
        const procedure::Escalation* above = manual.escalation(escalate->escalation);
        return named(above ? &above->title : nullptr);
    }
    if (const auto* queue = std::get_if<procedure::Queue>(&step.verb)) return named(manual.queue_title(queue->queue));
    if (const auto* transfer = std::get_if<procedure::Transfer>(&step.verb)) return named(manual.queue_title(transfer->queue));
    if (const auto* end = std::get_if<procedure::End>(&step.verb)) return named(manual.outcome(end->outcome));
    return text;
}

std::optional<GuideStep> DeskService::step_of(std::uint64_t version, Key flow_id, Key step_id) const {
    const procedure::ManualRef manual = house_.manual_of(version);
    const procedure::Flow* flow = manual ? manual->flow(flow_id) : nullptr;
    const procedure::Step* step = flow ? flow->step(step_id) : nullptr;
    if (!step) return std::nullopt;
    GuideStep shown;
    shown.id = step->id;
    shown.procedure = flow->id;
    shown.procedure_title = procedure::filled(flow->title, flow->source);
    shown.verb = procedure::verb_name(step->verb);
    shown.text = words_shown(*manual, *flow, *step);
    shown.mandatory = step->guide.mandatory || step->guide.critical;
    shown.critical = step->guide.critical;
    if (const auto* pick = std::get_if<procedure::Pick>(&step->verb))
        for (const auto& option : pick->options) shown.options.push_back({option.id, procedure::filled(option.text, flow->source)});
    if (const procedure::FormField* field = manual->field(procedure::field_of(step->verb)))
        shown.field = shown_of(*field);
    if (const auto* end = std::get_if<procedure::End>(&step->verb)) {
        shown.outcome = end->outcome;
        if (const Text* title = manual->outcome(end->outcome)) shown.outcome_title = *title;
    }
    if (!flow->checklist) shown.deviations = deviations(*manual, *flow, *step);
    return shown;
}

std::vector<ResultQuestion> DeskService::questions_of(const Assigned& assigned) const {
    std::vector<ResultQuestion> questions;
    for (const ProcedureOf& each : assigned.results) {
        const procedure::ManualRef manual = house_.manual_of(each.manual);
        if (const procedure::Flow* flow = manual ? manual->flow(each.flow) : nullptr)
            questions.push_back({flow->id, procedure::filled(flow->title, flow->source), procedure::filled(flow->expected, flow->source)});
    }
    return questions;
}

Answer<WorkView> DeskService::work(PersonId person, std::optional<AssignmentId> wanted) const {
    std::optional<Work> done;
    WorkView view;
    std::uint64_t version = 0;
    const auto assigned = meant(person, wanted);
    if (!assigned) return std::unexpected(assigned.error());
    view.contact = assigned->contact;
    version = assigned->manual;
    {
        const std::lock_guard lock(mutex_);
        if (const Work* kept = desks_.work_of(assigned->contact)) done = *kept;
    }
    if (!done) return view;
    const procedure::ManualRef manual = version != 0 ? house_.manual_of(version) : house_.manual_now();
    for (const procedure::DoneStep& each : done->trail) {
        WorkedStep& shown = view.steps.emplace_back(WorkedStep{each.flow, each.step, {}, each.answer, {}, {}, each.by, each.at, {}});
        const procedure::Flow* flow = manual ? manual->flow(each.flow) : nullptr;
        if (const procedure::Step* step = flow ? flow->step(each.step) : nullptr) {
            shown.text = procedure::words_of(*step, flow->source);
            const bool answered = each.answer != procedure::Answer::deviated && each.answer != procedure::Answer::noted;
            if (const Key field = procedure::field_of(step->verb); field && answered) shown.field = field;
        }
        if (each.option) shown.option = each.option;
        if (each.written) shown.written = house_.read_note(each.written);
    }
    for (const procedure::KnownField& known : done->fields) {
        const procedure::FormField* field = manual ? manual->field(known.field) : nullptr;
        KnownValue& shown =
            view.known.emplace_back(KnownValue{known.field, field ? field->title : Text{}, procedure::value_text(known.value),
                                               known.value.type, {}});
        if (field && known.value.type == procedure::ValueType::choice)
            for (const auto& option : field->options)
                if (option.id == known.value.word) shown.option = option.title;
        if (known.value.type != procedure::ValueType::text) continue;
        // The newest step that filled the field has its text.
        for (auto each = done->trail.rbegin(); each != done->trail.rend() && manual; ++each) {
            const procedure::Flow* flow = manual->flow(each->flow);
            const procedure::Step* step = flow ? flow->step(each->step) : nullptr;
            if (!step || procedure::field_of(step->verb) != known.field || !each->written) continue;
            shown.value = house_.read_note(each->written).value_or("");
            break;
        }
    }
    return view;
}

contact::VaultId DeskService::keep(const std::string& written) const { return house_.keep_note(without_card_numbers(written)); }

Answer<centre::StepWork> DeskService::worked(const StepWish& wish, std::uint64_t version, Key flow_id) const {
    centre::StepWork work{wish.step, wish.answer, wish.option.value_or(Key{}), {}, {}};
    if (!wish.text || blank(*wish.text)) return work;
    const procedure::ManualRef manual = house_.manual_of(version);
    const procedure::Flow* flow = manual ? manual->flow(flow_id) : nullptr;
    const procedure::Step* step = flow ? flow->step(wish.step) : nullptr;
    const procedure::FormField* field = step ? manual->field(procedure::field_of(step->verb)) : nullptr;
    if (field && std::holds_alternative<procedure::Ask>(step->verb)) {
        auto value = procedure::read_value(*field, *wish.text);
        if (!value) {
            Problem problem = std::move(value.error());
            problem.where = "/text";
            return std::unexpected(Failure(std::move(problem)));
        }
        work.value = *value;
    }
    work.written = keep(*wish.text);
    return work;
}

/// Only the edge knows who called, and so which of the customer's cases is meant.
contact::CaseId DeskService::case_to_join(const Assigned& assigned, Key step_id) const {
    const procedure::ManualRef manual = house_.manual_of(assigned.manual);
    const procedure::Flow* flow = manual ? manual->flow(assigned.flow) : nullptr;
    const procedure::Step* step = flow ? flow->step(step_id) : nullptr;
    if (!step || !std::holds_alternative<procedure::Case>(step->verb)) return {};
    return house_.open_case(assigned.contact, assigned.flow);
}

void DeskService::add_guide_routes(http::Routes& routes) {
    routes.get("/api/v1/desk/work", "get_desk_work", Permission::take_contacts,
               [this](const Call& call, const AssignmentWish& wanted) -> Answer<WorkView> {
                   return work(call.caller->person, wanted.assignment);
               });
    routes.post("/api/v1/desk/step", "answer_step", Permission::take_contacts,
                [this](const Call& call, const StepWish& done) -> Answer<Written> {
                    const auto guided_by = meant(call.caller->person, done.assignment);
                    if (!guided_by) return std::unexpected(guided_by.error());
                    const auto answer = worked(done, guided_by->manual, guided_by->flow);
                    if (!answer) return std::unexpected(answer.error());
                    return written(house_.ask(centre::StepAnswered{guided_by->id, *answer, case_to_join(*guided_by, done.step)}));
                });
    routes.post("/api/v1/desk/deviate", "deviate", Permission::take_contacts,
                [this](const Call& call, const DeviationWish& wish) -> Answer<Written> {
                    if (blank(wish.reason)) return std::unexpected(nothing_written("reason"));
                    const auto assigned = meant(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::GuideDeviated{assigned->id, wish.to, keep(wish.reason)}));
                });
    routes.post("/api/v1/desk/note", "write_note", Permission::take_contacts,
                [this](const Call& call, const NoteWish& wish) -> Answer<Written> {
                    if (blank(wish.text)) return std::unexpected(nothing_written("text"));
                    const auto assigned = meant(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::NoteWritten{assigned->id, keep(wish.text)}));
                });
    routes.post("/api/v1/desk/result", "answer_result", Permission::take_contacts,
                [this](const Call& call, const ResultWish& wish) -> Answer<Written> {
                    const bool says_why = wish.reason && !blank(*wish.reason);
                    if (!wish.reached && !says_why) return std::unexpected(nothing_written("reason"));
                    const auto assigned = meant(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    const contact::VaultId reason = wish.reached ? contact::VaultId{} : keep(*wish.reason);
                    return written(house_.ask(centre::ResultAnswered{assigned->id, wish.procedure.value_or(Key{}), wish.reached, reason}));
                });
    routes.post("/api/v1/desk/guide", "open_guide", Permission::take_contacts,
                [this](const Call& call, const ProcedureWish& wish) -> Answer<Written> {
                    const auto assigned = meant(call.caller->person, wish.assignment);
                    if (!assigned) return std::unexpected(assigned.error());
                    return written(house_.ask(centre::GuideOpened{assigned->id, wish.procedure, wish.step.value_or(Key{}),
                                                                   wish.option.value_or(Key{})}));
                });
}

std::vector<ChecklistCard> DeskService::checklists(PersonId person) const {
    std::vector<ChecklistCard> cards;
    const procedure::ManualRef manual = house_.manual_now();
    if (!manual) return cards;
    const std::lock_guard lock(mutex_);
    const Desk* desk = desks_.of(person);
    for (const procedure::Flow& flow : manual->flows) {
        if (!flow.checklist) continue;
        ChecklistCard card{flow.id, procedure::filled(flow.title, flow.source), flow.use, flow.before_ready, false, {}};
        if (desk) {
            card.passed = std::ranges::find(desk->passed, flow.id) != desk->passed.end();
            for (const auto& [id, open] : desk->checklists)
                if (open.checklist == flow.id) card.open = id;
        }
        cards.push_back(std::move(card));
    }
    return cards;
}

void DeskService::add_checklist_routes(http::Routes& routes) {
    routes.get("/api/v1/desk/checklists", "get_desk_checklists", Permission::take_contacts,
               [this](const Call& call) -> Answer<Checklists> { return Checklists{checklists(call.caller->person)}; });
    routes.post("/api/v1/desk/checklists", "begin_checklist", Permission::take_contacts,
                [this](const Call& call, const ProcedureWish& wish) -> Answer<Written> {
                    return written(house_.ask(centre::ChecklistBegun{call.caller->person, wish.procedure}));
                });
    /// Nobody answers for somebody else.
    const auto own = [this](PersonId person, procedure::ChecklistId id) -> Answer<Checking> {
        const std::lock_guard lock(mutex_);
        const Desk* desk = desks_.of(person);
        const auto open = desk ? desk->checklists.find(id) : std::map<procedure::ChecklistId, Checking>::const_iterator{};
        if (desk && open != desk->checklists.end()) return open->second;
        return std::unexpected(Failure(http::Status::conflict, {"/checklist", "you do not run this checklist", "begin it"}));
    };
    routes.post("/api/v1/desk/checklists/step", "answer_checklist", Permission::take_contacts,
                [this, own](const Call& call, const ItemWish& wish) -> Answer<Written> {
                    const auto open = own(call.caller->person, wish.checklist);
                    if (!open) return std::unexpected(open.error());
                    const auto answer = worked(wish.step, open->manual, open->flow);
                    if (!answer) return std::unexpected(answer.error());
                    return written(house_.ask(centre::ChecklistAnswered{wish.checklist, *answer}));
                });
    routes.post("/api/v1/desk/checklists/drop", "drop_checklist", Permission::take_contacts,
                [this, own](const Call& call, const ChecklistWish& wish) -> Answer<Written> {
                    if (const auto open = own(call.caller->person, wish.checklist); !open) return std::unexpected(open.error());
                    return written(house_.ask(centre::ChecklistDropped{wish.checklist}));
                });
}

}  // namespace markaz::desk
