// SPDX-License-Identifier: GPL-2.0-only
/** @file Destinations of endpoints. */
#include "stack/destination.h"

#include "stack/core.h"

namespace sipcore::stack {

Destination destination_of(Core& core, const EndpointStatus& status)
{
    Destination to{status.address, status.protocol()};
    if (status.binding && status.binding->flow && core.is_connected(status.binding->flow, to.protocol))
        to.address = status.binding->flow;
    if (to.protocol == config::Protocol::tls && !status.binding && !status.host.empty()) {
        to.host = status.host;
        core.pin(to.host, to.address);
    }
    return to;
}

}  // namespace sipcore::stack
