// SPDX-License-Identifier: GPL-2.0-only
/** @file Which option tags people are shown. */
#include "sipcore/option_tags.h"

#include <gtest/gtest.h>

namespace sipcore {
namespace {

TEST(OptionTags, KnownOnesAreShownInTheirOrder)
{
    EXPECT_EQ(known_option_tags({{"Supported", "timer, foo,100rel"}, {"Require", "Path"}}), "100rel path timer ");
}

TEST(OptionTags, ReplacesBringsItsOldName)
{
    EXPECT_EQ(known_option_tags({{"Supported", "timer, replaces"}}), "replaces replace timer ");
    EXPECT_EQ(known_option_tags({{"supported", "replace"}}), "replaces replace ");
}

TEST(OptionTags, NothingIsShownOfWhatNobodyKnows)
{
    EXPECT_EQ(known_option_tags({{"Supported", "foo, , time"}, {"Allow", "timer"}}), "");
    EXPECT_EQ(known_option_tags({}), "");
}

}  // namespace
}  // namespace sipcore
