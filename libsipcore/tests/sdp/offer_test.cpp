// SPDX-License-Identifier: GPL-2.0-only
/** @file Offers that we make. */
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** An offer of all kinds of streams. */
Local we_with_all()
{
    auto sound = our_audio({audio("PCMU", 0), audio("iLBC", 97)});
    sound.telephone_event = 101;
    sound.codecs[1].parameters = "mode=30";
    sound.codecs[1].ptime = 30;
    sound.codecs[1].maxptime = 300;
    sound.codecs[0].maxptime = 150;
    LocalStream text;
    text.kind = Kind::text;
    text.port = 10004;
    text.codecs = {audio("T140", 105, 1000)};
    text.codecs[0].kind = Kind::text;
    auto local = we({sound, our_video({video("H264", 99)}), text, our_image()});
    local.call_bandwidth = 384;
    return local;
}

TEST(SdpOffer, IsTheTextThatPhonesKnow)
{
    EXPECT_EQ(print(offer(we_with_all())), "v=0\r\n"
                                           "o=root 7 7 IN IP4 198.51.100.1\r\n"
                                           "s=Asterisk PBX\r\n"
                                           "c=IN IP4 198.51.100.1\r\n"
                                           "b=CT:384\r\n"
                                           "t=0 0\r\n"
                                           "m=audio 10000 RTP/AVP 0 97 101\r\n"
                                           "a=rtpmap:0 PCMU/8000\r\n"
                                           "a=rtpmap:97 iLBC/8000\r\n"
                                           "a=fmtp:97 mode=30\r\n"
                                           "a=rtpmap:101 telephone-event/8000\r\n"
                                           "a=fmtp:101 0-16\r\n"
                                           "a=ptime:20\r\n"
                                           "a=maxptime:150\r\n"
                                           "a=sendrecv\r\n"
                                           "m=video 10002 RTP/AVP 99\r\n"
                                           "a=rtpmap:99 H264/90000\r\n"
                                           "a=sendrecv\r\n"
                                           "m=text 10004 RTP/AVP 105\r\n"
                                           "a=rtpmap:105 T140/1000\r\n"
                                           "a=sendrecv\r\n"
                                           "m=image 4000 udptl t38\r\n"
                                           "a=T38FaxVersion:0\r\n"
                                           "a=T38MaxBitRate:14400\r\n");
}

TEST(SdpOffer, NamesNoBandwidthWithoutLiveVideo)
{
    auto local = we_with_all();
    local.streams[1].port = 0;
    EXPECT_EQ(offer(local).call_bandwidth, 0U);
    local.streams.erase(local.streams.begin() + 1);
    EXPECT_EQ(offer(local).call_bandwidth, 0U);
}

TEST(SdpOffer, LeavesOutWhatStaticPayloadTypesSayWhenLinesAreSaved)
{
    auto local = we({our_audio({audio("PCMU", 0), audio("G722", 9), audio("G726-32", 2), audio("iLBC", 97)})});
    local.compact = true;
    auto text = print(offer(local));
    EXPECT_EQ(text.find("rtpmap:0 "), std::string::npos);
    EXPECT_EQ(text.find("rtpmap:9 "), std::string::npos);
    EXPECT_NE(text.find("a=rtpmap:2 G726-32/8000\r\n"), std::string::npos);
    EXPECT_NE(text.find("a=rtpmap:97 iLBC/8000\r\n"), std::string::npos);
}

TEST(SdpOffer, ACodecAtAForeignStaticPayloadTypeKeepsItsName)
{
    auto local = we({our_audio({audio("PCMA", 0)})});
    local.compact = true;
    EXPECT_NE(print(offer(local)).find("a=rtpmap:0 PCMA/8000\r\n"), std::string::npos);
}

TEST(SdpOffer, TurnsOffAStreamWithoutCodecs)
{
    auto offered = offer(we({our_audio({})}));
    EXPECT_EQ(offered.streams[0].port, 0);
    EXPECT_NE(print(offered).find("m=audio 0 RTP/AVP 0\r\n"), std::string::npos);
}

TEST(SdpOffer, CarriesWhatTheStreamBrings)
{
    auto sound = our_audio({audio("PCMU", 0)});
    sound.profile = "RTP/SAVP";
    sound.attributes = {
        {"crypto", "1 X inline:y"}
    };
    sound.direction = Direction::inactive;
    sound.address = *IpAddress::parse("203.0.113.9");
    auto offered = offer(we({sound}));
    EXPECT_TRUE(offered.streams[0].is_secure());
    EXPECT_EQ(offered.streams[0].direction, Direction::inactive);
    EXPECT_EQ(offered.address_of(offered.streams[0]).text(), "203.0.113.9");
    EXPECT_EQ(offered.streams[0].attribute("crypto"), "1 X inline:y");
}

TEST(SdpOffer, OffersTelephoneEventsWithAudioAlone)
{
    auto pictures = our_video({video("H264", 99)});
    pictures.telephone_event = 101;
    EXPECT_EQ(payloads(offer(we({pictures})).streams[0]), "99");
}

TEST(SdpOffer, SaysNoTimesThatNoCodecSays)
{
    auto codec = audio("PCMU", 0);
    codec.ptime = 0;
    auto offered = offer(we({our_audio({codec})}));
    EXPECT_EQ(offered.streams[0].ptime, 0U);
    EXPECT_EQ(offered.streams[0].maxptime, 0U);
}

TEST(SdpOffer, CanBeReadAgain)
{
    auto offered = offer(we_with_all());
    auto read = parse(print(offered));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, offered);
}

}  // namespace
}  // namespace sipcore::sdp
