// SPDX-License-Identifier: GPL-2.0-only
/** @file How a hold shows: by the direction of the audio, or, in the old way, by addresses that nobody can send to.
 *  @rfc{3264,8.4} */
#include <algorithm>

#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** Whether a stream's media is up. */
bool is_live(const Stream& stream)
{
    return stream.port != 0 && stream.is_rtp();
}

/** The stream whose direction counts: the first live audio, otherwise the first live one; null without any. */
const Stream* speaking(const Description& description)
{
    auto audio = std::ranges::find_if(
        description.streams, [](const Stream& stream) { return is_live(stream) && stream.kind == Kind::audio; });
    if (audio != description.streams.end())
        return &*audio;
    auto any = std::ranges::find_if(description.streams, is_live);
    return any == description.streams.end() ? nullptr : &*any;
}

/** Whether media of a stream goes nowhere: its address is the wildcard. A name that was not looked up is none, and with ICE
 *  the address says nothing: a browser that has no candidates yet writes the wildcard. @rfc{8839,4.4.1.1.3} */
bool goes_nowhere(const Description& description, const Stream& stream)
{
    if (transport_of(description, stream).has_ice())
        return false;
    auto address = description.address_of(stream);
    return address.family() != IpAddress::Family::none && address.is_unspecified();
}

}  // namespace

Hold hold_of(const Description& description)
{
    const auto* stream = speaking(description);
    if (!stream)
        return Hold::none;
    if (stream->direction == Direction::sendonly)
        return Hold::sendonly;
    if (stream->direction == Direction::inactive)
        return Hold::inactive;
    bool nowhere = std::ranges::all_of(
        description.streams, [&](const Stream& each) { return !is_live(each) || goes_nowhere(description, each); });
    return nowhere ? Hold::null_address : Hold::none;
}

Direction answer_direction(Hold hold)
{
    switch (hold) {
    case Hold::sendonly:
        return Direction::recvonly;
    case Hold::inactive:
        return Direction::inactive;
    case Hold::none:
    case Hold::null_address:
        break;
    }
    return Direction::sendrecv;
}

}  // namespace sipcore::sdp
