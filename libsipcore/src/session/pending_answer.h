// SPDX-License-Identifier: GPL-2.0-only
/** @file A response that is made while PJSIP shows the request, and sent when it is known what it says. */
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pj/pjsip.h"
#include "sipcore/header.h"
#include "sipcore/sdp.h"

namespace sipcore::session {

/** A response to a request inside of a dialog, with the transaction that it belongs to. Sent once, or dropped. */
class PendingAnswer {
public:
    /** None. */
    PendingAnswer() = default;
    /** For the request of a transaction, with its dialog lock held. */
    PendingAnswer(pjsip_dialog* dialog, pjsip_transaction* transaction, pjsip_rx_data* rdata);
    /**
     * For an UPDATE, before its transaction sees it, with the dialog lock held. PJSIP's INVITE session would answer it at once, by a
     * negotiator that calls here do not use: the transaction is hidden from the dialog until the answer is sent, or dropped.
     */
    static PendingAnswer hidden(pjsip_dialog* dialog, pjsip_rx_data* rdata);
    /** Taken over. */
    PendingAnswer(PendingAnswer&& other) noexcept
        : dialog_{std::exchange(other.dialog_, nullptr)},
          transaction_{std::exchange(other.transaction_, nullptr)},
          tdata_{std::exchange(other.tdata_, nullptr)},
          hidden_{std::exchange(other.hidden_, false)}
    {
    }
    PendingAnswer& operator=(PendingAnswer&&) = delete;  ///< moved into place once
    ~PendingAnswer();
    /** Says in it what we can do, as the answer to OPTIONS does. @rfc{3261,11.2} */
    void state_abilities(const std::vector<std::string>& methods);
    /** Sends it with a status, and with a phrase or the usual one; `headers` and a description are added. The session that the
     *  dialog belongs to must be alive, unless it is hidden: then the dialog waits for it. */
    void send(int status, const std::string& reason = {}, const std::vector<Header>& headers = {},
              const sdp::Description* description = nullptr);

private:
    /** The dialog sees the transaction again. Its lock is held. */
    void show();

    pjsip_dialog* dialog_ = nullptr;
    pjsip_transaction* transaction_ = nullptr;
    pjsip_tx_data* tdata_ = nullptr;
    bool hidden_ = false;
};

}  // namespace sipcore::session
