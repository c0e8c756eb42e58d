// SPDX-License-Identifier: GPL-2.0-only
/** @file The running stack: sockets, workers, timers, endpoints. There is one in a process, made by res_sip; the
 *  features (registrar, calls, …) are objects that their modules make on it and destroy before it. */
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sipcore/address.h"
#include "sipcore/clock.h"
#include "sipcore/config/model.h"
#include "sipcore/endpoint.h"
#include "sipcore/export.h"
#include "sipcore/resolver.h"
#include "sipcore/result.h"
#include "sipcore/threads.h"

namespace sipcore {

namespace stack {
class Core;
}

/** What the host lends to a stack; all must outlive it. */
struct Ports {
    Threads* threads = nullptr;           ///< starts workers; needed
    BindingStore* bindings = nullptr;     ///< keeps bindings; null: they end with the process
    EndpointObserver* observer = nullptr; ///< is told about endpoints; null: nobody is
    Resolver* resolver = nullptr;         ///< looks up names; null: only numeric hosts are reached
    DialplanLookup* dialplan = nullptr;   ///< answers what OPTIONS asks; null: every extension exists
    const Clock* clock = nullptr;         ///< tells the time; null: the system's
};

/** What a stack is made with. */
struct StackOptions {
    config::Config config;  ///< what is in force first
    Ports ports;            ///< what the host lends
    unsigned workers = 0;   ///< worker threads, 1 to 64; 0: as many as there are cores, four at most
};

/** A socket that listens. */
struct ListenerStatus {
    std::string name;           ///< of its Transport
    config::Protocol protocol;  ///< what it carries
    SocketAddress bound;        ///< where
};

/** An open connection. */
struct ConnectionStatus {
    config::Protocol protocol;  ///< what carries it
    SocketAddress local;        ///< our end
    SocketAddress remote;       ///< the other end
    bool outgoing;              ///< whether we opened it
};

/** What a transport carried since the start. */
struct TransportFigures {
    config::Protocol protocol = config::Protocol::udp;  ///< which
    std::uint64_t received = 0;         ///< messages, those that were refused too
    std::uint64_t received_octets = 0;  ///< of these, without what TLS and frames add
    std::uint64_t sent = 0;             ///< messages
    std::uint64_t sent_octets = 0;      ///< of these

    /** Equal in all. */
    bool operator==(const TransportFigures&) const = default;
};

/** Messages on the wire, for who watches them. Called in the thread that sends or receives. */
class WireObserver {
public:
    virtual ~WireObserver() = default;
    /** A message was received, or is about to be sent: what answers it is told of later. @param text as it was on the wire @threads any; must not block */
    virtual void on_message(bool sent, config::Protocol protocol, const SocketAddress& local,
                            const SocketAddress& remote, std::string_view text) = 0;
};

/** Where a host is. */
struct HostPlace {
    SocketAddress address;                              ///< where to send first
    config::Protocol protocol = config::Protocol::udp;  ///< over what
    std::vector<SocketAddress> others;                  ///< where else, in order. @rfc{3263,4.3}
};

/** The running stack. */
class SIPCORE_API Stack {
public:
    /**
     * Starts PJSIP, opens the sockets and starts the workers.
     * @param options  configuration and ports
     * @return the stack; Failure when there is one already, PJSIP does not start, or no worker can be had. A socket that
     *         cannot be opened is logged and left out.
     * @threads the loader's
     * @owner the caller; destroying it closes the sockets, joins the workers and ends PJSIP. All features must be gone.
     */
    static Outcome<std::unique_ptr<Stack>> create(StackOptions options);
    ~Stack();
    Stack(const Stack&) = delete;             ///< there is one
    Stack& operator=(const Stack&) = delete;  ///< there is one

    /**
     * Puts a configuration in force in place of the one there is: what is equal stays untouched, new sockets are opened
     * before old ones are closed, calls keep what they began with.
     * @return Failure when another call is at it
     * @threads any that holds nothing, one at a time
     */
    Outcome<> apply(config::Config config);
    /** The configuration in force. @threads any */
    std::shared_ptr<const config::Config> config() const;
    /** The endpoints. @threads any */
    Endpoints& endpoints();
    /** The sockets that listen. @threads any */
    std::vector<ListenerStatus> listeners() const;
    /** Methods that some feature answers, as the Allow header lists them. @threads any */
    std::vector<std::string> methods() const;
    /** The connections that are open. @threads any */
    std::vector<ConnectionStatus> connections() const;
    /** What each transport carried, in the order udp, tcp, tls, ws, wss. @threads any */
    std::vector<TransportFigures> figures() const;
    /** From now on an observer sees every message. It outlives the stack, or is taken back. @threads any that holds nothing */
    void watch(WireObserver& observer);
    /** Ends that; waits until the observer is not being told any more. @threads any that holds nothing */
    void unwatch(WireObserver& observer);

    /**
     * Finds out where a host is, and waits for DNS.
     * @param host      a name or a numeric address, IPv6 with or without brackets
     * @param port      0: that of its service, or the usual one
     * @param protocol  over what; nothing: what NAPTR records prefer of what we can send over, otherwise UDP
     * @param patience  how long an answer is waited for
     * @return Failure when there is no address, or no answer in time
     * @threads any that may wait and holds no lock that a worker takes; never a worker
     * @rfc{3263,4} @option{srvlookup}
     */
    Outcome<HostPlace> find_host(const std::string& host, std::uint16_t port, std::optional<config::Protocol> protocol = {},
                                 std::chrono::milliseconds patience = std::chrono::seconds{10});

    /** For the library's own features. */
    stack::Core& core() noexcept { return *core_; }

private:
    /** Around a core that runs. */
    explicit Stack(std::unique_ptr<stack::Core> core);
    std::unique_ptr<stack::Core> core_;
};

/** The stack of this process, null before res_sip made one. @threads any */
SIPCORE_API Stack* stack_of_process();
/** Sets the stack of this process. @threads the loader's */
SIPCORE_API void set_stack_of_process(Stack* stack);

}  // namespace sipcore
