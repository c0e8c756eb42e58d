// SPDX-License-Identifier: GPL-2.0-only
/** @file The directory of endpoints: configuration, contacts and reachability under one roof, with look-ups by name and by
 *  address that cost the same for ten endpoints and for twenty thousand. The stack says what it needs; endpoint/ carries it out. */
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/endpoint.h"

namespace sipcore::stack {

/** All endpoints. Readers take a short lock or none; nothing is called out under it. */
class Directory : public Endpoints {
public:
    /**
     * The endpoint that sends from an address: one with that port first, then one whose port does not count; both among
     * those whose `callback_extension` is the user that is called, and then among all.
     * @param source    where a request came from
     * @param protocol  what it came over, which the endpoint must be allowed
     * @param called    user of the Request-URI
     * @threads any
     */
    virtual std::optional<EndpointStatus> at(const SocketAddress& source, config::Protocol protocol,
                                             std::string_view called) const = 0;
    /** The endpoint of a From user, for requests other than REGISTER. @threads any */
    virtual std::optional<EndpointStatus> named(std::string_view user) const = 0;
    /** The endpoint whose Aor has that name, for REGISTER. @threads any */
    virtual std::optional<EndpointStatus> with_aor(std::string_view aor) const = 0;
    /** Puts the bindings of an address of record in place of those it had, stores them, tells the observer and starts
     *  qualifying. @threads a strand */
    virtual void rebind(std::string_view aor, const std::vector<Binding>& bindings) = 0;
    /** Whether an endpoint has its fixed place at an address. @threads any */
    virtual bool is_fixed(const IpAddress& ip) const = 0;
    /** Takes in an endpoint that is not configured and is about to register. @return whether there is room, and nobody of
     *  that name @threads a strand */
    virtual bool adopt(const EndpointStatus& status) = 0;
    /** Notes the option tags that an endpoint's call brought (see EndpointStatus); none change nothing. @threads any */
    virtual void note_options(std::string_view endpoint, std::string options) = 0;
    /** Notes of how many messages an endpoint was told. @threads any */
    virtual void note_messages(std::string_view endpoint, unsigned fresh, unsigned old) = 0;
    /** The bindings of an address of record. @threads any */
    virtual std::vector<Binding> bindings(std::string_view aor) const = 0;
};

}  // namespace sipcore::stack
