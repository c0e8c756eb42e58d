// SPDX-License-Identifier: GPL-2.0-only
/** @file Reasons of redirections. */
#include "identity/redirect_reason.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chan_sip {
namespace {

/** A reason in all its spellings. */
struct Spelling {
    int code;                ///< the core's number
    std::string_view word;   ///< in Diversion
    std::string_view core;   ///< the core's
    std::string_view pri;    ///< PRIREDIRECTREASON's
};

TEST(RedirectReason, HasItsWords)  // id-4-1
{
    // id-4-2 id-4-3 id-4-4 id-4-5 id-4-6 id-4-7 id-4-8 id-4-9 id-4-10 id-4-11 id-4-12 id-4-13 id-4-14
    constexpr Spelling all[] = {
        {0, "unknown", "unknown", "UNKNOWN"},           {1, "user-busy", "cfb", "BUSY"},
        {2, "no-answer", "cfnr", "NOANSWER"},           {3, "unavailable", "unavailable", "UNREACHABLE"},
        {4, "unconditional", "cfu", "UNCONDITIONAL"},   {5, "time-of-day", "time_of_day", "UNKNOWN"},
        {6, "do-not-disturb", "dnd", "UNKNOWN"},        {7, "deflection", "deflection", "UNKNOWN"},
        {8, "follow-me", "follow_me", "UNKNOWN"},       {9, "out-of-service", "out_of_order", "UNREACHABLE"},
        {10, "away", "away", "UNREACHABLE"},            {11, "cf_dte", "cf_dte", "UNKNOWN"},
        {12, "send_to_vm", "send_to_vm", "UNKNOWN"},
    };
    for (const auto& each : all) {
        EXPECT_EQ(diversion_word(each.code), each.word);
        EXPECT_EQ(reason_of_word(each.word), each.code);
        EXPECT_EQ(reason_of_word(each.core), each.code);
        EXPECT_EQ(pri_word(each.word), each.pri);
    }
    EXPECT_EQ(reason_of_word("NO-ANSWER"), redirect::no_answer);
    EXPECT_EQ(reason_of_word("lunch"), -1);
    EXPECT_EQ(pri_word("lunch"), "UNKNOWN");
    EXPECT_EQ(diversion_word(99), "unknown");
}

TEST(RedirectReason, IsReadFromAPhrase)  // call-6-25
{
    EXPECT_EQ(reason_of_phrase("user-busy").code, redirect::user_busy);
    EXPECT_EQ(reason_of_phrase("Do Not Disturb").text, "Do Not Disturb");
}

}  // namespace
}  // namespace chan_sip
