// SPDX-License-Identifier: GPL-2.0-only
/** @file Log lines reach the sink that is set, and none once it has been taken back. */
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string_view>
#include <thread>
#include <vector>

#include "sipcore/log.h"

namespace sipcore::log {

namespace {

/** Keeps what is written. */
struct Kept : Sink {
    void write(Level level, const std::source_location& where, CallId call, std::string_view text) override
    {
        lines.push_back(std::string{text});
        levels.push_back(level);
        calls.push_back(call);
        function = where.function_name();
    }
    bool wants(Level level) const override { return level != Level::debug; }

    std::vector<std::string> lines;  ///< texts
    std::vector<Level> levels;       ///< how grave
    std::vector<CallId> calls;       ///< of which call
    std::string function;            ///< who said the last one
};

/** Blocks in its first line until it is let go. */
struct Slow : Sink {
    void write(Level, const std::source_location&, CallId, std::string_view) override
    {
        inside.count_down();
        go.wait();
        done = true;
    }
    bool wants(Level) const override { return true; }

    std::latch inside{1};             ///< a line is being written
    std::latch go{1};                 ///< it may end
    std::atomic<bool> done{false};    ///< it has ended
};

}  // namespace

TEST(Log, WritesWhereWhatAndForWhichCall)
{
    Kept kept;
    set_sink(&kept);
    {
        CallScope outer{7};
        notice("{} is {}", "a", 1);
        CallScope inner{8};
        warning("b");
    }
    error("c");
    debug("not wanted");
    set_sink(nullptr);
    error("after");
    EXPECT_EQ(kept.lines, (std::vector<std::string>{"a is 1", "b", "c"}));
    EXPECT_EQ(kept.levels, (std::vector{Level::notice, Level::warning, Level::error}));
    EXPECT_EQ(kept.calls, (std::vector<CallId>{7, 8, 0}));
    EXPECT_NE(kept.function.find("TestBody"), std::string::npos);
}

TEST(Log, TakesTheSinkBackOnlyWhenNoLineIsBeingWritten)
{
    Slow slow;
    set_sink(&slow);
    std::jthread writer{[] { error("x"); }};
    slow.inside.wait();
    std::atomic<bool> done_when_back{false};
    std::jthread taker{[&] {
        set_sink(nullptr);
        done_when_back = slow.done.load();
    }};
    slow.go.count_down();
    taker.join();
    EXPECT_TRUE(done_when_back);
}

TEST(Log, ShowsWhatAPeerSentWithoutItsControlCharacters)
{
    EXPECT_EQ(printable("a\r\nb\x7f"), "a\\x0d\\x0ab\\x7f");
    EXPECT_EQ(printable("\x1b[31m").find('\x1b'), std::string::npos);
    EXPECT_LE(printable(std::string(1000, 'x')).size(), 210U);
}

TEST(Log, LinesOfStrangersAreBoundedAndThoseLeftOutAreTold)
{
    Kept kept;
    set_sink(&kept);
    RateLimit limit{2, std::chrono::seconds{3600}};
    for (int i = 0; i < 5; ++i)
        limited(limit, Level::notice, "stranger {}", i);
    limited(limit, Level::debug, "nobody wants this");
    EXPECT_EQ(kept.lines, (std::vector<std::string>{"stranger 0", "stranger 1"}));
    EXPECT_EQ(limit.take(RateLimit::Clock::now() + std::chrono::hours{2}), 3u);
    EXPECT_EQ(limit.take(RateLimit::Clock::now() + std::chrono::hours{2}), 0u);
    EXPECT_EQ(limit.take(RateLimit::Clock::now() + std::chrono::hours{2}), std::nullopt);

    RateLimit at_once{1, std::chrono::seconds{0}};
    limited(at_once, Level::notice, "before");
    RateLimit late{1, std::chrono::seconds{3600}};
    late.take(RateLimit::Clock::now() - std::chrono::hours{2});
    late.take(RateLimit::Clock::now() - std::chrono::hours{2});
    limited(late, Level::notice, "after");
    set_sink(nullptr);
    EXPECT_EQ(kept.lines, (std::vector<std::string>{"stranger 0", "stranger 1", "before", "left out before the next line: 1 of its kind",
                                                    "after"}));
}

}  // namespace sipcore::log
