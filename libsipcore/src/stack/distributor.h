// SPDX-License-Identifier: GPL-2.0-only
/** @file The distributor: the first and the last module that PJSIP asks. It picks the strand of every message, answers at
 *  once what can be answered at once, and has the others admitted before anything is kept of them; at the end it gives what no dialog and no transaction took to the feature of the method. */
#pragma once

#include <chrono>
#include <string_view>

#include "auth/digest.h"
#include "pj/pjsip.h"
#include "stack/admission.h"
#include "stack/core.h"
#include "stack/methods.h"
#include "stack/reception.h"
#include "stack/turn_away.h"
#include "stack/workers.h"

namespace sipcore::stack {

/** Takes responses that belong to no transaction: those to our qualifying OPTIONS. */
class ResponseTaker {
public:
    virtual ~ResponseTaker() = default;
    /** A response came. @return whether it was one of theirs @threads a worker */
    virtual bool on_response(std::string_view call_id, int status, const SocketAddress& source) = 0;
};

/** What a distributor works with; all outlive it. */
struct DistributorParts {
    Core& core;                ///< the stack
    MethodTable& methods;      ///< who answers what
    Workers& workers;          ///< how much waits
    ResponseTaker& responses;  ///< stray responses
    auth::NonceMint mint;      ///< nonces
};

/** The two modules. There is one distributor in a process, as there is one PJSIP. */
class Distributor {
public:
    /** Registers the modules with PJSIP, which keeps them until it ends. */
    explicit Distributor(DistributorParts parts);
    Distributor(const Distributor&) = delete;             ///< PJSIP holds its address
    Distributor& operator=(const Distributor&) = delete;  ///< PJSIP holds its address
    /** From here on messages pass it by; no worker may run. */
    ~Distributor();

    /** A request came, and nobody has seen it. @return whether it is done with */
    bool on_request(pjsip_rx_data* rdata);
    /** A response came, and nobody has seen it. @return whether it is done with */
    bool on_response(pjsip_rx_data* rdata);
    /** A request that no transaction took, before PJSIP's dialogs are asked. @return whether it is done with */
    bool on_owned(pjsip_rx_data* rdata);
    /** A request that no transaction and no dialog took. @return whether it is done with */
    bool on_unclaimed(pjsip_rx_data* rdata);
    /** A message goes out. */
    void on_send(pjsip_tx_data* tdata, bool response);

private:
    /** Brings the message to the strand of its Call-ID. @return whether it is done with here */
    bool to_strand(pjsip_rx_data* rdata);
    /** Has a stranger asked for elsewhere, and keeps its request meanwhile. @return whether that is done */
    bool ask_elsewhere(pjsip_rx_data* rdata, std::string_view method, const std::optional<MethodTable::Row>& row);
    /** Refuses a method that nobody claimed. */
    void refuse_method(pjsip_rx_data* rdata, std::string_view method);
    /** Whether a request belongs to a dialog of a feature's own, while that feature is there. */
    bool owned(const MethodTable::Row& row, const pjsip_rx_data* rdata) const;
    /** Answers a repeated request whose transaction was let go early. @return whether it is one */
    bool answer_past(pjsip_rx_data* rdata);
    /** Gives a request to the feature of its method. */
    void hand_over(pjsip_rx_data* rdata, const MethodTable::Row& row);
    /** Answers OPTIONS. @rfc{3261,11.2} */
    void answer_options(pjsip_rx_data* rdata);
    /** Whether an INVITE outside of dialogs may go on: work does not wait for too long, or it was let in before. */
    bool may_begin(pjsip_rx_data* rdata);
    /** Whether a call is to a domain of ours, or calls to others are taken. @option{allowexternaldomains} */
    bool is_for_us(pjsip_rx_data* rdata) const;

    DistributorParts parts_;
    Admission admission_;
    TurnAway turn_away_;
};

}  // namespace sipcore::stack
