// SPDX-License-Identifier: GPL-2.0-only
/** @file Which address of ours a peer is told: in Via, Contact, From and session descriptions. Pure. */
#pragma once

#include <optional>

#include "sipcore/address.h"
#include "sipcore/config/model.h"

namespace sipcore::stack {

/**
 * The address that peers reach us at.
 *
 * The external one is told to IPv4 peers outside of all local networks, when there is one and any local network is
 * configured; otherwise the bound one, and for a socket that is bound to any address the one that packets to the peer leave from.
 *
 * @param transport  what the socket is configured as
 * @param external   the address from outside, with its port or 0; nothing: there is none, or nobody knows it yet
 * @param bound      where it is bound
 * @param source     our address of packets to the peer
 * @param peer       who is told
 * @return the address, with the port that is told beside it
 * @threads any
 * @option{externaddr} @option{localnet}
 */
SocketAddress told_address(const config::Transport& transport, const std::optional<SocketAddress>& external, const SocketAddress& bound,
                           const IpAddress& source, const IpAddress& peer);

}  // namespace sipcore::stack
