// SPDX-License-Identifier: GPL-2.0-only
/** @file Answers to what phones offer. */
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** The answer to those lines; the test fails when it is refused. */
Answer answered(const std::vector<std::string>& lines, const Local& local)
{
    auto made = answer(samples::read(lines), local);
    EXPECT_TRUE(made.has_value());
    return made.value_or(Answer{});
}

TEST(SdpAnswer, IsTheTextThatPhonesKnow)
{
    auto sound = our_audio({audio("PCMA", 8), audio("PCMU", 0)});
    sound.telephone_event = 101;
    auto made =
        answered({"m=audio 40000 RTP/AVP 0 8 96", "a=rtpmap:96 telephone-event/8000", "a=ptime:30"}, we({sound}));
    EXPECT_EQ(print(made.description), "v=0\r\n"
                                       "o=root 7 7 IN IP4 198.51.100.1\r\n"
                                       "s=Asterisk PBX\r\n"
                                       "c=IN IP4 198.51.100.1\r\n"
                                       "t=0 0\r\n"
                                       "m=audio 10000 RTP/AVP 8 0 96\r\n"
                                       "a=rtpmap:8 PCMA/8000\r\n"
                                       "a=rtpmap:0 PCMU/8000\r\n"
                                       "a=rtpmap:96 telephone-event/8000\r\n"
                                       "a=fmtp:96 0-16\r\n"
                                       "a=ptime:20\r\n"
                                       "a=sendrecv\r\n");
    ASSERT_EQ(made.agreed.size(), 1U);
    const auto& agreed = made.agreed[0];
    EXPECT_EQ(agreed.kind, Kind::audio);
    EXPECT_EQ(agreed.remote.text(), "192.0.2.1:40000");
    EXPECT_EQ(codecs(agreed), "PCMA:8 PCMU:0");
    EXPECT_EQ(agreed.telephone_event, 96);
    EXPECT_EQ(agreed.ptime, 30U);
    EXPECT_EQ(agreed.index, 0U);
}

/** An offered format and whether it is a codec of ours. */
struct Match {
    const char* name;    ///< of the row
    int payload;         ///< payload type
    const char* rtpmap;  ///< its rtpmap, empty for none
    Codec codec;         ///< what we have
    bool same;           ///< whether it is the same
};

/** Names a row in a failure. */
void PrintTo(const Match& row, std::ostream* to)
{
    *to << row.name;
}

/** Pairs of a format and a codec. */
class SdpMatch : public testing::TestWithParam<Match> {};

TEST_P(SdpMatch, IsFoundByWhatTheFormatSays)
{
    const auto& row = GetParam();
    std::vector<std::string> lines{"m=audio 40000 RTP/AVP " + std::to_string(row.payload)};
    if (*row.rtpmap)
        lines.push_back("a=rtpmap:" + std::to_string(row.payload) + ' ' + row.rtpmap);
    auto made = answer(samples::read(lines), we({our_audio({row.codec})}));
    ASSERT_EQ(made.has_value(), row.same);
    if (!row.same) {
        EXPECT_EQ(made.error(), (Error{488, "Not acceptable here"}));
        return;
    }
    ASSERT_EQ(made->agreed[0].codecs.size(), 1U);
    EXPECT_EQ(made->agreed[0].codecs[0].codec, row.codec);
    EXPECT_EQ(made->agreed[0].codecs[0].payload, row.payload);
    EXPECT_EQ(payloads(made->description.streams[0]), std::to_string(row.payload));
}

/** A codec with two channels. */
Codec stereo(Codec codec)
{
    codec.channels = 2;
    return codec;
}

/** The rows of SdpMatch. */
INSTANTIATE_TEST_SUITE_P(
    Formats, SdpMatch,
    testing::Values(
        Match{"Static0", 0, "", audio("PCMU", 0), true}, Match{"Static3", 3, "", audio("GSM", 3), true},
        Match{"Static4", 4, "", audio("G723", 4), true}, Match{"Static5", 5, "", audio("DVI4", 5), true},
        Match{"Static6", 6, "", audio("DVI4", 6, 16000), true},
        Match{"Static6IsNot8000", 6, "", audio("DVI4", 5), false}, Match{"Static7", 7, "", audio("LPC", 7), true},
        Match{"Static8", 8, "", audio("PCMA", 8), true}, Match{"Static9", 9, "", audio("G722", 9), true},
        Match{"Static10", 10, "", stereo(audio("L16", 10, 44100)), true},
        Match{"Static11", 11, "", audio("L16", 11, 44100), true}, Match{"Static12", 12, "", audio("QCELP", 12), true},
        Match{"Static13", 13, "", audio("CN", 13), true}, Match{"Static15", 15, "", audio("G728", 15), true},
        Match{"Static16", 16, "", audio("DVI4", 16, 11025), true},
        Match{"Static17", 17, "", audio("DVI4", 17, 22050), true}, Match{"Static18", 18, "", audio("G729", 18), true},
        Match{"Static26", 26, "", audio("JPEG", 26, 90000), true},
        Match{"Static31", 31, "", audio("H261", 31, 90000), true},
        Match{"Static34", 34, "", audio("H263", 34, 90000), true},
        Match{"Static1IsReserved", 1, "", audio("PCMU", 0), false},
        Match{"Static2IsNobody", 2, "", audio("G721", 2), false}, Match{"OtherStatic", 0, "", audio("PCMA", 8), false},
        Match{"RtpmapWinsOverTheNumber", 0, "PCMA/8000", audio("PCMA", 8), true},
        Match{"RtpmapTakesTheNumberAway", 0, "PCMA/8000", audio("PCMU", 0), false},
        Match{"Dynamic", 97, "iLBC/8000", audio("iLBC", 98), true},
        Match{"DynamicWithoutRtpmap", 97, "", audio("iLBC", 97), false},
        Match{"DynamicPcmu", 100, "PCMU/8000", audio("PCMU", 0), true},
        Match{"LetterCase", 97, "ILBC/8000", audio("ilbc", 97), true},
        Match{"Rate", 97, "speex/16000", audio("speex", 97), false},
        Match{"Speex16", 97, "speex/16000", audio("speex", 97, 16000), true},
        Match{"OneChannelWritten", 97, "iLBC/8000/1", audio("iLBC", 97), true},
        Match{"TwoChannels", 97, "L16/8000/2", audio("L16", 97), false},
        Match{"TwoChannelsBoth", 97, "L16/8000/2", stereo(audio("L16", 97)), true},
        Match{"Opus", 107, "opus/48000/2", stereo(audio("opus", 107, 48000)), true},
        Match{"OpusWithoutChannels", 107, "opus/48000", stereo(audio("opus", 107, 48000)), true},
        Match{"OpusOfOneChannelHere", 107, "opus/48000/2", audio("opus", 107, 48000), true},
        Match{"G722At16000", 9, "G722/16000", audio("G722", 9), true},
        Match{"G722At32000", 9, "G722/32000", audio("G722", 9), false},
        Match{"G729a", 18, "G729A/8000", audio("G729", 18), true},
        Match{"G729Dotted", 18, "G.729/8000", audio("G729", 18), true},
        Match{"G7231", 4, "G723.1/8000", audio("G723", 4), true},
        Match{"NamesThatOnlyBeginAlike", 97, "PCMUX/8000", audio("PCMU", 0), false},
        Match{"AnEmptyNameHere", 97, "", audio("", 97), false}),
    RowName{});

TEST(SdpAnswer, PutsJointCodecsInOurOrder)  // sdp-2-4
{
    auto made = answered({"m=audio 4 RTP/AVP 8 97 0", "a=rtpmap:97 iLBC/8000"},
                         we({our_audio({audio("iLBC", 110), audio("GSM", 3), audio("PCMU", 0), audio("PCMA", 8)})}));
    EXPECT_EQ(codecs(made.agreed[0]), "iLBC:97 PCMU:0 PCMA:8");
    EXPECT_EQ(payloads(made.description.streams[0]), "97 0 8");
}

TEST(SdpAnswer, AnswersWithOneCodecWhenThatIsWanted)
{
    auto local = we_with_g711();
    local.one_codec = true;
    local.streams[0].telephone_event = 101;
    auto made = answered({"m=audio 4 RTP/AVP 8 0 101", "a=rtpmap:101 telephone-event/8000"}, local);
    EXPECT_EQ(codecs(made.agreed[0]), "PCMU:0");
    EXPECT_EQ(payloads(made.description.streams[0]), "0 101");
}

TEST(SdpAnswer, TakesTheFirstOfSeveralFormatsOfACodec)
{
    auto made =
        answered({"m=audio 4 RTP/AVP 98 97", "a=rtpmap:97 iLBC/8000", "a=rtpmap:98 iLBC/8000", "a=fmtp:98 mode=20"},
                 we({our_audio({audio("iLBC", 110)})}));
    EXPECT_EQ(codecs(made.agreed[0]), "iLBC:98");
    EXPECT_EQ(made.agreed[0].codecs[0].parameters, "mode=20");
}

TEST(SdpAnswer, HasNoTelephoneEventsThatOneSideDoesNotWant)
{
    auto local = we_with_g711();
    auto made = answered({"m=audio 4 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000"}, local);
    EXPECT_EQ(payloads(made.description.streams[0]), "0");
    EXPECT_FALSE(made.agreed[0].telephone_event);
    local.streams[0].telephone_event = 101;
    made = answered({"m=audio 4 RTP/AVP 0"}, local);
    EXPECT_EQ(payloads(made.description.streams[0]), "0");
    EXPECT_FALSE(made.agreed[0].telephone_event);
}

TEST(SdpAnswer, IsNoneWhenTelephoneEventsAreAllThatIsShared)
{
    auto local = we_with_g711();
    local.streams[0].telephone_event = 101;
    EXPECT_FALSE(answer(samples::read({"m=audio 4 RTP/AVP 3 101", "a=rtpmap:101 telephone-event/8000"}), local));
}

TEST(SdpAnswer, TakesTelephoneEventsOfTheCodecsRate)
{
    auto sound = our_audio({stereo(audio("opus", 107, 48000)), audio("PCMU", 0)});
    sound.telephone_event = 101;
    std::vector<std::string> lines{"m=audio 4 RTP/AVP 107 0 100 101", "a=rtpmap:107 opus/48000/2",
                                   "a=rtpmap:100 telephone-event/48000", "a=rtpmap:101 telephone-event/8000"};
    auto made = answered(lines, we({sound}));
    EXPECT_EQ(made.agreed[0].telephone_event, 100);
    EXPECT_NE(print(made.description).find("a=rtpmap:100 telephone-event/48000\r\n"), std::string::npos);
    sound.codecs.erase(sound.codecs.begin());
    EXPECT_EQ(answered(lines, we({sound})).agreed[0].telephone_event, 101);
}

TEST(SdpAnswer, TakesTelephoneEventsOf8000WhereNoneHasTheCodecsRate)
{
    auto sound = our_audio({audio("speex", 110, 16000)});
    sound.telephone_event = 101;
    auto made =
        answered({"m=audio 4 RTP/AVP 97 100 101 102", "a=rtpmap:97 speex/16000", "a=rtpmap:100 telephone-event/48000",
                  "a=rtpmap:101 telephone-event/8000", "a=rtpmap:102 telephone-event/32000"},
                 we({sound}));
    EXPECT_EQ(made.agreed[0].telephone_event, 101);
}

/** A direction that is offered, what we want, and what the answer says. */
struct Directions {
    const char* name;    ///< of the row
    Direction theirs;    ///< offered
    Direction ours;      ///< what we want
    Direction answered;  ///< what comes of it
};

/** Names a row in a failure. */
void PrintTo(const Directions& row, std::ostream* to)
{
    *to << row.name;
}

/** All pairs of directions. @rfc{3264,6.1} */
class SdpAnswerDirection : public testing::TestWithParam<Directions> {};

TEST_P(SdpAnswerDirection, IsTheOffersSeenFromHere)
{
    auto offered = samples::read({"m=audio 4 RTP/AVP 0"});
    offered.streams[0].direction = GetParam().theirs;
    auto local = we_with_g711();
    local.streams[0].direction = GetParam().ours;
    auto made = answer(offered, local);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->description.streams[0].direction, GetParam().answered);
    EXPECT_EQ(made->agreed[0].theirs, GetParam().theirs);
}

/** Short for the rows below. */
using D = Direction;

/** The rows of SdpAnswerDirection. */
INSTANTIATE_TEST_SUITE_P(Pairs, SdpAnswerDirection,
                         testing::Values(Directions{"BothBoth", D::sendrecv, D::sendrecv, D::sendrecv},
                                         Directions{"BothSend", D::sendrecv, D::sendonly, D::sendonly},
                                         Directions{"BothReceive", D::sendrecv, D::recvonly, D::recvonly},
                                         Directions{"BothNone", D::sendrecv, D::inactive, D::inactive},
                                         Directions{"SendBoth", D::sendonly, D::sendrecv, D::recvonly},
                                         Directions{"SendSend", D::sendonly, D::sendonly, D::inactive},
                                         Directions{"SendReceive", D::sendonly, D::recvonly, D::recvonly},
                                         Directions{"SendNone", D::sendonly, D::inactive, D::inactive},
                                         Directions{"ReceiveBoth", D::recvonly, D::sendrecv, D::sendonly},
                                         Directions{"ReceiveSend", D::recvonly, D::sendonly, D::sendonly},
                                         Directions{"ReceiveReceive", D::recvonly, D::recvonly, D::inactive},
                                         Directions{"ReceiveNone", D::recvonly, D::inactive, D::inactive},
                                         Directions{"NoneBoth", D::inactive, D::sendrecv, D::inactive},
                                         Directions{"NoneSend", D::inactive, D::sendonly, D::inactive},
                                         Directions{"NoneReceive", D::inactive, D::recvonly, D::inactive},
                                         Directions{"NoneNone", D::inactive, D::inactive, D::inactive}),
                         RowName{});

TEST(SdpAnswer, DeclinesStreamsThatWeDoNotBringAndKeepsTheirLines)  // sdp-1-3
{
    auto made = answered({"m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "m=video 5 RTP/AVP 34 99",
                          "a=rtpmap:99 H264/90000", "a=fmtp:99 x=y", "m=audio 4 RTP/AVP 0", "m=message 9 TCP/MSRP *"},
                         we_with_g711());
    auto text = print(made.description);
    EXPECT_NE(text.find("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                        "m=video 0 RTP/AVP 34 99\r\n"
                        "m=audio 10000 RTP/AVP 0\r\n"
                        "a=rtpmap:0 PCMU/8000\r\n"
                        "a=ptime:20\r\n"
                        "a=sendrecv\r\n"
                        "m=message 0 TCP/MSRP *\r\n"),
              std::string::npos)
        << text;
    ASSERT_EQ(made.agreed.size(), 1U);
    EXPECT_EQ(made.agreed[0].index, 2U);
}

TEST(SdpAnswer, DeclinesTheSecondStreamOfAKind)  // sdp-1-3
{
    auto made = answered({"m=audio 4 RTP/AVP 0", "m=audio 6 RTP/AVP 8"}, we_with_g711());
    ASSERT_EQ(made.description.streams.size(), 2U);
    EXPECT_EQ(made.description.streams[0].port, 10000);
    EXPECT_EQ(made.description.streams[1].port, 0);
    EXPECT_EQ(made.agreed.size(), 1U);
}

TEST(SdpAnswer, TakesTheSecondStreamWhenTheFirstCannotBe)  // SAVP and AVP side by side
{
    auto made = answered({"m=audio 4 RTP/SAVP 0", "a=crypto:1 X inline:y", "m=audio 6 RTP/AVP 0"}, we_with_g711());
    EXPECT_EQ(made.description.streams[0].port, 0);
    EXPECT_EQ(made.description.streams[1].port, 10000);
    EXPECT_EQ(made.agreed[0].remote.port(), 6);
    EXPECT_EQ(made.agreed[0].index, 1U);
}

TEST(SdpAnswer, LeavesAnOfferedZeroPortAtZero)  // sdp-3-11
{
    auto made = answered({"m=audio 0 RTP/AVP 0", "m=audio 6 RTP/AVP 0"}, we_with_g711());
    EXPECT_EQ(made.description.streams[0].port, 0);
    EXPECT_EQ(made.agreed[0].remote.port(), 6);
}

/** What is offered, what we want, and whether there is an answer. */
struct Transports {
    const char* name;    ///< of the row
    const char* theirs;  ///< offered profile
    const char* ours;    ///< our profile, empty for the usual one
    const char* key;     ///< an attribute of the offer
    bool taken;          ///< whether it is answered
};

/** Names a row in a failure. */
void PrintTo(const Transports& row, std::ostream* to)
{
    *to << row.name;
}

/** Pairs of profiles. */
class SdpAnswerProfile : public testing::TestWithParam<Transports> {};

TEST_P(SdpAnswerProfile, IsTheOffersWhenBothEncryptOrNeitherDoes)  // sdp-3-6
{
    auto local = we_with_g711();
    local.streams[0].profile = GetParam().ours;
    bool secure = std::string_view{GetParam().ours}.find("SAVP") != std::string_view::npos;
    local.streams[0].protection = {.sdes = secure, .dtls = secure, .required = secure};
    auto made = answer(samples::read({std::string{"m=audio 4 "} + GetParam().theirs + " 0", GetParam().key}), local);
    ASSERT_EQ(made.has_value(), GetParam().taken);
    if (made) {
        EXPECT_EQ(made->description.streams[0].profile, GetParam().theirs);
    }
}

/** The rows of SdpAnswerProfile. */
INSTANTIATE_TEST_SUITE_P(Pairs, SdpAnswerProfile,
                         testing::Values(Transports{"Plain", "RTP/AVP", "", "", true},
                                         Transports{"Feedback", "RTP/AVPF", "", "", true},
                                         Transports{"FeedbackHere", "RTP/AVP", "RTP/AVPF", "", true},
                                         Transports{"SecureThere", "RTP/SAVP", "", "a=crypto:1 X inline:y", false},
                                         Transports{"SecureHere", "RTP/AVP", "RTP/SAVP", "", false},
                                         Transports{"SecureBoth", "RTP/SAVP", "RTP/SAVP", "a=crypto:1 X inline:y", true},
                                         Transports{"SecureFeedback", "RTP/SAVPF", "RTP/SAVP", "a=crypto:1 X inline:y", true},
                                         Transports{"Dtls", "UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", samples::certificate, true},
                                         Transports{"NoRtp", "UDP", "", "", false},
                                         Transports{"Tcp", "TCP/RTP/AVP", "", "", false},
                                         Transports{"NoRtpHereEither", "UDP", "UDP", "", false}),
                         RowName{});

TEST(SdpAnswer, TakesAFaxBesideDeclinedAudio)
{
    auto made = answered({"m=audio 0 RTP/AVP 0", "m=image 5000 UDPTL t38", "c=IN IP4 192.0.2.44", "a=T38FaxVersion:0"},
                         we({our_image()}));
    EXPECT_NE(print(made.description)
                  .find("m=audio 0 RTP/AVP 0\r\nm=image 4000 UDPTL t38\r\na=T38FaxVersion:0\r\n"
                        "a=T38MaxBitRate:14400\r\n"),
              std::string::npos);
    ASSERT_EQ(made.agreed.size(), 1U);
    EXPECT_EQ(made.agreed[0].kind, Kind::image);
    EXPECT_EQ(made.agreed[0].remote.text(), "192.0.2.44:5000");
    EXPECT_TRUE(made.agreed[0].codecs.empty());
}

TEST(SdpAnswer, DeclinesAFaxThatIsNotOverUdptl)
{
    EXPECT_FALSE(answer(samples::read({"m=image 5000 TCP t38"}), we({our_image()})));
    EXPECT_FALSE(answer(samples::read({"m=image 5000 udptl g3"}), we({our_image()})));
    EXPECT_FALSE(answer(samples::read({"m=image 5000 RTP/AVP 0"}), we({our_image()})));
    auto made = answered({"m=audio 4 RTP/AVP 0", "m=image 5000 udptl t38"}, we_with_g711());
    EXPECT_NE(print(made.description).find("m=image 0 udptl t38\r\n"), std::string::npos);
}

TEST(SdpAnswer, CarriesWhatOurStreamBrings)
{
    auto local = we_with_g711();
    local.streams[0].attributes = {
        {"crypto", "1 X inline:mine"}
    };
    local.streams[0].profile = "RTP/SAVP";
    local.streams[0].protection.sdes = true;
    auto made = answered({"m=audio 4 RTP/SAVP 0", "a=crypto:1 X inline:theirs", "a=foo:bar"}, local);
    EXPECT_EQ(made.description.streams[0].attributes, local.streams[0].attributes);
}

TEST(SdpAnswer, NamesABandwidthBesideAnsweredVideoAlone)
{
    auto local = we({our_audio({audio("PCMU", 0)}), our_video({video("H264", 99)})});
    local.call_bandwidth = 384;
    auto made = answered({"m=audio 4 RTP/AVP 0", "m=video 6 RTP/AVP 97", "a=rtpmap:97 H264/90000"}, local);
    EXPECT_EQ(made.description.call_bandwidth, 384U);
    EXPECT_EQ(made.agreed.size(), 2U);
    EXPECT_EQ(codecs(made.agreed[1]), "H264:97");
    made = answered({"m=audio 4 RTP/AVP 0", "m=video 6 RTP/AVP 34"}, local);
    EXPECT_EQ(made.description.call_bandwidth, 0U);
}

TEST(SdpAnswer, DoesNotAskSomebodyWhoseHostWasNotFound)
{
    auto offered = parse("o=a 1 2\r\nc=IN IP4 media.example.com\r\nm=audio 4 RTP/AVP 0\r\n");
    ASSERT_TRUE(offered);
    EXPECT_FALSE(answer(*offered, we_with_g711()));
    resolve(*offered, "media.example.com", *IpAddress::parse("192.0.2.1"));
    EXPECT_TRUE(answer(*offered, we_with_g711()));
}

TEST(SdpAnswer, AnswersAHoldByAddress)
{
    auto made = answered({"m=audio 4 RTP/AVP 0", "c=IN IP4 0.0.0.0"}, we_with_g711());
    EXPECT_EQ(made.description.streams[0].direction, Direction::sendrecv);
    EXPECT_EQ(made.agreed[0].remote.text(), "0.0.0.0:4");
}

TEST(SdpAnswer, HasOneLineForEachOfSixteenOffered)
{
    auto made = answered(std::vector<std::string>(max_streams, "m=audio 4 RTP/AVP 0"), we_with_g711());
    EXPECT_EQ(made.description.streams.size(), max_streams);
    EXPECT_EQ(made.agreed.size(), 1U);
}

TEST(SdpAnswer, IsNoneWhenWeBringNothing)  // sdp-3-12
{
    EXPECT_FALSE(answer(samples::read({"m=audio 4 RTP/AVP 0"}), we({})));
    auto closed = we_with_g711();
    closed.streams[0].port = 0;
    EXPECT_FALSE(answer(samples::read({"m=audio 4 RTP/AVP 0"}), closed));
    EXPECT_FALSE(answer(samples::read({"m=audio 4 RTP/AVP"}), we_with_g711()));
}

}  // namespace
}  // namespace sipcore::sdp
