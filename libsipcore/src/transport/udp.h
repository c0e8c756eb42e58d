// SPDX-License-Identifier: GPL-2.0-only
/** @file A UDP socket of ours under PJSIP: received datagrams go through the pre-reader into PJSIP's transport manager, sent
 *  ones straight to the socket. */
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"

namespace sipcore::transport {

/** Where a datagram went, and from where. */
struct Packet {
    SocketAddress source;      ///< who sent it
    IpAddress destination;     ///< our address that it was sent to
    std::chrono::nanoseconds waited{0};  ///< how long it lay in the socket
};

/** What a socket tells about messages. Called in the thread that receives or sends. */
class Tap {
public:
    virtual ~Tap() = default;
    /** A message was received or sent. */
    virtual void on_message(bool sent, const SocketAddress& local, const SocketAddress& remote, std::string_view text) = 0;
};

/** What a worker receives into: one message at a time, with the memory to parse it. */
class Receiver {
public:
    /** Memory from PJSIP's endpoint. */
    explicit Receiver(pjsip_endpoint* endpoint);
    Receiver(const Receiver&) = delete;             ///< a worker has its own
    Receiver& operator=(const Receiver&) = delete;  ///< a worker has its own
    ~Receiver();
    /** The message's place; its pool is empty again. */
    pjsip_rx_data& renew(pjsip_transport* transport);
    /** The message's place as it is. */
    pjsip_rx_data& data() { return *rdata_; }

private:
    pj_pool_t* pool_;
    std::unique_ptr<pjsip_rx_data> rdata_;
};

/** The datagram that the calling thread is working on, null outside of that. */
const Packet* current_packet();

/** One open socket. PJSIP may send through it for a while after it was closed for us: it lives until PJSIP lets go. */
class UdpSocket : public std::enable_shared_from_this<UdpSocket> {
public:
    /**
     * Opens, binds and gives it to PJSIP.
     * @param transport  where it listens
     * @param endpoint   PJSIP's endpoint; outlives the socket
     * @param tap        is told of messages; outlives the socket
     * @return Failure with the system's words when it cannot be opened or bound
     */
    static Outcome<std::shared_ptr<UdpSocket>> open(const config::Transport& transport, pjsip_endpoint* endpoint, Tap& tap);
    UdpSocket(const UdpSocket&) = delete;             ///< PJSIP holds its address
    UdpSocket& operator=(const UdpSocket&) = delete;  ///< PJSIP holds its address
    ~UdpSocket();
    /** Gives our use of it up; PJSIP's last user ends it. @threads the loader's or the one that reloads */
    void close();

    /** The descriptor, readable when a datagram waits. */
    int descriptor() const { return descriptor_; }
    /** Where it listens. */
    const SocketAddress& bound() const { return bound_; }
    /** What it was configured as. */
    const config::Transport& configured() const { return configured_; }
    /** PJSIP's view of it. */
    pjsip_transport* pj();

    /**
     * Takes one datagram and works on it to the end.
     * @return false when none waits
     * @threads a worker
     */
    bool receive(Receiver& receiver);
    /** Sends octets as they are. @return false when the system refuses */
    bool send(const SocketAddress& to, std::string_view text);

private:
    struct Handle;
    /** PJSIP is done with its view of a socket. */
    static pj_status_t release(pjsip_transport* transport);
    /** Not open yet. */
    UdpSocket(const config::Transport& transport, Tap& tap) : configured_{transport}, tap_{tap} {}
    /** Opens and binds. */
    Outcome<> bind();
    /** Gives it to PJSIP. */
    pj_status_t attach(pjsip_endpoint* endpoint);
    /** Works on a datagram. */
    void take(pjsip_rx_data& rdata, std::size_t length, const Packet& packet);
    /** Answers what is not parsed. */
    void refuse(std::string_view text, int status, std::string_view reason, const Packet& packet);

    config::Transport configured_;
    Tap& tap_;
    int descriptor_ = -1;
    SocketAddress bound_;
    Handle* handle_ = nullptr;
    bool open_ = false;
};

}  // namespace sipcore::transport
