// SPDX-License-Identifier: GPL-2.0-only
/** @file Words whose letter case does not count. */
#include "sipcore/letter_case.h"

#include <gtest/gtest.h>

namespace sipcore {

namespace {

TEST(LetterCase, OfAsciiAloneDoesNotCount)
{
    EXPECT_TRUE(same_name("Call-ID", "CALL-id"));
    EXPECT_TRUE(same_name("", ""));
    EXPECT_FALSE(same_name("Call-ID", "Call-IDs"));
    EXPECT_FALSE(same_name("Call-ID", "Call_ID"));
    EXPECT_FALSE(same_name("[", "{"));          // they differ as a letter and its capital do
    EXPECT_FALSE(same_name("\xC4", "\xE4"));    // in Latin-1 they would be one letter
}

TEST(LetterCase, DoesNotCountAtTheBeginningOfATextEither)
{
    EXPECT_TRUE(begins_with_name("SIPS:alice@example.com", "sips:"));
    EXPECT_TRUE(begins_with_name("sips:", "sips:"));
    EXPECT_TRUE(begins_with_name("x", ""));
    EXPECT_FALSE(begins_with_name("sip:alice@example.com", "sips:"));
    EXPECT_FALSE(begins_with_name("sip", "sips:"));
}

TEST(LetterCase, IsMadeSmallWithoutTouchingAnythingElse)
{
    EXPECT_EQ(lower("From-Tag_42\xC4@[Z]"), "from-tag_42\xC4@[z]");
    EXPECT_EQ(lower('@'), '@');
    EXPECT_EQ(lower('['), '[');
}

}  // namespace

}  // namespace sipcore
