// SPDX-License-Identifier: GPL-2.0-only
/** @file Keys, certificates and candidates: what is read of them, and that what is written is read again. */
#include <algorithm>

#include "sdp/candidate.h"
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** A fingerprint as it is kept. */
constexpr const char* digits = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33";

/** What the first stream of those lines says. */
MediaTransport said(const std::vector<std::string>& lines)
{
    auto description = samples::read(lines);
    return transport_of(description, description.streams.at(0));
}

TEST(SdpTransport, SaysNothingWithoutLines)
{
    EXPECT_EQ(said({"m=audio 4 RTP/AVP 0"}), MediaTransport{});
    EXPECT_TRUE(attributes_of(MediaTransport{}).empty());
}

TEST(SdpTransport, TakesWhatABrowserSays)
{
    auto transport = said({"a=ice-options:trickle", "m=audio 50000 UDP/TLS/RTP/SAVPF 111 0", "c=IN IP4 192.0.2.7",
                           "a=candidate:3791 1 udp 2113937151 192.0.2.7 50000 typ host generation 0 network-cost 999",
                           "a=candidate:842 1 udp 1677729535 203.0.113.5 61000 typ srflx raddr 192.0.2.7 rport 50000",
                           "a=ice-ufrag:k5Fw", "a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa", "a=rtcp-mux",
                           "a=fingerprint:sha-1 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33",
                           "a=setup:actpass"});
    EXPECT_EQ(transport.ice_user, "k5Fw");
    EXPECT_TRUE(transport.has_ice());
    EXPECT_TRUE(transport.rtcp_mux);
    EXPECT_FALSE(transport.new_association);
    EXPECT_EQ(transport.setup, Setup::actpass);
    EXPECT_EQ(transport.fingerprints, (std::vector<Fingerprint>{{"sha-1", digits}}));
    ASSERT_EQ(transport.candidates.size(), 2U);
    EXPECT_EQ(transport.candidates[0].address.text(), "192.0.2.7:50000");
    EXPECT_EQ(transport.candidates[0].priority, 2113937151U);
    EXPECT_EQ(transport.candidates[1].type, CandidateType::srflx);
    EXPECT_EQ(transport.candidates[1].related.text(), "192.0.2.7:50000");
}

TEST(SdpTransport, TakesFromTheSessionWhatTheStreamDoesNotSay)  // sdp-6-1
{
    auto transport = said({"a=setup:active", certificate, "a=ice-ufrag:all", "a=ice-pwd:0123456789012345678901",
                           "a=ice-lite", "a=connection:new", "m=audio 4 UDP/TLS/RTP/SAVP 0", "a=setup:passive"});
    EXPECT_EQ(transport.setup, Setup::passive);
    EXPECT_EQ(transport.fingerprints.size(), 1U);
    EXPECT_EQ(transport.ice_user, "all");
    EXPECT_TRUE(transport.ice_lite);
    EXPECT_TRUE(transport.new_association);
}

TEST(SdpTransport, IsReadAgainAsItWasWritten)
{
    MediaTransport before{
        .crypto = {"1 AES_CM_128_HMAC_SHA1_80 inline:abc"},
        .fingerprints = {{"sha-1", digits}},
        .setup = Setup::holdconn,
        .new_association = true,
        .ice_user = "user",
        .ice_password = "password-of-22-letters",
        .ice_lite = false,
        .candidates = {{"H1", 1, 2130706431, *SocketAddress::parse("[2001:db8::1]:4000", 0), CandidateType::host, {}},
                       {"S2", 2, 5, *SocketAddress::parse("192.0.2.1:4001", 0), CandidateType::relay,
                        *SocketAddress::parse("192.0.2.2:9", 0)}},
        .rtcp_mux = true,
    };
    auto description = samples::read({"m=audio 4 RTP/SAVP 0"});
    description.streams[0].attributes = attributes_of(before);
    auto again = parse(print(description));
    ASSERT_TRUE(again);
    EXPECT_EQ(transport_of(*again, again->streams[0]), before);
}

/** Lines of candidates that are passed by. */
class SdpNoCandidate : public testing::TestWithParam<const char*> {};

TEST_P(SdpNoCandidate, IsPassedBy)
{
    EXPECT_FALSE(read_candidate(GetParam())) << GetParam();
}

/** The rows of SdpNoCandidate. */
INSTANTIATE_TEST_SUITE_P(Rows, SdpNoCandidate,
                         testing::Values("", "1", "1 1 udp 5 192.0.2.1 4000", "1 1 udp 5 192.0.2.1 4000 typ",
                                         "1 1 udp 5 192.0.2.1 4000 typ prflx", "1 1 tcp 5 192.0.2.1 9 typ host tcptype active",
                                         "1 0 udp 5 192.0.2.1 4000 typ host", "1 3 udp 5 192.0.2.1 4000 typ host",
                                         "1 1 udp -5 192.0.2.1 4000 typ host", "1 1 udp 5 192.0.2.1 0 typ host",
                                         "1 1 udp 5 192.0.2.1 65536 typ host",
                                         "1 1 udp 5 6f1c8c0e-5f0e.local 4000 typ host",
                                         "a:b 1 udp 5 192.0.2.1 4000 typ host",
                                         "012345678901234567890123456789012 1 udp 5 192.0.2.1 4000 typ host"));

/** Attributes of a certificate that are passed by. */
class SdpNoFingerprint : public testing::TestWithParam<const char*> {};

TEST_P(SdpNoFingerprint, IsPassedBy)
{
    EXPECT_TRUE(said({"m=audio 4 UDP/TLS/RTP/SAVP 0", std::string{"a=fingerprint:"} + GetParam()}).fingerprints.empty());
}

/** The rows of SdpNoFingerprint. */
INSTANTIATE_TEST_SUITE_P(Rows, SdpNoFingerprint,
                         testing::Values("sha-256", "sha-1 00:11", "md5 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
                                         "sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
                                         "sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:3G",
                                         "sha-1 0011:2:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
                                         "sha-1 00 11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33"));

TEST(SdpTransport, BoundsWhatIsKept)
{
    std::vector<std::string> lines{"m=audio 4 RTP/SAVP 0", "a=ice-ufrag:" + std::string(257, 'u'), "a=ice-pwd:x"};
    for (int i = 0; i < 40; ++i) {
        lines.push_back("a=candidate:1 1 udp 5 192.0.2.1 4000 typ host");
        lines.push_back("a=crypto:1 X inline:y");
        lines.push_back(certificate);
    }
    lines.push_back("a=crypto:1 " + std::string(600, 'k'));
    auto transport = said(lines);
    EXPECT_EQ(transport.candidates.size(), max_candidates);
    EXPECT_EQ(transport.crypto.size(), max_crypto);
    EXPECT_EQ(transport.fingerprints.size(), 2U);
    EXPECT_FALSE(transport.has_ice());
}

}  // namespace
}  // namespace sipcore::sdp
