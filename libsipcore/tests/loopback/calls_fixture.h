// SPDX-License-Identifier: GPL-2.0-only
/** @file A stack on loopback that takes calls: who writes down what happens to them, who answers, and what actors say. */
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <format>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "loopback/fixture.h"
#include "sipcore/session.h"

namespace sipcore::loopback {

/** An offer or answer of an actor. */
inline constexpr std::string_view their_sdp =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 101\r\n"
    "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n";
/** Its content type. */
inline constexpr std::string_view sdp_type = "Content-Type: application/sdp\r\n";

/** What we bring to a call. */
inline sdp::Local our_side()
{
    sdp::Local local;
    local.origin = local.address = *IpAddress::parse("127.0.0.1");
    local.id = local.version = 7;
    sdp::LocalStream audio;
    audio.port = 30000;
    audio.codecs.push_back({sdp::Kind::audio, "PCMU", 8000, 1, 0, "", 20, 0, "ulaw"});
    audio.telephone_event = 101;
    local.streams.push_back(audio);
    return local;
}

/** Writes down what happens to a call. */
class Diary final : public SessionListener {
public:
    void on_progress(const Progress& p) override { note(std::format("progress {}{}", p.status, p.answer ? " sdp" : "")); }
    void on_answered(const Answered& a) override { note(std::format("answered{}", a.answer ? " sdp" : "")); }
    void on_confirmed(const std::optional<sdp::Description>& d) override { note(d ? "confirmed sdp" : "confirmed"); }
    void on_offer(const std::optional<sdp::Description>& d, const std::vector<Header>&) override
    {
        ++offers;
        note(d ? "offer sdp" : "offer");
    }
    void on_refresh_due() override { note("refresh due"); }
    void on_session_expired() override { note("session expired"); }
    void on_update(const std::vector<Header>&) override { note("update"); }
    void on_reanswered(const Result<sdp::Description>& d) override
    {
        note(d ? std::string{"reanswered"} : std::format("reanswered {}", d.error().status));
    }
    int on_info(const Body& body, const std::vector<Header>&) override
    {
        note("info " + body.content_type + " " + body.text);
        return 200;
    }
    void on_response(int status, const std::string&, const std::vector<Header>&) override { note(std::format("response {}", status)); }
    Result<> may_refer(const ReferRequest&) override { return {}; }
    void on_refer(const ReferRequest& request) override
    {
        refer = request.id;
        note("refer");
    }
    void on_terminated(const Termination& t) override
    {
        static constexpr std::string_view who[] = {"us", "peer", "timeout", "failure"};
        ++ends;
        auto cause = t.q850_cause ? std::format(" Q.850 {}", *t.q850_cause) : std::string{};
        note(std::format("terminated by {} {}{}{}", who[static_cast<int>(t.by)], t.status, t.cancelled ? " cancelled" : "", cause));
    }
    /** Waits for an entry and gives whether it came; what came before is passed over. */
    bool wait_for(const std::string& wanted, std::chrono::milliseconds patience = std::chrono::seconds{5})
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, patience, [&] {
            while (!entries_.empty()) {
                auto entry = entries_.front();
                entries_.pop_front();
                if (entry == wanted)
                    return true;
            }
            return false;
        });
    }

    /** Waits for the end of a call, whatever it is, and gives whether it came. */
    bool wait_for_end(std::chrono::milliseconds patience = std::chrono::seconds{5})
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, patience, [&] { return ends > 0; });
    }

    std::atomic<unsigned> ends{0};    ///< how many calls ended
    std::atomic<unsigned> offers{0};  ///< how many re-INVITEs came
    std::atomic<unsigned> refer{0};   ///< the last REFER that came

private:
    /** Writes a line. */
    void note(std::string entry)
    {
        std::lock_guard lock{mutex_};
        entries_.push_back(std::move(entry));
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> entries_;
};

/** Takes calls as a test says. */
class Desk final : public CallHandler {
public:
    void on_invite(std::shared_ptr<Session> session, const IncomingCall& call) override
    {
        session->set_listener(diary);
        std::lock_guard lock{mutex_};
        calls_.push_back({std::move(session), call});
        changed_.notify_all();
    }
    /** The next call, null when none comes in time. */
    std::shared_ptr<Session> next(IncomingCall* call = nullptr)
    {
        std::unique_lock lock{mutex_};
        if (!changed_.wait_for(lock, std::chrono::seconds{5}, [&] { return !calls_.empty(); }))
            return nullptr;
        auto [session, incoming] = std::move(calls_.front());
        calls_.pop_front();
        if (call)
            *call = std::move(incoming);
        return session;
    }
    std::shared_ptr<Diary> diary = std::make_shared<Diary>();  ///< of all calls

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::pair<std::shared_ptr<Session>, IncomingCall>> calls_;
};

/** A stack that takes calls; `carol` is at a fixed address and proves nothing. */
class LoopbackCalls : public LoopbackStack {
protected:
    /** Starts stack and calls. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        auto calls = Calls::create(*stack_, desk_, times());
        ASSERT_TRUE(calls) << calls.error().what;
        calls_ = std::move(*calls);
    }
    /** Ends them. */
    void TearDown() override
    {
        calls_.reset();
        LoopbackStack::TearDown();
    }
    /** How long things take. */
    virtual CallTimes times() const { return {}; }
    config::Config configuration() override
    {
        auto config = LoopbackStack::configuration();
        config::Aor aor;
        aor.name = "carol";
        aor.contact.push_back("sip:" + carol_.address());
        config.aors.push_back(aor);
        config::Endpoint endpoint;
        endpoint.name = endpoint.aors = "carol";
        config.endpoints.push_back(endpoint);
        return config;
    }
    /** Sends an INVITE of alice's with digest; gives it as it was sent the second time. */
    std::string invite_as_alice(SipPeer& phone, std::string_view call_id, std::string_view body = their_sdp)
    {
        auto target = "sip:600@" + server().text();
        auto type = body.empty() ? std::string_view{} : sdp_type;
        phone.send(phone.make("INVITE", target, "alice", call_id, 1, type, body));
        auto challenge = phone.final_response("INVITE");
        EXPECT_TRUE(challenge && challenge->status() == 401);
        auto proof = SipPeer::authorization(*challenge, "INVITE", target, "alice", "alice-secret");
        auto text = phone.make("INVITE", target, "alice", call_id, 2, proof + std::string{type}, body);
        phone.send(text);
        return text;
    }
    /** A request in the transaction of an INVITE: CANCEL, or the ACK of a refusal with the `To` of that. @rfc{3261,17.1.1.3} */
    std::string beside(const WireMessage& invite, std::string_view method, const std::string& to, std::string_view headers = {}) const
    {
        auto cseq = invite.header("CSeq");
        return std::format("{} sip:600@{} SIP/2.0\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {} {}\r\n{}"
                           "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                           method, server().text(), invite.header("Via"), invite.header("From"), to, invite.header("Call-ID"),
                           cseq.substr(0, cseq.find(' ')), method, headers);
    }
    /** Answers the call that alice made, and has that acknowledged; our 200 is in `ok_`. @return null when it does not come to that */
    std::shared_ptr<Session> take_call(SipPeer& phone)
    {
        IncomingCall call;
        auto session = desk_.next(&call);
        if (!session || !call.offer)
            return nullptr;
        session->accept(sdp::answer(*call.offer, our_side())->description);
        ok_ = phone.final_response("INVITE").value_or(WireMessage{});
        phone.send(inside(phone, "ACK", ok_, 2));
        return ok_.status() == 200 && desk_.diary->wait_for("confirmed") ? session : nullptr;
    }
    /** A request inside of the dialog that a response of ours made. */
    std::string inside(SipPeer& phone, std::string_view method, const WireMessage& answer, unsigned cseq, std::string_view headers = {},
                       std::string_view body = {})
    {
        auto contact = answer.header("Contact");
        auto target = contact.substr(1, contact.find('>') - 1);
        auto text = phone.make(method, target, "alice", answer.header("Call-ID"), cseq, headers, body);
        auto at = text.find("To: ");
        text.replace(at, text.find("\r\n", at) - at, "To: " + answer.header("To"));
        return text;
    }

    SipPeer carol_{SocketAddress{*IpAddress::parse("127.0.0.1"), 5060}};
    Desk desk_;
    WireMessage ok_;
    std::unique_ptr<Calls> calls_;
};

}  // namespace sipcore::loopback
