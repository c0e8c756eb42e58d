// SPDX-License-Identifier: GPL-2.0-only
/** @file The inside of a running stack, as the library's features see it. */
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pj/pjsip.h"
#include "sipcore/clock.h"
#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"
#include "sipcore/stack.h"
#include "stack/client.h"
#include "stack/feature.h"
#include "stack/listeners.h"
#include "stack/strand.h"
#include "stack/timers.h"

namespace sipcore::stack {

class OverloadGate;
class PastTransactions;
class Directory;
class Locator;

/** What features use of a stack. */
class Core {
public:
    virtual ~Core() = default;
    /** PJSIP's endpoint: memory, timers, modules. */
    virtual pjsip_endpoint* pj_endpoint() = 0;
    /** The strands. */
    virtual Strands& strands() = 0;
    /** Who answers which method. */
    virtual Methods& methods() = 0;
    /** Endpoints with their contacts. */
    virtual Directory& directory() = 0;
    /** Whether new calls may begin. */
    virtual OverloadGate& overload() = 0;
    /** Transactions that were let go early. */
    virtual PastTransactions& past_transactions() = 0;
    /** The configuration in force. @threads any */
    virtual std::shared_ptr<const config::Config> config() const = 0;
    /** The time. */
    virtual const Clock& clock() const = 0;
    /** What the host lent. */
    virtual const Ports& ports() const = 0;
    /** Timers of strands. */
    virtual Timers& timers() = 0;
    /** Requests of ours outside of PJSIP's dialogs. */
    virtual Client& client() = 0;
    /** Who is told when another configuration is in force. */
    virtual Listeners<ConfigListener>& config_listeners() = 0;
    /** Which features are told about endpoints, beside the host. */
    virtual Listeners<EndpointObserver>& endpoint_listeners() = 0;

    /** Whether a peer can be reached: there is a socket of its family, or for connections an open one or a way to open one.
     *  @threads any */
    virtual bool reaches(const SocketAddress& remote, config::Protocol protocol) = 0;
    /** Whether a connection to an address is open. @threads any */
    virtual bool is_connected(const SocketAddress& remote, config::Protocol protocol) = 0;
    /**
     * The socket from which a peer is reached over UDP.
     * @param remote    where to
     * @param protocol  over what
     * @return the transport, null when no socket of that family is open, and for connections, which PJSIP finds by itself;
     *         lent as long as the stack lives
     * @threads any
     */
    virtual pjsip_transport* transport_to(const SocketAddress& remote, config::Protocol protocol) = 0;
    /** Our address as a peer at `remote` sees it: with the socket's port; for Via, Contact and SDP. Cached: no socket is
     *  opened for each message. @threads any */
    virtual SocketAddress local_address_to(const SocketAddress& remote, config::Protocol protocol) = 0;
    /** Whether an address is one of ours from outside. @option{externaddr} @option{externhost} @threads any */
    virtual bool is_external(const IpAddress& ip) = 0;
    /** Our network is another: what was found out about addresses counts no more. @threads any */
    virtual void note_network_change() = 0;
    /** Host names to addresses. */
    virtual Locator& locator() = 0;
    /** From now on a host and a port that stand in a route of ours mean an address: so that a connection over TLS can be called by
     *  the name that its certificate is for, although where it goes was found out before. @threads any */
    virtual void pin(const std::string& host, const SocketAddress& address) = 0;
    /** What was pinned. @threads any */
    virtual std::optional<SocketAddress> pinned_address(const std::string& host, std::uint16_t port) const = 0;
    /** Sends a message as text, without transaction or memory. @param host the name of the other side, for a certificate to be
     *  compared with; empty: its address @threads any that is registered with PJSIP */
    virtual void send_text(const SocketAddress& to, config::Protocol protocol, std::string_view text,
                           const std::string& host = {}) = 0;
    /** Our Contact's URI towards a peer: `sip:user@address[:port][;transport=…]`. @threads any */
    virtual std::string contact_uri(std::string_view user, const SocketAddress& remote, config::Protocol protocol) = 0;
};

}  // namespace sipcore::stack
