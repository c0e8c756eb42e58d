// SPDX-License-Identifier: GPL-2.0-only
/** @file One stream of several: what we bring of a kind, and what was agreed on of it. */
#pragma once

#include <vector>

#include "media/rtp_stream.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** What was agreed on of a kind; null when nothing was. @threads any */
const sipcore::sdp::Agreed* of_kind(const std::vector<sipcore::sdp::Agreed>& agreed, sipcore::sdp::Kind kind);

/**
 * What we bring of a kind.
 * @param codecs     of all kinds
 * @param rtp        whose port it is; 0 where it has no instance yet
 * @param direction  what we want
 * @threads any
 */
sipcore::sdp::LocalStream stream_of(sipcore::sdp::Kind kind, const std::vector<sipcore::sdp::Codec>& codecs,
                                    const RtpStream& rtp, sipcore::sdp::Direction direction);

/** Whether the other side takes RTCP's wish for a whole picture: as `a=rtcp-fb` says it, or as VP8 has it. @param agreed what
 *  was agreed on of it; null: nothing @threads any @rfc{5104,7.1} */
bool takes_picture_requests(const sipcore::sdp::Stream& stream, const sipcore::sdp::Agreed* agreed);

}  // namespace chan_sip
