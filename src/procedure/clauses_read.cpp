#include "procedure/clauses_read.hpp"

#include <algorithm>

#include "metrics/dictionary.hpp"
#include "procedure/flow.hpp"

namespace markaz::procedure {

namespace {

Text in_source(const WrittenText& written, Language source) {
    Text text;
    text[source] = written.text;
    return text;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Reads a value of a type without its limits.
std::optional<std::int64_t> amount_of(ValueType type, std::string_view text) {
    switch (type) {
        case ValueType::number: return parse_number(text);
        case ValueType::date: return parse_day(text);
        case ValueType::duration: {
            const auto length = parse_duration(with_latin_digits(text));
            return length ? std::optional<std::int64_t>(length->count()) : std::nullopt;
        }
        case ValueType::text:
        case ValueType::choice:
        case ValueType::yes_no: return std::nullopt;
    }
    return std::nullopt;
}

std::string form_of(ValueType type) {
    switch (type) {
        case ValueType::number: return "it is a number, such as 12 or 3.5, with at most four decimals";
        case ValueType::date: return "it is a date, written year-month-day, such as 2026-11-22";
        case ValueType::duration: return "it is a length of time, such as 20s, 5m, 2h or 1d";
        case ValueType::yes_no: return "it is yes or no";
        case ValueType::choice:
        case ValueType::text: return {};
    }
    return {};
}

std::string amount_text(ValueType type, std::int64_t amount) { return value_text(Value{type, amount, {}}); }

void take_limit(const std::optional<WrittenValue>& written, ValueType type, std::string_view name, std::int64_t& to, Findings& findings) {
    if (!written) return;
    if (type != ValueType::number && type != ValueType::date && type != ValueType::duration)
        return findings.add("wrong-value", written->place, quoted(name) + " does not limit a field of type " + std::string(enum_name(type)),
                            "remove it");
    if (const auto amount = amount_of(type, written->text))
        to = *amount;
    else
        findings.add("wrong-value", written->place, quoted(name) + " is " + quoted(written->text), form_of(type));
}

FormField field_of(const WrittenFormField& written, Key id, Place place, Language source, Findings& findings) {
    FormField field{id, written.type, in_source(written.title, source), {}};
    if (written.help) field.help[source] = written.help->text;
    take_limit(written.least, field.type, "least", field.least, findings);
    take_limit(written.most, field.type, "most", field.most, findings);
    if (field.least > field.most)
        findings.add("wrong-value", written.most->place, "\"most\" is " + quoted(written.most->text) + ", less than \"least\"",
                     "nothing lies between them");
    field.longest = written.longest.value_or(field.type == ValueType::text ? longest_answer : 0);
    if (written.options)
        for (const auto& item : written.options->items) field.options.push_back({item.name.key, in_source(item.value, source)});
    if ((field.type == ValueType::choice) == field.options.empty())
        findings.add(
            "wrong-value", place,
            "the field " + quoted(id.text()) + (field.options.empty() ? " is a choice without options" : " has options and is no choice"),
            "a choice has `options`, and only a choice");
    return field;
}

/// Nothing where it was said already what is wrong.
std::optional<ReadTarget> target_of(const WrittenTarget& written, Findings& findings) {
    if (written.metric.key.empty() || written.target.text.empty()) return std::nullopt;
    const metrics::Metric* metric = metrics::metric(written.metric.key.text());
    if (!metric) {
        std::vector<std::string_view> known;
        for (const metrics::Metric& each : metrics::dictionary()) known.push_back(each.id);
        findings.add("unknown-metric", written.metric.place, "no metric is called " + quoted(written.metric.key.text()),
                     suggestion(written.metric.key.text(), known));
        return std::nullopt;
    }
    const Entry target{"target", written.target.place, {Node::Kind::text, written.target.place, written.target.text, false, {}, {}}};
    Target read{written.metric.key, written.queue ? written.queue->key : Key{}, 0};
    if (metric->unit == metrics::Unit::share)
        read.amount = as_percent(target, findings).value_or(0);
    else
        read.amount = as_duration(target, std::chrono::seconds{1}, std::chrono::days{1}, findings).value_or(Duration{0}).count();
    if (read.amount == 0) return std::nullopt;
    return ReadTarget{read, written.queue ? written.queue->place : written.metric.place, {}};
}

/// Nothing where it was said already what is wrong.
std::optional<ReadThreshold> threshold_of(const WrittenThreshold& written, Findings& findings) {
    const auto was_read = [](Place place) { return place.line > 1; };
    if (!was_read(written.state.place) || !was_read(written.tell.place) || written.after == no_time) return std::nullopt;
    const bool wait = written.state.value == Lasting::waiting;
    if (wait != (written.tell.value == Listener::everybody)) {
        findings.add("wrong-value", written.tell.place,
                     wait ? "a wait is told to everybody, for it stands on the Board" : "everybody is told of waits alone",
                     wait ? "write `tell: everybody`" : "write `tell: agent` or `tell: team_leader`");
        return std::nullopt;
    }
    const Threshold read{written.state.value, written.queue ? written.queue->key : Key{}, written.after, written.tell.value};
    return ReadThreshold{read, written.state.place, written.queue ? written.queue->place : written.state.place};
}

}  // namespace

std::vector<ReadField> read_form(const Node& body, Language source, Findings& findings) {
    std::vector<ReadField> fields;
    const auto form = ClauseReader(findings).read<WrittenForm>(body, "the form");
    for (const auto& item : form.fields.items)
        fields.push_back({field_of(item.value, item.name.key, item.name.place, source, findings), item.name.place});
    return fields;
}

std::vector<ReadEscalation> read_escalations(const Node& body, Language source, Findings& findings) {
    std::vector<ReadEscalation> result;
    constexpr std::string_view such_as = "manager: {title: \"Duty manager\", queue: managers}";
    const auto written = ClauseReader(findings).read_named<WrittenEscalation>(body, "the escalations", such_as);
    for (const auto& [name, each] : written.items)
        result.push_back({Escalation{name.key, in_source(each.title, source), each.queue.key, each.priority.value,
                                     each.to ? each.to->key : Key{}},
                          name.place, each.queue.place});
    return result;
}

ReadStandards read_standards(const Node& body, Findings& findings) {
    ReadStandards result;
    const auto standards = ClauseReader(findings).read<WrittenStandards>(body, "the standards");
    if (body.kind == Node::Kind::map && body.entries.empty())
        findings.add("missing-field", body.place, "the standards say nothing", "write for example `targets: [{metric: asa, target: 20s}]`");
    for (const WrittenTarget& written : standards.targets.value_or(std::vector<WrittenTarget>{}))
        if (const auto read = target_of(written, findings)) result.targets.push_back(*read);
    for (const WrittenThreshold& written : standards.thresholds.value_or(std::vector<WrittenThreshold>{}))
        if (const auto read = threshold_of(written, findings)) result.thresholds.push_back(*read);
    return result;
}

std::vector<ReadSurvey> read_surveys(const Node& body, Language source, Findings& findings) {
    std::vector<ReadSurvey> result;
    constexpr std::string_view such_as =
        "after-call: {title: \"After the call\", questions: {satisfied: {text: \"Press 1 or 2.\", keys: [1, 2]}}}";
    const auto written = ClauseReader(findings).read_named<WrittenSurvey>(body, "the surveys", such_as);
    for (const auto& [name, each] : written.items) {
        ReadSurvey survey{name.key, in_source(each.title, source), {}, name.place};
        for (const auto& item : each.questions.items) {
            ReadQuestion question{item.name.key, {}, {}, item.value.wait.value};
            question.line.read[source] = item.value.text.text;
            if (item.value.spoken) question.line.spoken[source] = item.value.spoken->text;
            for (const TelephoneKey& key : item.value.keys) question.keys.push_back(key.key);
            survey.questions.push_back(std::move(question));
        }
        if (survey.questions.empty() && each.questions.place.line > 1)
            findings.add("wrong-value", each.questions.place, "the survey " + quoted(name.key.text()) + " asks nothing",
                         "write a question");
        result.push_back(std::move(survey));
    }
    return result;
}

Result<Value> read_value(const FormField& field, std::string_view written) {
    Value value{field.type, 0, {}};
    const auto wrong = [&](std::string right) {
        return problem(std::string(field.id.text()), quoted(written) + " does not fit here", std::move(right));
    };
    if (field.type == ValueType::text) {
        if (characters(written) <= field.longest) return value;
        return problem(std::string(field.id.text()), "the text has " + std::to_string(characters(written)) + " characters",
                       "at most " + std::to_string(field.longest) + " are kept");
    }
    if (field.type == ValueType::yes_no) {
        if (written != "yes" && written != "no") return wrong(form_of(field.type));
        value.amount = written == "yes" ? 1 : 0;
        return value;
    }
    if (field.type == ValueType::choice) {
        std::vector<std::string_view> known;
        for (const auto& option : field.options) known.push_back(option.id.text());
        const auto key = Key::from(written);
        if (!key || std::ranges::find(known, written) == known.end()) return wrong(suggestion(written, known));
        value.word = *key;
        return value;
    }
    const auto amount = amount_of(field.type, written);
    if (!amount) return wrong(form_of(field.type));
    if (*amount < field.least) return wrong("it is at least " + amount_text(field.type, field.least));
    if (*amount > field.most) return wrong("it is at most " + amount_text(field.type, field.most));
    value.amount = *amount;
    return value;
}

}  // namespace markaz::procedure
