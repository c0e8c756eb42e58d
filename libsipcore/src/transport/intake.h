// SPDX-License-Identifier: GPL-2.0-only
/** @file What every received message goes through, whatever it came by: the reader in front, PJSIP's parser, and on into
 *  the stack; or an answer to what is broken. */
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "transport/pre_reader.h"

namespace sipcore::transport {

/** A connection as who looks at its messages sees it. */
class Flow {
public:
    virtual ~Flow() = default;
    /** A request that came by it was proved to be an endpoint's: it may stay. @threads a worker */
    virtual void note_authenticated() = 0;
};

/** How a message came. */
struct Packet {
    SocketAddress source;      ///< who sent it
    IpAddress destination;     ///< our address that it was sent to
    config::Protocol protocol = config::Protocol::udp;  ///< what carried it
    Flow* flow = nullptr;      ///< the connection that it came by; null: a datagram
    std::chrono::nanoseconds waited{0};  ///< how long it lay in the socket, as far as the system tells
};

/** What is told about messages. Called in the thread that receives or sends. */
class Tap {
public:
    virtual ~Tap() = default;
    /** A message was received, or is about to be sent: what answers it is told of later. */
    virtual void on_message(bool sent, config::Protocol protocol, const SocketAddress& local, const SocketAddress& remote,
                            std::string_view text) = 0;
};

/** An answer to a request that is not worth its parsing. */
struct EarlyAnswer {
    int status = 0;             ///< status code; 0: the request is dropped without an answer
    std::string_view reason;    ///< phrase
    std::string_view tag;       ///< for To
    std::string_view headers;   ///< further header lines, each with its line end
};

/** Who looks at messages before they are parsed. */
class Doorkeeper {
public:
    virtual ~Doorkeeper() = default;
    /**
     * Looks at a request that is well-formed as far as its outside goes.
     * @return what becomes of it at once; nothing when it goes its way. The views live as long as the doorkeeper.
     * @threads the one that received
     */
    virtual std::optional<EarlyAnswer> look_at(const Outline& request, const Packet& packet) = 0;
};

/** Who works on messages that were parsed. */
class Processor {
public:
    virtual ~Processor() = default;
    /** Who looks at messages before; null: nobody. @threads any */
    virtual Doorkeeper* doorkeeper() { return nullptr; }
    /** A message came, in order as far as PJSIP's parser sees. @threads the one that received */
    virtual void process(pjsip_rx_data& rdata) = 0;
};

/** What a thread receives into: one message at a time, with the memory to parse it. */
class Receiver {
public:
    /** Memory from PJSIP's endpoint, messages for a processor that outlives it. */
    Receiver(pjsip_endpoint* endpoint, Processor& processor);
    Receiver(const Receiver&) = delete;             ///< a worker has its own
    Receiver& operator=(const Receiver&) = delete;  ///< a worker has its own
    ~Receiver();
    /** The message's place; its pool is empty again. */
    pjsip_rx_data& renew(pjsip_transport* transport);
    /** The message's place as it is. */
    pjsip_rx_data& data() { return *rdata_; }
    /** Who works on messages. */
    Processor& processor() { return processor_; }

private:
    pj_pool_t* pool_;
    std::unique_ptr<pjsip_rx_data> rdata_;
    Processor& processor_;
};

/** The message that the calling thread is working on, null outside of that. */
const Packet* current_packet();

/** As long as it lives, the calling thread works on a message that came earlier. */
class WorkingOn {
public:
    /** On a message that came so. */
    explicit WorkingOn(const Packet& packet);
    WorkingOn(const WorkingOn&) = delete;             ///< a thread works on one
    WorkingOn& operator=(const WorkingOn&) = delete;  ///< a thread works on one
    ~WorkingOn();

private:
    const Packet* before_;
};

/** Where a message lies that was received. */
class Intake {
public:
    virtual ~Intake() = default;
    /** Answers who sent what cannot be parsed. @threads the one that received */
    virtual void answer(const Packet& packet, std::string_view text) = 0;

protected:
    /**
     * Works on a message to the end: drops, answers or hands it to the stack.
     * @param receiver  renewed, with the message in its packet
     * @param length    octets of it
     * @param packet    how it came
     * @param local     where we listen, for who watches
     * @param tap       is told of the message
     * @threads a worker
     */
    void take(Receiver& receiver, std::size_t length, const Packet& packet, const SocketAddress& local, Tap& tap);
    /** Answers what is not parsed, when an answer is owed and not much larger than what was sent. */
    void refuse(std::string_view text, int status, std::string_view reason, const Packet& packet);
};

}  // namespace sipcore::transport
