// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers of stored requests. */
#include "dialplan/stored_headers.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

/** A request's headers. */
const std::vector<sipcore::Header> request{
    {"Via", "SIP/2.0/UDP a"}, {"Via", "SIP/2.0/UDP b"}, {"From", "<sip:a@x>"}, {"X-One", "1"}, {"x-one", "2"}, {"s", "news"},
};

TEST(StoredHeader, IsFoundByNameAndNumber)  // core-8-4
{
    EXPECT_EQ(stored_header(request, "via", 1), "SIP/2.0/UDP a");
    EXPECT_EQ(stored_header(request, "Via", 2), "SIP/2.0/UDP b");
    EXPECT_EQ(stored_header(request, "v", 2), "SIP/2.0/UDP b");
    EXPECT_EQ(stored_header(request, "X-ONE", 2), "2");
    EXPECT_EQ(stored_header(request, "Subject", 1), "news");
    EXPECT_EQ(stored_header(request, "From", 0), "<sip:a@x>");
    EXPECT_EQ(stored_header(request, "From", -3), "<sip:a@x>");
    EXPECT_FALSE(stored_header(request, "Via", 3));
    EXPECT_FALSE(stored_header(request, "To", 1));
}

TEST(StoredHeaderNames, StandOnceInTheirOrder)  // core-8-5
{
    EXPECT_EQ(stored_header_names(request, ""), "Via,From,X-One,Subject");
    EXPECT_EQ(stored_header_names(request, "*"), "Via,From,X-One,Subject");
    EXPECT_EQ(stored_header_names(request, "X-"), "X-One");
    EXPECT_EQ(stored_header_names(request, "x-"), "x-one");
    EXPECT_EQ(stored_header_names(request, "Q"), "");
}

TEST(CompactNames, AreExpanded)
{
    for (auto [compact, full] : {std::pair{"c", "Content-Type"}, {"I", "Call-ID"}, {"b", "Referred-By"}, {"x", "Session-Expires"}})
        EXPECT_EQ(full_header_name(compact), full);
    EXPECT_EQ(full_header_name("Q"), "Q");
}

}  // namespace
}  // namespace chan_sip
