// SPDX-License-Identifier: GPL-2.0-only
/** @file One candidate of ICE, as a line says it. */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sipcore/sdp_transport.h"

namespace sipcore::sdp {

/** Reads the value of `candidate`; nothing when it has no proper shape, is not UDP or has a name for an address.
 *  @rfc{8839,5.1} */
std::optional<Candidate> read_candidate(std::string_view value);

/** Writes the value of `candidate`. @rfc{8839,5.1} */
std::string candidate_text(const Candidate& candidate);

}  // namespace sipcore::sdp
