// A rule by which a manual is refused is explained to its author on docs/rules.md, and the tests hold a bad manual that breaks it, with
// the exact line that the author reads.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "procedure/finding.hpp"

namespace markaz::procedure {
namespace {

const std::filesystem::path house = SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What docs/rules.md says of each rule: a row is "| `rule`, `rule` | why |".
std::map<std::string, std::string> explained() {
    std::map<std::string, std::string> why;
    const std::string page = text_of(house / "docs/rules.md");
    const std::regex row("\\n\\| (`[^|]*`) \\| ([^|\\n]*) \\|"), id("`([^`]*)`");
    for (std::sregex_iterator each(page.begin(), page.end(), row), end; each != end; ++each) {
        const std::string ids = (*each)[1];
        for (std::sregex_iterator one(ids.begin(), ids.end(), id); one != end; ++one) why[(*one)[1]] = (*each)[2];
    }
    return why;
}

/// The rules of which a test expects a whole line: "rule | document:line:column: …".
std::set<std::string> proven() {
    std::set<std::string> rules;
    const std::regex expected("\"([a-z-]+) \\| [^ \"]+:[0-9]+:[0-9]+: ");
    for (const char* room : {"src/procedure", "sim"})
        for (const auto& file : std::filesystem::directory_iterator(house / room)) {
            if (!file.path().string().ends_with("_test.cpp")) continue;
            const std::string text = text_of(file.path());
            for (std::sregex_iterator each(text.begin(), text.end(), expected), end; each != end; ++each) rules.insert((*each)[1]);
        }
    return rules;
}

TEST(Rules, EachIsExplainedAndNoOther) {
    const auto why = explained();
    for (const std::string_view rule : rules)
        EXPECT_TRUE(why.contains(std::string(rule)) && !why.at(std::string(rule)).empty()) << rule << " is not explained in docs/rules.md";
    for (const auto& [rule, reason] : why)
        EXPECT_TRUE(std::ranges::find(rules, rule) != rules.end()) << "docs/rules.md explains " << rule << ", which nothing finds";
}

TEST(Rules, EachIsBrokenByAManualInTheTests) {
    const auto shown = proven();
    for (const std::string_view rule : rules) EXPECT_TRUE(shown.contains(std::string(rule))) << "no test expects a line of " << rule;
}

}  // namespace
}  // namespace markaz::procedure
