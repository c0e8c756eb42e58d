// SPDX-License-Identifier: GPL-2.0-only
/** @file Where messages to an endpoint go, and what carries them. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"

namespace sipcore::stack {
class Core;
}

namespace sipcore::endpoint {

/** Which requests of a dialog go by an outbound proxy. */
enum class Proxied : unsigned char {
    no,      ///< none: there is no proxy
    first,   ///< the first, until it is answered
    always,  ///< all
};

/** Somewhere that messages can go. */
struct Destination {
    SocketAddress address;                              ///< where to; none: nowhere
    config::Protocol protocol = config::Protocol::udp;  ///< over what
    std::string host;                                   ///< the name that a certificate must be for; empty: the address
    std::vector<SocketAddress> others{};                ///< where else to, in order, when that fails. @rfc{3263,4.3}
    Proxied proxied = Proxied::no;                      ///< whether it is an outbound proxy's

    /** Takes the first as where to, the rest as others; none: nowhere. */
    void set_addresses(std::vector<SocketAddress> addresses);
};

/**
 * Where an endpoint is reached now: by its outbound proxy, but for browsers, who have nothing but their connection; otherwise
 * over the connection by which it registered as long as that is open; otherwise where its Path begins, or at the address of its binding
 * or its fixed contact.
 * @return a destination without an address where a proxy or the beginning of a Path is a name that nobody knows (yet)
 * @threads any; does not block @rfc{5626,5.3} @rfc{3327,5.1} @option{outboundproxy}
 */
Destination destination_of(stack::Core& core, const EndpointStatus& status);

}  // namespace sipcore::endpoint
