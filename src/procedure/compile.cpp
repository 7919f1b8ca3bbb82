#include "procedure/compile.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <tuple>


#include "base/sha256.hpp"
#include "procedure/fields.hpp"
#include "procedure/flow.hpp"
#include "procedure/front_matter.hpp"
#include "procedure/linking.hpp"
#include "procedure/prose.hpp"
#include "procedure/run.hpp"
#include "procedure/routing_clause.hpp"
#include "procedure/translation.hpp"

namespace markaz::procedure {

namespace {

/// Findings that do not keep a manual from being run: a stored one is run all the same.
const std::set<Rule> about_new_texts{"keys-differ", "numbers-differ", "placeholders-differ", "headings-differ",
                                                 "translation-behind", "target-twice", "target-differs", "silent-circle", "sentence-long"};

/// One document on its way through the compiler.
struct Work {
    Document document;
    FrontMatter front;
    Findings findings;
    Texts texts{};                    ///< of a source
    ReadStandards standards{};
    std::string sha256{};
};

/// What is defined once in the whole manual, and where.
struct Definition {
    const Work* work;
    Place place;
};

class Compiler {
public:
    explicit Compiler(Demand demand) : demand_(demand) {}

    Checked run(std::vector<SourceDocument> documents) {
        std::ranges::sort(documents, {}, &SourceDocument::path);
        if (documents.empty())
            found_.push_back(
                {"manual-empty", ".", {}, "the manual has no document", "it has at least one, such as main-line/main-line.md"});
        for (const SourceDocument& source : documents) take_in(source);
        for (auto& [id, source] : sources_) read_clauses(source);
        for (Work& translation : translations_) join(translation);
        for (auto& [id, source] : sources_) define(source);
        for (auto& [id, source] : sources_) gather_standards(source);
        build();
        if (every_document_read_) {
            check_names();
            check_languages();
            link();
        }
        check_prose();
        gather();
        manual_.languages = languages_;
        return {std::move(manual_), std::move(found_), std::move(examples_)};
    }

    void demand_prose() { prose_ = true; }

private:
    void take_in(const SourceDocument& source) {
        Work work{{}, {}, Findings(source.path)};
        work.sha256 = sha256_hex(source.text);
        manual_.documents.push_back({source.path, work.sha256});
        if (auto document = read_document(source, work.findings)) {
            work.document = std::move(*document);
            if (const auto front = read_front_matter(work.document, work.findings)) {
                work.front = *front;
                return place(std::move(work));
            }
        }
        every_document_read_ = false;
        keep(work.findings);
    }

    void place(Work work) {
        const Key id = work.front.id;
        if (work.front.translation) {
            translations_.push_back(std::move(work));
        } else if (const auto first = sources_.find(id); first != sources_.end()) {
            work.findings.add("id-twice", {1, 1}, "the id " + quoted(id.text()) + " belongs to " + first->second.document.path + " too",
                              "give one of the two another id");
            keep(work.findings);
        } else {
            sources_.emplace(id, std::move(work));
        }
    }

    void read_clauses(Work& source) {
        std::set<std::string_view> seen;
        for (const Clause& clause : source.document.clauses) {
            if (!seen.insert(clause.kind).second)
                source.findings.add("clause-twice", clause.place, "the clause " + quoted(clause.kind) + " stands twice in this document",
                                    "put both together, or make a procedure of its own");
            else if (clause.kind == "texts")
                source.findings.add("clause-place", clause.place, "a source has no clause \"texts\"",
                                    "texts stand in its steps; the clause belongs in a translation");
            else if (!is_read(clause.kind))
                source.findings.add("later-clause", clause.place, "this version does not read the clause " + quoted(clause.kind) + " yet",
                                    "it reads flow, form, routing, escalation, standards, survey and examples");
            else if (clause.body.kind == Node::Kind::nothing)
                every_document_read_ = false;  // it could not be read, which was said already
            else
                read_clause(clause, source);
        }
    }
    static bool is_read(std::string_view kind) {
        constexpr std::array<std::string_view, 7> read{"flow", "form", "routing", "escalation", "standards", "survey", "examples"};
        return std::ranges::find(read, kind) != read.end();
    }
    void read_clause(const Clause& clause, Work& source) {
        const Language language = source.front.language;
        const FlowOf of{source.front.id, language, source.front.card.kind == "checklist"};
        if (clause.kind == "flow") {
            source.texts.flow = read_flow(clause.body, of, source.findings);
            check_reading(*source.texts.flow, language, source.findings);
        }
        if (clause.kind == "form") source.texts.fields = read_form(clause.body, language, source.findings);
        if (clause.kind == "routing") source.texts.queues = read_routing(clause.body, language, source.findings);
        if (clause.kind == "escalation") source.texts.escalations = read_escalations(clause.body, language, source.findings);
        if (clause.kind == "standards") source.standards = read_standards(clause.body, source.findings);
        if (clause.kind == "survey") source.texts.surveys = read_surveys(clause.body, language, source.findings);
        if (clause.kind != "examples") return;
        const bool flow = std::ranges::find(source.document.clauses, "flow", &Clause::kind) != source.document.clauses.end();
        for (Example& example : read_examples(clause.body, flow ? source.front.id : Key{}, source.findings))
            examples_.push_back(std::move(example));
    }

    static void check_reading(const ReadFlow& read, Language language, Findings& findings) {
        for (std::size_t at = 0; at < std::min(read.flow.steps.size(), read.places.size()); ++at)
            if (const Line* line = line_of(read.flow.steps[at].verb))
                check_sentences(line->read[language], Sentences::of_step, read.flow.steps[at].id.text(), read.places[at], findings);
    }

    void join(Work& translation) {
        const Key id = translation.front.id;
        const auto source = sources_.find(id);
        if (source == sources_.end()) {
            if (every_document_read_)
                translation.findings.add("translation-orphan", {1, 1},
                                         "there is no source " + quoted(id.text()) + " of which this is a translation",
                                         "write " + std::string(id.text()) + '/' + std::string(id.text()) + ".md");
            return;
        }
        Work& original = source->second;
        const Language language = translation.front.language;
        if (language == original.front.language || !translated_[id].insert(language).second) {
            translation.findings.add("id-twice", {1, 1}, "the document " + quoted(id.text()) + " stands twice in " + quoted(code(language)),
                                     "keep one of the two");
            return;
        }
        titles_[id][language] = translation.front.title;
        expected_[id][language] = section_text(translation.document, SectionKind::expected_result, language);
        if (const std::string now = original.sha256.substr(0, translation.front.of_source.size()); translation.front.of_source != now)
            translation.findings.add("translation-behind", translation.front.of_source_place,
                                     "the source has changed since it was translated from " + translation.front.of_source,
                                     "compare both, mend the translation, then write `source: " + now + '`');
        add_translation(translation.document, original.document, language, original.front.language, original.texts, translation.findings);
    }

    // ---- what is defined once in the whole manual

    /// True for the first one of this name; otherwise says where the other stands.
    bool is_first(std::map<Key, Definition>& known, Key id, Place place, Work& work, Rule rule, std::string_view thing) {
        const auto [first, fresh] = known.emplace(id, Definition{&work, place});
        if (fresh) return true;
        work.findings.add(rule, place,
                          "the " + std::string(thing) + ' ' + quoted(id.text()) + " is defined in " + first->second.work->document.path +
                              ':' + std::to_string(first->second.place.line) + " too",
                          (thing.front() == 'e' ? "an " : "a ") + std::string(thing) + " is defined once in the whole manual");
        return false;
    }
    void define(Work& work) {
        for (const ReadQueue& queue : work.texts.queues)
            if (is_first(queues_, queue.policy.id, queue.place, work, "queue-twice", "queue")) {
                manual_.queues.push_back(queue.policy);
                manual_.queue_titles.push_back({queue.policy.id, queue.title});
                if (!queue.messages.empty()) {
                    QueueMessages& made = manual_.queue_messages.emplace_back(queue.policy.id, work.front.language);
                    for (const ReadQueue::Message& each : queue.messages) made.texts.push_back(each.text);
                }
                if (queue.names_goal) goals_[queue.policy.id] = queue.policy.goal_percent;
            }
        for (const ReadField& field : work.texts.fields)
            if (is_first(fields_, field.field.id, field.place, work, "field-of-two", "field")) manual_.fields.push_back(field.field);
        for (const ReadEscalation& each : work.texts.escalations)
            if (is_first(escalations_, each.escalation.id, each.place, work, "escalation-twice", "escalation"))
                manual_.escalations.push_back(each.escalation);
        for (const ReadSurvey& survey : work.texts.surveys)
            if (is_first(surveys_, survey.id, survey.place, work, "survey-twice", "survey")) survey_of_[survey.id] = &survey;
        for (const OutcomeTitle& outcome : work.texts.flow ? work.texts.flow->outcomes : std::vector<OutcomeTitle>{})
            if (std::ranges::find(manual_.outcomes, outcome.id, &OutcomeTitle::id) == manual_.outcomes.end())
                manual_.outcomes.push_back(outcome);  // several flows may end alike; the first one names it
    }
    /// A target of the service level is the goal of its queue: one number, wherever it was written.
    void gather_standards(Work& work) {
        for (const ReadThreshold& read : work.standards.thresholds) {
            const Threshold& threshold = read.threshold;
            const auto same = [&](const Threshold& other) {
                return other.state == threshold.state && other.queue == threshold.queue && other.tell == threshold.tell;
            };
            if (std::ranges::any_of(manual_.thresholds, same))
                work.findings.add("threshold-twice", read.place,
                                  "a threshold of " + quoted(enum_name(threshold.state)) +
                                      (threshold.queue.empty() ? "" : " in " + quoted(threshold.queue.text())) + " for " +
                                      quoted(enum_name(threshold.tell)) + " stands in the manual twice",
                                  "keep one of the two");
            else
                manual_.thresholds.push_back(threshold);
        }
        for (const ReadTarget& read : work.standards.targets) {
            const Target& target = read.target;
            const auto same = [&](const Target& other) { return other.metric == target.metric && other.queue == target.queue; };
            const std::string what = quoted(target.metric.text()) + (target.queue.empty() ? "" : " of " + quoted(target.queue.text()));
            if (std::ranges::any_of(manual_.targets, same)) {
                work.findings.add("target-twice", read.place, "a target for " + what + " stands in the manual twice",
                                  "keep one of the two");
                continue;
            }
            manual_.targets.push_back(target);
            const auto queue = std::ranges::find(manual_.queues, target.queue, &routing::QueuePolicy::id);
            if (target.metric != "service_level"_key || queue == manual_.queues.end()) continue;
            const auto goal = goals_.find(target.queue);
            if (goal != goals_.end() && goal->second != static_cast<std::uint32_t>(target.amount))
                work.findings.add("target-differs", read.place,
                                  "the target for " + what + " is " + std::to_string(target.amount) + "%, its goal in the routing is " +
                                      std::to_string(goal->second) + '%',
                                  "write it once: leave the goal out of the routing");
            queue->goal_percent = static_cast<std::uint32_t>(target.amount);
        }
    }

    // ---- the manual itself

    void build() {
        for (auto& [id, source] : sources_) {
            ProcedureCard card = source.front.card;
            card.title = titles_[id];
            card.title[source.front.language] = source.front.title;
            if (source.texts.flow) {
                Flow& flow = source.texts.flow->flow;
                flow.title = card.title;
                flow.expected = expected_[id];
                flow.expected[flow.source] = section_text(source.document, SectionKind::expected_result, flow.source);
                manual_.flows.push_back(flow);
            }
            manual_.procedures.push_back(std::move(card));
        }
        std::ranges::sort(manual_.queues, {}, &routing::QueuePolicy::id);
        std::ranges::sort(manual_.queue_titles, {}, &QueueTitle::id);
        std::ranges::sort(manual_.queue_messages, {}, &QueueMessages::id);
        std::ranges::sort(manual_.escalations, {}, &Escalation::id);
        std::ranges::sort(manual_.outcomes, {}, &OutcomeTitle::id);
    }

    void check_uses(const std::vector<NameUse>& uses, const std::map<Key, Definition>& known, Rule rule, std::string_view thing,
                    std::string_view clause, Findings& findings) {
        std::vector<std::string_view> names;
        for (const auto& [id, definition] : known) names.push_back(id.text());
        for (const NameUse& use : uses) {
            if (known.contains(use.name)) continue;
            const std::string right = suggestion(use.name.text(), names);
            findings.add(rule, use.place,
                         "no " + std::string(clause) + " clause defines the " + std::string(thing) + ' ' + quoted(use.name.text()),
                         right.empty() ? "define it in the clause `" + std::string(clause) + "` of a procedure" : right);
        }
    }
    void check_names() {
        for (auto& [id, source] : sources_) {
            std::vector<NameUse> queues;
            for (const ReadEscalation& each : source.texts.escalations)
                if (!each.escalation.queue.empty()) queues.push_back({each.escalation.queue, each.queue_place});
            for (const ReadEscalation& each : source.texts.escalations) {
                const auto queue = std::ranges::find(manual_.queues, each.escalation.queue, &routing::QueuePolicy::id);
                if (!each.escalation.to.empty() && queue != manual_.queues.end() && queue->prefer == Duration{0})
                    source.findings.add("escalation-prefer", each.queue_place,
                                        "the escalation " + quoted(each.escalation.id.text()) + " is meant for " +
                                            quoted(each.escalation.to.text()) + ", but its queue " + quoted(queue->id.text()) +
                                            " waits for nobody in particular",
                                        "write in the routing how long it does, such as `prefer: 1m`");
            }
            for (const ReadTarget& each : source.standards.targets)
                if (!each.target.queue.empty()) queues.push_back({each.target.queue, each.place});
            for (const ReadThreshold& each : source.standards.thresholds)
                if (!each.threshold.queue.empty()) queues.push_back({each.threshold.queue, each.queue_place});
            if (source.texts.flow) {
                const ReadFlow& flow = *source.texts.flow;
                queues.insert(queues.end(), flow.queues.begin(), flow.queues.end());
                check_uses(flow.escalations, escalations_, "unknown-escalation", "escalation", "escalation", source.findings);
                check_uses(flow.surveys, surveys_, "unknown-survey", "survey", "survey", source.findings);
            }
            for (const ReadQueue& queue : source.texts.queues)
                for (const ReadQueue::Other& other : queue.others) queues.push_back({other.queue, other.place});
            check_uses(queues, queues_, "unknown-queue", "queue", "routing", source.findings);
        }
    }

    /// A manual stands in every language in which any of it stands.
    void check_languages() {
        std::set<Language> languages;
        for (const auto& [id, source] : sources_) languages.insert(source.front.language);
        for (const auto& [id, translations] : translated_) languages.insert(translations.begin(), translations.end());
        for (auto& [id, source] : sources_)
            for (Language language : languages)
                if (language != source.front.language && !translated_[id].contains(language))
                    source.findings.add(
                        "language-missing", {1, 1},
                        "there is no translation into " + quoted(code(language)) + ", in which other documents stand",
                        "write " + std::string(id.text()) + '/' + std::string(id.text()) + '.' + std::string(code(language)) + ".md");
        languages_.assign(languages.begin(), languages.end());
    }

    void link() {
        LinkedFlows flows;
        for (auto& [id, source] : sources_)
            if (source.texts.flow) flows.emplace(id, LinkedFlow{&*source.texts.flow, &source.findings});
        complete_fields(manual_, flows);
        compile_conditions(manual_, flows);
        check_placeholders(manual_, flows);
        check_performs(manual_, flows);
        for (Flow& flow : manual_.flows) ask_surveys(flow);
    }

    /// A `survey` step becomes one step for each question, which lead to each other.
    void ask_surveys(Flow& flow) {
        const std::size_t count = flow.steps.size();
        for (StepIndex at = 0; at < count; ++at) {
            if (!std::holds_alternative<Survey>(flow.steps[at].verb)) continue;
            const auto asked = std::get<Survey>(flow.steps[at].verb);
            const auto survey = survey_of_.find(asked.survey);
            if (survey == survey_of_.end()) continue;
            const std::vector<ReadQuestion>& questions = survey->second->questions;
            for (std::size_t i = 0; i < questions.size(); ++i) {
                // The first question takes the place of the step, the others are appended one after the other.
                const auto next = static_cast<StepIndex>(flow.steps.size() + (i == 0 ? 0 : 1));
                Survey made{questions[i].line, asked.survey, questions[i].id, questions[i].keys, questions[i].wait,
                            i + 1 == questions.size() ? asked.next : next};
                if (i == 0)
                    flow.steps[at].verb = std::move(made);
                else
                    flow.steps.push_back({question_step(flow, flow.steps[at].id, i), std::move(made), {}});
            }
        }
    }
    /// A name for the step of a later question: `rate.2`, shortened where it would be too long, and never one that is taken.
    static Key question_step(const Flow& flow, Key step, std::size_t number) {
        for (std::size_t suffix = number + 1;; ++suffix) {
            const std::string tail = '.' + std::to_string(suffix);
            const Key name = *Key::from(std::string(step.text().substr(0, Key::longest - tail.size())) + tail);
            if (!flow.step(name)) return name;
        }
    }

    void check_prose() {
        if (!prose_) return;
        std::vector<ProseDocument> documents;
        for (auto& [id, source] : sources_) documents.push_back({&source.document, &source.front, nullptr, &source.findings});
        for (Work& translation : translations_)
            if (const auto source = sources_.find(translation.front.id); source != sources_.end())
                documents.push_back({&translation.document, &translation.front, &source->second.document, &translation.findings});
        procedure::check_prose(documents);
    }

    void keep(Findings& findings) { std::ranges::move(findings.take(), std::back_inserter(found_)); }

    void gather() {
        for (auto& [id, source] : sources_) keep(source.findings);
        for (Work& translation : translations_) keep(translation.findings);
        if (demand_ == Demand::stored) std::erase_if(found_, [](const Finding& finding) { return about_new_texts.contains(finding.rule); });
        std::ranges::sort(found_, {}, [](const Finding& f) { return std::tie(f.path, f.place, f.rule, f.what); });
    }

    Demand demand_;
    bool prose_ = false;
    Manual manual_;
    std::map<Key, Work> sources_;
    std::vector<Work> translations_;
    std::map<Key, std::set<Language>> translated_;
    std::map<Key, Text> titles_, expected_;  ///< of the translations
    std::map<Key, Definition> queues_, fields_, escalations_, surveys_;
    std::map<Key, const ReadSurvey*> survey_of_;
    std::map<Key, std::uint32_t> goals_;  ///< that the routing itself names
    std::vector<Language> languages_;
    std::vector<Example> examples_;
    std::vector<Finding> found_;
    bool every_document_read_ = true;  ///< otherwise what seems to be missing may stand in the one that was not read
};

}  // namespace

Compiled compile(std::vector<SourceDocument> documents, Demand demand) {
    Checked checked = Compiler(demand).run(std::move(documents));
    if (!checked.findings.empty()) return std::unexpected(std::move(checked.findings));
    return std::move(checked.manual);
}

Checked check(std::vector<SourceDocument> documents) {
    Compiler compiler(Demand::new_text);
    compiler.demand_prose();
    return compiler.run(std::move(documents));
}

}  // namespace markaz::procedure
