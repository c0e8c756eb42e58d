// SPDX-License-Identifier: GPL-2.0-only
/** @file Registrations of ours against a server that is an actor. */
#include "sipcore/outbound_registration.h"

#include <condition_variable>

#include "loopback/fixture.h"

namespace sipcore::loopback {

namespace {

using namespace std::chrono_literals;

/** Remembers what it was told. */
class Watcher final : public RegistrationObserver {
public:
    void on_registration(const RegistrationState& state) override
    {
        std::lock_guard lock{mutex_};
        told_.push_back(state.status);
        changed_.notify_all();
    }
    /** Waits until it was told `count` times. */
    std::vector<RegistrationStatus> wait_for(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, 5s, [&] { return told_.size() >= count; });
        return told_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<RegistrationStatus> told_;
};

/** A stack that registers at an actor. */
class LoopbackRegistration : public LoopbackStack {
protected:
    /** Starts stack and feature or actor. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        provider_ = std::make_unique<SipPeer>(server());
    }
    /** Ends them. */
    void TearDown() override
    {
        registrations_.reset();
        LoopbackStack::TearDown();
    }
    /** An account at the actor. */
    config::OutboundRegistration account(const std::string& user)
    {
        config::OutboundRegistration account;
        account.name = user;
        account.host = "127.0.0.1";
        account.port = provider_->port();
        account.port_written = true;
        account.user = account.auth_user = user;
        account.password = "trunk-secret";
        account.contact_user = "in-" + user;
        return account;
    }
    /** Puts accounts in force. */
    void configure(std::vector<config::OutboundRegistration> accounts)
    {
        auto config = configuration();
        config.transports = stack_->config()->transports;
        config.registrations = std::move(accounts);
        ASSERT_TRUE(stack_->apply(std::move(config)));
    }
    /** Turns registrations on. */
    void begin()
    {
        auto made = OutboundRegistrations::create(*stack_, &watcher_);
        ASSERT_TRUE(made) << made.error().what;
        registrations_ = std::move(*made);
    }
    /** Answers a REGISTER with a challenge. */
    void challenge(const WireMessage& request, const std::string& nonce)
    {
        provider_->send(provider_->respond(request, 401, "Unauthorized",
                                           "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"" + nonce + "\", algorithm=MD5\r\n"));
    }

    Watcher watcher_;
    std::unique_ptr<SipPeer> provider_;
    std::unique_ptr<OutboundRegistrations> registrations_;
};

TEST_F(LoopbackRegistration, SaysWhoItIsAndWhere)  // outreg-3-1, outreg-3-2
{
    auto wanted = account("4930111");
    wanted.domain = "carrier.example";
    configure({wanted});
    begin();
    auto request = provider_->request("REGISTER");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->first(), "REGISTER sip:carrier.example SIP/2.0");
    EXPECT_EQ(request->header("From").substr(0, request->header("From").find(";tag=")), "<sip:4930111@carrier.example>");
    EXPECT_EQ(request->header("To"), "<sip:4930111@carrier.example>");
    EXPECT_EQ(request->header("Contact"), "<sip:in-4930111@" + server().text() + ">");
    EXPECT_EQ(request->header("Expires"), "120");
    EXPECT_EQ(request->header("CSeq"), "102 REGISTER");
    EXPECT_EQ(request->header("Allow"), "");
    EXPECT_EQ(request->header("Authorization"), "");
}

TEST_F(LoopbackRegistration, ProvesItselfAndStands)  // outreg-4-1, outreg-2-5
{
    configure({account("trunk")});
    begin();
    auto first = provider_->request("REGISTER");
    ASSERT_TRUE(first);
    challenge(*first, "n1");
    auto second = provider_->request("REGISTER");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->header("Call-ID"), first->header("Call-ID"));
    EXPECT_EQ(second->header("CSeq"), "103 REGISTER");
    auto credentials = second->header("Authorization");
    EXPECT_EQ(WireMessage::parameter(credentials, "username"), "trunk");
    EXPECT_EQ(WireMessage::parameter(credentials, "realm"), "carrier");
    EXPECT_EQ(WireMessage::parameter(credentials, "nonce"), "n1");
    EXPECT_EQ(SipPeer::authorization(WireMessage{provider_->respond(*first, 401, "Unauthorized",
                  "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", algorithm=MD5\r\n")},
                  "REGISTER", WireMessage::parameter(credentials, "uri"), "trunk", "trunk-secret")
                  .find(WireMessage::parameter(credentials, "response")) != std::string::npos, true);
    provider_->send(provider_->respond(*second, 200, "OK", "Contact: " + second->header("Contact") + ";expires=60\r\n"));
    ASSERT_EQ(watcher_.wait_for(1).size(), 1U);
    auto state = registrations_->snapshot().at(0);
    EXPECT_EQ(state.status, RegistrationStatus::registered);
    EXPECT_EQ(state.refresh, 45s);
    EXPECT_TRUE(state.registered_at);
}

TEST_F(LoopbackRegistration, LeavesAServerThatChallengesForEver)  // outreg-4-1
{
    configure({account("trunk")});
    begin();
    for (int i = 0; i < 4; ++i) {
        auto request = provider_->request("REGISTER");
        ASSERT_TRUE(request) << i;
        challenge(*request, "n" + std::to_string(i));
    }
    EXPECT_FALSE(provider_->wait_for([](const auto& m) { return m.method() == "REGISTER" && m.status() == 0; }, 500ms));
    EXPECT_EQ(registrations_->snapshot().at(0).status, RegistrationStatus::auth_sent);
}

TEST_F(LoopbackRegistration, RefreshesWithWhatItProvedBefore)  // outreg-2-9, outreg-3-2
{
    configure({account("trunk")});
    begin();
    auto first = provider_->request("REGISTER");
    ASSERT_TRUE(first);
    challenge(*first, "n1");
    auto second = provider_->request("REGISTER");
    ASSERT_TRUE(second);
    provider_->send(provider_->respond(*second, 200, "OK", "Contact: " + second->header("Contact") + ";expires=1\r\n"));
    auto third = provider_->request("REGISTER");
    ASSERT_TRUE(third);
    EXPECT_EQ(third->header("Call-ID"), first->header("Call-ID"));
    EXPECT_EQ(third->header("CSeq"), "104 REGISTER");
    EXPECT_EQ(WireMessage::parameter(third->header("Authorization"), "nonce"), "n1");
    EXPECT_EQ(third->header("To").find(";tag="), std::string::npos);
    EXPECT_EQ(registrations_->snapshot().at(0).status, RegistrationStatus::registered);
}

TEST_F(LoopbackRegistration, TakesBackWhatIsNoLongerConfigured)
{
    configure({account("trunk"), account("other")});
    begin();
    for (int i = 0; i < 2; ++i) {
        auto request = provider_->request("REGISTER");
        ASSERT_TRUE(request);
        provider_->send(provider_->respond(*request, 200, "OK", "Contact: " + request->header("Contact") + ";expires=600\r\n"));
    }
    watcher_.wait_for(2);
    auto kept = account("other");
    kept.name = "register-1";  // the line moved up
    configure({kept});
    auto farewell = provider_->request("REGISTER");
    ASSERT_TRUE(farewell);
    EXPECT_EQ(farewell->header("Expires"), "0");
    EXPECT_NE(farewell->header("Contact").find("in-trunk@"), std::string::npos);
    provider_->send(provider_->respond(*farewell, 200, "OK"));
    EXPECT_FALSE(provider_->wait_for([](const auto& m) { return m.method() == "REGISTER"; }, 300ms)) << "the other one stands";
    EXPECT_EQ(registrations_->snapshot().size(), 1U);
}

TEST_F(LoopbackRegistration, AThousandBeginSpreadOverTime)  // outreg-2-1
{
    std::vector<config::OutboundRegistration> accounts;
    for (int i = 0; i < 1000; ++i)
        accounts.push_back(account("u" + std::to_string(i)));
    configure(std::move(accounts));
    begin();
    // 120 s over 1000 of them is more than the 100 ms that lie between two at most.
    auto first = provider_->request("REGISTER");
    ASSERT_TRUE(first);
    auto begun = std::chrono::steady_clock::now();
    int seen = 1;
    while (std::chrono::steady_clock::now() - begun < 1s) {
        if (provider_->wait_for([&](const auto& m) { return m.header("CSeq") == "102 REGISTER" && m.header("Call-ID") != first->header("Call-ID"); }, 100ms))
            ++seen;
    }
    EXPECT_GE(seen, 3);
    EXPECT_LE(seen, 40);
}

}  // namespace

}  // namespace sipcore::loopback
