// SPDX-License-Identifier: GPL-2.0-only
/** @file How holds show, and what they are answered with. */
#include "sdp/samples.h"

namespace sipcore::sdp {
namespace {

using namespace samples;

/** Lines of an offer, the hold that they mean, and the direction that answers it. */
struct Held {
    const char* name;                ///< of the row
    std::vector<std::string> lines;  ///< of the offer
    Hold hold;                       ///< what it means
    Direction answer;                ///< of our answer
};

/** Names a row in a failure. */
void PrintTo(const Held& row, std::ostream* to)
{
    *to << row.name;
}

/** Offers in a call that is up. */
class SdpHold : public testing::TestWithParam<Held> {};

TEST_P(SdpHold, ShowsAndIsAnswered)
{
    auto offered = samples::read(GetParam().lines);
    EXPECT_EQ(hold_of(offered), GetParam().hold);
    EXPECT_EQ(answer_direction(hold_of(offered)), GetParam().answer);
}

/** Short for the rows below. */
using D = Direction;

/** The rows of SdpHold. */
INSTANTIATE_TEST_SUITE_P(
    Offers, SdpHold,
    testing::Values(
        Held{
            "None", {"m=audio 4 RTP/AVP 0"},
             Hold::none, D::sendrecv
},
        Held{"Sendrecv", {"m=audio 4 RTP/AVP 0", "a=sendrecv"}, Hold::none, D::sendrecv},
        Held{"Recvonly", {"m=audio 4 RTP/AVP 0", "a=recvonly"}, Hold::none, D::sendrecv},
        Held{"Sendonly", {"m=audio 4 RTP/AVP 0", "a=sendonly"}, Hold::sendonly, D::recvonly},
        Held{"SendonlyOfTheSession", {"a=sendonly", "m=audio 4 RTP/AVP 0"}, Hold::sendonly, D::recvonly},
        Held{"SendonlyOfTheSessionTakenBack",
             {"a=sendonly", "m=audio 4 RTP/AVP 0", "a=sendrecv"},
             Hold::none,
             D::sendrecv},
        Held{"Inactive", {"m=audio 4 RTP/AVP 0", "a=inactive"}, Hold::inactive, D::inactive},
        Held{"NullAddress", {"m=audio 4 RTP/AVP 0", "c=IN IP4 0.0.0.0"}, Hold::null_address, D::sendrecv},
        Held{"NullAddressWhereIceFindsTheWay",  // a browser that has no candidates yet
             {"m=audio 9 RTP/AVP 0", "c=IN IP4 0.0.0.0", "a=ice-ufrag:Ab1", "a=ice-pwd:0123456789012345678901"},
             Hold::none,
             D::sendrecv},
        Held{"NullAddressOfIpv6", {"m=audio 4 RTP/AVP 0", "c=IN IP6 ::"}, Hold::null_address, D::sendrecv},
        Held{"NullAddressAndSendonly",
             {"m=audio 4 RTP/AVP 0", "c=IN IP4 0.0.0.0", "a=sendonly"},
             Hold::sendonly,
             D::recvonly},
        Held{"NullAddressOfAudioAlone",
             {"m=audio 4 RTP/AVP 0", "c=IN IP4 0.0.0.0", "m=video 6 RTP/AVP 34"},
             Hold::none,
             D::sendrecv},
        Held{"NullAddressOfAll",
             {"m=audio 4 RTP/AVP 0", "c=IN IP4 0.0.0.0", "m=video 6 RTP/AVP 34", "c=IN IP4 0.0.0.0"},
             Hold::null_address,
             D::sendrecv},
        Held{"NullAddressOfAllThatLive",
             {"m=audio 4 RTP/AVP 0", "c=IN IP4 0.0.0.0", "m=video 0 RTP/AVP 34"},
             Hold::null_address,
             D::sendrecv},
        Held{"VideoSendonly", {"m=audio 4 RTP/AVP 0", "m=video 6 RTP/AVP 34", "a=sendonly"}, Hold::none, D::sendrecv},
        Held{"VideoSendonlyWithoutAudio",
             {"m=audio 0 RTP/AVP 0", "m=video 6 RTP/AVP 34", "a=sendonly"},
             Hold::sendonly,
             D::recvonly},
        Held{"AudioDeclinedAndSendonly", {"m=audio 0 RTP/AVP 0", "a=sendonly"}, Hold::none, D::sendrecv},
        Held{"FaxAlone", {"m=image 4 udptl t38", "a=sendonly"}, Hold::none, D::sendrecv},
        Held{"SecondAudioSendonly",
             {"m=audio 4 RTP/AVP 0", "m=audio 6 RTP/AVP 0", "a=sendonly"},
             Hold::none,
             D::sendrecv}),
    RowName{});

TEST(SdpHoldOf, AHostThatWasNotLookedUpIsNoHold)
{
    auto offered = parse("o=a 1 2\r\nc=IN IP4 media.example.com\r\nm=audio 4 RTP/AVP 0\r\n");
    ASSERT_TRUE(offered);
    EXPECT_EQ(hold_of(*offered), Hold::none);
}

TEST(SdpHoldOf, NothingIsNoHold)
{
    EXPECT_EQ(hold_of(Description{}), Hold::none);
}

}  // namespace
}  // namespace sipcore::sdp
