// SPDX-License-Identifier: GPL-2.0-only
/** @file Columns and counts of `sip show peers`. */
#include "cli/peers_text.h"

#include <algorithm>
#include <format>
#include <string_view>

#include "cli/columns.h"
#include "cli/words.h"

namespace res_sip {

namespace {

using sipcore::Reachability;

/** A row, with columns as wide as the heading's. */
std::string row(std::string_view name, std::string_view host, std::string_view dynamic, std::string_view rport,
                std::string_view comedia, std::string_view acl, std::string_view port, std::string_view status,
                std::string_view description, std::string_view realtime)
{
    return std::format("{} {} {} {} {} {} {} {} {} {}\n", cell(name, 25), cell(host, 39), cell(dynamic, 3), cell(rport, 10), cell(comedia, 10),
                       cell(acl, 3), open_cell(port, 8), open_cell(status, 11), cell(description, 32), realtime);
}

/** Endpoints that were counted. */
struct Counts {
    int monitored_online = 0;     ///< asked, and answering
    int monitored_offline = 0;    ///< asked, and silent
    int unmonitored_online = 0;   ///< not asked, somewhere
    int unmonitored_offline = 0;  ///< not asked, nowhere

    /** Counts one. */
    void add(const sipcore::EndpointStatus& status)
    {
        switch (status.reachability) {
        case Reachability::reachable:
        case Reachability::lagged: ++monitored_online; break;
        case Reachability::unknown:
        case Reachability::unreachable: ++monitored_offline; break;
        case Reachability::unmonitored: ++(address_shown(status).port() ? unmonitored_online : unmonitored_offline); break;
        }
    }
};

}  // namespace

std::string status_text(const sipcore::EndpointStatus& status)
{
    switch (status.reachability) {
    case Reachability::unmonitored: return "Unmonitored";
    case Reachability::unknown: return "UNKNOWN";
    case Reachability::reachable: return std::format("OK ({} ms)", status.round_trip.count());
    case Reachability::lagged: return std::format("LAGGED ({} ms)", status.round_trip.count());
    case Reachability::unreachable: return "UNREACHABLE";
    }
    return "UNKNOWN";
}

std::string peers_text(std::vector<sipcore::EndpointStatus> endpoints, const OfDatabase& database)
{
    std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
    auto text = row("Name/username", "Host", "Dyn", "Forcerport", "Comedia", "ACL", "Port", "Status", "Description", database.is_configured ? "Realtime" : "");
    Counts counts;
    int rows = 0;
    for (const auto& status : endpoints) {
        if (!status.aor)
            continue;
        const auto& endpoint = *status.endpoint;
        auto user = username_shown(status);
        auto address = address_shown(status);
        bool nat = behind_nat(status);
        text += row(endpoint.name + (user.empty() ? "" : "/" + user), address ? address.ip().text() : "(Unspecified)",
                    status.aor->max_contacts ? " D " : "   ", nat_word(endpoint.force_rport, nat), nat_word(endpoint.rtp_symmetric, nat),
                    endpoint.acl.empty() ? "   " : " A ", std::to_string(address.port()), status_text(status),
                    endpoint.description, database.names.contains(endpoint.name) ? "Cached RT" : "");
        counts.add(status);
        ++rows;
    }
    return text + std::format("{} sip peers [Monitored: {} online, {} offline Unmonitored: {} online, {} offline]\n", rows,
                              counts.monitored_online, counts.monitored_offline, counts.unmonitored_online, counts.unmonitored_offline);
}

}  // namespace res_sip
