// SPDX-License-Identifier: GPL-2.0-only
/** @file Offer and answer of a call: versions, and what is recognised as the same offer. */
#include "media/negotiation.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

using sipcore::IpAddress;
namespace sdp = sipcore::sdp;

/** The first version of the calls below. */
constexpr std::uint64_t first = 1000;

/** A call's negotiation that begins. */
Negotiation beginning(bool one_codec = false)
{
    auto address = *IpAddress::parse("192.0.2.1");
    return Negotiation{{.owner = "root", .session = "Asterisk PBX", .id = first, .origin = address, .address = address,
                        .one_codec = one_codec}};
}

/** Our audio. */
std::vector<sdp::LocalStream> audio()
{
    sdp::Codec ulaw, alaw;
    ulaw.encoding = "PCMU";
    ulaw.payload = 0;
    alaw.encoding = "PCMA";
    alaw.payload = 8;
    sdp::LocalStream stream;
    stream.port = 10000;
    stream.codecs = {ulaw, alaw};
    return {stream};
}

/** A phone's offer of both codecs. */
sdp::Description offer(std::uint64_t version)
{
    auto text = "v=0\r\no=phone 7 " + std::to_string(version) +
                " IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0\r\n";
    auto parsed = sdp::parse(text);
    EXPECT_TRUE(parsed);
    return parsed.value_or(sdp::Description{});
}

TEST(Negotiations, CompletesAnAnswerByWhatIsKnownLater)
{
    auto negotiation = beginning();
    ASSERT_TRUE(negotiation.answer(offer(1), audio()));
    negotiation.complete(0, {{"crypto", "1 X inline:y"}});
    EXPECT_EQ(negotiation.last_sent()->streams[0].attribute("crypto"), "1 X inline:y");
}

TEST(Negotiations, EachNewDescriptionHasTheNextVersion)  // sdp-1-2
{
    auto negotiation = beginning();
    EXPECT_FALSE(negotiation.last_sent());
    EXPECT_EQ(negotiation.offer(audio()).version, first);
    EXPECT_EQ(negotiation.offer(audio()).version, first + 1);
    EXPECT_EQ(negotiation.last_sent()->version, first + 1);
    auto answer = negotiation.answer(offer(1), audio());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->description.version, first + 2);
    EXPECT_EQ(answer->description.id, first);
}

TEST(Negotiations, AnAnswerHasTheCodecsOfBothInOurOrder)  // sdp-2-5
{
    auto negotiation = beginning();
    auto answer = negotiation.answer(offer(1), audio());
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->agreed.size(), 1u);
    ASSERT_EQ(answer->agreed[0].codecs.size(), 2u);
    EXPECT_EQ(answer->agreed[0].codecs[0].codec.encoding, "PCMU");
}

TEST(Negotiations, AnAnswerHasOneCodecOfOurOrderWhereThatIsWanted)  // sdp-2-5
{
    auto negotiation = beginning(true);
    auto answer = negotiation.answer(offer(1), audio());
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->agreed.size(), 1u);
    ASSERT_EQ(answer->agreed[0].codecs.size(), 1u);
    EXPECT_EQ(answer->agreed[0].codecs[0].codec.encoding, "PCMU");
}

TEST(Negotiations, AnOfferWithTheSameVersionIsTheSameOffer)  // sdp-1-2, sdp-3-3
{
    auto negotiation = beginning();
    EXPECT_FALSE(negotiation.is_repeated(offer(5)));
    ASSERT_TRUE(negotiation.answer(offer(5), audio()));
    EXPECT_TRUE(negotiation.is_repeated(offer(5)));
    EXPECT_FALSE(negotiation.is_repeated(offer(6)));
    auto other = offer(5);
    other.id = 8;
    EXPECT_FALSE(negotiation.is_repeated(other));
}

TEST(Negotiations, APreviewChangesNothing)
{
    auto negotiation = beginning();
    ASSERT_TRUE(negotiation.preview(offer(1), audio()));
    EXPECT_FALSE(negotiation.last_sent());
    EXPECT_FALSE(negotiation.is_repeated(offer(1)));
    auto none = audio();
    none[0].codecs.resize(1);
    none[0].codecs[0].encoding = "GSM";
    none[0].codecs[0].payload = 3;
    EXPECT_EQ(negotiation.preview(offer(1), none).error().status, 488);
}

}  // namespace
}  // namespace chan_sip
