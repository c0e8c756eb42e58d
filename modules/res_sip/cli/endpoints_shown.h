// SPDX-License-Identifier: GPL-2.0-only
/** @file The endpoints as they are now, for console and manager alike. */
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/peers_text.h"
#include "sipcore/endpoint.h"

namespace res_sip {

/** All endpoints; none before the stack runs. @threads any */
std::vector<sipcore::EndpointStatus> all_endpoints();
/** The endpoint of a name. @threads any */
std::optional<sipcore::EndpointStatus> find_endpoint(const std::string& name);
/** What a database has of the endpoints. @threads any that holds nothing */
OfDatabase of_database();

}  // namespace res_sip
