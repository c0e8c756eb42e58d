// SPDX-License-Identifier: GPL-2.0-only
/** @file Digests with SHA-256, where a configuration asks for them. @rfc{8760,2} */
#include "auth/digest_hash.h"
#include "auth/digest_samples.h"

namespace sipcore::auth {
namespace {

using namespace samples;

/** Both algorithms, the better one preferred. */
constexpr std::array both{Algorithm::sha256, Algorithm::md5};

/** Alice's REGISTER where these are asked for. */
Request asking(std::span<const Algorithm> algorithms)
{
    auto request = register_request();
    request.algorithms = algorithms;
    return request;
}

/** What alice answers to one of our challenges. */
std::optional<Credentials> answer(Algorithm algorithm, std::string_view password = "wonder")
{
    auto asked = parse_challenge(challenge_text("asterisk", mint().make("call-1", noon), false, algorithm));
    return parse_credentials(answer_text(*asked, {"alice", password, {}, "REGISTER", "sip:example.com", "c0ffee", 1}));
}

/** What is decided about it. */
Decision judged(std::span<const Algorithm> asked, const std::optional<Credentials>& credentials, const config::Auth& auth)
{
    return decide(asking(asked), credentials, &auth, "asterisk", mint(), noon);
}

TEST(DigestSha256, IsAskedForWithQop)  // auth-4-1
{
    EXPECT_EQ(challenge_text("r", "n", false, Algorithm::sha256), "Digest algorithm=SHA-256, realm=\"r\", nonce=\"n\", qop=\"auth\"");
    EXPECT_EQ(challenge_text("r", "n", true, Algorithm::sha256),
              "Digest algorithm=SHA-256, realm=\"r\", nonce=\"n\", stale=true, qop=\"auth\"");
    EXPECT_EQ(challenge_text("r", "n", false), "Digest algorithm=MD5, realm=\"r\", nonce=\"n\"");
}

TEST(DigestSha256, LetsInWhereItIsAskedFor)
{
    EXPECT_EQ(judged(both, answer(Algorithm::sha256), alice()), Decision::accept);
    EXPECT_EQ(judged(both, answer(Algorithm::md5), alice()), Decision::accept);
    EXPECT_EQ(judged(both, answer(Algorithm::sha256, "wrong"), alice()), Decision::refuse);
}

TEST(DigestSha256, DoesNotLetInWhereItIsNotAskedFor)
{
    EXPECT_EQ(judged(usual_algorithms, answer(Algorithm::sha256), alice()), Decision::refuse);
    constexpr std::array alone{Algorithm::sha256};
    EXPECT_EQ(judged(alone, answer(Algorithm::md5), alice()), Decision::refuse);
    EXPECT_EQ(judged(alone, answer(Algorithm::sha256), alice()), Decision::accept);
}

TEST(DigestSha256, DoesNotTakeAHashOfMd5)
{
    auto auth = alice();
    auth.password.clear();
    auth.md5_cred = hash_of(Algorithm::md5, {"alice", "asterisk", "wonder"});
    EXPECT_EQ(judged(both, answer(Algorithm::sha256), auth), Decision::refuse);
    EXPECT_EQ(judged(both, answer(Algorithm::md5), auth), Decision::accept);
}

TEST(DigestSha256, AnswersAsTheExampleOfTheRfc)  // RFC 7616 section 3.9.1
{
    Challenge asked{.realm = "http-auth@example.org",
                    .nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                    .opaque = "",
                    .algorithm = "SHA-256",
                    .qop_auth = true};
    auto text = answer_text(asked, {"Mufasa", "Circle of Life", {}, "GET", "/dir/index.html",
                                    "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", 1});
    EXPECT_NE(text.find("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""), std::string::npos) << text;
    EXPECT_NE(text.find("algorithm=SHA-256"), std::string::npos);
}

TEST(DigestSha256, TheFirstChallengeThatCanBeAnsweredIsTaken)  // auth-9-1
{
    std::vector<std::string> values{"Digest realm=\"r\", nonce=\"1\", algorithm=SHA-512-256", "Basic realm=\"r\"",
                                    "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256, qop=\"auth\"",
                                    "Digest realm=\"r\", nonce=\"3\""};
    EXPECT_EQ(choose_challenge(values)->nonce, "2");
    EXPECT_EQ(choose_challenge(values, true)->nonce, "3");
    EXPECT_FALSE(choose_challenge(std::span{values}.first(2)));
}

TEST(DigestCredentials, ThoseForOurRealmAreTaken)  // sec-3b-25
{
    std::vector<std::string> values{"junk", "Digest username=\"p\", realm=\"proxy\"", "Digest username=\"a\", realm=\"ours\""};
    EXPECT_EQ(credentials_for(values, "ours")->username, "a");
    EXPECT_EQ(credentials_for(values, "other")->username, "p");
    EXPECT_FALSE(credentials_for(std::span{values}.first(1), "ours"));
    EXPECT_FALSE(credentials_for({}, "ours"));
}

}  // namespace
}  // namespace sipcore::auth
