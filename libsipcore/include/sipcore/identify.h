// SPDX-License-Identifier: GPL-2.0-only
/** @file Whose a request would be, asked before it comes. */
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sipcore/endpoint.h"
#include "sipcore/export.h"

namespace sipcore {

class Stack;

/** A request that nobody sent. */
struct SupposedRequest {
    SocketAddress source;                               ///< where it would come from
    config::Protocol protocol = config::Protocol::udp;  ///< what it would come over
    std::string user;                                   ///< user of its From; empty: none is given
    std::string called;                                 ///< user of its Request-URI
};

/** Whose it would be. */
struct Identification {
    /** How the endpoint was found. */
    enum class By : std::uint8_t { nothing, user, address };
    By by = By::nothing;                      ///< how
    std::optional<EndpointStatus> endpoint;   ///< whose it is; nothing: a guest's, if guests are taken
    std::vector<EndpointStatus> others;       ///< who is at the same address and does not fit so well, or not at all
};

/**
 * Identifies a request other than REGISTER and SUBSCRIBE as it would be when it came: by the user of its From, then by its
 * source.
 * @threads any; looks at all endpoints
 */
SIPCORE_API Identification identify(Stack& stack, const SupposedRequest& request);

}  // namespace sipcore
