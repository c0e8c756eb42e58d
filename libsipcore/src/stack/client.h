// SPDX-License-Identifier: GPL-2.0-only
/** @file Requests of ours outside of PJSIP's dialogs: REGISTER, NOTIFY, MESSAGE, SUBSCRIBE. A request is a value, its
 *  transaction is PJSIP's, and its answer comes as a value on a strand. */
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/address.h"
#include "sipcore/config/model.h"
#include "stack/strand.h"

namespace sipcore::stack {

class Core;

/** A header: name and value. */
using HeaderText = std::pair<std::string, std::string>;

/** A request that is to be sent. Texts stand in the message as they are given; who gives them has escaped them. */
struct OutgoingRequest {
    std::string method;                ///< REGISTER, NOTIFY, …
    std::string target;                ///< Request-URI
    std::string from;                  ///< name-addr without tag
    std::string from_tag;              ///< our tag
    std::string to;                    ///< name-addr without tag
    std::string to_tag;                ///< theirs; empty outside of a dialog
    std::string call_id;               ///< Call-ID
    unsigned cseq = 1;                 ///< CSeq
    std::string contact;               ///< name-addr; empty: no Contact
    std::vector<std::string> routes;   ///< Route headers, name-addr each
    unsigned max_forwards = 70;        ///< Max-Forwards
    std::vector<HeaderText> headers;   ///< further headers, in order
    std::string content_type;          ///< `type/subtype[;parameters]`, where there is a body
    std::string body;                  ///< its octets
    SocketAddress remote;              ///< where it is sent; none: nowhere, and the answer is 503
    std::vector<SocketAddress> others{};  ///< where else, in order, when nothing answers there or 503 does. @rfc{3263,4.3}
    std::string host{};                ///< name that a certificate must be for; empty: the address
    config::Protocol protocol = config::Protocol::udp;  ///< over what
};

/** The final answer to a request, or its absence. */
struct Reply {
    int status = 408;                ///< 200 to 699; 408 when none came, 503 when it could not be sent
    std::string reason;              ///< phrase
    bool received = false;           ///< whether it came from the wire
    std::string to_tag;              ///< tag of its To
    SocketAddress source;            ///< where it came from
    std::vector<HeaderText> headers; ///< its headers, compact names expanded, at most 64

    /** The value of the first header of a name, in any case; empty without one. */
    std::string_view header(std::string_view name) const;
};

/** Names a request that is under way; 0 names none. */
using RequestId = std::uint64_t;

/** The stack's client side. */
class Client {
public:
    /** Told what came of a request, on its strand; once, or never when it was abandoned. */
    using Done = std::move_only_function<void(const Reply&)>;

    /** Registers with PJSIP; before workers run. */
    explicit Client(Core& core);
    Client(const Client&) = delete;             ///< PJSIP's callback finds it
    Client& operator=(const Client&) = delete;  ///< PJSIP's callback finds it
    /** No worker may run. */
    ~Client();

    /**
     * Sends a request by a transaction; when that place is silent, cannot be reached or answers 503, the same request goes to the
     * next of `others` by a transaction of its own.
     * @param request  what
     * @param strand   where `done` runs; that of its Call-ID, so that it is near
     * @param done     told what came of it
     * @return its name
     * @threads any that holds nothing of PJSIP's; `strand` mostly
     */
    RequestId send(const OutgoingRequest& request, Strand& strand, Done done);
    /** Gives a request up: it is not repeated any more, and nobody is told of its answer. @threads any that holds nothing */
    void abandon(RequestId id);

    /** A transaction changed its state: for PJSIP's callback. */
    void on_transaction(pjsip_transaction* transaction, pjsip_event* event);

private:
    /** One request under way. */
    struct Pending {
        Strand* strand;   ///< where its answer goes
        Done done;        ///< who is told
        std::string key;  ///< of PJSIP's transaction
        std::unique_ptr<OutgoingRequest> request;  ///< kept where there are other places to send it to
        std::uint8_t attempt = 0;  ///< how many of them were tried
    };
    /** One attempt at a request: a transaction bears its number, so that what comes late of an earlier one tells nobody anything. */
    struct Attempt {
        RequestId id = 0;         ///< the request
        std::uint8_t number = 0;  ///< which
    };
    /** Gives a request to a transaction. @return PJSIP's status */
    pj_status_t transmit(const OutgoingRequest& request, Attempt attempt);
    /** A place did not answer, or cannot: tries the next. @return whether there is one */
    bool try_elsewhere(Attempt& attempt, const Reply& reply);
    /** Makes the message. @return PJSIP's status */
    pj_status_t make(const OutgoingRequest& request, pjsip_tx_data** tdata);
    /** A transaction ended: what follows from that runs on the strand, not under PJSIP's lock. */
    void conclude(Attempt attempt, Reply reply);
    /** Tries the next place, or tells what came of a request, when nobody was told yet. */
    void finish(Attempt attempt, Reply reply);

    Core& core_;
    std::mutex mutex_;
    std::unordered_map<RequestId, Pending> pending_;
    RequestId last_ = 0;
};

/** A fresh Call-ID with a host behind it. @threads any that is registered with PJSIP */
std::string make_call_id(const IpAddress& local);

}  // namespace sipcore::stack
