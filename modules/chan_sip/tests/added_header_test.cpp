// SPDX-License-Identifier: GPL-2.0-only
/** @file Headers of dialplan variables, and Contacts that redirect. */
#include "channel/added_header.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

TEST(AddedHeaders, AreSplitAtTheirFirstColon)
{
    EXPECT_EQ(read_added_header("X-Two:2"), (sipcore::Header{"X-Two", "2"}));
    EXPECT_EQ(read_added_header("X-One : 1"), (sipcore::Header{"X-One", "1"}));
    EXPECT_EQ(read_added_header("\"X-Quoted: abc\""), (sipcore::Header{"X-Quoted", "abc"}));
    EXPECT_EQ(read_added_header("Alert-Info: <http://127.0.0.1>;info=alert"),
              (sipcore::Header{"Alert-Info", "<http://127.0.0.1>;info=alert"}));
    EXPECT_EQ(read_added_header("X-Empty:"), (sipcore::Header{"X-Empty", ""}));
}

TEST(AddedHeaders, ThatWouldBreakTheMessageAreNotSent)
{
    EXPECT_FALSE(read_added_header("no colon"));
    EXPECT_FALSE(read_added_header(": no name"));
    EXPECT_FALSE(read_added_header("X-A: 1\r\nX-B: 2"));
    EXPECT_FALSE(read_added_header(""));
}

TEST(Redirections, NameUserAndHostOfTheContact)
{
    EXPECT_EQ(read_redirect("<sip:200@192.0.2.7:5070;transport=tcp>;q=0.5"), (RedirectTarget{"200", "192.0.2.7", "192.0.2.7:5070", "TCP"}));
    EXPECT_EQ(read_redirect("\"Bob\" <sips:b%6Fb@[2001:db8::1]:5061>"), (RedirectTarget{"bob", "[2001:db8::1]", "[2001:db8::1]:5061", "UDP"}));
    EXPECT_EQ(read_redirect("sip:300@example.com;user=phone"), (RedirectTarget{"300", "example.com", "example.com", "UDP"}));
    EXPECT_EQ(read_redirect("<sip:example.com>"), (RedirectTarget{"", "example.com", "example.com", "UDP"}));
    EXPECT_FALSE(read_redirect("<mailto:a@example.com>"));
    EXPECT_FALSE(read_redirect("<sip:"));
    EXPECT_FALSE(read_redirect(""));
}

}  // namespace
}  // namespace chan_sip
