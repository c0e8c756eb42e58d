// SPDX-License-Identifier: GPL-2.0-only
/** @file Strands, stepped by hand and with threads. */
#include "stack/strand.h"

#include <gtest/gtest.h>

#include <deque>
#include <thread>

namespace sipcore::stack {

namespace {

/** Runs strands when it is told to. */
class ByHand final : public Scheduler {
public:
    void schedule(Strand& strand) override
    {
        std::lock_guard lock{mutex_};
        ready_.push_back(&strand);
    }
    /** Runs one strand that wants to. @return whether there was one */
    bool step()
    {
        Strand* strand = nullptr;
        {
            std::lock_guard lock{mutex_};
            if (ready_.empty())
                return false;
            strand = ready_.front();
            ready_.pop_front();
        }
        strand->run();
        return true;
    }

private:
    std::mutex mutex_;
    std::deque<Strand*> ready_;
};

TEST(Strand, RunsTasksInTheOrderInWhichTheyWerePosted)
{
    ByHand hand;
    Strand strand{hand};
    std::string order;
    strand.post([&] { order += 'a'; });
    strand.post([&] {
        order += 'b';
        strand.post([&] { order += 'd'; });
    });
    strand.post([&] { order += 'c'; });
    EXPECT_TRUE(hand.step());
    EXPECT_EQ(order, "abcd");
    EXPECT_FALSE(hand.step());
}

TEST(Strand, AsksForAWorkerOnlyWhenItGetsBusy)
{
    ByHand hand;
    Strand strand{hand};
    strand.post([] {});
    strand.post([] {});
    EXPECT_TRUE(hand.step());
    EXPECT_FALSE(hand.step());
}

TEST(Strand, LetsAnIdleStrandBeEnteredAndRunsWhatWasPostedMeanwhile)
{
    ByHand hand;
    Strand strand{hand};
    ASSERT_TRUE(strand.try_enter());
    EXPECT_TRUE(strand.is_current());
    bool ran = false;
    strand.post([&] { ran = true; });
    EXPECT_FALSE(ran);
    strand.leave();
    EXPECT_TRUE(ran);
    EXPECT_FALSE(strand.is_current());
    EXPECT_FALSE(hand.step());
}

TEST(Strand, IsNotEnteredWhileTasksWait)
{
    ByHand hand;
    Strand strand{hand};
    strand.post([] {});
    EXPECT_FALSE(strand.try_enter());
    hand.step();
    EXPECT_TRUE(strand.try_enter());
    strand.leave();
}

TEST(Strand, CarriesTheCallOfATaskIntoItsLogLines)
{
    ByHand hand;
    Strand strand{hand};
    log::CallId seen = 0;
    strand.post(7, [&] { seen = log::current_call(); });
    hand.step();
    EXPECT_EQ(seen, 7U);
    EXPECT_EQ(log::current_call(), 0U);
}

TEST(Strand, IsWaitedForByWhoHoldsNothing)
{
    ByHand hand;
    Strand strand{hand};
    std::jthread worker{[&](const std::stop_token& stop) {
        while (!stop.stop_requested())
            if (!hand.step())
                std::this_thread::yield();
    }};
    bool ran = false;
    strand.run_and_wait([&] { ran = true; });
    EXPECT_TRUE(ran);
}

TEST(Strands, PickTheSameStrandForTheSameCallId)
{
    ByHand hand;
    Strands strands{hand, 64};
    EXPECT_EQ(&strands.of("a84b4c76e66710"), &strands.of("a84b4c76e66710"));
    std::size_t count = 0;
    strands.for_each([&](Strand&) { ++count; });
    EXPECT_EQ(count, 64U);
}

}  // namespace

}  // namespace sipcore::stack
