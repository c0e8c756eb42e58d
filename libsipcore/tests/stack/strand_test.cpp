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
    void schedule(Strand& strand, Urgency urgency) override
    {
        std::lock_guard lock{mutex_};
        ready_.emplace_back(&strand, urgency);
    }
    /** Runs one strand that wants to. @return whether there was one */
    bool step()
    {
        std::pair<Strand*, Urgency> next;
        {
            std::lock_guard lock{mutex_};
            if (ready_.empty())
                return false;
            next = ready_.front();
            ready_.pop_front();
        }
        next.first->run(next.second);
        return true;
    }

private:
    std::mutex mutex_;
    std::deque<std::pair<Strand*, Urgency>> ready_;
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

TEST(Strand, RunsWhatGivesWayAfterAllElseAndAFewAtATime)
{
    ByHand hand;
    Strand strand{hand};
    std::string order;
    for (char c : std::string{"123456"})
        strand.post_later([&order, c] { order += c; });
    strand.post([&] { order += 'a'; });
    EXPECT_EQ(strand.waiting(), 7U);
    EXPECT_TRUE(hand.step());       // those that give way were first to ask
    EXPECT_EQ(order, "a1234");
    strand.post([&] { order += 'b'; });
    while (hand.step()) {
    }
    EXPECT_EQ(order, "a1234b56");
    EXPECT_EQ(strand.waiting(), 0U);
}

TEST(Strand, IsEnteredWhileOnlyWhatGivesWayWaits)
{
    ByHand hand;
    Strand strand{hand};
    std::string order;
    strand.post_later([&] { order += '1'; });
    ASSERT_TRUE(strand.try_enter());
    order += 'a';
    strand.post_later([&] { order += '2'; });
    std::thread{[&] { EXPECT_TRUE(hand.step()); }}.join();  // a worker comes, and finds somebody at work
    strand.leave();
    EXPECT_EQ(order, "a");
    while (hand.step()) {
    }
    EXPECT_EQ(order, "a12");
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
