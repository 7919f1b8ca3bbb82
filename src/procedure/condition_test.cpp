// The language of conditions, by the vectors that the page's own reader is tested with too.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "procedure/clauses_read.hpp"
#include "procedure/condition.hpp"

namespace markaz::procedure {
namespace {

const json::Value& vectors() {
    static const json::Value read = [] {
        std::ostringstream text;
        text << std::ifstream(std::filesystem::path(SOURCE_DIR) / "src/procedure/condition_vectors.json").rdbuf();
        return json::parse(text.str()).value();
    }();
    return read;
}
const std::string& text_of(const json::Value& value) { return std::get<std::string>(value.is); }
const json::Array& list_of(const json::Value& value) { return std::get<json::Array>(value.is); }

struct World {
    std::vector<KnownName> names;
    std::vector<KnownField> fields;
    Facts facts;
};

/// The fields and facts of the vectors.
World world() {
    World made;
    for (const json::Member& field : std::get<json::Object>(vectors().find("fields")->is)) {
        FormField form;
        form.id = *Key::from(field.name);
        form.type = *enum_from<ValueType>(text_of(*field.value.find("type")));
        form.longest = 100;
        KnownName name{field.name, form.type, {}};
        if (const json::Value* options = field.value.find("options"))
            for (const json::Value& option : list_of(*options)) {
                name.options.push_back(*Key::from(text_of(option)));
                form.options.push_back({name.options.back(), {}});
            }
        made.names.push_back(name);
        if (const json::Value* given = vectors().find("facts")->find(field.name))
            made.fields.push_back({form.id, read_value(form, text_of(*given)).value()});
    }
    const json::Value& facts = *vectors().find("facts");
    made.facts.language = *language_from(text_of(*facts.find("language")));
    made.facts.queue = *Key::from(text_of(*facts.find("queue")));
    made.facts.waited = parse_duration(text_of(*facts.find("waited"))).value();
    made.facts.elapsed = parse_duration(text_of(*facts.find("elapsed"))).value();
    made.facts.transfers = 1;
    made.facts.customer.standing = *enum_from<customer::Standing>(text_of(*facts.find("customer.standing")));
    made.facts.customer.contacts_lately = 4;
    made.facts.fields = made.fields;
    return made;
}

TEST(Condition, EveryVectorHasItsValue) {
    const World floor = world();
    for (const json::Value& vector : list_of(*vectors().find("holds"))) {
        const std::string& text = text_of(list_of(vector)[0]);
        const auto condition = Condition::compile(text, floor.names);
        ASSERT_TRUE(condition) << text << ": " << condition.error().what;
        EXPECT_EQ(condition->holds(floor.facts), std::get<bool>(list_of(vector)[1].is)) << text;
    }
}

TEST(Condition, EveryWrongVectorIsRefusedAtItsPlace) {
    const World floor = world();
    for (const json::Value& vector : list_of(*vectors().find("wrong"))) {
        const std::string& text = text_of(list_of(vector)[0]);
        const auto condition = Condition::compile(text, floor.names);
        ASSERT_FALSE(condition) << text;
        EXPECT_EQ(std::to_string(condition.error().at), std::get<json::Number>(list_of(vector)[1].is).text) << text;
        EXPECT_EQ(condition.error().what, text_of(list_of(vector)[2])) << text;
    }
}

TEST(Condition, LimitsSayTheirNumber) {
    const World floor = world();
    const auto refused = [&](const std::string& text) {
        const auto condition = Condition::compile(text, floor.names);
        return condition ? std::string("taken") : condition.error().what + "; " + condition.error().right;
    };
    EXPECT_EQ(refused(std::string(1001, ' ')), "the condition has 1001 bytes; at most 1000 are read");
    EXPECT_EQ(refused(std::string(33, '(') + "true" + std::string(33, ')')),
              "the condition is too deep; at most 32 parentheses lie in each other");
    EXPECT_EQ(refused(std::string(32, '(') + "true" + std::string(32, ')')), "taken");
    EXPECT_EQ(refused(std::string(900, '-') + "1 > 0"), "the condition is too deep; at most 32 parentheses lie in each other");
    std::string list = "amount in [1";
    for (int i = 0; i < 200; ++i) list += ",1";
    EXPECT_EQ(refused(list + "]"), "the list is too long; at most 200 values stand in it");
}

/// Whatever is written, it is refused at a place inside the text or has a value.
TEST(Condition, NothingThatIsWrittenIsWithoutAnAnswer) {
    const World floor = world();
    const std::vector<std::string> words{"amount", "reason", "(",  ")",    "[",          "]",        ",",        "and", "or",
                                         "not",    "in",     "+",  "-",    "*",          "/",        "=",        "<",   "null",
                                         "1",      "0",      "5m", "true", "\"double\"", "verified", "received", "-1"};
    rc::check("a random row of words", [&] {
        std::string text;
        for (std::size_t i = 0, count = *rc::gen::inRange<std::size_t>(0, 24); i < count; ++i) text += *rc::gen::elementOf(words) + ' ';
        const auto condition = Condition::compile(text, floor.names);
        if (condition) (void)condition->holds(floor.facts);
        else RC_ASSERT(condition.error().at <= text.size() && !condition.error().what.empty() && !condition.error().right.empty());
    });
}

TEST(Value, NumbersAreReadExactlyAndWrittenBack) {
    for (const std::string text : {"0", "12", "-3.25", "999999999999.9999", "0.0001"}) {
        const auto amount = parse_number(text);
        ASSERT_TRUE(amount) << text;
        EXPECT_EQ(number_text(*amount), text);
    }
    EXPECT_EQ(parse_number("١٢.٥"), parse_number("12.5"));
    for (const std::string text : {"", "-", ".", "1.", ".5", "1.23456", "1234567890123", "1e3", "+1", "1 ", "1,000"})
        EXPECT_EQ(parse_number(text), std::nullopt) << text;
}

TEST(Value, DaysAreReadAndWrittenBack) {
    for (const std::string text : {"1970-01-01", "2026-02-28", "9999-12-31"}) EXPECT_EQ(day_text(parse_day(text).value()), text);
    for (const std::string text : {"2026-02-30", "2026-2-3", "26-02-03", "2026-02-03T", ""})
        EXPECT_EQ(parse_day(text), std::nullopt) << text;
}

}  // namespace
}  // namespace markaz::procedure
