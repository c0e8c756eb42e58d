// SPDX-License-Identifier: GPL-2.0-only
/** @file What manager actions tell of an endpoint, field by field in the old driver's order. Pure. */
#pragma once

#include <string>

#include "cli/peer_text.h"
#include "sipcore/endpoint.h"

namespace res_sip {

/** One `PeerEntry` of SIPpeers, with the empty line that ends it. @param action_id of the action; empty: none was given
 *  @param of_database whether a database has it */
std::string peer_entry(const sipcore::EndpointStatus& status, const std::string& action_id, bool of_database = false);
/** One `PeerStatus` of SIPpeerstatus, with the empty line that ends it. @param action_id of the action; empty: none was given */
std::string status_entry(const sipcore::EndpointStatus& status, const std::string& action_id);
/** The answer of SIPshowpeer, with the empty line that ends it. @param action_id of the action; empty: none was given */
std::string peer_block(const PeerView& view, const std::string& action_id);

}  // namespace res_sip
