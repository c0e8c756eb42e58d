// SPDX-License-Identifier: GPL-2.0-only
/** @file A socket that takes connections. */
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"
#include "transport/pollable.h"

namespace sipcore::transport {

class Listener;

/** Who gets the connections. */
class Acceptor {
public:
    virtual ~Acceptor() = default;
    /** A connection came. @param descriptor its socket, the acceptor's from here on @threads a worker */
    virtual void on_accepted(Listener& listener, int descriptor, const SocketAddress& remote) = 0;
    /** The system gives no more sockets: the listener waits until `Listener::resume`. @threads a worker */
    virtual void on_exhausted(Listener& listener) = 0;
};

/** One listening socket for TCP or TLS. */
class Listener final : public Pollable, public std::enable_shared_from_this<Listener> {
public:
    /**
     * Opens, binds and listens.
     * @param transport  where, and what for
     * @param acceptor   gets the connections; outlives it
     * @return Failure with the system's words
     */
    static Outcome<std::shared_ptr<Listener>> open(const config::Transport& transport, Acceptor& acceptor);
    Listener(const Listener&) = delete;             ///< owns a socket
    Listener& operator=(const Listener&) = delete;  ///< owns a socket
    ~Listener() override;

    /** Begins to take connections. @threads any */
    void begin(Poller& poller);
    /** Takes connections again after `on_exhausted`. @threads any */
    void resume();
    /** Takes no more connections; those that it took stay. @threads any */
    void close();

    /** Where it listens. */
    const SocketAddress& bound() const { return bound_; }
    /** What it carries. */
    config::Protocol protocol() const { return protocol_; }
    /** What it is configured as; never null. @threads any */
    std::shared_ptr<const config::Transport> configured() const { return configured_.load(std::memory_order_acquire); }
    /** Changes all but where it listens; connections that it took keep what they began with. @threads any */
    void reconfigure(const config::Transport& transport);

    int descriptor() const override { return descriptor_; }
    bool once() const override { return true; }
    bool serve(bool readable, bool writable, Receiver& receiver) override;

private:
    /** Not open yet. */
    Listener(const config::Transport& transport, Acceptor& acceptor);
    /** Opens, binds and listens. */
    Outcome<> bind();

    std::atomic<std::shared_ptr<const config::Transport>> configured_;
    config::Protocol protocol_;
    Acceptor& acceptor_;
    Poller* poller_ = nullptr;
    int descriptor_ = -1;
    SocketAddress bound_;
};

/** The port that a protocol usually has. @rfc{3261,19.1.2} */
constexpr std::uint16_t usual_port(config::Protocol protocol)
{
    return protocol == config::Protocol::tls || protocol == config::Protocol::wss ? 5061 : 5060;
}

}  // namespace sipcore::transport
