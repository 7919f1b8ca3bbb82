#pragma once
// What differs between two texts, line by line.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace markaz::procedure {

/// Lines that gave way to others. Lines count from 1; where nothing was removed `from_line` is the one before which the others came,
/// and alike for `to_line`.
struct LinesChanged {
    std::uint32_t from_line = 1, to_line = 1;
    std::vector<std::string> removed, added;
    friend bool operator==(const LinesChanged&, const LinesChanged&) = default;
};
BOOST_DESCRIBE_STRUCT(LinesChanged, (), (from_line, to_line, removed, added))

/// The smallest such changes that lead from one text to the other, by their longest common lines. Two texts that have nearly nothing in
/// common, and thousands of lines, are one change.
std::vector<LinesChanged> lines_changed(std::string_view from, std::string_view to);

}  // namespace markaz::procedure
