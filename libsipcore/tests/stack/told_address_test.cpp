// SPDX-License-Identifier: GPL-2.0-only
/** @file Which of our addresses peers inside and outside are told. */
#include "stack/told_address.h"

#include <gtest/gtest.h>

namespace sipcore::stack {

namespace {

/** An address. */
IpAddress ip(std::string_view text)
{
    return *IpAddress::parse(text);
}

/** A transport behind a NAT. */
config::Transport behind_nat(std::string_view external)
{
    config::Transport transport;
    transport.external_signaling_address = SocketAddress::parse(external, 0);
    transport.local_net.push_back(*Network::parse("192.0.2.0/24"));
    return transport;
}

/** The address that is told, where the external one is written as an address. */
SocketAddress told(const config::Transport& transport, const SocketAddress& bound, const IpAddress& source, const IpAddress& peer)
{
    return told_address(transport, transport.external_signaling_address, bound, source, peer);
}

/** A socket for all addresses. */
const SocketAddress any{ip("0.0.0.0"), 5060};
/** A socket for one. */
const SocketAddress bound{ip("192.0.2.1"), 5080};

TEST(ToldAddress, TakesTheExternalPortThatIsWrittenForAName)  // tp-2-2
{
    auto transport = behind_nat("198.51.100.7");
    transport.external_signaling_port = 6070;
    SocketAddress found{ip("198.51.100.8"), 0};
    EXPECT_EQ(told_address(transport, found, any, ip("192.0.2.1"), ip("203.0.113.9")).text(), "198.51.100.8:6070");
    EXPECT_EQ(told_address(transport, std::nullopt, any, ip("192.0.2.1"), ip("203.0.113.9")).text(), "192.0.2.1:5060");
}

TEST(ToldAddress, APeerOutsideIsToldTheExternalOne)  // tp-2-2
{
    EXPECT_EQ(told(behind_nat("198.51.100.7"), any, ip("192.0.2.1"), ip("203.0.113.9")).text(), "198.51.100.7:5060");
    EXPECT_EQ(told(behind_nat("198.51.100.7"), bound, ip("192.0.2.1"), ip("203.0.113.9")).text(), "198.51.100.7:5080");
    EXPECT_EQ(told(behind_nat("198.51.100.7:6060"), any, ip("192.0.2.1"), ip("203.0.113.9")).text(), "198.51.100.7:6060");
}

TEST(ToldAddress, APeerInsideIsToldOurOwn)  // tp-2-2
{
    EXPECT_EQ(told(behind_nat("198.51.100.7"), any, ip("192.0.2.1"), ip("192.0.2.9")).text(), "192.0.2.1:5060");
}

TEST(ToldAddress, WithoutLocalNetworksNothingIsOutside)  // tp-2-3
{
    auto transport = behind_nat("198.51.100.7");
    transport.local_net.clear();
    EXPECT_EQ(told(transport, any, ip("192.0.2.1"), ip("203.0.113.9")).text(), "192.0.2.1:5060");
}

TEST(ToldAddress, WithoutAnExternalAddressTheBoundOneIsTold)  // tp-2-3
{
    EXPECT_EQ(told({}, bound, ip("192.0.2.77"), ip("203.0.113.9")).text(), "192.0.2.1:5080");
    EXPECT_EQ(told({}, any, ip("192.0.2.77"), ip("203.0.113.9")).text(), "192.0.2.77:5060");
}

TEST(ToldAddress, APeerOverIpv6IsNeverBehindTheNat)  // tp-2-2
{
    EXPECT_EQ(told(behind_nat("198.51.100.7"), {ip("::"), 5060}, ip("2001:db8::1"), ip("2001:db8:1::9")).text(),
              "[2001:db8::1]:5060");
}

}  // namespace

}  // namespace sipcore::stack
