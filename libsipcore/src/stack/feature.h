// SPDX-License-Identifier: GPL-2.0-only
/** @file How features of the library take part in the stack: each claims methods, and gets the requests of those methods
 *  that are outside of every dialog and have been identified and authenticated. */
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/endpoint.h"
#include "sipcore/result.h"

namespace sipcore::stack {

class Strand;

/** A request outside of every dialog, lent to a feature for one call. */
struct IncomingRequest {
    pjsip_rx_data* rdata;                   ///< the message; the original or a copy
    std::optional<EndpointStatus> endpoint; ///< who sent it; nothing: a guest
    SocketAddress source;                   ///< where it came from
    IpAddress local_address;                ///< our address that it was sent to
    Strand* strand;                         ///< the strand of its Call-ID, whose runner the caller is
    config::Protocol protocol = config::Protocol::udp;  ///< what carried it
};

/** Whether a method's requests must prove who sent them before the feature sees them. */
enum class Guests : unsigned char {
    allowed,  ///< those of nobody we know pass where allow_guest is set
    refused,  ///< only endpoints pass
};

/** A feature's hand in the stack. */
class RequestHandler {
public:
    virtual ~RequestHandler() = default;
    /**
     * A request of a claimed method, identified and authenticated. It is answered before this returns or later, by a
     * transaction or a dialog of the feature's own.
     * @threads the strand of its Call-ID
     */
    virtual void on_request(IncomingRequest& request) = 0;
    /**
     * Whom a request of this method is from, when that is not what From and the source say (REGISTER: the user of To).
     * @param rdata  the message
     * @return a name to look up, empty for the usual way
     * @threads a worker
     */
    virtual std::string account_of(const pjsip_rx_data& rdata) const { (void)rdata; return {}; }
    /**
     * What is wrong with a request whoever sent it: looked at before anybody is asked to prove himself.
     * @param rdata  the message, outside of dialogs
     * @return the refusal; nothing when it may go on
     * @threads a worker
     */
    virtual std::optional<Error> refuse_early(const pjsip_rx_data& rdata) const { (void)rdata; return std::nullopt; }
    /** Whether its sender must prove who he is; otherwise he is known by his address alone. @threads a worker */
    virtual bool needs_proof(const pjsip_rx_data& rdata) const { (void)rdata; return true; }
    /**
     * Whether a request with a tag of ours in To belongs to a dialog that the feature keeps itself, and not PJSIP. Such a request
     * must prove who sent it as one outside of dialogs must, and is given to `on_request`.
     * @param rdata  the message
     * @threads a worker
     */
    virtual bool owns_dialog(const pjsip_rx_data& rdata) const { (void)rdata; return false; }
};

/** A claim on methods, given back when it is destroyed. */
class MethodClaim {
public:
    virtual ~MethodClaim() = default;
};

/** Which feature answers which method. Read with every request, changed by the loader's thread alone. */
class Methods {
public:
    virtual ~Methods() = default;
    /**
     * Claims methods.
     * @param names    of the methods, upper case
     * @param guests   whether strangers pass
     * @param handler  gets their requests; lent until the claim is destroyed, which waits until no worker is in it
     * @return the claim; Failure when one of them is claimed already
     * @threads the loader's
     */
    virtual Outcome<std::unique_ptr<MethodClaim>> claim(std::vector<std::string> names, Guests guests,
                                                        RequestHandler& handler) = 0;
    /** All claimed methods and those that the stack answers itself, in the order of an Allow header. @threads any */
    virtual std::vector<std::string> names() const = 0;
};

}  // namespace sipcore::stack
