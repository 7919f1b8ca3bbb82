#include "customer/number.hpp"

#include <array>

namespace markaz::customer {

namespace {

/// A figure of one of the three scripts at the front of the text: how many bytes it has, and its value.
struct Figure { std::size_t bytes = 0; char digit = 0; };

Figure figure_at(std::string_view text) {
    if (text.front() >= '0' && text.front() <= '9') return {1, text.front()};
    // U+0660 to U+0669 and U+06F0 to U+06F9, in UTF-8.
    for (const auto& [lead, zero] : {std::pair{'\xD9', 0xA0}, std::pair{'\xDB', 0xB0}})
        if (text.size() > 1 && text[0] == lead) {
            const int value = static_cast<unsigned char>(text[1]) - zero;
            if (value >= 0 && value <= 9) return {2, static_cast<char>('0' + value)};
        }
    return {};
}

}  // namespace

std::string number_of(std::string_view written) {
    std::string digits;
    bool country = false;
    while (!written.empty()) {
        const char c = written.front();
        if (const Figure figure = figure_at(written); figure.bytes > 0) {
            digits += figure.digit;
            written.remove_prefix(figure.bytes);
            continue;
        }
        constexpr std::string_view for_people = " -.()/";
        if (c == '+' && digits.empty() && !country) country = true;
        else if (!for_people.contains(c)) return {};
        written.remove_prefix(1);
    }
    if (!country && digits.starts_with("00")) {
        country = true;
        digits.erase(0, 2);
    }
    if (digits.size() < fewest_digits || digits.size() > most_digits) return {};
    return country ? '+' + digits : digits;
}

}  // namespace markaz::customer
