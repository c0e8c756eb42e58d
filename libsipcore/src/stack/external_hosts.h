// SPDX-License-Identifier: GPL-2.0-only
/** @file Our own address from outside where it is told by a name: asked for again when it is old, and nobody waits for it.
 *  @option{externhost} @option{externrefresh} */
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "sipcore/address.h"
#include "sipcore/clock.h"
#include "sipcore/resolver.h"

namespace sipcore::stack {

/** Names of ours with the addresses that they had last. */
class ExternalHosts {
public:
    /** @param resolver asks DNS; null: no name has an address. Both outlive it */
    ExternalHosts(Resolver* resolver, const Clock& clock);
    ExternalHosts(const ExternalHosts&) = delete;             ///< answers on their way hold its memory
    ExternalHosts& operator=(const ExternalHosts&) = delete;  ///< answers on their way hold its memory
    /** Answers that are still to come find nobody. */
    ~ExternalHosts();

    /**
     * The IPv4 address that a name had last. When that is older than `refresh`, it is asked for again, and who comes later gets the
     * answer; a name that cannot be found any more keeps its address.
     * @return nothing while no answer ever came
     * @threads any; does not block
     */
    std::optional<IpAddress> address_of(const std::string& name, std::chrono::seconds refresh);
    /** Forgets how old answers are: the network is another. @threads any */
    void expire();

private:
    struct Memory;
    std::shared_ptr<Memory> memory_;
};

}  // namespace sipcore::stack
