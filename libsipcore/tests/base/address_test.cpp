// SPDX-License-Identifier: GPL-2.0-only
/** @file Addresses, networks and access lists as people write them. */
#include <gtest/gtest.h>
#include <netinet/in.h>

#include "sipcore/address.h"

namespace sipcore {

namespace {

/** A list from text: `+` permits, `-` denies. */
AccessList list_of(std::initializer_list<const char*> rules)
{
    AccessList list;
    for (std::string_view rule : rules) {
        auto sense = rule.front() == '+' ? AccessRule::Sense::permit : AccessRule::Sense::deny;
        list.rules.push_back({sense, Network::parse(rule.substr(1)).value()});
    }
    return list;
}

/** An address. */
IpAddress ip(std::string_view text)
{
    return IpAddress::parse(text).value();
}

}  // namespace

TEST(IpAddress, ReadsBothFamiliesAndWritesThemBack)
{
    EXPECT_EQ(ip("192.0.2.1").text(), "192.0.2.1");
    EXPECT_EQ(ip("2001:DB8:0::1").text(), "2001:db8::1");
    EXPECT_EQ(ip("[2001:db8::1]").uri_host(), "[2001:db8::1]");
    EXPECT_EQ(IpAddress{}.text(), "");
}

TEST(IpAddress, TakesAMappedAddressAsIPv4)
{
    EXPECT_TRUE(ip("::ffff:192.0.2.1").is_v4());
    EXPECT_EQ(ip("::ffff:192.0.2.1"), ip("192.0.2.1"));
}

TEST(IpAddress, RefusesWhatIsNoNumericAddress)
{
    for (auto text : {"", "192.0.2", "192.0.2.256", "host.example.com", "2001:db8::1%eth0", "[192.0.2.1", "2001:db8::1]", "192.0.2.1 ", "::1::"})
        EXPECT_FALSE(IpAddress::parse(text)) << text;
    EXPECT_FALSE(IpAddress::parse(std::string(5000, '1')));
}

TEST(SocketAddress, ReadsAPortOnlyWhereOneIsWritten)
{
    EXPECT_EQ(SocketAddress::parse("192.0.2.1", 5060)->port(), 5060);
    EXPECT_EQ(SocketAddress::parse("192.0.2.1:5070", 5060)->port(), 5070);
    EXPECT_EQ(SocketAddress::parse("[2001:db8::1]:5070", 5060)->text(), "[2001:db8::1]:5070");
    EXPECT_EQ(SocketAddress::parse("2001:db8::1", 5060)->port(), 5060);
    EXPECT_EQ(SocketAddress::parse("[2001:db8::1]", 7)->port(), 7);
}

TEST(SocketAddress, RefusesABadPort)
{
    for (auto text : {"192.0.2.1:65536", "192.0.2.1:x", "192.0.2.1:-1", "[2001:db8::1]:99999", "[2001:db8::1]5060"})
        EXPECT_FALSE(SocketAddress::parse(text, 5060)) << text;
}

TEST(SocketAddress, GoesThroughASocketCallUnchanged)
{
    for (auto text : {"192.0.2.1:5060", "[2001:db8::1]:65535"}) {
        auto address = SocketAddress::parse(text, 0).value();
        sockaddr_storage storage{};
        EXPECT_EQ(address.to(storage), address.ip().is_v4() ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
        EXPECT_EQ(SocketAddress::from(reinterpret_cast<const sockaddr*>(&storage)), address);
    }
}

TEST(Network, ReadsPrefixMaskAndBareAddress)
{
    EXPECT_EQ(Network::parse("192.0.2.0/24"), Network::parse("192.0.2.0/255.255.255.0"));
    EXPECT_EQ(Network::parse("192.0.2.7")->prefix_length, 32);
    EXPECT_EQ(Network::parse("2001:db8::/32")->text(), "2001:db8::/32");
}

TEST(Network, RefusesHolesAndLengthsThatAreTooLong)
{
    for (auto text : {"192.0.2.0/255.0.255.0", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "192.0.2.0/-1", "x/24", "/24"})
        EXPECT_FALSE(Network::parse(text)) << text;
}

TEST(Network, ContainsByLeadingBitsWithinAFamily)  // sec-3-14
{
    auto odd = Network::parse("192.0.2.128/25").value();
    EXPECT_TRUE(odd.contains(ip("192.0.2.128")));
    EXPECT_FALSE(odd.contains(ip("192.0.2.127")));
    EXPECT_FALSE(Network::parse("0.0.0.0/0")->contains(ip("2001:db8::1")));
    EXPECT_TRUE(Network::parse("0.0.0.0/0")->contains(ip("203.0.113.9")));
    EXPECT_TRUE(Network::parse("2001:db8::/33")->contains(ip("2001:db8:7fff::1")));
    EXPECT_FALSE(Network::parse("2001:db8::/33")->contains(ip("2001:db8:8000::1")));
}

TEST(AccessList, LetsTheLastMatchDecide)  // sec-3-14 auth-7-1
{
    auto list = list_of({"-0.0.0.0/0", "+192.0.2.0/24", "-192.0.2.9"});
    EXPECT_TRUE(list.allows(ip("192.0.2.8")));
    EXPECT_FALSE(list.allows(ip("192.0.2.9")));
    EXPECT_FALSE(list.allows(ip("203.0.113.1")));
    EXPECT_FALSE(list_of({"+192.0.2.0/24", "-0.0.0.0/0"}).allows(ip("192.0.2.8")));
}

TEST(AccessList, AllowsWhatNoRuleMatches)
{
    EXPECT_TRUE(AccessList{}.allows(ip("192.0.2.8")));
    EXPECT_TRUE(list_of({"-192.0.2.0/24"}).allows(ip("2001:db8::1")));
}

}  // namespace sipcore
