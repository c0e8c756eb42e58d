// SPDX-License-Identifier: GPL-2.0-only
/** @file Which address media is bound to. */
#include "media/bind_address.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

using sipcore::IpAddress;
using sipcore::SocketAddress;

/** The address of a text. */
IpAddress ip(const char* text)
{
    return *IpAddress::parse(text);
}

/** What media with somebody on this machine is bound to. */
IpAddress bound(const char* wished, bool ice)
{
    BindWish wish{.wished = {}, .local = ip("127.0.0.1"), .remote = SocketAddress{ip("127.0.0.1"), 5060}, .ice = ice};
    if (wished)
        wish.wished = ip(wished);
    return media_bind(wish);
}

TEST(BindAddress, IsTheOneTowardsTheOtherSide)
{
    EXPECT_EQ(bound(nullptr, false), ip("127.0.0.1"));
}

TEST(BindAddress, IsTheConfiguredOneOfTheFamily)  // rtpbindaddr
{
    EXPECT_EQ(bound("127.0.0.2", false), ip("127.0.0.2"));
    EXPECT_EQ(bound("127.0.0.2", true), ip("127.0.0.2"));
    EXPECT_EQ(bound("2001:db8::1", false), ip("127.0.0.1"));
    EXPECT_EQ(bound("0.0.0.0", false), ip("127.0.0.1"));
}

TEST(BindAddress, IsAnyForIceOnThisMachine)  // its candidates are those of the network
{
    EXPECT_EQ(bound(nullptr, true), ip("0.0.0.0"));
}

TEST(BindAddress, IsTheOneBehindWhenWhatIsToldIsANats)
{
    EXPECT_EQ(media_bind({.wished = {}, .local = ip("203.0.113.5"), .remote = SocketAddress{ip("127.0.0.1"), 5060}}),
              ip("127.0.0.1"));
}

}  // namespace
}  // namespace chan_sip
