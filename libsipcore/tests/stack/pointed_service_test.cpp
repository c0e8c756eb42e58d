// SPDX-License-Identifier: GPL-2.0-only
/** @file NAPTR records: which service is taken. */
#include "stack/pointed_service.h"

#include <gtest/gtest.h>

namespace sipcore::stack {

namespace {

using config::Protocol;

/** Records of RFC 3263 §4.1, in another order. */
const std::vector<Pointer> of_the_rfc{{90, 50, "s", "SIP+D2T", "_sip._tcp.example.com"},
                                      {100, 50, "s", "SIP+D2U", "_sip._udp.example.com"},
                                      {50, 50, "s", "SIPS+D2T", "_sips._tcp.example.com"}};

/** All that we speak. */
bool all(Protocol)
{
    return true;
}

TEST(PointedService, IsTheFirstByOrder)
{
    EXPECT_EQ(choose(of_the_rfc, all), (PointedService{Protocol::tls, "_sips._tcp.example.com"}));
}

TEST(PointedService, IsOneThatWeCanSendOver)
{
    EXPECT_EQ(choose(of_the_rfc, [](Protocol p) { return p != Protocol::tls; }), (PointedService{Protocol::tcp, "_sip._tcp.example.com"}));
    EXPECT_EQ(choose(of_the_rfc, [](Protocol p) { return p == Protocol::udp; }), (PointedService{Protocol::udp, "_sip._udp.example.com"}));
    EXPECT_FALSE(choose(of_the_rfc, [](Protocol) { return false; }));
}

TEST(PointedService, IsPreferredAmongEqualOrders)
{
    EXPECT_EQ(choose({{10, 20, "S", "sip+d2u", "a."}, {10, 10, "s", "SIP+D2T", "b"}}, all), (PointedService{Protocol::tcp, "b"}));
}

TEST(PointedService, IsNoneOfWhatIsNotSipOrLeadsNowhere)
{
    EXPECT_FALSE(choose({}, all));
    EXPECT_FALSE(choose({{1, 1, "u", "SIP+D2U", "x"}, {1, 1, "s", "E2U+sip", "x"}, {1, 1, "s", "SIP+D2S", "x"}}, all));
    EXPECT_FALSE(choose({{1, 1, "s", "SIP+D2U", ""}, {1, 1, "s", "SIP+D2T", "."}}, all));
}

}  // namespace

}  // namespace sipcore::stack
