// SPDX-License-Identifier: GPL-2.0-only
/** @file Session timers of running calls, whose seconds take 10 ms. @rfc{4028} */
#include "loopback/carol_calls.h"

namespace sipcore::loopback {

namespace {

/** Calls with carol, whose endpoint takes timers. */
class TimedCalls : public CarolCalls {
protected:
    CallTimes times() const override { return {.timer_second = std::chrono::milliseconds{10}}; }
};

/** The same where we ask for a timer of 100 s. */
class AskedTimers : public TimedCalls {
protected:
    void settle(config::Endpoint& carol) override
    {
        carol.timers = config::SessionTimers::originate;
        carol.timers_sess_expires = std::chrono::seconds{100};
    }
};

/** The same where there are none. */
class RefusedTimers : public TimedCalls {
protected:
    void settle(config::Endpoint& carol) override { carol.timers = config::SessionTimers::refuse; }
};

TEST_F(TimedCalls, WhoDoesNotRefreshIsGivenUp)  // call-9-5 call-9-7
{
    auto session = carol_is_up("Supported: timer\r\nSession-Expires: 90;refresher=uac\r\n");
    EXPECT_EQ(ok_.header("Session-Expires"), "90;refresher=uac");
    EXPECT_EQ(ok_.header("Require"), "timer");
    ASSERT_TRUE(session->snapshot()->timer);
    EXPECT_FALSE(session->snapshot()->timer->ours);
    EXPECT_TRUE(desk_.diary->wait_for("session expired"));
    end(session);
}

TEST_F(TimedCalls, AnUpdateRefreshesAndMayChangeTheTimer)  // call-9-7
{
    auto session = carol_is_up("Supported: timer\r\nSession-Expires: 1800;refresher=uac\r\n");
    auto answer = ask("UPDATE", 2, "Supported: timer\r\nSession-Expires: 120;refresher=uac\r\n");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Session-Expires"), "120;refresher=uac");
    EXPECT_TRUE(desk_.diary->wait_for("update"));
    EXPECT_EQ(session->snapshot()->timer->interval, std::chrono::seconds{120});
    EXPECT_TRUE(desk_.diary->wait_for("session expired")) << "1800 would not be over";
    end(session);
}

TEST_F(TimedCalls, AReinviteOfTheirsRefreshes)  // call-9-7
{
    auto session = carol_is_up("Supported: timer\r\nSession-Expires: 1800;refresher=uac\r\n");
    carol_.send(in_dialog("INVITE", 2, "Supported: timer\r\nSession-Expires: 100;refresher=uac\r\n", their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    session->answer(our_answer());
    auto ok = carol_.final_response("INVITE");
    ASSERT_TRUE(ok && ok->status() == 200);
    EXPECT_EQ(ok->header("Session-Expires"), "100;refresher=uac");
    carol_.send(in_dialog("ACK", 2));
    EXPECT_TRUE(desk_.diary->wait_for("session expired"));
    end(session);
}

TEST_F(TimedCalls, WeRefreshByReinviteAtHalfOfTheTimeAgainAndAgain)  // call-9-7
{
    auto session = carol_is_up("Supported: timer\r\nSession-Expires: 90;refresher=uas\r\n");
    EXPECT_EQ(ok_.header("Session-Expires"), "90;refresher=uas");
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(desk_.diary->wait_for("refresh due"));
        session->reoffer(our_answer());
        auto refresh = carol_.request("INVITE");
        ASSERT_TRUE(refresh);
        EXPECT_EQ(refresh->header("Session-Expires"), "90;refresher=uac");
        answer(*refresh, 200, "Require: timer\r\nSession-Expires: 90;refresher=uac\r\n", their_sdp);
        ASSERT_TRUE(carol_.request("ACK"));
        ASSERT_TRUE(desk_.diary->wait_for("reanswered"));
    }
    ASSERT_TRUE(desk_.diary->wait_for("refresh due"));
    EXPECT_TRUE(desk_.diary->wait_for("session expired")) << "nothing was sent, so nobody answered";
    end(session);
}

TEST_F(TimedCalls, TooShortIsRefusedWithWhatWouldDo)  // call-1-10 call-9-3
{
    carol_invites("Supported: timer\r\nSession-Expires: 50\r\n");
    auto refusal = carol_.final_response("INVITE");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->first(), "SIP/2.0 422 Session Interval Too Small");
    EXPECT_EQ(refusal->header("Min-SE"), "90");
}

TEST_F(TimedCalls, WhatCannotBeReadIs400)  // call-1-10
{
    carol_invites("Supported: timer\r\nSession-Expires: soon\r\n");
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).first(), "SIP/2.0 400 Session-Expires Invalid Syntax");
    id_ += "-2";
    carol_invites("Supported: timer\r\nMin-SE: x\r\n");
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).first(), "SIP/2.0 400 Min-SE Invalid Syntax");
}

TEST_F(TimedCalls, AReinviteThatIsTooShortIsRefusedAndTheCallGoesOn)  // call-9-3
{
    auto session = carol_is_up("Supported: timer\r\nSession-Expires: 1800;refresher=uac\r\n");
    auto refusal = ask("INVITE", 2, "Supported: timer\r\nSession-Expires: 30\r\n", their_sdp);
    EXPECT_EQ(refusal.status(), 422);
    EXPECT_EQ(refusal.header("Min-SE"), "90");
    carol_.send(in_dialog("ACK", 2));
    EXPECT_EQ(ask("UPDATE", 3, "Supported: timer\r\nSession-Expires: 30\r\n").status(), 422);
    EXPECT_EQ(session->snapshot()->timer->interval, std::chrono::seconds{1800});
    end(session);
}

TEST_F(RefusedTimers, AreRefusedOnlyWhereTheyAreRequired)  // call-9-6 call-1-10
{
    carol_invites("Require: timer\r\nSession-Expires: 1800\r\n");
    auto refusal = carol_.final_response("INVITE");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->first(), "SIP/2.0 420 Option Disabled");
    EXPECT_EQ(refusal->header("Unsupported"), "timer");
    id_ += "-2";
    auto session = carol_is_up("Supported: timer\r\nSession-Expires: 1800\r\n");
    EXPECT_EQ(ok_.header("Session-Expires"), "");
    EXPECT_EQ(ok_.header("Supported"), "replaces");
    EXPECT_FALSE(session->snapshot()->timer);
    end(session);
}

TEST_F(AskedTimers, AreAskedForAndRunAsTheAnswerSays)  // call-9-2
{
    auto session = we_invite();
    EXPECT_EQ(invite_.header("Session-Expires"), "100");
    EXPECT_EQ(invite_.header("Min-SE"), "90");
    answer(invite_, 200, "Require: timer\r\nSession-Expires: 100;refresher=uas\r\n", their_sdp);
    ASSERT_TRUE(carol_.request("ACK"));
    ASSERT_TRUE(desk_.diary->wait_for("answered sdp"));
    EXPECT_TRUE(desk_.diary->wait_for("session expired")) << "carol is the one who refreshes";
    end(session);
}

TEST_F(AskedTimers, RunWithoutAWordWhereTheOtherSideKnowsNone)  // call-9-2
{
    auto session = we_invite();
    answer(invite_, 200, {}, their_sdp);
    ASSERT_TRUE(carol_.request("ACK"));
    ASSERT_TRUE(desk_.diary->wait_for("refresh due"));
    session->reoffer(sdp::offer(our_side()));
    auto refresh = carol_.request("INVITE");
    ASSERT_TRUE(refresh);
    EXPECT_EQ(refresh->header("Session-Expires"), "");
    answer(*refresh, 200, {}, their_sdp);
    ASSERT_TRUE(desk_.diary->wait_for("reanswered"));
    ASSERT_TRUE(desk_.diary->wait_for("refresh due"));
    end(session);
}

TEST_F(AskedTimers, ClimbTheLadderOf422)  // call-6-23
{
    auto session = we_invite();
    auto first = invite_;
    refuse(first, 422, "Min-SE: 200\r\n");
    auto second = carol_.request("INVITE");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->header("Session-Expires"), "200");
    EXPECT_EQ(second->header("Min-SE"), "200");
    EXPECT_EQ(second->header("Call-ID"), first.header("Call-ID"));
    EXPECT_GT(std::stoi(second->header("CSeq")), std::stoi(first.header("CSeq")));
    refuse(*second, 422, "Min-SE: 300\r\n");
    auto third = carol_.request("INVITE");
    ASSERT_TRUE(third);
    EXPECT_EQ(third->header("Session-Expires"), "300");
    EXPECT_NE(third->body().find("m=audio 30000"), std::string::npos);
    answer(*third, 200, "Session-Expires: 300;refresher=uac\r\n", their_sdp);
    ASSERT_TRUE(desk_.diary->wait_for("answered sdp"));
    ASSERT_TRUE(carol_.request("ACK"));
    EXPECT_EQ(session->snapshot()->timer->interval, std::chrono::seconds{300});
    end(session);
}

TEST_F(AskedTimers, EndWithA422ThatWantsNothingMore)  // call-6-23
{
    auto session = we_invite();
    refuse(invite_, 422, "Min-SE: 90\r\n");
    EXPECT_TRUE(desk_.diary->wait_for("response 422"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 422"));
}

TEST_F(AskedTimers, ARefreshThatIsTooShortIsSentAgain)  // call-6-23
{
    auto session = we_invite();
    answer(invite_, 200, "Session-Expires: 100;refresher=uac\r\n", their_sdp);
    ASSERT_TRUE(carol_.request("ACK"));
    ASSERT_TRUE(desk_.diary->wait_for("refresh due"));
    session->reoffer(sdp::offer(our_side()));
    auto refresh = carol_.request("INVITE");
    ASSERT_TRUE(refresh);
    refuse(*refresh, 422, "Min-SE: 500\r\n");
    auto again = carol_.request("INVITE");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->header("Session-Expires"), "500;refresher=uac");
    answer(*again, 200, "Session-Expires: 500;refresher=uac\r\n", their_sdp);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    end(session);
}

TEST_F(AskedTimers, AnAnswerBelowTheLeastEndsTheCall)  // call-9-2
{
    auto session = we_invite();
    answer(invite_, 200, "Session-Expires: 20;refresher=uac\r\n", their_sdp);
    ASSERT_TRUE(carol_.request("ACK"));
    auto bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    carol_.send(carol_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

}  // namespace

}  // namespace sipcore::loopback
