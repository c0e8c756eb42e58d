// SPDX-License-Identifier: GPL-2.0-only
/** @file The headers that we write: challenges and answers to others'. */
#include <cctype>

#include "auth/digest_hash.h"
#include "auth/digest_samples.h"

namespace sipcore::auth {
namespace {

TEST(DigestText, AsksAsPhonesKnowIt)
{
    EXPECT_EQ(challenge_text("asterisk", "5f3a9c1e", false),
              "Digest algorithm=MD5, realm=\"asterisk\", nonce=\"5f3a9c1e\"");
    EXPECT_EQ(challenge_text("asterisk", "5f3a9c1e", true),
              "Digest algorithm=MD5, realm=\"asterisk\", nonce=\"5f3a9c1e\", stale=true");
}

TEST(DigestText, KeepsARealmWithinItsQuotes)
{
    EXPECT_EQ(challenge_text("my \"pbx\"\\\r\nX: y", "n", false),
              "Digest algorithm=MD5, realm=\"my \\\"pbx\\\"\\\\X: y\", nonce=\"n\"");
}

/** A challenge to answer. */
Challenge challenge()
{
    return {.realm = "provider", .nonce = "n1", .opaque = {}, .algorithm = {}, .qop_auth = false, .stale = false};
}

/** What we answer with. */
Answering trunk()
{
    return {.username = "trunk",
            .password = "secret",
            .md5_cred = {},
            .method = "INVITE",
            .uri = "sip:1@example.com",
            .cnonce = "0a4f113b",
            .nc = 1};
}

TEST(DigestText, AnswersWithoutQop)
{
    auto response = hash_of(Algorithm::md5, {hash_of(Algorithm::md5, {"trunk", "provider", "secret"}), "n1",
                                             hash_of(Algorithm::md5, {"INVITE", "sip:1@example.com"})});
    EXPECT_EQ(answer_text(challenge(), trunk()),
              "Digest username=\"trunk\", realm=\"provider\", algorithm=MD5, uri=\"sip:1@example.com\", nonce=\"n1\", "
              "response=\"" +
                  response + "\"");
}

TEST(DigestText, AnswersWithQopAndOpaque)
{
    auto asked = challenge();
    asked.opaque = "o1";
    asked.qop_auth = true;
    auto with = trunk();
    with.nc = 0x1a;
    auto response =
        hash_of(Algorithm::md5, {hash_of(Algorithm::md5, {"trunk", "provider", "secret"}), "n1", "0000001a", "0a4f113b",
                                 "auth", hash_of(Algorithm::md5, {"INVITE", "sip:1@example.com"})});
    EXPECT_EQ(answer_text(asked, with),
              "Digest username=\"trunk\", realm=\"provider\", algorithm=MD5, uri=\"sip:1@example.com\", nonce=\"n1\", "
              "response=\"" +
                  response + "\", opaque=\"o1\", qop=auth, cnonce=\"0a4f113b\", nc=0000001a");
}

TEST(DigestText, TakesAHashInPlaceOfASecret)  // auth-9-2
{
    auto plain = answer_text(challenge(), trunk());
    auto with = trunk();
    with.password = "not looked at";
    auto hash = hash_of(Algorithm::md5, {"trunk", "provider", "secret"});
    with.md5_cred = hash;
    EXPECT_EQ(answer_text(challenge(), with), plain);
    for (auto& c : hash)
        c = static_cast<char>(std::toupper(c));
    with.md5_cred = hash;
    EXPECT_EQ(answer_text(challenge(), with), plain);
}

TEST(DigestText, TakesAHashOfAnyLength)  // CVE-2022-24754 sec-3c-1
{
    for (std::size_t length : {1UL, 31UL, 33UL, 4096UL}) {
        std::string hash(length, 'a');
        auto with = trunk();
        with.md5_cred = hash;
        EXPECT_TRUE(parse_credentials(answer_text(challenge(), with))) << length;
    }
}

TEST(DigestText, GivesBackTheChallengesTextsAsTheyStood)
{
    auto asked = parse_challenge(R"(Digest realm="a\"b", nonce="n\\", opaque="o,=")");
    ASSERT_TRUE(asked);
    auto text = answer_text(*asked, trunk());
    EXPECT_NE(text.find(R"(realm="a\"b")"), std::string::npos);
    EXPECT_NE(text.find(R"(nonce="n\\")"), std::string::npos);
    EXPECT_NE(text.find(R"(opaque="o,=")"), std::string::npos);
}

TEST(DigestText, EscapesOurNameAndUri)
{
    auto with = trunk();
    with.username = "DOMAIN\\\"u\"";
    with.uri = "sip:x\r\nEvil: 1@example.com";
    auto text = answer_text(challenge(), with);
    EXPECT_NE(text.find("username=\"DOMAIN\\\\\\\"u\\\"\""), std::string::npos) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(DigestText, CountsInEightDigits)  // auth-9-5
{
    auto asked = challenge();
    asked.qop_auth = true;
    auto with = trunk();
    with.nc = 0xffffffff;
    EXPECT_TRUE(answer_text(asked, with).ends_with("nc=ffffffff"));
    with.nc = 0;
    EXPECT_TRUE(answer_text(asked, with).ends_with("nc=00000000"));
}

}  // namespace
}  // namespace sipcore::auth
