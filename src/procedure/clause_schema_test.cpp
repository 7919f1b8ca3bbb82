// The JSON Schema against what the reader takes: every clause of the sample manual fits it, and slips do not.

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "procedure/clause_schema.hpp"
#include "procedure/clauses.hpp"
#include "procedure/document.hpp"
#include "procedure/source.hpp"

namespace markaz::procedure {
namespace {

using json::Array, json::Object, json::Value;

const Value& root() {
    static const Value schema = clause_schema();
    return schema;
}
std::string text_of(const Value& value) { return std::get<std::string>(value.is); }

/// The keywords that clause_schema() uses, by JSON Schema 2020-12, for a clause as it was read. Empty, or the place that does not fit.
std::string misfit(const Node& node, const Value& schema, const std::string& at);

std::string misfit_of_map(const Node& node, const Value& schema, const std::string& at) {
    if (node.kind != Node::Kind::map) return at + ": no object";
    if (const Value* required = schema.find("required"))
        for (const Value& name : std::get<Array>(required->is))
            if (std::ranges::find(node.entries, text_of(name), &Entry::name) == node.entries.end()) return at + ": no " + text_of(name);
    const Value* properties = schema.find("properties");
    for (const Entry& entry : node.entries) {
        const std::string place = at + '/' + entry.name;
        if (const Value* names = schema.find("propertyNames"); names)
            if (!std::regex_search(entry.name, std::regex(text_of(*names->find("pattern"))))) return place + ": name";
        const Value* own = properties ? properties->find(entry.name) : nullptr;
        const Value* other = schema.find("additionalProperties");
        if (!own && std::holds_alternative<bool>(other->is)) return place + ": unknown";
        if (const auto wrong = misfit(entry.value, own ? *own : *other, place); !wrong.empty()) return wrong;
    }
    return {};
}

bool is_number(const std::string& text) { return std::regex_match(text, std::regex("[0-9]+")); }

bool fits_scalar(const std::string& text, const Value& schema, const std::string& type) {
    if (type == "boolean") return text == "true" || text == "false";
    if (type == "integer")
        return is_number(text) && std::stoll(text) >= std::stoll(std::get<json::Number>(schema.find("minimum")->is).text) &&
               std::stoll(text) <= std::stoll(std::get<json::Number>(schema.find("maximum")->is).text);
    const Value* pattern = schema.find("pattern");
    return !pattern || std::regex_search(text, std::regex(text_of(*pattern)));
}

std::string misfit(const Node& node, const Value& schema, const std::string& at) {
    if (const Value* refers = schema.find("$ref"))
        return misfit(node, *root().find("$defs")->find(text_of(*refers).substr(std::string_view("#/$defs/").size())), at);
    for (const char* one_of : {"oneOf", "anyOf"})
        if (const Value* any = schema.find(one_of)) {
            const auto fits =
                std::ranges::count_if(std::get<Array>(any->is), [&](const Value& each) { return misfit(node, each, at).empty(); });
            return fits == 1 ? "" : at + ": fits " + std::to_string(fits);
        }
    if (const Value* words = schema.find("enum")) {
        const auto is = [&](const Value& word) {
            return word == Value(node.text) || (is_number(node.text) && word == Value(json::Number{node.text}));
        };
        return std::ranges::any_of(std::get<Array>(words->is), is) ? "" : at + ": not one of them";
    }
    const Value* type = schema.find("type");
    const std::string kind = type && std::holds_alternative<std::string>(type->is) ? text_of(*type) : "string";
    if (kind == "object") return misfit_of_map(node, schema, at);
    if (kind != "array") return node.kind == Node::Kind::text && fits_scalar(node.text, schema, kind) ? "" : at + ": no " + kind;
    if (node.kind != Node::Kind::list) return at + ": no array";
    for (const Node& item : node.items)
        if (const auto wrong = misfit(item, *schema.find("items"), at + "/-"); !wrong.empty()) return wrong;
    return {};
}

std::string misfit(std::string_view kind, std::string_view body) {
    Findings findings("a.md");
    const Node node = read_yaml(body, 1, findings);
    EXPECT_TRUE(findings.empty());
    return misfit(node, *root().find("properties")->find(kind), "");
}

TEST(ClauseSchema, TakesEveryClauseOfTheSampleManual) {
    std::size_t clauses = 0;
    for (const SourceDocument& source : sample_manual()) {
        Findings findings(source.path);
        const auto document = read_document(source, findings);
        ASSERT_TRUE(document);
        for (const Clause& clause : document->clauses) {
            const Value* schema = root().find("properties")->find(clause.kind);
            if (!schema) continue;  // `texts` and `examples`
            EXPECT_EQ(misfit(clause.body, *schema, source.path + ' ' + clause.kind), "");
            ++clauses;
        }
    }
    EXPECT_GE(clauses, 15u);
}

TEST(ClauseSchema, RefusesWhatTheReaderRefuses) {
    EXPECT_EQ(misfit("flow", "start: a\nsteps:\n  a: {end: done}\n"), "");
    EXPECT_EQ(misfit("flow", "steps:\n  a: {end: done}\n"), ": no start");
    EXPECT_EQ(misfit("flow", "start: a\nsteps:\n  a: {say: \"Hello.\"}\n"), "/steps/a: fits 0");
    EXPECT_EQ(misfit("flow", "start: a\nsteps:\n  a: {choose: \"Press 1.\", keys: {x: a}, otherwise: a}\n"), "/steps/a: fits 0");
    EXPECT_EQ(misfit("flow", "start: a\nuse: never\nsteps:\n  a: {end: done}\n"), "/use: not one of them");
    EXPECT_EQ(misfit("routing", "queues:\n  Cards: {title: Cards, skills: {}}\n"), "/queues/Cards: name");
    EXPECT_EQ(misfit("routing", "queues:\n  cards: {title: Cards, skills: {cards: 10}}\n"), "/queues/cards/skills/cards: no integer");
    EXPECT_EQ(misfit("routing", "queues:\n  cards: {title: Cards, skills: {}, wrap_up: soon}\n"), "/queues/cards/wrap_up: no string");
    EXPECT_EQ(misfit("routing", "queues:\n  cards: {title: Cards, skills: {}, wrapup: 3s}\n"), "/queues/cards/wrapup: unknown");
    EXPECT_EQ(misfit("survey", "after: {title: After, questions: {q: {text: \"Press 1.\", keys: [10]}}}\n"),
              "/after/questions/q/keys/-: not one of them");
}

TEST(ClauseSchema, SaysWhatStandsForWhatIsLeftOut) {
    const Value* queue = root().find("$defs")->find("queue")->find("properties");
    EXPECT_EQ(*queue->find("ring")->find("default"), Value(duration_text(routing::QueuePolicy{}.ring)));
    EXPECT_EQ(*queue->find("music")->find("default"), Value(routing::QueuePolicy{}.music));
    EXPECT_EQ(queue->find("keep_recordings")->find("default"), nullptr);
}

}  // namespace
}  // namespace markaz::procedure
