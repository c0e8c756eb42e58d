// SPDX-License-Identifier: GPL-2.0-only
/** @file Dial strings: the examples of docs/spec/dialplan.md, section 10. */
#include "channel/dial_string.h"

#include <gtest/gtest.h>

#include <ostream>

namespace chan_sip {

/** Shows a dial string in a test's message. */
void PrintTo(const DialString& parts, std::ostream* out)
{
    *out << "user=" << parts.user << " host=" << parts.host << " proxy=" << parts.proxy << " to=" << parts.to_user << '@'
         << parts.to_domain << " from=" << parts.from_user << '@' << parts.from_domain;
}

namespace {

/** A dial string and what it says. */
struct Case {
    const char* text;     ///< as dialled
    DialString expected;  ///< its parts
};

TEST(DialStrings, AreTakenApartInTheirOrder)
{
    const Case cases[] = {
        {"carol", {.host = "carol"}},
        {"1234@carol", {.user = "1234", .host = "carol"}},
        {"carol/1234", {.user = "1234", .host = "carol"}},
        {"127.0.0.1:25070", {.host = "127.0.0.1:25070"}},
        {"1234@127.0.0.1:25070", {.user = "1234", .host = "127.0.0.1:25070"}},
        {"user:pw:md5:authn:udp@127.0.0.1:25070",
         {.user = "user", .secret = "pw", .md5_secret = "md5", .auth_name = "authn", .transport = "udp",
          .host = "127.0.0.1:25070"}},
        {"x:pw::x@host", {.user = "x", .secret = "pw", .auth_name = "x", .host = "host"}},
        {"alice/1234/127.0.0.1:25070", {.user = "1234", .host = "alice", .proxy = "127.0.0.1:25070"}},
        {"1234@peer//proxy", {.user = "1234", .host = "peer", .proxy = "proxy"}},
        {"1234@carol/999", {.user = "1234", .host = "carol", .unused_extension = "999"}},
        {"carol!touser@todom", {.host = "carol", .to_user = "touser", .to_domain = "todom"}},
        {"carol!touser", {.host = "carol", .to_user = "touser"}},
        {"carol!@dom", {.host = "carol", .to_domain = "dom"}},
        {"carol!!fromuser", {.host = "carol", .from_user = "fromuser"}},
        {"carol/555!to@x!fu@fd!extra",
         {.user = "555", .host = "carol", .to_user = "to", .to_domain = "x", .from_user = "fu", .from_domain = "fd"}},
        {"12@[2001:db8::1]:5070", {.user = "12", .host = "[2001:db8::1]:5070"}},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(parse_dial_string(text), expected) << text;
}

TEST(DialStrings, ThatNameNobodyTellTheCause)
{
    EXPECT_EQ(parse_dial_string("").error(), 6);
    EXPECT_EQ(parse_dial_string("!touser").error(), 27);
}

}  // namespace
}  // namespace chan_sip
