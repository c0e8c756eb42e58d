// SPDX-License-Identifier: GPL-2.0-only
/** @file Destinations of endpoints. */
#include "endpoint/destination.h"

#include "endpoint/contact.h"
#include "stack/core.h"

namespace sipcore::endpoint {

namespace {

/** The name in an endpoint's fixed contact; empty when it is an address, or there is none. */
std::string name_of(const EndpointStatus& status)
{
    if (!status.aor || (status.aor->contact.empty() && status.aor->default_contact.empty()))
        return {};
    auto contact = parse_contact(status.aor->contact.empty() ? status.aor->default_contact : status.aor->contact.front());
    return contact && !IpAddress::parse(contact->host) ? contact->host : std::string{};
}

}  // namespace

Destination destination_of(stack::Core& core, const EndpointStatus& status)
{
    Destination to{status.address, status.protocol(), {}};
    if (status.binding && status.binding->flow && core.is_connected(status.binding->flow, to.protocol))
        to.address = status.binding->flow;
    if (status.binding && status.binding->next_hop)
        to.address = status.binding->next_hop;
    if (to.protocol == config::Protocol::tls && !status.binding)
        to.host = name_of(status);
    if (!to.host.empty())
        core.pin(to.host, to.address);
    return to;
}

}  // namespace sipcore::endpoint
