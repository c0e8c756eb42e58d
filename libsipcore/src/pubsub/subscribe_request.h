// SPDX-License-Identifier: GPL-2.0-only
/** @file A SUBSCRIBE as a value. */
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/result.h"
#include "stack/feature.h"

namespace sipcore::pubsub {

/** What a SUBSCRIBE says. */
struct SubscribeRequest {
    std::string event;                            ///< package, without parameters
    std::string event_id;                         ///< its `id` parameter; empty: none. @rfc{6665,8.2.1}
    std::vector<std::string> accept;              ///< values of Accept headers
    std::optional<std::chrono::seconds> expires;  ///< lifetime asked for
    std::string user_agent;                       ///< User-Agent
    std::string call_id;                          ///< Call-ID
    unsigned cseq = 0;                            ///< CSeq
    std::string from;                             ///< From, name-addr without tag
    std::string from_tag;                         ///< their tag
    std::string from_uri;                         ///< URI of From, without parameters
    std::string to;                               ///< To, name-addr without tag
    std::string to_tag;                           ///< our tag; empty on a first one
    std::string to_uri;                           ///< URI of To, without parameters
    std::string user;                             ///< user part of the Request-URI, as written
    std::string host;                             ///< host of the Request-URI
    std::string contact;                          ///< their Contact's URI
    std::vector<std::string> routes;              ///< Record-Route in the order in which we use them
    SocketAddress source;                         ///< where it came from
    SocketAddress next_hop;                       ///< where our requests go
    config::Protocol protocol = config::Protocol::udp;  ///< over what
};

/**
 * Reads a SUBSCRIBE.
 * @return the request; Error{416} when its URI is none of ours, Error{400} without Contact
 */
Result<SubscribeRequest> read_subscribe(const stack::IncomingRequest& request);

}  // namespace sipcore::pubsub
