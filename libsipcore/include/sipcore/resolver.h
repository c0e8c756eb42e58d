// SPDX-License-Identifier: GPL-2.0-only
/** @file Names to addresses: asked of the host's asynchronous resolver. */
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sipcore/address.h"

namespace sipcore {

/** A server of a service, as an SRV record names it. @rfc{2782} */
struct Service {
    std::string host;            ///< its name, without a dot at the end
    std::uint16_t port = 0;      ///< where it listens
    std::uint16_t priority = 0;  ///< smaller ones are tried first
    std::uint16_t weight = 0;    ///< among equal priorities, more often first

    /** Equal in all. */
    bool operator==(const Service&) const = default;
};

/** Where a domain's services are to be asked for, as a NAPTR record says. @rfc{3403,4.1} @rfc{3263,4.1} */
struct Pointer {
    std::uint16_t order = 0;       ///< smaller ones go before all others
    std::uint16_t preference = 0;  ///< among equal orders, smaller ones first
    std::string flags;             ///< `s`: the replacement is the name of a service
    std::string service;           ///< `SIP+D2U`, `SIP+D2T`, `SIPS+D2T`, …
    std::string replacement;       ///< the name to go on with, without a dot at the end

    /** Equal in all. */
    bool operator==(const Pointer&) const = default;
};

/** Looks up host names: implemented by the host's module. */
class Resolver {
public:
    /** Called once with the addresses found, none when the name has none or could not be asked for, and how long they may be
     *  remembered. */
    using Answer = std::function<void(std::vector<IpAddress> addresses, std::chrono::seconds lifetime)>;
    /** The same for servers. */
    using ServiceAnswer = std::function<void(std::vector<Service> services, std::chrono::seconds lifetime)>;

    /** The same for pointers. */
    using PointerAnswer = std::function<void(std::vector<Pointer> pointers, std::chrono::seconds lifetime)>;

    virtual ~Resolver() = default;
    /**
     * Asks for the IPv4 and IPv6 addresses of a name. Returns at once.
     * @param name    a host name without brackets or port
     * @param answer  called once, on any thread, perhaps before this returns; must not block
     * @threads any
     */
    virtual void addresses_of(const std::string& name, Answer answer) = 0;
    /**
     * Asks for the servers of a service. Returns at once.
     * @param name    of the service: `_sip._udp.example.com`
     * @param answer  called once, on any thread, perhaps before this returns; must not block
     * @threads any
     */
    virtual void services_of(const std::string& name, ServiceAnswer answer) = 0;
    /**
     * Asks for the pointers of a domain. Returns at once. A resolver that knows none says so.
     * @param name    a domain
     * @param answer  called once, on any thread, perhaps before this returns; must not block
     * @threads any
     */
    virtual void pointers_of(const std::string& name, PointerAnswer answer)
    {
        (void)name;
        answer({}, std::chrono::seconds{0});
    }
};

}  // namespace sipcore
