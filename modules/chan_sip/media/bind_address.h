// SPDX-License-Identifier: GPL-2.0-only
/** @file Which address of ours the sockets of a call's media are bound to. */
#pragma once

#include <optional>

#include "sipcore/address.h"

namespace chan_sip {

/** What that depends on. */
struct BindWish {
    std::optional<sipcore::IpAddress> wished;  ///< as configured. @option{rtpbindaddr}
    sipcore::IpAddress local;                  ///< ours towards the other side, as it is told
    sipcore::SocketAddress remote;             ///< the other side's
    bool ice = false;                          ///< whether the way is found by ICE
};

/**
 * Where media sockets are bound: as configured, otherwise to our address towards the other side; when what it is told is a
 * NAT's, to the one behind. A socket is not bound to any address where that can be helped: for one, the RTP engine asks the
 * name service for our address, with every call. It is for ICE with somebody on this machine, such as a browser: candidates are
 * those of the network, never a loopback's.
 * @threads any; asks the system, without waiting
 */
sipcore::IpAddress media_bind(const BindWish& wish);

}  // namespace chan_sip
