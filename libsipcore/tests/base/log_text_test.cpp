// SPDX-License-Identifier: GPL-2.0-only
/** @file Texts of others between quotes of ours. */
#include <gtest/gtest.h>

#include <string>

#include "sipcore/log_text.h"

namespace sipcore::log {

namespace {

TEST(LogText, BetweenQuotesKeepsWordsOfAllLanguages)
{
    EXPECT_EQ(between('\'', "Zoë \"日本\" 🙂"), "Zoë \"日本\" 🙂");
}

TEST(LogText, BetweenQuotesHasNoQuoteNoControlAndNoBrokenUtf8)
{
    EXPECT_EQ(between('\'', "a'b\nc\x1b[1m\x7f"), "a\\x27b\\x0ac\\x1b[1m\\x7f");
    EXPECT_EQ(between('"', "a\"b'c"), "a\\x22b'c");
    EXPECT_EQ(between('\'', "\xc3"), "\\xc3");                    // cut short
    EXPECT_EQ(between('\'', "\xc0\xaf"), "\\xc0\\xaf");           // overlong
    EXPECT_EQ(between('\'', "\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
    EXPECT_EQ(between('\'', "\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
    EXPECT_EQ(between('\'', "\xc2\x85 \xe2\x80\xa8"), "\\xc2\\x85 \\xe2\\x80\\xa8");  // line ends of Unicode
    EXPECT_EQ(between('\'', std::string_view{"a\0b", 3}), "a\\x00b");
}

TEST(LogText, BetweenQuotesEndsWithinItsBound)
{
    EXPECT_EQ(between('\'', "abcdef", 4), "abcd...");
    EXPECT_EQ(between('\'', "abcd", 4), "abcd");
    EXPECT_EQ(between('\'', "abcé", 4), "abc\\xc3...");
}

}  // namespace

}  // namespace sipcore::log
