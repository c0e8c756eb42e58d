// SPDX-License-Identifier: GPL-2.0-only
/** @file Where lines of JSON are divided. */
#include <gtest/gtest.h>

#include <string>

#include "ami/json_lines.h"

namespace res_sip {
namespace {

/** The pieces, put behind each other. */
std::string together(const std::vector<std::string_view>& pieces)
{
    std::string text;
    for (auto piece : pieces)
        text += piece;
    return text;
}

TEST(JsonLines, LeaveWhatFitsInOnePiece)
{
    EXPECT_EQ(pieces_of("12345678", 8), std::vector<std::string_view>{"12345678"});
    EXPECT_EQ(pieces_of("", 8), std::vector<std::string_view>{""});
}

TEST(JsonLines, AreNoLongerThanTheyMayBe)
{
    EXPECT_EQ(pieces_of("12345678abcdefgh90", 8), (std::vector<std::string_view>{"12345678", "abcdefgh", "90"}));
}

TEST(JsonLines, BeginAndEndWithNoBlank)
{
    EXPECT_EQ(pieces_of("1234567 abcdefg", 8), (std::vector<std::string_view>{"123456", "7 abcdef", "g"}));
    EXPECT_EQ(pieces_of("12345678 abc", 8), (std::vector<std::string_view>{"1234567", "8 abc"}));
}

TEST(JsonLines, DivideNoCharacter)
{
    std::string text = "1234567";
    for (int count = 0; count < 5; ++count)
        text += "\xe2\x82\xac";  // three octets
    auto pieces = pieces_of(text, 8);
    EXPECT_EQ(pieces.front(), "1234567");
    for (auto piece : pieces) {
        EXPECT_LE(piece.size(), 8U);
        EXPECT_NE(static_cast<unsigned char>(piece.front()) & 0xc0U, 0x80U) << piece;
    }
    EXPECT_EQ(together(pieces), text);
}

TEST(JsonLines, EndWhateverTheTextIs)
{
    for (const auto& text : {std::string(100, ' '), std::string(100, '\x80'), "ab" + std::string(50, ' ') + "cd"}) {
        auto pieces = pieces_of(text, 8);
        EXPECT_EQ(together(pieces), text);
        for (auto piece : pieces) {
            EXPECT_LE(piece.size(), 8U);
            EXPECT_FALSE(piece.empty());
        }
    }
}

}  // namespace
}  // namespace res_sip
