// SPDX-License-Identifier: GPL-2.0-only
/** @file Addresses in header values. */
#include "sipcore/name_addr.h"

#include <gtest/gtest.h>

namespace sipcore {

namespace {

TEST(NameAddr, IsReadWithNameAndParameters)
{
    auto address = parse_name_addr(R"("Al \"X\", Jr" <sip:al@example.com;user=phone>;tag=1;q="a,b", <sip:other@x>)");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->name, R"(Al "X", Jr)");
    EXPECT_EQ(address->uri, "sip:al@example.com;user=phone");
    EXPECT_EQ(address->parameters, R"(;tag=1;q="a,b")");
    EXPECT_TRUE(address->bracketed);
}

TEST(NameAddr, MayHaveABareNameOrNoBrackets)
{
    EXPECT_EQ(parse_name_addr("Bob Smith <sip:bob@x>")->name, "Bob Smith");
    auto bare = parse_name_addr("sip:bob@x;tag=7");
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->uri, "sip:bob@x");
    EXPECT_EQ(bare->parameters, ";tag=7");
    EXPECT_FALSE(bare->bracketed);
}

TEST(NameAddr, IsNothingWhenItIsBroken)
{
    for (auto text : {"", "\"Bob <sip:bob@x>", "<sip:bob@x", "<>", "\"Bob\" sip:bob@x", "  ,"})
        EXPECT_FALSE(parse_name_addr(text)) << text;
}

TEST(SipUri, IsTakenApart)
{
    auto uri = parse_sip_uri("sips:a%20b:pw@[2001:db8::1]:5061;transport=tcp?Replaces=x");
    ASSERT_TRUE(uri);
    EXPECT_EQ(uri->scheme, "sips");
    EXPECT_EQ(uri->user, "a%20b");
    EXPECT_EQ(uri->host, "[2001:db8::1]");
    EXPECT_EQ(uri->port, "5061");
    EXPECT_EQ(uri->parameters, ";transport=tcp");
    EXPECT_EQ(uri->headers, "Replaces=x");
    EXPECT_FALSE(parse_sip_uri("tel:123"));
    EXPECT_FALSE(parse_sip_uri("sip:bob@"));
    EXPECT_FALSE(parse_sip_uri("bob"));
}

TEST(Parameters, AreFoundWithoutRegardToCaseAndQuotes)
{
    EXPECT_EQ(parameter_of(R"(;A=1;reason="no;answer";flag)", "a"), "1");
    EXPECT_EQ(parameter_of(R"(;A=1;reason="no;answer";flag)", "Reason"), "no;answer");
    EXPECT_EQ(parameter_of(R"(;A=1;flag)", "flag"), "");
    EXPECT_FALSE(parameter_of(";a=1", "b"));
}

TEST(Escapes, AreUndoneAndMade)
{
    EXPECT_EQ(unescape_uri("a%40b%zz%4"), "a@b%zz%4");
    EXPECT_EQ(escape_uri_user("a b@c"), "a%20b%40c");
    EXPECT_EQ(quoted("say \"hi\"\\\n"), R"("say \"hi\"\\")");
}

}  // namespace

}  // namespace sipcore
