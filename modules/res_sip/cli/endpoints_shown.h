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
/** The endpoint of a name, which is looked up in a database when it is not known. @threads one that may wait and holds nothing */
std::optional<sipcore::EndpointStatus> fetch_endpoint(const std::string& name);
/** What a database has of the endpoints. @threads any that holds nothing */
OfDatabase of_database();

/** The same, as its row is now where rows are not kept in memory. @threads one that may wait and holds nothing */
std::optional<sipcore::EndpointStatus> read_endpoint(const std::string& name);
/** Whether a database has the endpoint of a name; nothing when there is no database. @threads any that holds nothing */
std::optional<bool> has_row(const std::string& name);

}  // namespace res_sip
