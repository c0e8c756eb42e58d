// SPDX-License-Identifier: GPL-2.0-only
/** @file Names to addresses: asked of the host's asynchronous resolver. */
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sipcore/address.h"

namespace sipcore {

/** Looks up host names: implemented by the host's module. */
class Resolver {
public:
    /** Called once with the addresses found, none when the name has none or could not be asked for. */
    using Answer = std::function<void(std::vector<IpAddress> addresses)>;

    virtual ~Resolver() = default;
    /**
     * Asks for the IPv4 and IPv6 addresses of a name. Returns at once.
     * @param name    a host name without brackets or port
     * @param answer  called once, on any thread, perhaps before this returns; must not block
     * @threads any
     */
    virtual void addresses_of(const std::string& name, Answer answer) = 0;
};

}  // namespace sipcore
