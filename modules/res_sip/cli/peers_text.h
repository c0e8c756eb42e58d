// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show peers`, in the columns that scripts cut out. Pure. */
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sipcore/endpoint.h"

namespace res_sip {

/** What a database has of the endpoints. */
struct OfDatabase {
    bool is_configured = false;   ///< whether there is one, which gives the last column its heading
    std::set<std::string> names;  ///< which of them are of it
};

/** The whole answer: heading, a row for each endpoint that has an address of record, and the counts. */
std::string peers_text(std::vector<sipcore::EndpointStatus> endpoints, const OfDatabase& database = {});
/** The word for how an endpoint answers: `OK (1 ms)`. */
std::string status_text(const sipcore::EndpointStatus& status);

}  // namespace res_sip
