// SPDX-License-Identifier: GPL-2.0-only
/** @file Subscriptions against a running stack. Rows: docs/spec/behaviour/subscriptions.md. */
#include <chrono>
#include <thread>
#include <condition_variable>
#include <set>

#include "loopback/fixture.h"
#include "sipcore/pubsub.h"

namespace sipcore::loopback {

namespace {

using namespace std::chrono_literals;

/** Hints and mailboxes that the test turns. */
class FakeHost final : public StateSource, public MailboxSource {
public:
    std::optional<HintState> watch(WatchId watch, const std::string& context, const std::string& extension) override
    {
        std::lock_guard lock{mutex_};
        if (context != "lamps" || !extension.starts_with("20"))
            return std::nullopt;
        watched_[extension] = watch;
        return HintState{};
    }
    void unwatch(WatchId watch) override
    {
        std::lock_guard lock{mutex_};
        std::erase_if(watched_, [&](const auto& each) { return each.second == watch; });
    }
    void watch(const std::string& mailbox) override
    {
        std::lock_guard lock{mutex_};
        mailboxes_.insert(mailbox);
    }
    void unwatch(const std::string& mailbox) override
    {
        std::lock_guard lock{mutex_};
        mailboxes_.erase(mailbox);
    }
    void publish(const std::string& mailbox, const MessageCounts& counts) override
    {
        std::lock_guard lock{mutex_};
        published_[mailbox] = counts;
    }
    /** What a mailbox elsewhere was said to have. */
    std::optional<MessageCounts> published(const std::string& mailbox)
    {
        std::lock_guard lock{mutex_};
        auto at = published_.find(mailbox);
        return at == published_.end() ? std::nullopt : std::optional{at->second};
    }
    /** The number under which an extension is watched; 0: it is not. */
    WatchId watch_of(const std::string& extension)
    {
        std::lock_guard lock{mutex_};
        auto at = watched_.find(extension);
        return at == watched_.end() ? 0 : at->second;
    }
    /** Whether a mailbox is watched. */
    bool watches(const std::string& mailbox)
    {
        std::lock_guard lock{mutex_};
        return mailboxes_.contains(mailbox);
    }

private:
    std::mutex mutex_;
    std::map<std::string, WatchId> watched_;
    std::set<std::string> mailboxes_;
    std::map<std::string, MessageCounts> published_;
};

/** A state with one thing set. */
HintState in_use()
{
    HintState state;
    state.in_use = true;
    return state;
}

/** A stack with subscriptions. */
class LoopbackSubscription : public LoopbackStack {
protected:
    /** Starts stack and feature or actor. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        auto made = Subscriptions::create(*stack_, host_, host_);
        ASSERT_TRUE(made) << made.error().what;
        feature_ = std::move(*made);
        phone_ = std::make_unique<SipPeer>(server());
    }
    /** Ends them. */
    void TearDown() override
    {
        feature_.reset();
        LoopbackStack::TearDown();
    }
    config::Config configuration() override
    {
        auto config = LoopbackStack::configuration();
        for (auto& endpoint : config.endpoints)
            endpoint.subscribe_context = "lamps";
        for (auto& aor : config.aors) {
            if (aor.name == "alice")
                aor.mailboxes = {"100", "101@other"};
        }
        return config;
    }
    /** Sends SUBSCRIBE as alice with what proves it, and gives the last response. */
    std::optional<WireMessage> subscribe(const std::string& headers, const std::string& target = "200",
                                         const std::string& to_tag = "")
    {
        auto uri = "sip:" + target + "@" + server().text();
        auto text = phone_->make("SUBSCRIBE", uri, "alice", call_id_, ++cseq_, headers);
        auto tagged = [&](std::string message) {
            if (!to_tag.empty()) {
                auto at = message.find("\r\n", message.find("\r\nTo:") + 2);
                message.insert(at, ";tag=" + to_tag);
            }
            return message;
        };
        phone_->send(tagged(text));
        auto answer = phone_->final_response("SUBSCRIBE");
        if (!answer || answer->status() != 401)
            return answer;
        auto authorization = SipPeer::authorization(*answer, "SUBSCRIBE", uri, "alice", "alice-secret");
        last_sent_ = tagged(phone_->make("SUBSCRIBE", uri, "alice", call_id_, ++cseq_, headers + authorization));
        phone_->send(last_sent_);
        return phone_->final_response("SUBSCRIBE");
    }
    /** Answers a NOTIFY. */
    void answer(const WireMessage& notify, int status = 200, const std::string& reason = "OK")
    {
        phone_->send(phone_->respond(notify, status, reason));
    }
    /** The next NOTIFY, which is answered. */
    WireMessage next_notify()
    {
        auto notify = phone_->request("NOTIFY");
        EXPECT_TRUE(notify);
        if (!notify)
            return {};
        answer(*notify);
        return *notify;
    }
    /** Whether no NOTIFY comes for a while. */
    bool silence(std::chrono::milliseconds patience = 300ms)
    {
        return !phone_->wait_for([](const auto& m) { return m.status() == 0 && m.method() == "NOTIFY"; }, patience);
    }

    const std::string lamp_ = "Event: dialog\r\nAccept: application/dialog-info+xml\r\nExpires: 300\r\n";
    std::string call_id_ = "watch-1";
    std::string last_sent_;
    unsigned cseq_ = 0;
    FakeHost host_;
    std::unique_ptr<SipPeer> phone_;
    std::unique_ptr<Subscriptions> feature_;
};

TEST_F(LoopbackSubscription, LightsALamp)  // sub-2-9, sub-2.3-5, sub-1.1-5
{
    auto accepted = subscribe(lamp_);
    ASSERT_TRUE(accepted);
    ASSERT_EQ(accepted->status(), 200) << accepted->text;
    EXPECT_EQ(accepted->header("Expires"), "300");
    EXPECT_NE(accepted->header("Contact").find(";expires=300"), std::string::npos);
    auto tag = WireMessage::parameter(accepted->header("To"), "tag");
    auto first = next_notify();
    EXPECT_EQ(first.header("Event"), "dialog");
    EXPECT_TRUE(first.header("Subscription-State").starts_with("active;expires=")) << first.text;
    EXPECT_EQ(first.header("Content-Type"), "application/dialog-info+xml");
    EXPECT_EQ(WireMessage::parameter(first.header("From"), "tag"), tag);
    EXPECT_NE(first.body().find("version=\"0\""), std::string::npos) << first.text;
    EXPECT_NE(first.body().find("<state>terminated</state>"), std::string::npos);
    feature_->on_state(host_.watch_of("200"), in_use());
    auto second = next_notify();
    EXPECT_NE(second.body().find("version=\"1\""), std::string::npos);
    EXPECT_NE(second.body().find("<state>confirmed</state>"), std::string::npos);
    auto all = feature_->snapshot();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].extension, "200");
    EXPECT_EQ(all[0].type, "dialog-info+xml");
    EXPECT_EQ(all[0].expiry, 300s);
}

TEST_F(LoopbackSubscription, LetsOnlyTheNewestWait)  // sub-2.1-3
{
    ASSERT_TRUE(subscribe(lamp_));
    auto first = phone_->request("NOTIFY");
    ASSERT_TRUE(first);
    auto ringing = in_use();
    ringing.ringing = true;
    feature_->on_state(host_.watch_of("200"), ringing);
    feature_->on_state(host_.watch_of("200"), HintState{});
    feature_->on_state(host_.watch_of("200"), in_use());
    EXPECT_TRUE(silence()) << "one is on its way";
    answer(*first);
    auto second = next_notify();
    EXPECT_NE(second.body().find("<state>confirmed</state>"), std::string::npos) << second.text;
    EXPECT_NE(second.body().find("version=\"1\""), std::string::npos);
    EXPECT_TRUE(silence());
}

TEST_F(LoopbackSubscription, SaysNothingWhenNothingChanged)  // sub-2.1-1
{
    ASSERT_TRUE(subscribe(lamp_));
    next_notify();
    feature_->on_state(host_.watch_of("200"), HintState{});
    EXPECT_TRUE(silence());
    HintState ringing;
    ringing.ringing = true;
    for (int i = 0; i < 2; ++i) {  // a device that nobody calls
        feature_->on_state(host_.watch_of("200"), ringing);
        next_notify();
    }
    ringing.call = RingingCall{1, {}, {}};
    feature_->on_state(host_.watch_of("200"), ringing);
    next_notify();
    feature_->on_state(host_.watch_of("200"), ringing);
    EXPECT_TRUE(silence()) << "the same call";
    ringing.call->since = 2;
    feature_->on_state(host_.watch_of("200"), ringing);
    next_notify();
}

TEST_F(LoopbackSubscription, KeepsPresenceFromPhonesThatDoNotKnowIt)  // sub-2.1-2
{
    ASSERT_TRUE(subscribe("Event: presence\r\nAccept: application/pidf+xml\r\nExpires: 300\r\n"));
    next_notify();
    HintState away;
    away.presence = "away";
    feature_->on_state(host_.watch_of("200"), away);
    EXPECT_TRUE(silence());
    call_id_ = "digium-1";
    ASSERT_TRUE(subscribe("Event: presence\r\nAccept: application/pidf+xml\r\nExpires: 300\r\nUser-Agent: Digium D70\r\n"));
    EXPECT_NE(next_notify().body().find("digium_presence type=\"away\""), std::string::npos);
    away.presence = "dnd";
    feature_->on_state(host_.watch_of("200"), away);
    EXPECT_NE(next_notify().body().find("digium_presence type=\"dnd\""), std::string::npos);
}

TEST_F(LoopbackSubscription, IsRefreshedInItsDialog)  // sub-2-9, sub-1-5
{
    auto accepted = subscribe(lamp_);
    ASSERT_TRUE(accepted);
    auto tag = WireMessage::parameter(accepted->header("To"), "tag");
    next_notify();
    auto again = subscribe("Event: dialog\r\nExpires: 600\r\n", "200", tag);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status(), 200) << again->text;
    EXPECT_EQ(again->header("Expires"), "600");
    auto notify = next_notify();
    EXPECT_EQ(notify.header("Content-Type"), "application/dialog-info+xml") << "as before";
    EXPECT_NE(notify.body().find("version=\"1\""), std::string::npos);
    EXPECT_EQ(feature_->snapshot().size(), 1U);
}

TEST_F(LoopbackSubscription, EndsWhenItsWatcherWantsThat)  // sub-1.1-4
{
    auto accepted = subscribe(lamp_);
    ASSERT_TRUE(accepted);
    next_notify();
    auto last = subscribe("Event: dialog\r\nExpires: 0\r\n", "200", WireMessage::parameter(accepted->header("To"), "tag"));
    ASSERT_TRUE(last);
    EXPECT_EQ(last->status(), 200);
    EXPECT_EQ(last->header("Expires"), "0");
    EXPECT_EQ(next_notify().header("Subscription-State"), "terminated;reason=timeout");
    EXPECT_TRUE(silence());
    EXPECT_TRUE(feature_->snapshot().empty());
    EXPECT_EQ(host_.watch_of("200"), 0U);
}

TEST_F(LoopbackSubscription, TellsWhenTheHintIsGone)  // sub-2.1-5, mended
{
    ASSERT_TRUE(subscribe(lamp_));
    next_notify();
    feature_->on_hint_gone(host_.watch_of("200"));
    auto last = next_notify();
    EXPECT_EQ(last.header("Subscription-State"), "terminated;reason=noresource");
    EXPECT_NE(last.body().find("<state>terminated</state>"), std::string::npos);
    EXPECT_TRUE(silence());
    EXPECT_TRUE(feature_->snapshot().empty());
    call_id_ = "anew";
    ASSERT_TRUE(subscribe(lamp_));
    next_notify();
}

TEST_F(LoopbackSubscription, EndsWhenNobodyKnowsIt)  // sub-2.1-4
{
    ASSERT_TRUE(subscribe(lamp_));
    auto first = phone_->request("NOTIFY");
    ASSERT_TRUE(first);
    answer(*first, 481, "Subscription does not exist");
    EXPECT_TRUE(silence());
    EXPECT_TRUE(feature_->snapshot().empty());
}

TEST_F(LoopbackSubscription, LivesThroughOtherRefusals)  // sub-2.1-4
{
    ASSERT_TRUE(subscribe(lamp_));
    auto first = phone_->request("NOTIFY");
    ASSERT_TRUE(first);
    answer(*first, 500, "Server Internal Error");
    feature_->on_state(host_.watch_of("200"), in_use());
    next_notify();
}

TEST_F(LoopbackSubscription, RefusesWhatItMust)
{
    struct Row {
        const char* headers;
        const char* target;
        const char* first;
    };
    const Row rows[] = {
        {"Accept: application/dialog-info+xml\r\n", "200", "SIP/2.0 489 Bad Event"},                                // sub-1-4
        {"Event: dance\r\nAccept: application/dialog-info+xml\r\n", "200", "SIP/2.0 489 Bad Event"},
        {"Event: dialog\r\nAccept: text/plain\r\n", "200", "SIP/2.0 489 Bad Event (format text/plain)"},
        {"Event: dialog\r\nAccept: application/dialog-info+xml\r\n", "300", "SIP/2.0 404 Not Found"},               // sub-2-1
        {"Event: dialog\r\nAccept: application/dialog-info+xml\r\nExpires: 5\r\n", "200", "SIP/2.0 423 Interval too small"},  // sub-1.1-3
        {"Event: message-summary\r\nAccept: text/plain\r\n", "200", "SIP/2.0 406 Not Acceptable"},                  // sub-3-1
    };
    for (const auto& row : rows) {
        call_id_ += "x";
        auto answer = subscribe(row.headers, row.target);
        ASSERT_TRUE(answer) << row.first;
        EXPECT_EQ(answer->first(), row.first);
        if (answer->status() == 423) {
            EXPECT_EQ(answer->header("Min-Expires"), "60");
        }
    }
    EXPECT_TRUE(feature_->snapshot().empty());
    auto unknown = subscribe(lamp_, "200", "no-such-tag");  // sub-1-3
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->status(), 481);
}

TEST_F(LoopbackSubscription, AnswersARepeatedSubscribeAlike)
{
    ASSERT_TRUE(subscribe(lamp_));
    next_notify();
    phone_->send(last_sent_);
    auto again = phone_->final_response("SUBSCRIBE");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status(), 200);
    EXPECT_TRUE(silence()) << "nothing new was asked";
    EXPECT_EQ(feature_->snapshot().size(), 1U);
}

TEST_F(LoopbackSubscription, WatchesAnExtensionOnceForAll)
{
    ASSERT_TRUE(subscribe(lamp_));
    next_notify();
    auto watch = host_.watch_of("200");
    call_id_ = "watch-2";
    ASSERT_TRUE(subscribe(lamp_));
    next_notify();
    EXPECT_EQ(host_.watch_of("200"), watch);
    feature_->on_state(watch, in_use());
    next_notify();
    next_notify();
}

TEST_F(LoopbackSubscription, CountsMessagesForWhoSubscribed)  // sub-3-4, sub-3-11, sub-3-14
{
    auto accepted = subscribe("Event: message-summary\r\nAccept: application/simple-message-summary\r\nExpires: 600\r\n", "alice");
    ASSERT_TRUE(accepted);
    ASSERT_EQ(accepted->status(), 200) << accepted->text;
    EXPECT_TRUE(host_.watches("100@default") && host_.watches("101@other"));
    EXPECT_TRUE(silence()) << "not known yet";
    feature_->on_mailbox("100@default", {2, 1});
    feature_->on_mailbox("101@other", {1, 0});
    auto notify = next_notify();
    EXPECT_EQ(notify.header("Event"), "message-summary");
    EXPECT_NE(notify.body().find("Messages-Waiting: yes\r\n"), std::string::npos) << notify.text;
    EXPECT_NE(notify.body().find("Voice-Message: 3/1 (0/0)\r\n"), std::string::npos) << notify.text;
    feature_->on_mailbox("101@other", {0, 1});
    EXPECT_NE(next_notify().body().find("Voice-Message: 2/2 (0/0)\r\n"), std::string::npos);
}

TEST_F(LoopbackSubscription, HasOneMessageSubscriptionForEachPeer)  // sub-3-5
{
    auto wanted = "Event: message-summary\r\nAccept: application/simple-message-summary\r\nExpires: 600\r\n";
    ASSERT_TRUE(subscribe(wanted, "alice"));
    call_id_ = "newer";
    ASSERT_TRUE(subscribe(wanted, "alice"));
    for (int look = 0; look < 500 && feature_->snapshot().size() > 1; ++look)  // the older one goes on its own strand
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    ASSERT_EQ(feature_->snapshot().size(), 1U);
    feature_->on_mailbox("100@default", {1, 0});
    feature_->on_mailbox("101@other", {0, 0});
    EXPECT_EQ(next_notify().header("Call-ID"), "newer");
    EXPECT_TRUE(silence());
    EXPECT_EQ(feature_->snapshot().size(), 1U);
}

TEST_F(LoopbackSubscription, WatchesAMailboxElsewhere)  // sub-4-1 sub-4-2 sub-4-3, sub-s1-1
{
    SipPeer server_there{server()};
    auto config = configuration();
    config.transports = stack_->config()->transports;
    config::MwiSubscription wanted;
    wanted.name = "mwi-1";
    wanted.host = "127.0.0.1";
    wanted.port = server_there.port();
    wanted.port_written = true;
    wanted.user = wanted.auth_user = "1234";
    wanted.password = "box-secret";
    wanted.mailbox = "700";
    config.mwi_subscriptions = {wanted};
    ASSERT_TRUE(stack_->apply(config));
    auto first = server_there.request("SUBSCRIBE");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->header("Event"), "message-summary");
    EXPECT_EQ(first->header("Accept"), "application/simple-message-summary");
    EXPECT_EQ(first->header("Expires"), "3600");
    server_there.send(server_there.respond(*first, 401, "Unauthorized",
                                           "WWW-Authenticate: Digest realm=\"there\", nonce=\"n1\", algorithm=MD5\r\n"));
    auto second = server_there.request("SUBSCRIBE");
    ASSERT_TRUE(second);
    EXPECT_EQ(WireMessage::parameter(second->header("Authorization"), "username"), "1234");
    server_there.send(server_there.respond(*second, 200, "OK", "Expires: 3600\r\n"));
    auto tag = WireMessage::parameter(second->header("From"), "tag");
    auto notify = [&](const std::string& our_tag, const std::string& body) {
        auto text = server_there.make("NOTIFY", "sip:1234@" + server().text(), "1234", second->header("Call-ID"), ++cseq_,
                                      "Event: message-summary\r\nSubscription-State: active\r\n"
                                      "Content-Type: application/simple-message-summary\r\n", body);
        auto at = text.find("\r\n", text.find("\r\nTo:") + 2);
        text.insert(at, ";tag=" + our_tag);
        server_there.send(text);
        return server_there.final_response("NOTIFY");
    };
    auto taken = notify(tag, "Messages-Waiting: yes\r\nVoice-Message: 4/2 (0/0)\r\n");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->status(), 200) << taken->text;
    EXPECT_EQ(host_.published("700"), (MessageCounts{4, 2}));
    auto senseless = notify(tag, "nothing\r\n");
    ASSERT_TRUE(senseless);
    EXPECT_EQ(senseless->status(), 489);
    auto foreign = notify("guessed", "Voice-Message: 9/9\r\n");
    ASSERT_TRUE(foreign);
    EXPECT_EQ(foreign->status(), 481);
    EXPECT_EQ(host_.published("700"), (MessageCounts{4, 2}));
    config.mwi_subscriptions.clear();
    ASSERT_TRUE(stack_->apply(config));
    auto farewell = server_there.request("SUBSCRIBE");
    ASSERT_TRUE(farewell);
    EXPECT_EQ(farewell->header("Expires"), "0");
}

TEST_F(LoopbackSubscription, AnswersReportsThatNobodyAskedFor)  // sub-s1-4, sub-s1-5
{
    struct Row {
        const char* headers;
        int status;
    };
    for (const auto& row : {Row{"Event: keep-alive\r\n", 200}, Row{"Event: message-summary\r\n", 489},
                            Row{"Event: dance\r\n", 489}, Row{"", 489}}) {
        phone_->send(phone_->make("NOTIFY", "sip:" + server().text(), "nobody", "report-" + std::to_string(++cseq_), 1, row.headers));
        auto answer = phone_->final_response("NOTIFY");
        ASSERT_TRUE(answer) << row.headers;
        EXPECT_EQ(answer->status(), row.status) << row.headers;
    }
}

TEST_F(LoopbackSubscription, SendsWhatIsOrdered)  // sub-6-1
{
    auto sent = feature_->notify({phone_->address(), "", {{"Event", "check-sync"}, {"Content-Type", "text/plain"}}, "line1\r\nline2"});
    ASSERT_TRUE(sent) << sent.error().reason;
    auto notify = next_notify();
    EXPECT_EQ(notify.header("Event"), "check-sync");
    EXPECT_EQ(notify.header("Subscription-State"), "terminated");
    EXPECT_EQ(notify.header("Content-Type"), "text/plain");
    EXPECT_EQ(notify.body(), "line1\r\nline2");
    EXPECT_EQ(notify.header("CSeq"), "102 NOTIFY");
    auto nowhere = feature_->notify({"nobody", "", {}, ""});
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().reason, "Could not create address");
    auto no_dialog = feature_->notify({"alice", "no-such-call", {}, ""});
    ASSERT_FALSE(no_dialog);
    EXPECT_EQ(no_dialog.error().reason, "Call-ID not found");
}

}  // namespace

}  // namespace sipcore::loopback
