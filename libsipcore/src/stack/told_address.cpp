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

}  // namespace

SocketAddress told_address(const config::Transport& transport, const SocketAddress& bound, const IpAddress& source,
                           const IpAddress& peer)
{
    const auto& external = transport.external_signaling_address;
    if (external && !transport.local_net.empty() && !peer.is_v6() && !is_local(transport, peer))
        return {external->ip(), external->port() ? external->port() : bound.port()};
    if (!bound.ip().is_unspecified())
        return bound;
    return {source, bound.port()};
}

}  // namespace sipcore::stack
