#include "customer/number.hpp"

#include "base/digit.hpp"

namespace markaz::customer {

std::string number_of(std::string_view written) {
    std::string digits;
    bool country = false;
    for (std::size_t at = 0; at < written.size();) {
        if (const Digit digit = digit_at(written, at); digit.bytes > 0) {
            digits += digit.value;
            at += digit.bytes;
            continue;
        }
        constexpr std::string_view for_people = " -.()/";
        const char c = written[at++];
        if (c == '+' && digits.empty() && !country) country = true;
        else if (!for_people.contains(c)) return {};
    }
    if (!country && digits.starts_with("00")) {
        country = true;
        digits.erase(0, 2);
    }
    if (digits.size() < fewest_digits || digits.size() > most_digits) return {};
    return country ? '+' + digits : digits;
}

}  // namespace markaz::customer
