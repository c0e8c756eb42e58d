// SPDX-License-Identifier: GPL-2.0-only
/** @file Decisions about media that goes round us. */
#include "media/direct_media.h"

#include <algorithm>

namespace chan_sip {
namespace {

using sipcore::sdp::Codec;

/** The payload type under which a peer wants a codec; nothing when it does not understand it. */
std::optional<int> payload_at(const MediaPeer& peer, const Codec& codec)
{
    auto at = std::ranges::find(peer.formats, codec.tag, [](const auto& format) { return format.first; });
    return at == peer.formats.end() ? std::nullopt : std::optional{at->second};
}

}  // namespace

DirectMedia decide_direct_media(const DirectMediaSituation& situation)
{
    if (situation.away && situation.nat_active && situation.nat_forbids)
        return DirectMedia::ignore;
    if (!situation.answered)
        return situation.from_the_start && situation.undescribed ? DirectMedia::note : DirectMedia::ignore;
    if (situation.away && !situation.bridged && !situation.from_the_start)
        return DirectMedia::ignore;
    return situation.away && situation.withheld ? DirectMedia::withhold : DirectMedia::offer;
}

std::vector<sipcore::sdp::LocalStream> redirected(std::vector<sipcore::sdp::LocalStream> streams, const MediaPeer& peer, bool offering)
{
    for (auto& stream : streams) {
        if (stream.kind != sipcore::sdp::Kind::audio)
            continue;
        auto codecs = stream.codecs;
        std::erase_if(codecs, [&](const Codec& codec) { return !payload_at(peer, codec); });
        if (codecs.empty())
            continue;
        for (auto& codec : codecs)
            if (auto payload = payload_at(peer, codec); offering && payload && *payload >= 0)
                codec.payload = static_cast<std::uint8_t>(*payload);
        stream.codecs = std::move(codecs);
        stream.port = peer.address.port();
        if (offering && stream.telephone_event)
            stream.telephone_event = peer.telephone_event;
    }
    return streams;
}

}  // namespace chan_sip
