// SPDX-License-Identifier: GPL-2.0-only
/** @file Rules of calls on the wire: who is refused and why, glare, forks, headers, timers. */
#include <format>

#include "loopback/calls_fixture.h"

namespace sipcore::loopback {

namespace {

/** Calls whose times are short. */
class CallRules : public LoopbackCalls {
protected:
    CallTimes times() const override
    {
        using std::chrono::milliseconds;
        return {.repeat_progress = milliseconds{150}, .glare_owner = milliseconds{50}, .glare_random = milliseconds{20}};
    }
    /** A proved INVITE of alice's to a target; gives the first final response, or the call's first one that is wanted. */
    std::optional<WireMessage> answer_to(SipPeer& phone, std::string_view call_id, std::string_view target,
                                         std::string_view headers, std::string_view body)
    {
        phone.send(phone.make("INVITE", target, "alice", call_id, 1, headers, body));
        auto challenge = phone.final_response("INVITE");
        if (!challenge || challenge->status() != 401)
            return challenge;
        auto proof = SipPeer::authorization(*challenge, "INVITE", target, "alice", "alice-secret");
        phone.send(phone.make("INVITE", target, "alice", call_id, 2, proof + std::string{headers}, body));
        return phone.final_response("INVITE");
    }
    /** A call that is up: the phone called. */
    std::shared_ptr<Session> call_in(SipPeer& phone, std::string_view call_id, WireMessage& ok)
    {
        invite_as_alice(phone, call_id);
        IncomingCall call;
        auto session = desk_.next(&call);
        EXPECT_TRUE(session);
        session->accept(sdp::answer(*call.offer, our_side())->description);
        auto final = phone.final_response("INVITE");
        EXPECT_TRUE(final && final->status() == 200);
        ok = *final;
        phone.send(inside(phone, "ACK", ok, 2));
        EXPECT_TRUE(desk_.diary->wait_for("confirmed"));
        return session;
    }
    /** A phone says that it is now where no transport of ours leads. */
    void move_out_of_reach(SipPeer& phone, const WireMessage& ok)
    {
        auto moved = inside(phone, "UPDATE", ok, 3);
        auto contact = moved.find("Contact: ");
        phone.send(moved.replace(contact, moved.find("\r\n", contact) - contact, "Contact: <sips:alice@127.0.0.1:9>"));
        auto taken = phone.final_response("UPDATE");
        ASSERT_TRUE(taken);
        EXPECT_EQ(taken->status(), 200);
    }
    /** A call of ours to carol, as far as its INVITE. */
    WireMessage call_out(const std::shared_ptr<Diary>& diary, std::shared_ptr<Session>& session, OutgoingCall call = {})
    {
        call.endpoint = "carol";
        call.offer = sdp::offer(our_side());
        auto made = calls_->invite(std::move(call), diary);
        EXPECT_TRUE(made);
        session = *made;
        auto invite = carol_.request("INVITE");
        EXPECT_TRUE(invite);
        carol_.answer_to(server());
        return *invite;
    }
    /** Carol's Contact and the type of her description. */
    std::string carols_headers() { return std::string{sdp_type} + "Contact: <sip:carol@" + carol_.address() + ">\r\n"; }
};

TEST_F(CallRules, UnknownExtensionsAreListedAll)  // call-1-1
{
    SipPeer phone{server()};
    auto refused = answer_to(phone, "rule-1", "sip:600@" + server().text(), "Require: teleport, replaces, fly\r\n", "");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->first(), "SIP/2.0 420 Bad extension (unsupported)");
    EXPECT_EQ(refused->header("Unsupported"), "teleport,fly");
}

TEST_F(CallRules, ABodyThatIsNoDescriptionGets415)  // call-1-7
{
    SipPeer phone{server()};
    auto refused = answer_to(phone, "rule-2", "sip:600@" + server().text(), "Content-Type: text/plain\r\n", "hello");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->first(), "SIP/2.0 415 Unsupported Media type");
}

TEST_F(CallRules, ATelephoneNumberIsCalled)  // call-2-1
{
    SipPeer phone{server()};
    auto target = std::string{"tel:5551234;phone-context=example.com"};
    phone.send(phone.make("INVITE", target, "alice", "rule-3", 1, sdp_type, their_sdp));
    auto challenge = phone.final_response("INVITE");
    ASSERT_TRUE(challenge && challenge->status() == 401) << (challenge ? challenge->text : "nothing");
    auto proof = SipPeer::authorization(*challenge, "INVITE", target, "alice", "alice-secret");
    phone.send(phone.make("INVITE", target, "alice", "rule-3", 2, proof + std::string{sdp_type}, their_sdp));
    IncomingCall call;
    auto session = desk_.next(&call);
    ASSERT_TRUE(session);
    EXPECT_EQ(call.user, "5551234");
    EXPECT_EQ(call.phone_context, "example.com");
    EXPECT_EQ(call.domain, "");
    session->hang_up({404, "Not Found", {}});
    EXPECT_EQ(phone.final_response("INVITE")->status(), 404);
}

TEST_F(CallRules, ALocalNumberWithoutAContextGets416)  // call-2-1, call-2-2
{
    SipPeer phone{server()};
    auto refused = answer_to(phone, "rule-4", "tel:5551234", sdp_type, their_sdp);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->first(), "SIP/2.0 416 Unsupported URI scheme");
}

TEST_F(CallRules, OurOwnInviteThatComesBackIsALoop)  // call-1-2
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    auto invite = call_out(diary, session);
    auto looped = invite.text;
    auto via = looped.find("Via: ");
    looped.insert(via, std::format("Via: SIP/2.0/UDP {};branch=z9hG4bKloop;rport\r\n", carol_.address()));
    carol_.send(looped);
    auto refused = carol_.final_response("INVITE");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->first(), "SIP/2.0 482 Loop Detected");
    session->hang_up({});
    carol_.send(carol_.respond(invite, 486, "Busy Here"));
    EXPECT_TRUE(diary->wait_for("terminated by us 486"));
}

TEST_F(CallRules, AnInviteOfOursThatWasSentElsewhereIsANewCall)  // call-1-3
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    auto invite = call_out(diary, session);
    auto spiral = invite.text;
    spiral.replace(spiral.find("sip:"), spiral.find(" SIP/2.0") - spiral.find("sip:"), "sip:700@" + server().text());
    spiral.insert(spiral.find("Via: "), std::format("Via: SIP/2.0/UDP {};branch=z9hG4bKspiral;rport\r\n", carol_.address()));
    auto from = spiral.find("From: ");
    spiral.replace(from, spiral.find(";tag", from) - from, "From: <sip:carol@example.com>");
    carol_.send(spiral);
    IncomingCall call;
    auto second = desk_.next(&call);
    ASSERT_TRUE(second);
    EXPECT_EQ(call.user, "700");
    second->hang_up({486, "Busy here", {}});
    ASSERT_TRUE(carol_.final_response("INVITE"));
    session->hang_up({});
    carol_.send(carol_.respond(invite, 486, "Busy Here"));
    EXPECT_TRUE(diary->wait_for("terminated by us 486"));
}

TEST_F(CallRules, OnlyA100HasNoTag)  // call-1-14, call-4-5
{
    SipPeer phone{server()};
    invite_as_alice(phone, "rule-14");
    auto trying = phone.wait_for([](const WireMessage& m) { return m.status() == 100; });
    ASSERT_TRUE(trying);
    EXPECT_EQ(trying->header("To").find(";tag="), std::string::npos);
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->progress(100, "Trying", std::nullopt);
    session->progress(180, "Ringing", std::nullopt);
    auto ringing = phone.wait_for([](const WireMessage& m) { return m.status() == 180; });
    ASSERT_TRUE(ringing);
    EXPECT_NE(ringing->header("To").find(";tag="), std::string::npos);
    session->hang_up({486, "Busy here", {}});
    EXPECT_TRUE(phone.final_response("INVITE"));
}

TEST_F(CallRules, ARefusalIsRepeatedUntilItIsAcknowledged)  // call-1-13
{
    SipPeer phone{server()};
    invite_as_alice(phone, "rule-15");
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->hang_up({486, "Busy here", {}});
    auto first = phone.final_response("INVITE");
    auto second = phone.final_response("INVITE");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->text, second->text);
}

TEST_F(CallRules, ABadAnswerInAnAckLeavesTheCall)  // call-1-13
{
    SipPeer phone{server()};
    invite_as_alice(phone, "rule-16", "");
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->accept(sdp::offer(our_side()));
    auto ok = phone.final_response("INVITE");
    ASSERT_TRUE(ok && ok->status() == 200);
    phone.send(inside(phone, "ACK", *ok, 2, sdp_type, "v=0\r\nnonsense\r\n"));
    EXPECT_TRUE(desk_.diary->wait_for("confirmed"));
    phone.send(inside(phone, "BYE", *ok, 3));
    EXPECT_EQ(phone.final_response("BYE")->status(), 200);
}

TEST_F(CallRules, HeadersOfOneResponseAreNotInTheNext)  // call-4-9, call-5-16
{
    SipPeer phone{server()};
    invite_as_alice(phone, "rule-5");
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->progress(181, "Call is being forwarded", std::nullopt, {{"Diversion", "<sip:1@example.com>"}});
    auto forwarded = phone.wait_for([](const WireMessage& m) { return m.status() == 181; });
    ASSERT_TRUE(forwarded);
    EXPECT_EQ(forwarded->first(), "SIP/2.0 181 Call is being forwarded");
    EXPECT_EQ(forwarded->header("Diversion"), "<sip:1@example.com>");
    session->progress(180, "Ringing", std::nullopt);
    auto ringing = phone.wait_for([](const WireMessage& m) { return m.status() == 180; });
    ASSERT_TRUE(ringing);
    EXPECT_EQ(ringing->header("Diversion"), "");
    session->hang_up({486, "Busy here", {{"X-Asterisk-HangupCauseCode", "17"}}});
    auto busy = phone.final_response("INVITE");
    ASSERT_TRUE(busy);
    EXPECT_EQ(busy->first(), "SIP/2.0 486 Busy here");
    EXPECT_EQ(busy->header("X-Asterisk-HangupCauseCode"), "17");
}

TEST_F(CallRules, ARefusalWithAContactSendsTheCallerThere)  // call-7-1
{
    SipPeer phone{server()};
    invite_as_alice(phone, "rule-6");
    auto session = desk_.next();
    ASSERT_TRUE(session);
    session->hang_up({302, "Moved Temporarily", {{"Contact", "Transfer <sip:700@example.com>"}}});
    auto moved = phone.final_response("INVITE");
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->first(), "SIP/2.0 302 Moved Temporarily");
    EXPECT_EQ(moved->header("Contact"), "Transfer <sip:700@example.com>");
    EXPECT_EQ(moved->text.find("Contact"), moved->text.rfind("Contact"));
}

TEST_F(CallRules, ACallThatOnlyGot100IsToldThatItGoesOn)  // tp-6-7, call-4-13
{
    SipPeer phone{server()};
    invite_as_alice(phone, "rule-7");
    auto session = desk_.next();
    ASSERT_TRUE(session);
    auto progress = phone.wait_for([](const WireMessage& m) { return m.status() > 100; });
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->first(), "SIP/2.0 183 Session Progress");
    EXPECT_EQ(progress->body(), "");
    session->hang_up({486, "Busy here", {}});
    EXPECT_TRUE(phone.final_response("INVITE"));
}

TEST_F(CallRules, AReasonInACancelIsTold)  // call-5-17
{
    SipPeer phone{server()};
    WireMessage sent{invite_as_alice(phone, "rule-8")};
    auto session = desk_.next();
    ASSERT_TRUE(session);
    phone.send(beside(sent, "CANCEL", sent.header("To"), "Reason: Q.850;cause=26\r\n"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 487 cancelled Q.850 26"));
}

TEST_F(CallRules, ACancelForNothingGets481)  // call-5-17
{
    SipPeer phone{server()};
    phone.send(phone.make("CANCEL", "sip:600@" + server().text(), "alice", "rule-9", 1));
    auto refused = phone.final_response("CANCEL");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status(), 481);
}

TEST_F(CallRules, OptionsInsideACallSayWhatWeCan)  // call-8-1 tp-8-1
{
    SipPeer phone{server()};
    WireMessage ok;
    auto session = call_in(phone, "rule-10", ok);
    phone.send(inside(phone, "OPTIONS", ok, 3));
    auto answer = phone.final_response("OPTIONS");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200);
    EXPECT_EQ(answer->header("Accept"), "application/sdp");
    EXPECT_NE(answer->header("Allow").find("INVITE"), std::string::npos);
    EXPECT_EQ(answer->body(), "");
    session->hang_up({});
    phone.send(phone.respond(*phone.request("BYE"), 200, "OK"));
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

TEST_F(CallRules, AReinviteThatMetOneOfTheirsIsTriedAgain)  // call-6-30
{
    SipPeer phone{server()};
    WireMessage ok;
    auto session = call_in(phone, "rule-11", ok);
    session->reoffer(sdp::offer(our_side()), {{"X-Try", "1"}});
    for (int turn = 0; turn < 2; ++turn) {
        auto invite = phone.request("INVITE");
        ASSERT_TRUE(invite);
        EXPECT_EQ(invite->header("X-Try"), "1");
        phone.send(phone.respond(*invite, 491, "Request Pending"));
        ASSERT_TRUE(phone.request("ACK"));
    }
    auto invite = phone.request("INVITE");
    ASSERT_TRUE(invite);
    phone.send(phone.respond(*invite, 200, "OK", std::string{sdp_type} + "Contact: <sip:alice@" + phone.address() + ">\r\n", their_sdp));
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
}

TEST_F(CallRules, TheirReinviteWhileOursIsOpenGets491)  // call-1-4
{
    SipPeer phone{server()};
    WireMessage ok;
    auto session = call_in(phone, "rule-12", ok);
    session->reoffer(sdp::offer(our_side()));
    auto ours = phone.request("INVITE");
    ASSERT_TRUE(ours);
    phone.send(inside(phone, "INVITE", ok, 3, sdp_type, their_sdp));
    auto refused = phone.final_response("INVITE");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status(), 491);
    phone.send(phone.respond(*ours, 200, "OK", std::string{sdp_type} + "Contact: <sip:alice@" + phone.address() + ">\r\n", their_sdp));
    EXPECT_TRUE(desk_.diary->wait_for("reanswered"));
}

TEST_F(CallRules, ARefusedReinviteLeavesTheCall)  // call-8-1
{
    SipPeer phone{server()};
    WireMessage ok;
    auto session = call_in(phone, "rule-13", ok);
    session->reoffer(sdp::offer(our_side()));
    auto ours = phone.request("INVITE");
    ASSERT_TRUE(ours);
    phone.send(phone.respond(*ours, 488, "Not Acceptable Here"));
    EXPECT_TRUE(desk_.diary->wait_for("reanswered 488"));
    phone.send(inside(phone, "BYE", ok, 3));
    EXPECT_EQ(phone.final_response("BYE")->status(), 200);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 0"));
}

TEST_F(CallRules, AReinviteThatCannotBeSentIsARefusedOne)
{
    SipPeer phone{server()};
    WireMessage ok;
    auto session = call_in(phone, "rule-14", ok);
    move_out_of_reach(phone, ok);
    session->reoffer(sdp::offer(our_side()));
    EXPECT_TRUE(desk_.diary->wait_for("reanswered 503"));
    phone.send(inside(phone, "BYE", ok, 4));
    EXPECT_EQ(phone.final_response("BYE")->status(), 200);
    EXPECT_TRUE(desk_.diary->wait_for("terminated by peer 0"));
}

TEST_F(CallRules, AByeThatCannotBeSentEndsTheCall)
{
    SipPeer phone{server()};
    WireMessage ok;
    auto session = call_in(phone, "rule-15", ok);
    move_out_of_reach(phone, ok);
    session->hang_up({});
    EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
}

TEST_F(CallRules, ASecondPhoneThatAnswersIsEndedAtOnce)  // call-6-34
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    auto invite = call_out(diary, session);
    carol_.send(carol_.respond(invite, 200, "OK", carols_headers(), their_sdp));
    ASSERT_TRUE(diary->wait_for("answered sdp"));
    ASSERT_TRUE(carol_.request("ACK"));
    auto second = carol_.respond(invite, 200, "OK", carols_headers(), their_sdp);
    second.replace(second.find("tag=peer"), 8, "tag=fork");
    carol_.send(second);
    auto ack = carol_.request("ACK");
    ASSERT_TRUE(ack);
    EXPECT_NE(ack->header("To").find("tag=fork"), std::string::npos) << ack->text;
    auto bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    EXPECT_NE(bye->header("To").find("tag=fork"), std::string::npos) << bye->text;
    carol_.send(carol_.respond(*bye, 200, "OK"));
    session->hang_up({});
    bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    EXPECT_NE(bye->header("To").find("tag=peer"), std::string::npos) << bye->text;
    carol_.send(carol_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(diary->wait_for("terminated by us 0"));
}

TEST_F(CallRules, AnotherPhoneThanTheOneThatRangMayAnswer)  // call-6-15
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    auto invite = call_out(diary, session);
    carol_.send(carol_.respond(invite, 180, "Ringing", "Contact: <sip:carol@" + carol_.address() + ">\r\n"));
    ASSERT_TRUE(diary->wait_for("progress 180"));
    auto other = carol_.respond(invite, 200, "OK", carols_headers(), their_sdp);
    other.replace(other.find("tag=peer"), 8, "tag=fork");
    carol_.send(other);
    ASSERT_TRUE(diary->wait_for("answered sdp"));
    auto ack = carol_.request("ACK");
    ASSERT_TRUE(ack);
    EXPECT_NE(ack->header("To").find("tag=fork"), std::string::npos) << ack->text;
    session->hang_up({});
    auto bye = carol_.request("BYE");
    ASSERT_TRUE(bye);
    EXPECT_NE(bye->header("To").find("tag=fork"), std::string::npos) << bye->text;
    carol_.send(carol_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(diary->wait_for("terminated by us 0"));
}

TEST_F(CallRules, WhyACallIsTakenBackIsToldEvenBeforeTheFirstResponse)  // call-6-34
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    auto invite = call_out(diary, session);
    session->hang_up({487, "", {{"Reason", R"(SIP;cause=200;text="Call completed elsewhere")"}}});
    EXPECT_FALSE(carol_.wait_for([](const WireMessage& m) { return m.method() == "CANCEL"; }, std::chrono::milliseconds{100}));
    carol_.send(carol_.respond(invite, 180, "Ringing"));
    auto cancel = carol_.request("CANCEL");
    ASSERT_TRUE(cancel);
    EXPECT_EQ(cancel->header("Reason"), R"(SIP;cause=200;text="Call completed elsewhere")");
    carol_.send(carol_.respond(*cancel, 200, "OK"));
    carol_.send(carol_.respond(invite, 487, "Request Terminated"));
    EXPECT_TRUE(diary->wait_for("terminated by us 487"));
}

TEST_F(CallRules, ACallNamesItsPartiesAndItsHops)  // call-6-1, call-6-3, call-6-4, call-6-7, id-1-5
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    OutgoingCall call;
    call.user = "600";
    call.uri_parameters = ";user=phone";
    call.to = {"", "somebody", "example.com"};
    call.from = {"", "me", "example.net"};
    call.max_forwards = 12;
    auto invite = call_out(diary, session, std::move(call));
    EXPECT_EQ(invite.first(), std::format("INVITE sip:600@{};user=phone SIP/2.0", carol_.address()));
    EXPECT_EQ(invite.header("To"), "<sip:somebody@example.com>");
    EXPECT_TRUE(invite.header("From").starts_with(std::format("<sip:me@example.net:{}>;", server().port()))) << invite.header("From");
    EXPECT_EQ(invite.header("Max-Forwards"), "12");
    session->hang_up({});
    carol_.send(carol_.respond(invite, 486, "Busy Here"));
    EXPECT_TRUE(diary->wait_for("terminated by us 486"));
}

TEST_F(CallRules, ACallGoesToAProxyAndProvesItself)  // call-6-1, call-6-2, call-6-18
{
    SipPeer proxy{server()};
    auto diary = std::make_shared<Diary>();
    OutgoingCall call;
    call.host = "192.0.2.200";
    call.user = "600";
    call.via = {*IpAddress::parse("127.0.0.1"), proxy.port()};
    call.auth = std::make_shared<const config::Auth>(config::Auth{"", "me", "secret", "", ""});
    call.offer = sdp::offer(our_side());
    auto session = calls_->invite(std::move(call), diary);
    ASSERT_TRUE(session);
    auto invite = proxy.request("INVITE");
    ASSERT_TRUE(invite);
    EXPECT_EQ(invite->first(), "INVITE sip:600@192.0.2.200 SIP/2.0");
    EXPECT_EQ(invite->header("Route"), "");
    proxy.send(proxy.respond(*invite, 407, "Proxy Authentication Required",
                             "Proxy-Authenticate: Digest realm=\"there\",nonce=\"n\",algorithm=MD5\r\n"));
    auto proved = proxy.wait_for([](const WireMessage& m) { return m.method() == "INVITE" && m.status() == 0 && !m.header("Proxy-Authorization").empty(); });
    ASSERT_TRUE(proved);
    EXPECT_EQ(WireMessage::parameter(proved->header("Proxy-Authorization"), "username"), "me");
    proxy.send(proxy.respond(*proved, 404, "Not Found"));
    EXPECT_TRUE(diary->wait_for("terminated by peer 404"));
}

/** Calls whose INVITE is given up soon. */
class ImpatientCalls : public CallRules {
protected:
    config::Config configuration() override
    {
        auto config = CallRules::configuration();
        config.global.timer_b = std::chrono::milliseconds{300};
        return config;
    }
};

TEST_F(ImpatientCalls, ACallWithoutAnyResponseEnds)  // call-6-8, tp-6-2
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    call_out(diary, session);
    EXPECT_TRUE(diary->wait_for("terminated by timeout 408"));
}

TEST_F(ImpatientCalls, ACallThatRingsWaits)  // tp-6-6
{
    auto diary = std::make_shared<Diary>();
    std::shared_ptr<Session> session;
    auto invite = call_out(diary, session);
    carol_.send(carol_.respond(invite, 180, "Ringing"));
    EXPECT_TRUE(diary->wait_for("progress 180"));
    EXPECT_FALSE(diary->wait_for("terminated by timeout 408", std::chrono::milliseconds{500}));
    session->hang_up({});
    auto cancel = carol_.request("CANCEL");
    ASSERT_TRUE(cancel);
    carol_.send(carol_.respond(*cancel, 200, "OK"));
    carol_.send(carol_.respond(invite, 487, "Request Terminated"));
    EXPECT_TRUE(diary->wait_for("terminated by us 487"));
}

}  // namespace

}  // namespace sipcore::loopback
