// SPDX-License-Identifier: GPL-2.0-only
/** @file What transfers say. */
#include "sipcore/transfer.h"

#include <gtest/gtest.h>

namespace sipcore {

namespace {

TEST(ReferTo, NamesAnExtension)  // xfer-1-11
{
    auto target = parse_refer_to("\"Bob\" <sip:20%30;x=1@pbx.example.com:5070;user=phone>");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->user, "20%30");
    EXPECT_EQ(target->host, "pbx.example.com");
    EXPECT_FALSE(target->replaces);
    EXPECT_EQ(parse_refer_to("sip:20@x")->user, "20");
}

TEST(ReferTo, MayNameADialog)  // xfer-1-11
{
    auto target = parse_refer_to("<sip:20@x?Replaces=a%40b%3Bto-tag%3Dt1%3Bfrom-tag%3Df1&Require=replaces>");
    ASSERT_TRUE(target && target->replaces);
    EXPECT_EQ(*target->replaces, (Replaces{"a@b", "t1", "f1"}));
    EXPECT_FALSE(parse_refer_to("<sip:20@x?Replaces=>")->replaces);
}

TEST(ReferTo, IsRefusedWhenItIsMissingOrNoSipUri)  // xfer-1-5 xfer-1-6
{
    EXPECT_EQ(parse_refer_to("").error(), (Error{400, "Bad Request (Refer-to missing)"}));
    EXPECT_EQ(parse_refer_to("<tel:123>").error(), (Error{603, "Declined (Non sip: uri)"}));
    EXPECT_EQ(parse_refer_to("<sip:1@x").error().status, 400);
}

TEST(ReplacesHeader, IsReadAndWritten)  // xfer-3-8
{
    EXPECT_EQ(parse_replaces("id@x;from-tag=f;to-tag=t;early-only"), (Replaces{"id@x", "t", "f"}));
    EXPECT_EQ(parse_replaces("pickup-id@x"), (Replaces{"pickup-id@x", "", ""}));
    EXPECT_FALSE(parse_replaces(";to-tag=t"));
    EXPECT_EQ(replaces_text({"id", "t", "f"}), "id;to-tag=t;from-tag=f");
}

TEST(Referrer, IsRebuiltWithoutParameters)  // xfer-1-11
{
    EXPECT_EQ(referrer_of("\"B\" <sip:bob@pbx:5061;x=y>;z=1"), "<sip:bob@pbx>");
    EXPECT_EQ(referrer_of(""), "");
    EXPECT_EQ(referrer_of("<tel:1>"), "");
}

TEST(Fragment, HasTheStatus)  // xfer-2-6
{
    EXPECT_EQ(status_of_fragment("SIP/2.0 200 OK\r\n"), 200);
    EXPECT_EQ(status_of_fragment("SIP/2.0 100 Trying"), 100);
    for (auto text : {"", "SIP/2.0", "SIP/2.0 20", "SIP/2.0 2000 OK", "HTTP/1.1 200 OK", "SIP/2.0 abc"})
        EXPECT_FALSE(status_of_fragment(text)) << text;
}

}  // namespace

}  // namespace sipcore
