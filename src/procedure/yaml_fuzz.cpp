// Whatever bytes come as YAML, there is a tree whose places lie in the text, or exactly one finding that says where it is refused.
// cmake -S . -B build/fuzz -G Ninja -DFUZZ=ON -DSANITIZE=address,undefined && ninja -C build/fuzz yaml_fuzz

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "procedure/yaml.hpp"

namespace {

using namespace markaz::procedure;

constexpr std::uint32_t first_line = 7;

void must(bool holds) {
    if (!holds) std::abort();
}

void check(const Node& node, std::uint32_t last_line, std::size_t depth) {
    must(depth <= deepest_yaml);
    must(node.place.line >= first_line && node.place.line <= last_line && node.place.column >= 1);
    must(node.kind == Node::Kind::text || node.text.empty());
    must(node.kind == Node::Kind::list || node.items.empty());
    must(node.kind == Node::Kind::map || node.entries.empty());
    for (const Node& item : node.items) check(item, last_line, depth + 1);
    for (const Entry& entry : node.entries) {
        must(entry.name != "<<" && entry.place.line >= first_line && entry.place.line <= last_line);
        check(entry.value, last_line, depth + 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Findings findings("fuzz.md");
    const Node root = read_yaml(text, first_line, findings);
    const auto last_line = first_line + static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
    const auto found = findings.take();
    must(found.size() <= 1);
    for (const Finding& finding : found) {
        must(root.kind == Node::Kind::nothing && !finding.what.empty() && !finding.right.empty());
        must(finding.place.line >= first_line && finding.place.line <= last_line && finding.place.column >= 1);
    }
    if (found.empty()) check(root, last_line, 0);
    return 0;
}
