// SPDX-License-Identifier: GPL-2.0-only
/** @file What SIP_CODEC makes of the codecs that there are. */
#include "media/wished_codecs.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

/** A codec known by its tag. */
sipcore::sdp::Codec codec(std::string tag)
{
    sipcore::sdp::Codec made;
    made.tag = std::move(tag);
    return made;
}

/** The tags of codecs. */
std::vector<std::string> tags(const std::vector<sipcore::sdp::Codec>& codecs)
{
    std::vector<std::string> names;
    for (const auto& each : codecs)
        names.push_back(each.tag);
    return names;
}

/** Names of codecs. */
using Names = std::vector<std::string>;
/** What there is. */
const std::vector<sipcore::sdp::Codec> ours = {codec("ulaw"), codec("alaw"), codec("gsm")};

TEST(WishedCodecs, AreTakenInTheOrderOfTheWish)  // call-4-14
{
    EXPECT_EQ(tags(wished_codecs(ours, {"gsm", "ulaw"})), (Names{"gsm", "ulaw"}));
    EXPECT_EQ(tags(wished_codecs(ours, {"alaw", "alaw"})), (Names{"alaw"}));
}

TEST(WishedCodecs, LeaveOtherKindsAsTheyAre)
{
    auto video = codec("h264");
    video.kind = sipcore::sdp::Kind::video;
    auto other = codec("vp8");
    other.kind = sipcore::sdp::Kind::video;
    const std::vector all{ours[0], ours[1], video, other};
    EXPECT_EQ(tags(wished_codecs(all, {"alaw"})), (Names{"alaw", "h264", "vp8"}));
    EXPECT_EQ(tags(wished_codecs(all, {"vp8"})), (Names{"vp8", "ulaw", "alaw"}));
    EXPECT_EQ(tags(wished_codecs(all, {"vp8", "alaw"})), (Names{"vp8", "alaw"}));
}

TEST(WishedCodecs, UnknownOnesArePassedOver)
{
    EXPECT_EQ(tags(wished_codecs(ours, {"g729", "alaw"})), (Names{"alaw"}));
    EXPECT_EQ(tags(wished_codecs(ours, {"g729"})), (Names{"ulaw", "alaw", "gsm"}));
}

}  // namespace
}  // namespace chan_sip
