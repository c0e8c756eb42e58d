// SPDX-License-Identifier: GPL-2.0-only
/** @file Decisions about REFER. */
#include "transfer/refer_decision.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

using sipcore::Error;

/** A REFER to an extension. */
const std::vector<sipcore::Header> refer{{"Refer-To", "<sip:200@pbx>"}, {"X-One", "1"}, {"X-Two", "2"}};

TEST(ReferDecision, RefusesInTheOrderOfTheTable)  // xfer-1-2 xfer-1-3 xfer-1-4 xfer-1-5 xfer-1-6
{
    EXPECT_EQ(decide_refer({false, false, true}, {}).error(), (Error{603, "Declined (No dialog)"}));
    EXPECT_EQ(decide_refer({true, false, true}, {}).error(), (Error{603, "Declined (policy)"}));
    EXPECT_EQ(decide_refer({true, true, true}, {}).error(), (Error{491, "Request pending"}));
    EXPECT_EQ(decide_refer({true, true, false}, {}).error(), (Error{400, "Bad Request (Refer-to missing)"}));
    EXPECT_EQ(decide_refer({true, true, false}, {{"Refer-To", "<tel:1>"}}).error(), (Error{603, "Declined (Non sip: uri)"}));
    EXPECT_EQ(decide_refer({true, true, false}, refer)->user, "200");
}

TEST(TransferOutcome, IsToldInItsWords)  // xfer-1-13 xfer-1-14 xfer-1-15 xfer-1-16
{
    // xfer-1-17 xfer-1-21 xfer-1-22 xfer-1-23 xfer-1-24 xfer-1-25
    EXPECT_EQ(blind_outcome(TransferResult::success), "200 OK");
    EXPECT_EQ(blind_outcome(TransferResult::not_permitted), "403 Forbidden");
    EXPECT_EQ(blind_outcome(TransferResult::invalid), "503 Service Unavailable (can't handle one-legged xfers)");
    EXPECT_EQ(blind_outcome(TransferResult::failed), "500 Internal Server Error");
    EXPECT_EQ(attended_outcome(TransferResult::success), "200 OK");
    EXPECT_EQ(attended_outcome(TransferResult::not_permitted), "403 Forbidden");
    EXPECT_EQ(attended_outcome(TransferResult::invalid), "503 Service Unavailable");
    EXPECT_EQ(attended_outcome(TransferResult::failed), "500 Internal Server Error");
}

TEST(ReplacedDialog, IsKnownByItsTags)  // xfer-1-12 xfer-3-8
{
    DialogTags tags{"ours", "theirs"};
    EXPECT_TRUE(names_dialog({"id", "ours", "theirs"}, tags, true));
    EXPECT_FALSE(names_dialog({"id", "theirs", "ours"}, tags, true));
    EXPECT_FALSE(names_dialog({"id", "ours", ""}, tags, true));
    EXPECT_FALSE(names_dialog({"id", "", "theirs"}, tags, true));
    EXPECT_TRUE(names_dialog({"id", "ours", "any"}, {"ours", ""}, true));
    EXPECT_TRUE(names_dialog({"id", "", ""}, tags, false));
}

TEST(WantedHeaders, BeginWithAText)  // xfer-1-11
{
    EXPECT_EQ(wanted_headers(refer, "X-").size(), 2U);
    EXPECT_EQ(wanted_headers(refer, "x-").size(), 0U);
    EXPECT_EQ(wanted_headers(refer, "*").size(), 3U);
    EXPECT_EQ(wanted_headers(refer, "").size(), 0U);
}

TEST(OurRefer, WaitsSucceedsOrFails)  // xfer-2-2 xfer-2-3 xfer-2-5 xfer-2-6
{
    EXPECT_EQ(response_to_refer(202), ReferProgress::wait);
    for (int status : {200, 405, 481, 500, 501, 603, 404})
        EXPECT_EQ(response_to_refer(status), ReferProgress::failed) << status;
    EXPECT_EQ(refer_notified(100), ReferProgress::wait);
    EXPECT_EQ(refer_notified(180), ReferProgress::wait);
    EXPECT_EQ(refer_notified(200), ReferProgress::succeeded);
    for (int status : {202, 404, 503, -1})
        EXPECT_EQ(refer_notified(status), ReferProgress::failed) << status;
}

TEST(OurRefer, GoesToTheHostOfTheOtherSide)  // xfer-2-1
{
    EXPECT_EQ(refer_to_text("555", "\"B\" <sip:bob@192.0.2.1:5070>"), "<sip:555@192.0.2.1:5070>");
    EXPECT_EQ(refer_to_text("555@host", "<sip:bob@192.0.2.1>"), "<sip:555@host>");
    EXPECT_EQ(refer_to_text("555", "<sips:bob@x>"), "<sips:555@x>");
    EXPECT_EQ(refer_to_text("555@host", "<sips:bob@x>"), "<sips:555@host>");
}

}  // namespace
}  // namespace chan_sip
