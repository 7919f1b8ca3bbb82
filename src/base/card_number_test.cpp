// Card numbers in what people write: found in every form in which people write them, and nothing else is touched.

#include "base/card_number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace markaz {
namespace {

TEST(CardNumber, S4_34_IsShortenedToItsLastFourDigitsHoweverItIsWritten) {
    EXPECT_EQ(without_card_numbers("4111111111111111"), "••••••••••••1111");
    EXPECT_EQ(without_card_numbers("paid with 4111 1111 1111 1111 12/28, he says"), "paid with •••• •••• •••• 1111 12/28, he says");
    EXPECT_EQ(without_card_numbers("5500-0000-0000-0004."), "••••-••••-••••-0004.");
    EXPECT_EQ(without_card_numbers("3782 822463 10005"), "•••• •••••• •0005");
    EXPECT_EQ(without_card_numbers("بطاقة ٤١١١ ١١١١ ١١١١ ١١١١"), "بطاقة •••• •••• •••• ١١١١");
    EXPECT_EQ(without_card_numbers("کارت ۶۰۳۷۹۹۷۱۱۱۱۱۱۱۱۹"), "کارت ••••••••••••۱۱۱۹");
    EXPECT_EQ(without_card_numbers("4111111111111111 and 5500000000000004"), "••••••••••••1111 and ••••••••••••0004");
    EXPECT_EQ(without_card_numbers("4111 1111 1111 1111 5500 0000 0000 0004"), "•••• •••• •••• 1111 •••• •••• •••• 0004");
}

TEST(CardNumber, LeavesAmountsTelephonesAndOtherNumbersAlone) {
    for (const std::string_view text : {"4719", "charged 240.50 twice", "+20 100 555 0142", "4111 1111 1111 1112", "case 2026-11-28-0001",
                                        "parcel 1234567890123", "on 2026-11-22 at 10:38", "", "تذكرة ٢٠٢٦١١٢٨٠٠٠١"})
        EXPECT_EQ(without_card_numbers(text), text);
}

TEST(CardNumber, IsMoreThanDigits) {
    EXPECT_TRUE(is_card_number("4111111111111111"));
    EXPECT_TRUE(is_card_number("378282246310005"));
    EXPECT_TRUE(is_card_number("30569309025904"));
    EXPECT_FALSE(is_card_number("4111111111111112")) << "the check digit is wrong";
    EXPECT_FALSE(is_card_number("0000000000000000")) << "nobody issues these";
    EXPECT_FALSE(is_card_number("411111111111")) << "too short";
}

RC_GTEST_PROP(CardNumber, TakesAnyBytes, (const std::string& text)) {
    const std::string once = without_card_numbers(text);
    RC_ASSERT(without_card_numbers(once) == once);
}

}  // namespace
}  // namespace markaz
