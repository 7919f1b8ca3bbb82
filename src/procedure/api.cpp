#include "procedure/api.hpp"

#include <algorithm>

#include "procedure/clause_schema.hpp"
#include "procedure/prose.hpp"
#include "procedure/render.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {

using http::Call;
using http::Failure;
using people::Permission;

namespace {

/// The language of a document by its path: `<id>/<id>.<language>.md`; the source has none in it.
std::optional<Language> language_of(std::string_view path) {
    path.remove_suffix(std::string_view(".md").size());
    const auto dot = path.rfind('.');
    return dot == std::string_view::npos ? std::nullopt : language_from(path.substr(dot + 1));
}
bool belongs_to(const DocumentRef& document, Key id) { return document.path.starts_with(std::string(id.text()) + '/'); }

std::string day(std::chrono::sys_days days) { return day_text(days.time_since_epoch().count()); }

/// Without differences of case in the Latin alphabet, and with the digits 0 to 9.
std::string folded(std::string_view text) {
    std::string result;
    for (const char c : text) result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}
std::vector<std::string> words_in(std::string_view search) {
    std::vector<std::string> words(1);
    for (const char c : folded(search)) {
        if (c != ' ' && c != '\t') words.back() += c;
        else if (!words.back().empty()) words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}
/// Whether all the words stand in one language's text.
bool has(const Text& text, const std::vector<std::string>& words) {
    return std::ranges::any_of(text.in, [&](const std::string& each) {
        const std::string known = folded(each);
        return std::ranges::all_of(words, [&](const std::string& word) { return known.contains(word); });
    });
}

std::string about_of(const Verb& verb) {
    const Key key = std::visit(
        []<class V>(const V& each) {
            if constexpr (std::same_as<V, Queue> || std::same_as<V, Transfer> || std::same_as<V, Callback> || std::same_as<V, Voicemail>)
                return each.queue;
            else if constexpr (std::same_as<V, Perform>) return each.procedure;
            else if constexpr (std::same_as<V, Escalate>) return each.escalation;
            else if constexpr (std::same_as<V, Survey>) return each.survey;
            else if constexpr (std::same_as<V, End>) return each.outcome;
            else return Key{};
        },
        verb);
    return std::string(key.text());
}

void add_ways(const Flow& flow, const Step& step, std::vector<FlowWay>& ways) {
    const auto add = [&](std::string by, StepIndex to) {
        if (to < flow.steps.size()) ways.push_back({std::move(by), flow.steps[to].id});
    };
    if (const auto* choose = std::get_if<Choose>(&step.verb)) {
        for (const auto& branch : choose->keys) add(std::string(1, branch.key), branch.next);
        add("otherwise", choose->otherwise);
    } else if (const auto* pick = std::get_if<Pick>(&step.verb)) {
        for (const auto& option : pick->options) add(std::string(option.id.text()), option.next);
    } else if (const auto* check = std::get_if<Check>(&step.verb)) {
        add("yes", check->yes);
        add("no", check->no);
    } else if (const auto* perform = std::get_if<Perform>(&step.verb)) {
        for (const auto& outcome : perform->outcomes) add(std::string(outcome.outcome.text()), outcome.next);
        add("next", perform->next);
    } else if (const auto* escalate = std::get_if<Escalate>(&step.verb)) {
        add("next", escalate->next);
        add("otherwise", escalate->otherwise);
    } else if (const std::vector<StepIndex> next = next_steps(step); !next.empty()) {
        add("next", next.front());
    }
    add("else", step.guide.otherwise);
}

FlowShown shown_of(const Flow& flow) {
    FlowShown shown{flow.steps.empty() ? Key{} : flow.steps.at(flow.start).id, flow.agent_first, flow.checklist, flow.before_ready, {}};
    for (const Step& step : flow.steps) {
        FlowStep& each = shown.steps.emplace_back();
        each.id = step.id;
        each.verb = verb_name(step.verb);
        each.text = words_of(step, flow.source);
        each.about = about_of(step.verb);
        each.condition = step.guide.condition;
        each.mandatory = step.guide.mandatory || step.guide.critical;
        each.critical = step.guide.critical;
        each.trainee = step.guide.trainee;
        if (step.guide.within > Duration{0}) each.within_s = std::chrono::duration<double>(step.guide.within).count();
        if (const auto* promise = std::get_if<Promise>(&step.verb)) each.due_s = std::chrono::duration<double>(promise->due).count();
        add_ways(flow, step, each.ways);
    }
    return shown;
}

VariantListed variant_listed(const Flow& flow, const Variant& variant) {
    return {flow.steps[variant.step].id, variant.option, filled(variant.title, flow.source)};
}

Failure no_manual() { return Failure(http::Status::not_found, {"", "no manual has been published yet", "publish one first"}); }

std::vector<SourceDocument> sources_of(const ManualTexts& texts) {
    std::vector<SourceDocument> sources;
    for (const ManualTexts::Text& each : texts.documents) sources.push_back({each.path, each.text});
    return sources;
}

}  // namespace

ManualChange change_between(const std::vector<DocumentRef>& before, const std::vector<DocumentRef>& after) {
    ManualChange change;
    const auto find = [](const std::vector<DocumentRef>& list, const std::string& path) {
        return std::ranges::find(list, path, &DocumentRef::path);
    };
    for (const DocumentRef& document : after) {
        const auto old = find(before, document.path);
        if (old == before.end())
            change.added.push_back(document.path);
        else if (old->sha256 != document.sha256)
            change.changed.push_back(document.path);
    }
    for (const DocumentRef& document : before)
        if (find(after, document.path) == after.end()) change.removed.push_back(document.path);
    return change;
}

std::shared_ptr<const ManualService::Purposes> ManualService::purposes_of(const Manual& manual) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = purposes_.find(manual.version); known != purposes_.end()) return known->second;
    }
    auto read = std::make_shared<Purposes>();
    for (const ProcedureCard& card : manual.procedures)
        for (const DocumentRef& ref : manual.documents) {
            if (!belongs_to(ref, card.id)) continue;
            const auto text = house_.text_of(ref);
            Findings findings(ref.path);
            const auto document = text ? read_document({ref.path, *text}, findings) : std::nullopt;
            const Language language = language_of(ref.path).value_or(card.source);
            if (document) (*read)[card.id][language] = section_text(*document, SectionKind::purpose, language);
        }
    const std::lock_guard lock(mutex_);
    return purposes_.emplace(manual.version, std::move(read)).first->second;
}

ProcedureListed ManualService::listed(const Manual& manual, const ProcedureCard& card) {
    ProcedureListed made{card.id,
                         card.kind,
                         card.title,
                         {},
                         card.departments,
                         card.audience,
                         card.reads,
                         card.owner,
                         card.approver,
                         card.origin,
                         day(card.effective),
                         day(card.effective + std::chrono::floor<std::chrono::days>(card.review_every)),
                         0,
                         false,
                         false,
                         {}};
    const auto purposes = purposes_of(manual);
    if (const auto purpose = purposes->find(card.id); purpose != purposes->end()) made.purpose = purpose->second;
    if (const Flow* flow = manual.flow(card.id)) {
        made.steps = flow->steps.size();
        made.guide = flow->agent_first && !flow->checklist;
        made.leads_callers = !flow->agent_first;
        for (const Variant& variant : variants_of(manual, *flow)) made.variants.push_back(variant_listed(*flow, variant));
    }
    return made;
}

bool ManualService::finds(const Manual& manual, ProcedureListed& each, std::string_view search) {
    const std::vector<std::string> words = words_in(search);
    const Flow* flow = manual.flow(each.id);
    const auto in_step = [&](const Step& step) {
        const Line* line = line_of(step.verb);
        return line && has(line->read, words);
    };
    if (flow && !words.empty()) {
        each.variants.clear();
        for (const Variant& variant : variants_of(manual, *flow)) {
            const VariantListed listed = variant_listed(*flow, variant);
            const auto in_branch = [&](StepIndex step) { return in_step(flow->steps[step]); };
            if (has(listed.title, words) || std::ranges::any_of(branch_of(*flow, variant), in_branch)) each.variants.push_back(listed);
        }
    }
    return !each.variants.empty() || (flow && std::ranges::any_of(flow->steps, in_step)) || has(each.title, words) ||
           has(each.purpose, words);
}

http::Answer<ManualListed> ManualService::list(const ManualQuery& query) {
    const ManualRef manual = house_.newest();
    if (!manual) return std::unexpected(no_manual());
    for (const auto* date : {&query.effective_from, &query.effective_to})
        if (*date && !parse_day(**date))
            return std::unexpected(Failure(Problem{date == &query.effective_from ? "?effective_from" : "?effective_to",
                                                   procedure::quoted(**date) + " is no date", "write year-month-day, such as 2026-11-22"}));
    ManualListed made{manual->version, manual->languages, {}};
    for (const ProcedureCard& card : manual->procedures) {
        const std::int64_t effective = card.effective.time_since_epoch().count();
        if (query.effective_from && effective < *parse_day(*query.effective_from)) continue;
        if (query.effective_to && effective > *parse_day(*query.effective_to)) continue;
        if (query.department && std::ranges::find(card.departments, *query.department) == card.departments.end()) continue;
        ProcedureListed each = listed(*manual, card);
        if (query.search && !finds(*manual, each, *query.search)) continue;
        made.procedures.push_back(std::move(each));
    }
    return made;
}

http::Answer<ProcedureShown> ManualService::show(const ManualRef& manual, Key id) {
    const ProcedureCard* card = manual ? manual->procedure(id) : nullptr;
    if (!card)
        return std::unexpected(
            Failure(http::Status::not_found, {"", "no procedure of this version is called so", "see GET /api/v1/manual"}));
    const ManualRef newest = house_.newest();
    ProcedureShown shown{manual->version, newest && newest->version == manual->version, listed(*manual, *card), {}, {}};
    for (const DocumentRef& ref : manual->documents) {
        if (!belongs_to(ref, id)) continue;
        auto text = house_.text_of(ref);
        if (!text) return std::unexpected(Failure(http::Status::unavailable, std::move(text.error())));
        const Language language = language_of(ref.path).value_or(card->source);
        shown.documents.push_back({language, ref.path, ref.sha256, card->title[language], *text, html_of(*text)});
    }
    const auto source = std::ranges::find(shown.documents, card->source, &DocumentShown::language);
    if (source != shown.documents.end()) std::rotate(shown.documents.begin(), source, source + 1);
    if (const Flow* flow = manual->flow(id)) shown.flow = shown_of(*flow);
    return shown;
}

void ManualService::add_routes(http::Routes& routes) {
    routes.get("/api/v1/manual", "list_manual", Permission::read_manual,
               [this](const Call&, const ManualQuery& query) -> http::Answer<ManualListed> { return list(query); });
    routes.get("/api/v1/manual/procedures/{id}", "read_procedure", Permission::read_manual,
               [this](const Call& call) -> http::Answer<ProcedureShown> {
                   const auto id = call.at<Key>("id");
                   return id ? show(house_.newest(), *id) : std::unexpected(id.error());
               });
    routes.get("/api/v1/manual/procedures/{id}/changes", "compare_procedure", Permission::read_manual,
               [this](const Call& call, const ChangesQuery& query) -> http::Answer<ProcedureChanges> {
                   const auto id = call.at<Key>("id");
                   return id ? changes(*id, query) : std::unexpected(id.error());
               });
    routes.get("/api/v1/manual/versions", "list_versions", Permission::read_manual,
               [this](const Call&) -> http::Answer<std::vector<VersionListed>> {
                   auto history = house_.history();
                   if (!history) return std::unexpected(Failure(http::Status::unavailable, std::move(history.error())));
                   std::ranges::reverse(*history);
                   return std::move(*history);
               });
    routes.get("/api/v1/manual/versions/{version}/procedures/{id}", "read_procedure_of_version", Permission::read_manual,
               [this](const Call& call) -> http::Answer<ProcedureShown> {
                   const auto version = call.at<std::uint64_t>("version");
                   if (!version) return std::unexpected(version.error());
                   const auto id = call.at<Key>("id");
                   return id ? show(house_.of(*version), *id) : std::unexpected(id.error());
               });
    routes.get("/api/v1/manual/clauses", "clause_schema", Permission::read_manual,
               [](const Call&) -> http::Answer<json::Value> { return clause_schema(); });
    routes.post("/api/v1/manual/check", "check_manual", Permission::manage_manual,
                [this](const Call&, const ManualTexts& texts) -> http::Answer<ManualJudged> {
                    ManualJudged judged;
                    for (const Finding& finding : house_.judge(sources_of(texts)))
                        judged.findings.push_back(
                            {std::string(finding.rule.id()), finding.problem().where, finding.what, finding.right});
                    return judged;
                });
    routes.post("/api/v1/manual", "publish_manual", Permission::manage_manual,
                [this](const Call& call, const ManualTexts& texts) -> http::Answer<ManualChange> {
                    auto published = house_.publish(sources_of(texts), call.caller->person);
                    if (!published) return std::unexpected(Failure(std::move(published.error())));
                    return std::move(*published);
                });
}

}  // namespace markaz::procedure
