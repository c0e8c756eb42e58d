// SPDX-License-Identifier: GPL-2.0-only
/** @file Codecs that a dialplan wishes for a call. Pure but for its log lines. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/sdp.h"

namespace chan_sip {

/**
 * Restricts codecs to those that are wished, in the wish's order. A kind of which none is wished keeps all of its own.
 * @param codecs  those that could be used
 * @param wished  names as in `allow`
 * @return of each kind those of them that can be used, or all that there are
 * @threads any
 */
std::vector<sipcore::sdp::Codec> wished_codecs(const std::vector<sipcore::sdp::Codec>& codecs,
                                               const std::vector<std::string>& wished);

}  // namespace chan_sip
