#pragma once
// C++ values as JSON by their description. Reading refuses whatever does not fit, with the JSON path of the place;
// writing goes straight into a string. Numbers keep their digits, so that what was written is read back exactly.

#include <array>
#include <bitset>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/described.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/key.hpp"
#include "base/language.hpp"
#include "base/result.hpp"

namespace markaz::json {

struct Value;
struct Member;
using Array = std::vector<Value>;
/// Members in the order in which they stand; a name may stand twice, which the readers below refuse.
using Object = std::vector<Member>;

/// A number as it was written, so that no digit is lost before its C++ type is known.
struct Number {
    std::string text;
    friend bool operator==(const Number&, const Number&) = default;
};

/// Any JSON value, for what has no C++ type and as the step between text and types.
struct Value {
    std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> is;

    Value();
    Value(std::nullptr_t);
    Value(Number number);
    Value(std::string text);
    Value(std::string_view text);
    Value(const char* text);
    Value(Array array);
    Value(Object object);
    /// A truth from bool itself, a number from any other whole number.
    template <std::integral N>
    Value(N number);

    /// The first member of that name, or nothing where there is none or this is no object.
    const Value* find(std::string_view name) const;
    /// `null`, `true or false`, `a number`, `a text`, `a list`, `an object`: for messages.
    std::string_view kind() const;

    friend bool operator==(const Value&, const Value&);
};

struct Member {
    std::string name;
    Value value;
    friend bool operator==(const Member&, const Member&) = default;
};

template <std::integral N>
Value::Value(N number) {
    if constexpr (std::same_as<N, bool>) is = number;
    else is = Number{std::to_string(number)};
}

/// The integers that stand for numbers; bool and the character types do not.
template <class N>
concept WholeNumber = std::integral<N> && requires(const char* text, N number) { std::from_chars(text, text, number); } &&
                      !std::same_as<N, bool> && !std::same_as<N, char>;

/// What a reader is willing to take from the outside.
struct Limits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t depth = 64;
};

/// Reads strict JSON (RFC 8259, valid UTF-8, nothing after the value). Problem.where is `line:column`.
Result<Value> parse(std::string_view text, Limits limits = {});

/// Named schemas, gathered while schema<T> walks the types. `schemas` becomes `components/schemas` of OpenAPI.
struct Definitions {
    Object schemas;
    std::map<std::string, std::string, std::less<>> types;  ///< schema name -> qualified C++ name

    /// The name under which the type is defined; `fresh` when its schema must still be written.
    std::pair<std::string, bool> name_of(std::string_view qualified, std::string_view own);
};

/// Specialise as true for a struct whose members may all be missing and then keep the values of its default constructor.
template <class T>
inline constexpr bool lenient = false;

/// `CallArrived` -> `call_arrived`, `DTMFKey` -> `dtmf_key`.
std::string snake_case(std::string_view name);

/// The `type` of a struct inside a variant. Specialise for a struct whose name changed after journals were written.
template <class T>
struct VariantName {
    static const std::string& text() {
        static const std::string name = snake_case(type_name<T>());
        return name;
    }
};

/// How one type is written, read and described. Further types join by a specialisation with these three functions.
template <class T>
struct Codec;

template <class T>
void append(std::string& out, const T& value) {
    Codec<T>::append(out, value);
}

template <class T>
std::string text(const T& value) {
    std::string out;
    Codec<T>::append(out, value);
    return out;
}

template <class T>
Result<T> from_value(const Value& from) {
    T value{};
    if (auto done = Codec<T>::read(from, value); !done) return std::unexpected(std::move(done.error()));
    return value;
}

/// Problem.where is a JSON pointer (RFC 6901) such as `/agents/3/skills`, or `line:column` where the text is no JSON at all.
template <class T>
Result<T> read(std::string_view text, Limits limits = {}) {
    auto parsed = parse(text, limits);
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    return from_value<T>(*parsed);
}

/// JSON Schema 2020-12, the dialect of OpenAPI 3.1. Described structs are put into `definitions` and referred to.
template <class T>
Value schema(Definitions& definitions) {
    return Codec<T>::schema(definitions);
}

/// The step from a typed value to a free one, for documents that mix both.
template <class T>
Value value(const T& typed) {
    return *parse(text(typed), {.bytes = std::numeric_limits<std::size_t>::max()});
}

namespace detail {

/// Puts the text into quotes. Bytes that are no UTF-8 become U+FFFD, because what cannot be read back must not be written.
void append_text(std::string& out, std::string_view text);
void append_seconds(std::string& out, Duration length);
void append_double(std::string& out, double number);

Result<void> wrong_kind(const Value& from, std::string_view expected);
Result<void> not_an_object(const Value& from);
Result<void> out_of_range(std::string_view given, std::string_view allowed);
Result<void> unknown_choice(std::string_view given, std::span<const std::string_view> allowed);
Result<void> unknown_field(std::string_view given, std::span<const std::string_view> known);
Result<void> given_twice(std::string_view name);
Result<void> missing(std::string_view name);
/// Puts one step of the path before the place of a failure.
Result<void> under(std::string_view step, Result<void> result);
Result<void> under(std::size_t index, Result<void> result);

Result<void> read_double(const Value& from, double& to);
Result<void> read_seconds(const Value& from, Duration& to);
Result<void> read_instant(const Value& from, Instant& to);

Value reference(std::string_view name);
Value object_schema(Object properties, Array required);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_set = false;
template <class T, class Order>
inline constexpr bool is_set<std::set<T, Order>> = true;

template <Described T>
constexpr auto member_names() {
    std::array<std::string_view, member_count<T>> names{};
    std::size_t next = 0;
    for_each_member_type<T>([&](std::string_view name, auto) { names[next++] = name; });
    return names;
}

template <Described T>
consteval bool has_member(std::string_view wanted) {
    for (std::string_view name : member_names<T>())
        if (name == wanted) return true;
    return false;
}

/// Writes the members without braces; `open` tells whether one already stands before them.
template <Described T>
void append_members(std::string& out, const T& value, bool open) {
    for_each_member(value, [&]<class M>(std::string_view name, const M& member) {
        if constexpr (is_optional<M>)
            if (!member) return;
        if (open) out += ',';
        open = true;
        out += '"';
        out += name;
        out += "\":";
        Codec<M>::append(out, member);
    });
}

/// Finds the member called `given.name` and reads into it; nothing when no member has that name.
template <Described T>
std::optional<Result<void>> read_member(const Member& given, T& to, std::bitset<member_count<T>>& seen) {
    std::optional<Result<void>> result;
    std::size_t index = 0;
    for_each_member(to, [&]<class M>(std::string_view name, M& member) {
        if (!result && name == given.name) {
            result = seen.test(index) ? given_twice(name) : under(name, Codec<M>::read(given.value, member));
            seen.set(index);
        }
        ++index;
    });
    return result;
}

/// `tag` is the name of the field that chose this struct in a variant, which is no member of it; empty outside of one.
template <Described T>
Result<void> read_members(const Value& from, T& to, std::string_view tag) {
    const auto* object = std::get_if<Object>(&from.is);
    if (!object) return not_an_object(from);
    std::bitset<member_count<T>> seen;
    for (const Member& given : *object) {
        if (!tag.empty() && given.name == tag) continue;
        auto result = read_member(given, to, seen);
        if (!result) return unknown_field(given.name, member_names<T>());
        if (!*result) return std::move(*result);
    }
    if constexpr (!lenient<T>) {
        Result<void> complete;
        std::size_t index = 0;
        for_each_member_type<T>([&]<class M>(std::string_view name, std::type_identity<M>) {
            if (!is_optional<M> && !seen.test(index) && complete) complete = missing(name);
            ++index;
        });
        return complete;
    }
    return {};
}

template <Described T>
Value members_schema(Definitions& definitions, std::optional<std::string_view> tag = {}) {
    Object properties;
    Array required;
    if (tag) {
        properties.push_back({"type", Object{{"const", *tag}}});
        required.push_back("type");
    }
    for_each_member_type<T>([&]<class M>(std::string_view name, std::type_identity<M>) {
        properties.push_back({std::string(name), Codec<M>::schema(definitions)});
        if (!is_optional<M> && !lenient<T>) required.push_back(name);
    });
    return object_schema(std::move(properties), std::move(required));
}

}  // namespace detail

template <Described T>
struct Codec<T> {
    static void append(std::string& out, const T& value) {
        out += '{';
        detail::append_members(out, value, false);
        out += '}';
    }
    static Result<void> read(const Value& from, T& to) { return detail::read_members(from, to, {}); }
    static Value schema(Definitions& definitions) {
        const auto [name, fresh] = definitions.name_of(qualified_type_name<T>(), type_name<T>());
        if (fresh) {
            // The place is taken before the members are walked, so that a type may contain itself.
            const std::size_t place = definitions.schemas.size();
            definitions.schemas.push_back({name, nullptr});
            Value members = detail::members_schema<T>(definitions);
            definitions.schemas[place].value = std::move(members);
        }
        return detail::reference(name);
    }
};

template <DescribedEnum E>
struct Codec<E> {
    static void append(std::string& out, E value) {
        out += '"';
        out += enum_name(value);
        out += '"';
    }
    static Result<void> read(const Value& from, E& to) {
        const auto* name = std::get_if<std::string>(&from.is);
        if (!name) return detail::wrong_kind(from, "a text");
        const auto found = enum_from<E>(*name);
        if (!found) return detail::unknown_choice(*name, enum_names<E>());
        to = *found;
        return {};
    }
    static Value schema(Definitions&) {
        Array names;
        for (std::string_view name : enum_names<E>()) names.push_back(name);
        return Object{{"type", "string"}, {"enum", std::move(names)}};
    }
};

template <WholeNumber N>
struct Codec<N> {
    static void append(std::string& out, N value) {
        char digits[24];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    }
    static Result<void> read(const Value& from, N& to) {
        const auto* number = std::get_if<Number>(&from.is);
        if (!number) return detail::wrong_kind(from, "a whole number");
        const char* end = number->text.data() + number->text.size();
        const auto [stopped, error] = std::from_chars(number->text.data(), end, to);
        if (error == std::errc{} && stopped == end) return {};
        if (number->text.find_first_of(".eE") != std::string::npos) return detail::wrong_kind(from, "a whole number");
        return detail::out_of_range(number->text, std::to_string(least) + " to " + std::to_string(greatest));
    }
    static Value schema(Definitions&) {
        Object schema{{"type", "integer"}, {"minimum", least}};
        if constexpr (sizeof(N) < 8) schema.push_back({"maximum", greatest});
        return schema;
    }

private:
    static constexpr N least = std::numeric_limits<N>::min();
    static constexpr N greatest = std::numeric_limits<N>::max();
};

/// Finite numbers only: a number that is none is written as null, which no reader takes. std::optional says "there is none".
template <>
struct Codec<double> {
    static void append(std::string& out, double value) { detail::append_double(out, value); }
    static Result<void> read(const Value& from, double& to) { return detail::read_double(from, to); }
    static Value schema(Definitions&) { return Object{{"type", "number"}}; }
};

template <>
struct Codec<bool> {
    static void append(std::string& out, bool value) { out += value ? "true" : "false"; }
    static Result<void> read(const Value& from, bool& to) {
        const bool* truth = std::get_if<bool>(&from.is);
        if (!truth) return detail::wrong_kind(from, "true or false");
        to = *truth;
        return {};
    }
    static Value schema(Definitions&) { return Object{{"type", "boolean"}}; }
};

template <>
struct Codec<std::string> {
    static void append(std::string& out, const std::string& value) { detail::append_text(out, value); }
    static Result<void> read(const Value& from, std::string& to) {
        const auto* text = std::get_if<std::string>(&from.is);
        if (!text) return detail::wrong_kind(from, "a text");
        to = *text;
        return {};
    }
    static Value schema(Definitions&) { return Object{{"type", "string"}}; }
};

/// One ASCII character as a text, such as the digit of a telephone's keypad; the null character is the empty text.
template <>
struct Codec<char> {
    static void append(std::string& out, char value) { detail::append_text(out, {&value, value == 0 ? 0u : 1u}); }
    static Result<void> read(const Value& from, char& to);
    static Value schema(Definitions&) { return Object{{"type", "string"}, {"maxLength", 1}}; }
};

template <class Tag>
struct Codec<Id<Tag>> {
    /// Beyond this a browser's numbers lose whole values.
    static constexpr std::uint64_t greatest = (std::uint64_t{1} << 53) - 1;

    static void append(std::string& out, Id<Tag> id) { Codec<std::uint64_t>::append(out, id.value); }
    static Result<void> read(const Value& from, Id<Tag>& to) {
        auto done = Codec<std::uint64_t>::read(from, to.value);
        if (done && to.value > greatest) return detail::out_of_range(std::to_string(to.value), "0 to " + std::to_string(greatest));
        return done;
    }
    static Value schema(Definitions&) { return Object{{"type", "integer"}, {"minimum", 0}, {"maximum", greatest}}; }
};

/// The empty key, which names nothing, is the empty text.
template <>
struct Codec<Key> {
    static void append(std::string& out, const Key& key) {
        out += '"';
        out += key.text();
        out += '"';
    }
    static Result<void> read(const Value& from, Key& to);
    static Value schema(Definitions&) { return Object{{"type", "string"}, {"pattern", "^([a-z0-9][a-z0-9._-]{0,30})?$"}}; }
};

/// ISO 8601 with an offset; written in UTC.
template <>
struct Codec<Instant> {
    static void append(std::string& out, Instant instant) {
        out += '"';
        out += iso8601(instant);
        out += '"';
    }
    static Result<void> read(const Value& from, Instant& to) { return detail::read_instant(from, to); }
    static Value schema(Definitions&) { return Object{{"type", "string"}, {"format", "date-time"}}; }
};

/// Seconds as a number with at most six decimals: 90 s is `90`, 250 ms is `0.25`.
template <>
struct Codec<Duration> {
    static void append(std::string& out, Duration length) { detail::append_seconds(out, length); }
    static Result<void> read(const Value& from, Duration& to) { return detail::read_seconds(from, to); }
    static Value schema(Definitions&) { return Object{{"type", "number"}, {"description", "seconds, at most six decimals"}}; }
};

/// An object by language; languages without a text are left out.
template <>
struct Codec<Text> {
    static void append(std::string& out, const Text& text);
    static Result<void> read(const Value& from, Text& to);
    static Value schema(Definitions&);
};

template <>
struct Codec<Value> {
    static void append(std::string& out, const Value& value);
    static Result<void> read(const Value& from, Value& to) {
        to = from;
        return {};
    }
    static Value schema(Definitions&) { return Object{}; }
};

template <class T>
struct Codec<std::optional<T>> {
    static void append(std::string& out, const std::optional<T>& value) {
        if (value) Codec<T>::append(out, *value);
        else out += "null";
    }
    static Result<void> read(const Value& from, std::optional<T>& to) {
        to.reset();
        if (std::holds_alternative<std::nullptr_t>(from.is)) return {};
        return Codec<T>::read(from, to.emplace());
    }
    static Value schema(Definitions& definitions) { return Codec<T>::schema(definitions); }
};

namespace detail {

/// What vectors and sets share: a list of elements of one type.
template <class List>
struct ListCodec {
    using Element = typename List::value_type;

    static void append(std::string& out, const List& list) {
        char before = '[';
        for (const auto& element : list) {
            out += before;
            before = ',';
            Codec<Element>::append(out, element);
        }
        out += before == '[' ? "[]" : "]";
    }
    static Result<void> read(const Value& from, List& to) {
        const auto* array = std::get_if<Array>(&from.is);
        if (!array) return wrong_kind(from, "a list");
        to.clear();
        for (std::size_t index = 0; index < array->size(); ++index) {
            Element element{};
            if (auto done = Codec<Element>::read((*array)[index], element); !done) return under(index, std::move(done));
            if constexpr (is_set<List>) {
                if (!to.insert(std::move(element)).second) return under(index, given_twice({}));
            } else {
                to.push_back(std::move(element));
            }
        }
        return {};
    }
    static Value schema(Definitions& definitions) {
        Object schema{{"type", "array"}, {"items", Codec<Element>::schema(definitions)}};
        if constexpr (is_set<List>) schema.push_back({"uniqueItems", true});
        return schema;
    }
};

/// A map's key as a member name: the name as it is, or what its codec would write between quotes.
template <class K>
std::string name_text(const K& key) {
    if constexpr (std::same_as<K, std::string>) {
        return key;
    } else {
        std::string out = json::text(key);
        return out.starts_with('"') ? out.substr(1, out.size() - 2) : out;
    }
}

template <class K>
Result<void> read_name(const std::string& name, K& to) {
    if constexpr (requires { to.value; }) return Codec<K>::read(Number{name}, to);
    else return Codec<K>::read(name, to);
}

}  // namespace detail

template <class T>
struct Codec<std::vector<T>> : detail::ListCodec<std::vector<T>> {};
template <class T, class Order>
struct Codec<std::set<T, Order>> : detail::ListCodec<std::set<T, Order>> {};

template <class T, std::size_t size>
struct Codec<std::array<T, size>> {
    static void append(std::string& out, const std::array<T, size>& array) {
        out += '[';
        for (std::size_t index = 0; index < size; ++index) {
            if (index > 0) out += ',';
            Codec<T>::append(out, array[index]);
        }
        out += ']';
    }
    static Result<void> read(const Value& from, std::array<T, size>& to) {
        const auto* array = std::get_if<Array>(&from.is);
        if (!array) return detail::wrong_kind(from, "a list");
        if (array->size() != size)
            return detail::out_of_range(std::to_string(array->size()) + " elements", std::to_string(size) + " elements");
        for (std::size_t index = 0; index < size; ++index)
            if (auto done = Codec<T>::read((*array)[index], to[index]); !done) return detail::under(index, std::move(done));
        return {};
    }
    static Value schema(Definitions& definitions) {
        return Object{{"type", "array"}, {"items", Codec<T>::schema(definitions)}, {"minItems", size}, {"maxItems", size}};
    }
};

/// An object whose names are the keys: texts, Keys, Ids, or the names of an enum.
template <class K, class T, class Order>
struct Codec<std::map<K, T, Order>> {
    static void append(std::string& out, const std::map<K, T, Order>& map) {
        char before = '{';
        for (const auto& [key, value] : map) {
            out += before;
            before = ',';
            detail::append_text(out, detail::name_text(key));
            out += ':';
            Codec<T>::append(out, value);
        }
        out += before == '{' ? "{}" : "}";
    }
    static Result<void> read(const Value& from, std::map<K, T, Order>& to) {
        const auto* object = std::get_if<Object>(&from.is);
        if (!object) return detail::not_an_object(from);
        to.clear();
        for (const auto& [name, value] : *object) {
            K key{};
            if (auto done = detail::read_name(name, key); !done) return detail::under(name, std::move(done));
            const auto [place, fresh] = to.try_emplace(std::move(key));
            if (!fresh) return detail::given_twice(name);
            if (auto done = Codec<T>::read(value, place->second); !done) return detail::under(name, std::move(done));
        }
        return {};
    }
    static Value schema(Definitions& definitions) {
        return Object{{"type", "object"}, {"additionalProperties", Codec<T>::schema(definitions)}};
    }
};

/// One of several structs: its members, after a field `type` with its VariantName.
template <Described... T>
struct Codec<std::variant<T...>> {
    static_assert((!detail::has_member<T>("type") && ...), "a member called `type` would hide which struct it is");

    static void append(std::string& out, const std::variant<T...>& value) {
        std::visit(
            [&]<class S>(const S& chosen) {
                out += "{\"type\":\"";
                out += VariantName<S>::text();
                out += '"';
                detail::append_members(out, chosen, true);
                out += '}';
            },
            value);
    }
    static Result<void> read(const Value& from, std::variant<T...>& to) {
        if (!std::holds_alternative<Object>(from.is)) return detail::not_an_object(from);
        const Value* type = from.find("type");
        if (!type) return detail::missing("type");
        const auto* name = std::get_if<std::string>(&type->is);
        if (!name) return detail::under("type", detail::wrong_kind(*type, "a text"));
        std::optional<Result<void>> result;
        const auto read_if_named = [&]<class S>(std::type_identity<S>) {
            if (VariantName<S>::text() == *name) result = detail::read_members(from, to.template emplace<S>(), "type");
        };
        (read_if_named(std::type_identity<T>{}), ...);
        if (result) return std::move(*result);
        const std::array<std::string_view, sizeof...(T)> names{VariantName<T>::text()...};
        return detail::under("type", detail::unknown_choice(*name, names));
    }
    static Value schema(Definitions& definitions) {
        return Object{{"oneOf", Array{detail::members_schema<T>(definitions, VariantName<T>::text())...}}};
    }
};

}  // namespace markaz::json
