// SPDX-License-Identifier: GPL-2.0-only
/** @file UPDATE in calls, both ways, with offers and without. @rfc{3311} */
#include "loopback/carol_calls.h"

namespace sipcore::loopback {

namespace {

/** Calls with carol, where offers meet soon again. */
class UpdateCalls : public CarolCalls {
protected:
    CallTimes times() const override
    {
        using std::chrono::milliseconds;
        return {.glare_owner = milliseconds{30}, .glare_random = milliseconds{20}};
    }
};

/** Says that carol takes UPDATE. */
constexpr std::string_view takes_update = "Allow: INVITE, ACK, BYE, UPDATE\r\n";

TEST_F(UpdateCalls, AnOfferOfTheirsIsAnsweredWhenTheHostHasDecided)  // call-8-1
{
    auto session = carol_is_up();
    EXPECT_NE(ok_.header("Allow").find("UPDATE"), std::string::npos);
    carol_.send(in_dialog("UPDATE", 2, {}, their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    session->answer(our_answer());
    auto ok = carol_.final_response("UPDATE");
    ASSERT_TRUE(ok);
    EXPECT_EQ(ok->status(), 200);
    EXPECT_NE(ok->body().find("m=audio 30000"), std::string::npos);
    EXPECT_NE(ok->header("Contact"), "");
    EXPECT_EQ(ask("UPDATE", 3).status(), 200) << "the next one is taken";
    end(session);
}

TEST_F(UpdateCalls, AnOfferOfTheirsMayBeRefused)
{
    auto session = carol_is_up();
    carol_.send(in_dialog("UPDATE", 2, {}, their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    session->answer(std::unexpected{Error{488, "Not acceptable here"}});
    EXPECT_EQ(carol_.final_response("UPDATE").value_or(WireMessage{}).status(), 488);
    EXPECT_EQ(ask("UPDATE", 3, {}, "v=nonsense\r\n").status(), 488);
    end(session);
}

TEST_F(UpdateCalls, ASecondOfferWaits)  // @rfc{3311,5.2}
{
    auto session = carol_is_up();
    carol_.send(in_dialog("UPDATE", 2, {}, their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    auto refusal = ask("UPDATE", 3, {}, their_sdp);
    EXPECT_EQ(refusal.status(), 500);
    EXPECT_NE(refusal.header("Retry-After"), "");
    session->reoffer(sdp::offer(our_side()));
    session->answer(our_answer());
    auto next = carol_.receive();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->status(), 200) << "ours comes after the answer to theirs";
    auto ours = carol_.request("INVITE");
    ASSERT_TRUE(ours);
    answer(*ours, 200, {}, their_sdp);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    end(session);
}

TEST_F(UpdateCalls, AnOfferThatMeetsOursIs491)  // call-1-4
{
    auto session = carol_is_up(takes_update);
    session->reoffer(sdp::offer(our_side()), {}, OfferBy::update);
    auto ours = carol_.request("UPDATE");
    ASSERT_TRUE(ours);
    EXPECT_EQ(ask("UPDATE", 2, {}, their_sdp).status(), 491);
    EXPECT_EQ(ask("UPDATE", 3).status(), 200) << "without an offer nothing meets";
    answer(*ours, 200, {}, their_sdp);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    end(session);
}

TEST_F(UpdateCalls, OurOfferGoesByUpdateWhereTheyTakeIt)  // call-8-1
{
    auto session = carol_is_up(takes_update);
    session->reoffer(sdp::offer(our_side()), {{"X-Note", "1"}}, OfferBy::update);
    auto update = carol_.request("UPDATE");
    ASSERT_TRUE(update);
    EXPECT_EQ(update->header("X-Note"), "1");
    EXPECT_NE(update->header("Contact"), "");
    EXPECT_NE(update->body().find("m=audio 30000"), std::string::npos);
    answer(*update, 200, {}, their_sdp);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    session->reoffer(sdp::offer(our_side()), {}, OfferBy::update);
    update = carol_.request("UPDATE");
    ASSERT_TRUE(update);
    answer(*update, 488);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered 488"));
    end(session);
}

TEST_F(UpdateCalls, OurOfferGoesByReinviteWhereTheyDoNot)  // call-8-1
{
    auto session = carol_is_up();
    session->reoffer(sdp::offer(our_side()), {}, OfferBy::update);
    auto invite = carol_.request("INVITE");
    ASSERT_TRUE(invite);
    answer(*invite, 200, {}, their_sdp);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    end(session);
}

TEST_F(UpdateCalls, OurOfferGoesByReinviteAfterARefusalOfUpdate)
{
    auto session = carol_is_up(takes_update);
    for (bool first : {true, false}) {
        session->reoffer(sdp::offer(our_side()), {}, OfferBy::update);
        if (first) {
            auto update = carol_.request("UPDATE");
            ASSERT_TRUE(update);
            answer(*update, 501);
        }
        auto invite = carol_.wait_for([](const WireMessage& m) { return m.method() == "INVITE" || m.method() == "UPDATE"; });
        ASSERT_TRUE(invite);
        EXPECT_EQ(invite->method(), "INVITE");
        answer(*invite, 200, {}, their_sdp);
        ASSERT_TRUE(carol_.request("ACK"));
        EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    }
    end(session);
}

TEST_F(UpdateCalls, OurOfferThatMetTheirsIsTriedAgain)  // call-6-30
{
    auto session = carol_is_up(takes_update);
    session->reoffer(sdp::offer(our_side()), {}, OfferBy::update);
    auto update = carol_.request("UPDATE");
    ASSERT_TRUE(update);
    answer(*update, 491);
    auto again = carol_.request("UPDATE");
    ASSERT_TRUE(again);
    EXPECT_NE(again->header("CSeq"), update->header("CSeq"));
    answer(*again, 200, {}, their_sdp);
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
    end(session);
}

TEST_F(UpdateCalls, BeforeTheAnswerAnOfferIsTooEarly)  // @rfc{3311,5.2}
{
    carol_invites();
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(180, "Ringing", std::nullopt);
    auto ringing = carol_.wait_for([](const WireMessage& m) { return m.status() == 180; });
    ASSERT_TRUE(ringing);
    ok_ = *ringing;
    auto refusal = ask("UPDATE", 2, {}, their_sdp);
    EXPECT_EQ(refusal.status(), 500);
    EXPECT_NE(refusal.header("Retry-After"), "");
    EXPECT_EQ(ask("UPDATE", 3).status(), 200);
    session->hang_up({486, "Busy here", {}});
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).status(), 486);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 486"));
}

TEST_F(UpdateCalls, AnOfferOfWhoHangsUpIsOver)
{
    auto session = carol_is_up();
    carol_.send(in_dialog("UPDATE", 2, {}, their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    session->hang_up({});
    EXPECT_EQ(carol_.final_response("UPDATE").value_or(WireMessage{}).status(), 481);
    auto bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    carol_.send(carol_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

TEST_F(UpdateCalls, AnOfferAndAByeBehindItAreBothAnswered)
{
    auto session = carol_is_up();
    carol_.send(in_dialog("UPDATE", 2, {}, their_sdp));
    carol_.send(in_dialog("BYE", 3));
    bool update = false;
    bool bye = false;
    for (int i = 0; i < 2; ++i) {
        auto answer = carol_.wait_for([](const WireMessage& m) { return m.status() >= 200; });
        ASSERT_TRUE(answer);
        update = update || answer->method() == "UPDATE";
        bye = bye || (answer->method() == "BYE" && answer->status() == 200);
    }
    EXPECT_TRUE(update && bye);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 0"));
}

}  // namespace

}  // namespace sipcore::loopback
