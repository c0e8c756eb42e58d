// SPDX-License-Identifier: GPL-2.0-only
/** @file The passes in which sources are compared. */
#include "endpoint/source_match.h"

#include <algorithm>

#include "sipcore/letter_case.h"

namespace sipcore::endpoint {

namespace {

/** Whether the port of a source does not count. */
bool any_port(const EndpointStatus& status, config::Protocol protocol)
{
    bool fixed = !status.aor || status.aor->max_contacts == 0;
    switch (protocol) {
    case config::Protocol::udp: return status.endpoint->identify_by.any_port;
    case config::Protocol::tcp:
    case config::Protocol::tls: return fixed || status.endpoint->force_rport != config::NatMode::on;
    case config::Protocol::ws:
    case config::Protocol::wss: return fixed;
    }
    return false;
}

}  // namespace

int fit_of(const EndpointStatus& status, const SocketAddress& source, config::Protocol protocol, std::string_view called)
{
    const auto& endpoint = *status.endpoint;
    const auto& may = endpoint.transports;
    if (!endpoint.identify_by.by_address || !status.address || status.address.ip() != source.ip() ||
        std::ranges::find(may, protocol) == may.end())
        return 0;
    bool exact = status.address.port() == source.port();
    if (!exact && !any_port(status, protocol))
        return 0;
    bool called_back = !endpoint.callback_extension.empty() && same_name(endpoint.callback_extension, called);
    return (called_back ? 2 : 0) + (exact ? 2 : 1);
}

bool port_may_differ(const EndpointStatus& status)
{
    return std::ranges::any_of(status.endpoint->transports, [&](auto protocol) { return any_port(status, protocol); });
}

}  // namespace sipcore::endpoint
