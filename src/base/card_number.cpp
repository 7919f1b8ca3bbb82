#include "base/card_number.hpp"

#include <algorithm>
#include <vector>

#include "base/digit.hpp"

namespace markaz {

namespace {

constexpr std::size_t shown = 4, longest = 19;

/// One digit of a text, and where its bytes stand.
struct Placed : Digit {
    std::size_t at = 0;
};
using Group = std::vector<Placed>;

/// How many bytes one separator of groups takes there: a space, also one that does not break, or a hyphen.
std::size_t separator_at(std::string_view text, std::size_t at) {
    if (text[at] == ' ' || text[at] == '-') return 1;
    return text.substr(at, 2) == "\u00a0" ? 2 : 0;
}

/// Digits from here on, in groups with one separator between them; `at` moves behind them.
std::vector<Group> groups_from(std::string_view text, std::size_t& at) {
    std::vector<Group> groups(1);
    while (at < text.size()) {
        if (const Digit digit = digit_at(text, at); digit.bytes > 0) {
            groups.back().push_back({digit, at});
            at += digit.bytes;
        } else if (const std::size_t separator = separator_at(text, at); separator > 0 && digit_at(text, at + separator).bytes > 0) {
            groups.emplace_back();
            at += separator;
        } else {
            break;
        }
    }
    return groups;
}

/// The longest card number that begins with this group: how many groups it takes, none where none does.
std::size_t card_at(const std::vector<Group>& groups, std::size_t first, Group& card) {
    std::size_t taken = 0;
    Group seen;
    std::string digits;
    for (std::size_t i = first; i < groups.size() && digits.size() + groups[i].size() <= longest; ++i) {
        seen.insert(seen.end(), groups[i].begin(), groups[i].end());
        for (const Placed& digit : groups[i]) digits += digit.value;
        if (!is_card_number(digits)) continue;
        taken = i - first + 1;
        card = seen;
    }
    return taken;
}

}  // namespace

bool is_card_number(std::string_view digits) {
    const std::size_t size = digits.size();
    if (size < 13 || size > longest) return false;
    const int two = (digits[0] - '0') * 10 + (digits[1] - '0');
    const bool issued = (digits[0] == '4' && (size == 13 || size == 16 || size == 19)) ||
                        (digits[0] == '6' && (size == 16 || size == 19)) ||
                        (((two >= 50 && two <= 59) || (two >= 22 && two <= 27) || two == 35) && size == 16) ||
                        ((two == 34 || two == 37) && size == 15) || ((two == 30 || two == 36 || two == 38) && size == 14);
    if (!issued) return false;
    int sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const int digit = digits[size - 1 - i] - '0';
        const int weighted = i % 2 == 1 ? digit * 2 : digit;
        sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
}

std::string without_card_numbers(std::string_view text) {
    std::vector<Placed> hidden;
    for (std::size_t at = 0; at < text.size();) {
        if (digit_at(text, at).bytes == 0) {
            ++at;
            continue;
        }
        const std::vector<Group> groups = groups_from(text, at);
        for (std::size_t first = 0; first < groups.size();) {
            Group card;
            const std::size_t taken = card_at(groups, first, card);
            if (taken > 0) hidden.insert(hidden.end(), card.begin(), card.end() - shown);
            first += std::max<std::size_t>(taken, 1);
        }
    }
    std::string result;
    std::size_t from = 0;
    for (const Placed& digit : hidden) {
        result += text.substr(from, digit.at - from);
        result += "•";
        from = digit.at + digit.bytes;
    }
    return result += text.substr(from);
}

}  // namespace markaz
