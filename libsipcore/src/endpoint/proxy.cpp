// SPDX-License-Identifier: GPL-2.0-only
/** @file Outbound proxies as destinations. */
#include "endpoint/proxy.h"

#include "stack/core.h"

namespace sipcore::endpoint {

const config::OutboundProxy* proxy_of(const config::Config& config, const config::Endpoint* endpoint)
{
    if (endpoint && endpoint->outbound_proxy)
        return &*endpoint->outbound_proxy;
    return config.global.outbound_proxy ? &*config.global.outbound_proxy : nullptr;
}

stack::Wanted wanted_of(const config::OutboundProxy& proxy, const config::Config& config)
{
    return {proxy.host, proxy.port, proxy.protocol.value_or(config::Protocol::udp), config.global.srv_lookup};
}

std::optional<Destination> by_proxy(stack::Core& core, const config::Endpoint* endpoint)
{
    auto config = core.config();
    const auto* proxy = proxy_of(*config, endpoint);
    if (!proxy)
        return std::nullopt;
    auto wanted = wanted_of(*proxy, *config);
    Destination to;
    to.set_addresses(core.locator().latest(wanted));
    to.protocol = wanted.protocol;
    to.proxied = proxy->force ? Proxied::always : Proxied::first;
    if (to.protocol == config::Protocol::tls && !IpAddress::parse(proxy->host))
        to.host = proxy->host;
    return to;
}

void look_for_proxies(stack::Core& core, const config::Config& config)
{
    auto look = [&](const std::optional<config::OutboundProxy>& proxy) {
        if (proxy)
            core.locator().latest(wanted_of(*proxy, config));
    };
    look(config.global.outbound_proxy);
    for (const auto& endpoint : config.endpoints)
        look(endpoint.outbound_proxy);
}

}  // namespace sipcore::endpoint
