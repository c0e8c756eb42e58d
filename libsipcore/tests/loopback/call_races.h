// SPDX-License-Identifier: GPL-2.0-only
/** @file Both sides of a call act at the same moment, many times. Whoever wins, each call ends once and nothing is left.
 *  Meant for ThreadSanitizer as well: CHAN_SIP_TURNS says how often. */
#pragma once

#include <cstdlib>
#include <format>
#include <random>

#include "loopback/calls_fixture.h"
#include "loopback/reflexes.h"

namespace sipcore::loopback {

/** How often each race is run. */
inline unsigned turns()
{
    const char* asked = std::getenv("CHAN_SIP_TURNS");
    constexpr unsigned usual = 40;
    return asked ? static_cast<unsigned>(std::strtoul(asked, nullptr, 10)) : usual;
}

/** Waits until something holds. @return whether it did in time */
template <class F>
bool until(F&& holds, std::chrono::milliseconds patience = std::chrono::seconds{10})
{
    auto end = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
    return true;
}

/** Calls between carol, whose phone answers by itself, and us. */
class CallRaces : public LoopbackCalls {
protected:
    /** Where a side of a call is when it acts. */
    enum class Stage { asked, ringing, answered, up };

    CallTimes times() const override
    {
        using std::chrono::milliseconds;
        return {.repeat_progress = milliseconds{60000}, .glare_owner = milliseconds{30}, .glare_random = milliseconds{20}};
    }
    /** Starts stack, calls and phone. */
    void SetUp() override
    {
        LoopbackCalls::SetUp();
        carol_.answer_to(server());
        phone_ = std::make_unique<Reflexes>(carol_);
    }
    /** No call may be left. */
    void TearDown() override
    {
        EXPECT_TRUE(until([&] { return calls_->snapshot().empty(); })) << calls_->snapshot().size() << " calls are left";
        LoopbackCalls::TearDown();
        phone_.reset();
    }
    /** A moment whose length nobody knows. */
    void dawdle()
    {
        auto end = std::chrono::steady_clock::now() + std::chrono::microseconds{chance_() % 400};
        while (std::chrono::steady_clock::now() < end) {
        }
    }
    /** Carol's INVITE. */
    std::shared_ptr<Session> carol_calls(unsigned turn)
    {
        id_ = std::format("race-{}-{}", testing::UnitTest::GetInstance()->current_test_info()->name(), turn);
        invite_ = WireMessage{carol_.make("INVITE", "sip:600@" + server().text(), "carol", id_, 1, sdp_type, their_sdp)};
        carol_.send(invite_.text);
        auto session = desk_.next(&call_);
        EXPECT_TRUE(session);
        return session;
    }
    /** Our INVITE, when it has reached her. */
    std::shared_ptr<Session> we_call()
    {
        OutgoingCall call;
        call.endpoint = "carol";
        call.offer = sdp::offer(our_side());
        auto before = phone_->invites.load();
        auto session = calls_->invite(std::move(call), desk_.diary);
        EXPECT_TRUE(session);
        EXPECT_TRUE(until([&] { return phone_->invites > before; }));
        return *session;
    }
    /** Carol's CANCEL. */
    void carol_cancels()
    {
        carol_.send(std::format("CANCEL sip:600@{} SIP/2.0\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: 1 CANCEL\r\n"
                                "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                                server().text(), invite_.header("Via"), invite_.header("From"), invite_.header("To"), id_));
    }
    /** A request of carol's in the dialog that her last success began. */
    void carol_asks(std::string_view method, unsigned cseq, std::string_view headers = {})
    {
        auto success = phone_->last_success();
        auto contact = success.header("Contact");
        auto text = carol_.make(method, contact.substr(1, contact.find('>') - 1), "carol", id_, cseq,
                                method == "INVITE" ? sdp_type : headers, method == "INVITE" ? their_sdp : "");
        auto at = text.find("To: ");
        text.replace(at, text.find("\r\n", at) - at, "To: " + success.header("To"));
        carol_.send(text);
    }
    /** An UPDATE of carol's with an offer, in the dialog that her last success began. */
    void carol_offers_by_update(unsigned cseq)
    {
        auto success = phone_->last_success();
        auto contact = success.header("Contact");
        auto text = carol_.make("UPDATE", contact.substr(1, contact.find('>') - 1), "carol", id_, cseq, sdp_type, their_sdp);
        auto at = text.find("To: ");
        carol_.send(text.replace(at, text.find("\r\n", at) - at, "To: " + success.header("To")));
    }
    /** Carol's BYE in a call that we made. */
    void carol_ends(const WireMessage& invite)
    {
        auto contact = invite.header("Contact");
        carol_.send(std::format("BYE {} SIP/2.0\r\nVia: SIP/2.0/UDP {};branch=z9hG4bKbye{};rport\r\nMax-Forwards: 70\r\nFrom: {};tag=peer\r\n"
                                "To: {}\r\nCall-ID: {}\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n",
                                contact.substr(1, contact.find('>') - 1), carol_.address(), invite.header("Call-ID"), invite.header("To"),
                                invite.header("From"), invite.header("Call-ID")));
    }
    /** Our answer to carol's call. */
    void accept(const std::shared_ptr<Session>& session)
    {
        session->accept(sdp::answer(*call_.offer, our_side())->description);
    }
    /** Carol's call as far as a stage. */
    std::shared_ptr<Session> carol_calls_until(Stage stage, unsigned turn)
    {
        phone_->acknowledges = stage != Stage::answered;
        auto finals = phone_->finals.load();
        auto session = carol_calls(turn);
        if (stage == Stage::ringing)
            session->progress(180, "Ringing", std::nullopt);
        if (stage >= Stage::answered) {
            accept(session);
            EXPECT_TRUE(until([&] { return phone_->finals > finals; }));
        }
        if (stage == Stage::up) {
            EXPECT_TRUE(desk_.diary->wait_for("confirmed"));
        }
        return session;
    }
    /** Ends what began after the ends that there were: all calls of a turn. */
    void expect_end(unsigned count)
    {
        EXPECT_TRUE(until([&] { return desk_.diary->ends == count; })) << desk_.diary->ends << " of " << count << " calls ended";
    }
    /** Carol hangs up as the stage wants. */
    void carol_hangs_up(Stage stage)
    {
        if (stage < Stage::answered)
            carol_cancels();
        else
            carol_asks("BYE", 2);
    }
    /** The ACK that was held back. */
    void let_acknowledge()
    {
        if (!phone_->acknowledges.exchange(true))
            carol_.send(phone_->acknowledgement(phone_->last_success()));
    }
    /** In each stage of carol's call: we end it, or she does, or both do. */
    void end_in(Stage stage, bool we, bool she)
    {
        for (unsigned turn = 0; turn < turns(); ++turn) {
            auto session = carol_calls_until(stage, turn);
            dawdle();
            if (we)
                session->hang_up({486, "Busy here", {}});
            if (we)
                dawdle();
            if (she)
                carol_hangs_up(stage);
            let_acknowledge();
            expect_end(turn + 1);
            if (HasFailure())
                return;
        }
    }

    std::unique_ptr<Reflexes> phone_;
    std::minstd_rand chance_{20};
    std::string id_;
    WireMessage invite_;
    IncomingCall call_;
};

}  // namespace sipcore::loopback
