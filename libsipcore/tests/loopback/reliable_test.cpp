// SPDX-License-Identifier: GPL-2.0-only
/** @file Reliable provisional responses, both ways, and what they settle. @rfc{3262} @option{prack} */
#include "loopback/carol_calls.h"

namespace sipcore::loopback {

namespace {

/** Calls with carol, with a word of `prack`. */
template <config::Reliability Word>
class Reliable : public CarolCalls {
protected:
    void settle(config::Endpoint& carol) override { carol.reliability = Word; }
    /** A provisional response with that status. */
    WireMessage provisional(int status)
    {
        auto got = carol_.wait_for([status](const WireMessage& m) { return m.status() == status; });
        EXPECT_TRUE(got) << status;
        return got.value_or(WireMessage{});
    }
    /** PRACK for a response; its answer. */
    WireMessage acknowledge(const WireMessage& response, unsigned cseq, std::string_view body = {})
    {
        ok_ = response;
        return ask("PRACK", cseq, std::format("RAck: {} 1 INVITE\r\n", response.header("RSeq")), body);
    }
};

/** Never. */
using NeverReliable = Reliable<config::Reliability::no>;
/** Where it is required. */
using SometimesReliable = Reliable<config::Reliability::yes>;
/** Where it is possible. */
using GladlyReliable = Reliable<config::Reliability::peer_supported>;
/** Always. */
using AlwaysReliable = Reliable<config::Reliability::required>;

TEST_F(NeverReliable, WhoRequiresItIsRefused)  // call-1-1
{
    carol_invites("Require: 100rel\r\n");
    auto refusal = carol_.final_response("INVITE");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->status(), 420);
    EXPECT_EQ(refusal->header("Unsupported"), "100rel");
    we_invite();
    EXPECT_EQ(invite_.header("Supported"), "replaces, timer");
    EXPECT_EQ(invite_.header("Allow").find("PRACK"), std::string::npos);
    refuse(invite_, 486);
}

TEST_F(NeverReliable, NoAnswerInACallSpeaksOfIt)
{
    auto session = carol_is_up();
    unsigned cseq = 2;
    for (const auto* method : {"OPTIONS", "INFO", "UPDATE", "NOTIFY", "SUBSCRIBE", "PRACK", "PUBLISH", "BYE"}) {
        auto answer = ask(method, cseq++);
        EXPECT_EQ(answer.text.find("100rel"), std::string::npos) << answer.text;
        EXPECT_EQ(answer.text.find("Supported:"), answer.text.find("Supported: replaces")) << answer.text;
        EXPECT_EQ(answer.header("Allow").find("PRACK"), std::string::npos) << answer.text;
    }
}

TEST_F(SometimesReliable, OursAreReliableWhereTheyMustBe)
{
    carol_invites("Require: 100rel\r\n");
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(183, "Session Progress", our_answer());
    auto progress = provisional(183);
    EXPECT_EQ(progress.header("Require"), "100rel");
    EXPECT_NE(progress.header("RSeq"), "");
    EXPECT_NE(progress.body().find("m=audio 30000"), std::string::npos);
    EXPECT_EQ(acknowledge(progress, 2).status(), 200);
    session->accept(our_answer());
    auto ok = carol_.final_response("INVITE");
    ASSERT_TRUE(ok);
    EXPECT_EQ(ok->status(), 200);
    EXPECT_EQ(ok->header("RSeq"), "");
    ok_ = *ok;
    carol_.send(in_dialog("ACK", 1));
    ASSERT_TRUE(desk_.diary->wait_for("confirmed"));
    session->reoffer(sdp::offer(our_side()));
    auto invite = carol_.request("INVITE");
    ASSERT_TRUE(invite);
    EXPECT_EQ(invite->header("Require"), "") << "what came in the first INVITE is no matter any more";
    answer(*invite, 200, {}, their_sdp);
    ASSERT_TRUE(desk_.diary->wait_for("reanswered"));
    end(session);
}

TEST_F(SometimesReliable, WhoOnlyCouldGetsPlainOnes)
{
    carol_invites("Supported: 100rel\r\n");
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(180, "Ringing", std::nullopt);
    EXPECT_EQ(provisional(180).header("RSeq"), "");
    session->hang_up({486, "Busy here", {}});
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).status(), 486);
}

TEST_F(GladlyReliable, The200WaitsForThePrackOfADescription)  // @rfc{3262,3}
{
    carol_invites("Supported: 100rel\r\n");
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(183, "Session Progress", our_answer());
    auto progress = provisional(183);
    session->accept(our_answer());
    session->progress(180, "late", std::nullopt);
    ok_ = progress;
    carol_.send(in_dialog("PRACK", 2, std::format("RAck: {} 1 INVITE\r\n", progress.header("RSeq"))));
    auto first = carol_.wait_for([](const WireMessage& m) { return m.status() >= 200; });
    auto second = carol_.wait_for([](const WireMessage& m) { return m.status() >= 200; });
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->method(), second->method());
    auto& ok = first->method() == "INVITE" ? *first : *second;
    EXPECT_EQ(ok.status(), 200);
    ok_ = ok;
    carol_.send(in_dialog("ACK", 1));
    ASSERT_TRUE(desk_.diary->wait_for("confirmed"));
    end(session);
}

TEST_F(GladlyReliable, AfterThePrackAnOfferByUpdateIsTaken)  // @rfc{3311,5.1}
{
    carol_invites("Supported: 100rel\r\n");
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(183, "Session Progress", our_answer());
    EXPECT_EQ(acknowledge(provisional(183), 2).status(), 200);
    carol_.send(in_dialog("UPDATE", 3, {}, their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    session->answer(our_answer());
    auto ok = carol_.final_response("UPDATE");
    ASSERT_TRUE(ok);
    EXPECT_EQ(ok->status(), 200);
    EXPECT_NE(ok->body().find("m=audio"), std::string::npos);
    session->hang_up({486, "Busy here", {}});
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).status(), 486);
}

TEST_F(GladlyReliable, AnOfferInPrackIsRefusedAndOurResponseStillWaits)
{
    carol_invites("Supported: 100rel\r\n");
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(183, "Session Progress", our_answer());
    auto progress = provisional(183);
    EXPECT_EQ(acknowledge(progress, 2, their_sdp).status(), 488);
    EXPECT_EQ(acknowledge(progress, 3).status(), 200);
    session->hang_up({486, "Busy here", {}});
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).status(), 486);
}

TEST_F(GladlyReliable, PrackMayAnswerOurOffer)  // @rfc{3262,5}
{
    carol_invites("Supported: 100rel\r\n", "");
    auto session = desk_.next(&call_);
    ASSERT_TRUE(session);
    session->progress(183, "Session Progress", sdp::offer(our_side()));
    EXPECT_EQ(acknowledge(provisional(183), 2, their_sdp).status(), 200);
    EXPECT_TRUE(desk_.diary->wait_for("confirmed sdp"));
    session->hang_up({486, "Busy here", {}});
    EXPECT_EQ(carol_.final_response("INVITE").value_or(WireMessage{}).status(), 486);
}

TEST_F(GladlyReliable, TheirsGetAPrack)  // @rfc{3262,4}
{
    auto session = we_invite();
    EXPECT_EQ(invite_.header("Supported"), "replaces, timer, 100rel");
    EXPECT_NE(invite_.header("Allow").find("PRACK"), std::string::npos);
    EXPECT_EQ(invite_.header("Require"), "");
    answer(invite_, 183, "Require: 100rel\r\nRSeq: 7\r\n", their_sdp);
    ASSERT_TRUE(desk_.diary->wait_for("progress 183 sdp"));
    auto prack = carol_.request("PRACK");
    ASSERT_TRUE(prack);
    EXPECT_EQ(prack->header("RAck"), std::format("7 {}", invite_.header("CSeq")));
    answer(*prack, 200);
    answer(invite_, 200, {}, their_sdp);
    ASSERT_TRUE(carol_.request("ACK"));
    ASSERT_TRUE(desk_.diary->wait_for("answered sdp"));
    end(session);
}

TEST_F(AlwaysReliable, IsRequiredBothWays)
{
    carol_invites();
    auto refusal = carol_.final_response("INVITE");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->first(), "SIP/2.0 421 Extension Required");
    EXPECT_EQ(refusal->header("Require"), "100rel");
    we_invite();
    EXPECT_EQ(invite_.header("Require"), "100rel");
    refuse(invite_, 420, "Unsupported: 100rel\r\n");
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 420"));
}

}  // namespace

}  // namespace sipcore::loopback
