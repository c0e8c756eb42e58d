// SPDX-License-Identifier: GPL-2.0-only
/** @file Which endpoints are at an address, so that thousands behind one address cost a look-up and no walk. Pure. */
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "sipcore/endpoint.h"

namespace sipcore::endpoint {

/** Numbers of endpoints by where they are. */
class AddressIndex {
public:
    /** Who is asked about what is in the index. */
    class Statuses {
    public:
        virtual ~Statuses() = default;
        /** The status of a number that is in the index. */
        virtual const EndpointStatus& status(std::uint32_t number) const = 0;
    };

    /**
     * Puts an endpoint in, with what its configuration says about ports.
     * @param number  it is not in the index
     * @param status  its status; without an address nothing happens
     */
    void put(std::uint32_t number, const EndpointStatus& status);
    /** Takes an endpoint out: `status` is what it was put in with. Does nothing when it is not in. */
    void take(std::uint32_t number, const EndpointStatus& status);
    /**
     * The endpoint that fits the source of a request best; among equals the one with the least number.
     * @param source    where the request came from
     * @param protocol  what it came over
     * @param called    user of its Request-URI
     * @param statuses  what endpoints are
     */
    std::optional<std::uint32_t> best(const SocketAddress& source, config::Protocol protocol, std::string_view called,
                                      const Statuses& statuses) const;
    /** Those at an address, whatever their port; null when there are none. */
    const std::set<std::uint32_t>* at(const IpAddress& ip) const;

private:
    /** Those at one address. */
    struct Host {
        std::set<std::uint32_t> all;          ///< everybody
        std::set<std::uint32_t> any_port;     ///< whose port may be another, over some transport
        std::set<std::uint32_t> called_back;  ///< that are told apart by what they call
    };
    std::unordered_map<IpAddress, Host> hosts_;
    std::unordered_map<SocketAddress, std::set<std::uint32_t>> places_;
};

}  // namespace sipcore::endpoint
