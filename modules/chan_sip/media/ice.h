// SPDX-License-Identifier: GPL-2.0-only
/** @file ICE of one stream: our candidates told, theirs taken. @rfc{8445,2} @option{icesupport} */
#pragma once

#include "pbx/asterisk.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** Whether the stream has candidates of its own, without which there is no ICE: rtp.conf may forbid it, and a machine that
 *  has nothing but a loopback has none. @threads who may touch the instance */
bool has_candidates(ast_rtp_instance* rtp);

/** Turns ICE off: the stream then sends to where the description says. @threads who may touch the instance */
void stop_ice(ast_rtp_instance* rtp);

/**
 * Adds our user, password and candidates to what our description says.
 * @param one_port  whether RTCP has no port of its own, and so no candidates
 * @threads who may touch the instance
 * @rfc{8839,5}
 */
void describe_ice(ast_rtp_instance* rtp, sipcore::sdp::MediaTransport& ours, bool one_port);

/** Who decides which pair of candidates is used. @rfc{8445,6.1.1} */
enum class IceRole : std::uint8_t { controlling, controlled };

/**
 * Takes the other side's user, password and candidates, and begins to look for a way.
 * @param one_port  whether RTCP has no port of its own
 * @threads who may touch the instance
 */
void start_ice(ast_rtp_instance* rtp, const sipcore::sdp::MediaTransport& theirs, IceRole role, bool one_port);

}  // namespace chan_sip
