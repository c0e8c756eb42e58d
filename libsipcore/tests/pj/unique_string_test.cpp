// SPDX-License-Identifier: GPL-2.0-only
/** @file The names that PJSIP makes by itself: tags, Call-IDs, branches. */
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string>

#include "pj/text.h"

namespace sipcore::pj {

namespace {

/** A name as PJSIP makes them. */
std::string unique_string()
{
    std::array<char, 64> room;
    pj_str_t text{room.data(), 0};
    pj_generate_unique_string(&text);
    return copy(text);
}

TEST(UniqueString, IsAnotherOneHoweverTheProcessSeedsRand)
{
    std::srand(1);
    auto first = unique_string();
    std::srand(1);
    EXPECT_NE(unique_string(), first);
}

}  // namespace

}  // namespace sipcore::pj
