// SPDX-License-Identifier: GPL-2.0-only
/** @file What a running stack says to messages that are odd or broken, with a good one right behind each. */
#include <format>

#include "loopback/fixture.h"

namespace sipcore::loopback {

namespace {

/** A line that is put into an OPTIONS, and the status that it should get. */
struct OddLine {
    const char* line;  ///< with its line end
    int status;        ///< of the answer
};

/** One odd line. */
class LoopbackTolerance : public LoopbackStack, public testing::WithParamInterface<OddLine> {};

TEST_P(LoopbackTolerance, IsAnsweredAsItDeserves)
{
    SipPeer peer{server()};
    peer.send(peer.make("OPTIONS", "sip:" + server().text(), "a", "odd", 1, GetParam().line));
    auto answer = peer.receive();
    ASSERT_TRUE(answer) << GetParam().line;
    EXPECT_EQ(answer->status(), GetParam().status) << answer->text;
    peer.send(peer.make("OPTIONS", "sip:" + server().text(), "a", "good", 1));
    auto good = peer.receive();
    ASSERT_TRUE(good);
    EXPECT_EQ(good->status(), 200);
}

/** Lines that phones are known to send, and such that nobody can read. */
INSTANTIATE_TEST_SUITE_P(All, LoopbackTolerance,
                         testing::Values(OddLine{"X-Empty:\r\n", 200}, OddLine{"Expires: never\r\n", 200},
                                         OddLine{"Supported:\r\n", 200}, OddLine{"Subject: a\r\n folded line\r\n", 200},
                                         OddLine{"Date: yesterday\r\n", 200}, OddLine{"no colon here\r\n", 200},
                                         OddLine{"Max-Forwards: x\r\n", 200}, OddLine{"Contact: <sip:a@b:notaport>\r\n", 400},
                                         OddLine{"Route: word\r\n", 400}, OddLine{"Contact: \"open <sip:a@b>\r\n", 400}));

TEST_F(LoopbackStack, SurvivesNoise)
{
    SipPeer peer{server()};
    for (std::string_view noise : {"\r\n\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                                   "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x\r\nCSeq: 1 OPTIONS\r\n\r\n", "INVITE\r\n\r\n\r\n\r\n"})
        peer.send(noise);
    peer.send(std::string(19000, 'x'));
    peer.send(peer.make("OPTIONS", "sip:" + server().text(), "a", "after-noise", 1));
    auto answer = peer.wait_for([](const WireMessage& m) { return m.header("Call-ID") == "after-noise"; });
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 200);
}

}  // namespace

}  // namespace sipcore::loopback
