// SPDX-License-Identifier: GPL-2.0-only
/** @file OPTIONS and REGISTER against a running stack. */
#include "loopback/fixture.h"
#include "sipcore/registrar.h"

namespace sipcore::loopback {

namespace {

/** A stack with a registrar. */
class LoopbackRegistrar : public LoopbackStack {
protected:
    /** Starts stack and registrar. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        auto registrar = Registrar::create(*stack_);
        ASSERT_TRUE(registrar) << registrar.error().what;
        registrar_ = std::move(*registrar);
    }
    /** Ends them. */
    void TearDown() override
    {
        registrar_.reset();
        LoopbackStack::TearDown();
    }
    std::unique_ptr<Registrar> registrar_;
};

TEST_F(LoopbackStack, AnswersOptionsWithWhatItCan)
{
    SipPeer peer{server()};
    peer.send(peer.make("OPTIONS", "sip:" + server().text(), "nobody", "options-1", 1));
    auto answer = peer.final_response("OPTIONS");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200);
    EXPECT_EQ(answer->header("Allow"), "OPTIONS");
    EXPECT_NE(answer->header("To").find(";tag="), std::string::npos);
}

TEST_F(LoopbackStack, RefusesWhatNobodyAnswers)
{
    SipPeer peer{server()};
    peer.send(peer.make("INVITE", "sip:100@" + server().text(), "alice", "nobody-1", 1));
    auto answer = peer.final_response("INVITE");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 405);
    EXPECT_EQ(answer->header("Allow"), "OPTIONS");
    peer.send(peer.make("DANCE", "sip:100@" + server().text(), "alice", "nobody-2", 1));
    answer = peer.final_response("DANCE");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 501);
}

TEST_F(LoopbackStack, TellsWhoSendsABrokenRequestWhatIsWrong)
{
    SipPeer peer{server()};
    peer.send("OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP " + peer.address() +
              ";branch=z9hG4bKx;rport\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCSeq: 1 OPTIONS\r\n\r\n");
    auto answer = peer.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->first(), "SIP/2.0 400 Missing Call-ID");
}

TEST_F(LoopbackRegistrar, RegistersAPhoneThatProvesItself)
{
    SipPeer phone{server()};
    auto answer = phone.register_as("alice", "alice-secret");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200) << answer->text;
    EXPECT_NE(answer->header("Contact").find("alice@" + phone.address()), std::string::npos) << answer->text;
    auto status = stack_->endpoints().find("alice");
    ASSERT_TRUE(status && status->binding);
    EXPECT_EQ(status->address.text(), phone.address());
    EXPECT_TRUE(store_.load("alice"));
}

TEST_F(LoopbackRegistrar, ForgetsAPhoneThatGoes)
{
    SipPeer phone{server()};
    ASSERT_TRUE(phone.register_as("alice", "alice-secret"));
    auto answer = phone.register_as("alice", "alice-secret", 0);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200) << answer->text;
    auto status = stack_->endpoints().find("alice");
    ASSERT_TRUE(status);
    EXPECT_FALSE(status->binding);
    EXPECT_FALSE(status->address);
    EXPECT_FALSE(store_.load("alice"));
}

TEST_F(LoopbackRegistrar, RefusesAWrongPassword)
{
    SipPeer phone{server()};
    auto answer = phone.register_as("alice", "wrong");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 403);
    EXPECT_FALSE(stack_->endpoints().find("alice")->binding);
}

TEST_F(LoopbackRegistrar, TreatsAnUnknownPhoneAsAKnownOneWithAWrongPassword)
{
    SipPeer phone{server()};
    auto unknown = phone.register_as("mallory", "x");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->status(), 403);
}

}  // namespace

}  // namespace sipcore::loopback
