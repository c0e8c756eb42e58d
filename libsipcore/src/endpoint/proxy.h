// SPDX-License-Identifier: GPL-2.0-only
/** @file Where requests go before they go anywhere else: outbound proxies of endpoints, and the global one. @option{outboundproxy} */
#pragma once

#include <optional>

#include "endpoint/destination.h"
#include "sipcore/config/model.h"
#include "stack/locator.h"

namespace sipcore::endpoint {

/** The proxy that counts for an endpoint: its own before the global one. @param endpoint null: somebody who is none
 *  @return null without one; lives as long as both @threads any */
const config::OutboundProxy* proxy_of(const config::Config& config, const config::Endpoint* endpoint);

/** What is looked for to find a proxy: over UDP where it names no transport, by SRV records where it has no port.
 *  @rfc{3263,4.2} @threads any */
stack::Wanted wanted_of(const config::OutboundProxy& proxy, const config::Config& config);

/**
 * Where requests to an endpoint go that has a proxy.
 * @param endpoint  null: somebody who is none
 * @return nothing without a proxy; a destination without an address when nobody knows yet where the proxy is
 * @threads any; does not block: the addresses are the latest that are known
 */
std::optional<Destination> by_proxy(stack::Core& core, const config::Endpoint* endpoint);

/** Begins to look for all proxies of a configuration, so that the first request finds them known. @threads any */
void look_for_proxies(stack::Core& core, const config::Config& config);

}  // namespace sipcore::endpoint
