// SPDX-License-Identifier: GPL-2.0-only
/** @file `sip show users` and `sip show user`: what is known of those that are found by their name. Pure. */
#pragma once

#include <string>
#include <vector>

#include "cli/page.h"
#include "sipcore/endpoint.h"

namespace res_sip {

/** Whether it counts as a user: its name in From is enough. */
bool is_user(const sipcore::EndpointStatus& status);
/** Whether it counts as a peer: it is somewhere, and can be called. */
bool is_peer(const sipcore::EndpointStatus& status);
/** One line of `sip show users`. */
struct UserRow {
    std::string name;          ///< its name
    std::string secret;        ///< what it proves
    std::string accountcode;   ///< its account
    std::string context;       ///< where its calls go
    bool acl = false;          ///< whether it has an access list
    bool force_rport = false;  ///< whether it is answered where its messages come from
};

/** The rows of `sip show users`; who is no user is left out. Sorted by name. */
std::vector<UserRow> user_rows(std::vector<sipcore::EndpointStatus> endpoints);
/** The table of them. */
std::string users_text(const std::vector<UserRow>& users);
/** All that is known of a user. */
Page user_page(const sipcore::EndpointStatus& status);
/** The answer of `sip show user NAME`. */
std::string user_text(const sipcore::EndpointStatus& status);

}  // namespace res_sip
