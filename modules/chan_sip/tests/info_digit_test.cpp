// SPDX-License-Identifier: GPL-2.0-only
/** @file Digits in INFO: docs/spec/dialplan.md, section 15. */
#include "channel/info_digit.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

/** What an INFO asks for. */
using Kind = InfoDigit::Kind;
using std::chrono::milliseconds;

/** A digit of so many milliseconds. */
InfoDigit digit(char which, int duration = 100)
{
    return {.kind = Kind::digit, .digit = which, .duration = milliseconds{duration}};
}

TEST(InfoDigits, OfARelayHaveSignalAndDuration)
{
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"), digit('5', 160));
    EXPECT_EQ(read_info_digit("Application/DTMF-Relay; charset=utf-8", "Signal= *\nDuration= 250"), digit('*', 250));
    EXPECT_EQ(read_info_digit("application/vnd.nortelnetworks.digits", "p=Digit-Collection\r\nd=11\r\n"), digit('#'));
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "Signal=a\r\nDuration=9999999999\r\n"), digit('A'));
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "Signal=1\r\nDuration=99999\r\n"), digit('1', 10000));
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "Signal=!\r\n").kind, Kind::flash);
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "").kind, Kind::none);
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "Signal=17").kind, Kind::none);
    EXPECT_EQ(read_info_digit("application/dtmf-relay", "Signal=-1").kind, Kind::none);
}

TEST(InfoDigits, OfAShortBodyAreTheBody)
{
    EXPECT_EQ(read_info_digit("application/dtmf", "7\r\n"), digit('7'));
    EXPECT_EQ(read_info_digit("application/dtmf", "12"), digit('A'));
    EXPECT_EQ(read_info_digit("application/dtmf", "16").kind, Kind::flash);
    EXPECT_EQ(read_info_digit("application/hook-flash", "").kind, Kind::flash);
    EXPECT_EQ(read_info_digit("text/plain", "7").kind, Kind::unknown);
}

TEST(InfoDigits, AreWrittenAsPhonesReadThem)
{
    EXPECT_EQ(dtmf_relay_body('5', milliseconds{160}), "Signal=5\r\nDuration=160\r\n");
    EXPECT_EQ(dtmf_body('*'), "10\r\n");
    EXPECT_EQ(dtmf_body('d'), "15\r\n");
}

}  // namespace
}  // namespace chan_sip
