#include "procedure/flow.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "procedure/run.hpp"

namespace markaz::procedure {

namespace {

constexpr std::size_t most_steps = 500;
constexpr std::size_t most_guesses = 100;  // guessing takes time, and nobody reads so many findings

const std::vector<std::string_view> verbs{"say",  "ask",     "choose", "check",    "do",       "note",
                                          "perform", "queue", "transfer", "escalate", "survey", "end"};
constexpr std::string_view verbs_in_words = "it runs say, ask, choose, check, do, note, perform, queue, transfer, escalate, survey and end";
/// The rest of the closed list of verbs, which a later version runs.
const std::vector<std::string_view> later_verbs{"callback", "voicemail", "case", "promise"};

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const Entry* field_named(const Node& map, std::string_view name) {
    const auto found = std::ranges::find(map.entries, name, &Entry::name);
    return found == map.entries.end() ? nullptr : &*found;
}

class FlowReader {
public:
    FlowReader(const FlowOf& of, Findings& findings) : of_(of), findings_(findings), reader_(findings) {
        result_.flow.id = of.procedure;
        result_.flow.source = of.source;
        result_.flow.checklist = of.checklist;
        result_.flow.agent_first = of.checklist;
    }

    ReadFlow read(const Node& body) {
        const Fields clause(body, "the flow", {"start", "steps", "audience", "before", "use", "outcomes"}, findings_);
        const Entry* steps = clause.require("steps", "steps: {done: {end: resolved}}");
        if (steps) name_steps(steps->value);
        const Entry* start = clause.require("start", "start: menu");
        read_properties(body);
        if (!start || entries_.empty()) {
            result_.whole = false;
            return std::move(result_);
        }
        result_.flow.start = step_named(*start, "the flow");
        for (const Entry* entry : entries_) {
            at_ = static_cast<StepIndex>(result_.flow.steps.size());
            result_.flow.steps.push_back({*Key::from(entry->name), End{}, {}});
            result_.flow.steps.back().verb = read_step(*entry);
        }
        result_.whole = result_.whole && reader_.whole();
        if (result_.whole) check_graph(result_.flow, result_.places, findings_);
        return std::move(result_);
    }

private:
    /// The fields beside the steps. Start and steps were looked at by read(), and are left out here.
    void read_properties(const Node& body) {
        Node rest = body;
        if (rest.kind != Node::Kind::map) return;
        std::erase_if(rest.entries, [](const Entry& entry) {
            constexpr std::array<std::string_view, 4> ours{"audience", "before", "use", "outcomes"};
            return std::ranges::find(ours, entry.name) == ours.end();
        });
        const auto written = reader_.read<WrittenFlowProperties>(rest, "the flow");
        Flow& flow = result_.flow;
        if (written.audience) flow.agent_first = *written.audience == FlowAudience::agent;
        flow.before_ready = written.before.has_value();
        if (written.use) flow.use = *written.use;
        for (const std::string_view name : {"before", "use"})
            if (const Entry* entry = field_named(rest, name); entry && !of_.checklist)
                findings_.add("wrong-value", entry->place, quoted(name) + " stands in a flow that is no checklist",
                              "write `kind: checklist` in the front matter, or remove it");
        if (const Entry* entry = field_named(rest, "audience"); entry && of_.checklist && !flow.agent_first)
            findings_.add("wrong-value", entry->value.place, "a checklist leads the caller",
                          "a checklist leads the agent: remove the field");
        if (written.outcomes)
            for (const auto& item : written.outcomes->items) {
                OutcomeTitle title{item.name.key, {}};
                title.title[of_.source] = item.value.text;
                result_.outcomes.push_back(std::move(title));
            }
    }

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
                result_.whole = false;
                continue;
            }
            indices_.emplace(entry->name, static_cast<StepIndex>(entries_.size()));
            entries_.push_back(entry);
            result_.places.push_back(entry->place);
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
        const Node& step = entry.value;
        const std::string& verb = step.entries.front().name;
        if (verb == "say") return make(reader_.read<WrittenSay>(step, owner), owner);
        if (verb == "choose" && field_named(step, "options")) return make(reader_.read<WrittenPick>(step, owner), owner);
        if (verb == "choose") return make(reader_.read<WrittenMenu>(step, owner), owner);
        if (verb == "queue") return make(reader_.read<WrittenQueue>(step, owner), owner);
        if (verb == "check") return make(reader_.read<WrittenCheck>(step, owner), owner);
        if (verb == "ask") return make(reader_.read<WrittenAsk>(step, owner), owner);
        if (verb == "do") return make(reader_.read<WrittenDo>(step, owner), owner);
        if (verb == "note") return make(reader_.read<WrittenNote>(step, owner), owner);
        if (verb == "perform") return make(reader_.read<WrittenPerform>(step, owner), owner);
        if (verb == "transfer") return make(reader_.read<WrittenTransfer>(step, owner), owner);
        if (verb == "escalate") return make(reader_.read<WrittenEscalate>(step, owner), owner);
        if (verb == "survey") return make(reader_.read<WrittenSurveyStep>(step, owner), owner);
        if (verb == "end") return End{reader_.read<WrittenEnd>(step, owner).end.key};
        refuse_verb(step, owner);
        return unreadable();
    }

    void refuse_verb(const Node& step, const std::string& owner) {
        const Entry& first = step.entries.front();
        if (first.name == "promise" && !field_named(step, "within")) {
            findings_.add("promise-deadline", first.place, owner + " promises something to the customer without a deadline",
                          "say by when, such as `within: 2d`");
            return;
        }
        if (contains(later_verbs, first.name)) {
            findings_.add("later-verb", first.place, "this version does not run the verb " + quoted(first.name) + " yet",
                          std::string(verbs_in_words));
            return;
        }
        const auto verb = std::ranges::find_if(step.entries, [](const Entry& field) { return contains(verbs, field.name); });
        if (verb != step.entries.end() && nearest(first.name, verbs).empty()) {
            findings_.add("verb-first", first.place, owner + " does not begin with its verb", "write " + quoted(verb->name) + " first");
            return;
        }
        findings_.add("unknown-verb", first.place, "there is no verb " + quoted(first.name), suggestion(first.name, verbs));
    }

    /// Stands for a step that cannot be read. What follows from it is not known, so that the graph is not judged.
    Verb unreadable() {
        result_.whole = false;
        return End{};
    }

    // ---- from what was written to what is run

    Verb make(const WrittenSay& written, const std::string& owner) {
        guide(written, owner);
        return Say{line(written.say, written.spoken), way(written.next, owner)};
    }
    Verb make(const WrittenMenu& written, const std::string& owner) {
        Choose choose;
        choose.text = line(written.choose, written.spoken);
        for (const auto& item : written.keys.items) choose.keys.push_back({item.key.key, way(item.step, owner)});
        if (written.wait) choose.wait = *written.wait;
        if (written.tries) choose.tries = *written.tries;
        choose.otherwise = way(written.otherwise, owner);
        return choose;
    }
    Verb make(const WrittenPick& written, const std::string& owner) {
        guide(written, owner);
        Pick pick{line(written.choose), {}, written.field ? written.field->key : Key{}};
        for (const auto& item : written.options.items) {
            Pick::Option option{item.name.key, {}, way(item.value.next, owner)};
            option.text[of_.source] = item.value.text.text;
            pick.options.push_back(std::move(option));
        }
        if (pick.options.empty() && reader_.whole())
            findings_.add("wrong-value", written.options.place, owner + " has no option", "name at least one");
        if (written.field) use(result_.choices, *written.field);
        return pick;
    }
    Verb make(const WrittenQueue& written, const std::string& owner) {
        use(result_.queues, written.queue);
        Queue queue{written.queue.key, way(written.next, owner)};
        const auto lead = [&](const std::optional<WrittenStep>& step, StepIndex& to) {
            if (step) to = way(*step, owner);
        };
        lead(written.closed, queue.closed);
        lead(written.full, queue.full);
        lead(written.nobody, queue.nobody);
        lead(written.exit, queue.exit);
        if (written.exit_key) queue.exit_key = written.exit_key->key;
        if (written.exit_key.has_value() != written.exit.has_value())
            findings_.add("missing-field", result_.places[at_],
                          owner + (written.exit ? " has an \"exit\" and no \"exit_key\"" : " has an \"exit_key\" and no \"exit\""),
                          "write both, such as `exit_key: 9, exit: message`");
        return queue;
    }
    Verb make(const WrittenCheck& written, const std::string& owner) {
        guide(written, owner);
        if (written.field) use(result_.truths, *written.field);
        return Check{line(written.check), way(written.yes, owner), way(written.no, owner), written.field ? written.field->key : Key{}};
    }
    Verb make(const WrittenAsk& written, const std::string& owner) {
        guide(written, owner);
        use(result_.texts, written.field);
        return Ask{line(written.ask), written.field.key, way(written.next, owner)};
    }
    Verb make(const WrittenDo& written, const std::string& owner) {
        guide(written, owner);
        return Do{line(written.do_), way(written.next, owner)};
    }
    Verb make(const WrittenNote& written, const std::string& owner) {
        guide(written, owner);
        return Note{line(written.note), way(written.next, owner)};
    }
    Verb make(const WrittenPerform& written, const std::string& owner) {
        condition(written, owner);
        use(result_.performs, written.perform);
        Perform perform{written.perform.key, {}, way(written.next, owner)};
        if (written.outcomes)
            for (const auto& item : written.outcomes->items) perform.outcomes.push_back({item.name.key, way(item.value, owner)});
        return perform;
    }
    Verb make(const WrittenTransfer& written, const std::string& owner) {
        guide(written, owner);
        use(result_.queues, written.transfer);
        return Transfer{line(written.text), written.transfer.key, way(written.next, owner)};
    }
    Verb make(const WrittenEscalate& written, const std::string& owner) {
        guide(written, owner);
        use(result_.escalations, written.escalate);
        return Escalate{line(written.text), written.escalate.key, way(written.next, owner)};
    }
    Verb make(const WrittenSurveyStep& written, const std::string& owner) {
        use(result_.surveys, written.survey);
        Survey survey;
        survey.survey = written.survey.key;
        survey.next = way(written.next, owner);
        return survey;
    }

    void use(std::vector<NameUse>& uses, const WrittenKey& name) {
        if (!name.key.empty()) uses.push_back({name.key, name.place, at_});
    }
    Line line(const WrittenText& read) const {
        Line line;
        line.read[of_.source] = read.text;
        return line;
    }
    Line line(const std::optional<WrittenText>& read) const { return read ? line(*read) : Line{}; }
    Line line(const WrittenText& read, const std::optional<WrittenText>& spoken) const {
        Line made = line(read);
        if (spoken) made.spoken[of_.source] = spoken->text;
        return made;
    }

    void condition(const WrittenWhen& written, const std::string& owner) {
        Guide& guide = result_.flow.steps.back().guide;
        if (written.when) result_.conditions.push_back({written.when->text, written.when->place, at_});
        if (!written.else_) return;
        guide.otherwise = way(*written.else_, owner);
        if (!written.when)
            findings_.add("missing-field", written.else_->place, owner + " has an \"else\" and no \"when\"",
                          "write for example `when: \"amount > 500\"`");
    }
    void guide(const WrittenGuide& written, const std::string& owner) {
        condition(written, owner);
        Guide& guide = result_.flow.steps.back().guide;
        guide.mandatory = written.mandatory.value_or(false);
        guide.critical = written.critical.value_or(false);
        guide.trainee = written.audience == StepAudience::trainee;
        guide.within = written.within.value_or(Duration{0});
        if (guide.critical && !of_.checklist)
            findings_.add("wrong-value", result_.places[at_], owner + " is critical and stands in no checklist", "write `mandatory: true`");
    }

    StepIndex way(const WrittenStep& written, const std::string& owner) {
        return written.step.empty() ? no_step : step_named(written.step, written.place, owner);
    }
    StepIndex step_named(const Entry& field, const std::string& owner) {
        if (field.value.kind == Node::Kind::text) return step_named(field.value.text, field.value.place, owner);
        result_.whole = false;
        findings_.add("wrong-type", field.value.place, quoted(field.name) + " of " + owner + " is " + std::string(field.value.kind_text()),
                      "it is the name of a step");
        return no_step;
    }
    /// An unknown step that is probably a misspelt one counts as that one, so that one slip gives one finding.
    StepIndex step_named(const std::string& name, Place place, const std::string& owner) {
        const auto known = indices_.find(name);
        if (known != indices_.end()) return known->second;
        std::vector<std::string_view> names;
        if (findings_.size() < most_guesses)
            for (const Entry* entry : entries_) names.push_back(entry->name);
        findings_.add("unknown-step", place, owner + " leads to " + quoted(name) + ", which is no step of this flow",
                      suggestion(name, names));
        const auto meant = indices_.find(nearest(name, names));
        if (meant != indices_.end()) return meant->second;
        result_.whole = false;
        return no_step;
    }

    const FlowOf& of_;
    Findings& findings_;
    ClauseReader reader_;
    ReadFlow result_;
    std::map<std::string, StepIndex, std::less<>> indices_;
    std::vector<const Entry*> entries_;
    StepIndex at_ = 0;
};

}  // namespace

ReadFlow read_flow(const Node& body, const FlowOf& of, Findings& findings) { return FlowReader(of, findings).read(body); }

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
