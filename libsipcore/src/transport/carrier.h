// SPDX-License-Identifier: GPL-2.0-only
/** @file What carries messages, as PJSIP holds it: a `pjsip_transport` of ours whose sending ends in one virtual function.
 *  UDP sockets and connections of every kind are such carriers, and PJSIP knows no other. */
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/via_word.h"

namespace sipcore::transport {

/** Something that messages leave by. PJSIP may send through it for a while after it was closed for us: PJSIP's handle
 *  keeps it until its last user lets go. */
class Carrier {
public:
    virtual ~Carrier() = default;
    /**
     * Sends one message; copies what cannot go at once.
     * @param to    where to; connections know it themselves
     * @param text  the message
     * @return whether it went, or waits to go
     * @threads any that is registered with PJSIP; never blocks
     */
    virtual bool carry(const SocketAddress& to, std::string_view text) = 0;
};

/** What PJSIP is told about a carrier. */
struct CarrierParts {
    config::Protocol protocol = config::Protocol::udp;  ///< what it carries
    SocketAddress local;        ///< its own address
    SocketAddress named;        ///< the address that stands in Via
    SocketAddress remote;       ///< the other end of a connection; none of a datagram socket
    std::string remote_host;    ///< the name by which the other end was looked for; empty: its address
    bool outgoing = false;      ///< whether we opened the connection
};

/** PJSIP's number for what carries a protocol to addresses of a family. */
pjsip_transport_type_e pj_type(config::Protocol protocol, const IpAddress& ip);
/** The word of a protocol in a URI's `transport` parameter. @rfc{3261,19.1.1} @rfc{7118,5.1} */
std::string_view uri_word(config::Protocol protocol);

/**
 * Gives a carrier to PJSIP's transport manager, with one use of ours, so that it stays although nobody sends.
 * @param endpoint  PJSIP's endpoint
 * @param parts     what PJSIP is told
 * @param carrier   kept until PJSIP lets go
 * @return PJSIP's view, lent until `retire`; null when PJSIP refuses
 * @threads any that is registered with PJSIP
 */
pjsip_transport* enlist(pjsip_endpoint* endpoint, const CarrierParts& parts, std::shared_ptr<Carrier> carrier);

/** How a carrier ends. */
enum class Ending {
    closed,        ///< by us: what is under way may still be sent
    disconnected,  ///< the other side is gone: transactions on it fail at once
    refused,       ///< the same, since it did not prove who it is: worth a word in the log
};
/** Gives our use of a carrier up; PJSIP's last user ends it. Holds no lock of ours. @threads any that is registered */
void retire(pjsip_transport* transport, Ending ending);

}  // namespace sipcore::transport
