// SPDX-License-Identifier: GPL-2.0-only
/** @file A UDP socket of ours under PJSIP: received datagrams go through the pre-reader into PJSIP's transport manager, sent
 *  ones straight to the socket. */
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "sipcore/result.h"
#include "transport/carrier.h"
#include "transport/intake.h"
#include "transport/pollable.h"

namespace sipcore::transport {

/** One open socket. */
class UdpSocket final : public Carrier, public Pollable, public Intake, public std::enable_shared_from_this<UdpSocket> {
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
    ~UdpSocket() override;
    /** Gives our use of it up; PJSIP's last user ends it. @threads the loader's or the one that reloads */
    void close();

    /** The descriptor, readable when a datagram waits. */
    int descriptor() const override { return descriptor_; }
    /** Where it listens. */
    const SocketAddress& bound() const { return bound_; }
    /** What it is configured as. @threads the loader's, or the one that reloads */
    std::shared_ptr<const config::Transport> configured() const { return configured_.load(std::memory_order_acquire); }
    /** Changes all but where it listens. @threads the loader's, or the one that reloads */
    void reconfigure(const config::Transport& transport);
    /** PJSIP's view of it. */
    pjsip_transport* pj() { return handle_; }

    bool once() const override { return false; }
    bool serve(bool readable, bool writable, Receiver& receiver) override;
    bool carry(const SocketAddress& to, std::string_view text) override { return send(to, text); }
    void answer(const Packet& packet, std::string_view text) override { send(packet.source, text); }
    /** Sends octets as they are. @return false when the system refuses */
    bool send(const SocketAddress& to, std::string_view text);

private:
    /** Not open yet. */
    UdpSocket(const config::Transport& transport, Tap& tap) : configured_{std::make_shared<const config::Transport>(transport)}, tap_{tap} {}
    /** Opens and binds. */
    Outcome<> bind();
    /** Gives it to PJSIP. */
    bool attach(pjsip_endpoint* endpoint);

    std::atomic<std::shared_ptr<const config::Transport>> configured_;
    Tap& tap_;
    int descriptor_ = -1;
    SocketAddress bound_;
    pjsip_transport* handle_ = nullptr;
    bool open_ = false;
};

}  // namespace sipcore::transport
