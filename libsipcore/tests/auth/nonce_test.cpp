// SPDX-License-Identifier: GPL-2.0-only
/** @file Nonces that prove themselves. */
#include <set>

#include "auth/digest_samples.h"

namespace sipcore::auth {
namespace {

using namespace samples;
using std::chrono::seconds;
/** Short for what a nonce is worth. */
using Verdict = NonceMint::Verdict;

TEST(Nonce, IsFreshForItsCallAndItsLifetime)  // auth-4-4
{
    auto nonce = mint().make("call-1", noon);
    EXPECT_EQ(mint().check(nonce, "call-1", noon), Verdict::fresh);
    EXPECT_EQ(mint().check(nonce, "call-1", noon + seconds{32}), Verdict::fresh);
    EXPECT_EQ(mint().check(nonce, "call-1", noon + seconds{33}), Verdict::stale);
    EXPECT_EQ(mint().check(nonce, "call-1", noon + std::chrono::hours{24 * 365}), Verdict::stale);
}

TEST(Nonce, IsFreshWhenAnotherThreadsClockIsALittleBehind)
{
    auto nonce = mint().make("call-1", noon);
    EXPECT_EQ(mint().check(nonce, "call-1", noon - seconds{1}), Verdict::fresh);
}

TEST(Nonce, IsNobodysInAnotherCall)  // auth-4-4
{
    auto nonce = mint().make("call-1", noon);
    EXPECT_EQ(mint().check(nonce, "call-2", noon), Verdict::foreign);
    EXPECT_EQ(mint().check(nonce, "CALL-1", noon), Verdict::foreign);
    EXPECT_EQ(mint().check(nonce, "", noon), Verdict::foreign);
}

TEST(Nonce, IsNobodysWithAnotherKey)
{
    EXPECT_EQ(mint(2).check(mint(1).make("call-1", noon), "call-1", noon), Verdict::foreign);
}

TEST(Nonce, IsTheSameWithinASecondAndAnotherLater)  // auth-4-2 auth-4-9
{
    EXPECT_EQ(mint().make("call-1", noon), mint().make("call-1", noon + std::chrono::milliseconds{999}));
    EXPECT_NE(mint().make("call-1", noon), mint().make("call-1", noon + seconds{1}));
    EXPECT_NE(mint().make("call-1", noon), mint().make("call-2", noon));
}

TEST(Nonce, IsAWordThatNeedsNoQuoting)
{
    auto nonce = mint().make("call-1", noon);
    EXPECT_EQ(nonce.size(), 40U);
    EXPECT_EQ(nonce.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Nonce, IsNobodysWithAnyCharacterChanged)
{
    auto nonce = mint().make("call-1", noon);
    for (std::size_t i = 0; i < nonce.size(); ++i) {
        for (char c : {'0', 'f', 'F', 'g', '\0', ' ', '-'}) {
            auto changed = nonce;
            changed[i] = c;
            if (changed != nonce) {
                EXPECT_EQ(mint().check(changed, "call-1", noon), Verdict::foreign) << i << ' ' << c;
            }
        }
    }
}

TEST(Nonce, IsNobodysAtAnyOtherLength)
{
    auto nonce = mint().make("call-1", noon);
    for (std::size_t length = 0; length < nonce.size(); ++length)
        EXPECT_EQ(mint().check(nonce.substr(0, length), "call-1", noon), Verdict::foreign) << length;
    EXPECT_EQ(mint().check(nonce + '0', "call-1", noon), Verdict::foreign);
    EXPECT_EQ(mint().check(std::string(100000, '0'), "call-1", noon), Verdict::foreign);
}

TEST(Nonce, CannotBeMovedFromTheTimeIntoTheCallId)
{
    auto nonce = mint().make("0call", noon);
    EXPECT_EQ(mint().check(nonce.substr(0, 8) + "0" + nonce.substr(9), "call", noon), Verdict::foreign);
}

TEST(Nonce, DiffersForEachCall)
{
    std::set<std::string> all;
    for (int i = 0; i < 2000; ++i)
        all.insert(mint().make("call-" + std::to_string(i), noon));
    EXPECT_EQ(all.size(), 2000U);
}

}  // namespace
}  // namespace sipcore::auth
