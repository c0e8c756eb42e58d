// SPDX-License-Identifier: GPL-2.0-only
/** @file Which of our addresses a peer sees: asked of the system once for each peer, and remembered for a while, so that no
 *  socket is opened for each message. */
#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>

#include "sipcore/address.h"
#include "sipcore/clock.h"

namespace sipcore::stack {

/** A bounded memory of routes. */
class Routes {
public:
    /** `clock` outlives it. */
    explicit Routes(const Clock& clock) : clock_{clock} {}
    /** The local address of packets to a peer; no address when there is no route. @threads any */
    IpAddress source_towards(const IpAddress& peer);
    /** Forgets all of them. @threads any */
    void forget()
    {
        std::lock_guard lock{mutex_};
        known_.clear();
    }

private:
    /** What was found, and when. */
    struct Known {
        IpAddress source;      ///< our address
        Clock::Instant found;  ///< when the system was asked
    };
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<IpAddress, Known> known_;
};

}  // namespace sipcore::stack
