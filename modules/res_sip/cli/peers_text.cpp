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

/** How an endpoint answers, with the time that it took. */
std::string status_words(Reachability reachability, std::chrono::milliseconds round_trip)
{
    bool answers = reachability == Reachability::reachable || reachability == Reachability::lagged;
    return answers ? std::format("{} ({} ms)", reachability_shown(reachability), round_trip.count()) : std::string{reachability_shown(reachability)};
}

/** The row of a peer. */
PeerRow row_of(const sipcore::EndpointStatus& status, const OfDatabase& database)
{
    const auto& endpoint = *status.endpoint;
    bool nat = behind_nat(status);
    return {
        .name = endpoint.name,
        .user = username_shown(status),
        .address = address_shown(status),
        .dynamic = status.aor->max_contacts != 0,
        .force_rport = nat_word(endpoint.force_rport, nat),
        .comedia = nat_word(endpoint.rtp_symmetric, nat),
        .acl = !endpoint.acl.empty(),
        .description = endpoint.description,
        .of_database = database.names.contains(endpoint.name),
        .reachability = status.reachability,
        .round_trip = status.round_trip,
    };
}

}  // namespace

std::string_view reachability_shown(sipcore::Reachability reachability)
{
    switch (reachability) {
    case Reachability::unmonitored: return "Unmonitored";
    case Reachability::unknown: return "UNKNOWN";
    case Reachability::reachable: return "OK";
    case Reachability::lagged: return "LAGGED";
    case Reachability::unreachable: return "UNREACHABLE";
    }
    return "UNKNOWN";
}

std::string status_text(const sipcore::EndpointStatus& status)
{
    return status_words(status.reachability, status.round_trip);
}

std::vector<PeerRow> peer_rows(std::vector<sipcore::EndpointStatus> endpoints, const OfDatabase& database)
{
    std::erase_if(endpoints, [](const auto& status) { return !status.aor; });
    std::ranges::sort(endpoints, {}, [](const auto& status) { return status.endpoint->name; });
    std::vector<PeerRow> rows;
    for (const auto& status : endpoints)
        rows.push_back(row_of(status, database));
    return rows;
}

PeerCounts count_peers(const std::vector<PeerRow>& peers)
{
    PeerCounts counts;
    for (const auto& peer : peers) {
        switch (peer.reachability) {
        case Reachability::reachable:
        case Reachability::lagged: ++counts.monitored_online; break;
        case Reachability::unknown:
        case Reachability::unreachable: ++counts.monitored_offline; break;
        case Reachability::unmonitored: ++(peer.address.port() ? counts.unmonitored_online : counts.unmonitored_offline); break;
        }
    }
    return counts;
}

std::string peers_text(const std::vector<PeerRow>& peers, bool with_database)
{
    auto text = row("Name/username", "Host", "Dyn", "Forcerport", "Comedia", "ACL", "Port", "Status", "Description", with_database ? "Realtime" : "");
    for (const auto& peer : peers)
        text += row(peer.name + (peer.user.empty() ? "" : "/" + peer.user), peer.address ? peer.address.ip().text() : "(Unspecified)",
                    peer.dynamic ? " D " : "   ", peer.force_rport, peer.comedia, peer.acl ? " A " : "   ", std::to_string(peer.address.port()),
                    status_words(peer.reachability, peer.round_trip), peer.description, peer.of_database ? "Cached RT" : "");
    auto counts = count_peers(peers);
    return text + std::format("{} sip peers [Monitored: {} online, {} offline Unmonitored: {} online, {} offline]\n", peers.size(),
                              counts.monitored_online, counts.monitored_offline, counts.unmonitored_online, counts.unmonitored_offline);
}

}  // namespace res_sip
