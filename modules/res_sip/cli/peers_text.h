// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of `sip show peers`, in the columns that scripts cut out. Pure. */
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/endpoint.h"

namespace res_sip {

/** What a database has of the endpoints. */
struct OfDatabase {
    bool is_configured = false;   ///< whether there is one
    std::set<std::string> names;  ///< which of them are of it
};

/** One line of `sip show peers`. */
struct PeerRow {
    std::string name;                ///< its name
    std::string user;                ///< what it is asked for; may be empty
    sipcore::SocketAddress address;  ///< where it is, as far as that is shown
    bool dynamic = false;            ///< whether it registers
    std::string_view force_rport;    ///< `Yes`, `No` or `Auto (…)`
    std::string_view comedia;        ///< the same for media
    bool acl = false;                ///< whether it has an access list
    std::string description;         ///< in its administrator's words
    bool of_database = false;        ///< whether a database has it
    sipcore::Reachability reachability = sipcore::Reachability::unmonitored;  ///< how it answers
    std::chrono::milliseconds round_trip{0};                                  ///< how fast
};

/** Peers that were counted. */
struct PeerCounts {
    int monitored_online = 0;     ///< asked, and answering
    int monitored_offline = 0;    ///< asked, and silent
    int unmonitored_online = 0;   ///< not asked, somewhere
    int unmonitored_offline = 0;  ///< not asked, nowhere
};

/** A row for each endpoint that has an address of record, sorted by name. */
std::vector<PeerRow> peer_rows(std::vector<sipcore::EndpointStatus> endpoints, const OfDatabase& database = {});
/** How many of them are there. */
PeerCounts count_peers(const std::vector<PeerRow>& peers);
/** The whole answer: heading, rows, and the counts. @param with_database whether there is one, which gives the last column its heading */
std::string peers_text(const std::vector<PeerRow>& peers, bool with_database = false);
/** The word for how an endpoint answers: `UNREACHABLE`. */
std::string_view reachability_shown(sipcore::Reachability reachability);
/** The word for how an endpoint answers: `OK (1 ms)`. */
std::string status_text(const sipcore::EndpointStatus& status);

}  // namespace res_sip
