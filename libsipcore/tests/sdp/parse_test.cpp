// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading what phones write. */
#include <format>

#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

TEST(SdpParse, ReadsAllThatAnOrdinaryOfferSays)
{
    auto read =
        samples::read({"b=CT:384", "a=tool:phone", "m=audio 40000 RTP/AVP 0 97 101", "a=rtpmap:0 PCMU/8000",
                       "a=rtpmap:97 opus/48000/2", "a=fmtp:97 useinbandfec=1", "a=rtpmap:101 telephone-event/8000",
                       "a=fmtp:101 0-16", "a=ptime:20", "a=maxptime:150", "a=rtcp:40001", "a=sendonly"});
    Description expected;
    expected.owner = "alice";
    expected.id = 1;
    expected.version = 2;
    expected.origin = expected.address = *IpAddress::parse("192.0.2.1");
    expected.session = "call";
    expected.attributes = {
        {"tool", "phone"}
    };
    expected.call_bandwidth = 384;
    Stream stream;
    stream.media = "audio";
    stream.port = 40000;
    stream.formats = {
        {0,   "PCMU",            8000,  1, ""              },
        {97,  "opus",            48000, 2, "useinbandfec=1"},
        {101, "telephone-event", 8000,  1, "0-16"          }
    };
    stream.direction = Direction::sendonly;
    stream.ptime = 20;
    stream.maxptime = 150;
    stream.attributes = {
        {"rtcp", "40001"}
    };
    expected.streams = {stream};
    EXPECT_EQ(read, expected);
}

TEST(SdpParse, ReadsIpv6)
{
    auto read =
        parse("v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\ns=-\r\nc=IN IP6 2001:db8::2\r\nt=0 0\r\nm=audio 4 RTP/AVP 0\r\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->origin.text(), "2001:db8::1");
    EXPECT_EQ(read->address_of(read->streams[0]).text(), "2001:db8::2");
}

TEST(SdpParse, PrefersTheStreamsOwnAddress)  // sdp-3-4
{
    auto read = samples::read({"m=audio 4000 RTP/AVP 0", "m=video 4002 RTP/AVP 34", "c=IN IP4 192.0.2.9"});
    EXPECT_EQ(read.address_of(read.streams[0]).text(), "192.0.2.1");
    EXPECT_EQ(read.address_of(read.streams[1]).text(), "192.0.2.9");
}

/** A text that is taken although it is not quite right, for it means the plain call of the first row. */
struct Tolerated {
    const char* name;  ///< what is odd
    std::string text;  ///< the body
};

/** Names a row in a failure. */
void PrintTo(const Tolerated& row, std::ostream* to)
{
    *to << row.name;
}

/** Odd texts. */
class SdpTolerance : public testing::TestWithParam<Tolerated> {};

TEST_P(SdpTolerance, TakesItAsThePlainCallThatItMeans)  // sdp-3-7, sdp-3-9
{
    auto read = parse(GetParam().text);
    ASSERT_TRUE(read) << read.error().reason;
    EXPECT_EQ(read->id, 1U);
    EXPECT_EQ(read->version, 2U);
    ASSERT_EQ(read->streams.size(), 1U);
    const auto& stream = read->streams[0];
    EXPECT_EQ(stream.kind, Kind::audio);
    EXPECT_EQ(stream.port, 4000);
    EXPECT_EQ(read->address_of(stream).text(), "192.0.2.1");
    ASSERT_EQ(payloads(stream), "0");
    EXPECT_EQ(stream.formats[0].encoding, "PCMU");
    EXPECT_EQ(stream.formats[0].rate, 8000U);
    EXPECT_EQ(stream.direction, Direction::sendrecv);
}

/** The rows of SdpTolerance. */
INSTANTIATE_TEST_SUITE_P(
    Texts, SdpTolerance,
    testing::Values(
        Tolerated{"Plain", "v=0\r\no=a 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                           "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"LfAlone", "v=0\no=a 1 2 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n"
                             "a=rtpmap:0 PCMU/8000\n"},
        Tolerated{"CrAlone", "v=0\ro=a 1 2 IN IP4 192.0.2.1\rs=-\rc=IN IP4 192.0.2.1\rt=0 0\rm=audio 4000 RTP/AVP 0\r"
                             "a=rtpmap:0 PCMU/8000\r"},
        Tolerated{"NoEndOfTheLastLine", "v=0\r\no=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                        "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000"},
        Tolerated{"BlankLines", "\r\n\r\nv=0\r\n\r\no=a 1 2 IN IP4 192.0.2.1\r\n\r\nc=IN IP4 192.0.2.1\r\n"
                                "m=audio 4000 RTP/AVP 0\r\n\r\na=rtpmap:0 PCMU/8000\r\n\r\n"},
        Tolerated{"NulsBehind", std::string("o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                            "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n") +
                                    std::string(2, '\0')},
        Tolerated{"NoVersionSessionAndTime", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                             "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"BlankBeforeTheFirstLine", " v=0\r\no=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                             "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"BlanksAroundEquals", "v = 0\r\no = a 1 2 IN IP4 192.0.2.1\r\nc= IN IP4 192.0.2.1\r\n"
                                        "m =audio 4000 RTP/AVP 0\r\na= rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"BlanksAtLineEnds", "o=a 1 2 IN IP4 192.0.2.1  \r\nc=IN IP4 192.0.2.1\t\r\n"
                                      "m=audio 4000 RTP/AVP 0  \r\na=rtpmap:0 PCMU/8000 \r\n"},
        Tolerated{"SeveralBlanksBetweenWords", "o=a  1   2 IN IP4 192.0.2.1\r\nc=IN  IP4  192.0.2.1\r\n"
                                               "m=audio  4000   RTP/AVP\t0\r\na=rtpmap:0   PCMU/8000\r\n"},
        Tolerated{"BlanksInRtpmap", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                    "m=audio 4000 RTP/AVP 0\r\na=rtpmap: 0 PCMU / 8000 / 1\r\n"},
        Tolerated{"RtpmapWithoutARate", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                        "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU\r\n"},
        Tolerated{"MediaBeforeOriginAndAddress", "v=0\r\ns=-\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
                                                 "c=IN IP4 192.0.2.1\r\no=a 1 2 IN IP4 192.0.2.1\r\n"},
        Tolerated{"AddressBehindTheAttributes", "o=a 1 2 IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                                "a=rtpmap:0 PCMU/8000\r\na=sendrecv\r\nc=IN IP4 192.0.2.1\r\n"},
        Tolerated{"AddressOfTheStreamAlone", "o=a 1 2 IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                             "c=IN IP4 192.0.2.1\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"UnknownLines",
                  "v=0\r\no=a 1 2 IN IP4 192.0.2.1\r\ni=x\r\nu=http://example.com\r\ne=a@example.com\r\n"
                  "p=+1\r\nc=IN IP4 192.0.2.1\r\nb=AS:64\r\nt=0 0\r\nr=7d 1h 0 25h\r\nz=0 0\r\n"
                  "k=clear:x\r\nq=?\r\nm=audio 4000 RTP/AVP 0\r\ni=y\r\nk=prompt\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"LinesThatAreNone",
                  "v=0\r\nhello\r\no=a 1 2 IN IP4 192.0.2.1\r\n=\r\nab=c\r\nc=IN IP4 192.0.2.1\r\n=x\r\n"
                  "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na\r\na=\r\na=:\r\n"},
        Tolerated{"AFoldedLine", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\ni=folded\r\n onto the next\r\n"
                                 "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"OriginWithoutAddress", "o=a 1 2\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                          "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"SmallLettersInNetworkTypes", "o=a 1 2 in ip4 192.0.2.1\r\nc=in ip4 192.0.2.1\r\n"
                                                "m=AUDIO 4000 rtp/avp 0\r\nA=x\r\na=RTPMAP:0 PCMU/8000\r\n"},
        Tolerated{"WrongAddressType", "o=a 1 2 IN IP6 192.0.2.1\r\nc=IN IP6 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                      "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"TimeToLive", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1/127\r\nm=audio 4000 RTP/AVP 0\r\n"
                                "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"PortCount", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000/2 RTP/AVP 0\r\n"
                               "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"PortCountThatIsNone",
                  "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000/x RTP/AVP 0\r\n"
                  "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"TheSameFormatTwice", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                        "m=audio 4000 RTP/AVP 0 0 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"TheSameRtpmapTwice", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                        "a=rtpmap:0 PCMU/8000\r\na=rtpmap:0 PCMA/16000\r\n"},
        Tolerated{"RtpmapsOfNoFormat", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                                       "a=rtpmap:8 PCMA/8000\r\na=rtpmap:x y/z\r\na=rtpmap:999 y/1\r\na=rtpmap\r\n"
                                       "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"UnusableRtpmapsFirst",
                  "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
                  "a=rtpmap:0 \r\na=rtpmap:0 /8000\r\na=rtpmap:0 X/0\r\na=rtpmap:0 X/99999999999\r\n"
                  "a=rtpmap:0 X/8000/0\r\na=rtpmap:0 X/8000/-1\r\na=rtpmap:0 X/8000/256\r\n"
                  "a=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"ASecondAddressThatIsNone", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nc=IN IP4 999.1.1.1\r\n"
                                              "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"AFirstAddressThatIsNone", "o=a 1 2 IN IP4 192.0.2.1\r\nc=garbage\r\nc=IN IP4 192.0.2.1\r\n"
                                             "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"AnUnusableAddressOfTheStream", "o=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                                  "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 .1\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"ASecondOrigin", "o=a 1 2 IN IP4 192.0.2.1\r\no=b 8 9 IN IP4 192.0.2.8\r\nc=IN IP4 192.0.2.1\r\n"
                                   "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"},
        Tolerated{"AFirstOriginThatIsNone", "o=x\r\no=a 1 2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                                            "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"}),
    RowName{});

/** A text that is refused, and why. */
struct Refused {
    const char* name;    ///< what is wrong
    std::string text;    ///< the body
    const char* reason;  ///< what the peer is told
};

/** Names a row in a failure. */
void PrintTo(const Refused& row, std::ostream* to)
{
    *to << row.name;
}

/** Texts that say too little or too much. */
class SdpRefusal : public testing::TestWithParam<Refused> {};

TEST_P(SdpRefusal, IsA488ThatSaysWhy)  // sdp-3-2, sdp-3-8
{
    auto read = parse(GetParam().text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), (Error{488, GetParam().reason}));
}

/** Why there is no stream. */
constexpr auto no_media = "No media in SDP";
/** Why an origin is not taken. */
constexpr auto no_origin = "No usable origin in SDP";
/** Why nothing can be sent. */
constexpr auto no_address = "No usable connection address in SDP";
/** Why a stream's line is not taken. */
constexpr auto bad_media = "Unusable media line in SDP";
/** Why a format is not taken. */
constexpr auto bad_payload = "Unusable payload type in SDP";

/** The rows of SdpRefusal. */
INSTANTIATE_TEST_SUITE_P(
    Texts, SdpRefusal,
    testing::Values(
        Refused{"Nothing", "", no_origin}, Refused{"NulsAlone", std::string(9, '\0'), no_origin},
        Refused{"LineEndsAlone", "\r\n\n\r\r\n", no_origin}, Refused{"HeadAlone", head(), no_media},
        Refused{"NoOrigin", "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n", no_origin},
        Refused{"OriginWithoutVersion", "o=a 1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n", no_origin},
        Refused{"OriginEmpty", "o=\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n", no_origin},
        Refused{"OriginVersionNoNumber", "o=a 1 x IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n",
                no_origin},
        Refused{"OriginVersionNegative", "o=a 1 -2 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n",
                no_origin},
        Refused{"OriginVersionBeyond64Bits",
                "o=a 1 18446744073709551616 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n",
                no_origin},
        Refused{"NoAddress", "o=a 1 2\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"AddressOfOneStreamOnly",
                "o=a 1 2\r\nm=audio 4 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\nm=video 6 RTP/AVP 34\r\n", no_address},
        Refused{"AddressOfAnotherNetwork", "o=a 1 2\r\nc=ATM NSAP 47.0091\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"AddressCutShort", "o=a 1 2\r\nc=IN IP4\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"AddressOutOfRange", "o=a 1 2\r\nc=IN IP4 256.1.1.1\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"AddressOfADotAndANumber", "o=a 1 2\r\nc=IN IP4 .1\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"AddressOfADotInBrackets", "o=a 1 2\r\nc=IN IP6 [.1]\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"AddressWithStrangeLetters", "o=a 1 2\r\nc=IN IP4 ex%41mple.com\r\nm=audio 4 RTP/AVP 0\r\n",
                no_address},
        Refused{"AddressOfALongName", "o=a 1 2\r\nc=IN IP4 " + std::string(254, 'a') + "\r\nm=audio 4 RTP/AVP 0\r\n",
                no_address},
        Refused{"AddressOfALongLabel",
                "o=a 1 2\r\nc=IN IP4 " + std::string(64, 'a') + ".com\r\nm=audio 4 RTP/AVP 0\r\n", no_address},
        Refused{"MediaEmpty", with({"m="}), bad_media}, Refused{"MediaWithoutPort", with({"m=audio"}), bad_media},
        Refused{"MediaWithoutProfile", with({"m=audio 4000"}), bad_media},
        Refused{"PortNoNumber", with({"m=audio x RTP/AVP 0"}), bad_media},
        Refused{"PortNegative", with({"m=audio -1 RTP/AVP 0"}), bad_media},
        Refused{"PortWithAPlus", with({"m=audio +1 RTP/AVP 0"}), bad_media},
        Refused{"PortInHex", with({"m=audio 0x10 RTP/AVP 0"}), bad_media},
        Refused{"Port65536", with({"m=audio 65536 RTP/AVP 0"}), bad_media},
        Refused{"PortHuge", with({"m=audio 99999999999999999999999999 RTP/AVP 0"}), bad_media},
        Refused{"Payload128", with({"m=audio 4000 RTP/AVP 0 128"}), bad_payload},
        Refused{"Payload256", with({"m=audio 4000 RTP/AVP 256"}), bad_payload},
        Refused{"Payload99999", with({"m=audio 4000 RTP/AVP 99999"}), bad_payload},
        Refused{"PayloadNegative", with({"m=audio 4000 RTP/AVP -1"}), bad_payload},
        Refused{"PayloadNoNumber", with({"m=audio 4000 RTP/AVP PCMU"}), bad_payload},
        Refused{"PayloadWithComma", with({"m=audio 4000 RTP/AVP 0,8"}), bad_payload},
        Refused{"PayloadOfADeclinedStream", with({"m=audio 0 RTP/AVP x"}), bad_payload},
        Refused{"NulInside", with({"m=audio 4000 RTP/AVP 0"}).insert(3, 1, '\0'), "NUL in SDP"}),
    RowName{});

TEST(SdpParse, RefusesANulAtEveryOffsetButBehindTheEnd)  // AST-2011-008
{
    auto text = with({"m=audio 4000 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000"});
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto hostile = text;
        hostile.insert(at, 1, '\0');
        EXPECT_FALSE(parse(hostile)) << at;
    }
    EXPECT_TRUE(parse(text + '\0'));
}

TEST(SdpParse, NeverFailsOtherwiseThanWithA488WhereverATextIsCut)
{
    auto text = with({"m=audio 4000 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16",
                      "a=ptime:20", "m=video 4002 RTP/AVP 34", "c=IN IP6 2001:db8::1"});
    for (std::size_t length = 0; length < text.size(); ++length) {
        auto read = parse(std::string_view{text}.substr(0, length));
        if (!read) {
            EXPECT_EQ(read.error().status, 488) << length;
        }
    }
}

TEST(SdpParse, TakesTextsUpToTheBoundAndNotBeyond)
{
    auto text = with({"m=audio 4000 RTP/AVP 0", "i="});
    text.insert(text.size() - 2, max_text - text.size(), 'x');
    ASSERT_EQ(text.size(), max_text);
    EXPECT_TRUE(parse(text));
    text.insert(text.size() - 2, 1, 'x');
    EXPECT_EQ(parse(text).error().reason, "SDP too long");
}

TEST(SdpParse, TakesSixteenStreamsAndNotSeventeen)
{
    std::vector<std::string> lines(max_streams, "m=audio 4000 RTP/AVP 0");
    EXPECT_EQ(samples::read(lines).streams.size(), max_streams);
    lines.emplace_back("m=audio 4000 RTP/AVP 0");
    EXPECT_EQ(parse(with(lines)).error().reason, "Too many streams in SDP");
}

TEST(SdpParse, TakesSixtyFourFormatsAndNotSixtyFive)  // AST-2008-002
{
    std::string line = "m=audio 4000 RTP/AVP";
    for (std::size_t i = 0; i < max_formats; ++i)
        line += std::format(" {}", i);
    EXPECT_EQ(samples::read({line}).streams[0].formats.size(), max_formats);
    EXPECT_EQ(parse(with({line + " 64"})).error().reason, "Too many formats in SDP");
    std::string words = "m=application 9 UDP/X";
    for (std::size_t i = 0; i <= max_formats; ++i)
        words += " x";
    EXPECT_EQ(parse(with({words})).error().reason, "Too many formats in SDP");
}

TEST(SdpParse, CountsTheAttributesOfEachLevelByThemselves)
{
    std::vector<std::string> lines(max_attributes, "a=x");
    lines.emplace_back("m=audio 4000 RTP/AVP 0");
    lines.insert(lines.end(), max_attributes, "a=rtpmap:0 PCMU/8000");
    EXPECT_EQ(samples::read(lines).attributes.size(), max_attributes);
    auto too_many = lines;
    too_many.emplace_back("a=sendrecv");
    EXPECT_EQ(parse(with(too_many)).error().reason, "Too many attributes in SDP");
    too_many = lines;
    too_many.insert(too_many.begin(), "a=sendrecv");
    EXPECT_EQ(parse(with(too_many)).error().reason, "Too many attributes in SDP");
}

TEST(SdpParse, ThreeHundredRtpmapLinesAreTooMany)  // AST-2008-002
{
    std::vector<std::string> lines{"m=audio 4000 RTP/AVP 0"};
    for (int payload = 0; payload < 300; ++payload)
        lines.push_back(std::format("a=rtpmap:{} X{}/8000", payload + 100, payload));
    EXPECT_EQ(parse(with(lines)).error().status, 488);
}

TEST(SdpParse, NeedsNoAddressWhenAllStreamsAreDeclined)
{
    auto read = parse("o=a 1 2\r\nm=audio 0 RTP/AVP 0\r\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->streams[0].port, 0);
}

TEST(SdpParse, KeepsARealNameOfAHostToBeLookedUp)
{
    auto read =
        parse("o=a 1 2\r\nc=IN IP4 media.example.com\r\nm=audio 4 RTP/AVP 0\r\n"
              "m=video 6 RTP/AVP 34\r\nc=IN IP4 VIDEO.example.com\r\nm=text 8 RTP/AVP 98\r\nc=IN IP4 192.0.2.3\r\n"
              "m=audio 0 RTP/AVP 0\r\nc=IN IP4 unused.example.com\r\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(names_of(*read), (std::vector<std::string>{"media.example.com", "VIDEO.example.com"}));
    resolve(*read, "MEDIA.example.com", *IpAddress::parse("192.0.2.1"));
    EXPECT_EQ(names_of(*read), (std::vector<std::string>{"VIDEO.example.com"}));
    EXPECT_EQ(read->address_of(read->streams[0]).text(), "192.0.2.1");
    EXPECT_EQ(read->address_of(read->streams[1]).text(), "");
    resolve(*read, "video.example.com", *IpAddress::parse("2001:db8::2"));
    EXPECT_TRUE(names_of(*read).empty());
    EXPECT_EQ(read->address_of(read->streams[1]).text(), "2001:db8::2");
    EXPECT_EQ(read->address_of(read->streams[2]).text(), "192.0.2.3");
}

TEST(SdpParse, ResolvingTheEmptyNameChangesNothing)
{
    auto read = samples::read({"m=audio 4000 RTP/AVP 0"});
    auto before = read;
    resolve(read, "", *IpAddress::parse("192.0.2.77"));
    EXPECT_EQ(read, before);
}

TEST(SdpParse, MakesANumberOfASessionIdThatIsNone)
{
    auto id = [](std::string_view text) {
        auto read = parse(std::format("o=a {} 2\r\nc=IN IP4 192.0.2.1\r\nm=audio 4 RTP/AVP 0\r\n", text));
        return read ? read->id : 0;
    };
    EXPECT_NE(id("abc"), 0U);
    EXPECT_EQ(id("abc"), id("abc"));
    EXPECT_NE(id("abc"), id("abd"));
    EXPECT_EQ(id("18446744073709551615"), 18446744073709551615U);
    EXPECT_NE(id("18446744073709551616"), id("18446744073709551617"));
}

TEST(SdpParse, TakesTheSessionsDirectionWhereAStreamSaysNone)
{
    auto read = samples::read({"a=sendonly", "m=audio 4000 RTP/AVP 0", "m=video 4002 RTP/AVP 34", "a=inactive"});
    EXPECT_EQ(read.streams[0].direction, Direction::sendonly);
    EXPECT_EQ(read.streams[1].direction, Direction::inactive);
    EXPECT_TRUE(read.attributes.empty());
}

TEST(SdpParse, TakesTheFirstDirectionOfALevel)  // sdp-3-10
{
    auto read = samples::read({"m=audio 4000 RTP/AVP 0", "a=recvonly", "a=sendonly"});
    EXPECT_EQ(read.streams[0].direction, Direction::recvonly);
    EXPECT_TRUE(read.streams[0].attributes.empty());
}

/** An attribute line and the packet time that is read. */
struct Times {
    const char* name;   ///< what is written
    const char* value;  ///< after `a=ptime:`
    unsigned time;      ///< in ms
};

/** Names a row in a failure. */
void PrintTo(const Times& row, std::ostream* to)
{
    *to << row.name;
}

/** Values of ptime and maxptime. */
class SdpPacketTime : public testing::TestWithParam<Times> {};

TEST_P(SdpPacketTime, IsReadOrNotBelieved)
{
    auto read = samples::read({"m=audio 4000 RTP/AVP 0", std::string{"a=ptime:"} + GetParam().value,
                               std::string{"a=maxptime:"} + GetParam().value});
    EXPECT_EQ(read.streams[0].ptime, GetParam().time);
    EXPECT_EQ(read.streams[0].maxptime, GetParam().time);
}

/** The rows of SdpPacketTime. */
INSTANTIATE_TEST_SUITE_P(Values, SdpPacketTime,
                         testing::Values(Times{"Twenty", "20", 20}, Times{"Blanks", " 30 ", 30}, Times{"Empty", "", 0},
                                         Times{"Fraction", "22.5", 22}, Times{"Negative", "-20", 0},
                                         Times{"Word", "fast", 0}, Times{"Second", "1000", 1000},
                                         Times{"MoreThanASecond", "1001", 0}, Times{"Overflow", "4294967316", 0},
                                         Times{"VeryLong", "20202020202020202020202020202020202020", 0},
                                         Times{"Unit", "20ms", 0}),
                         RowName{});

/** A profile, and what it is. */
struct ProfileRow {
    const char* name;     ///< of the row
    const char* profile;  ///< as written
    bool rtp;             ///< whether it is RTP
    bool secure;          ///< whether it is encrypted
};

/** Names a row in a failure. */
void PrintTo(const ProfileRow& row, std::ostream* to)
{
    *to << row.name;
}

/** Profiles of m=. */
class SdpProfile : public testing::TestWithParam<ProfileRow> {};

TEST_P(SdpProfile, IsKnownByItsName)  // sdp-3-5
{
    auto read = samples::read({std::string{"m=audio 4000 "} + GetParam().profile + " 0"});
    const auto& stream = read.streams[0];
    EXPECT_EQ(stream.is_rtp(), GetParam().rtp);
    EXPECT_EQ(stream.is_secure(), GetParam().secure);
    EXPECT_EQ(stream.profile, GetParam().profile);
    EXPECT_EQ(stream.formats.size(), GetParam().rtp ? 1U : 0U);
    EXPECT_EQ(stream.other_formats.size(), GetParam().rtp ? 0U : 1U);
}

/** The rows of SdpProfile. */
INSTANTIATE_TEST_SUITE_P(
    Names, SdpProfile,
    testing::Values(ProfileRow{"Avp", "RTP/AVP", true, false}, ProfileRow{"Avpf", "RTP/AVPF", true, false},
                    ProfileRow{"Savp", "RTP/SAVP", true, true}, ProfileRow{"Savpf", "RTP/SAVPF", true, true},
                    ProfileRow{"DtlsSavp", "UDP/TLS/RTP/SAVP", true, true},
                    ProfileRow{"DtlsSavpf", "UDP/TLS/RTP/SAVPF", true, true},
                    ProfileRow{"SmallLetters", "rtp/avp", true, false}, ProfileRow{"Udptl", "udptl", false, false},
                    ProfileRow{"Udp", "UDP", false, false}, ProfileRow{"Tcp", "TCP/RTP/AVP", false, false},
                    ProfileRow{"Longer", "RTP/AVPX", false, false}),
    RowName{});

TEST(SdpParse, KeepsAttributesOfTheFaxInOrder)
{
    auto read = samples::read(
        {"m=image 4000 udptl t38", "a=T38FaxVersion:0", "a=T38FaxFillBitRemoval", "a=ptime:20", "a=rtpmap:0 X/1"});
    const auto& stream = read.streams[0];
    EXPECT_EQ(stream.kind, Kind::image);
    EXPECT_EQ(stream.attributes,
              (std::vector<Attribute>{
                  {"T38FaxVersion",        "0"    },
                  {"T38FaxFillBitRemoval", ""     },
                  {"ptime",                "20"   },
                  {"rtpmap",               "0 X/1"}
    }));
    EXPECT_EQ(stream.attribute("t38faxversion"), "0");
    EXPECT_EQ(stream.attribute("T38FaxFillBitRemoval"), "");
    EXPECT_FALSE(stream.attribute("T38FaxUdpEC"));
}

TEST(SdpParse, TakesT38AttributesOfAnyLength)  // ASA-2007-010
{
    for (std::size_t length : {1UL, 63UL, 64UL, 65UL, 1024UL, max_text - 200}) {
        auto read = samples::read({"m=image 4000 udptl t38", "a=T38FaxRateManagement:" + std::string(length, 'A')});
        EXPECT_EQ(read.streams[0].attribute("T38FaxRateManagement")->size(), length);
    }
}

TEST(SdpParse, KeepsColonsOfValues)
{
    auto read = samples::read({"m=audio 4000 RTP/SAVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc|2^20|1:4"});
    EXPECT_EQ(read.streams[0].attribute("crypto"), "1 AES_CM_128_HMAC_SHA1_80 inline:abc|2^20|1:4");
}

TEST(SdpParse, KeepsUnknownKindsAsTheyAreWritten)
{
    auto read = samples::read({"m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "m=Audio 4000 RTP/AVP 0"});
    EXPECT_EQ(read.streams[0].kind, Kind::other);
    EXPECT_EQ(read.streams[0].media, "application");
    EXPECT_EQ(read.streams[0].other_formats, (std::vector<std::string>{"webrtc-datachannel"}));
    EXPECT_EQ(read.streams[1].kind, Kind::audio);
    EXPECT_EQ(read.streams[1].media, "Audio");
    EXPECT_EQ(read.first(Kind::audio), &read.streams[1]);
    EXPECT_EQ(read.first(Kind::video), nullptr);
}

TEST(SdpParse, TakesAStreamWithoutFormats)
{
    auto read = samples::read({"m=audio 4000 RTP/AVP"});
    EXPECT_TRUE(read.streams[0].formats.empty());
}

TEST(SdpParse, TakesALongH264Parameter)  // AST-2013-001
{
    std::string sets(10240, 'Z');
    auto read =
        samples::read({"m=video 4000 RTP/AVP 99", "a=rtpmap:99 H264/90000", "a=fmtp:99 sprop-parameter-sets=" + sets});
    EXPECT_EQ(read.streams[0].formats[0].parameters, "sprop-parameter-sets=" + sets);
}

TEST(SdpParse, TakesTheFirstParametersOfAFormat)
{
    auto read = samples::read({"m=audio 4000 RTP/AVP 18", "a=fmtp:18 annexb=no", "a=fmtp:18 annexb=yes", "a=fmtp:3 x"});
    EXPECT_EQ(read.streams[0].formats[0].parameters, "annexb=no");
}

/** A bandwidth line and what is read of it. */
struct Bandwidth {
    const char* name;  ///< of the row
    const char* line;  ///< the line
    unsigned rate;     ///< in kbit/s
};

/** Names a row in a failure. */
void PrintTo(const Bandwidth& row, std::ostream* to)
{
    *to << row.name;
}

/** Bandwidth lines. */
class SdpBandwidth : public testing::TestWithParam<Bandwidth> {};

TEST_P(SdpBandwidth, IsReadWhenItIsTheCalls)
{
    EXPECT_EQ(samples::read({GetParam().line, "m=audio 4000 RTP/AVP 0"}).call_bandwidth, GetParam().rate);
}

/** The rows of SdpBandwidth. */
INSTANTIATE_TEST_SUITE_P(Lines, SdpBandwidth,
                         testing::Values(Bandwidth{"Call", "b=CT:384", 384}, Bandwidth{"Small", "b=ct: 64", 64},
                                         Bandwidth{"Application", "b=AS:384", 0}, Bandwidth{"Word", "b=CT:x", 0},
                                         Bandwidth{"Empty", "b=", 0}, Bandwidth{"Overflow", "b=CT:4294967296", 0}),
                         RowName{});

TEST(SdpParse, KnowsADescriptionThatIsSaidAgain)
{
    auto before = samples::read({"m=audio 4000 RTP/AVP 0"});
    auto now = before;
    EXPECT_TRUE(is_repeated(before, now));
    now.streams[0].port = 5000;
    EXPECT_TRUE(is_repeated(before, now));
    now.version = before.version - 1;
    EXPECT_TRUE(is_repeated(before, now));
    now.version = before.version + 1;
    EXPECT_FALSE(is_repeated(before, now));
    for (auto change : {0, 1, 2}) {
        now = before;
        if (change == 0)
            now.owner = "bob";
        else if (change == 1)
            now.id = 99;
        else
            now.origin = *IpAddress::parse("192.0.2.99");
        EXPECT_FALSE(is_repeated(before, now)) << change;
    }
}

}  // namespace
}  // namespace sipcore::sdp
