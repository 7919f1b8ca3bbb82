#include "procedure/example.hpp"

#include <algorithm>
#include <array>

#include "base/described.hpp"
#include "procedure/fields.hpp"

namespace markaz::procedure {

namespace {

constexpr std::uint32_t highest_level = 9;  // people::Skill
constexpr std::size_t most_moves_of_example = 200;
constexpr Duration longest_wait_of_example = std::chrono::days{1};
const std::vector<std::string_view> moves{"press", "wait", "speak", "answered", "yes", "no", "done", "take", "write", "deviate", "leave"};

class ExampleReader {
public:
    ExampleReader(Key flow, Findings& findings) : flow_(flow), findings_(findings) {}

    Example read(const Entry& entry, Key id) {
        Example example;
        example.id = id;
        example.path = findings_.path();
        example.place = entry.place;
        example.flow = flow_;
        const std::string owner = "the example " + quoted(entry.name);
        const Fields fields(entry.value, owner, {"given", "when", "then"}, findings_);
        if (const Entry* given = fields.find("given")) read_given(*given, owner, example);
        if (const Entry* when = fields.find("when")) read_when(*when, example);
        if (const Entry* then = fields.require("then", "then: {outcome: resolved}")) read_then(*then, owner, example.then);
        return example;
    }

private:
    void read_given(const Entry& given, const std::string& owner, Example& example) {
        const Fields fields(given.value, "what is given in " + owner, {"language", "channel", "queue", "customer", "agents"}, findings_);
        if (const Entry* language = fields.find("language")) example.language = as_language(*language, findings_);
        if (const Entry* queue = fields.find("queue")) example.queue = as_key(*queue, findings_).value_or(Key{});
        if (const Entry* channel = fields.find("channel"))
            if (const auto text = as_text(*channel, findings_)) {
                const auto names = enum_names<contact::Channel>();
                if (const auto known = enum_from<contact::Channel>(*text))
                    example.channel = *known;
                else
                    findings_.add("wrong-value", channel->value.place, "there is no channel " + quoted(*text),
                                  suggestion(*text, {names.begin(), names.end()}));
            }
        if (const Entry* customer = fields.find("customer")) read_customer(*customer, owner, example.customer);
        for (const Entry& agent : map_of(fields.find("agents"))) read_agent(agent, example);
    }
    void read_customer(const Entry& customer, const std::string& owner, customer::Known& to) {
        constexpr std::uint32_t most_contacts = 1'000;
        const Fields fields(customer.value, "the customer in " + owner, {"standing", "contacts_lately"}, findings_);
        if (const Entry* standing = fields.find("standing"))
            if (const auto text = as_text(*standing, findings_)) {
                const auto names = enum_names<customer::Standing>();
                if (const auto known = enum_from<customer::Standing>(*text))
                    to.standing = *known;
                else
                    findings_.add("wrong-value", standing->value.place, "there is no standing " + quoted(*text),
                                  suggestion(*text, {names.begin(), names.end()}));
            }
        if (const Entry* lately = fields.find("contacts_lately"))
            if (const auto count = as_number(*lately, 0, most_contacts, findings_)) to.contacts_lately = *count;
    }
    void read_agent(const Entry& agent, Example& example) {
        const auto name = name_as_key(agent, "an agent", findings_);
        if (!name) return;
        Example::Agent made{*name, {}};
        for (const Entry& skill : map_of(&agent))
            if (const auto key = name_as_key(skill, "a skill", findings_))
                if (const auto level = as_number(skill, 1, highest_level, findings_))
                    made.skills.push_back({*key, static_cast<std::uint8_t>(*level)});
        std::ranges::sort(made.skills, {}, &people::Skill::name);
        example.agents.push_back(std::move(made));
    }

    void read_when(const Entry& when, Example& example) {
        if (when.value.kind != Node::Kind::list)
            return findings_.add("wrong-type", when.value.place, "\"when\" is " + std::string(when.value.kind_text()),
                                 "it is a list of moves, such as [{press: 1}]");
        if (when.value.items.size() > most_moves_of_example)
            return findings_.add("wrong-value", when.value.place, "the example has " + std::to_string(when.value.items.size()) + " moves",
                                 "at most " + std::to_string(most_moves_of_example) + " are run");
        for (const Node& item : when.value.items)
            if (item.kind != Node::Kind::map || item.entries.size() != 1)
                findings_.add("wrong-type", item.place, "a move is " + std::string(item.kind_text()),
                              "it is one move and what it is about, such as {press: 1}");
            else if (auto move = read_move(item.entries.front()))
                example.moves.push_back(std::move(*move));
    }
    std::optional<Move> read_move(const Entry& entry) {
        using Kind = Move::Kind;
        Move move;
        move.place = entry.place;
        const std::string& verb = entry.name;
        if (verb == "press") return read_press(entry, move);
        if (verb == "wait" || verb == "speak") {
            move.kind = verb == "wait" ? Kind::wait : Kind::speak;
            const auto time = as_duration(entry, Duration{1}, longest_wait_of_example, findings_);
            move.time = time.value_or(Duration{0});
            return time ? std::optional(move) : std::nullopt;
        }
        if (verb == "answered") {
            const auto queue = as_key(entry, findings_);
            move.kind = Kind::answered;
            move.name = queue.value_or(Key{});
            return queue ? std::optional(move) : std::nullopt;
        }
        if (verb == "leave") return read_leave(entry, move);
        constexpr std::array<std::pair<std::string_view, Kind>, 3> answers{{{"yes", Kind::yes}, {"no", Kind::no}, {"done", Kind::done}}};
        for (const auto& [word, kind] : answers)
            if (verb == word) {
                const auto text = as_text(entry, findings_);
                move.kind = kind;
                return text && name_step(*text, entry.value.place, move.flow, move.name) ? std::optional(move) : std::nullopt;
            }
        constexpr std::array<std::pair<std::string_view, Kind>, 3> maps{
            {{"take", Kind::take}, {"write", Kind::write}, {"deviate", Kind::deviate}}};
        for (const auto& [word, kind] : maps)
            if (verb == word) return read_pair(entry, kind, move);
        findings_.add("wrong-value", entry.place, "there is no move " + quoted(verb), suggestion(verb, moves));
        return std::nullopt;
    }
    std::optional<Move> read_press(const Entry& entry, Move move) {
        const auto text = as_text(entry, findings_);
        if (!text) return std::nullopt;
        const std::string key = with_latin_digits(*text);
        constexpr std::string_view keys = "0123456789*#";
        move.kind = key == "none" ? Move::Kind::no_key : Move::Kind::press;
        move.key = key.front();
        if (key == "none" || (key.size() == 1 && keys.contains(key.front()))) return move;
        findings_.add("wrong-value", entry.value.place, quoted(*text) + " is no key of a telephone",
                      "a key is one of 0 to 9, * and #; or none");
        return std::nullopt;
    }
    std::optional<Move> read_leave(const Entry& entry, Move move) {
        const auto text = as_text(entry, findings_);
        move.kind = text == "caller" ? Move::Kind::caller_leaves : Move::Kind::agent_leaves;
        if (text == "caller" || text == "agent") return move;
        if (text) findings_.add("wrong-value", entry.value.place, quoted(*text) + " does not leave", "the caller or the agent does");
        return std::nullopt;
    }
    std::optional<Move> read_pair(const Entry& entry, Move::Kind kind, Move move) {
        if (entry.value.kind != Node::Kind::map || entry.value.entries.size() != 1) {
            findings_.add("wrong-type", entry.value.place, quoted(entry.name) + " is " + std::string(entry.value.kind_text()),
                          "it is a map from one step to what is " +
                              std::string(kind == Move::Kind::take ? "taken, such as {kind: lost}" : "written, such as {note: \"…\"}"));
            return std::nullopt;
        }
        const Entry& about = entry.value.entries.front();
        const auto text = as_text(about, findings_);
        if (!text || !name_step(about.name, about.place, move.flow, move.name)) return std::nullopt;
        move.kind = kind;
        move.text = *text;
        if (kind != Move::Kind::take) return move;
        const auto option = as_key(about, findings_);
        move.option = option.value_or(Key{});
        return option ? std::optional(move) : std::nullopt;
    }

    void read_then(const Entry& then, const std::string& owner, Expected& to) {
        const Fields fields(then.value, "what follows in " + owner,
                            {"hears", "passed", "never", "waits", "served_by", "outcome", "refused"}, findings_);
        if (const Entry* hears = fields.find("hears")) to.hears = steps_of(*hears);
        if (const Entry* passed = fields.find("passed")) to.passed = steps_of(*passed);
        if (const Entry* never = fields.find("never")) to.never = steps_of(*never);
        const auto key = [&](std::string_view name, std::optional<std::pair<Key, Place>>& place) {
            if (const Entry* entry = fields.find(name))
                if (const auto read = as_key(*entry, findings_)) place = {*read, entry->value.place};
        };
        key("waits", to.waits);
        key("served_by", to.served_by);
        key("outcome", to.outcome);
        if (const Entry* refused = fields.find("refused"))
            if (as_truth(*refused, findings_).value_or(false)) to.refused = refused->value.place;
        if (fields.is_map() && then.value.entries.empty())
            findings_.add("wrong-value", then.value.place, owner + " expects nothing", "write for example `then: {outcome: resolved}`");
    }
    std::vector<StepName> steps_of(const Entry& entry) {
        std::vector<StepName> steps;
        if (entry.value.kind != Node::Kind::list) {
            findings_.add("wrong-type", entry.value.place, quoted(entry.name) + " is " + std::string(entry.value.kind_text()),
                          "it is a list of steps");
            return steps;
        }
        for (const Node& item : entry.value.items) {
            StepName name{{}, {}, item.place};
            const auto text = as_text({entry.name, item.place, item}, findings_);
            if (text && name_step(*text, item.place, name.flow, name.step)) steps.push_back(name);
        }
        return steps;
    }
    /// `step` of the document's own flow, or `procedure/step`.
    bool name_step(std::string_view text, Place place, Key& flow, Key& step) {
        const auto slash = text.find('/');
        const auto first = slash == std::string_view::npos ? std::optional(flow_) : Key::from(text.substr(0, slash));
        const auto second = Key::from(slash == std::string_view::npos ? text : text.substr(slash + 1));
        if (!first || !second) {
            findings_.add("wrong-value", place, quoted(text) + " names no step",
                          "a step is written `verify`, one of another procedure `verify-caller/verify`");
            return false;
        }
        flow = *first;
        step = *second;
        return true;
    }
    std::span<const Entry> map_of(const Entry* entry) {
        if (!entry) return {};
        if (entry->value.kind == Node::Kind::map) return entry->value.entries;
        findings_.add("wrong-type", entry->value.place, quoted(entry->name) + " is " + std::string(entry->value.kind_text()),
                      "it is a map");
        return {};
    }

    Key flow_;
    Findings& findings_;
};

}  // namespace

std::vector<Example> read_examples(const Node& body, Key flow, Findings& findings) {
    std::vector<Example> examples;
    ExampleReader reader(flow, findings);
    for (const Entry* entry : named_entries(body, "the examples", "stolen-card: {when: [{press: 1}], then: {waits: cards}}", findings))
        if (const auto id = name_as_key(*entry, "an example", findings)) examples.push_back(reader.read(*entry, *id));
    return examples;
}

}  // namespace markaz::procedure
