// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show users` and `sip show user`: what is known of those that are found by their name. Pure. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/endpoint.h"

namespace res_sip {

/** Whether it counts as a user: its name in From is enough. */
bool is_user(const sipcore::EndpointStatus& status);
/** Whether it counts as a peer: it is somewhere, and can be called. */
bool is_peer(const sipcore::EndpointStatus& status);
/** The table of `sip show users`; who is no user is left out. Sorted by name. */
std::string users_text(std::vector<sipcore::EndpointStatus> endpoints);
/** The answer of `sip show user NAME`. */
std::string user_text(const sipcore::EndpointStatus& status);

}  // namespace res_sip
