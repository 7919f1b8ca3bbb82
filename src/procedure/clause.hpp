#pragma once
// How a described struct becomes a clause: from one description come its parser, its JSON Schema (clause_schema.hpp) and, from that, its
// table in docs/manual-language.md. A struct says what each of its fields means in About<T>; the types of its members say how they are
// read.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/described.hpp"
#include "base/instant.hpp"
#include "base/key.hpp"
#include "procedure/fields.hpp"
#include "routing/types.hpp"

namespace markaz::procedure {

// ---- What members of a clause may be, beside bool, numbers, Duration, dates, described enums, and structs and lists of these.

/// A text for people.
struct WrittenText { std::string text; Place place; };
/// A name: of a queue, a field, an outcome.
struct WrittenKey { Key key; Place place; };
/// The name of a step of the same flow. Where it is required and missing, the step is a dead end.
struct WrittenStep { std::string step; Place place; };
/// The same, where a flow begins.
struct WrittenStart : WrittenStep {};
/// A condition, not yet read: its names are known only when every form has been.
struct WrittenCondition { std::string text; Place place; };
/// A value of a field, whose type is known later.
struct WrittenValue { std::string text; Place place; };
/// How long after it was promised something is due. A promise without one is a finding of its own.
struct WrittenDeadline { Duration after{0}; };
struct Percent { std::uint32_t percent = 0; };
/// One key of a telephone.
struct TelephoneKey { char key = 0; Place place; };
/// Opening hours of a week.
struct WrittenWeek { std::vector<routing::OpenHours> hours; };

/// A value and where it stands (on line 1, where no clause begins, if it could not be read), for what can be judged only beside others.
template <class T>
struct Placed { T value{}; Place place; };
/// What may be left out, and then is this.
template <class T>
struct Usually { T value; };
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

/// What is said of the names of a map that stand twice.
struct Twice { Rule rule; std::string_view what, how, right; };

/// The greatest number of things in one map.
struct Limit { std::size_t count; Rule rule; std::string_view owner, things, right; };

/// Specialise with `static constexpr std::string_view thing` (`the queue`: names one in messages) and
/// `static constexpr std::array fields`, FieldNotes with one for each own member. May have: `Base`, whose fields it has too; `Twice
/// twice` and `Limit most` for maps of such things.
template <class T>
struct About;

constexpr std::int64_t micros(Duration length) { return length.count(); }

template <class T>
inline constexpr bool is_optional_field = false;
template <class T>
inline constexpr bool is_optional_field<std::optional<T>> = true;
template <class T>
inline constexpr bool is_usual_field = false;
template <class T>
inline constexpr bool is_usual_field<Usually<T>> = true;
template <class T>
inline constexpr bool is_placed_field = false;
template <class T>
inline constexpr bool is_placed_field<Placed<T>> = true;
template <class T>
inline constexpr bool is_list_field = false;
template <class T>
inline constexpr bool is_list_field<std::vector<T>> = true;
template <class T>
inline constexpr bool is_named_field = false;
template <class T>
inline constexpr bool is_named_field<Named<T>> = true;
/// A map that begins with its verb is one of several structs.
template <class T>
inline constexpr bool is_verb_field = false;
template <class... V>
inline constexpr bool is_verb_field<std::variant<V...>> = true;

/// Without such a field it is not known where a step leads, so that the graph of its flow cannot be judged.
template <class T>
inline constexpr bool leads_on = std::is_base_of_v<WrittenStep, T> || std::is_same_v<T, KeyMap> || is_named_field<T>;
template <class T>
inline constexpr bool leads_on<std::optional<T>> = leads_on<T>;

template <Described T>
constexpr const FieldNote* about(std::string_view field) {
    for (const FieldNote& each : About<T>::fields)
        if (each.name == field) return &each;
    if constexpr (requires { typename About<T>::Base; }) return about<typename About<T>::Base>(field);
    return nullptr;
}

/// Calls `f(std::type_identity<V>)` for each struct of the variant.
template <class... V, class F>
constexpr void for_each_verb(std::type_identity<std::variant<V...>>, F&& f) {
    (f(std::type_identity<V>{}), ...);
}
/// The verb of a step: the first member of its own.
template <Described T>
constexpr std::string_view verb_of() {
    std::string_view verb;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto described) {
        if (verb.empty()) verb = outside_name(described.name);
    });
    return verb;
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

    /// Reads a body that is a map from names to things, such as the clause `escalation`.
    template <class T>
    Named<T> read_named(const Node& body, std::string_view owner, std::string_view such_as) {
        Named<T> read;
        read.place = body.place;
        if (body.kind == Node::Kind::map && !body.entries.empty())
            items(body, std::string(owner), FieldNote{}, read);
        else
            findings_.add("wrong-type", body.place, std::string(owner) + " are " + std::string(body.kind_text()),
                          "they are a map from names, such as `" + std::string(such_as) + "`");
        return read;
    }

private:
    template <Described T>
    void into(const Node& node, const std::string& owner, T& to) {
        std::vector<std::string_view> known;
        for_each_member_type<T>([&](std::string_view name, auto) { known.push_back(name); });
        const Fields fields(node, owner, std::move(known), findings_);
        if (!fields.is_map()) whole_ = false;
        if constexpr (requires { to.place = node.place; }) to.place = node.place;
        for_each_member(to, [&]<class M>(std::string_view name, M& member) { field(fields, name, *about<T>(name), member); });
    }

    template <class M>
    void field(const Fields& fields, std::string_view name, const FieldNote& what, M& member) {
        bool known = true;  // that the field is as it should be
        if constexpr (is_optional_field<M>) {
            const Entry* entry = fields.find(name);
            if (entry && !own(*entry, what, fields.owner(), member.emplace())) {
                member.reset();
                known = false;
            }
        } else if constexpr (is_usual_field<M>) {
            M usual = member;
            if (const Entry* entry = fields.find(name); entry && !value(*entry, what, fields.owner(), member.value)) member = usual;
        } else {
            const Entry* entry = fields.find(name);
            if (!entry) missing<M>(fields, name, what);
            known = entry && value(*entry, what, fields.owner(), member);
        }
        if constexpr (leads_on<M>) whole_ = whole_ && known;
    }

    /// A struct that is a field of another, not a thing with a name of its own.
    template <class T>
    bool own(const Entry& entry, const FieldNote& what, const std::string& owner, T& to) {
        if constexpr (Described<T>) {
            into(entry.value, std::string(About<T>::thing) + " of " + owner, to);
            return entry.value.kind == Node::Kind::map;
        } else {
            return value(entry, what, owner, to);
        }
    }

    template <class M>
    static void missing(const Fields& fields, std::string_view name, const FieldNote& what) {
        if constexpr (std::is_same_v<M, WrittenStep>)
            fields.dead_end(name);
        else if constexpr (std::is_same_v<M, WrittenDeadline>)
            fields.no_deadline();
        else
            fields.require(name, what.example);
    }

    template <class T>
    bool value(const Entry& entry, const FieldNote& what, const std::string& owner, T& to) {
        if constexpr (is_placed_field<T>) {
            const bool good = value(entry, what, owner, to.value);
            if (good) to.place = entry.value.place;
            return good;
        } else if constexpr (is_list_field<T>) {
            return list(entry, what, owner, to);
        } else if constexpr (is_named_field<T>) {
            return named(entry, what, owner, to);
        } else if constexpr (is_verb_field<T>) {
            return step(entry, to);
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
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenWeek& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, TelephoneKey& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, KeyMap& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, Percent& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, Duration& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, WrittenDeadline& to);
    bool scalar(const Entry& entry, const FieldNote& what, const std::string& owner, std::chrono::local_days& to);
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
        return items(entry.value, procedure::quoted(entry.name) + " of " + owner, what, to);
    }

    template <class T>
    bool items(const Node& map, const std::string& owner, const FieldNote& what, Named<T>& to) {
        if constexpr (requires { About<T>::most; })
            if (map.entries.size() > About<T>::most.count) {
                refuse_size(map, About<T>::most);
                return false;
            }
        Twice twice{"field-twice", "the name", "", "keep one of the two"};
        if constexpr (requires { About<T>::twice; }) twice = About<T>::twice;
        const std::string how = twice.how.empty() ? "stands twice in " + owner : std::string(twice.how);
        bool good = true;
        for (const Entry* item : unique_entries(map, twice.rule, twice.what, how, twice.right, findings_)) {
            const auto key = name_as_key(*item, a_thing<T>(owner), findings_);
            T read{};
            good = value(*item, what, owner, read) && key && good;
            if (key) to.items.push_back({{*key, item->place}, std::move(read)});
        }
        return good;
    }
    void refuse_size(const Node& map, const Limit& limit);

    /// `a step`, `an escalation`, or `an entry of "outcomes" of the flow`.
    template <class T>
    static std::string a_thing(const std::string& owner) {
        if constexpr (requires { About<T>::thing; }) {
            const std::string_view thing = About<T>::thing.substr(std::string_view("the ").size());
            return std::string(std::string_view("aeiou").contains(thing.front()) ? "an " : "a ") + std::string(thing);
        } else {
            return "an entry of " + owner;
        }
    }

    /// A map that begins with its verb.
    template <class... V>
    bool step(const Entry& entry, std::variant<V...>& to) {
        const std::string owner = "the step " + procedure::quoted(entry.name);
        const Node& map = entry.value;
        bool read = false;
        const auto read_as = [&]<class T>(std::type_identity<T>) {
            if (read || map.entries.front().name != verb_of<T>()) return;
            if constexpr (requires { About<T>::told_by; })
                if (std::ranges::find(map.entries, About<T>::told_by, &Entry::name) == map.entries.end()) return;
            into(map, owner, to.template emplace<T>());
            read = true;
        };
        if (map.kind == Node::Kind::map && !map.entries.empty()) (read_as(std::type_identity<V>{}), ...);
        if (!read) refuse_step(map, owner, {verb_of<V>()...});
        return read;
    }
    void refuse_step(const Node& map, const std::string& owner, std::vector<std::string_view> verbs);

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
