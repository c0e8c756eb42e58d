// SPDX-License-Identifier: GPL-2.0-only
/** @file Call-IDs found in text. */
#include <gtest/gtest.h>

#include "call_id.h"

namespace res_sip_hep {

namespace {

TEST(CallIdOfText, IsFoundInEveryForm)
{
    EXPECT_EQ(call_id_of("OPTIONS sip:a SIP/2.0\r\nVia: x\r\nCall-ID: one@a\r\n\r\n"), "one@a");
    EXPECT_EQ(call_id_of("OPTIONS sip:a SIP/2.0\r\ni:two\r\n\r\n"), "two");
    EXPECT_EQ(call_id_of("OPTIONS sip:a SIP/2.0\ncall-id :  three \n\n"), "three");
}

TEST(CallIdOfText, IsNotTakenFromABody)
{
    EXPECT_EQ(call_id_of("OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\nCall-ID: body"), "");
    EXPECT_EQ(call_id_of("\r\n\r\n"), "");
    EXPECT_EQ(call_id_of(""), "");
}

}  // namespace

}  // namespace res_sip_hep
