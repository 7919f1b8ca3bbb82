#include "base/json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace markaz::example {

enum class Presence { offline, ready, break_ };
BOOST_DESCRIBE_ENUM(Presence, offline, ready, break_)

using AgentId = Id<struct AgentTag>;

struct Skill {
    Key name;
    int level = 0;
    friend bool operator==(const Skill&, const Skill&) = default;
};
BOOST_DESCRIBE_STRUCT(Skill, (), (name, level))

struct Agent {
    AgentId id;
    std::string name;
    Presence presence = Presence::offline;
    std::vector<Skill> skills;
    std::optional<Instant> until;
    friend bool operator==(const Agent&, const Agent&) = default;
};
BOOST_DESCRIBE_STRUCT(Agent, (), (id, name, presence, skills, until))

struct Settings {
    std::uint8_t tries = 3;
    Duration wrap_up = std::chrono::seconds(20);
    friend bool operator==(const Settings&, const Settings&) = default;
};
BOOST_DESCRIBE_STRUCT(Settings, (), (tries, wrap_up))

struct Tick {
    friend bool operator==(const Tick&, const Tick&) = default;
};
BOOST_DESCRIBE_STRUCT(Tick, (), ())

struct KeyPressed {
    char digit = 0;
    double loudness = 0;
    friend bool operator==(const KeyPressed&, const KeyPressed&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyPressed, (), (digit, loudness))

using Input = std::variant<Tick, KeyPressed, Agent>;

struct Centre {
    std::vector<Agent> agents;
    std::map<Key, Duration> waits;
    std::map<AgentId, Presence> presences;
    std::map<std::string, std::int64_t> counts;
    std::set<Key> closed;
    std::array<bool, 2> flags{};
    std::optional<std::vector<Input>> inputs;
    Text greeting;
    Language language = Language::en;
    friend bool operator==(const Centre&, const Centre&) = default;
};
BOOST_DESCRIBE_STRUCT(Centre, (), (agents, waits, presences, counts, closed, flags, inputs, greeting, language))

struct Tree {
    std::vector<Tree> branches;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (branches))

}  // namespace markaz::example

namespace markaz::elsewhere {
struct Skill {
    bool any = false;
};
BOOST_DESCRIBE_STRUCT(Skill, (), (any))
struct Renamed {
    int x = 0;
};
BOOST_DESCRIBE_STRUCT(Renamed, (), (x))
}  // namespace markaz::elsewhere

template <>
inline constexpr bool markaz::json::lenient<markaz::example::Settings> = true;

template <>
struct markaz::json::VariantName<markaz::elsewhere::Renamed> {
    static const std::string& text() {
        static const std::string name = "the_old_name";
        return name;
    }
};

namespace rc {

using namespace markaz;
using namespace markaz::example;

template <>
struct Arbitrary<Key> {
    static Gen<Key> arbitrary() {
        const auto letter = gen::elementOf(std::string("abcxyz0189-_."));
        return gen::map(gen::pair(gen::elementOf(std::string("az09")), gen::resize(30, gen::container<std::string>(letter))),
                        [](const auto& parts) { return *Key::from((parts.first + parts.second).substr(0, Key::longest)); });
    }
};
template <>
struct Arbitrary<Presence> {
    static Gen<Presence> arbitrary() { return gen::element(Presence::offline, Presence::ready, Presence::break_); }
};
template <>
struct Arbitrary<AgentId> {
    static Gen<AgentId> arbitrary() {
        return gen::map(gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 53), [](auto number) { return AgentId{number}; });
    }
};
template <>
struct Arbitrary<Duration> {
    static Gen<Duration> arbitrary() {
        return gen::map(gen::arbitrary<std::int64_t>(), [](auto count) { return Duration(count); });
    }
};
template <>
struct Arbitrary<Skill> {
    static Gen<Skill> arbitrary() { return gen::build<Skill>(gen::set(&Skill::name), gen::set(&Skill::level)); }
};

}  // namespace rc

namespace markaz {
namespace {

using namespace example;

template <class T>
Problem refused(std::string_view text, json::Limits limits = {}) {
    auto result = json::read<T>(text, limits);
    EXPECT_FALSE(result.has_value()) << text;
    return result ? Problem{} : result.error();
}

const Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours(12)};

TEST(Json, WritesAStructInTheOrderOfItsDescription) {
    const Agent agent{{7}, "Sara", Presence::break_, {{"cards"_key, 3}}, noon};
    EXPECT_EQ(json::text(agent),
              R"({"id":7,"name":"Sara","presence":"break","skills":[{"name":"cards","level":3}],"until":"2026-11-22T12:00:00Z"})");
}

TEST(Json, LeavesOutAnEmptyOptionalAndReadsItBackFromNothingOrNull) {
    const Agent agent{{7}, "Sara", Presence::ready, {}, {}};
    EXPECT_EQ(json::text(agent), R"({"id":7,"name":"Sara","presence":"ready","skills":[]})");
    EXPECT_EQ(json::read<Agent>(json::text(agent)), agent);
    EXPECT_EQ(json::read<Agent>(R"({"id":7,"name":"Sara","presence":"ready","skills":[],"until":null})"), agent);
}

TEST(Json, WritesAVariantWithItsTypeFirst) {
    EXPECT_EQ(json::text(Input{KeyPressed{'5', 0.5}}), R"({"type":"key_pressed","digit":"5","loudness":0.5})");
    EXPECT_EQ(json::text(Input{Tick{}}), R"({"type":"tick"})");
    EXPECT_EQ(json::read<Input>(R"({"digit":"5","loudness":0.5,"type":"key_pressed"})"), Input(KeyPressed{'5', 0.5}));
    EXPECT_EQ(json::text(std::variant<elsewhere::Renamed>{}), R"({"type":"the_old_name","x":0})");
}

TEST(Json, EverythingComesBackAsItWas) {
    Centre centre;
    centre.agents = {{{1}, "سارا \"q\" \\ \n\x01\x7F", Presence::ready, {{"cards"_key, -3}}, noon + Duration(1)}};
    centre.waits = {{"cards"_key, Duration::max()}, {"general"_key, Duration::min()}};
    centre.presences = {{{3}, Presence::break_}};
    centre.counts = {{"a/b~c", INT64_MIN}, {"", INT64_MAX}};
    centre.closed = {"a"_key, "b"_key};
    centre.flags = {true, false};
    centre.inputs = std::vector<Input>{Tick{}, KeyPressed{'#', 0.1 + 0.2}, centre.agents[0]};
    centre.greeting[Language::ar] = "أهلا";
    centre.language = Language::fa;
    const auto back = json::read<Centre>(json::text(centre));
    ASSERT_TRUE(back) << back.error().line();
    EXPECT_EQ(*back, centre);
    EXPECT_EQ(json::from_value<Centre>(json::value(centre)), centre);
}

template <class T>
bool comes_back(const T& value) {
    const Result<T> back = json::read<T>(json::text(value));
    return back && *back == value;
}

RC_GTEST_PROP(Json, LengthsComeBackToTheMicrosecond, (Duration length)) { RC_ASSERT(comes_back(length)); }
RC_GTEST_PROP(Json, DoublesComeBackToTheLastBit, (double number)) { RC_ASSERT(comes_back(number)); }
RC_GTEST_PROP(Json, SkillsComeBack, (std::vector<Skill> skills)) { RC_ASSERT(comes_back(skills)); }
RC_GTEST_PROP(Json, MapsComeBack, (std::map<Key, std::map<AgentId, Presence>> map)) { RC_ASSERT(comes_back(map)); }
RC_GTEST_PROP(Json, AnyBytesBecomeReadableText, (std::string bytes)) {
    const Result<std::string> once = json::read<std::string>(json::text(bytes));
    RC_ASSERT(once.has_value());
    RC_ASSERT(comes_back(*once));
}
RC_GTEST_PROP(Json, DamagedTextIsRefusedOrReadAsWhatItSays, (std::string bytes)) {
    // Damaged in the midst of something readable, so that some of it comes past the grammar.
    std::string text = json::text(Agent{{7}, "Sara", Presence::ready, {{"cards"_key, 3}}, noon});
    for (char c : bytes) text[static_cast<unsigned char>(c) % text.size()] = c;
    if (const Result<Agent> agent = json::read<Agent>(text)) RC_ASSERT(comes_back(*agent));
}

TEST(Json, SecondsAreShortNumbers) {
    EXPECT_EQ(json::text(Duration(90'000'000)), "90");
    EXPECT_EQ(json::text(Duration(250'000)), "0.25");
    EXPECT_EQ(json::text(Duration(-1)), "-0.000001");
    EXPECT_EQ(json::read<Duration>("1.5"), Duration(1'500'000));
    EXPECT_EQ(refused<Duration>("0.0000001").right, "seconds with at most six decimals");
    EXPECT_EQ(refused<Duration>("1e2").right, "seconds with at most six decimals");
    EXPECT_EQ(refused<Duration>("9223372036855").what, "9223372036855 is out of range");
}

TEST(Json, BytesThatAreNoUtf8AreReplaced) {
    EXPECT_EQ(json::text(std::string("a\xFF\xC0\x80z")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    EXPECT_EQ(json::text(std::string("\xED\xA0\x80")).size(), 2 + 3 * 3);  // a surrogate is no character
}

TEST(JsonProblem, NamesTheJsonPath) {
    EXPECT_EQ(refused<Centre>(R"({"agents":[{"id":1,"name":"A","presence":"ready","skills":[{"name":"cards","level":"3"}]}]})").line(),
              "/agents/0/skills/0/level: a text stands here; a whole number is expected");
    EXPECT_EQ((refused<std::map<std::string, int>>(R"({"a/b":true})").where), "/a~1b");
}

TEST(JsonProblem, MissingFieldsAreRequired) {
    EXPECT_EQ(refused<Skill>(R"({"name":"cards"})").line(), "/level: this field is required");
    EXPECT_EQ(refused<Input>(R"({"digit":"5"})").line(), "/type: this field is required");
}

TEST(JsonProblem, AnUnknownFieldIsToldWithTheNearestName) {
    EXPECT_EQ(refused<Skill>(R"({"name":"cards","levle":1})").line(), "/levle: this field is not known; did you mean \"level\"?");
    EXPECT_EQ(refused<Skill>(R"({"colour":1})").line(), "/colour: this field is not known; the fields are: name, level");
    EXPECT_EQ(refused<Input>(R"({"type":"tick","x":1})").line(), "/x: this field is not known; no field is expected");
}

TEST(JsonProblem, AFieldGivenTwiceIsRefused) {
    EXPECT_EQ(refused<Skill>(R"({"name":"a","level":1,"name":"b"})").line(), "/name: this is given twice; once is enough");
    EXPECT_EQ((refused<std::map<std::string, int>>(R"({"a":1,"a":2})").where), "/a");
    EXPECT_EQ(refused<std::set<int>>("[1,2,1]").where, "/2");
}

TEST(JsonProblem, AnUnknownValueIsToldWithTheAllowedOnes) {
    EXPECT_EQ(refused<Presence>(R"("away")").line(), "\"away\" is not known here; one of: offline, ready, break");
    EXPECT_EQ(refused<Presence>(R"("break_")").what, "\"break_\" is not known here");
    EXPECT_EQ(refused<Input>(R"({"type":"tock"})").line(), "/type: \"tock\" is not known here; one of: tick, key_pressed, agent");
    EXPECT_EQ(refused<Text>(R"({"de":"Hallo"})").line(), "/de: \"de\" is not known here; one of: en, ar, fa, id, ms");
}

TEST(JsonProblem, NumbersKeepToTheirRange) {
    EXPECT_EQ(refused<std::uint8_t>("256").line(), "256 is out of range; 0 to 255 is allowed");
    EXPECT_EQ(refused<std::uint8_t>("-1").what, "-1 is out of range");
    EXPECT_EQ(refused<int>("1.0").line(), "1.0 stands here; a whole number is expected");
    EXPECT_EQ(refused<std::int64_t>("9223372036854775808").what, "9223372036854775808 is out of range");
    EXPECT_EQ(refused<AgentId>("9007199254740992").what, "9007199254740992 is out of range");
    EXPECT_EQ(json::read<std::uint64_t>("18446744073709551615"), UINT64_MAX);
    EXPECT_EQ(refused<double>("1e999").what, "1e999 is out of range");
}

TEST(JsonProblem, KeysAndInstantsAreChecked) {
    EXPECT_EQ(refused<Key>(R"("Cards")").what, "\"Cards\" is not a key");
    EXPECT_EQ(json::read<Key>(R"("")"), Key{});
    EXPECT_FALSE(refused<Instant>(R"("yesterday")").what.empty());
}

TEST(JsonProblem, TextThatIsNoJsonIsToldByLineAndColumn) {
    EXPECT_EQ(refused<Skill>("{\n  \"name\" 3}").where, "2:10");
    EXPECT_EQ(refused<Skill>("").where, "1:1");
    EXPECT_EQ(refused<int>("1 2").line(), "1:3: something follows the JSON value; one value is read");
    EXPECT_FALSE(refused<std::string>("\"\xFF\"").what.empty());
}

TEST(JsonProblem, SizeAndDepthAreBounded) {
    EXPECT_EQ(refused<int>("12345", {.bytes = 4}).what, "the JSON has 5 bytes");
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(json::parse(nested(64)));
    EXPECT_EQ(json::parse(nested(65)).error().what, "the JSON is nested too deep");
    EXPECT_FALSE(json::parse(std::string(1'000'000, '[')));
}

TEST(Json, ALenientStructKeepsItsDefaults) {
    EXPECT_EQ(json::read<Settings>("{}"), Settings{});
    EXPECT_EQ(json::read<Settings>(R"({"tries":5})"), (Settings{5, std::chrono::seconds(20)}));
    EXPECT_EQ(refused<Settings>(R"({"trys":5})").right, "did you mean \"tries\"?");
}

TEST(Json, NamesInSnakeCase) {
    EXPECT_EQ(json::snake_case("CallArrived"), "call_arrived");
    EXPECT_EQ(json::snake_case("DTMFKey"), "dtmf_key");
    EXPECT_EQ(json::snake_case("Break_"), "break");
    EXPECT_EQ(type_name<KeyPressed>(), "KeyPressed");
    EXPECT_EQ(qualified_type_name<KeyPressed>(), "markaz::example::KeyPressed");
}

TEST(JsonSchema, DescribesAStructOnceAndRefersToIt) {
    json::Definitions definitions;
    EXPECT_EQ(json::text(json::schema<std::vector<Skill>>(definitions)),
              R"({"type":"array","items":{"$ref":"#/components/schemas/Skill"}})");
    json::schema<Skill>(definitions);
    EXPECT_EQ(json::text(json::Value(definitions.schemas)),
              R"({"Skill":{"type":"object","properties":{"name":{"type":"string","pattern":"^([a-z0-9][a-z0-9._-]{0,30})?$"},)"
              R"("level":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},"additionalProperties":false,)"
              R"("required":["name","level"]}})");
}

TEST(JsonSchema, OptionalAndLenientMembersAreNotRequired) {
    json::Definitions definitions;
    json::schema<Agent>(definitions);
    json::schema<Settings>(definitions);
    const json::Value schemas(definitions.schemas);
    EXPECT_EQ(json::text(*schemas.find("Agent")->find("required")), R"(["id","name","presence","skills"])");
    EXPECT_EQ(schemas.find("Settings")->find("required"), nullptr);
}

TEST(JsonSchema, AVariantIsOneOfItsStructsWithItsType) {
    json::Definitions definitions;
    EXPECT_EQ((json::text(json::schema<std::variant<Tick, KeyPressed>>(definitions))),
              R"({"oneOf":[{"type":"object","properties":{"type":{"const":"tick"}},"additionalProperties":false,"required":["type"]},)"
              R"({"type":"object","properties":{"type":{"const":"key_pressed"},"digit":{"type":"string","maxLength":1},)"
              R"("loudness":{"type":"number"}},"additionalProperties":false,"required":["type","digit","loudness"]}]})");
}

TEST(JsonSchema, ATypeMayContainItselfAndTwoWordsMayUseOneName) {
    json::Definitions definitions;
    json::schema<Tree>(definitions);
    json::schema<Skill>(definitions);
    json::schema<elsewhere::Skill>(definitions);
    ASSERT_EQ(definitions.schemas.size(), 3u);
    EXPECT_EQ(definitions.schemas[0].name, "Tree");
    EXPECT_EQ(definitions.schemas[1].name, "Skill");
    EXPECT_EQ(definitions.schemas[2].name, "Skill_");
}

}  // namespace
}  // namespace markaz
