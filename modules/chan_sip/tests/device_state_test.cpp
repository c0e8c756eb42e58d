// SPDX-License-Identifier: GPL-2.0-only
/** @file Device state: each row of the table in docs/spec/dialplan.md, section 12. */
#include "channel/device_state.h"

#include <gtest/gtest.h>

#include "channel/use_count.h"

namespace chan_sip {
namespace {

TEST(DeviceStates, TheFirstRuleThatAppliesDecides)  // reg-6-1 reg-6-2 reg-6-3 reg-6-4 reg-6-5 reg-6-6 reg-6-7 reg-6-8 reg-6-9 reg-6-10
{
    EXPECT_EQ(device_state({}), DeviceState::invalid);
    EXPECT_EQ(device_state({.known = true, .in_use = 1}), DeviceState::unavailable);
    DeviceFacts facts{.known = true, .has_address = true};
    EXPECT_EQ(device_state(facts), DeviceState::not_in_use);
    facts.silent = true;
    EXPECT_EQ(device_state(facts), DeviceState::unavailable);
    facts.limit = 4;
    facts.in_use = 1;
    EXPECT_EQ(device_state(facts), DeviceState::in_use) << "a call hides that it does not answer";
    facts.busy_level = 2;
    facts.in_use = 2;
    EXPECT_EQ(device_state(facts), DeviceState::busy);
    facts.busy_level = 0;
    EXPECT_EQ(device_state(facts), DeviceState::in_use);
    facts.in_use = 4;
    EXPECT_EQ(device_state(facts), DeviceState::busy);
    facts.ringing = 4;
    EXPECT_EQ(device_state(facts), DeviceState::ringing);
    facts.ringing = 1;
    EXPECT_EQ(device_state(facts), DeviceState::ringing_in_use);
    facts.on_hold = 1;
    EXPECT_EQ(device_state(facts), DeviceState::on_hold);
}

TEST(DeviceStates, ADeviceIsNamedBehindItsAt)
{
    EXPECT_EQ(endpoint_of_device("alice"), "alice");
    EXPECT_EQ(endpoint_of_device("1234@alice"), "alice");
    EXPECT_EQ(endpoint_of_device("alice/1234"), "alice/1234");
}

TEST(UseCounts, ACallIsCountedUntilItEnds)  // reg-6-11
{
    Uses uses;
    EXPECT_EQ(uses.find("alice"), nullptr);
    auto use = uses.of("alice");
    {
        UseShare ringing, talking, refused;
        EXPECT_TRUE(ringing.begin(use, 2, true));
        EXPECT_TRUE(talking.begin(use, 2, false));
        EXPECT_FALSE(refused.begin(use, 2, true)) << "the limit is 2";
        EXPECT_EQ(use->in_use, 2u);
        EXPECT_EQ(use->ringing, 1u);
        EXPECT_TRUE(ringing.stop_ringing());
        EXPECT_FALSE(ringing.stop_ringing());
        EXPECT_TRUE(talking.hold(true));
        EXPECT_FALSE(talking.hold(true));
        EXPECT_EQ(use->on_hold, 1u);
        EXPECT_EQ(use->ringing, 0u);
        EXPECT_FALSE(refused.end());
    }
    EXPECT_EQ(use->in_use, 0u);
    EXPECT_EQ(use->on_hold, 0u);
    EXPECT_EQ(uses.find("alice"), use);
}

TEST(ListPlaces, AreGivenBackAndNeverMoreThanThereAre)
{
    Uses uses;
    auto use = uses.of("trunk");
    {
        ListPlace first, second, third;
        EXPECT_TRUE(first.take(use, 2));
        EXPECT_FALSE(first.take(use, 2)) << "a call has one";
        EXPECT_TRUE(second.take(use, 2));
        EXPECT_FALSE(third.take(use, 2));
        EXPECT_EQ(use->listed, 2U);
        EXPECT_EQ(use->in_use, 0U) << "a place is no call that counts";
    }
    EXPECT_EQ(use->listed, 0U);
    ListPlace again;
    EXPECT_TRUE(again.take(use, 2));
}

}  // namespace
}  // namespace chan_sip
