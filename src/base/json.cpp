#include "base/json.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/json/basic_parser_impl.hpp>

namespace markaz::json {

Value::Value() : is(nullptr) {}
Value::Value(std::nullptr_t) : is(nullptr) {}
Value::Value(Number number) : is(std::move(number)) {}
Value::Value(std::string text) : is(std::move(text)) {}
Value::Value(std::string_view text) : is(std::string(text)) {}
Value::Value(const char* text) : is(std::string(text)) {}
Value::Value(Array array) : is(std::move(array)) {}
Value::Value(Object object) : is(std::move(object)) {}

const Value* Value::find(std::string_view name) const {
    const auto* object = std::get_if<Object>(&is);
    if (!object) return nullptr;
    const auto found = std::ranges::find(*object, name, &Member::name);
    return found == object->end() ? nullptr : &found->value;
}

std::string_view Value::kind() const {
    constexpr std::array<std::string_view, 6> kinds{"null", "true or false", "a number", "a text", "a list", "an object"};
    return kinds[is.index()];
}

bool operator==(const Value& a, const Value& b) { return a.is == b.is; }

// ---- reading text ---------------------------------------------------------------------------------------------------

namespace {

/// Builds a Value from the events of Boost.JSON's parser. The parser reads the grammar, checks UTF-8 and bounds the depth;
/// its own tree is not used, because its doubles are not always the nearest ones and it forgets names that stand twice.
class Builder {
public:
    // The parser asks for these limits by name; the caller has already bounded the whole text.
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Error = boost::system::error_code;
    using Piece = boost::json::string_view;

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) { return open(Object{}); }
    bool on_object_end(std::size_t, Error&) { return close(); }
    bool on_array_begin(Error&) { return open(Array{}); }
    bool on_array_end(std::size_t, Error&) { return close(); }
    bool on_key_part(Piece piece, std::size_t, Error&) { return gather(piece); }
    bool on_key(Piece piece, std::size_t, Error&) {
        gather(piece);
        std::get<Object>(parents_.back()->is).push_back({std::exchange(gathered_, {}), nullptr});
        return true;
    }
    bool on_string_part(Piece piece, std::size_t, Error&) { return gather(piece); }
    bool on_string(Piece piece, std::size_t, Error&) {
        gather(piece);
        put(std::exchange(gathered_, {}));
        return true;
    }
    bool on_number_part(Piece piece, Error&) { return gather(piece); }
    bool on_int64(std::int64_t, Piece piece, Error&) { return number(piece); }
    bool on_uint64(std::uint64_t, Piece piece, Error&) { return number(piece); }
    bool on_double(double, Piece piece, Error&) { return number(piece); }
    bool on_bool(bool truth, Error&) {
        put(truth);
        return true;
    }
    bool on_null(Error&) {
        put(nullptr);
        return true;
    }
    bool on_comment_part(Piece, Error&) { return true; }
    bool on_comment(Piece, Error&) { return true; }

    Value take() { return std::move(root_); }

private:
    bool gather(Piece piece) {
        gathered_.append(piece.data(), piece.size());
        return true;
    }
    bool number(Piece piece) {
        gather(piece);
        put(Number{std::exchange(gathered_, {})});
        return true;
    }
    Value* put(Value value) {
        if (parents_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        Value& parent = *parents_.back();
        if (auto* array = std::get_if<Array>(&parent.is)) return &array->emplace_back(std::move(value));
        Value& place = std::get<Object>(parent.is).back().value;
        place = std::move(value);
        return &place;
    }
    bool open(Value empty) {
        parents_.push_back(put(std::move(empty)));
        return true;
    }
    bool close() {
        parents_.pop_back();
        return true;
    }

    Value root_;
    std::vector<Value*> parents_;  ///< stay valid: a parent's siblings are only added after it is closed
    std::string gathered_;
};

std::string line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t column = offset - (before.rfind('\n') + 1) + 1;
    return std::to_string(line) + ":" + std::to_string(column);
}

}  // namespace

Result<Value> parse(std::string_view text, Limits limits) {
    if (text.size() > limits.bytes)
        return problem({}, "the JSON has " + std::to_string(text.size()) + " bytes",
                       "at most " + std::to_string(limits.bytes) + " are read");
    boost::json::parse_options options;
    options.max_depth = limits.depth;
    boost::json::basic_parser<Builder> parser(options);
    boost::system::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (error == boost::json::error::too_deep)
        return problem(line_and_column(text, used), "the JSON is nested too deep",
                       "at most " + std::to_string(limits.depth) + " levels are read");
    if (error) return problem(line_and_column(text, used), "this is not JSON: " + error.message());
    if (const auto rest = text.find_first_not_of(" \t\r\n", used); rest != std::string_view::npos)
        return problem(line_and_column(text, rest), "something follows the JSON value", "one value is read");
    return parser.handler().take();
}

// ---- writing --------------------------------------------------------------------------------------------------------

namespace detail {

namespace {

/// The length of the well-formed UTF-8 sequence (Unicode 15, table 3-7) at the start of `text`; 0 where there is none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
    const auto tail = [&](std::size_t at) { return byte(at) >= 0x80 && byte(at) <= 0xBF; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
    const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    const bool second = byte(1) >= low && byte(1) <= high;
    if (lead >= 0xE0 && lead <= 0xEF) return second && tail(2) ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4) return second && tail(2) && tail(3) ? 4 : 0;
    return 0;
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default:
            out += "\\u00";
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[c & 15];
    }
}

bool plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '"' && c != '\\'; }

}  // namespace

void append_text(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto run = static_cast<std::size_t>(std::ranges::find_if_not(text, plain) - text.begin());
        out.append(text.substr(0, run));
        text.remove_prefix(run);
        if (text.empty()) break;
        const std::size_t length = utf8_length(text);
        if (length > 1 || text.front() == 0x7F) out.append(text.substr(0, length));
        else if (length == 1) append_escaped(out, text.front());
        else out += "\xEF\xBF\xBD";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out += '"';
}

void append_seconds(std::string& out, Duration length) {
    const std::int64_t count = length.count();
    // Unsigned, because the most negative count has no positive counterpart.
    const std::uint64_t size = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    if (count < 0) out += '-';
    Codec<std::uint64_t>::append(out, size / 1'000'000);
    std::uint64_t fraction = size % 1'000'000;
    if (fraction == 0) return;
    char digits[8] = {'.', '0', '0', '0', '0', '0', '0', 0};
    for (char* digit = digits + 6; fraction > 0; --digit, fraction /= 10) *digit = static_cast<char>('0' + fraction % 10);
    std::string_view written(digits, 7);
    out.append(written.substr(0, written.find_last_not_of('0') + 1));
}

void append_double(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// ---- problems -------------------------------------------------------------------------------------------------------

namespace {

/// How many letters must be changed, added or removed to turn one into the other (Levenshtein 1966).
std::size_t letters_apart(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

/// The known name that `given` was probably meant to be; empty when none is close.
std::string_view nearest(std::string_view given, std::span<const std::string_view> known) {
    std::string_view best;
    // Two letters may be wrong (a swapped pair counts as two), or a third of a long name. Very long names are not compared,
    // because the cost grows with the product of the lengths.
    if (given.size() > 64) return best;
    std::size_t closest = 1 + (given.size() < 4 ? 1 : std::max<std::size_t>(given.size() / 3, 2));
    for (std::string_view name : known)
        if (const std::size_t apart = letters_apart(given, name); apart < closest) {
            closest = apart;
            best = name;
        }
    return best;
}

std::string list(std::span<const std::string_view> names) {
    std::string text;
    for (std::string_view name : names) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

/// What was given, short enough for one line.
std::string quoted(std::string_view given) {
    constexpr std::size_t longest = 60;
    std::string text;
    append_text(text, given.substr(0, longest));
    return given.size() > longest ? text + "..." : text;
}

std::string pointer_step(std::string_view name) {
    std::string step = "/";
    for (char c : name) {
        if (c == '~') step += "~0";
        else if (c == '/') step += "~1";
        else step += c;
    }
    return step;
}

}  // namespace

Result<void> wrong_kind(const Value& from, std::string_view expected) {
    std::string what(from.kind());
    if (const auto* number = std::get_if<Number>(&from.is)) what = number->text;
    return problem({}, what + " stands here", std::string(expected) + " is expected");
}

Result<void> not_an_object(const Value& from) { return wrong_kind(from, "an object"); }

Result<void> out_of_range(std::string_view given, std::string_view allowed) {
    return problem({}, std::string(given) + " is out of range", std::string(allowed) + " is allowed");
}

Result<void> unknown_choice(std::string_view given, std::span<const std::string_view> allowed) {
    return problem({}, quoted(given) + " is not known here", "one of: " + list(allowed));
}

Result<void> unknown_field(std::string_view given, std::span<const std::string_view> known) {
    const std::string_view meant = nearest(given, known);
    std::string right = known.empty() ? "no field is expected" : "the fields are: " + list(known);
    if (!meant.empty()) right = "did you mean \"" + std::string(meant) + "\"?";
    return under(given, problem({}, "this field is not known", std::move(right)));
}

Result<void> given_twice(std::string_view name) { return under(name, problem({}, "this is given twice", "once is enough")); }

Result<void> missing(std::string_view name) { return under(name, problem({}, "this field is required")); }

Result<void> under(std::string_view step, Result<void> result) {
    if (!result && !step.empty()) result.error().where.insert(0, pointer_step(step));
    return result;
}

Result<void> under(std::size_t index, Result<void> result) { return under(std::to_string(index), std::move(result)); }

// ---- single types ---------------------------------------------------------------------------------------------------

Result<void> read_double(const Value& from, double& to) {
    const auto* number = std::get_if<Number>(&from.is);
    if (!number) return wrong_kind(from, "a number");
    const char* end = number->text.data() + number->text.size();
    if (std::from_chars(number->text.data(), end, to).ec != std::errc{}) return out_of_range(number->text, "a double");
    return {};
}

Result<void> read_seconds(const Value& from, Duration& to) {
    const auto* number = std::get_if<Number>(&from.is);
    if (!number) return wrong_kind(from, "a number of seconds");
    std::string_view rest = number->text;
    const bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    std::string digits(rest.substr(0, dot));
    const std::string_view fraction = rest.substr(std::min(dot + 1, rest.size()));
    if (rest.find_first_of("eE") != std::string_view::npos || fraction.size() > 6)
        return problem({}, number->text + " cannot be kept exactly", "seconds with at most six decimals");
    digits.append(fraction).append(6 - fraction.size(), '0');
    if (negative) digits.insert(0, 1, '-');
    std::int64_t count = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), count).ec != std::errc{})
        return out_of_range(number->text, "up to 292,000 years");
    to = Duration(count);
    return {};
}

Result<void> read_instant(const Value& from, Instant& to) {
    const auto* text = std::get_if<std::string>(&from.is);
    if (!text) return wrong_kind(from, "a text such as \"2026-11-22T10:42:07Z\"");
    auto instant = parse_instant(*text);
    if (!instant) return problem({}, instant.error().what, instant.error().right);
    to = *instant;
    return {};
}

Value reference(std::string_view name) { return Object{{"$ref", "#/components/schemas/" + std::string(name)}}; }

Value object_schema(Object properties, Array required) {
    Object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema.push_back({"required", std::move(required)});
    return schema;
}

}  // namespace detail

Result<void> Codec<char>::read(const Value& from, char& to) {
    const auto* text = std::get_if<std::string>(&from.is);
    if (!text || text->size() > 1) return detail::wrong_kind(from, "a text of one character");
    to = text->empty() ? char{0} : text->front();
    return {};
}

Result<void> Codec<Key>::read(const Value& from, Key& to) {
    const auto* text = std::get_if<std::string>(&from.is);
    if (!text) return detail::wrong_kind(from, "a text");
    const auto key = text->empty() ? Key{} : Key::from(*text);
    if (!key) return problem({}, detail::quoted(*text) + " is not a key", "1 to 31 of a-z, 0-9, - _ . that start with a letter or digit");
    to = *key;
    return {};
}

void Codec<Text>::append(std::string& out, const Text& text) {
    std::map<Language, std::string> given;
    for (Language language : all_languages)
        if (!text[language].empty()) given.emplace(language, text[language]);
    Codec<std::map<Language, std::string>>::append(out, given);
}

Result<void> Codec<Text>::read(const Value& from, Text& to) {
    std::map<Language, std::string> given;
    if (auto done = Codec<std::map<Language, std::string>>::read(from, given); !done) return done;
    to = {};
    for (auto& [language, text] : given) to[language] = std::move(text);
    return {};
}

Value Codec<Text>::schema(Definitions&) {
    Object properties;
    for (Language language : all_languages) properties.push_back({std::string(code(language)), Object{{"type", "string"}}});
    return detail::object_schema(std::move(properties), {});
}

void Codec<Value>::append(std::string& out, const Value& value) {
    std::visit(
        [&]<class T>(const T& held) {
            if constexpr (std::same_as<T, std::nullptr_t>) {
                out += "null";
            } else if constexpr (std::same_as<T, Number>) {
                out += held.text;
            } else if constexpr (std::same_as<T, Object>) {
                char before = '{';
                for (const auto& [name, member] : held) {
                    out += std::exchange(before, ',');
                    detail::append_text(out, name);
                    out += ':';
                    append(out, member);
                }
                out += before == '{' ? "{}" : "}";
            } else {
                Codec<T>::append(out, held);
            }
        },
        value.is);
}

std::pair<std::string, bool> Definitions::name_of(std::string_view qualified, std::string_view own) {
    std::string name;
    for (char c : own) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (letter) name += c;
        else if (!name.ends_with('.')) name += '.';
    }
    while (name.ends_with('.')) name.pop_back();
    for (std::string candidate = name;; candidate += '_') {
        const auto [place, fresh] = types.try_emplace(candidate, qualified);
        if (fresh || place->second == qualified) return {candidate, fresh};
    }
}

std::string snake_case(std::string_view name) {
    const auto upper = [&](std::size_t at) { return at < name.size() && name[at] >= 'A' && name[at] <= 'Z'; };
    const auto lower = [&](std::size_t at) { return at < name.size() && name[at] >= 'a' && name[at] <= 'z'; };
    std::string text;
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (upper(at) && at > 0 && (!upper(at - 1) || lower(at + 1))) text += '_';
        text += upper(at) ? static_cast<char>(name[at] - 'A' + 'a') : name[at];
    }
    return std::string(outside_name(text));
}

}  // namespace markaz::json
