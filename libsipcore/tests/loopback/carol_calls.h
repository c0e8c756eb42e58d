// SPDX-License-Identifier: GPL-2.0-only
/** @file Calls between carol, who proves nothing, and us, one message at a time. */
#pragma once

#include <format>
#include <memory>
#include <string>
#include <string_view>

#include "loopback/calls_fixture.h"

namespace sipcore::loopback {

/** Calls with carol, step by step. Her endpoint is as `carols` makes it. */
class CarolCalls : public LoopbackCalls {
protected:
    /** Changes carol's endpoint before the stack starts. */
    virtual void settle(config::Endpoint& carol) { (void)carol; }

    config::Config configuration() override
    {
        auto config = LoopbackCalls::configuration();
        settle(config.endpoints.back());
        return config;
    }
    /** Starts stack and calls. */
    void SetUp() override
    {
        LoopbackCalls::SetUp();
        carol_.answer_to(server());
    }
    /** Sends an INVITE of carol's, with headers and perhaps without an offer. */
    void carol_invites(std::string_view headers = {}, std::string_view body = their_sdp)
    {
        auto type = body.empty() ? std::string_view{} : sdp_type;
        invite_ = WireMessage{carol_.make("INVITE", "sip:600@" + server().text(), "carol", id_, 1, std::string{type} + std::string{headers}, body)};
        carol_.send(invite_.text);
    }
    /** Our answer to carol's offer. */
    sdp::Description our_answer() const { return sdp::answer(*call_.offer, our_side())->description; }
    /** A call of carol's that is up: 200 is in `ok_`. */
    std::shared_ptr<Session> carol_is_up(std::string_view headers = {})
    {
        carol_invites(headers);
        auto session = desk_.next(&call_);
        EXPECT_TRUE(session);
        session->accept(our_answer());
        auto ok = carol_.final_response("INVITE");
        EXPECT_TRUE(ok && ok->status() == 200);
        ok_ = ok.value_or(WireMessage{});
        carol_.send(in_dialog("ACK", 1));
        EXPECT_TRUE(desk_.diary->wait_for("confirmed"));
        return session;
    }
    /** A request of carol's in the dialog of `ok_`. */
    std::string in_dialog(std::string_view method, unsigned cseq, std::string_view headers = {}, std::string_view body = {})
    {
        auto contact = ok_.header("Contact");
        auto type = body.empty() ? std::string_view{} : sdp_type;
        auto text = carol_.make(method, contact.substr(1, contact.find('>') - 1), "carol", ok_.header("Call-ID"), cseq,
                                std::string{type} + std::string{headers}, body);
        auto at = text.find("To: ");
        return text.replace(at, text.find("\r\n", at) - at, "To: " + ok_.header("To"));
    }
    /** Sends such a request and gives its final response. */
    WireMessage ask(std::string_view method, unsigned cseq, std::string_view headers = {}, std::string_view body = {})
    {
        carol_.send(in_dialog(method, cseq, headers, body));
        auto answer = carol_.final_response(method);
        EXPECT_TRUE(answer) << method;
        return answer.value_or(WireMessage{});
    }
    /** Our INVITE to carol, as it reaches her. */
    std::shared_ptr<Session> we_invite()
    {
        OutgoingCall call;
        call.endpoint = "carol";
        call.offer = sdp::offer(our_side());
        auto session = calls_->invite(std::move(call), desk_.diary);
        EXPECT_TRUE(session);
        invite_ = carol_.request("INVITE").value_or(WireMessage{});
        return session ? *session : nullptr;
    }
    /** Carol answers a request. */
    void answer(const WireMessage& request, int status, std::string_view headers = {}, std::string_view body = {})
    {
        auto type = body.empty() ? std::string_view{} : sdp_type;
        carol_.send(carol_.respond(request, status, "As told", std::format("Contact: <sip:carol@{}>\r\n{}{}", carol_.address(), type, headers), body));
    }
    /** Carol refuses an INVITE, and sees the ACK. */
    void refuse(const WireMessage& request, int status, std::string_view headers = {})
    {
        answer(request, status, headers);
        EXPECT_TRUE(carol_.request("ACK"));
    }
    /** Ends the call from our side. */
    void end(const std::shared_ptr<Session>& session)
    {
        session->hang_up({});
        auto bye = carol_.request("BYE");
        ASSERT_TRUE(bye);
        carol_.send(carol_.respond(*bye, 200, "OK"));
        EXPECT_TRUE(desk_.diary->wait_for("terminated by us 0"));
    }

    std::string id_ = testing::UnitTest::GetInstance()->current_test_info()->name();
    IncomingCall call_;
    WireMessage invite_;
};

}  // namespace sipcore::loopback
