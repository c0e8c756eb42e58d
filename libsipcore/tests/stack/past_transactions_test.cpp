// SPDX-License-Identifier: GPL-2.0-only
/** @file Repetitions of requests whose transactions are gone are known for as long as they may come, and not more than so many. */
#include "stack/past_transactions.h"

#include <gtest/gtest.h>

#include <string>

namespace sipcore::stack {

namespace {

using namespace std::chrono_literals;

/** A clock that stands where a test puts it. */
class StandingClock final : public Clock {
public:
    Instant now() const override { return now_; }
    /** Lets time go by. */
    void pass(std::chrono::milliseconds time) { now_ += time; }

private:
    Instant now_{};
};

TEST(PastTransactions, AreKnownUntilNoRepetitionMayComeAnyMore)
{
    StandingClock clock;
    PastTransactions past{clock};
    EXPECT_EQ(past.find("s$BYE$z9hG4bK-1"), std::nullopt);
    past.remember("s$BYE$z9hG4bK-1", 200, 32s);
    past.remember("s$INVITE$z9hG4bK-2", 0, 32s);
    clock.pass(31999ms);
    EXPECT_EQ(past.find("s$bye$Z9hG4bK-1"), 200);
    EXPECT_EQ(past.find("s$INVITE$z9hG4bK-2"), 0);
    EXPECT_EQ(past.find("s$INVITE$z9hG4bK-1"), std::nullopt);
    clock.pass(1ms);
    EXPECT_EQ(past.find("s$BYE$z9hG4bK-1"), std::nullopt);
    EXPECT_EQ(past.find("s$INVITE$z9hG4bK-2"), std::nullopt);
}

TEST(PastTransactions, AreBounded)
{
    StandingClock clock;
    PastTransactions past{clock};
    for (std::size_t i = 0; i <= PastTransactions::most; ++i)
        past.remember(std::to_string(i), 200, 32s);
    EXPECT_EQ(past.find("0"), std::nullopt);
    EXPECT_EQ(past.find("1"), 200);
    EXPECT_EQ(past.find(std::to_string(PastTransactions::most)), 200);
}

}  // namespace

}  // namespace sipcore::stack
