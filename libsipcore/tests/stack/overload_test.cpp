// SPDX-License-Identifier: GPL-2.0-only
/** @file When new calls are turned away: for waits that last, wherever they are, and never for a hiccup. */
#include "stack/overload.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace sipcore::stack {
namespace {

using std::chrono::milliseconds;

/** A clock that stands still until it is turned. */
class TurnedClock final : public Clock {
public:
    Instant now() const override { return now_; }
    /** Turns it on. */
    void turn(milliseconds by) { now_ += by; }

private:
    Instant now_{std::chrono::hours{1}};
};

/** A gate with its clock. */
class OverloadGateTest : public testing::Test {
protected:
    /** Whether a call may begin when no strand waits. */
    bool open() { return gate_.may_begin(milliseconds{0}); }

    TurnedClock clock_;
    OverloadGate gate_{clock_};
};

TEST_F(OverloadGateTest, IsOpenWhenNothingWaits)
{
    EXPECT_TRUE(open());
    gate_.note_datagram(milliseconds{199});
    clock_.turn(milliseconds{500});
    gate_.note_datagram(milliseconds{199});
    EXPECT_TRUE(open());
}

TEST_F(OverloadGateTest, ClosesWhenDatagramsWaitLongForAWhile)
{
    gate_.note_datagram(milliseconds{300});
    EXPECT_TRUE(open()) << "one may be a hiccup";
    clock_.turn(milliseconds{101});
    gate_.note_datagram(milliseconds{300});
    EXPECT_FALSE(open());
    gate_.note_datagram(milliseconds{10});
    EXPECT_TRUE(open()) << "the socket is empty again";
}

TEST_F(OverloadGateTest, HiccupsFarApartCountOneByOne)
{
    for (int i = 0; i < 5; ++i) {
        gate_.note_datagram(milliseconds{900});
        EXPECT_TRUE(open()) << i;
        clock_.turn(milliseconds{5000});
    }
}

TEST_F(OverloadGateTest, OpensByItselfWhenNothingComes)
{
    gate_.note_datagram(milliseconds{300});
    clock_.turn(milliseconds{150});
    gate_.note_datagram(milliseconds{300});
    EXPECT_FALSE(open());
    clock_.turn(milliseconds{1500});
    EXPECT_TRUE(open());
}

TEST_F(OverloadGateTest, ClosesForStrandsThatWait)
{
    EXPECT_TRUE(gate_.may_begin(milliseconds{400}));
    clock_.turn(milliseconds{120});
    EXPECT_FALSE(gate_.may_begin(milliseconds{520}));
    EXPECT_TRUE(gate_.may_begin(milliseconds{0}));
}

TEST_F(OverloadGateTest, ClosesWhileTheHostTakesNothingUp)
{
    bool runs = false;
    gate_.await_host([&] { return runs; });
    EXPECT_TRUE(open());
    clock_.turn(milliseconds{250});
    EXPECT_TRUE(open());
    clock_.turn(milliseconds{150});
    EXPECT_FALSE(open());
    runs = true;
    EXPECT_TRUE(open());
    clock_.turn(milliseconds{5000});
    EXPECT_TRUE(open()) << "what was taken up is not asked again";
}

TEST_F(OverloadGateTest, LetsNoMoreInThanMayWaitForTheHost)
{
    bool runs = false;
    for (std::size_t i = 0; i < OverloadGate::most_waiting; ++i) {
        ASSERT_TRUE(open()) << i;
        gate_.await_host([&] { return runs; });
    }
    EXPECT_FALSE(open());
    runs = true;
    EXPECT_TRUE(open());
}

TEST_F(OverloadGateTest, AHostThatGoesIsNotAskedAnyMore)
{
    gate_.await_host([]() -> bool { throw std::logic_error{"asked after it went"}; });
    gate_.forget_host();
    EXPECT_NO_THROW(open());
}

}  // namespace
}  // namespace sipcore::stack
