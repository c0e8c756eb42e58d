// SPDX-License-Identifier: GPL-2.0-only
/** @file Servers in the order in which they are tried. */
#include "stack/service_order.h"

#include <gtest/gtest.h>

#include <map>

namespace sipcore::stack {

namespace {

/** Names of servers in order. */
std::vector<std::string> names(const std::vector<Service>& services)
{
    std::vector<std::string> all;
    for (const auto& service : services)
        all.push_back(service.host);
    return all;
}

/** The smallest chance. */
unsigned least(unsigned)
{
    return 0;
}

/** Names in order. */
using Names = std::vector<std::string>;

TEST(ServiceOrder, GoesByPriorityFirst)  // tp-5-2, RFC 2782
{
    auto ordered = in_order({{"c", 5060, 30, 1}, {"a", 5060, 10, 1}, {"b", 5060, 20, 100}}, least);
    EXPECT_EQ(names(ordered), (Names{"a", "b", "c"}));
}

TEST(ServiceOrder, DrawsByWeightAmongEquals)
{
    std::map<std::string, int> first;
    for (unsigned mark = 0; mark <= 100; ++mark) {
        auto ordered = in_order({{"heavy", 1, 1, 75}, {"light", 2, 1, 25}}, [&](unsigned most) { return std::min(mark, most); });
        ASSERT_EQ(ordered.size(), 2U);
        ++first[ordered.front().host];
    }
    EXPECT_EQ(first["light"] + first["heavy"], 101);
    EXPECT_NEAR(first["heavy"], 75, 1);
}

TEST(ServiceOrder, GivesThoseWithoutWeightASmallChance)
{
    std::vector<Service> services{{"weighty", 1, 1, 10}, {"none", 2, 1, 0}};
    EXPECT_EQ(names(in_order(services, least)), (Names{"none", "weighty"}));
    EXPECT_EQ(names(in_order(services, [](unsigned most) { return most; })), (Names{"weighty", "none"}));
}

TEST(ServiceOrder, KnowsAServiceThatIsNotThere)  // RFC 2782: a single target "."
{
    EXPECT_TRUE(in_order({{".", 0, 0, 0}}, least).empty());
    EXPECT_TRUE(in_order({}, least).empty());
}

}  // namespace

}  // namespace sipcore::stack
