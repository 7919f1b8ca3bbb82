#include "procedure/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "base/digit.hpp"

namespace markaz::procedure {

namespace {

constexpr std::string_view key_form = "1 to 31 of a-z, 0-9, -, _ and ., beginning with a letter or digit";

void wrong_value(const Entry& field, Findings& findings, std::string right) {
    findings.add("wrong-value", field.value.place, quoted(field.name) + " is " + quoted(field.value.text), std::move(right));
}

/// The value of a field that is no list and no map.
const std::string* scalar(const Entry& field, std::string_view wanted, Findings& findings) {
    if (field.value.kind == Node::Kind::text) return &field.value.text;
    findings.add("wrong-type", field.value.place, quoted(field.name) + " is " + std::string(field.value.kind_text()),
                 "it is " + std::string(wanted));
    return nullptr;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// What follows a comma inside braces becomes a field of its own, unless the text stands in quotes: the commonest slip of all.
bool cut_off_by_comma(const Entry& field) { return field.value.kind == Node::Kind::nothing && field.name.contains(' '); }

bool blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

}  // namespace

std::string with_latin_digits(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        constexpr std::string_view arabic_percent = "\u066A";
        if (const Digit digit = digit_at(text, at); digit.bytes > 0) {
            result += digit.value;
            at += digit.bytes;
        } else if (text.substr(at).starts_with(arabic_percent)) {
            result += '%';
            at += arabic_percent.size();
        } else {
            result += text[at++];
        }
    }
    return result;
}

Fields::Fields(const Node& node, std::string owner, std::vector<std::string_view> known, Findings& findings)
    : node_(node), owner_(std::move(owner)), findings_(findings) {
    if (!is_map()) {
        findings.add("wrong-type", node.place, owner_ + " is " + std::string(node.kind_text()),
                     "it is a map of fields, such as {next: done}");
        return;
    }
    for (const Entry* field :
         unique_entries(node, "field-twice", "the field", "stands twice in " + owner_, "keep one of the two", findings))
        if (std::find(known.begin(), known.end(), field->name) == known.end())
            findings.add("unknown-field", field->place, owner_ + " has no field " + quoted(field->name),
                         cut_off_by_comma(*field) && nearest(field->name, known).empty() ? "a text with a comma in it stands in quotes"
                                                                                         : suggestion(field->name, known));
}

const Entry* Fields::find(std::string_view name) const {
    for (const Entry& field : node_.entries)
        if (field.name == name) return field.value.kind == Node::Kind::nothing ? nullptr : &field;
    return nullptr;
}

const Entry* Fields::require(std::string_view name, std::string_view such_as) const {
    const Entry* field = find(name);
    if (!field && is_map())
        findings_.add("missing-field", node_.place, owner_ + " has no " + quoted(name), "write for example `" + std::string(such_as) + "`");
    return field;
}

void Fields::dead_end(std::string_view name) const {
    if (is_map())
        findings_.add("dead-end", node_.place, owner_ + " leads nowhere: it has no " + quoted(name),
                      "name the step that follows, such as `" + std::string(name) + ": done`");
}

void Fields::no_deadline() const {
    if (is_map())
        findings_.add("promise-deadline", node_.place, owner_ + " promises something to the customer without a deadline",
                      "say by when, such as `due: 2d`");
}

std::vector<const Entry*> unique_entries(const Node& map, Rule rule, std::string_view what, std::string_view how,
                                         std::string_view right, Findings& findings) {
    std::set<std::string_view> seen;
    std::vector<const Entry*> entries;
    for (const Entry& entry : map.entries) {
        if (seen.insert(entry.name).second)
            entries.push_back(&entry);
        else
            findings.add(rule, entry.place, std::string(what) + ' ' + quoted(entry.name) + ' ' + std::string(how), std::string(right));
    }
    return entries;
}

std::vector<const Entry*> named_entries(const Node& body, std::string_view owner, std::string_view such_as, Findings& findings) {
    if (body.kind == Node::Kind::map && !body.entries.empty())
        return unique_entries(body, "field-twice", "the name", "stands twice in " + std::string(owner), "keep one of the two", findings);
    findings.add("wrong-type", body.place, std::string(owner) + " are " + std::string(body.kind_text()),
                 "they are a map from names, such as `" + std::string(such_as) + "`");
    return {};
}

std::optional<std::string> as_text(const Entry& field, Findings& findings) {
    const std::string* text = scalar(field, "a text", findings);
    if (!text) return std::nullopt;
    if (!blank(*text)) return *text;
    findings.add("wrong-value", field.value.place, quoted(field.name) + " is empty", "write the text that people read");
    return std::nullopt;
}

std::optional<Key> as_key(const Entry& field, Findings& findings) {
    const std::string* text = scalar(field, "a name", findings);
    if (!text) return std::nullopt;
    const auto key = Key::from(*text);
    if (!key) wrong_value(field, findings, "a name is " + std::string(key_form));
    return key;
}

std::optional<bool> as_truth(const Entry& field, Findings& findings) {
    const std::string* text = scalar(field, "true or false", findings);
    if (!text) return std::nullopt;
    if (*text == "true") return true;
    if (*text == "false") return false;
    wrong_value(field, findings, "it is true or false");
    return std::nullopt;
}

std::optional<std::uint32_t> as_number(const Entry& field, std::uint32_t least, std::uint32_t most, Findings& findings) {
    const std::string* text = scalar(field, "a number", findings);
    if (!text) return std::nullopt;
    const auto number = whole_number(with_latin_digits(*text));
    if (number && *number >= least && *number <= most) return number;
    wrong_value(field, findings, "it is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<std::uint32_t> as_percent(const Entry& field, Findings& findings) {
    const std::string* text = scalar(field, "a share, such as 80%", findings);
    if (!text) return std::nullopt;
    const std::string latin = with_latin_digits(*text);
    if (latin.ends_with('%'))
        if (const auto number = whole_number(std::string_view(latin).substr(0, latin.size() - 1)); number && *number >= 1 && *number <= 100)
            return number;
    wrong_value(field, findings, "it is a share from 1% to 100%, such as 80%");
    return std::nullopt;
}

std::optional<Duration> as_duration(const Entry& field, Duration least, Duration most, Findings& findings) {
    const std::string* text = scalar(field, "a length of time, such as 20s", findings);
    if (!text) return std::nullopt;
    const auto duration = parse_duration(with_latin_digits(*text));
    if (!duration) {
        wrong_value(field, findings, duration.error().right);
        return std::nullopt;
    }
    if (*duration >= least && *duration <= most) return *duration;
    wrong_value(field, findings, "it is a length of time from " + duration_text(least) + " to " + duration_text(most));
    return std::nullopt;
}

std::optional<Language> as_language(const Entry& field, Findings& findings) {
    const std::string* text = scalar(field, "the code of a language", findings);
    if (!text) return std::nullopt;
    const auto language = language_from(*text);
    if (!language) wrong_value(field, findings, "the languages are en, ar, fa, id and ms");
    return language;
}

std::optional<std::vector<std::string>> as_texts(const Entry& field, Findings& findings) {
    if (field.value.kind != Node::Kind::list) {
        auto one = as_text(field, findings);
        if (!one) return std::nullopt;
        return std::vector<std::string>{std::move(*one)};
    }
    std::vector<std::string> texts;
    for (const Node& item : field.value.items)
        if (auto text = as_text({field.name, item.place, item}, findings)) texts.push_back(std::move(*text));
    if (texts.size() != field.value.items.size()) return std::nullopt;
    if (!texts.empty()) return texts;
    findings.add("wrong-value", field.value.place, quoted(field.name) + " is an empty list", "name at least one");
    return std::nullopt;
}

std::optional<std::chrono::year_month_day> as_date(const Entry& field, Findings& findings) {
    const std::string* text = scalar(field, "a date, such as 2026-11-22", findings);
    if (!text) return std::nullopt;
    const std::string latin = with_latin_digits(*text);
    if (latin.size() == 10 && latin[4] == '-' && latin[7] == '-') {
        const auto year = whole_number(latin.substr(0, 4)), month = whole_number(latin.substr(5, 2)),
                   day = whole_number(latin.substr(8, 2));
        if (year && month && day) {
            const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                                   std::chrono::day{*day}};
            if (date.ok()) return date;
        }
    }
    wrong_value(field, findings, "a date is written year-month-day, such as 2026-11-22");
    return std::nullopt;
}

std::optional<Key> name_as_key(const Entry& entry, std::string_view what, Findings& findings) {
    const auto key = Key::from(entry.name);
    if (!key)
        findings.add("wrong-value", entry.place, quoted(entry.name) + " is no name for " + std::string(what),
                     "a name is " + std::string(key_form));
    return key;
}

}  // namespace markaz::procedure
