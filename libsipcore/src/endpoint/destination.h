// SPDX-License-Identifier: GPL-2.0-only
/** @file Where messages to an endpoint go, and what carries them. */
#pragma once

#include <string>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"

namespace sipcore::stack {
class Core;
}

namespace sipcore::endpoint {

/** Somewhere that messages can go. */
struct Destination {
    SocketAddress address;                              ///< where to; none: nowhere
    config::Protocol protocol = config::Protocol::udp;  ///< over what
    std::string host;                                   ///< the name that a certificate must be for; empty: the address
};

/**
 * Where an endpoint is reached now: over the connection by which it registered as long as that is open, otherwise at the
 * address of its binding or its fixed contact.
 * @threads any @rfc{5626,5.3}
 */
Destination destination_of(stack::Core& core, const EndpointStatus& status);

}  // namespace sipcore::endpoint
