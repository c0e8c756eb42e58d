// SPDX-License-Identifier: GPL-2.0-only
/** @file What answers to our offers settle. */
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** We with PCMU, PCMA, iLBC at 97 and telephone events at 101. */
Local we_with_three()
{
    auto sound = our_audio({audio("PCMU", 0), audio("PCMA", 8), audio("iLBC", 97)});
    sound.telephone_event = 101;
    return we({sound});
}

/** We with audio and video. */
Local we_with_video()
{
    auto local = we_with_three();
    local.streams.push_back(our_video({video("H264", 99)}));
    return local;
}

/** What an answer of those lines settles; the test fails when it settles nothing. */
std::vector<Agreed> settled(const Local& local, const std::vector<std::string>& lines)
{
    auto agreed = settle(local, samples::read(lines));
    EXPECT_TRUE(agreed.has_value());
    return agreed.value_or(std::vector<Agreed>(1));
}

TEST(SdpSettle, TakesWhatTheAnswerSays)
{
    auto agreed = settled(we_with_three(), {"m=audio 40000 RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000",
                                            "a=rtpmap:101 telephone-event/8000", "a=ptime:30", "a=recvonly"});
    ASSERT_EQ(agreed.size(), 1U);
    EXPECT_EQ(agreed[0].remote.text(), "192.0.2.1:40000");
    EXPECT_EQ(codecs(agreed[0]), "PCMA:8");
    EXPECT_EQ(agreed[0].telephone_event, 101);
    EXPECT_EQ(agreed[0].ptime, 30U);
    EXPECT_EQ(agreed[0].theirs, Direction::recvonly);
}

/** Lines of an answer and the codecs that they settle. */
struct Settled {
    const char* name;                ///< of the row
    std::vector<std::string> lines;  ///< of the answer
    const char* codecs;              ///< what is agreed on; null: nothing, 488
};

/** Names a row in a failure. */
void PrintTo(const Settled& row, std::ostream* to)
{
    *to << row.name;
}

/** Answers to our audio. */
class SdpSettled : public testing::TestWithParam<Settled> {};

TEST_P(SdpSettled, AreTheCodecsOfTheAnswerInItsOrder)
{
    auto agreed = settle(we_with_three(), samples::read(GetParam().lines));
    ASSERT_EQ(agreed.has_value(), GetParam().codecs != nullptr);
    if (agreed)
        EXPECT_EQ(codecs((*agreed)[0]), GetParam().codecs);
    else
        EXPECT_EQ(agreed.error().status, 488);
}

/** The rows of SdpSettled. */
INSTANTIATE_TEST_SUITE_P(
    Answers, SdpSettled,
    testing::Values(
        Settled{
            "One", {"m=audio 4 RTP/AVP 0"},
             "PCMU:0"
},
        Settled{"TheirOrder", {"m=audio 4 RTP/AVP 8 0"}, "PCMA:8 PCMU:0"},
        Settled{"OurDynamicNumber", {"m=audio 4 RTP/AVP 97", "a=rtpmap:97 iLBC/8000"}, "iLBC:97"},
        Settled{"TheirDynamicNumber", {"m=audio 4 RTP/AVP 120", "a=rtpmap:120 iLBC/8000"}, "iLBC:120"},
        Settled{"OurNumberWithoutAName", {"m=audio 4 RTP/AVP 97"}, "iLBC:97"},
        Settled{"OurNumberForAnotherCodec", {"m=audio 4 RTP/AVP 97", "a=rtpmap:97 speex/8000"}, nullptr},
        Settled{"AForeignNumberWithoutAName", {"m=audio 4 RTP/AVP 96"}, nullptr},
        Settled{"ACodecTwice", {"m=audio 4 RTP/AVP 0 100", "a=rtpmap:100 PCMU/8000"}, "PCMU:0"},
        Settled{"OnlyTelephoneEvents", {"m=audio 4 RTP/AVP 101", "a=rtpmap:101 telephone-event/8000"}, nullptr},
        Settled{"WhatWeDidNotOffer", {"m=audio 4 RTP/AVP 3"}, nullptr},
        Settled{"Declined", {"m=audio 0 RTP/AVP 0"}, nullptr}, Settled{"NoFormats", {"m=audio 4 RTP/AVP"}, nullptr},
        Settled{"AnotherKind", {"m=video 4 RTP/AVP 34"}, nullptr},
        Settled{"Encrypted", {"m=audio 4 RTP/SAVP 0"}, nullptr},
        Settled{"Feedback", {"m=audio 4 RTP/AVPF 0"}, "PCMU:0"}, Settled{"NoRtp", {"m=audio 4 UDP 0"}, nullptr},
        Settled{"MoreThanWeOffered", {"m=audio 4 RTP/AVP 0", "m=audio 6 RTP/AVP 8", "m=video 8 RTP/AVP 34"}, "PCMU:0"},
        Settled{"BehindAnotherKind", {"m=video 0 RTP/AVP 34", "m=audio 6 RTP/AVP 8"}, "PCMA:8"}),
    RowName{});

TEST(SdpSettle, SettlesEachStreamInItsPlace)
{
    auto agreed = settled(we_with_video(), {"m=audio 4 RTP/AVP 0", "m=video 6 RTP/AVP 99", "a=rtpmap:99 H264/90000",
                                            "a=fmtp:99 profile-level-id=42801F"});
    ASSERT_EQ(agreed.size(), 2U);
    EXPECT_EQ(agreed[1].kind, Kind::video);
    EXPECT_EQ(agreed[1].remote.port(), 6);
    EXPECT_EQ(agreed[1].index, 1U);
    EXPECT_EQ(agreed[1].codecs[0].parameters, "profile-level-id=42801F");
}

TEST(SdpSettle, LeavesOutDeclinedStreams)
{
    auto agreed = settled(we_with_video(), {"m=audio 4 RTP/AVP 0", "m=video 0 RTP/AVP 99"});
    ASSERT_EQ(agreed.size(), 1U);
    EXPECT_EQ(agreed[0].kind, Kind::audio);
    agreed = settled(we_with_video(), {"m=audio 0 RTP/AVP 0", "m=video 6 RTP/AVP 99"});
    ASSERT_EQ(agreed.size(), 1U);
    EXPECT_EQ(agreed[0].kind, Kind::video);
}

TEST(SdpSettle, TakesAnAnswerWithoutTheOtherStreams)
{
    EXPECT_EQ(settled(we_with_video(), {"m=audio 4 RTP/AVP 0"}).size(), 1U);
    EXPECT_EQ(settled(we_with_video(), {"m=video 4 RTP/AVP 99"})[0].kind, Kind::video);
}

TEST(SdpSettle, TakesAnAnswerWithItsLinesTheOtherWayRound)
{
    auto agreed = settled(we_with_video(), {"m=video 6 RTP/AVP 99", "m=audio 4 RTP/AVP 0"});
    ASSERT_EQ(agreed.size(), 2U);
    EXPECT_EQ(agreed[0].remote.port(), 4);
    EXPECT_EQ(agreed[1].remote.port(), 6);
}

TEST(SdpSettle, DoesNotTakeAStreamThatWeTurnedOff)
{
    auto local = we_with_video();
    local.streams[1].port = 0;
    EXPECT_EQ(settled(local, {"m=audio 4 RTP/AVP 0", "m=video 6 RTP/AVP 99"}).size(), 1U);
}

TEST(SdpSettle, TakesAnAnsweredFax)
{
    auto agreed = settled(we({our_image()}), {"m=image 5000 UDPTL t38", "a=T38FaxVersion:0"});
    EXPECT_EQ(agreed[0].kind, Kind::image);
    EXPECT_EQ(agreed[0].remote.port(), 5000);
}

TEST(SdpSettle, TakesNoFaxThatWasDeclined)
{
    EXPECT_FALSE(settle(we({our_image()}), samples::read({"m=image 0 udptl t38"})));
    EXPECT_FALSE(settle(we({our_image()}), samples::read({"m=audio 4 RTP/AVP 0"})));
}

/** Formats of an answer and the telephone events that they settle. */
struct Events {
    const char* name;                ///< of the row
    std::vector<std::string> lines;  ///< of the answer
    int payload;                     ///< payload type, -1 for none
};

/** Names a row in a failure. */
void PrintTo(const Events& row, std::ostream* to)
{
    *to << row.name;
}

/** Telephone events in answers. */
class SdpSettledEvents : public testing::TestWithParam<Events> {};

TEST_P(SdpSettledEvents, AreThoseOfTheAnswer)
{
    auto agreed = settled(we_with_three(), GetParam().lines);
    EXPECT_EQ(agreed[0].telephone_event ? *agreed[0].telephone_event : -1, GetParam().payload);
    auto without = we_with_three();
    without.streams[0].telephone_event.reset();
    EXPECT_FALSE(settled(without, GetParam().lines)[0].telephone_event);
}

/** The rows of SdpSettledEvents. */
INSTANTIATE_TEST_SUITE_P(
    Answers, SdpSettledEvents,
    testing::Values(
        Events{
            "Ours", {"m=audio 4 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000"},
             101
},
        Events{"Theirs", {"m=audio 4 RTP/AVP 0 96", "a=rtpmap:96 Telephone-Event/8000"}, 96},
        Events{"OurNumberBare", {"m=audio 4 RTP/AVP 0 101"}, 101}, Events{"None", {"m=audio 4 RTP/AVP 0"}, -1},
        Events{"OurNumberForSomethingElse", {"m=audio 4 RTP/AVP 0 101", "a=rtpmap:101 iLBC/8000"}, -1}),
    RowName{});

TEST(SdpSettle, NeedsAnAddressThatIsKnown)
{
    auto answered = parse("o=a 1 2\r\nc=IN IP4 media.example.com\r\nm=audio 4 RTP/AVP 0\r\n");
    ASSERT_TRUE(answered);
    EXPECT_FALSE(settle(we_with_three(), *answered));
}

TEST(SdpSettle, SettlesNothingOfAnOfferOfNothing)
{
    EXPECT_FALSE(settle(we({}), samples::read({"m=audio 4 RTP/AVP 0"})));
}

TEST(SdpSettle, AgreesWithTheAnswererOnCodecsAndNumbers)
{
    auto offerer = we_with_video();
    auto answerer = we({our_audio({audio("iLBC", 110), audio("PCMA", 8)}), our_video({video("H264", 120)})});
    answerer.streams[0].telephone_event = 102;
    auto made = answer(offer(offerer), answerer);
    ASSERT_TRUE(made);
    auto read = parse(print(made->description));
    ASSERT_TRUE(read);
    auto agreed = settle(offerer, *read);
    ASSERT_TRUE(agreed);
    ASSERT_EQ(agreed->size(), made->agreed.size());
    for (std::size_t i = 0; i < agreed->size(); ++i) {
        EXPECT_EQ(codecs((*agreed)[i]), codecs(made->agreed[i]));
        EXPECT_EQ((*agreed)[i].telephone_event, made->agreed[i].telephone_event);
    }
    EXPECT_EQ(codecs((*agreed)[0]), "iLBC:97 PCMA:8");
    EXPECT_EQ((*agreed)[0].telephone_event, 101);
}

}  // namespace
}  // namespace sipcore::sdp
