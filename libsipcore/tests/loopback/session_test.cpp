// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls in and out of a running stack, with an actor on the other side of the wire. */
#include <atomic>
#include <chrono>
#include <format>
#include <thread>

#include "loopback/calls_fixture.h"
#include "pj/pjsip.h"
#include "stack/overload.h"

namespace sipcore::loopback {

namespace {

/** Whether PJSIP has no transaction and no dialog any more, which it sees to in a moment. */
bool nothing_is_left()
{
    auto end = std::chrono::steady_clock::now() + std::chrono::seconds{2};
    while (pjsip_tsx_layer_get_tsx_count() + pjsip_ua_get_dlg_set_count() > 0) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::yield();
    }
    return true;
}

TEST_F(LoopbackCalls, AnIncomingCallIsAnsweredAndEndedByTheCaller)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "in-1");
    IncomingCall call;
    auto session = desk_.next(&call);
    ASSERT_TRUE(session);
    EXPECT_EQ(call.user, "600");
    EXPECT_EQ(call.from.user, "alice");
    ASSERT_TRUE(call.offer);
    session->progress(180, "Ringing", std::nullopt);
    auto ringing = phone.wait_for([](const WireMessage& m) { return m.status() == 180; });
    ASSERT_TRUE(ringing);
    auto answer = sdp::answer(*call.offer, our_side());
    ASSERT_TRUE(answer);
    session->accept(answer->description);
    auto ok = phone.final_response("INVITE");
    ASSERT_TRUE(ok);
    EXPECT_EQ(ok->status(), 200);
    EXPECT_NE(ok->body().find("m=audio 30000 RTP/AVP 0"), std::string::npos) << ok->text;
    phone.send(inside(phone, "ACK", *ok, 2));
    EXPECT_TRUE(desk_.diary->wait_for("confirmed"));
    phone.send(inside(phone, "BYE", *ok, 3));
    auto bye = phone.final_response("BYE");
    ASSERT_TRUE(bye);
    EXPECT_EQ(bye->status(), 200);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 0"));
}

TEST_F(LoopbackCalls, ACallThatIsOverLeavesNothingInPjsipAndItsRepetitionsAreAnsweredAsBefore)
{
    SipPeer phone{server()};
    auto invite = invite_as_alice(phone, "over-1");
    auto session = take_call(phone);
    ASSERT_TRUE(session);
    auto info = inside(phone, "INFO", ok_, 3);
    phone.send(info);
    auto told = phone.final_response("INFO");
    ASSERT_TRUE(told && told->status() == 200);
    auto bye = inside(phone, "BYE", ok_, 4);
    phone.send(bye);
    auto first = phone.final_response("BYE");
    ASSERT_TRUE(first && first->status() == 200);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 0"));
    EXPECT_TRUE(nothing_is_left());

    phone.send(invite);     // a copy that the network held back: nobody answers it, and it is no new call
    phone.send(info);
    auto next = phone.wait_for([](const WireMessage& m) { return m.status() >= 100; });
    ASSERT_TRUE(next);
    EXPECT_EQ(next->method(), "INFO");
    EXPECT_EQ(next->status(), 200);
    phone.send(bye);
    auto again = phone.final_response("BYE");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status(), 200);
    EXPECT_EQ(again->header("Via"), first->header("Via"));
    EXPECT_EQ(again->header("To"), first->header("To"));
    phone.send(inside(phone, "BYE", ok_, 5));   // no copy, and its dialog is gone
    auto stray = phone.final_response("BYE");
    ASSERT_TRUE(stray);
    EXPECT_EQ(stray->status(), 481);
    EXPECT_TRUE(nothing_is_left());
    EXPECT_TRUE(calls_->snapshot().empty());
}

TEST_F(LoopbackCalls, ACallThatWeEndLeavesNothingInPjsipOnceThatIsAnswered)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "over-2");
    auto session = take_call(phone);
    ASSERT_TRUE(session);
    session->hang_up({200, "", {}});
    auto bye = phone.request("BYE");
    ASSERT_TRUE(bye);
    phone.send(phone.respond(*bye, 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(LoopbackCalls, NewCallsAreTurnedAwayWhileTheHostTakesUpNoneAndWhatStandsGoesOn)
{
    SipPeer phone{server()};
    auto sent = invite_as_alice(phone, "full-1");
    IncomingCall call;
    auto session = desk_.next(&call);
    ASSERT_TRUE(session);
    auto runs = std::make_shared<std::atomic<bool>>(false);
    for (std::size_t i = 0; i < stack::OverloadGate::most_waiting; ++i)
        session->await_host([runs] { return runs->load(); });

    SipPeer other{server()};
    auto target = "sip:600@" + server().text();
    auto turned_away = other.make("INVITE", target, "alice", "full-2", 1, sdp_type, their_sdp);
    other.send(turned_away);
    auto refused = other.final_response("INVITE");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status(), 503) << "before anybody is asked for credentials";
    EXPECT_EQ(refused->header("Retry-After"), "5");
    other.send(turned_away);
    auto again = other.final_response("INVITE");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status(), 503);
    EXPECT_EQ(again->header("To"), refused->header("To")) << "nothing is kept, and the answer is the same";

    auto acknowledge = other.make("ACK", target, "alice", "full-2", 1);
    acknowledge.replace(acknowledge.find("\r\nTo: "), acknowledge.find("\r\n", acknowledge.find("\r\nTo: ") + 2) - acknowledge.find("\r\nTo: "),
                        "\r\nTo: " + refused->header("To"));
    other.send(acknowledge);
    other.send(other.make("INVITE", target, "alice", "full-2b", 1, sdp_type, their_sdp));
    auto third = other.final_response("INVITE");
    ASSERT_TRUE(third);
    EXPECT_EQ(third->status(), 503);
    auto tag_of = [](const WireMessage& message) { return message.header("To").substr(message.header("To").find(";tag=")); };
    EXPECT_EQ(tag_of(*third), tag_of(*refused)) << "the ACK is known by the tag";

    phone.send(sent);  // sent again: it has been let in
    session->accept(sdp::answer(*call.offer, our_side())->description);
    auto ok = phone.final_response("INVITE");
    ASSERT_TRUE(ok);
    EXPECT_EQ(ok->status(), 200);
    phone.send(inside(phone, "ACK", *ok, 2));
    EXPECT_TRUE(desk_.diary->wait_for("confirmed"));
    phone.send(inside(phone, "BYE", *ok, 3));
    auto bye = phone.final_response("BYE");
    ASSERT_TRUE(bye);
    EXPECT_EQ(bye->status(), 200);

    runs->store(true);
    invite_as_alice(other, "full-3");
    EXPECT_TRUE(desk_.next());
}

TEST_F(LoopbackCalls, AnIncomingCallIsEndedByUs)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "in-2");
    auto session = take_call(phone);
    ASSERT_TRUE(session);
    session->hang_up({603, "", {{"X-Asterisk-HangupCauseCode", "16"}}});
    auto bye = phone.request("BYE");
    ASSERT_TRUE(bye);
    EXPECT_EQ(bye->header("X-Asterisk-HangupCauseCode"), "16");
    phone.send(phone.respond(*bye, 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

TEST_F(LoopbackCalls, ABusyIncomingCallGets486)
{
    SipPeer phone{server()};
    WireMessage invite{invite_as_alice(phone, "in-3")};
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->hang_up({486, "Busy Here", {}});
    auto busy = phone.final_response("INVITE");
    ASSERT_TRUE(busy);
    EXPECT_EQ(busy->first(), "SIP/2.0 486 Busy Here");
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 486"));
    phone.send(beside(invite, "ACK", busy->header("To")));
    EXPECT_TRUE(nothing_is_left());
}

TEST_F(LoopbackCalls, ACallerWhoGivesUpIsNoticed)
{
    SipPeer phone{server()};
    WireMessage invite{invite_as_alice(phone, "in-4")};
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->progress(180, "Ringing", std::nullopt);
    ASSERT_TRUE(phone.wait_for([](const WireMessage& m) { return m.status() == 180; }));
    auto cancel = beside(invite, "CANCEL", invite.header("To"));
    phone.send(cancel);
    bool cancelled = false;
    std::string ended;
    for (int i = 0; i < 4 && !(cancelled && !ended.empty()); ++i) {
        auto answer = phone.wait_for([](const WireMessage& m) { return m.status() >= 200; });
        ASSERT_TRUE(answer);
        cancelled = cancelled || (answer->method() == "CANCEL" && answer->status() == 200);
        if (answer->method() == "INVITE" && answer->status() == 487)
            ended = answer->header("To");
    }
    EXPECT_TRUE(cancelled && !ended.empty());
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 487 cancelled"));
    phone.send(beside(invite, "ACK", ended));
    EXPECT_TRUE(nothing_is_left());
    phone.send(cancel);
    auto again = phone.final_response("CANCEL");
    EXPECT_TRUE(again && again->status() == 200);
}

TEST_F(LoopbackCalls, AnInviteWithoutAnOfferGetsOurs)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "in-5", "");
    IncomingCall call;
    auto session = desk_.next(&call);
    ASSERT_TRUE(session);
    EXPECT_FALSE(call.offer);
    session->accept(sdp::offer(our_side()));
    auto ok = phone.final_response("INVITE");
    ASSERT_TRUE(ok && ok->status() == 200);
    EXPECT_NE(ok->body().find("m=audio 30000"), std::string::npos);
    phone.send(inside(phone, "ACK", *ok, 2, sdp_type, their_sdp));
    EXPECT_TRUE(desk_.diary->wait_for("confirmed sdp"));
}

TEST_F(LoopbackCalls, AReinviteIsAnsweredByUs)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "in-6");
    IncomingCall call;
    auto session = desk_.next(&call);
    ASSERT_TRUE(session);
    session->accept(sdp::answer(*call.offer, our_side())->description);
    auto ok = phone.final_response("INVITE");
    ASSERT_TRUE(ok && ok->status() == 200);
    phone.send(inside(phone, "ACK", *ok, 2));
    ASSERT_TRUE(desk_.diary->wait_for("confirmed"));
    phone.send(inside(phone, "INVITE", *ok, 3, sdp_type, their_sdp));
    ASSERT_TRUE(desk_.diary->wait_for("offer sdp"));
    session->answer(sdp::answer(*call.offer, our_side())->description);
    auto again = phone.final_response("INVITE");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status(), 200) << again->text;
    EXPECT_NE(again->body().find("m=audio 30000"), std::string::npos) << again->text;
    phone.send(inside(phone, "ACK", *again, 3));
    phone.send(inside(phone, "INFO", *ok, 4, "Content-Type: application/dtmf-relay\r\n", "Signal=5\r\nDuration=100\r\n"));
    auto info = phone.final_response("INFO");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->status(), 200);
    EXPECT_TRUE(desk_.diary->wait_for("info application/dtmf-relay Signal=5\r\nDuration=100\r\n"));
    phone.send(inside(phone, "UPDATE", *ok, 5));
    auto update = phone.final_response("UPDATE");
    ASSERT_TRUE(update);
    EXPECT_EQ(update->status(), 200);
}

TEST_F(LoopbackCalls, OurReinviteIsAnsweredByThem)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "in-7");
    IncomingCall call;
    auto session = desk_.next(&call);
    ASSERT_TRUE(session);
    session->accept(sdp::answer(*call.offer, our_side())->description);
    auto ok = phone.final_response("INVITE");
    ASSERT_TRUE(ok && ok->status() == 200);
    phone.send(inside(phone, "ACK", *ok, 2));
    ASSERT_TRUE(desk_.diary->wait_for("confirmed"));
    session->reoffer(sdp::offer(our_side()));
    auto invite = phone.request("INVITE");
    ASSERT_TRUE(invite);
    EXPECT_NE(invite->body().find("m=audio 30000"), std::string::npos) << invite->text;
    phone.send(phone.respond(*invite, 200, "OK", std::string{sdp_type} + "Contact: <sip:alice@" + phone.address() + ">\r\n", their_sdp));
    EXPECT_TRUE(phone.request("ACK"));
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
}

TEST_F(LoopbackCalls, ACallOutIsAnsweredAndEnded)
{
    auto diary = std::make_shared<Diary>();
    OutgoingCall call;
    call.endpoint = "carol";
    call.from = {"Alice", "alice", ""};
    call.headers = {{"X-Test", "yes"}};
    call.offer = sdp::offer(our_side());
    auto session = calls_->invite(std::move(call), diary);
    ASSERT_TRUE(session) << session.error().reason;
    auto invite = carol_.request("INVITE");
    ASSERT_TRUE(invite);
    EXPECT_EQ(invite->header("X-Test"), "yes");
    auto from = "\"Alice\" <sip:alice@" + server().text() + ">;tag=";     // the port is not the usual one
    EXPECT_NE(invite->header("From").find(from), std::string::npos) << invite->text;
    EXPECT_NE(invite->body().find("m=audio 30000"), std::string::npos);
    carol_.answer_to(server());
    carol_.send(carol_.respond(*invite, 180, "Ringing", "Contact: <sip:carol@" + carol_.address() + ">\r\n"));
    EXPECT_TRUE(diary->wait_for("progress 180"));
    carol_.send(carol_.respond(*invite, 200, "OK", std::string{sdp_type} + "Contact: <sip:carol@" + carol_.address() + ">\r\n", their_sdp));
    EXPECT_TRUE(diary->wait_for("answered sdp"));
    EXPECT_TRUE(carol_.request("ACK"));
    (*session)->hang_up({});
    auto bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    carol_.send(carol_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(diary->wait_for("terminated by us 0"));
}

TEST_F(LoopbackCalls, ACallOutIsCancelledWhenTheFirstResponseComes)
{
    auto diary = std::make_shared<Diary>();
    OutgoingCall call;
    call.endpoint = "carol";
    call.offer = sdp::offer(our_side());
    auto session = calls_->invite(std::move(call), diary);
    ASSERT_TRUE(session);
    auto invite = carol_.request("INVITE");
    ASSERT_TRUE(invite);
    (*session)->hang_up({});
    carol_.answer_to(server());
    carol_.send(carol_.respond(*invite, 180, "Ringing"));
    auto cancel = carol_.request("CANCEL");
    ASSERT_TRUE(cancel);
    carol_.send(carol_.respond(*cancel, 200, "OK"));
    carol_.send(carol_.respond(*invite, 487, "Request Terminated"));
    EXPECT_TRUE(carol_.request("ACK"));
    EXPECT_TRUE(diary->wait_for("terminated by us 487"));
}

TEST_F(LoopbackCalls, AnAnswerThatCrossesACancelIsAcknowledgedAndEnded)
{
    auto diary = std::make_shared<Diary>();
    OutgoingCall call;
    call.endpoint = "carol";
    call.offer = sdp::offer(our_side());
    auto session = calls_->invite(std::move(call), diary);
    ASSERT_TRUE(session);
    auto invite = carol_.request("INVITE");
    ASSERT_TRUE(invite);
    carol_.answer_to(server());
    carol_.send(carol_.respond(*invite, 180, "Ringing"));
    ASSERT_TRUE(diary->wait_for("progress 180"));
    (*session)->hang_up({});
    ASSERT_TRUE(carol_.request("CANCEL"));
    carol_.send(carol_.respond(*invite, 200, "OK", std::string{sdp_type} + "Contact: <sip:carol@" + carol_.address() + ">\r\n", their_sdp));
    EXPECT_TRUE(carol_.request("ACK"));
    auto bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    carol_.send(carol_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(diary->wait_for("terminated by us 0"));
}

TEST_F(LoopbackCalls, ARefusedCallOutTellsWhy)
{
    auto diary = std::make_shared<Diary>();
    OutgoingCall call;
    call.endpoint = "carol";
    call.offer = sdp::offer(our_side());
    ASSERT_TRUE(calls_->invite(std::move(call), diary));
    auto invite = carol_.request("INVITE");
    ASSERT_TRUE(invite);
    carol_.answer_to(server());
    carol_.send(carol_.respond(*invite, 486, "Busy Here"));
    EXPECT_TRUE(carol_.request("ACK"));
    EXPECT_TRUE(diary->wait_for("response 486"));
    EXPECT_TRUE(diary->wait_for("terminated by peer 486"));
}

TEST_F(LoopbackCalls, CallsThatStandAreEndedWhenTheFeatureGoes)
{
    SipPeer phone{server()};
    invite_as_alice(phone, "in-8");
    auto session = desk_.next();
    ASSERT_TRUE(session);
    calls_.reset();
    auto refused = phone.final_response("INVITE");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status(), 503);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 503"));
}

TEST_F(LoopbackCalls, ABadDescriptionGets488AndAnUnknownExtension420)
{
    SipPeer phone{server()};
    auto target = "sip:600@" + server().text();
    auto try_with = [&](std::string_view call_id, std::string_view headers, std::string_view body) {
        phone.send(phone.make("INVITE", target, "alice", call_id, 1, headers, body));
        auto challenge = phone.final_response("INVITE");
        auto proof = SipPeer::authorization(*challenge, "INVITE", target, "alice", "alice-secret");
        phone.send(phone.make("INVITE", target, "alice", call_id, 2, proof + std::string{headers}, body));
        return phone.final_response("INVITE");
    };
    auto bad = try_with("bad-1", sdp_type, "v=0\r\nm=audio x\r\n");
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->status(), 488);
    auto unknown = try_with("bad-2", "Require: teleport\r\n", "");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->first(), "SIP/2.0 420 Bad extension (unsupported)");
    EXPECT_EQ(unknown->header("Unsupported"), "teleport");
}

}  // namespace

}  // namespace sipcore::loopback
