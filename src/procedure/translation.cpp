#include "procedure/translation.hpp"

#include <algorithm>

#include "procedure/fields.hpp"
#include "procedure/prose.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {

namespace {

const Node nothing;

/// line_of() for a step that may be written: the step is ours.
Line* line_of_step(Step& step) { return const_cast<Line*>(line_of(step.verb)); }

using Words = std::vector<std::string_view>;

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

/// Where the words of one id go. What is null is not asked for.
struct Wanted {
    std::string* read = nullptr;
    std::string* spoken = nullptr;
    std::string* help = nullptr;
    std::vector<std::pair<Key, std::string*>> options{};
    std::string_view main = "text";  ///< the field of the words to read, where the entry is a map
    std::string_view beside{};       ///< a field of such a map that somebody else reads
};

/// The texts of one section of the clause, or of the options of one entry.
class TextsReader {
public:
    TextsReader(const Node& texts, Place place, std::string_view section, std::string_view thing, Language language, Findings& findings)
        : place_(place), thing_(thing), language_(language), findings_(findings) {
        const auto found = std::ranges::find(texts.entries, section, &Entry::name);
        if (found == texts.entries.end() || found->value.kind == Node::Kind::nothing) return;
        place_ = found->place;
        if (found->value.kind == Node::Kind::map)
            entries_ = unique_entries(found->value, "field-twice", "the text of", "stands twice", "keep one of the two", findings);
        else
            findings.add("wrong-type", found->value.place, quoted(section) + " is " + std::string(found->value.kind_text()),
                         "it is a map from ids to texts");
    }

    /// Takes the words of `id`; the entry in which they stand, or null.
    const Entry* take(std::string_view id, const Wanted& wanted) {
        known_.push_back(id);
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
            *wanted.read = as_text(*entry, findings_).value_or("");
            for (const auto& [option, to] : wanted.options) missing_option(option.text(), entry->place);
            return entry;
        }
        take_map(*entry, id, wanted);
        return entry;
    }

    /// What was not taken belongs to nothing in the source.
    void finish() {
        for (const Entry* entry : entries_)
            findings_.add("text-unknown", entry->place,
                          "the source has no " + std::string(thing_) + ' ' + quoted(entry->name) + " with a text",
                          suggestion(entry->name, known_));
    }

private:
    void take_map(const Entry& entry, std::string_view id, const Wanted& wanted) {
        Words known{wanted.main};
        if (wanted.spoken) known.push_back("spoken");
        if (wanted.help) known.push_back("help");
        if (!wanted.options.empty()) known.push_back("options");
        if (!wanted.beside.empty()) known.push_back(wanted.beside);
        const Fields fields(entry.value, "the text of " + quoted(id), known, findings_);
        if (const Entry* text = fields.require(wanted.main, std::string(wanted.main) + ": \"…\""))
            *wanted.read = as_text(*text, findings_).value_or("");
        if (const Entry* form = wanted.spoken ? fields.find("spoken") : nullptr) *wanted.spoken = as_text(*form, findings_).value_or("");
        if (wanted.help)
            if (const Entry* help = fields.require("help", "help: \"…\"")) *wanted.help = as_text(*help, findings_).value_or("");
        if (wanted.options.empty()) return;
        TextsReader options(entry.value, entry.place, "options", "option", language_, findings_);
        for (const auto& [option, to] : wanted.options) options.take(option.text(), {to});
        options.finish();
    }
    void missing_option(std::string_view option, Place place) {
        findings_.add("text-missing", place, "the text of the option " + quoted(option) + " is missing in " + quoted(code(language_)),
                      "write for example `options: {" + std::string(option) + ": \"…\"}`");
    }

    Place place_;
    std::string_view thing_;
    Language language_;
    Findings& findings_;
    std::vector<const Entry*> entries_;
    Words known_;
};

std::string keys_text(const std::string& keys) {
    if (keys.empty()) return "no key";
    std::string text = keys.size() == 1 ? "the key " : "the keys ";
    for (std::size_t i = 0; i < keys.size(); ++i) text += (i == 0 ? "" : ", ") + keys.substr(i, 1);
    return text;
}

/// One text beside that of its source: what a translator must not change stands in both.
struct Pair {
    const std::string& source;
    const std::string& translation;
    std::string_view id;
    Place place;
};

void compare_numbers(const Pair& pair, Findings& findings) {
    if (pair.translation.empty()) return;
    const auto wanted = numbers_in(pair.source), found = numbers_in(pair.translation);
    if (wanted != found)
        findings.add(
            "numbers-differ", pair.place,
            "the text of " + quoted(pair.id) + " names " + listed(found, "no number") + ", the source names " + listed(wanted, "no number"),
            "a translation has the numbers, keys and deadlines of its source, in digits");
    const auto shown = placeholders_in(pair.source), kept = placeholders_in(pair.translation);
    if (shown != kept)
        findings.add(
            "placeholders-differ", pair.place,
            "the text of " + quoted(pair.id) + " shows " + listed(kept, "no field") + ", the source shows " + listed(shown, "no field"),
            "a translation shows the fields of its source");
}

/// A menu that names other keys than its source sends callers astray without anybody noticing.
void compare_text(const Step& step, const Pair& pair, Findings& findings) {
    check_sentences(pair.translation, Sentences::of_step, pair.id, pair.place, findings);
    const bool menu = std::holds_alternative<Choose>(step.verb);
    const std::string wanted = menu ? keys_named(pair.source) : "", found = menu ? keys_named(pair.translation) : "";
    if (wanted == found || pair.translation.empty()) return compare_numbers(pair, findings);
    findings.add("keys-differ", pair.place,
                 "the text of " + quoted(step.id.text()) + " names " + keys_text(found) + ", the source names " + keys_text(wanted),
                 "a translation names the keys of its source");
}

/// What a translation is read with.
struct Reading {
    const Node& body;
    Place place;
    Language language, source;
    Findings& findings;

    TextsReader section(std::string_view name, std::string_view thing) const { return {body, place, name, thing, language, findings}; }
};

void take_steps(ReadFlow& read, const Reading& reading) {
    TextsReader texts = reading.section("flow", "step");
    for (Step& step : read.flow.steps) {
        Line* line = std::holds_alternative<Survey>(step.verb) ? nullptr : line_of_step(step);
        if (!line || line->read[reading.source].empty()) continue;
        const bool heard = led_by(step.verb) != Led::agent && !std::holds_alternative<Escalate>(step.verb);
        Wanted wanted{&line->read[reading.language], heard ? &line->spoken[reading.language] : nullptr};
        if (auto* pick = std::get_if<Pick>(&step.verb))
            for (auto& option : pick->options) wanted.options.emplace_back(option.id, &option.text[reading.language]);
        if (const Entry* entry = texts.take(step.id.text(), wanted))
            compare_text(step, {line->read[reading.source], line->read[reading.language], step.id.text(), entry->value.place},
                         reading.findings);
    }
    texts.finish();
    TextsReader outcomes = reading.section("outcomes", "outcome");
    for (OutcomeTitle& outcome : read.outcomes) outcomes.take(outcome.id.text(), {&outcome.title[reading.language]});
    outcomes.finish();
}

/// What a queue tells those who wait, beside its title.
void take_messages(std::vector<ReadQueue::Message>& messages, const Entry& queue, const Reading& reading) {
    if (messages.empty()) return;
    if (queue.value.kind != Node::Kind::map) {
        for (const ReadQueue::Message& each : messages)
            reading.findings.add("text-missing", queue.place,
                                 "the text of the message " + quoted(each.id.text()) + " is missing in " + quoted(code(reading.language)),
                                 "write for example `{title: \"…\", messages: {" + std::string(each.id.text()) + ": \"…\"}}`");
        return;
    }
    TextsReader texts(queue.value, queue.place, "messages", "message", reading.language, reading.findings);
    for (auto& [id, line] : messages) {
        const Entry* entry = texts.take(id.text(), {&line.read[reading.language], &line.spoken[reading.language]});
        if (!entry) continue;
        check_sentences(line.read[reading.language], Sentences::of_message, id.text(), entry->value.place, reading.findings);
        compare_numbers({line.read[reading.source], line.read[reading.language], id.text(), entry->value.place}, reading.findings);
    }
    texts.finish();
}

void take_queues(std::vector<ReadQueue>& queues, const Reading& reading) {
    TextsReader texts = reading.section("routing", "queue");
    for (ReadQueue& queue : queues) {
        Wanted wanted{&queue.title[reading.language]};
        if (!queue.messages.empty()) {
            wanted.main = "title";
            wanted.beside = "messages";
        }
        if (const Entry* entry = texts.take(queue.policy.id.text(), wanted)) take_messages(queue.messages, *entry, reading);
    }
    texts.finish();
}

void take_fields(std::vector<ReadField>& fields, const Reading& reading) {
    TextsReader texts = reading.section("form", "field");
    for (auto& [field, place] : fields) {
        Wanted wanted{&field.title[reading.language]};
        wanted.main = "title";
        if (!field.help[reading.source].empty()) wanted.help = &field.help[reading.language];
        for (auto& option : field.options) wanted.options.emplace_back(option.id, &option.title[reading.language]);
        const Entry* entry = texts.take(field.id.text(), wanted);
        if (entry && wanted.help && entry->value.kind == Node::Kind::text)
            reading.findings.add("text-missing", entry->place,
                                 "the help of the field " + quoted(field.id.text()) + " is missing in " + quoted(code(reading.language)),
                                 "write for example `{title: \"…\", help: \"…\"}`");
    }
    texts.finish();
}

void take_escalations(std::vector<ReadEscalation>& escalations, const Reading& reading) {
    TextsReader texts = reading.section("escalation", "escalation");
    for (ReadEscalation& each : escalations) texts.take(each.escalation.id.text(), {&each.escalation.title[reading.language]});
    texts.finish();
}

void take_surveys(std::vector<ReadSurvey>& surveys, const Reading& reading) {
    TextsReader texts = reading.section("survey", "survey");
    // The names are made here and must stay where they are, because the reader keeps views of them.
    std::vector<std::string> names;
    std::size_t count = 0;
    for (const ReadSurvey& survey : surveys) count += survey.questions.size();
    names.reserve(count);
    for (ReadSurvey& survey : surveys) {
        texts.take(survey.id.text(), {&survey.title[reading.language]});
        for (ReadQuestion& question : survey.questions) {
            const std::string& name = names.emplace_back(std::string(survey.id.text()) + '.' + std::string(question.id.text()));
            const Entry* entry = texts.take(name, {&question.line.read[reading.language], &question.line.spoken[reading.language]});
            if (entry)
                compare_numbers({question.line.read[reading.source], question.line.read[reading.language], name, entry->value.place},
                                reading.findings);
        }
    }
    texts.finish();
}

}  // namespace

void add_translation(const Document& translation, const Document& source, Language language, Language source_language, Texts& texts,
                     Findings& findings) {
    compare_headings(translation, source, findings);
    const Clause* clause = nullptr;
    for (const Clause& each : translation.clauses) {
        if (each.kind != "texts")
            findings.add("clause-place", each.place, "a translation has no clause " + quoted(each.kind),
                         "structure stands in the source, texts in the clause `texts`");
        else if (clause)
            findings.add("clause-twice", each.place, "the clause \"texts\" stands twice in this document", "put both together");
        else
            clause = &each;
    }
    if (clause && clause->body.kind == Node::Kind::nothing) return;  // it could not be read, which was said already
    if (clause) Fields(clause->body, "the clause \"texts\"", {"flow", "outcomes", "routing", "form", "escalation", "survey"}, findings);
    const Reading reading{clause ? clause->body : nothing, clause ? clause->place : Place{}, language, source_language, findings};
    ReadFlow no_flow;
    take_steps(texts.flow ? *texts.flow : no_flow, reading);
    take_queues(texts.queues, reading);
    take_fields(texts.fields, reading);
    take_escalations(texts.escalations, reading);
    take_surveys(texts.surveys, reading);
}

std::vector<std::string> numbers_in(std::string_view text) {
    const std::string latin = with_latin_digits(text);
    std::vector<std::string> numbers;
    for (std::size_t at = 0; at < latin.size();) {
        std::size_t end = at;
        while (end < latin.size() && latin[end] >= '0' && latin[end] <= '9') ++end;
        if (end > at) numbers.push_back(latin.substr(at, end - at));
        at = end + 1;
    }
    std::ranges::sort(numbers);
    return numbers;
}

std::vector<std::string> placeholders_in(std::string_view text) {
    std::vector<std::string> names;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) break;
        names.emplace_back(text.substr(open + 1, close - open - 1));
    }
    std::ranges::sort(names);
    return names;
}

std::string listed(const std::vector<std::string>& words, std::string_view none) {
    if (words.empty()) return std::string(none);
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + quoted(word).substr(1, quoted(word).size() - 2);
    return text;
}

}  // namespace markaz::procedure
