// SPDX-License-Identifier: GPL-2.0-only
/** @file Whether an endpoint is where a request came from. Pure. */
#pragma once

#include <string_view>

#include "sipcore/endpoint.h"

namespace sipcore::endpoint {

/**
 * How well an endpoint fits the source of a request.
 *
 * The port counts, unless `any_port` says otherwise for UDP; connections come from ports of their own, so over TCP and TLS
 * it does not count for endpoints with a fixed host and for those that are not treated as behind NAT, and over WebSockets
 * for those with a fixed host. One whose `callback_extension` is called goes before all others.
 *
 * @param status    the endpoint
 * @param source    where the request came from
 * @param protocol  what it came over
 * @param called    user of its Request-URI
 * @return 0 when it is not from there; otherwise the more, the better
 * @threads any
 * @option{insecure} @option{callbackextension}
 */
int fit_of(const EndpointStatus& status, const SocketAddress& source, config::Protocol protocol, std::string_view called);

/** Whether there is a transport over which the port that an endpoint's requests come from does not count. @threads any */
bool port_may_differ(const EndpointStatus& status);

}  // namespace sipcore::endpoint
