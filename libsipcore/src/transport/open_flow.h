// SPDX-License-Identifier: GPL-2.0-only
/** @file What every connection is to PJSIP and to the stack, whatever carries its octets. */
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "transport/carrier.h"
#include "transport/intake.h"

namespace sipcore::transport {

class OpenFlow;

/** Who is told of a connection's life. Called with no lock held. */
class FlowOwner {
public:
    virtual ~FlowOwner() = default;
    /** It is gone: nothing can be sent by it any more. @threads any */
    virtual void on_closed(OpenFlow& flow) = 0;
    /** It may stay: the other side proved who it is. @threads the one that received */
    virtual void on_authenticated(OpenFlow& flow) = 0;
};

/** What is known of a connection from its begin on. */
struct FlowFacts {
    config::Protocol protocol = config::Protocol::tcp;  ///< what carries it
    SocketAddress local;      ///< our end
    SocketAddress named;      ///< the address that we tell in Via
    SocketAddress remote;     ///< the other end
    std::string remote_host;  ///< the name by which it was looked for; empty: its address
    bool outgoing = false;    ///< whether we opened it
};

/** One connection: open from `enlist_at` until either side ends it. */
class OpenFlow : public Carrier, public Intake, public Flow {
public:
    /** With what is known. The owner outlives it. */
    OpenFlow(FlowOwner& owner, Tap& tap, FlowFacts facts);
    OpenFlow(const OpenFlow&) = delete;             ///< PJSIP holds its address
    OpenFlow& operator=(const OpenFlow&) = delete;  ///< PJSIP holds its address

    /** Gives it to PJSIP and begins. @return whether PJSIP takes it */
    virtual bool begin(pjsip_endpoint* endpoint) = 0;
    /** Sends octets that are no message. @return whether they go, or wait to go */
    virtual bool send(std::string_view text) = 0;
    /** Ends it. @param why for the log @threads any that is registered with PJSIP, holding no lock of ours */
    void close(Ending ending, std::string_view why);

    /** PJSIP's view. */
    pjsip_transport* pj() { return handle_; }
    /** What is known of it. */
    const FlowFacts& facts() const { return facts_; }
    /** Whether the other side proved who it is, or we opened it. */
    bool trusted() const { return trusted_.load(std::memory_order_acquire); }
    /** Whether messages can pass: it is connected, and any handshake is done. */
    bool established() const { return established_.load(std::memory_order_acquire); }
    /** Whether it is still open. */
    bool open() const { return !closed_.load(std::memory_order_acquire); }

    bool carry(const SocketAddress& to, std::string_view text) override;
    void answer(const Packet& packet, std::string_view text) override;
    void note_authenticated() override;

protected:
    /** Gives it to PJSIP. @param self kept by PJSIP @return whether PJSIP takes it */
    bool enlist_at(pjsip_endpoint* endpoint, std::shared_ptr<Carrier> self);
    /** Ends what carries the octets; called once. */
    virtual void shut() = 0;
    /** Messages can pass from now on. */
    void establish() { established_.store(true, std::memory_order_release); }
    /** How its messages come. */
    Packet packet() { return {facts_.remote, facts_.local.ip(), facts_.protocol, this}; }
    /** Who is told of messages. */
    Tap& tap() { return tap_; }
    /** PJSIP's view stays as long as one of these stands: for the time in which messages are worked on. */
    class Use {
    public:
        /** Begins; the flow must not have been closed, which the caller's lock keeps away. */
        explicit Use(OpenFlow& flow) : handle_{flow.handle_} { pjsip_transport_add_ref(handle_); }
        Use(const Use&) = delete;             ///< counts once
        Use& operator=(const Use&) = delete;  ///< counts once
        ~Use() { pjsip_transport_dec_ref(handle_); }

    private:
        pjsip_transport* handle_;
    };

private:
    FlowOwner& owner_;
    Tap& tap_;
    FlowFacts facts_;
    pjsip_transport* handle_ = nullptr;
    std::atomic<bool> trusted_;
    std::atomic<bool> established_{false};
    std::atomic<bool> closed_{false};
};

}  // namespace sipcore::transport
