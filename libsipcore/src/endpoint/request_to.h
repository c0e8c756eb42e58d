// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests outside of dialogs to an endpoint or a host: who we say we are, where they go, what proves us. */
#pragma once

#include <string>
#include <vector>

#include "sipcore/endpoint.h"
#include "stack/client.h"
#include "stack/core.h"

namespace sipcore::endpoint {

/** Who we say we are. */
struct Sender {
    std::string name;  ///< display name; empty: none
    std::string user;  ///< user part; empty: the global one. An endpoint's own from_user goes before it
};

/**
 * The beginning of a request to an endpoint, with a Call-ID and a tag of its own.
 * @param core    the stack
 * @param status  the endpoint, which has an address; its `endpoint` may be null: a host
 * @param method  which
 * @param sender  who we say we are
 * @return the request without headers and body of its own
 * @threads any that is registered with PJSIP
 */
stack::OutgoingRequest request_to(stack::Core& core, const EndpointStatus& status, std::string method, const Sender& sender);

/** The user and the host that a request to an endpoint bears as ours: host with the port where that is not the usual one. */
std::string host_towards(stack::Core& core, const EndpointStatus& status);
/** What proves us in realms that it is for: an endpoint's own come before those for all. @param endpoint  may be null @threads any */
std::vector<config::Auth> realm_auths_of(const config::Config& config, const config::Endpoint* endpoint);
/** What proves us to an endpoint, the preferred first. */
std::vector<config::Auth> credentials_for(stack::Core& core, const config::Endpoint* endpoint);
/** A display name in quotes with a blank behind; empty for none. */
std::string display_text(std::string_view name);

}  // namespace sipcore::endpoint
