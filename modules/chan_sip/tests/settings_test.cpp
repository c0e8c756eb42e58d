// SPDX-License-Identifier: GPL-2.0-only
/** @file What the configuration says about a call. */
#include "channel/settings.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

TEST(Settings, TheUserOfAnEndpointIsTheConfiguredOneOrTheRegisteredOne)
{
    auto endpoint = std::make_shared<sipcore::config::Endpoint>();
    sipcore::EndpointStatus status;
    status.endpoint = endpoint;
    EXPECT_EQ(user_of(status), "");
    status.binding.emplace().username = "desk";
    EXPECT_EQ(user_of(status), "desk");
    endpoint->default_user = "bobby";
    EXPECT_EQ(user_of(status), "bobby");
}

TEST(CallSettings, OfAGuestAreTheGlobalOnes)
{
    sipcore::config::Config config;
    config.global.context = "public";
    config.global.language = "de";
    auto guest = settings_of(nullptr, config);
    EXPECT_EQ(guest->context, "public");
    EXPECT_EQ(guest->language, "de");
    auto alice = std::make_shared<const sipcore::config::Endpoint>();
    EXPECT_EQ(settings_of(alice, config), alice);
}

TEST(CallSettings, AHostMayHaveAPort)
{
    using Host = std::pair<std::string, std::uint16_t>;
    EXPECT_EQ(split_host("example.com"), (Host{"example.com", 0}));
    EXPECT_EQ(split_host("example.com:5070"), (Host{"example.com", 5070}));
    EXPECT_EQ(split_host("192.0.2.1:5070"), (Host{"192.0.2.1", 5070}));
    EXPECT_EQ(split_host("[2001:db8::1]:5070"), (Host{"2001:db8::1", 5070}));
    EXPECT_EQ(split_host("2001:db8::1"), (Host{"2001:db8::1", 0}));
    EXPECT_EQ(split_host("example.com:99999"), (Host{"example.com:99999", 0}));
}

TEST(CallSettings, AUriIsShownWithoutItsParameters)
{
    EXPECT_EQ(without_parameters("sip:alice@192.0.2.1:5060;ob"), "sip:alice@192.0.2.1:5060");
    EXPECT_EQ(without_parameters("sip:a;b@192.0.2.1;transport=tcp"), "sip:a;b@192.0.2.1");
    EXPECT_EQ(without_parameters("sip:192.0.2.1?x=y"), "sip:192.0.2.1");
}

}  // namespace
}  // namespace chan_sip
