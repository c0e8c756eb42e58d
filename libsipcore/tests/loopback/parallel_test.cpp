// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls to an account with two phones. @option{maxcontacts} */
#include "loopback/calls_fixture.h"
#include "session/parallel_call.h"
#include "sipcore/registrar.h"

namespace sipcore::loopback {

namespace {

/** Alice with two phones, both registered. */
class ParallelCalls : public LoopbackCalls {
protected:
    config::Config configuration() override
    {
        auto config = LoopbackCalls::configuration();
        config.aors.front().max_contacts = 2;
        return config;
    }
    /** Registers both phones. */
    void SetUp() override
    {
        LoopbackCalls::SetUp();
        registrar_ = std::move(*Registrar::create(*stack_));
        for (auto* phone : {&one_, &other_}) {
            phone->answer_to(server());
            auto answer = phone->register_as("alice", "alice-secret");
            ASSERT_TRUE(answer);
            ASSERT_EQ(answer->status(), 200);
        }
    }
    /** Ends all. */
    void TearDown() override
    {
        registrar_.reset();
        LoopbackCalls::TearDown();
    }
    /** Calls alice: the INVITEs have reached both phones. */
    std::shared_ptr<Session> call_alice()
    {
        OutgoingCall call;
        call.endpoint = "alice";
        call.offer = sdp::offer(our_side());
        auto session = calls_->invite(std::move(call), desk_.diary);
        EXPECT_TRUE(session);
        at_one_ = one_.request("INVITE").value_or(WireMessage{});
        at_other_ = other_.request("INVITE").value_or(WireMessage{});
        return *session;
    }
    /** A phone answers its INVITE. */
    static void answer(SipPeer& phone, const WireMessage& invite, int status)
    {
        auto contact = std::format("Contact: <sip:alice@{}>\r\n", phone.address());
        bool success = status / 100 == 2;
        phone.send(phone.respond(invite, status, "As told", contact + (success ? std::string{sdp_type} : ""), success ? their_sdp : ""));
    }
    /** A phone's call is taken back. @return the CANCEL */
    static WireMessage expect_cancel(SipPeer& phone, const WireMessage& invite)
    {
        auto cancel = phone.request("CANCEL").value_or(WireMessage{});
        phone.send(phone.respond(cancel, 200, "OK"));
        answer(phone, invite, 487);
        EXPECT_TRUE(phone.request("ACK"));
        return cancel;
    }

    SipPeer one_{SocketAddress{*IpAddress::parse("127.0.0.1"), 5060}};
    SipPeer other_{SocketAddress{*IpAddress::parse("127.0.0.1"), 5060}};
    std::unique_ptr<Registrar> registrar_;
    WireMessage at_one_;
    WireMessage at_other_;
};

TEST_F(ParallelCalls, BothRingAndWhoAnswersFirstHasIt)
{
    auto session = call_alice();
    EXPECT_NE(at_one_.header("Call-ID"), at_other_.header("Call-ID"));
    EXPECT_NE(at_one_.first(), at_other_.first()) << "each is called by its own contact";
    answer(one_, at_one_, 180);
    answer(other_, at_other_, 180);
    ASSERT_TRUE(desk_.diary->wait_for("progress 180"));
    ASSERT_TRUE(desk_.diary->wait_for("progress 180"));
    answer(other_, at_other_, 200);
    ASSERT_TRUE(desk_.diary->wait_for("answered sdp"));
    ASSERT_TRUE(other_.request("ACK"));
    auto cancel = expect_cancel(one_, at_one_);
    EXPECT_EQ(cancel.header("Reason"), R"(SIP;cause=200;text="Call completed elsewhere")");
    EXPECT_EQ(session->snapshot()->call_id, at_other_.header("Call-ID"));
    session->hang_up({});
    auto bye = other_.request("BYE");
    ASSERT_TRUE(bye);
    other_.send(other_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

TEST_F(ParallelCalls, BusyAtOnePhoneLeavesTheOtherRinging)
{
    call_alice();
    answer(one_, at_one_, 486);
    ASSERT_TRUE(one_.request("ACK"));
    answer(other_, at_other_, 180);
    ASSERT_TRUE(desk_.diary->wait_for("progress 180"));
    answer(other_, at_other_, 480);
    EXPECT_TRUE(desk_.diary->wait_for("response 486")) << "busy says more than not there";
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 486"));
}

TEST_F(ParallelCalls, WhoDeclinesDeclinesForAll)  // @rfc{3261,16.7}
{
    call_alice();
    answer(other_, at_other_, 180);
    ASSERT_TRUE(desk_.diary->wait_for("progress 180"));
    answer(one_, at_one_, 603);
    expect_cancel(other_, at_other_);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 603"));
}

TEST_F(ParallelCalls, OurHangUpTakesBothBack)
{
    auto session = call_alice();
    answer(one_, at_one_, 180);
    answer(other_, at_other_, 180);
    ASSERT_TRUE(desk_.diary->wait_for("progress 180"));
    ASSERT_TRUE(desk_.diary->wait_for("progress 180"));
    session->hang_up({});
    expect_cancel(one_, at_one_);
    expect_cancel(other_, at_other_);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 487"));
}

TEST_F(ParallelCalls, WhoAnswersTooLateIsHungUp)
{
    auto session = call_alice();
    answer(one_, at_one_, 200);
    answer(other_, at_other_, 200);
    ASSERT_TRUE(desk_.diary->wait_for("answered sdp"));
    ASSERT_TRUE(one_.request("ACK"));
    ASSERT_TRUE(other_.request("ACK"));
    bool first_won = session->snapshot()->call_id == at_one_.header("Call-ID");
    auto& loser = first_won ? other_ : one_;
    auto& winner = first_won ? one_ : other_;
    auto bye = loser.request("BYE");
    ASSERT_TRUE(bye);
    loser.send(loser.respond(*bye, 200, "OK"));
    session->hang_up({});
    bye = winner.request("BYE");
    ASSERT_TRUE(bye);
    winner.send(winner.respond(*bye, 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

TEST(ParallelFailure, IsTheOneThatSaysMost)
{
    auto by = [](Termination::By who, int status) { return Termination{who, false, status, "", {}, {}}; };
    using enum Termination::By;
    EXPECT_EQ(session::best_failure({by(peer, 480), by(peer, 603)}), 1U);
    EXPECT_EQ(session::best_failure({by(peer, 404), by(peer, 486)}), 1U);
    EXPECT_EQ(session::best_failure({by(timeout, 0), by(peer, 480)}), 1U);
    EXPECT_EQ(session::best_failure({by(peer, 404), by(peer, 500)}), 0U);
    EXPECT_EQ(session::best_failure({by(failure, 503), by(timeout, 408)}), 1U);
}

}  // namespace

}  // namespace sipcore::loopback
