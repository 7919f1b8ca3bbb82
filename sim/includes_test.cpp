// The world around the centre holds no queue, no choice and no presence of its own. It could not, with what it includes.

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace {

TEST(Includes, TheWorldSeesOnlyWhatTheCentreShowsToEverybody) {
    // Of the centre and the words: types, inputs, outputs and the machine itself. Of the manual also its compiler and reader, of
    // metrics the sums and definitions in which reports count.
    const std::set<std::string> allowed{
        "centre/centre.hpp",     "centre/inputs.hpp",    "centre/outputs.hpp",   "contact/types.hpp",
        "people/types.hpp",      "metrics/cell.hpp",     "metrics/dictionary.hpp", "procedure/types.hpp",
        "procedure/compile.hpp", "procedure/document.hpp", "procedure/fields.hpp", "procedure/routing_clause.hpp",
        "procedure/yaml.hpp",    "procedure/example.hpp",  "procedure/finding.hpp", "procedure/clauses_read.hpp",
        "procedure/run.hpp",     "procedure/source.hpp"};
    const std::regex include("^\\s*#include \"([^\"]+)\"");
    int seen = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(SOURCE_DIR "/sim")) {
        const auto extension = entry.path().extension();
        if (extension != ".hpp" && extension != ".cpp") continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            std::smatch found;
            if (!std::regex_search(line, found, include)) continue;
            const std::string name = found[1];
            if (name.starts_with("base/") || name.starts_with("sim/")) continue;
            EXPECT_TRUE(allowed.contains(name)) << entry.path() << " includes " << name;
            ++seen;
        }
    }
    EXPECT_GT(seen, 10);
}

}  // namespace
