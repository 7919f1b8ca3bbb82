#include "procedure/finding.hpp"

#include <algorithm>
#include <numeric>

namespace markaz::procedure {

namespace {

constexpr std::size_t longest_quotation = 60;
constexpr std::size_t longest_word_compared = 64;
constexpr std::size_t most_words_compared = 500;  // so that a document full of slips is answered soon
constexpr std::size_t most_words_listed = 20;

/// How many letters must be added, removed or replaced to make one word from the other.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

std::string quoted(std::string_view word) {
    std::size_t size = std::min(word.size(), longest_quotation);
    while (size > 0 && size < word.size() && continues_character(word[size])) --size;
    std::string text = "\"";
    for (char c : word.substr(0, size)) text += c == '\n' ? ' ' : c;
    return text + (size < word.size() ? "…\"" : "\"");
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
    if (word.size() > longest_word_compared || known.size() > most_words_compared) return {};
    std::string_view best;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (std::string_view candidate : known) {
        const std::size_t longer = std::max(word.size(), candidate.size()), shorter = std::min(word.size(), candidate.size());
        if (longer - shorter >= least) continue;  // at least so many letters would have to be added
        if (const std::size_t distance = edits(word, candidate); distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
    if (const auto meant = nearest(word, known); !meant.empty()) return "did you mean " + quoted(meant) + "?";
    if (known.empty() || known.size() > most_words_listed) return {};
    std::string list = known.size() == 1 ? "known is: " : "known are: ";
    for (std::size_t i = 0; i < known.size(); ++i) list += (i == 0 ? "" : ", ") + std::string(known[i]);
    return list;
}

}  // namespace markaz::procedure
