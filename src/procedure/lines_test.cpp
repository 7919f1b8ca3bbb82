#include "procedure/lines.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace markaz::procedure {
namespace {

using Changes = std::vector<LinesChanged>;

TEST(Lines, WhatIsEqualHasNoChange) {
    EXPECT_EQ(lines_changed("a\nb\n", "a\nb\n"), Changes{});
    EXPECT_EQ(lines_changed("", ""), Changes{});
}

TEST(Lines, EachChangeIsToldAtItsPlaceInBothTexts) {
    EXPECT_EQ(lines_changed("a\nb\nc\nd\n", "a\nx\nc\ny\nz\nd\n"), (Changes{{2, 2, {"b"}, {"x"}}, {4, 4, {}, {"y", "z"}}}));
    EXPECT_EQ(lines_changed("a\nb\n", "b\n"), (Changes{{1, 1, {"a"}, {}}}));
    EXPECT_EQ(lines_changed("", "a\n"), (Changes{{1, 1, {}, {"a"}}}));
}

/// Makes the second text out of the first one and what has changed.
std::string applied(const std::string& text, const Changes& changes) {
    std::string made;
    std::size_t at = 1, begin = 0;
    const auto keep = [&] {
        const std::size_t end = text.find('\n', begin);
        made += text.substr(begin, end + 1 - begin);
        begin = end + 1;
        ++at;
    };
    for (const LinesChanged& change : changes) {
        while (at < change.from_line) keep();
        for (const std::string& each : change.removed) {
            RC_ASSERT(text.substr(begin, each.size() + 1) == each + "\n");
            begin += each.size() + 1;
            ++at;
        }
        RC_ASSERT(std::size_t{change.to_line} == static_cast<std::size_t>(std::ranges::count(made, '\n')) + 1);
        for (const std::string& each : change.added) made += each + "\n";
    }
    while (begin < text.size()) keep();
    return made;
}

TEST(Lines, WhatChangedMakesOneTextOutOfTheOther) {
    EXPECT_TRUE(rc::check([] {
        const auto any_text = [] {
            std::string text;
            for (int lines = *rc::gen::inRange(0, 12); lines > 0; --lines)
                text += *rc::gen::element<std::string>("a\n", "b\n", "c\n", "\n");
            return text;
        };
        const std::string from = any_text(), to = any_text();
        const Changes changes = lines_changed(from, to);
        RC_ASSERT(applied(from, changes) == to);
        RC_ASSERT(changes.empty() == (from == to));
    }));
}

TEST(Lines, ALongTextThatIsAnotherIsOneChange) {
    std::string from, to;
    for (int line = 0; line < 5000; ++line) {
        from += "a" + std::to_string(line) + "\n";
        to += "b" + std::to_string(line) + "\n";
    }
    const Changes changes = lines_changed(from, to);
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].removed.size(), 5000u);
}

}  // namespace
}  // namespace markaz::procedure
