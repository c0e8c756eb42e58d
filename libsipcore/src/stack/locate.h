// SPDX-License-Identifier: GPL-2.0-only
/** @file Where a host is: asked of the host's resolver when it is a name, and told on a strand. */
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "stack/core.h"

namespace sipcore::stack {

/** A host and how it is reached. */
struct Place {
    std::string host;                                   ///< name or numeric; IPv6 with or without square brackets
    std::uint16_t port = 5060;                          ///< its port
    config::Protocol protocol = config::Protocol::udp;  ///< over what
};

/**
 * Finds out where a host is.
 * @param core    the stack
 * @param place   the host
 * @param strand  where `told` runs
 * @param told    called once, later: the address to which we have a socket, nothing when there is none
 * @threads any
 */
void locate(Core& core, const Place& place, Strand& strand,
            std::move_only_function<void(std::optional<SocketAddress>)> told);

/** The user part of a URI with what may not stand there escaped. @rfc{3261,19.1.2} */
std::string escape_user(std::string_view user);
/** The host of a URI: IPv6 in square brackets. */
std::string uri_host(std::string_view host);

}  // namespace sipcore::stack
