// SPDX-License-Identifier: GPL-2.0-only
/** @file The text of descriptions, line by line. */
#include <algorithm>

#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** A description of ours without streams. */
Description empty()
{
    Description description;
    description.owner = "root";
    description.id = 1234;
    description.version = 1235;
    description.origin = description.address = *IpAddress::parse("198.51.100.1");
    description.session = "Asterisk PBX 22";
    return description;
}

/** A live stream with one format. */
Stream stream_of(Kind kind, std::string media)
{
    Stream stream;
    stream.kind = kind;
    stream.media = std::move(media);
    stream.port = 10000;
    stream.formats = {
        {96, "X", 8000, 1, ""}
    };
    return stream;
}

/** The lines of a stream, without the session's. */
std::string stream_text(const Stream& stream)
{
    auto description = empty();
    auto head = print(description);
    description.streams = {stream};
    return print(description).substr(head.size());
}

TEST(SdpPrint, WritesTheSessionInItsOrder)  // sdp-1-1, sdp-1-9
{
    auto description = empty();
    description.call_bandwidth = 384;
    description.attributes = {
        {"group",    "BUNDLE 1"},
        {"ice-lite", ""        }
    };
    EXPECT_EQ(print(description), "v=0\r\n"
                                  "o=root 1234 1235 IN IP4 198.51.100.1\r\n"
                                  "s=Asterisk PBX 22\r\n"
                                  "c=IN IP4 198.51.100.1\r\n"
                                  "b=CT:384\r\n"
                                  "t=0 0\r\n"
                                  "a=group:BUNDLE 1\r\n"
                                  "a=ice-lite\r\n");
}

TEST(SdpPrint, WritesIpv6)
{
    auto description = empty();
    description.origin = description.address = *IpAddress::parse("2001:db8::1");
    EXPECT_EQ(print(description), "v=0\r\no=root 1234 1235 IN IP6 2001:db8::1\r\ns=Asterisk PBX 22\r\n"
                                  "c=IN IP6 2001:db8::1\r\nt=0 0\r\n");
}

TEST(SdpPrint, WritesADashForAnEmptySessionName)
{
    auto description = empty();
    description.session.clear();
    EXPECT_NE(print(description).find("\r\ns=-\r\n"), std::string::npos);
}

TEST(SdpPrint, KeepsTheOriginOneLineOfSixWords)
{
    auto description = empty();
    description.owner = "my pbx\r\nm=audio";
    description.origin = {};
    EXPECT_NE(print(description).find("\r\no=my_pbxm=audio 1234 1235 IN IP4 0.0.0.0\r\n"), std::string::npos);
    description.owner.clear();
    EXPECT_NE(print(description).find("\r\no=- 1234"), std::string::npos);
}

TEST(SdpPrint, WritesAudioAsPhonesKnowIt)  // sdp-1-5
{
    auto stream = stream_of(Kind::audio, "audio");
    stream.profile = "RTP/SAVP";
    stream.formats = {
        {0,   "PCMU",            8000,  1, ""              },
        {107, "opus",            48000, 2, "useinbandfec=1"},
        {101, "telephone-event", 8000,  1, "0-16"          },
        {18,  "",                0,     1, "annexb=no"     }
    };
    stream.ptime = 20;
    stream.maxptime = 150;
    stream.direction = Direction::recvonly;
    stream.attributes = {
        {"ice-ufrag",   "abc"                               },
        {"rtcp-mux",    ""                                  },
        {"crypto",      "1 AES_CM_128_HMAC_SHA1_80 inline:x"},
        {"silenceSupp", "off - - - -"                       }
    };
    EXPECT_EQ(stream_text(stream), "m=audio 10000 RTP/SAVP 0 107 101 18\r\n"
                                   "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n"
                                   "a=rtpmap:0 PCMU/8000\r\n"
                                   "a=rtpmap:107 opus/48000/2\r\n"
                                   "a=fmtp:107 useinbandfec=1\r\n"
                                   "a=rtpmap:101 telephone-event/8000\r\n"
                                   "a=fmtp:101 0-16\r\n"
                                   "a=fmtp:18 annexb=no\r\n"
                                   "a=silenceSupp:off - - - -\r\n"
                                   "a=ptime:20\r\n"
                                   "a=maxptime:150\r\n"
                                   "a=ice-ufrag:abc\r\n"
                                   "a=rtcp-mux\r\n"
                                   "a=recvonly\r\n");
}

TEST(SdpPrint, WritesVideoWithItsKeysLast)  // sdp-1-6
{
    auto stream = stream_of(Kind::video, "video");
    stream.formats = {
        {99, "H264", 90000, 1, "profile-level-id=42801F"}
    };
    stream.address = *IpAddress::parse("192.0.2.5");
    stream.attributes = {
        {"crypto",   "1 X inline:y"},
        {"rtcp-fb",  "* ccm fir"   },
        {"setup",    "actpass"     },
        {"rtcp-mux", ""            }
    };
    EXPECT_EQ(stream_text(stream), "m=video 10000 RTP/AVP 99\r\n"
                                   "c=IN IP4 192.0.2.5\r\n"
                                   "a=setup:actpass\r\n"
                                   "a=rtpmap:99 H264/90000\r\n"
                                   "a=fmtp:99 profile-level-id=42801F\r\n"
                                   "a=rtcp-fb:* ccm fir\r\n"
                                   "a=rtcp-mux\r\n"
                                   "a=sendrecv\r\n"
                                   "a=crypto:1 X inline:y\r\n");
}

TEST(SdpPrint, WritesTextLikeVideo)  // sdp-1-7
{
    auto stream = stream_of(Kind::text, "text");
    stream.formats = {
        {98,  "RED",  1000, 1, "105/105/105"},
        {105, "T140", 1000, 1, ""           }
    };
    stream.attributes = {
        {"crypto", "1 X inline:y"}
    };
    EXPECT_EQ(stream_text(stream), "m=text 10000 RTP/AVP 98 105\r\na=rtpmap:98 RED/1000\r\na=fmtp:98 105/105/105\r\n"
                                   "a=rtpmap:105 T140/1000\r\na=sendrecv\r\na=crypto:1 X inline:y\r\n");
}

TEST(SdpPrint, WritesAFaxWithoutADirection)  // sdp-1-8
{
    auto stream = stream_of(Kind::image, "image");
    stream.profile = "udptl";
    stream.formats.clear();
    stream.other_formats = {"t38"};
    stream.attributes = {
        {"T38FaxVersion",        "0"},
        {"T38FaxFillBitRemoval", "" }
    };
    EXPECT_EQ(stream_text(stream), "m=image 10000 udptl t38\r\na=T38FaxVersion:0\r\na=T38FaxFillBitRemoval\r\n");
    stream.direction = Direction::sendonly;
    EXPECT_NE(stream_text(stream).find("a=sendonly\r\n"), std::string::npos);
}

TEST(SdpPrint, WritesADeclinedStreamAsItsLineAlone)
{
    auto stream = stream_of(Kind::audio, "audio");
    stream.port = 0;
    stream.ptime = 20;
    stream.attributes = {
        {"x", "y"}
    };
    EXPECT_EQ(stream_text(stream), "m=audio 0 RTP/AVP 96\r\n");
}

TEST(SdpPrint, WritesSomeFormatForAStreamThatHasNone)
{
    auto stream = stream_of(Kind::audio, "audio");
    stream.port = 0;
    stream.formats.clear();
    EXPECT_EQ(stream_text(stream), "m=audio 0 RTP/AVP 0\r\n");
    stream.profile = "udptl";
    EXPECT_EQ(stream_text(stream), "m=audio 0 udptl *\r\n");
    stream.kind = Kind::image;
    EXPECT_EQ(stream_text(stream), "m=audio 0 udptl t38\r\n");
}

TEST(SdpPrint, NeverWritesALineThatAValueBrought)
{
    auto stream = stream_of(Kind::audio, "audio\r\na=evil");
    stream.profile = "RTP/AVP\na=evil";
    stream.formats = {
        {96, "X\r\na=evil", 8000, 1, "y\na=evil"}
    };
    stream.other_formats = {"z\ra=evil"};
    stream.attributes = {
        {"n\r\na=evil", "v\r\na=evil"}
    };
    stream.host = "h\r\na=evil";
    auto description = empty();
    description.session = "s\r\na=evil";
    description.attributes = {
        {"n\na=evil", std::string("v\0\ra=evil", 9)}
    };
    description.streams = {stream};
    auto text = print(description);
    EXPECT_EQ(text.find("\na=evil"), std::string::npos) << text;
    EXPECT_EQ(text.find('\0'), std::string::npos);
    EXPECT_EQ(std::ranges::count(text, '\r'), std::ranges::count(text, '\n'));
}

/** Texts that are read, written, and read again. */
class SdpRoundTrip : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(SdpRoundTrip, LosesNothing)
{
    auto first = samples::read(GetParam());
    auto second = parse(print(first));
    ASSERT_TRUE(second) << second.error().reason;
    EXPECT_EQ(first, *second);
}

/** The rows of SdpRoundTrip. */
INSTANTIATE_TEST_SUITE_P(
    Texts, SdpRoundTrip,
    testing::Values(std::vector<std::string>{"m=audio 4000 RTP/AVP 0"},
                    std::vector<std::string>{"m=audio 4000 RTP/AVP 0 8 101", "a=rtpmap:0 PCMU/8000",
                                             "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", "a=ptime:30",
                                             "a=inactive"},
                    std::vector<std::string>{"b=CT:64", "a=x:y:z", "m=video 1 RTP/SAVPF 34 99", "c=IN IP6 ::1",
                                             "a=rtpmap:99 H264/90000"},
                    std::vector<std::string>{"m=image 4 udptl t38", "a=T38FaxVersion:0"},
                    std::vector<std::string>{"m=audio 0 RTP/AVP 0 8", "m=text 8 RTP/AVP 98", "a=rtpmap:98 T140/1000"},
                    std::vector<std::string>{"m=audio 8 RTP/AVP 97", "c=IN IP4 media.example.com",
                                             "a=rtpmap:97 L16/44100/2", "m=message 9 TCP/MSRP *",
                                             "a=path:msrp://192.0.2.1:9/x;tcp"}));

}  // namespace
}  // namespace sipcore::sdp
