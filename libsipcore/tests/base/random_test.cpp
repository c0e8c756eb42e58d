// SPDX-License-Identifier: GPL-2.0-only
/** @file Names that nobody can guess. */
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/random.h"

namespace sipcore {

namespace {

TEST(Random, TextIsAsLongAsWantedAndHexadecimal)
{
    auto text = random_text(32);
    EXPECT_EQ(text.size(), 32U);
    EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(random_text(1).size(), 1U);
}

TEST(Random, TextIsAnotherOneHoweverTheProcessSeedsRand)
{
    std::srand(1);
    auto first = random_text(32);
    std::srand(1);
    EXPECT_NE(random_text(32), first);
}

}  // namespace

}  // namespace sipcore
