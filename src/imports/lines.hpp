#pragma once
// Cuts a file that comes in pieces into its lines, however long it is.

#include <cstdint>
#include <string>
#include <string_view>

#include "imports/observation.hpp"

namespace markaz::imports {

class Lines {
public:
    /// Hands each whole line, without its end, to `take(number, text, too_long)`. Of a line that is too long only the begin is handed over.
    template <class Take>
    void add(std::string_view piece, Take take) {
        while (!piece.empty()) {
            const std::size_t end = piece.find('\n');
            append(piece.substr(0, end));
            if (end == std::string_view::npos) return;
            piece.remove_prefix(end + 1);
            hand_over(take);
        }
    }

    /// The last line where it has no end; whoever wrote it may not have finished it.
    template <class Take>
    void finish(Take take) {
        if (!line_.empty()) hand_over(take);
    }

private:
    void append(std::string_view part) {
        const std::size_t room = longest_line - line_.size();
        if (part.size() > room) too_long_ = true;
        line_.append(part.substr(0, room));
    }
    template <class Take>
    void hand_over(Take take) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        std::string_view text = line_;
        if (number_ == 0 && text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
        if (text.ends_with('\r')) text.remove_suffix(1);
        take(++number_, text, too_long_);
        line_.clear();
        too_long_ = false;
    }

    std::string line_;
    std::uint64_t number_ = 0;
    bool too_long_ = false;
};

}  // namespace markaz::imports
