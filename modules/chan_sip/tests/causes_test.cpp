// SPDX-License-Identifier: GPL-2.0-only
/** @file Causes and statuses: each row of the table in docs/spec/behaviour/calls.md. */
#include "channel/causes.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace chan_sip {
namespace {

TEST(Causes, EachCauseRefusesWithItsStatusAndWords)
{
    const std::map<int, Refusal> own = {
        {1, {404, "Not Found"}}, {2, {404, "Not Found"}}, {3, {404, "Not Found"}},
        {17, {486, "Busy here"}}, {18, {408, "Request Timeout"}}, {19, {480, "Temporarily unavailable"}},
        {20, {480, "Temporarily unavailable"}}, {21, {403, "Forbidden"}}, {22, {410, "Gone"}},
        {27, {502, "Bad Gateway"}}, {28, {484, "Address incomplete"}}, {29, {501, "Not Implemented"}},
        {31, {480, "Temporarily unavailable"}}, {34, {503, "Service Unavailable"}},
        {38, {500, "Server internal failure"}}, {42, {503, "Service Unavailable"}},
        {58, {488, "Not Acceptable Here"}}, {66, {503, "Service Unavailable"}}, {127, {500, "Network error"}},
    };
    for (int cause = 0; cause <= 127; ++cause) {
        auto expected = own.contains(cause) ? own.at(cause) : Refusal{603, "Declined"};
        EXPECT_EQ(refusal_for(cause), expected) << cause;
    }
}

TEST(Causes, EachStatusMeansItsCause)
{
    const std::map<int, int> own = {
        {401, 21}, {403, 21}, {404, 1}, {407, 21}, {408, 18}, {409, 41}, {410, 22}, {420, 3}, {480, 19}, {483, 19},
        {484, 28}, {485, 1}, {486, 17}, {488, 58}, {500, 38}, {501, 29}, {502, 27}, {503, 34}, {504, 102}, {505, 127},
        {600, 17}, {603, 21}, {604, 1}, {606, 58},
    };
    for (int status = 100; status < 700; ++status) {
        int otherwise = status < 400 ? 16 : status < 500 ? 127 : status < 600 ? 34 : 127;
        EXPECT_EQ(cause_for(status), own.contains(status) ? own.at(status) : otherwise) << status;
    }
}

TEST(Causes, AStatusReachesTheChannelAsBusyCongestionRedirectionOrHangup)
{
    const std::set<int> busy = {480, 486, 600, 603};
    const std::set<int> redirect = {300, 301, 302, 305};
    const std::set<int> congestion = {401, 407, 410, 482, 500, 502, 503, 504, 513, 580};
    for (int status : {300, 301, 302, 305, 380, 400, 401, 402, 403, 404, 405, 407, 408, 410, 415, 480, 481, 482, 483,
                       484, 486, 487, 488, 491, 500, 501, 502, 503, 504, 505, 513, 580, 600, 603, 604, 606}) {
        auto expected = busy.contains(status)         ? Ending::busy
                        : redirect.contains(status)   ? Ending::redirect
                        : congestion.contains(status) ? Ending::congestion
                                                      : Ending::hangup;
        EXPECT_EQ(ending_for(status), expected) << status;
    }
    EXPECT_EQ(ending_for(0), Ending::congestion) << "no answer at all";
}

}  // namespace
}  // namespace chan_sip
