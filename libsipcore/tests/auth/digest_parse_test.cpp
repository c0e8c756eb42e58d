// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading Authorization headers and challenges, well made and not. */
#include "auth/digest_samples.h"

namespace sipcore::auth {
namespace {

using samples::RowName;

TEST(DigestParse, ReadsAllFields)
{
    auto read =
        parse_credentials("Digest username=\"alice\", realm=\"asterisk\", nonce=\"abc\", uri=\"sip:a@example.com\", "
                          "response=\"00112233445566778899aabbccddeeff\", algorithm=MD5, qop=auth, nc=00000001, "
                          "cnonce=\"xyz\", opaque=\"\"");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->username, "alice");
    EXPECT_EQ(read->realm, "asterisk");
    EXPECT_EQ(read->nonce, "abc");
    EXPECT_EQ(read->uri, "sip:a@example.com");
    EXPECT_EQ(read->response, "00112233445566778899aabbccddeeff");
    EXPECT_EQ(read->algorithm, "MD5");
    EXPECT_EQ(read->qop, "auth");
    EXPECT_EQ(read->nc, "00000001");
    EXPECT_EQ(read->cnonce, "xyz");
}

/** A header's value and the user name that is read of it. */
struct Header {
    const char* name;                     ///< of the row
    std::string text;                     ///< the value
    std::optional<std::string> username;  ///< what is read; nothing: the value is refused
};

/** Names a row in a failure. */
void PrintTo(const Header& row, std::ostream* to)
{
    *to << row.name;
}

/** Shapes of headers. */
class DigestParseShape : public testing::TestWithParam<Header> {};

TEST_P(DigestParseShape, IsTakenOrRefused)
{
    auto read = parse_credentials(GetParam().text);
    ASSERT_EQ(read.has_value(), GetParam().username.has_value());
    if (read) {
        EXPECT_EQ(read->username, *GetParam().username);
    }
}

/** The rows of DigestParseShape. */
INSTANTIATE_TEST_SUITE_P(
    Values, DigestParseShape,
    testing::Values(
        Header{"Plain", "Digest username=\"a\"", "a"}, Header{"SchemeInSmallLetters", "digest username=\"a\"", "a"},
        Header{"NameInCapitals", "Digest USERNAME=\"a\"", "a"},
        Header{"WithoutQuotes", "Digest username=a,realm=b", "a"},
        Header{"BlanksEverywhere", "  Digest \t username = \"a\" , realm = \"b\"  ", "a"},
        Header{"Folded", "Digest realm=\"b\",\r\n username=\"a\"", "a"},
        Header{"NoCommas", "Digest realm=\"b\" username=\"a\"", "a"},
        Header{"NoCommaBehindAQuote", "Digest realm=\"b\"username=\"a\"", "a"},
        Header{"ManyCommas", "Digest ,,username=\"a\",, realm=\"b\",", "a"},
        Header{"UnknownFields", "Digest x=1, y=\"username=\\\"z\\\"\", username=\"a\"", "a"},
        Header{"CommaInQuotes", "Digest realm=\"b, username=z\", username=\"a\"", "a"},
        Header{"EqualsInAValue", "Digest realm=b=c=d, username=\"a\"", "a"},
        Header{"EscapedQuote", "Digest username=\"a\\\"b\"", "a\\\"b"},
        Header{"Backslash", "Digest username=\"DOMAIN\\a\"", "DOMAIN\\a"},
        Header{"EmptyName", "Digest username=\"\"", ""}, Header{"EmptyBare", "Digest username=, realm=b", ""},
        Header{"EmptyBareAtTheEnd", "Digest username=", ""}, Header{"NoFields", "Digest", ""},
        Header{"NoFieldsButBlanks", "Digest  , ", ""}, Header{"Utf8", "Digest username=\"\xc3\xa4\"", "\xc3\xa4"},
        Header{"TabInQuotes", "Digest username=\"a\tb\"", "a\tb"}, Header{"Nothing", "", {}},
        Header{"Blanks", "  ", {}}, Header{"Basic", "Basic YTpi", {}},
        Header{"LongerScheme", "Digestx username=\"a\"", {}}, Header{"SchemeAlone", "Digest=1", {}},
        Header{"SchemeWithComma", "Digest,username=\"a\"", {}}, Header{"UnterminatedQuote", "Digest username=\"a", {}},
        Header{"EscapeAtTheEnd", "Digest username=\"a\\", {}},
        Header{"EscapedLastQuote", "Digest username=\"a\\\"", {}}, Header{"QuoteAlone", "Digest username=\"", {}},
        Header{"NoEquals", "Digest username", {}}, Header{"NoName", "Digest =\"a\"", {}},
        Header{"QuotedName", "Digest \"username\"=\"a\"", {}},
        Header{"Twice", "Digest username=\"a\", username=\"a\"", {}},
        Header{"NonceTwice", "Digest username=\"a\", nonce=\"a\", Nonce=\"b\"", {}},
        Header{"NulInQuotes", std::string("Digest username=\"a\0b\"", 21), {}},
        Header{"NulBare", std::string("Digest username=a\0b", 19), {}},
        Header{"LineEndInQuotes", "Digest username=\"a\r\nX: y\"", {}},
        Header{"EscapeCharacter", "Digest username=\"a\x1b[2J\"", {}},
        Header{"Delete", "Digest username=\"a\x7f\"", {}}, Header{"ControlInAName", "Digest username\x01=\"a\"", ""}),
    RowName{});

TEST(DigestParse, TakesTwoKibibytesAndNotMore)
{
    std::string text = "Digest username=\"";
    text += std::string(2048 - text.size() - 1, 'a') + '"';
    ASSERT_EQ(text.size(), 2048U);
    EXPECT_TRUE(parse_credentials(text));
    text.insert(text.size() - 1, 1, 'a');
    EXPECT_FALSE(parse_credentials(text));
    EXPECT_FALSE(
        parse_credentials("Digest username=\"a\", x=\"" + std::string(65536, 'y') + '"'));  // GHSA-64qc-9x89-rx5j
}

TEST(DigestParse, EndsWhereverAHeaderIsCut)
{
    std::string text =
        "Digest username=\"al\\\"ice\", realm=\"as\", nonce=abc, uri=\"sip:x\", response=\"00\", qop=auth";
    for (std::size_t length = 0; length <= text.size(); ++length)
        parse_credentials(std::string_view{text}.substr(0, length));
    EXPECT_TRUE(parse_credentials(text));
}

TEST(DigestParse, ReadsAChallenge)
{
    auto read = parse_challenge(
        "Digest realm=\"provider\", nonce=\"n1\", opaque=\"o1\", algorithm=md5, qop=\"auth-int, auth\", "
        "stale=TRUE, domain=\"sip:x\"");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->realm, "provider");
    EXPECT_EQ(read->nonce, "n1");
    EXPECT_EQ(read->opaque, "o1");
    EXPECT_EQ(read->algorithm, "md5");
    EXPECT_TRUE(read->qop_auth);
    EXPECT_TRUE(read->stale);
}

/** A challenge and whether it can be answered. */
struct Asked {
    const char* name;  ///< of the row
    std::string text;  ///< the value
    bool taken;        ///< whether it can be answered
    bool qop;          ///< whether qop is to be answered
};

/** Names a row in a failure. */
void PrintTo(const Asked& row, std::ostream* to)
{
    *to << row.name;
}

/** Challenges of servers. */
class DigestChallenge : public testing::TestWithParam<Asked> {};

TEST_P(DigestChallenge, CanBeAnsweredOrNot)
{
    auto read = parse_challenge(GetParam().text);
    ASSERT_EQ(read.has_value(), GetParam().taken);
    if (read) {
        EXPECT_EQ(read->qop_auth, GetParam().qop);
        EXPECT_FALSE(read->stale);
    }
}

/** The rows of DigestChallenge. */
INSTANTIATE_TEST_SUITE_P(
    Values, DigestChallenge,
    testing::Values(Asked{"Shortest", "Digest realm=\"r\", nonce=\"n\"", true, false},
                    Asked{"EmptyRealm", "Digest realm=\"\", nonce=\"n\"", true, false},
                    Asked{"Md5", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5", true, false},
                    Asked{"Md5Quoted", "Digest realm=\"r\", nonce=\"n\", algorithm=\"MD5\"", true, false},
                    Asked{"QopAuth", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", true, true},
                    Asked{"QopBare", "Digest realm=\"r\", nonce=\"n\", qop=auth", true, true},
                    Asked{"QopEmpty", "Digest realm=\"r\", nonce=\"n\", qop=\"\"", true, false},
                    Asked{"QopBoth", "Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\"", true, true},
                    Asked{"QopIntAlone", "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", false, false},
                    Asked{"QopOther", "Digest realm=\"r\", nonce=\"n\", qop=\"author\"", false, false},
                    Asked{"StaleFalse", "Digest realm=\"r\", nonce=\"n\", stale=false", true, false},
                    Asked{"Sha256", "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256", true, false},
                    Asked{"Md5Sess", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess", false, false},
                    Asked{"NoRealm", "Digest nonce=\"n\"", false, false},
                    Asked{"NoNonce", "Digest realm=\"r\"", false, false},
                    Asked{"EmptyNonce", "Digest realm=\"r\", nonce=\"\"", false, false},
                    Asked{"Basic", "Basic realm=\"r\"", false, false}, Asked{"Nothing", "", false, false},
                    Asked{"Unterminated", "Digest realm=\"r\", nonce=\"n", false, false},
                    Asked{"LongNonce", "Digest realm=\"r\", nonce=\"" + std::string(4000, 'n') + '"', true, false},
                    Asked{"TooLongNonce", "Digest realm=\"r\", nonce=\"" + std::string(4096, 'n') + '"', false, false}),
    RowName{});

}  // namespace
}  // namespace sipcore::auth
