#include "procedure/clause.hpp"

namespace markaz::procedure {

namespace {

constexpr std::string_view telephone_keys = "0123456789*#";

std::optional<char> telephone_key(std::string_view text) {
    const std::string key = with_latin_digits(text);
    if (key.size() != 1 || !telephone_keys.contains(key.front())) return std::nullopt;
    return key.front();
}

void refuse_key(std::string_view text, Place place, Findings& findings) {
    findings.add("wrong-value", place, quoted(text) + " is no key of a telephone", "a key is one of 0 to 9, * and #");
}

}  // namespace

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, WrittenText& to) {
    const auto text = as_text(entry, findings_);
    to = {text.value_or(""), entry.value.place};
    return text.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, WrittenKey& to) {
    const auto key = as_key(entry, findings_);
    to = {key.value_or(Key{}), entry.value.place};
    return key.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string& owner, WrittenStep& to) {
    if (entry.value.kind != Node::Kind::text) {
        findings_.add("wrong-type", entry.value.place, quoted(entry.name) + " of " + owner + " is " + std::string(entry.value.kind_text()),
                      "it is the name of a step");
        return false;
    }
    to = {entry.value.text, entry.value.place};
    return true;
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, WrittenCondition& to) {
    const auto text = as_text(entry, findings_);
    to = {text.value_or(""), entry.value.place};
    if (entry.value.quoted) ++to.place.column;
    return text.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, WrittenValue& to) {
    const auto text = as_text(entry, findings_);
    to = {text.value_or(""), entry.value.place};
    return text.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, TelephoneKey& to) {
    if (entry.value.kind != Node::Kind::text) {
        findings_.add("wrong-type", entry.value.place, quoted(entry.name) + " is " + std::string(entry.value.kind_text()),
                      "it is a key of a telephone");
        return false;
    }
    const auto key = telephone_key(entry.value.text);
    if (!key) refuse_key(entry.value.text, entry.value.place, findings_);
    to = {key.value_or('0'), entry.value.place};
    return key.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote& what, const std::string& owner, KeyMap& to) {
    if (entry.value.kind != Node::Kind::map || entry.value.entries.empty()) {
        findings_.add("wrong-type", entry.value.place, "the keys of " + owner + " are " + std::string(entry.value.kind_text()),
                      "they are a map from a key to a step, such as {1: cards}");
        return false;
    }
    bool good = true;
    for (const Entry& item : entry.value.entries) {
        const auto key = telephone_key(item.name);
        if (!key) {
            refuse_key(item.name, item.place, findings_);
            continue;  // the other keys are judged all the same
        }
        WrittenStep step;
        good = scalar(item, what, owner, step) && good;
        bool twice = false;
        for (const KeyMap::Item& before : to.items) twice = twice || before.key.key == *key;
        if (twice)
            findings_.add("key-twice", item.place, "key " + quoted({&*key, 1}) + " is pressed twice", "each key leads to one step");
        else
            to.items.push_back({{*key, item.place}, std::move(step)});
    }
    return good;
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, Percent& to) {
    const auto percent = as_percent(entry, findings_);
    to.percent = percent.value_or(0);
    return percent.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote& what, const std::string&, Duration& to) {
    const auto length = as_duration(entry, Duration{what.least}, Duration{what.most}, findings_);
    to = length.value_or(Duration{what.least});
    return length.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenDeadline& to) {
    return scalar(entry, what, owner, to.after);
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, std::chrono::local_days& to) {
    const auto date = as_date(entry, findings_);
    to = std::chrono::local_days{date.value_or(std::chrono::year_month_day{std::chrono::sys_days{}})};
    return date.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote& what, const std::string&, std::uint32_t& to) {
    const auto number = as_number(entry, static_cast<std::uint32_t>(what.least), static_cast<std::uint32_t>(what.most), findings_);
    to = number.value_or(0);
    return number.has_value();
}

bool ClauseReader::scalar(const Entry& entry, const FieldNote&, const std::string&, bool& to) {
    const auto truth = as_truth(entry, findings_);
    to = truth.value_or(false);
    return truth.has_value();
}

bool ClauseReader::wrong_map(const Entry& entry, const FieldNote& what, const std::string& owner, std::string_view kind) {
    findings_.add("wrong-type", entry.value.place, quoted(entry.name) + " of " + owner + " is " + std::string(entry.value.kind_text()),
                  "it is " + std::string(kind) + ", such as `" + std::string(what.example) + "`");
    return false;
}

void ClauseReader::refuse_size(const Node& map, const Limit& limit) {
    findings_.add(limit.rule, map.place,
                  std::string(limit.owner) + " has " + std::to_string(map.entries.size()) + ' ' + std::string(limit.things),
                  "at most " + std::to_string(limit.count) + ' ' + std::string(limit.right));
}

void ClauseReader::refuse_step(const Node& map, const std::string& owner, std::vector<std::string_view> verbs) {
    if (map.kind != Node::Kind::map || map.entries.empty()) {
        findings_.add("wrong-type", map.place, owner + " is " + std::string(map.kind_text()),
                      "it is a map that begins with its verb, such as {end: resolved}");
        return;
    }
    const auto is_verb = [&](const Entry& field) { return std::ranges::find(verbs, field.name) != verbs.end(); };
    const Entry& first = map.entries.front();
    verbs.erase(std::unique(verbs.begin(), verbs.end()), verbs.end());  // `choose` is two structs, which stand beside each other
    if (const auto verb = std::ranges::find_if(map.entries, is_verb); verb != map.entries.end() && nearest(first.name, verbs).empty()) {
        findings_.add("verb-first", first.place, owner + " does not begin with its verb", "write " + quoted(verb->name) + " first");
        return;
    }
    findings_.add("unknown-verb", first.place, "there is no verb " + quoted(first.name), suggestion(first.name, verbs));
}

bool ClauseReader::wrong_choice(const Entry& entry, const std::vector<std::string_view>& known) {
    if (entry.value.kind != Node::Kind::text)
        findings_.add("wrong-type", entry.value.place, quoted(entry.name) + " is " + std::string(entry.value.kind_text()),
                      "it is one word");
    else
        findings_.add("wrong-value", entry.value.place, quoted(entry.name) + " is " + quoted(entry.value.text),
                      suggestion(entry.value.text, known));
    return false;
}

}  // namespace markaz::procedure
