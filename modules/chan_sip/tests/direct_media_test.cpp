// SPDX-License-Identifier: GPL-2.0-only
/** @file When media goes round us, and how that is described. */
#include "media/direct_media.h"

#include <gtest/gtest.h>

namespace chan_sip {
namespace {

using sipcore::sdp::Codec;
using sipcore::sdp::Kind;
using sipcore::sdp::LocalStream;

/** A call that is up and bridged, whose media is wanted elsewhere. */
DirectMediaSituation bridged()
{
    return {.away = true, .bridged = true, .answered = true};
}

/** A codec of ours. */
Codec codec(const char* tag, std::uint8_t payload)
{
    Codec made;
    made.tag = tag;
    made.payload = payload;
    return made;
}

/** Our audio: ulaw, opus and telephone events. */
std::vector<LocalStream> ours()
{
    LocalStream audio;
    audio.port = 10000;
    audio.codecs = {codec("ulaw", 0), codec("opus", 107)};
    audio.telephone_event = 101;
    return {audio};
}

TEST(DirectMedia, IsOfferedInABridge)  // sdp-5-1
{
    EXPECT_EQ(decide_direct_media(bridged()), DirectMedia::offer);
    auto back = bridged();
    back.away = back.bridged = false;
    EXPECT_EQ(decide_direct_media(back), DirectMedia::offer) << "back to us, the bridge is gone already";
}

TEST(DirectMedia, WaitsForTheBridgeUnlessItIsThereFromTheStart)  // sdp-5-1
{
    auto early = bridged();
    early.bridged = false;
    EXPECT_EQ(decide_direct_media(early), DirectMedia::ignore);
    early.from_the_start = true;
    EXPECT_EQ(decide_direct_media(early), DirectMedia::offer);
    early.answered = false;
    EXPECT_EQ(decide_direct_media(early), DirectMedia::ignore) << "they were told our address already";
    early.undescribed = true;
    EXPECT_EQ(decide_direct_media(early), DirectMedia::note);
}

TEST(DirectMedia, StaysHereBehindANatWhereThatIsWanted)  // sdp-5-1
{
    auto behind = bridged();
    behind.nat_active = true;
    EXPECT_EQ(decide_direct_media(behind), DirectMedia::offer);
    behind.nat_forbids = true;
    EXPECT_EQ(decide_direct_media(behind), DirectMedia::ignore);
    behind.away = false;
    EXPECT_EQ(decide_direct_media(behind), DirectMedia::offer);
}

TEST(DirectMedia, TheIncomingSidePassesOverTheFirstTime)  // sdp-5-1
{
    auto first = bridged();
    first.withheld = true;
    EXPECT_EQ(decide_direct_media(first), DirectMedia::withhold);
    first.away = false;
    EXPECT_EQ(decide_direct_media(first), DirectMedia::offer);
}

TEST(DirectMedia, AnOfferNamesThePeersPortAndPayloadTypes)  // sdp-5-1
{
    MediaPeer peer{*sipcore::SocketAddress::parse("192.0.2.9:4000", 0), {{"opus", 96}, {"ulaw", -1}}, std::uint8_t{97}};
    auto streams = redirected(ours(), peer, true);
    EXPECT_EQ(streams[0].port, 4000);
    ASSERT_EQ(streams[0].codecs.size(), 2U);
    EXPECT_EQ(streams[0].codecs[0].tag, "ulaw") << "in our order";
    EXPECT_EQ(streams[0].codecs[0].payload, 0);
    EXPECT_EQ(streams[0].codecs[1].payload, 96);
    EXPECT_EQ(streams[0].telephone_event, 97);
    peer.telephone_event.reset();
    EXPECT_FALSE(redirected(ours(), peer, true)[0].telephone_event) << "nobody would understand them there";
}

TEST(DirectMedia, AnAnswerKeepsTheOffersPayloadTypes)  // sdp-5-1
{
    MediaPeer peer{*sipcore::SocketAddress::parse("192.0.2.9:4000", 0), {{"opus", 96}}, std::nullopt};
    auto streams = redirected(ours(), peer, false);
    ASSERT_EQ(streams[0].codecs.size(), 1U);
    EXPECT_EQ(streams[0].codecs[0].payload, 107);
    EXPECT_EQ(streams[0].telephone_event, 101);
}

TEST(DirectMedia, APeerWithoutACodecOfOursIsNotNamed)
{
    MediaPeer peer{*sipcore::SocketAddress::parse("192.0.2.9:4000", 0), {{"g722", 9}}, std::nullopt};
    EXPECT_EQ(redirected(ours(), peer, true)[0].port, 10000);
}

}  // namespace
}  // namespace chan_sip
