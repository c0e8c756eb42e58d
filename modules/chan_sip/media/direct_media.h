// SPDX-License-Identifier: GPL-2.0-only
/** @file Whether media goes round us: what a bridge's wish comes to, and what is said of it in offers and answers. Pure. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** Where media of a call is to go instead of to us: to the other side of the bridge. */
struct MediaPeer {
    sipcore::SocketAddress address;             ///< where it listens
    /** What it understands: tags of formats, and the payload types under which it wants them; -1: as we have it. */
    std::vector<std::pair<std::string, int>> formats;
    std::optional<std::uint8_t> telephone_event;  ///< the payload type under which it wants telephone events

    /** Equal in all. */
    bool operator==(const MediaPeer&) const = default;
};

/** The call whose media a bridge wants elsewhere, or back. */
struct DirectMediaSituation {
    bool away = false;          ///< elsewhere; otherwise back
    bool nat_active = false;    ///< the bridge says that a NAT is between
    bool nat_forbids = false;   ///< `directmedia=nonat`
    bool bridged = false;       ///< it is in a bridge
    bool from_the_start = false;  ///< `directrtpsetup`
    bool answered = false;      ///< it is up
    bool undescribed = false;   ///< nothing was described to the other side yet
    bool withheld = false;      ///< `directmedia=outgoing` on an incoming call whose first time this is
};

/** What such a wish comes to. */
enum class DirectMedia : std::uint8_t {
    ignore,    ///< nothing changes
    withhold,  ///< nothing changes this time
    note,      ///< it is said in the next description
    offer,     ///< it is offered at once
};

/** Decides that. @threads any @option{directmedia} @option{directrtpsetup} */
DirectMedia decide_direct_media(const DirectMediaSituation& situation);

/**
 * Streams as they are described while media goes to a peer: its port, of our codecs those that it understands, under its payload
 * types. The address is the description's.
 * @param streams  ours
 * @param peer     where media goes
 * @param offering whether the payload types are ours to choose: those of an answer are the offer's
 * @return the streams; as they were where the peer understands none of an audio stream's codecs
 * @threads any
 */
std::vector<sipcore::sdp::LocalStream> redirected(std::vector<sipcore::sdp::LocalStream> streams, const MediaPeer& peer, bool offering);

}  // namespace chan_sip
