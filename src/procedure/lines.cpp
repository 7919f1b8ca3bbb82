#include "procedure/lines.hpp"

#include <algorithm>

namespace markaz::procedure {

namespace {

/// So many pairs of lines are compared at most, four bytes each: two texts of 2,000 lines that share neither beginning nor end.
constexpr std::size_t most_pairs = 4'000'000;

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return lines;
}

using Lines = std::vector<std::string_view>;

/// common[i][j]: how many lines the longest common sequence from here on has.
std::vector<std::vector<std::uint32_t>> common_of(const Lines& from, const Lines& to) {
    std::vector common(from.size() + 1, std::vector<std::uint32_t>(to.size() + 1));
    for (std::size_t i = from.size(); i-- > 0;)
        for (std::size_t j = to.size(); j-- > 0;)
            common[i][j] = from[i] == to[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    return common;
}

}  // namespace

std::vector<LinesChanged> lines_changed(std::string_view from_text, std::string_view to_text) {
    Lines from = lines_of(from_text), to = lines_of(to_text);
    std::size_t before = 0;
    while (before < from.size() && before < to.size() && from[before] == to[before]) ++before;
    while (from.size() > before && to.size() > before && from.back() == to.back()) {
        from.pop_back();
        to.pop_back();
    }
    from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(before));
    to.erase(to.begin(), to.begin() + static_cast<std::ptrdiff_t>(before));
    std::vector<LinesChanged> changes;
    if (from.empty() && to.empty()) return changes;
    const auto line = [&](std::size_t at) { return static_cast<std::uint32_t>(before + at + 1); };
    if (from.size() * to.size() > most_pairs) {
        changes.push_back({line(0), line(0), {from.begin(), from.end()}, {to.begin(), to.end()}});
        return changes;
    }

    const auto common = common_of(from, to);
    bool open = false;
    for (std::size_t i = 0, j = 0; i < from.size() || j < to.size();) {
        if (i < from.size() && j < to.size() && from[i] == to[j]) {
            open = false;
            ++i;
            ++j;
            continue;
        }
        if (!open) changes.push_back({line(i), line(j), {}, {}});
        open = true;
        // What gave way is told before what came.
        if (j == to.size() || (i < from.size() && common[i + 1][j] >= common[i][j + 1])) changes.back().removed.emplace_back(from[i++]);
        else changes.back().added.emplace_back(to[j++]);
    }
    return changes;
}

}  // namespace markaz::procedure
