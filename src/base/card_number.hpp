#pragma once
// Payment card numbers in what people write. They are not ours to keep: the last four digits are enough to speak about a card.

#include <string>
#include <string_view>

namespace markaz {

/// True for the digits (0 to 9 each) of a payment card: a length and first digits that card issuers use, and the right check digit
/// (ISO/IEC 7812-1, annex B).
bool is_card_number(std::string_view digits);

/// The text with every card number in it shortened: each digit before the last four becomes `•`. Digits of all three scripts are
/// seen, in groups or not (`4111 1111 1111 1111`, `4111-1111-…`). Everything else stays as it was.
std::string without_card_numbers(std::string_view text);

}  // namespace markaz
