#include "base/nullable.hpp"

#include <gtest/gtest.h>

namespace markaz::example {

struct Waiting {
    int callers = 0;
    Nullable<Duration> longest;
    friend bool operator==(const Waiting&, const Waiting&) = default;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (callers, longest))

}  // namespace markaz::example

namespace markaz {
namespace {

using example::Waiting;
using namespace std::chrono_literals;

TEST(Nullable, IsWrittenAsNullWhereThereIsNothing) {
    EXPECT_EQ(json::text(Waiting{}), R"({"callers":0,"longest":null})");
    EXPECT_EQ(json::text(Waiting{2, Duration{5s}}), R"({"callers":2,"longest":5})");
}

TEST(Nullable, MustBeGivenButMayBeNull) {
    EXPECT_EQ(json::read<Waiting>(R"({"callers":2,"longest":null})"), (Waiting{2, {}}));
    EXPECT_EQ(json::read<Waiting>(R"({"callers":2,"longest":5})"), (Waiting{2, Duration{5s}}));
    EXPECT_EQ(json::read<Waiting>(R"({"callers":2})").error().where, "/longest");
}

TEST(Nullable, IsDescribedAsRequiredAndPossiblyNull) {
    json::Definitions definitions;
    json::schema<Waiting>(definitions);
    const json::Value& waiting = definitions.schemas.at(0).value;
    EXPECT_EQ(json::text(*waiting.find("required")), R"(["callers","longest"])");
    EXPECT_EQ(json::text(*waiting.find("properties")->find("longest")->find("oneOf")),
              R"([{"type":"number","description":"seconds, at most six decimals"},{"type":"null"}])");
}

}  // namespace
}  // namespace markaz
