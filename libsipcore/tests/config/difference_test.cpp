// SPDX-License-Identifier: GPL-2.0-only
/** @file What a reload changes. */
#include <gtest/gtest.h>

#include "config/text_source.h"
#include "sipcore/config/difference.h"
#include "sipcore/config/read.h"

namespace sipcore::config {

namespace {

/** Names in their order. */
using Names = std::vector<std::string>;

/** The model of an old file. */
Config old_file(const std::string& text)
{
    return read_sip_conf(sections_of(text)).config;
}

/** Two phones. */
constexpr auto two = "[general]\n[a]\ntype=friend\nhost=dynamic\nsecret=x\n[b]\ntype=friend\nhost=dynamic\nsecret=y\n";

}  // namespace

TEST(Difference, IsEmptyBetweenEqualConfigurations)
{
    auto change = difference(old_file(two), old_file(two));
    EXPECT_FALSE(change.global);
    EXPECT_TRUE(change.transports.empty() && change.endpoints.empty() && change.aors.empty() && change.auths.empty());
}

TEST(Difference, NamesWhatIsNewAndWhatIsGone)
{
    auto change = difference(old_file(two), old_file("[general]\n[b]\ntype=friend\nhost=dynamic\nsecret=y\n[c]\ntype=user\n"));
    EXPECT_EQ(change.endpoints.added, Names{"c"});
    EXPECT_EQ(change.endpoints.removed, Names{"a"});
    EXPECT_TRUE(change.endpoints.changed.empty());
    EXPECT_EQ(change.aors.removed, Names{"a"});
}

TEST(Difference, CallsAnEndpointChangedWhenOnlyItsSecretIs)
{
    auto other = std::string{two};
    other.replace(other.find("secret=y"), 8, "secret=z");
    auto change = difference(old_file(two), old_file(other));
    EXPECT_EQ(change.auths.changed, Names{"b"});
    EXPECT_EQ(change.endpoints.changed, Names{"b"});
    EXPECT_TRUE(change.aors.empty());
}

TEST(Difference, CallsAnEndpointChangedWhenItsAorIs)
{
    auto change = difference(old_file(two), old_file(std::string{two} + "qualify=yes\n"));
    EXPECT_EQ(change.aors.changed, Names{"b"});
    EXPECT_EQ(change.endpoints.changed, Names{"b"});
}

TEST(Difference, SeesAnotherPortAsAnotherTransport)
{
    auto change = difference(old_file("[general]\n"), old_file("[general]\nbindport=5070\n"));
    EXPECT_EQ(change.transports.changed, Names{"udp"});
    EXPECT_FALSE(change.global);
}

TEST(Difference, SeesAGlobalChange)
{
    EXPECT_TRUE(difference(old_file("[general]\n"), old_file("[general]\nuseragent=x\n")).global);
}

}  // namespace sipcore::config
