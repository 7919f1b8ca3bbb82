#include "procedure/flow.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "procedure/run.hpp"

namespace markaz::procedure {

namespace {

constexpr std::size_t most_guesses = 100;  // guessing takes time, and nobody reads so many findings

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
        const auto written = reader_.read<WrittenFlow>(body, "the flow");
        take_properties(written, body);
        // The names of all steps are known before any is looked at, because steps lead forwards as well as back.
        for (const auto& item : written.steps.items) {
            indices_.emplace(item.name.key.text(), static_cast<StepIndex>(result_.flow.steps.size()));
            result_.flow.steps.push_back({item.name.key, End{}, {}});
            result_.places.push_back(item.name.place);
        }
        result_.whole = reader_.whole() && !written.steps.items.empty();
        if (const Entry* steps = field_named(body, "steps"); steps && steps->value.kind == Node::Kind::map && steps->value.entries.empty())
            findings_.add("missing-field", steps->value.place, "the flow has no steps", "write for example `done: {end: resolved}`");
        if (result_.flow.steps.empty()) return std::move(result_);
        if (const StepIndex start = way(written.start, "the flow"); start != no_step) result_.flow.start = start;
        for (at_ = 0; at_ < result_.flow.steps.size(); ++at_) {
            const auto& item = written.steps.items[at_];
            const std::string owner = "the step " + quoted(item.name.key.text());
            result_.flow.steps[at_].verb = std::visit([&](const auto& verb) -> Verb { return make(verb, owner); }, item.value);
        }
        if (result_.whole) check_graph(result_.flow, result_.places, findings_);
        return std::move(result_);
    }

private:
    /// The fields beside the steps.
    void take_properties(const WrittenFlow& written, const Node& body) {
        Flow& flow = result_.flow;
        if (written.audience) flow.agent_first = *written.audience == FlowAudience::agent;
        flow.before_ready = written.before.has_value();
        flow.use = written.use.value;
        for (const std::string_view name : {"before", "use"})
            if (const Entry* entry = field_named(body, name); entry && !of_.checklist)
                findings_.add("wrong-value", entry->place, quoted(name) + " stands in a flow that is no checklist",
                              "write `kind: checklist` in the front matter, or remove it");
        if (const Entry* entry = field_named(body, "audience"); entry && of_.checklist && !flow.agent_first)
            findings_.add("wrong-value", entry->value.place, "a checklist leads the caller",
                          "a checklist leads the agent: remove the field");
        if (!written.outcomes) return;
        for (const auto& item : written.outcomes->items) {
            OutcomeTitle title{item.name.key, {}};
            title.title[of_.source] = item.value.text;
            result_.outcomes.push_back(std::move(title));
        }
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
        choose.wait = written.wait.value;
        choose.tries = written.tries.value;
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
        if (pick.options.empty() && result_.whole)
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
    Verb make(const WrittenCallback& written, const std::string& owner) {
        use(result_.queues, written.callback);
        return Callback{line(written.text, written.spoken), written.callback.key, way(written.next, owner), way(written.otherwise, owner)};
    }
    Verb make(const WrittenVoicemail& written, const std::string& owner) {
        use(result_.queues, written.queue);
        return Voicemail{line(written.voicemail, written.spoken), written.queue.key,        written.most.value,
                         written.quiet.value,                     way(written.next, owner), way(written.otherwise, owner)};
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
    Verb make(const WrittenPromise& written, const std::string& owner) {
        guide(written, owner);
        return Promise{line(written.promise), written.due.after, way(written.next, owner)};
    }
    Verb make(const WrittenCase& written, const std::string& owner) {
        guide(written, owner);
        return Case{line(written.case_), way(written.next, owner)};
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
        Escalate escalate{line(written.text), written.escalate.key, way(written.next, owner)};
        if (written.otherwise) escalate.otherwise = way(*written.otherwise, owner);
        return escalate;
    }
    Verb make(const WrittenSurveyStep& written, const std::string& owner) {
        use(result_.surveys, written.survey);
        Survey survey;
        survey.survey = written.survey.key;
        survey.next = way(written.next, owner);
        return survey;
    }
    Verb make(const WrittenEnd& written, const std::string&) { return End{written.end.key}; }

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
        Guide& guide = result_.flow.steps[at_].guide;
        if (written.when) {
            guide.condition = written.when->text;
            result_.conditions.push_back({written.when->text, written.when->place, at_});
        }
        if (!written.else_) return;
        guide.otherwise = way(*written.else_, owner);
        if (!written.when)
            findings_.add("missing-field", written.else_->place, owner + " has an \"else\" and no \"when\"",
                          "write for example `when: \"amount > 500\"`");
    }
    void guide(const WrittenGuide& written, const std::string& owner) {
        condition(written, owner);
        Guide& guide = result_.flow.steps[at_].guide;
        guide.mandatory = written.mandatory.value;
        guide.critical = written.critical.value;
        guide.trainee = written.audience.value == StepAudience::trainee;
        guide.within = written.within.value_or(Duration{0});
        if (guide.critical && !of_.checklist)
            findings_.add("wrong-value", result_.places[at_], owner + " is critical and stands in no checklist", "write `mandatory: true`");
    }

    StepIndex way(const WrittenStep& written, const std::string& owner) {
        return written.step.empty() ? no_step : step_named(written.step, written.place, owner);
    }
    /// An unknown step that is probably a misspelt one counts as that one, so that one slip gives one finding.
    StepIndex step_named(const std::string& name, Place place, const std::string& owner) {
        const auto known = indices_.find(name);
        if (known != indices_.end()) return known->second;
        std::vector<std::string_view> names;
        if (findings_.size() < most_guesses)
            for (const Step& step : result_.flow.steps) names.push_back(step.id.text());
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
