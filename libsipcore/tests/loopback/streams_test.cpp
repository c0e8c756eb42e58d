// SPDX-License-Identifier: GPL-2.0-only
/** @file Connections over TCP as the other side of the wire sees them: registering, calling, and everything that can go
 *  wrong with octets. */
#include <sys/socket.h>
#include <unistd.h>

#include <format>

#include "loopback/fixture.h"
#include "sipcore/registrar.h"

namespace sipcore::loopback {

namespace {

/** A stack that listens on UDP and TCP. */
class LoopbackStreams : public LoopbackStack {
protected:
    config::Config configuration() override { return with_tcp(LoopbackStack::configuration()); }
    /** A connection to the stack. */
    SipPeer connect() { return SipPeer{server(), config::Protocol::tcp}; }
    /** An OPTIONS from somebody. */
    std::string options(SipPeer& peer, std::string_view call_id, std::string_view headers = {}, std::string_view body = {})
    {
        return peer.make("OPTIONS", "sip:" + server().text(), "a", call_id, 1, headers, body);
    }
};

TEST_F(LoopbackStreams, AnswersByTheConnectionOfTheRequest)  // tp-3-7
{
    auto peer = connect();
    peer.send(options(peer, "one"));
    auto answer = peer.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200);
    EXPECT_TRUE(answer->header("Via").starts_with("SIP/2.0/TCP ")) << answer->header("Via");
    EXPECT_EQ(WireMessage::parameter(answer->header("Via"), "rport"), std::to_string(peer.port()));
}

TEST_F(LoopbackStreams, TakesManyMessagesAtOnceAndOneInPieces)  // tp-1-6
{
    auto peer = connect();
    std::string burst;
    for (int i = 0; i < 50; ++i)
        burst += options(peer, std::format("burst-{}", i));
    peer.send(burst);
    for (int i = 0; i < 50; ++i) {
        auto answer = peer.receive();
        ASSERT_TRUE(answer) << i;
        EXPECT_EQ(answer->header("Call-ID"), std::format("burst-{}", i));
    }
    auto slow = options(peer, "slow", "Content-Type: text/plain\r\n", "hello");
    for (char octet : slow)
        peer.send({&octet, 1});
    auto answer = peer.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Call-ID"), "slow");
}

TEST_F(LoopbackStreams, GivesALineEndForTwo)  // RFC 5626 §4.4.1
{
    auto peer = connect();
    peer.send("\r\n\r\n");
    std::array<char, 16> octets{};
    ASSERT_EQ(::recv(peer.descriptor(), octets.data(), octets.size(), 0), 2);
    EXPECT_EQ(std::string_view(octets.data(), 2), "\r\n");
}

TEST_F(LoopbackStreams, EndsAConnectionWhoseMessageIsTooLarge)  // tp-1-6
{
    auto peer = connect();
    peer.send(std::format("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
                          "Call-ID: x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 100000000\r\n\r\n"));
    auto answer = peer.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 513);
    EXPECT_TRUE(peer.ended());
    auto endless = connect();
    endless.send(std::string(30000, 'x'));
    EXPECT_TRUE(endless.ended());
    auto good = connect();
    good.send(options(good, "after"));
    EXPECT_TRUE(good.receive());
}

TEST_F(LoopbackStreams, AnswersWhatIsBrokenAndGoesOn)
{
    auto peer = connect();
    auto broken = options(peer, "broken");
    broken.replace(broken.find("CSeq: 1"), 7, "CSeq: x");
    peer.send(broken + options(peer, "good"));
    auto first = peer.receive();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status(), 400);
    auto second = peer.receive();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->status(), 200);
}

TEST_F(LoopbackStreams, RegistersAndIsReachedByItsConnection)  // tp-4-1, RFC 5626 §5.3
{
    auto registrar = Registrar::create(*stack_);
    ASSERT_TRUE(registrar);
    auto peer = connect();
    auto registered = peer.register_as("alice", "alice-secret");
    ASSERT_TRUE(registered);
    EXPECT_EQ(registered->status(), 200);
    auto status = stack_->endpoints().find("alice");
    ASSERT_TRUE(status);
    ASSERT_TRUE(status->binding);
    EXPECT_EQ(status->protocol(), config::Protocol::tcp);
    EXPECT_EQ(status->binding->flow.port(), peer.port());
    ASSERT_TRUE(stack_->endpoints().qualify("alice"));
    auto asked = peer.request("OPTIONS");
    ASSERT_TRUE(asked);
    EXPECT_TRUE(asked->header("Via").starts_with("SIP/2.0/TCP ")) << asked->text;
    EXPECT_NE(asked->header("Contact").find(";transport=tcp"), std::string::npos) << asked->text;
}

TEST_F(LoopbackStreams, ConnectsToWhoDoesNotStandInConnection)  // tp-4-1
{
    int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_storage storage{};
    auto length = SocketAddress{*IpAddress::parse("127.0.0.1"), 0}.to(storage);
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&storage), length), 0);
    ASSERT_EQ(::listen(listener, 5), 0);
    length = sizeof storage;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&storage), &length);
    auto there = SocketAddress::from(reinterpret_cast<sockaddr*>(&storage));
    auto config = configuration();
    config.aors[1].contact = {std::format("sip:{}", there.text())};
    config.aors[1].max_contacts = 0;
    ASSERT_TRUE(stack_->apply(config));
    ASSERT_TRUE(stack_->endpoints().qualify("bob"));
    SipPeer peer{server(), ::accept(listener, nullptr, nullptr)};
    auto asked = peer.request("OPTIONS");
    ASSERT_TRUE(asked);
    // The second goes by the same connection.
    ASSERT_TRUE(stack_->endpoints().qualify("bob"));
    EXPECT_TRUE(peer.request("OPTIONS"));
    ::close(listener);
}

TEST_F(LoopbackStreams, KeepsListeningWhereItDidAfterAReload)  // tp-1-2
{
    auto peer = connect();
    auto config = configuration();
    config.transports[1].tos = 0x60;
    ASSERT_TRUE(stack_->apply(config));
    peer.send(options(peer, "stays"));
    EXPECT_TRUE(peer.receive());
    auto other = connect();
    other.send(options(other, "new"));
    EXPECT_TRUE(other.receive());
    config.transports.pop_back();
    ASSERT_TRUE(stack_->apply(config));
    peer.send(options(peer, "still"));
    EXPECT_TRUE(peer.receive());
    EXPECT_EQ(stack_->listeners().size(), 1U);
}

}  // namespace

}  // namespace sipcore::loopback
