// SPDX-License-Identifier: GPL-2.0-only
/** @file Messages found in streams, however the octets come. */
#include "transport/framing.h"

#include <gtest/gtest.h>

#include <format>
#include <vector>

namespace sipcore::transport {

namespace {

/** A message with a body and a Content-Length under a given name. */
std::string message(std::string_view body, std::string_view name = "Content-Length")
{
    return std::format("OPTIONS sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1\r\nContent-Type: a/b\r\n{}: {}\r\n\r\n{}",
                       name, body.size(), body);
}

/** The pieces that come out when octets come in portions. */
std::vector<std::string> pieces(std::string_view octets, std::size_t portion)
{
    Framer framer;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < octets.size(); at += portion) {
        framer.push(octets.substr(at, portion));
        for (auto piece = framer.next(); piece.kind != Piece::Kind::none; piece = framer.next()) {
            switch (piece.kind) {
            case Piece::Kind::message: found.emplace_back(piece.text); break;
            case Piece::Kind::ping: found.emplace_back("ping"); break;
            case Piece::Kind::too_large: found.emplace_back("too large"); return found;
            default: found.emplace_back("broken"); return found;
            }
        }
    }
    return found;
}

TEST(Framing, CutsAtContentLengthHoweverTheOctetsCome)  // tp-1-6, RFC 3261 §18.3
{
    auto first = message("one");
    auto second = message("", "l");
    auto third = message("three\r\n\r\nfour", "CONTENT-LENGTH ");
    auto all = first + second + third;
    std::vector<std::string> wanted{first, second, third};
    for (std::size_t portion : {1U, 2U, 3U, 7U, 64U, 1000U})
        EXPECT_EQ(pieces(all, portion), wanted) << portion;
}

TEST(Framing, TakesLineEndsBetweenMessages)  // tp-1-6, RFC 5626 §4.4.1
{
    auto one = message("x");
    using Found = std::vector<std::string>;
    for (std::size_t portion : {1U, 2U, 5U, 1000U}) {
        EXPECT_EQ(pieces("\r\n" + one, portion), (Found{one})) << portion;
        EXPECT_EQ(pieces("\r\n\r\n" + one, portion), (Found{"ping", one})) << portion;
        EXPECT_EQ(pieces(one + "\r\n" + one + "\r\n\r\n\r\n\r\n", portion), (Found{one, one, "ping", "ping"})) << portion;
    }
}

TEST(Framing, TakesLinesThatEndInLineFeedOnly)
{
    std::string lf = "OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/TCP a\nContent-Length: 2\n\nab";
    EXPECT_EQ(pieces(lf + lf, 1), (std::vector<std::string>{lf, lf}));
}

TEST(Framing, EndsAMessageWithoutLengthWithWhatCame)  // tp-1-6
{
    std::string bare = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n";
    EXPECT_EQ(pieces(bare + bare, 1000), (std::vector<std::string>{bare, bare}));
    std::string typed = "MESSAGE sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nContent-Type: text/plain\r\n\r\nhello";
    EXPECT_EQ(pieces(typed, 1000), (std::vector<std::string>{typed}));
}

TEST(Framing, RefusesWhatPassesABound)  // tp-1-6
{
    auto head = [](std::string_view length) {
        return std::format("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nContent-Length: {}\r\n\r\n", length);
    };
    using Found = std::vector<std::string>;
    EXPECT_EQ(pieces(head("100000000"), 1000), (Found{"too large"}));
    EXPECT_EQ(pieces(head("99999999999999999999999999"), 1000), (Found{"too large"}));
    EXPECT_EQ(pieces(std::string(30000, 'x'), 1000), (Found{"too large"}));
    EXPECT_EQ(pieces("OPTIONS sip:a SIP/2.0\r\n" + std::string(30000, 'x'), 1), (Found{"too large"}));
}

TEST(Framing, RefusesLengthsThatNobodyCanRead)
{
    auto head = [](std::string_view lengths) {
        return std::format("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n{}\r\n\r\n", lengths);
    };
    using Found = std::vector<std::string>;
    EXPECT_EQ(pieces(head("Content-Length: -1"), 1000), (Found{"broken"}));
    EXPECT_EQ(pieces(head("Content-Length: two"), 1000), (Found{"broken"}));
    EXPECT_EQ(pieces(head("Content-Length:"), 1000), (Found{"broken"}));
    EXPECT_EQ(pieces(head("Content-Length: 1\r\nl: 2") + "ab", 1000), (Found{"broken"}));
    EXPECT_EQ(pieces(head("Content-Length: 0\r\nl: 0"), 1000).size(), 1U);
}

TEST(Framing, KeepsNoMoreThanWhatCame)
{
    Framer framer;
    for (int i = 0; i < 1000; ++i) {
        framer.push("\r\n\r\n");
        while (framer.next().kind != Piece::Kind::none) {
        }
        EXPECT_EQ(framer.kept(), 0U);
    }
}

}  // namespace

}  // namespace sipcore::transport
