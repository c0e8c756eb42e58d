// SPDX-License-Identifier: GPL-2.0-only
/** @file What the stack knows about the message that the calling thread works on: found out once, used by all modules that
 *  PJSIP hands the message to. */
#pragma once

#include <optional>
#include <string>

#include "sipcore/address.h"
#include "sipcore/endpoint.h"
#include "stack/strand.h"

namespace sipcore::stack {

/** One message on its way through the stack. Stands on the stack of the thread that works on it. */
class Reception {
public:
    /** From here on this is the calling thread's reception. */
    Reception();
    Reception(const Reception&) = delete;             ///< a thread has one
    Reception& operator=(const Reception&) = delete;  ///< a thread has one
    /** Leaves the strand, which runs what the message brought about. */
    ~Reception();
    /** The calling thread's, null outside of the reception of a message. */
    static Reception* current();

    SocketAddress source;                    ///< where the message came from
    IpAddress local_address;                 ///< our address that it was sent to
    config::Protocol protocol = config::Protocol::udp;  ///< what carried it
    std::optional<EndpointStatus> endpoint;  ///< who sent it, once that is proved
    std::optional<std::string> sdp;          ///< session description that was taken out of the message
    Strand* strand = nullptr;                ///< the strand that this thread runs
    bool entered = false;                    ///< whether it is to be left at the end
};

}  // namespace sipcore::stack
