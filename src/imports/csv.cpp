#include "imports/csv.hpp"

#include <algorithm>

namespace markaz::imports {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t most_fields = 1'000;

}  // namespace

bool Csv::step(char c) {
    if (c == '\n') {
        ++line_;
        // A quote that is never closed would swallow the rest of the file: it is given up where the record is too long.
        if (place_ != Place::quoted || too_long_) return true;
    }
    if (text_.size() >= longest_line) {
        too_long_ = true;
        return false;
    }
    text_ += c;
    if (place_ == Place::quoted) place_ = c == '"' ? Place::behind_quote : Place::quoted;
    else if (c == separator_) place_ = Place::begin;
    else if (c == '"' && place_ != Place::plain) place_ = Place::quoted;
    else if (place_ == Place::begin) place_ = Place::plain;
    return false;
}

/// Adds what stands in the quotes at the front to `unquoted_`, and tells how long it is with its quotes.
std::size_t Csv::unquote(std::string_view field) {
    std::size_t at = 1;
    while (at < field.size()) {
        if (field[at] == '"') {
            if (at + 1 == field.size() || field[at + 1] != '"') return at + 1;
            ++at;
        }
        unquoted_ += field[at++];
    }
    return at;
}

/// Makes the fields of the text, with quotes taken off.
void Csv::split() {
    std::string_view rest = text_;
    if (record_.line == 1 && rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    record_.text = rest;
    record_.fields.clear();
    record_.wrong = too_long_ ? "the record is longer than 64 KiB" : place_ == Place::quoted ? "a quote is never closed" : "";
    // Fields point into here, so it must not grow while they do.
    unquoted_.clear();
    unquoted_.reserve(rest.size());
    while (record_.wrong.empty()) {
        if (record_.fields.size() == most_fields) {
            record_.wrong = "it has more than 1,000 fields";
            return;
        }
        const std::size_t begin = unquoted_.size();
        const bool quoted = rest.starts_with('"');
        const std::size_t end = quoted ? unquote(rest) : std::min(rest.find(separator_), rest.size());
        record_.fields.push_back(quoted ? std::string_view(unquoted_).substr(begin) : rest.substr(0, end));
        if (end == rest.size()) return;
        if (rest[end] != separator_) record_.wrong = "text stands behind a closing quote";
        else rest.remove_prefix(end + 1);
    }
}

}  // namespace markaz::imports
