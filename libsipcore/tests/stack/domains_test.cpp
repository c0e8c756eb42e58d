// SPDX-License-Identifier: GPL-2.0-only
/** @file Domains that are ours. */
#include <gtest/gtest.h>

#include "stack/domains.h"

namespace sipcore::stack {

namespace {

/** A configuration with two domains. */
config::Config with_domains()
{
    config::Config config;
    config.global.realm = "ours";
    config.domains = {{"example.com", "", false}, {"192.0.2.1", "lab", false}};
    return config;
}

TEST(Domains, AreComparedWithoutLetterCaseAndInFull)  // auth-6-1
{
    auto config = with_domains();
    EXPECT_TRUE(domain_of(config, "EXAMPLE.com"));
    EXPECT_EQ(domain_of(config, "192.0.2.1")->context, "lab");
    EXPECT_FALSE(domain_of(config, "sub.example.com"));
    EXPECT_FALSE(domain_of(config, ""));
    config.domains.push_back({"2001:db8::1", "", true});
    EXPECT_TRUE(domain_of(config, "[2001:db8::1]"));
}

TEST(Domains, DecideWhoMayRegister)  // auth-6-2 reg-1-3
{
    EXPECT_TRUE(takes_registrations({}, "anything"));
    EXPECT_TRUE(takes_registrations(with_domains(), "example.com"));
    EXPECT_FALSE(takes_registrations(with_domains(), "example.net"));
}

TEST(Domains, DecideWhichCallsAreTaken)  // auth-6-3
{
    auto config = with_domains();
    EXPECT_TRUE(takes_calls(config, "example.net"));
    config.global.allow_external_domains = false;
    EXPECT_FALSE(takes_calls(config, "example.net"));
    EXPECT_TRUE(takes_calls(config, "example.com"));
    config.domains.clear();
    EXPECT_TRUE(takes_calls(config, "example.net"));
}

TEST(Domains, AreTheRealmWhereThatIsOn)  // auth-4-3
{
    auto config = with_domains();
    EXPECT_EQ(realm_for(config, "example.com", "192.0.2.1"), "ours");
    config.global.domains_as_realm = true;
    EXPECT_EQ(realm_for(config, "example.com", "192.0.2.1"), "example.com");
    EXPECT_EQ(realm_for(config, "example.net", "192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(realm_for(config, "example.net", "example.org"), "ours");
}

}  // namespace

}  // namespace sipcore::stack
