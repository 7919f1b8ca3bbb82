#include "customer/number.hpp"

#include <gtest/gtest.h>

namespace markaz::customer {
namespace {

TEST(Number, HasOneFormHoweverItIsWritten) {
    for (const char* written : {"+62 812-3456.789", "0062 (812) 3456789", "+628123456789", "+٦٢٨١٢٣٤٥٦٧٨٩", "+۶۲۸۱۲۳۴۵۶۷۸۹"})
        EXPECT_EQ(number_of(written), "+628123456789") << written;
    EXPECT_EQ(number_of("0812 345"), "0812345");
    EXPECT_EQ(number_of("100"), "100");
}

TEST(Number, WhatIsNoTelephoneNumberHasNone) {
    for (const char* written : {"", "anonymous", "12", "+", "1234567890123456", "12+34", "amal@bank", "+62x812", "٫٫٫"})
        EXPECT_EQ(number_of(written), "") << written;
}

}  // namespace
}  // namespace markaz::customer
