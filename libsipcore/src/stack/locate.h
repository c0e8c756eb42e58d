// SPDX-License-Identifier: GPL-2.0-only
/** @file Where a host is: asked of the host's resolver when it is a name, and told on a strand. */
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "stack/core.h"
#include "stack/locator.h"

namespace sipcore::stack {

/** Told where a host is: the addresses to which we have a socket, in the order in which they are to be tried; none when there is none. */
using Located = std::move_only_function<void(const std::vector<SocketAddress>&)>;

/**
 * Finds out where a host is.
 * @param core    the stack
 * @param wanted  the host, and whether SRV records may be asked for
 * @param strand  where `told` runs
 * @param told    called once, later
 * @threads any
 */
void locate(Core& core, const Wanted& wanted, Strand& strand, Located told);

/** The user part of a URI with what may not stand there escaped. @rfc{3261,19.1.2} */
std::string escape_user(std::string_view user);
/** A URI of ours beside another's: `sips:` where that is, otherwise as it is. @rfc{3261,8.1.1.8} @rfc{3261,12.1.1} */
std::string as_secure_as(std::string uri, std::string_view other);
/** The host of a URI: IPv6 in square brackets. */
std::string uri_host(std::string_view host);

}  // namespace sipcore::stack
