// SPDX-License-Identifier: GPL-2.0-only
/** @file All connections of a stack: taken by listeners, opened when PJSIP wants to send, found again by their other end, and
 *  bounded while they have proved nothing. */
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/clock.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"
#include "transport/connection.h"
#include "transport/listener.h"
#include "transport/tls.h"
#include "transport/websocket.h"

namespace sipcore::transport {

/** What strangers may hold. */
struct FlowLimits {
    unsigned strangers = 100;                ///< connections that proved nothing, at once (`tcpauthlimit`)
    std::chrono::seconds authentication{30}; ///< time to prove something (`tcpauthtimeout`)
};

/** What connections are made with; all outlive them. */
struct FlowParts {
    pjsip_endpoint* endpoint;  ///< PJSIP's
    Poller& poller;            ///< who waits for octets
    Processor& processor;      ///< who works on messages that come in threads of the host's
    Tap& tap;                  ///< who is told of messages
    const Clock& clock;        ///< the time
    /** The address that a peer is told in Via. */
    std::function<SocketAddress(const SocketAddress& remote, config::Protocol protocol)> named;
    /** A connection to an address could not be had. */
    std::function<void(const SocketAddress& remote)> failed;
};

/** The connections. */
class Flows final : public FlowOwner, public Acceptor {
public:
    /** None yet; tells PJSIP that connections can be had here. */
    explicit Flows(FlowParts parts);
    Flows(const Flows&) = delete;             ///< PJSIP holds its address
    Flows& operator=(const Flows&) = delete;  ///< PJSIP holds its address
    /** `close_all` was called and no worker runs. */
    ~Flows() override;

    /** Sets what strangers may hold from now on. @threads any */
    void limit(FlowLimits limits);
    /** Which sockets connections begin from: the listeners there are. @threads the loader's, or the one that reloads */
    void follow(std::vector<std::shared_ptr<Listener>> listeners);
    /** What strangers may hold. @threads any */
    FlowLimits limits() const;
    /** The open connection to an address, null without one. @param host where not empty: one that we opened over TLS must have been
     *  opened by this name @threads any */
    std::shared_ptr<OpenFlow> find(config::Protocol protocol, const SocketAddress& remote, const std::string& host = {}) const;
    /**
     * Opens a connection; returns at once, what is sent meanwhile waits.
     * @param protocol  tcp or tls
     * @param remote    where to
     * @param host      the name by which it was looked for; empty: none
     * @return null when no socket can be had, or no listener says how
     * @threads any that is registered with PJSIP
     */
    std::shared_ptr<OpenFlow> connect(config::Protocol protocol, const SocketAddress& remote, const std::string& host);
    /**
     * Takes a WebSocket.
     * @return null when too many others have proved nothing yet
     * @threads any
     */
    std::shared_ptr<WebSocketFlow> open(WebSocketParts parts);
    /** What connections over TLS are made with from now on; null: none are. @threads the loader's, or the one that reloads */
    void secure(std::shared_ptr<TlsContext> tls);
    /** Whether there is something that connections over TLS can be made with. @threads any */
    bool is_secured() const;
    /** All open connections. @threads any */
    std::vector<std::shared_ptr<OpenFlow>> all() const;
    /** Ends all. @threads the loader's */
    void close_all();

    void on_accepted(Listener& listener, int descriptor, const SocketAddress& remote) override;
    void on_exhausted(Listener& listener) override;
    void on_closed(OpenFlow& flow) override;
    void on_authenticated(OpenFlow& flow) override;

private:
    /** PJSIP's factory of connections, and the way back. */
    struct Factory {
        pjsip_tpfactory base{};     ///< PJSIP's view
        Flows* owner = nullptr;     ///< whose it is
        config::Protocol protocol = config::Protocol::tcp;  ///< what it makes
    };
    /** A connection that is open. */
    struct Kept {
        std::shared_ptr<OpenFlow> flow;          ///< which
        bool stranger;                           ///< whether it counts among those that proved nothing
    };
    using Table = std::unordered_multimap<SocketAddress, Kept>;  ///< by their other ends
    /** A connection that must have come to something by a moment. */
    struct Watched {
        Clock::Instant until;                  ///< the moment
        std::weak_ptr<OpenFlow> flow;          ///< which
    };
    /** Tells PJSIP of a factory. */
    void offer(Factory& factory, config::Protocol protocol, pjsip_transport_type_e type);
    /** Puts a connection in force. @return whether it is */
    bool keep(const std::shared_ptr<OpenFlow>& flow, Clock::Instant until);
    /** Whether one more that has proved nothing may come; says so where not. */
    bool has_room(config::Protocol protocol, const SocketAddress& remote) const;
    /** The listener for a protocol and a family, null without one; the lock is held. */
    std::shared_ptr<Listener> listener_for(config::Protocol protocol, const IpAddress& peer) const;
    /** Where a connection is in the table; the lock is held. */
    Table::iterator entry_of(const OpenFlow& flow);
    /** Ends what came to nothing in time, and lets listeners go on. */
    void sweep();
    /** Sets the timer of `sweep` unless it is set; the lock is held. */
    void set_timer();

    FlowParts parts_;
    std::array<Factory, 4> factories_;
    mutable std::mutex mutex_;
    FlowLimits limits_;
    Table by_remote_;
    std::vector<std::shared_ptr<Listener>> listeners_;
    std::vector<std::weak_ptr<Listener>> paused_;
    std::deque<Watched> connecting_;
    std::deque<Watched> strangers_;
    unsigned stranger_count_ = 0;
    std::size_t most_ = 0;
    std::shared_ptr<TlsContext> tls_;
    pj_timer_entry timer_{};
    bool timer_set_ = false;
    bool ending_ = false;
};

}  // namespace sipcore::transport
