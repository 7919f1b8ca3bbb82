#include "procedure/translation.hpp"

#include <algorithm>

#include "procedure/fields.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {

namespace {

const Node nothing;

/// line_of() for a step that may be written: the step is ours.
Line* line_of_step(Step& step) { return const_cast<Line*>(line_of(step.verb)); }

void compare_headings(const Document& translation, const Document& source, Findings& findings) {
    const auto [ours, theirs] = std::ranges::mismatch(translation.headings, source.headings, {}, &Heading::level, &Heading::level);
    if (ours == translation.headings.end() && theirs == source.headings.end()) return;
    const bool missing = ours == translation.headings.end();
    const Place place = missing ? Place{1, 1} : ours->place;
    const std::string source_heading =
        theirs == source.headings.end() ? "" : quoted(theirs->text) + " (" + source.path + ':' + std::to_string(theirs->place.line) + ')';
    if (missing)
        findings.add("headings-differ", place, "the heading " + source_heading + " of the source is missing",
                     "a translation has the headings of its source");
    else
        findings.add(
            "headings-differ", place,
            "the heading " + quoted(ours->text) + " stands where the source has " + (source_heading.empty() ? "none" : source_heading),
            "a translation has the headings of its source, at the same levels");
}

/// The texts of one kind of clause: `flow` or `routing`.
class TextsReader {
public:
    TextsReader(const Node& texts, Place clause, std::string_view section, std::string_view thing, Language language, Findings& findings)
        : place_(clause), thing_(thing), language_(language), findings_(findings) {
        const auto found = std::ranges::find(texts.entries, section, &Entry::name);
        if (found == texts.entries.end() || found->value.kind == Node::Kind::nothing) return;
        place_ = found->place;
        if (found->value.kind == Node::Kind::map)
            entries_ = unique_entries(found->value, "field-twice", "the text of", "stands twice", "keep one of the two", findings);
        else
            findings.add("wrong-type", found->value.place, quoted(section) + " is " + std::string(found->value.kind_text()),
                         "it is a map from ids to texts");
    }

    /// Takes the text of `id`. `read` and `spoken` are set where there is one; `spoken` is null where nothing is spoken.
    const Entry* take(std::string_view id, std::string& read, std::string* spoken) {
        const auto found = std::ranges::find(entries_, id, &Entry::name);
        if (found == entries_.end() || (*found)->value.kind == Node::Kind::nothing) {
            findings_.add("text-missing", place_,
                          "the text of the " + std::string(thing_) + ' ' + quoted(id) + " is missing in " + quoted(code(language_)),
                          "write for example `" + std::string(id) + ": \"…\"`");
            if (found != entries_.end()) entries_.erase(found);
            return nullptr;
        }
        const Entry* entry = *found;
        entries_.erase(found);
        if (entry->value.kind != Node::Kind::map) {
            read = as_text(*entry, findings_).value_or("");
            return entry;
        }
        const auto known = spoken ? std::vector<std::string_view>{"text", "spoken"} : std::vector<std::string_view>{"text"};
        const Fields fields(entry->value, "the text of " + quoted(id), known, findings_);
        if (const Entry* text = fields.require("text", "text: \"…\"")) read = as_text(*text, findings_).value_or("");
        if (const Entry* form = spoken ? fields.find("spoken") : nullptr) *spoken = as_text(*form, findings_).value_or("");
        return entry;
    }

    /// What was not taken belongs to nothing in the source.
    void finish(const std::vector<std::string_view>& known) {
        for (const Entry* entry : entries_)
            findings_.add("text-unknown", entry->place,
                          "the source has no " + std::string(thing_) + ' ' + quoted(entry->name) + " with a text",
                          suggestion(entry->name, known));
    }

private:
    Place place_;
    std::string_view thing_;
    Language language_;
    Findings& findings_;
    std::vector<const Entry*> entries_;
};

std::string keys_text(const std::string& keys) {
    if (keys.empty()) return "no key";
    std::string text = keys.size() == 1 ? "the key " : "the keys ";
    for (std::size_t i = 0; i < keys.size(); ++i) text += (i == 0 ? "" : ", ") + keys.substr(i, 1);
    return text;
}

/// A menu that names other keys than its source sends callers astray without anybody noticing.
void compare_keys(const Step& step, const Entry& entry, const Line& line, Language language, Language source, Findings& findings) {
    if (!std::holds_alternative<Choose>(step.verb)) return;
    const std::string wanted = keys_named(line.read[source]), found = keys_named(line.read[language]);
    if (wanted != found)
        findings.add("keys-differ", entry.value.place,
                     "the text of " + quoted(step.id.text()) + " names " + keys_text(found) + ", the source names " + keys_text(wanted),
                     "a translation names the keys of its source");
}

void take_step_texts(Flow& flow, TextsReader& texts, Language language, Language source, Findings& findings) {
    std::vector<std::string_view> known;
    for (Step& step : flow.steps) {
        Line* line = line_of_step(step);
        if (!line) continue;
        known.push_back(step.id.text());
        const bool is_spoken = led_by(step.verb) != Led::agent;
        const Entry* entry = texts.take(step.id.text(), line->read[language], is_spoken ? &line->spoken[language] : nullptr);
        if (entry && !line->read[language].empty()) compare_keys(step, *entry, *line, language, source, findings);
    }
    texts.finish(known);
}

void take_queue_titles(std::vector<ReadQueue>& queues, TextsReader& texts, Language language) {
    std::vector<std::string_view> known;
    for (ReadQueue& queue : queues) {
        known.push_back(queue.policy.id.text());
        texts.take(queue.policy.id.text(), queue.title[language], nullptr);
    }
    texts.finish(known);
}

}  // namespace

void add_translation(const Document& translation, const Document& source, Language language, Language source_language,
                     std::optional<ReadFlow>& flow, std::vector<ReadQueue>& queues, Findings& findings) {
    compare_headings(translation, source, findings);
    const Clause* texts = nullptr;
    for (const Clause& clause : translation.clauses) {
        if (clause.kind != "texts")
            findings.add("clause-place", clause.place, "a translation has no clause " + quoted(clause.kind),
                         "structure stands in the source, texts in the clause `texts`");
        else if (texts)
            findings.add("clause-twice", clause.place, "the clause \"texts\" stands twice in this document", "put both together");
        else
            texts = &clause;
    }
    if (texts && texts->body.kind == Node::Kind::nothing) return;  // it could not be read, which was said already
    if (texts) Fields(texts->body, "the clause \"texts\"", {"flow", "routing"}, findings);
    const Node& body = texts ? texts->body : nothing;
    const Place place = texts ? texts->place : Place{};
    TextsReader step_texts(body, place, "flow", "step", language, findings);
    Flow no_flow;
    take_step_texts(flow ? flow->flow : no_flow, step_texts, language, source_language, findings);
    TextsReader titles(body, place, "routing", "queue", language, findings);
    take_queue_titles(queues, titles, language);
}

}  // namespace markaz::procedure
