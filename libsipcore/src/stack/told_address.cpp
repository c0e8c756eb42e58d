// SPDX-License-Identifier: GPL-2.0-only
/** @file Our address from outside and from inside. */
#include "stack/told_address.h"

#include <algorithm>

namespace sipcore::stack {

namespace {

/** Whether an address is in one of the local networks. */
bool is_local(const config::Transport& transport, const IpAddress& ip)
{
    return std::ranges::any_of(transport.local_net, [&](const Network& network) { return network.contains(ip); });
}

/** The port that is told beside the external address. */
std::uint16_t told_port(const config::Transport& transport, const SocketAddress& external, const SocketAddress& bound)
{
    if (transport.external_signaling_port)
        return transport.external_signaling_port;
    auto port = external.port();
    return port ? port : bound.port();
}

}  // namespace

SocketAddress told_address(const config::Transport& transport, const std::optional<SocketAddress>& external, const SocketAddress& bound,
                           const IpAddress& source, const IpAddress& peer)
{
    bool counts = !transport.match_external_locally || is_local(transport, source);
    if (external && counts && !transport.local_net.empty() && !peer.is_v6() && !is_local(transport, peer))
        return {external->ip(), told_port(transport, *external, bound)};
    if (!bound.ip().is_unspecified())
        return bound;
    return {source, bound.port()};
}

}  // namespace sipcore::stack
