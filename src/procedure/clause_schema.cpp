#include "procedure/clause_schema.hpp"

#include "procedure/clauses.hpp"

namespace markaz::procedure {

namespace {

using json::Array, json::Object, json::Value;

constexpr std::string_view key_pattern = "^[a-z0-9][a-z0-9._-]{0,30}$";
constexpr std::string_view key_of_telephone_pattern = "^[0-9*#]$";
constexpr std::string_view day_pattern = "(mon|tue|wed|thu|fri|sat|sun)";

Value text_of(std::string_view description, std::string_view pattern = {}) {
    Object schema{{"description", description}, {"type", "string"}};
    if (!pattern.empty()) schema.push_back({"pattern", pattern});
    return schema;
}
Value reference(std::string_view name) { return Object{{"$ref", "#/$defs/" + std::string(name)}}; }
Value map_of(Value values, std::string_view pattern) {
    return Object{{"type", "object"}, {"propertyNames", Object{{"pattern", pattern}}}, {"additionalProperties", std::move(values)}};
}

/// The kinds of values, which many fields share.
Object kinds() {
    const std::string hours = "[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}";
    const Value span = text_of("from and until", '^' + hours + '$');
    Array telephone_keys;
    for (int digit = 0; digit <= 9; ++digit) telephone_keys.push_back(digit);
    for (const char key : std::string_view("0123456789*#")) telephone_keys.push_back(std::string(1, key));
    return {{"text", text_of("text", "[^ \\t\\n]")},
            {"name", text_of("name", key_pattern)},
            {"step-name", text_of("step", key_pattern)},
            {"condition", text_of("condition")},
            {"value", Object{{"description", "value"}, {"type", Array{"string", "number"}}}},
            {"share", text_of("share", "^(100|[1-9][0-9]?)%$")},
            {"length", text_of("length of time", "^([0-9]{1,9}(d|h|ms|m|s))+$")},
            {"date", text_of("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")},
            {"key", Object{{"description", "key of a telephone"}, {"enum", telephone_keys}}},
            {"week", map_of(Object{{"anyOf", Array{span, Object{{"type", "array"}, {"items", span}}}}},
                            '^' + std::string(day_pattern) + "(-" + std::string(day_pattern) + ")?$")}};
}

/// Walks the types and gathers the schema of each under a name of its own.
class Schemas {
public:
    Object take() { return std::move(definitions_); }

    template <class T>
    Value of(const FieldNote& what) {
        if constexpr (is_optional_field<T>) {
            return of<typename T::value_type>(what);
        } else if constexpr (is_usual_field<T> || is_placed_field<T>) {
            return of<decltype(T::value)>(what);
        } else if constexpr (is_list_field<T>) {
            return Object{{"type", "array"}, {"items", of<typename T::value_type>(what)}};
        } else if constexpr (is_named_field<T>) {
            return map_of(of<decltype(T::Item::value)>(what), key_pattern);
        } else if constexpr (is_verb_field<T>) {
            Array steps;
            for_each_verb(std::type_identity<T>{}, [&]<class V>(std::type_identity<V>) { steps.push_back(of<V>(what)); });
            return Object{{"oneOf", std::move(steps)}};
        } else if constexpr (DescribedEnum<T>) {
            Array names;
            for (const std::string_view name : enum_names<T>()) names.push_back(name);
            return Object{{"enum", std::move(names)}};
        } else if constexpr (Described<T>) {
            return reference(define<T>());
        } else {
            return plain(std::type_identity<T>{}, what);
        }
    }

private:
    static Value plain(std::type_identity<WrittenText>, const FieldNote&) { return reference("text"); }
    static Value plain(std::type_identity<WrittenKey>, const FieldNote&) { return reference("name"); }
    static Value plain(std::type_identity<WrittenStep>, const FieldNote&) { return reference("step-name"); }
    static Value plain(std::type_identity<WrittenStart>, const FieldNote&) { return reference("step-name"); }
    static Value plain(std::type_identity<WrittenCondition>, const FieldNote&) { return reference("condition"); }
    static Value plain(std::type_identity<WrittenValue>, const FieldNote&) { return reference("value"); }
    static Value plain(std::type_identity<WrittenWeek>, const FieldNote&) { return reference("week"); }
    static Value plain(std::type_identity<TelephoneKey>, const FieldNote&) { return reference("key"); }
    static Value plain(std::type_identity<KeyMap>, const FieldNote&) {
        Value keys = map_of(reference("step-name"), key_of_telephone_pattern);
        std::get<Object>(keys.is).push_back({"minProperties", 1});
        return keys;
    }
    static Value plain(std::type_identity<Percent>, const FieldNote&) { return reference("share"); }
    static Value plain(std::type_identity<std::chrono::local_days>, const FieldNote&) { return reference("date"); }
    static Value plain(std::type_identity<bool>, const FieldNote&) { return Object{{"type", "boolean"}}; }
    static Value plain(std::type_identity<std::uint32_t>, const FieldNote& what) {
        return Object{{"type", "integer"}, {"minimum", what.least}, {"maximum", what.most}};
    }
    static Value plain(std::type_identity<WrittenDeadline>, const FieldNote& what) { return plain(std::type_identity<Duration>{}, what); }
    static Value plain(std::type_identity<Duration>, const FieldNote& what) {
        return Object{{"$ref", "#/$defs/length"},
                      {"x-least", duration_text(Duration{what.least})},
                      {"x-most", duration_text(Duration{what.most})}};
    }

    static Value usual(bool value) { return value; }
    static Value usual(std::uint32_t value) { return value; }
    static Value usual(Duration value) { return duration_text(value); }
    template <DescribedEnum E>
    static Value usual(E value) {
        return enum_name(value);
    }

    /// The name of a struct's schema: its thing, and its verb where it is a step.
    template <Described T>
    static std::string name_of() {
        std::string name(About<T>::thing.substr(std::string_view("the ").size()));
        if constexpr (requires { About<T>::leads; }) name += '-' + std::string(verb_of<T>());
        if constexpr (requires { About<T>::told_by; }) name += "-by-" + std::string(About<T>::told_by);
        return name;
    }

    template <Described T>
    std::string define() {
        const std::string name = name_of<T>();
        for (const json::Member& known : definitions_)
            if (known.name == name) return name;
        definitions_.push_back({name, nullptr});  // takes its place before its members do
        const std::size_t place = definitions_.size() - 1;
        Object schema{{"type", "object"}};
        if constexpr (requires { About<T>::leads; }) {
            schema.push_back({"x-leads", About<T>::leads});
            schema.push_back({"x-happens", About<T>::happens});
        }
        Object properties;
        Array required;
        T usual_one{};
        for_each_member(usual_one, [&]<class M>(std::string_view field, const M& member) {
            const FieldNote& what = *about<T>(field);
            Value value = of<M>(what);
            auto& keywords = std::get<Object>(value.is);
            keywords.push_back({"description", what.meaning});
            keywords.push_back({"x-example", what.example});
            if constexpr (is_usual_field<M>)
                keywords.push_back({"default", usual(member.value)});
            else if constexpr (!is_optional_field<M>)
                required.push_back(field);
            properties.push_back({std::string(field), std::move(value)});
        });
        schema.push_back({"properties", std::move(properties)});
        schema.push_back({"required", std::move(required)});
        schema.push_back({"additionalProperties", false});
        definitions_[place].value = std::move(schema);
        return name;
    }

    Object definitions_ = kinds();
};

}  // namespace

json::Value clause_schema() {
    Schemas schemas;
    Object clauses{{"flow", schemas.of<WrittenFlow>({})},
                   {"form", schemas.of<WrittenForm>({})},
                   {"routing", schemas.of<WrittenRouting>({})},
                   {"escalation", schemas.of<Named<WrittenEscalation>>({})},
                   {"standards", schemas.of<WrittenStandards>({})},
                   {"survey", schemas.of<Named<WrittenSurvey>>({})}};
    return Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                  {"$id", "urn:markaz:clauses:1"},
                  {"title", "The clauses of the manual"},
                  {"type", "object"},
                  {"properties", std::move(clauses)},
                  {"additionalProperties", false},
                  {"$defs", schemas.take()}};
}

}  // namespace markaz::procedure
