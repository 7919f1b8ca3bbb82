#include "procedure/flow.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "procedure/fields.hpp"
#include "procedure/run.hpp"

namespace markaz::procedure {

namespace {

constexpr std::string_view telephone_keys = "0123456789*#";
constexpr Duration longest_wait = std::chrono::minutes{2};
constexpr std::uint32_t most_tries = 9;
constexpr std::size_t most_steps = 500;
constexpr std::size_t most_guesses = 100;  // guessing takes time, and nobody reads so many findings

const std::vector<std::string_view> verbs{"say", "choose", "queue", "check", "ask", "do", "note", "end"};
/// The rest of the closed list of verbs, which a later version runs.
const std::vector<std::string_view> later_verbs{"perform", "transfer", "escalate", "callback", "voicemail", "survey", "case", "promise"};
const std::vector<std::string_view> other_fields{"spoken", "next", "keys", "wait", "tries", "otherwise", "mandatory", "yes", "no", "field"};

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

class FlowReader {
public:
    FlowReader(Key procedure, Language source, Findings& findings) : source_(source), findings_(findings) { result_.flow.id = procedure; }

    ReadFlow read(const Node& body) {
        const Fields clause(body, "the flow", {"start", "steps"}, findings_);
        const Entry* steps = clause.require("steps", "steps: {done: {end: resolved}}");
        if (steps) name_steps(steps->value);
        const Entry* start = clause.require("start", "start: menu");
        if (!start || entries_.empty()) return std::move(result_);
        result_.flow.start = step_named(*start, "the flow");
        for (const Entry* entry : entries_) result_.flow.steps.push_back({*Key::from(entry->name), read_step(*entry)});
        if (every_way_known_) check_graph(result_.flow, places_, findings_);
        return std::move(result_);
    }

private:
    /// Knows the names of all steps before any is read, because steps lead forwards as well as back.
    void name_steps(const Node& steps) {
        if (steps.kind != Node::Kind::map) {
            findings_.add("wrong-type", steps.place, "the steps are " + std::string(steps.kind_text()),
                          "they are a map from a step's name to the step");
            return;
        }
        if (steps.entries.size() > most_steps) {
            findings_.add("flow-size", steps.place, "the flow has " + std::to_string(steps.entries.size()) + " steps",
                          "at most " + std::to_string(most_steps) + " are run: divide it into several procedures");
            return;
        }
        for (const Entry* entry :
             unique_entries(steps, "step-twice", "the step", "is written twice", "give the second one another name", findings_)) {
            if (!name_as_key(*entry, "a step", findings_)) {
                every_way_known_ = false;
                continue;
            }
            indices_.emplace(entry->name, static_cast<StepIndex>(entries_.size()));
            entries_.push_back(entry);
            places_.push_back(entry->place);
        }
        if (steps.entries.empty())
            findings_.add("missing-field", steps.place, "the flow has no steps", "write for example `done: {end: resolved}`");
    }

    Verb read_step(const Entry& entry) {
        const std::string owner = "the step " + quoted(entry.name);
        if (entry.value.kind != Node::Kind::map || entry.value.entries.empty()) {
            findings_.add("wrong-type", entry.value.place, owner + " is " + std::string(entry.value.kind_text()),
                          "it is a map that begins with its verb, such as {end: resolved}");
            return unreadable();
        }
        const Entry& first = entry.value.entries.front();
        if (first.name == "say") return read_say(entry.value, owner);
        if (first.name == "choose") return read_choose(entry.value, owner);
        if (first.name == "queue") return read_queue(entry.value, owner);
        if (first.name == "check") return read_check(entry.value, owner);
        if (first.name == "ask") return read_ask(entry.value, owner);
        if (first.name == "do") return read_do<Do>(entry.value, owner, "do");
        if (first.name == "note") return read_do<Note>(entry.value, owner, "note");
        if (first.name == "end") return read_end(entry.value, owner);
        refuse_verb(entry.value, first, owner);
        return unreadable();
    }

    void refuse_verb(const Node& step, const Entry& first, const std::string& owner) {
        if (contains(later_verbs, first.name)) {
            findings_.add("later-verb", first.place, "this version does not run the verb " + quoted(first.name) + " yet",
                          "it runs say, choose, queue, check, ask, do, note and end");
            return;
        }
        const auto verb = std::ranges::find_if(step.entries, [](const Entry& field) { return contains(verbs, field.name); });
        if (contains(other_fields, first.name) && verb != step.entries.end()) {
            findings_.add("verb-first", first.place, owner + " does not begin with its verb", "write " + quoted(verb->name) + " first");
            return;
        }
        findings_.add("unknown-verb", first.place, "there is no verb " + quoted(first.name), suggestion(first.name, verbs));
    }

    /// Stands for a step that cannot be read. What follows from it is not known, so that the graph is not judged.
    Verb unreadable() {
        every_way_known_ = false;
        return End{};
    }

    Verb read_say(const Node& step, const std::string& owner) {
        const Fields fields(step, owner, {"say", "spoken", "next"}, findings_);
        Say say;
        say.text = line(fields, "say");
        say.next = way(fields, "next");
        return say;
    }

    Verb read_choose(const Node& step, const std::string& owner) {
        const Fields fields(step, owner, {"choose", "spoken", "keys", "wait", "tries", "otherwise"}, findings_);
        Choose choose;
        choose.text = line(fields, "choose");
        if (const Entry* keys = fields.require("keys", "keys: {1: cards}"))
            choose.keys = branches(keys->value, owner);
        else
            every_way_known_ = false;
        if (const Entry* wait = fields.find("wait"))
            choose.wait = as_duration(*wait, std::chrono::seconds{1}, longest_wait, findings_).value_or(choose.wait);
        if (const Entry* tries = fields.find("tries")) choose.tries = as_number(*tries, 1, most_tries, findings_).value_or(choose.tries);
        choose.otherwise = way(fields, "otherwise");
        return choose;
    }

    std::vector<Choose::Branch> branches(const Node& keys, const std::string& owner) {
        std::vector<Choose::Branch> result;
        if (keys.kind != Node::Kind::map || keys.entries.empty()) {
            findings_.add("wrong-type", keys.place, "the keys of " + owner + " are " + std::string(keys.kind_text()),
                          "they are a map from a key to a step, such as {1: cards}");
            every_way_known_ = false;
            return result;
        }
        for (const Entry& entry : keys.entries) {
            const std::string key = with_latin_digits(entry.name);
            if (key.size() != 1 || !telephone_keys.contains(key.front())) {
                findings_.add("wrong-value", entry.place, quoted(entry.name) + " is no key of a telephone",
                              "a key is one of 0 to 9, * and #");
                continue;
            }
            if (std::ranges::find(result, key.front(), &Choose::Branch::key) != result.end())
                findings_.add("key-twice", entry.place, "key " + quoted(key) + " is pressed twice", "each key leads to one step");
            else
                result.push_back({key.front(), step_named(entry, owner)});
        }
        return result;
    }

    Verb read_queue(const Node& step, const std::string& owner) {
        const Fields fields(step, owner, {"queue", "next"}, findings_);
        Queue queue;
        if (const Entry* name = fields.require("queue", "queue: cards"))
            if (const auto key = as_key(*name, findings_)) {
                queue.queue = *key;
                result_.queues.push_back({*key, name->value.place});
            }
        queue.next = way(fields, "next");
        return queue;
    }

    Verb read_check(const Node& step, const std::string& owner) {
        const Fields fields(step, owner, {"check", "mandatory", "yes", "no"}, findings_);
        Check check;
        check.text = line(fields, "check");
        if (const Entry* mandatory = fields.find("mandatory")) check.mandatory = as_truth(*mandatory, findings_).value_or(false);
        check.yes = way(fields, "yes");
        check.no = way(fields, "no");
        return check;
    }

    Verb read_ask(const Node& step, const std::string& owner) {
        const Fields fields(step, owner, {"ask", "field", "next"}, findings_);
        Ask ask;
        ask.text = line(fields, "ask");
        if (const Entry* field = fields.require("field", "field: charge")) ask.field = as_key(*field, findings_).value_or(Key{});
        ask.next = way(fields, "next");
        return ask;
    }

    /// `do` and `note` have the same fields.
    template <class Task>
    Verb read_do(const Node& step, const std::string& owner, std::string_view verb) {
        const Fields fields(step, owner, {verb, "next"}, findings_);
        Task task;
        task.text = line(fields, verb);
        task.next = way(fields, "next");
        return task;
    }

    Verb read_end(const Node& step, const std::string& owner) {
        const Fields fields(step, owner, {"end"}, findings_);
        End end;
        if (const Entry* outcome = fields.require("end", "end: resolved")) end.outcome = as_key(*outcome, findings_).value_or(Key{});
        return end;
    }

    Line line(const Fields& fields, std::string_view verb) {
        Line line;
        if (const Entry* text = fields.require(verb, std::string(verb) + ": \"Welcome.\""))
            line.read[source_] = as_text(*text, findings_).value_or("");
        if (const Entry* spoken = fields.find("spoken")) line.spoken[source_] = as_text(*spoken, findings_).value_or("");
        return line;
    }

    /// The step to which a field leads. Without the field the step is a dead end.
    StepIndex way(const Fields& fields, std::string_view name) {
        if (const Entry* field = fields.find(name)) return step_named(*field, fields.owner());
        every_way_known_ = false;
        fields.dead_end(name);
        return no_step;
    }

    /// An unknown step that is probably a misspelt one counts as that one, so that one slip gives one finding.
    StepIndex step_named(const Entry& field, const std::string& owner) {
        if (field.value.kind != Node::Kind::text) {
            every_way_known_ = false;
            findings_.add("wrong-type", field.value.place,
                          quoted(field.name) + " of " + owner + " is " + std::string(field.value.kind_text()), "it is the name of a step");
            return no_step;
        }
        const auto known = indices_.find(field.value.text);
        if (known != indices_.end()) return known->second;
        std::vector<std::string_view> names;
        if (findings_.size() < most_guesses)
            for (const Entry* entry : entries_) names.push_back(entry->name);
        findings_.add("unknown-step", field.value.place,
                      owner + " leads to " + quoted(field.value.text) + ", which is no step of this flow",
                      suggestion(field.value.text, names));
        const auto meant = indices_.find(nearest(field.value.text, names));
        if (meant != indices_.end()) return meant->second;
        every_way_known_ = false;
        return no_step;
    }

    Language source_;
    Findings& findings_;
    ReadFlow result_;
    std::map<std::string, StepIndex, std::less<>> indices_;
    std::vector<const Entry*> entries_;
    std::vector<Place> places_;
    bool every_way_known_ = true;
};

}  // namespace

ReadFlow read_flow(const Node& body, Key procedure, Language source, Findings& findings) {
    return FlowReader(procedure, source, findings).read(body);
}

std::string keys_named(std::string_view text) {
    const std::string latin = with_latin_digits(text);
    const auto digit = [&](std::size_t at) { return at < latin.size() && latin[at] >= '0' && latin[at] <= '9'; };
    std::string keys;
    for (std::size_t at = 0; at < latin.size(); ++at) {
        const bool alone = digit(at) && !digit(at + 1) && (at == 0 || !digit(at - 1));
        if (alone || latin[at] == '*' || latin[at] == '#') keys += latin[at];
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace markaz::procedure
