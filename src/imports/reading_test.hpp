#pragma once
// What readers say, gathered.

#include <string>
#include <vector>

#include "imports/call_map.hpp"
#include "imports/queue_log.hpp"

namespace markaz::imports::test {

struct Gathered {
    std::vector<Observation> seen;
    std::vector<std::string> aside, odd;

    Findings findings() {
        return {[this](Observation each) { seen.push_back(std::move(each)); },
                [this](std::uint64_t line, std::string_view reason, std::string_view detail, std::string_view) {
                    aside.push_back(std::to_string(line) + ": " + std::string(reason) + (detail.empty() ? "" : ": ") + std::string(detail));
                },
                [this](std::uint64_t line, std::string_view reason, std::string_view detail) {
                    odd.push_back(std::to_string(line) + ": " + std::string(reason) + (detail.empty() ? "" : ": ") + std::string(detail));
                }};
    }
};

inline const metrics::Calendar utc = metrics::Calendar::of("UTC", std::chrono::Monday).value();

/// Hands the text over in pieces of `size` bytes.
template <class Reader>
void hand_over(Reader& reader, std::string_view text, std::size_t size) {
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) reader.take(text.substr(0, size));
    reader.finish();
}

inline Gathered queue_log(std::string_view text, std::size_t size = 1 << 20, const metrics::Calendar& zone = utc) {
    Gathered gathered;
    QueueLogReader reader(zone, gathered.findings());
    hand_over(reader, text, size);
    return gathered;
}

inline Gathered calls(const CallMap& map, std::string_view text, std::size_t size = 1 << 20) {
    Gathered gathered;
    CallReader reader(map, gathered.findings());
    hand_over(reader, text, size);
    if (reader.wrong_heading()) gathered.aside.push_back(reader.wrong_heading()->line());
    return gathered;
}

}  // namespace markaz::imports::test
