#pragma once
// Cuts a file of separated values into its records, as it comes in pieces (RFC 4180; any separator, any line end).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "imports/observation.hpp"

namespace markaz::imports {

class Csv {
public:
    /// A record, or why it is none. Its texts stay valid until the next one.
    struct Record {
        std::uint64_t line = 0;       ///< on which it begins
        std::string_view wrong;       ///< empty: it is a record
        std::string_view text;        ///< as it stands in the file
        std::vector<std::string_view> fields;
    };

    explicit Csv(char separator) : separator_(separator) {}

    /// Hands each record to `take(const Record&)`. Empty lines are passed over.
    template <class Take>
    void add(std::string_view piece, Take take) {
        for (char c : piece)
            if (step(c)) hand_over(take);
    }
    /// The last record where its line has no end.
    template <class Take>
    void finish(Take take) {
        if (!text_.empty()) hand_over(take);
    }

private:
    /// Where in a field the file stands: at its begin, in a plain one, inside of quotes, or behind a quote that may have closed them.
    enum class Place { begin, plain, quoted, behind_quote };

    /// Whether the record is over.
    bool step(char c);
    void split();
    std::size_t unquote(std::string_view field);

    template <class Take>
    void hand_over(Take take) {
        split();
        if (!text_.empty()) take(static_cast<const Record&>(record_));
        text_.clear();
        place_ = Place::begin;
        too_long_ = false;
        record_.line = line_;
    }

    char separator_;
    std::string text_, unquoted_;
    std::uint64_t line_ = 1;
    Place place_ = Place::begin;
    bool too_long_ = false;
    Record record_{.line = 1};
};

}  // namespace markaz::imports
