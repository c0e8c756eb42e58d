// SPDX-License-Identifier: GPL-2.0-only
/** @file A connection over TCP or TLS: octets both ways without waiting, cut into messages, under PJSIP like a UDP socket. */
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "pj/pjsip.h"
#include "transport/cipher.h"
#include "transport/framing.h"
#include "transport/open_flow.h"
#include "transport/pollable.h"

namespace sipcore::transport {

/** What a connection is made with. */
struct ConnectionParts {
    FlowOwner& owner;                ///< outlives it
    Poller& poller;                  ///< outlives it
    Tap& tap;                        ///< outlives it
    int descriptor;                  ///< connected or connecting, non-blocking; the connection's from here on
    std::unique_ptr<Cipher> cipher;  ///< null: octets pass as they are
};

/** One connection. Made connected by a listener, or connecting; open until either side ends it. */
class Connection final : public OpenFlow, public Pollable, public std::enable_shared_from_this<Connection> {
public:
    /** With a socket. */
    Connection(ConnectionParts parts, FlowFacts facts);
    ~Connection() override;

    bool begin(pjsip_endpoint* endpoint) override;
    bool send(std::string_view text) override;

    int descriptor() const override { return parts_.descriptor; }
    bool once() const override { return true; }
    bool serve(bool readable, bool writable, Receiver& receiver) override;

private:
    void shut() override;
    /** Finds out what became of connecting; the lock is held. @return whether it is connected, or still may be */
    bool finish_connecting();
    /** Takes octets from the socket into the framer; the lock is held. @return whether the other side is still there */
    bool receive();
    /** Sends what waits; the lock is held. @return whether the socket still takes octets */
    bool flush();
    /** Puts plain octets into what waits, through the cipher; the lock is held. @return whether there was room */
    bool put(std::string_view text);
    /** Works on the messages that are whole. @return whether the connection may go on */
    bool work(Receiver& receiver);
    /** Waits for what comes next. */
    void await();

    ConnectionParts parts_;
    std::mutex mutex_;
    std::string outgoing_;      ///< wire octets that wait for the socket
    std::string early_;         ///< plain octets that wait for connection and handshake
    bool connecting_ = false;   ///< the socket is not connected yet
    bool ready_ = false;        ///< plain octets can pass
    bool serving_ = false;      ///< a worker is at it
    std::string why_;           ///< why it ends
    bool refused_ = false;  ///< whether it ends over a certificate
    Framer framer_;
};

}  // namespace sipcore::transport
