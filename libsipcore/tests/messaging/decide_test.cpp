// SPDX-License-Identifier: GPL-2.0-only
/** @file What a message's texts mean. Rows: docs/spec/behaviour/messaging.md. */
#include "messaging/decide.h"

#include <gtest/gtest.h>

namespace sipcore::messaging {

namespace {

/** A destination. */
Destination at(std::string user, std::string host, std::string rest = {})
{
    Destination destination;
    destination.user = std::move(user);
    destination.host = std::move(host);
    destination.rest = std::move(rest);
    return destination;
}
/** A sender. */
From sender(std::string name, std::string user, std::string domain)
{
    From from;
    from.name = std::move(name);
    from.user = std::move(user);
    from.domain = std::move(domain);
    return from;
}

TEST(MessageDestination, IsReadInEachForm)  // msg-3-1
{
    EXPECT_EQ(parse_destination("sip:77@192.0.2.9:5070;transport=udp"), at("77", "192.0.2.9:5070", ";transport=udp"));
    EXPECT_EQ(parse_destination("sip:bob"), at("", "bob"));
    EXPECT_EQ(parse_destination("SIP:77@bob"), at("77", "bob"));
    EXPECT_EQ(parse_destination("Name <sip:77@bob>"), at("77", "bob"));
    EXPECT_EQ(parse_destination("\"A <b\" <sip:x"), std::nullopt);
    EXPECT_EQ(parse_destination("sip:"), std::nullopt);
    EXPECT_EQ(parse_destination("sip:77@"), std::nullopt);
    EXPECT_EQ(parse_destination("sip:a b@c\r\n"), std::nullopt);
}

TEST(MessageSender, IsReadInEachForm)  // msg-3-6, msg-3-7
{
    EXPECT_EQ(parse_from("\"Al \\\"x\\\" ice\" <sip:alice@example.com:5070;tag=1>"), sender("Al \"x\" ice", "alice", "example.com"));
    EXPECT_EQ(parse_from("<sip:example.com>"), sender("", "", "example.com"));
    EXPECT_EQ(parse_from("<sip:a@[2001:db8::1]:5060>"), sender("", "a", "[2001:db8::1]"));
    EXPECT_EQ(parse_from("Name <alice>"), sender("Name", "alice", ""));
    EXPECT_EQ(parse_from("Some Body"), sender("Some Body", "", ""));
}

TEST(MessageHeaders, AreOursWhereTheyMustBe)  // msg-3-10
{
    for (const char* name : {"To", "from", "VIA", "Route", "Contact", "call-id", "CSeq", "Allow", "Content-Length", "Request-URI"})
        EXPECT_TRUE(is_reserved(name)) << name;
    EXPECT_FALSE(is_reserved("X-Mine"));
    EXPECT_FALSE(is_reserved("Subject"));
}

TEST(MessageBody, HasLfBetweenLinesAndNoneAtTheEnd)  // msg-1-14
{
    EXPECT_EQ(plain_lines("one\r\ntwo\r\n\r\n"), "one\ntwo");
    EXPECT_EQ(plain_lines("a\rb"), "a\rb");
    EXPECT_EQ(plain_lines("\n\n"), "");
    EXPECT_EQ(plain_lines(""), "");
}

TEST(MessageBody, MustBePlainText)  // msg-1-2
{
    EXPECT_TRUE(is_plain_text("text/plain"));
    EXPECT_TRUE(is_plain_text("text/plain;charset=UTF-8"));
    EXPECT_FALSE(is_plain_text("Text/Plain"));
    EXPECT_FALSE(is_plain_text("text/html"));
    EXPECT_FALSE(is_plain_text(""));
}

TEST(MessageHops, AreOneLess)  // msg-3-9
{
    EXPECT_EQ(next_hops("70"), 69U);
    EXPECT_EQ(next_hops("1"), 0U);
    EXPECT_FALSE(next_hops("0"));
    EXPECT_FALSE(next_hops("-3"));
    EXPECT_FALSE(next_hops("many"));
    EXPECT_FALSE(next_hops(""));
}

}  // namespace

}  // namespace sipcore::messaging
