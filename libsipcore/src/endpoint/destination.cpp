// SPDX-License-Identifier: GPL-2.0-only
/** @file Destinations of endpoints. */
#include "endpoint/destination.h"

#include "endpoint/contact.h"
#include "endpoint/proxy.h"
#include "stack/core.h"
#include "stack/locator.h"

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

/** The addresses at which a Path begins: its first URI's. */
Destination head_of_path(stack::Core& core, const Binding& binding, config::Protocol usual)
{
    std::string_view uri{binding.path.front()};
    if (auto open = uri.find('<'); open != std::string_view::npos)
        uri = uri.substr(open + 1, uri.find('>', open) - open - 1);
    Destination to;
    to.protocol = protocol_of_contact(uri).value_or(usual);
    auto place = parse_contact(uri);
    if (!place)
        return to;
    auto numeric = IpAddress::parse(place->host).has_value();
    to.set_addresses(core.locator().latest({place->host, place->port, to.protocol, core.config()->global.srv_lookup}));
    if (to.protocol == config::Protocol::tls && !numeric)
        to.host = place->host;
    return to;
}

/** Where it is without a proxy. */
Destination own_destination(stack::Core& core, const EndpointStatus& status)
{
    Destination to{status.address, status.protocol(), {}};
    bool connected = status.binding && status.binding->flow && core.is_connected(status.binding->flow, to.protocol);
    if (connected)
        to.address = status.binding->flow;
    if (status.binding && status.binding->next_hop) {
        to.address = status.binding->next_hop;
    } else if (status.binding && !status.binding->path.empty() && !connected) {
        auto head = head_of_path(core, *status.binding, to.protocol);
        if (head.address)
            return head;  // as long as its name is not known: where the REGISTER came from, which is mostly there
    }
    if (to.protocol == config::Protocol::tls && !status.binding)
        to.host = name_of(status);
    return to;
}

/** Whether an endpoint has nothing but the connection that it opened. @rfc{7118,5} */
bool is_browser(const EndpointStatus& status)
{
    auto protocol = status.protocol();
    return protocol == config::Protocol::ws || protocol == config::Protocol::wss;
}

}  // namespace

void Destination::set_addresses(std::vector<SocketAddress> addresses)
{
    address = addresses.empty() ? SocketAddress{} : addresses.front();
    others.clear();
    if (addresses.size() > 1)
        others.assign(addresses.begin() + 1, addresses.end());
}

Destination destination_of(stack::Core& core, const EndpointStatus& status)
{
    auto proxy = is_browser(status) ? std::nullopt : by_proxy(core, status.endpoint.get());
    auto to = proxy ? std::move(*proxy) : own_destination(core, status);
    if (!to.host.empty() && to.address)
        core.pin(to.host, to.address);
    return to;
}

}  // namespace sipcore::endpoint
