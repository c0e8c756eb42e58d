// SPDX-License-Identifier: GPL-2.0-only
/** @file The hashes, against what the RFCs print. */
#include "auth/digest_hash.h"

#include <algorithm>

#include "auth/digest_samples.h"

namespace sipcore::auth {
namespace {

TEST(DigestHash, JoinsPartsWithColons)
{
    EXPECT_EQ(hash_of(Algorithm::md5, {"abc"}), "900150983cd24fb0d6963f7d28e17f72");  // RFC 1321 A.5
    EXPECT_EQ(hash_of(Algorithm::md5, {""}), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(hash_of(Algorithm::sha256, {"abc"}), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hash_of(Algorithm::md5, {"a", "b"}), hash_of(Algorithm::md5, {"a:b"}));
    EXPECT_EQ(hash_of(Algorithm::md5, {"", ""}), hash_of(Algorithm::md5, {":"}));
}

TEST(DigestHash, GivesTheResponseOfRfc2617)
{
    auto ha1 = hash_of(Algorithm::md5, {"Mufasa", "testrealm@host.com", "Circle Of Life"});
    EXPECT_EQ(ha1, "939e7578ed9e3c518a452acee763bce9");
    ResponseParts parts{.ha1 = ha1,
                        .method = "GET",
                        .uri = "/dir/index.html",
                        .nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        .qop = "auth",
                        .nc = "00000001",
                        .cnonce = "0a4f113b"};
    EXPECT_EQ(response_of(Algorithm::md5, parts), "6629fae49393a05397450978507c4ef1");
    parts.qop = {};
    EXPECT_EQ(response_of(Algorithm::md5, parts), "670fd8c2df070c60b045671b8b24ff02");
}

TEST(DigestHash, GivesTheResponsesOfRfc7616)  // §3.9.1
{
    for (auto algorithm : {Algorithm::md5, Algorithm::sha256}) {
        auto ha1 = hash_of(algorithm, {"Mufasa", "http-auth@example.org", "Circle of Life"});
        ResponseParts parts{.ha1 = ha1,
                            .method = "GET",
                            .uri = "/dir/index.html",
                            .nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                            .qop = "auth",
                            .nc = "00000001",
                            .cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};
        EXPECT_EQ(response_of(algorithm, parts),
                  algorithm == Algorithm::md5 ? "8ca523f5e9506fed4657c9700eebdbec"
                                              : "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }
}

TEST(DigestHash, GivesTheHmacsOfRfc4231)
{
    std::array<std::uint8_t, 32> key{};
    std::fill_n(key.begin(), 20, 0x0b);
    EXPECT_EQ(hex(keyed_hash(key, {"Hi There"})), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(keyed_hash(key, {"Hi ", "There"}), keyed_hash(key, {"Hi There"}));
    key = {};
    std::ranges::copy(std::string_view{"Jefe"}, key.begin());
    EXPECT_EQ(hex(keyed_hash(key, {"what do ya want for nothing?"})),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(DigestHash, ComparesWholeTexts)
{
    EXPECT_TRUE(same_secret("", ""));
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
    EXPECT_FALSE(same_secret("", "a"));
    EXPECT_FALSE(same_secret(std::string_view{"a\0b", 3}, std::string_view{"a\0c", 3}));
}

}  // namespace
}  // namespace sipcore::auth
