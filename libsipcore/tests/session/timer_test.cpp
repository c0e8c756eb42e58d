// SPDX-License-Identifier: GPL-2.0-only
/** @file What is decided about session timers. */
#include "session/timer.h"

#include <gtest/gtest.h>

namespace sipcore::session {

namespace {

using config::Refresher;
using config::SessionTimers;

/** Headers as they are read; good ones. */
TimerWords words(const std::vector<Header>& headers)
{
    auto read = read_timer(headers);
    EXPECT_TRUE(read);
    return read.value_or(TimerWords{});
}

/** The value of a header; empty without one. */
std::string value_of(const std::vector<Header>& headers, std::string_view name)
{
    for (const auto& header : headers)
        if (header.name == name)
            return header.value;
    return {};
}

/** Rules of a mode. */
TimerRules rules(SessionTimers mode, long most = 1800, long least = 90, Refresher preferred = Refresher::uas)
{
    return {mode, seconds{most}, seconds{least}, preferred};
}

TEST(SessionTimerWords, AreReadInAllTheirForms)
{
    auto read = words({{"Supported", "replaces, Timer"}, {"Session-Expires", " 1800 ; foo=bar; Refresher = UAC"}, {"Min-SE", "100;x=y"}});
    EXPECT_TRUE(read.supported);
    EXPECT_FALSE(read.required);
    EXPECT_EQ(read.interval, seconds{1800});
    EXPECT_EQ(read.refresher, Refresher::uac);
    EXPECT_EQ(read.least, seconds{100});
    read = words({{"k", "100rel,timer"}, {"x", "120;refresher=uas"}});
    EXPECT_TRUE(read.supported);
    EXPECT_EQ(read.interval, seconds{120});
    EXPECT_EQ(read.refresher, Refresher::uas);
    EXPECT_TRUE(words({{"Require", "timer"}}).supported);
    EXPECT_EQ(words({{"Session-Expires", "99999999999999999999"}}).interval, seconds{2147483647});
}

TEST(SessionTimerWords, ThatCannotBeReadAre400)  // call-1-10
{
    for (const char* text : {"", "soon", "-1", "90s", "1800;refresher=us", "1800;refresher"})
        EXPECT_EQ(read_timer({{"Session-Expires", text}}).error().reason, "Session-Expires Invalid Syntax") << text;
    for (const char* text : {"", "x", "-90"})
        EXPECT_EQ(read_timer({{"Min-SE", text}}).error().reason, "Min-SE Invalid Syntax") << text;
}

TEST(SessionTimerAnswer, TooShortAnIntervalIsRefusedWithOurLeast)  // call-9-3
{
    auto answer = answer_timer(rules(SessionTimers::accept, 1800, 120), words({{"Supported", "timer"}, {"Session-Expires", "119"}}), {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().status, 422);
    EXPECT_EQ(answer.error().reason, "Session Interval Too Small");
    EXPECT_EQ(value_of(answer.error().headers, "Min-SE"), "120");
}

TEST(SessionTimerAnswer, TheIntervalIsTheSmallerOneUnlessTheirLeastIsAboveOurMost)  // call-9-4
{
    auto interval = [](const char* expires, const char* least) {
        std::vector<Header> headers{{"Supported", "timer"}};
        if (expires)
            headers.push_back({"Session-Expires", expires});
        if (least)
            headers.push_back({"Min-SE", least});
        return answer_timer(rules(SessionTimers::accept, 600), words(headers), {})->timer->interval.count();
    };
    EXPECT_EQ(interval("300", nullptr), 300);
    EXPECT_EQ(interval("3600", nullptr), 600);
    EXPECT_EQ(interval("3600", "500"), 600);
    EXPECT_EQ(interval("3600", "700"), 3600);
    EXPECT_EQ(interval(nullptr, nullptr), 600);
    EXPECT_EQ(interval(nullptr, "700"), 700);
}

TEST(SessionTimerAnswer, TheRefresherIsTheNamedOneOrThePreferredOne)  // call-9-5
{
    auto answer = [](const char* expires, Refresher preferred) {
        return *answer_timer(rules(SessionTimers::accept, 1800, 90, preferred), words({{"Supported", "timer"}, {"Session-Expires", expires}}), {});
    };
    EXPECT_FALSE(answer("300;refresher=uac", Refresher::uas).timer->ours);
    EXPECT_EQ(value_of(answer("300;refresher=uac", Refresher::uas).headers, "Session-Expires"), "300;refresher=uac");
    EXPECT_TRUE(answer("300;refresher=uas", Refresher::uac).timer->ours);
    EXPECT_FALSE(answer("300", Refresher::uac).timer->ours);
    EXPECT_TRUE(answer("300", Refresher::uas).timer->ours);
    EXPECT_EQ(value_of(answer("300", Refresher::uas).headers, "Session-Expires"), "300;refresher=uas");
    EXPECT_EQ(value_of(answer("300", Refresher::uas).headers, "Require"), "timer");
}

TEST(SessionTimerAnswer, RefusedTimersAreIgnoredUnlessTheyAreRequired)  // call-9-6
{
    auto answer = answer_timer(rules(SessionTimers::refuse), words({{"Supported", "timer"}, {"Session-Expires", "30"}}), {});
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->timer);
    EXPECT_TRUE(answer->headers.empty());
    auto required = answer_timer(rules(SessionTimers::refuse), words({{"Require", "timer"}}), {});
    ASSERT_FALSE(required);
    EXPECT_EQ(required.error().status, 420);
    EXPECT_EQ(required.error().reason, "Option Disabled");
    EXPECT_EQ(value_of(required.error().headers, "Unsupported"), "timer");
}

TEST(SessionTimerAnswer, WhoCannotDoItHasATimerOnlyWhereWeAskForOne)  // call-9-7
{
    EXPECT_FALSE(answer_timer(rules(SessionTimers::accept), {}, {})->timer);
    auto answer = answer_timer(rules(SessionTimers::originate, 700), {}, {});
    EXPECT_EQ(answer->timer, (Timer{seconds{700}, true, true}));
    EXPECT_EQ(value_of(answer->headers, "Session-Expires"), "700;refresher=uas");
    EXPECT_EQ(value_of(answer->headers, "Require"), "");
}

TEST(SessionTimerAnswer, ARequestThatSaysNothingBeginsTheTimerAnew)  // call-9-7
{
    Timer theirs{seconds{300}, false, true};
    auto answer = answer_timer(rules(SessionTimers::accept), {}, theirs);
    EXPECT_EQ(answer->timer, theirs);
    EXPECT_EQ(value_of(answer->headers, "Session-Expires"), "300;refresher=uac");
}

TEST(SessionTimerQuestion, SaysWhatTheModeWants)  // call-9-2
{
    auto originate = ask_timer(rules(SessionTimers::originate, 1200), {});
    EXPECT_EQ(value_of(originate, "Session-Expires"), "1200");
    EXPECT_EQ(value_of(originate, "Min-SE"), "90");
    EXPECT_TRUE(ask_timer(rules(SessionTimers::accept), {}).empty());
    auto least = ask_timer(rules(SessionTimers::accept, 1800, 200), {});
    EXPECT_EQ(value_of(least, "Session-Expires"), "");
    EXPECT_EQ(value_of(least, "Min-SE"), "200");
    EXPECT_TRUE(ask_timer(rules(SessionTimers::refuse, 1800, 200), {}).empty());
}

TEST(SessionTimerQuestion, InACallSaysWhatRuns)
{
    EXPECT_EQ(value_of(ask_timer(rules(SessionTimers::accept), Timer{seconds{300}, true, true}), "Session-Expires"), "300;refresher=uac");
    EXPECT_EQ(value_of(ask_timer(rules(SessionTimers::accept), Timer{seconds{300}, false, true}), "Session-Expires"), "300;refresher=uas");
    EXPECT_EQ(value_of(ask_timer(rules(SessionTimers::originate), Timer{seconds{300}, true, false}), "Session-Expires"), "");
}

TEST(SessionTimerSettlement, IsWhatTheAnswerSays)  // call-9-2
{
    auto settle = [](SessionTimers mode, const std::vector<Header>& headers, std::optional<Timer> current = {}) {
        return *settle_timer(rules(mode), words(headers), current);
    };
    EXPECT_EQ(settle(SessionTimers::accept, {{"Session-Expires", "400;refresher=uac"}}), (Timer{seconds{400}, true, true}));
    EXPECT_EQ(settle(SessionTimers::accept, {{"Session-Expires", "400;refresher=uas"}}), (Timer{seconds{400}, false, true}));
    EXPECT_EQ(settle(SessionTimers::originate, {{"Session-Expires", "400"}}), (Timer{seconds{400}, true, true}));
    EXPECT_EQ(settle(SessionTimers::originate, {}), (Timer{seconds{1800}, true, false})) << "we refresh, and say nothing of it";
    EXPECT_EQ(settle(SessionTimers::accept, {}), std::nullopt);
    EXPECT_EQ(settle(SessionTimers::refuse, {{"Session-Expires", "400;refresher=uac"}}), std::nullopt);
    Timer runs{seconds{300}, false, true};
    EXPECT_EQ(settle(SessionTimers::accept, {}, runs), runs);
    EXPECT_EQ(settle_timer(rules(SessionTimers::accept), words({{"Session-Expires", "89"}}), {}).error().status, 500);
}

TEST(SessionTimerLadder, ClimbsToWhatTheyWantAndNeverDown)  // call-6-23
{
    auto mine = rules(SessionTimers::originate, 300);
    EXPECT_TRUE(raise_timer(mine, words({{"Min-SE", "200"}})));
    EXPECT_EQ(mine.least, seconds{200});
    EXPECT_EQ(mine.most, seconds{300});
    EXPECT_TRUE(raise_timer(mine, words({{"Min-SE", "600"}})));
    EXPECT_EQ(mine.most, seconds{600});
    EXPECT_FALSE(raise_timer(mine, words({{"Min-SE", "600"}}))) << "the same again would go on for ever";
    EXPECT_FALSE(raise_timer(mine, words({})));
}

TEST(SessionTimerDue, IsHalfOfOursAndAThirdAheadOfTheEndOfTheirs)  // call-9-7
{
    EXPECT_EQ(timer_due({seconds{1800}, true, true}), seconds{900});
    EXPECT_EQ(timer_due({seconds{1800}, false, true}), seconds{1768});
    EXPECT_EQ(timer_due({seconds{90}, false, true}), seconds{60});
}

TEST(SessionTimerRules, TakeTheEndpointsOptions)
{
    config::Endpoint settings;
    settings.timers = SessionTimers::originate;
    settings.timers_sess_expires = seconds{60};
    settings.timers_min_se = seconds{100};
    settings.timers_refresher = Refresher::uac;
    auto read = timer_rules(settings);
    EXPECT_EQ(read.mode, SessionTimers::originate);
    EXPECT_EQ(read.most, seconds{100}) << "what is below the least would be refused by ourselves";
    EXPECT_EQ(read.preferred, Refresher::uac);
}

}  // namespace

}  // namespace sipcore::session
