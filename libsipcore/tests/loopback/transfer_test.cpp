// SPDX-License-Identifier: GPL-2.0-only
/** @file Transfers inside of a call, both ways, and UPDATE that tells a party, with an actor on the other side of the wire. */
#include <format>

#include "loopback/calls_fixture.h"

namespace sipcore::loopback {

namespace {

/** Writes down what is asked for, and allows what the test says. */
class TransferDiary final : public SessionListener {
public:
    void on_progress(const Progress&) override {}
    void on_answered(const Answered&) override {}
    void on_confirmed(const std::optional<sdp::Description>&) override { note("confirmed"); }
    void on_offer(const std::optional<sdp::Description>&, const std::vector<Header>&) override {}
    void on_reanswered(const Result<sdp::Description>&) override {}
    int on_info(const Body&, const std::vector<Header>&) override { return 200; }
    void on_response(int, const std::string&, const std::vector<Header>&) override {}
    void on_terminated(const Termination& t) override { note(std::format("ended by {}", static_cast<int>(t.by))); }
    Result<> may_refer(const ReferRequest& request) override
    {
        note(std::format("asked {}", request.id));
        return verdict;
    }
    void on_refer(const ReferRequest& request) override { note(std::format("accepted {}", request.id)); }
    void on_refer_response(int status) override { note(std::format("response {}", status)); }
    void on_refer_notify(std::optional<int> status) override { note(std::format("notified {}", status.value_or(-1))); }
    void on_update(const std::vector<Header>& headers) override { note(std::format("update {}", headers.size() > 0)); }
    /** Waits for an entry; what came before is passed over. */
    bool wait_for(const std::string& wanted)
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{5}, [&] {
            while (!entries_.empty()) {
                auto entry = entries_.front();
                entries_.pop_front();
                if (entry == wanted)
                    return true;
            }
            return false;
        });
    }
    Result<> verdict;  ///< what REFERs get

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

/** A call of alice's that is up. */
class LoopbackTransfers : public LoopbackCalls {
protected:
    /** Brings the call up. */
    void SetUp() override
    {
        LoopbackCalls::SetUp();
        phone_.answer_to(server());
        invite_as_alice(phone_, "xfer");
        IncomingCall call;
        session_ = desk_.next(&call);
        ASSERT_TRUE(session_);
        session_->set_listener(diary_);
        session_->accept(sdp::answer(*call.offer, our_side())->description);
        ok_ = phone_.final_response("INVITE");
        ASSERT_TRUE(ok_ && ok_->status() == 200);
        phone_.send(inside(phone_, "ACK", *ok_, 2));
        ASSERT_TRUE(diary_->wait_for("confirmed"));
    }
    /** Lets it go. */
    void TearDown() override
    {
        phone_.send(inside(phone_, "BYE", *ok_, 50));     // 481 where the call has ended
        phone_.final_response("BYE");
        session_.reset();
        LoopbackCalls::TearDown();
    }

    SipPeer phone_{SocketAddress{*IpAddress::parse("127.0.0.1"), 5060}};
    std::shared_ptr<TransferDiary> diary_ = std::make_shared<TransferDiary>();
    std::shared_ptr<Session> session_;
    std::optional<WireMessage> ok_;
};

TEST_F(LoopbackTransfers, AReferIsAcceptedAndItsOutcomeTold)  // xfer-1-10 xfer-1-26
{
    phone_.send(inside(phone_, "REFER", *ok_, 7, "Refer-To: <sip:200@pbx>\r\n"));
    auto accepted = phone_.final_response("REFER");
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->first(), "SIP/2.0 202 Accepted");
    EXPECT_TRUE(diary_->wait_for("accepted 7"));
    session_->notify_refer(7, "200 OK");
    auto notify = phone_.request("NOTIFY");
    ASSERT_TRUE(notify);
    EXPECT_EQ(notify->header("Event"), "refer;id=7");
    EXPECT_NE(notify->text.find("\r\nSubscription-state: terminated;reason=noresource\r\n"), std::string::npos) << notify->text;
    EXPECT_EQ(notify->header("Content-Type"), "message/sipfrag;version=2.0");
    EXPECT_EQ(notify->body(), "SIP/2.0 200 OK\r\n");
    phone_.send(phone_.respond(*notify, 200, "OK"));
}

TEST_F(LoopbackTransfers, AReferIsRefusedAsTheHostSays)  // xfer-1-3
{
    diary_->verdict = std::unexpected{Error{603, "Declined (policy)"}};
    phone_.send(inside(phone_, "REFER", *ok_, 7, "Refer-To: <sip:200@pbx>\r\n"));
    auto refused = phone_.final_response("REFER");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->first(), "SIP/2.0 603 Declined (policy)");
}

TEST_F(LoopbackTransfers, AReferOutsideOfACallIsDeclined)  // xfer-1-2
{
    phone_.send(phone_.make("REFER", "sip:600@" + server().text(), "alice", "nowhere", 1, "Refer-To: <sip:200@pbx>\r\n"));
    auto answer = phone_.final_response("REFER");
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->status() == 401 || answer->first() == "SIP/2.0 603 Declined (No dialog)") << answer->text;
}

TEST_F(LoopbackTransfers, OurReferIsAnsweredAndItsOutcomeHeard)  // xfer-2-1 xfer-2-2 xfer-2-6
{
    session_->refer("<sip:555@elsewhere>", {{"Referred-By", "<sip:me@here>"}});
    auto refer = phone_.request("REFER");
    ASSERT_TRUE(refer);
    EXPECT_EQ(refer->header("Refer-To"), "<sip:555@elsewhere>");
    EXPECT_EQ(refer->header("Referred-By"), "<sip:me@here>");
    phone_.send(phone_.respond(*refer, 202, "Accepted"));
    EXPECT_TRUE(diary_->wait_for("response 202"));
    const std::string event = "Event: refer\r\nSubscription-State: active\r\n";
    phone_.send(inside(phone_, "NOTIFY", *ok_, 8, event + "Content-Type: text/plain\r\n", "SIP/2.0 200 OK"));
    auto bad = phone_.final_response("NOTIFY");
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->first(), "SIP/2.0 400 Bad request");
    phone_.send(inside(phone_, "NOTIFY", *ok_, 9, event + "Content-Type: message/sipfrag;version=2.0\r\n", "SIP/2.0 100 Trying"));
    EXPECT_EQ(phone_.final_response("NOTIFY")->status(), 200);
    EXPECT_TRUE(diary_->wait_for("notified 100"));
    phone_.send(inside(phone_, "NOTIFY", *ok_, 10, event + "Content-Type: message/sipfrag\r\n", "SIP/2.0 603 Declined"));
    EXPECT_TRUE(diary_->wait_for("notified 603"));
}

TEST_F(LoopbackTransfers, OurReferProvesWhoWeAre)  // xfer-2-4
{
    session_->refer("<sip:555@elsewhere>", {});
    auto first = phone_.request("REFER");
    ASSERT_TRUE(first);
    phone_.send(phone_.respond(*first, 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"phone\", nonce=\"n\"\r\n"));
    auto second = phone_.request("REFER");
    ASSERT_TRUE(second);
    EXPECT_NE(second->header("Authorization").find("username=\"alice\""), std::string::npos) << second->text;
    phone_.send(phone_.respond(*second, 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"phone\", nonce=\"n\"\r\n"));
    EXPECT_TRUE(diary_->wait_for("response 401"));
}

TEST_F(LoopbackTransfers, UpdateTellsAParty)  // call-8-1
{
    phone_.send(inside(phone_, "UPDATE", *ok_, 7, "X-Asterisk-rpid-update: Yes\r\nRemote-Party-ID: <sip:1@x>\r\n"));
    auto answer = phone_.final_response("UPDATE");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200);
    EXPECT_TRUE(diary_->wait_for("update true"));
    session_->tell_party({{"Remote-Party-ID", "<sip:2@x>"}, {"X-Asterisk-rpid-update", "Yes"}});
    auto update = phone_.request("UPDATE");
    ASSERT_TRUE(update);
    EXPECT_EQ(update->header("Remote-Party-ID"), "<sip:2@x>");
    EXPECT_EQ(update->body(), "");
    phone_.send(phone_.respond(*update, 200, "OK"));
}

TEST_F(LoopbackTransfers, WhoTransfersIsGivenTimeToHangUp)  // xfer-1-20
{
    session_->hang_up({603, "", {}, std::chrono::seconds{20}});
    phone_.send(inside(phone_, "BYE", *ok_, 9));
    auto answer = phone_.final_response("BYE");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200);
    EXPECT_TRUE(diary_->wait_for("ended by 0"));
}

TEST_F(LoopbackTransfers, WhoDoesNotHangUpInTimeGetsOurBye)  // xfer-1-20
{
    session_->hang_up({603, "", {}, std::chrono::milliseconds{100}});
    auto bye = phone_.request("BYE");
    ASSERT_TRUE(bye);
    phone_.send(phone_.respond(*bye, 200, "OK"));
    EXPECT_TRUE(diary_->wait_for("ended by 0"));
}

}  // namespace

}  // namespace sipcore::loopback
