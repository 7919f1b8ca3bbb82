#pragma once
// How a described struct becomes a clause: from one description come its parser, its JSON Schema and its table in
// docs/manual-language.md. A struct says what each of its fields means in About<T>; the types of its members say how they are read.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/described.hpp"
#include "base/instant.hpp"
#include "base/key.hpp"
#include "procedure/fields.hpp"

namespace markaz::procedure {

// ---- What members of a clause may be, beside bool, numbers, Duration, described enums, and structs, lists and optionals of these.

/// A text for people.
struct WrittenText { std::string text; Place place; };
/// A name: of a queue, a field, an outcome.
struct WrittenKey { Key key; Place place; };
/// The name of a step of the same flow. Where it is required and missing, the step is a dead end.
struct WrittenStep { std::string step; Place place; };
/// A condition, not yet read: its names are known only when every form has been.
struct WrittenCondition { std::string text; Place place; };
/// A value of a field, whose type is known later.
struct WrittenValue { std::string text; Place place; };
struct Percent { std::uint32_t percent = 0; };
/// One key of a telephone.
struct TelephoneKey { char key = 0; Place place; };

/// A map from names that people choose to values of one kind, in the order of the document.
template <class T>
struct Named {
    struct Item { WrittenKey name; T value; };
    std::vector<Item> items;
    Place place;
};
/// A map from keys of a telephone to steps.
struct KeyMap {
    struct Item { TelephoneKey key; WrittenStep step; };
    std::vector<Item> items;
};

/// What a field is, for readers of messages and of documentation.
struct FieldNote {
    std::string_view name;
    std::string_view meaning;
    std::string_view example;  ///< such as `next: done`
    std::int64_t least = 0;    ///< of a number, or of a length in microseconds
    std::int64_t most = std::numeric_limits<std::uint32_t>::max();
};

/// Specialise with `static constexpr std::string_view thing` (`the queue`: names one in messages) and
/// `static constexpr auto fields`, an array of FieldNote with one for each described member, in any order.
template <class T>
struct About;

constexpr std::int64_t micros(Duration length) { return length.count(); }

template <class T>
inline constexpr bool is_optional_field = false;
template <class T>
inline constexpr bool is_optional_field<std::optional<T>> = true;
template <class T>
inline constexpr bool is_list_field = false;
template <class T>
inline constexpr bool is_list_field<std::vector<T>> = true;
template <class T>
inline constexpr bool is_named_field = false;
template <class T>
inline constexpr bool is_named_field<Named<T>> = true;

/// Without such a field it is not known where a step leads, so that the graph of its flow cannot be judged.
template <class T>
inline constexpr bool leads_on = std::is_same_v<T, WrittenStep> || std::is_same_v<T, KeyMap> || is_named_field<T>;
template <class T>
inline constexpr bool leads_on<std::optional<T>> = leads_on<T>;

template <Described T>
constexpr const FieldNote* about(std::string_view field) {
    for (const FieldNote& each : About<T>::fields)
        if (each.name == field) return &each;
    if constexpr (requires { typename About<T>::Base; }) return about<typename About<T>::Base>(field);
    return nullptr;
}

/// Reads described structs out of YAML. One slip gives one finding.
class ClauseReader {
public:
    explicit ClauseReader(Findings& findings) : findings_(findings) {}

    /// `owner` names the map in messages, such as `the step "menu"`.
    template <Described T>
    T read(const Node& node, const std::string& owner) {
        T value{};
        into(node, owner, value);
        return value;
    }

    /// False where it is not known where some step leads.
    bool whole() const { return whole_; }

private:
    template <Described T>
    void into(const Node& node, const std::string& owner, T& to) {
        std::vector<std::string_view> known;
        for_each_member_type<T>([&](std::string_view name, auto) { known.push_back(name); });
        const Fields fields(node, owner, std::move(known), findings_);
        if (!fields.is_map()) whole_ = false;
        for_each_member(to, [&]<class M>(std::string_view name, M& member) {
            const FieldNote* what = about<T>(name);
            if constexpr (is_optional_field<M>) {
                const Entry* entry = fields.find(name);
                if (!entry || value(*entry, *what, owner, member.emplace())) return;
                member.reset();
                if constexpr (leads_on<M>) whole_ = false;
            } else if constexpr (std::is_same_v<M, WrittenStep>) {
                const Entry* entry = fields.find(name);
                if (!entry) fields.dead_end(name);
                if (!entry || !value(*entry, *what, owner, member)) whole_ = false;
            } else {
                const Entry* entry = fields.require(name, what->example);
                if (entry && value(*entry, *what, owner, member)) return;
                if constexpr (leads_on<M>) whole_ = false;
            }
        });
    }

    template <class T>
    bool value(const Entry& entry, const FieldNote& what, const std::string& owner, T& to) {
        if constexpr (is_list_field<T>) {
            return list(entry, what, owner, to);
        } else if constexpr (is_named_field<T>) {
            return named(entry, what, owner, to);
        } else if constexpr (DescribedEnum<T>) {
            return choice(entry, to);
        } else if constexpr (Described<T>) {
            into(entry.value, std::string(About<T>::thing) + ' ' + procedure::quoted(entry.name), to);
            return entry.value.kind == Node::Kind::map;
        } else {
            return scalar(entry, what, owner, to);
        }
    }

    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenText& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenKey& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenStep& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenCondition& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenValue& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, TelephoneKey& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, KeyMap& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, Percent& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, Duration& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, std::uint32_t& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, bool& to);

    bool wrong_map(const Entry& entry, const FieldNote& what, const std::string& owner, std::string_view kind);

    template <class T>
    bool list(const Entry& entry, const FieldNote& what, const std::string& owner, std::vector<T>& to) {
        if (entry.value.kind != Node::Kind::list) return wrong_map(entry, what, owner, "a list");
        bool good = true;
        for (const Node& item : entry.value.items) {
            T read{};
            if constexpr (Described<T>) {
                into(item, std::string(About<T>::thing) + " of " + owner, read);
                good = good && item.kind == Node::Kind::map;
            } else {
                good = value(Entry{entry.name, item.place, item}, what, owner, read) && good;
            }
            to.push_back(std::move(read));
        }
        return good;
    }

    template <class T>
    bool named(const Entry& entry, const FieldNote& what, const std::string& owner, Named<T>& to) {
        to.place = entry.value.place;
        if (entry.value.kind != Node::Kind::map) return wrong_map(entry, what, owner, "a map");
        bool good = true;
        for (const Entry* item :
             unique_entries(entry.value, "field-twice", "the name", "stands twice in " + owner, "keep one of the two", findings_)) {
            const auto key = name_as_key(*item, "an entry of " + procedure::quoted(entry.name), findings_);
            T read{};
            good = value(*item, what, owner, read) && key && good;
            if (key) to.items.push_back({{*key, item->place}, std::move(read)});
        }
        return good;
    }

    /// A value of an enum; people may write a hyphen for the underscore.
    template <class E>
    bool choice(const Entry& entry, E& to) {
        if (entry.value.kind != Node::Kind::text) return wrong_choice(entry, {});
        std::string word = entry.value.text;
        for (char& c : word)
            if (c == '-') c = '_';
        if (const auto found = enum_from<E>(word)) {
            to = *found;
            return true;
        }
        const auto names = enum_names<E>();
        return wrong_choice(entry, {names.begin(), names.end()});
    }
    bool wrong_choice(const Entry& entry, const std::vector<std::string_view>& known);

    Findings& findings_;
    bool whole_ = true;
};

}  // namespace markaz::procedure
