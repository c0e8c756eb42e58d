// SPDX-License-Identifier: GPL-2.0-only
/** @file System calls on sockets that every kind of transport makes. */
#pragma once

#include <string_view>

#include "sipcore/address.h"
#include "sipcore/result.h"

namespace sipcore::transport {

/** A failure in the system's words, from `errno`. */
Failure system_failure(std::string_view what);
/** Sets an integer option; what a system does not know is no reason to fail. */
void set_option(int descriptor, int level, int name, int value);
/** Sets type of service and 802.1p priority of what a socket sends. */
void set_service(int descriptor, bool v6, int tos, int cos);
/** Where a socket is bound; no address when it is not. */
SocketAddress local_of(int descriptor);
/** What a connecting TCP socket needs: no delay, keep-alives, and an end of waiting for a peer that is gone. */
void set_stream_options(int descriptor);

}  // namespace sipcore::transport
