// SPDX-License-Identifier: GPL-2.0-only
/** @file A response that is made while PJSIP shows the request, and sent when it is known what it says. */
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pj/pjsip.h"

namespace sipcore::session {

/** A response to a request inside of a dialog, with the transaction that it belongs to. Sent once, or dropped. */
class PendingAnswer {
public:
    /** None. */
    PendingAnswer() = default;
    /** For the request of a transaction, with its dialog lock held. */
    PendingAnswer(pjsip_dialog* dialog, pjsip_transaction* transaction, pjsip_rx_data* rdata);
    /** Taken over. */
    PendingAnswer(PendingAnswer&& other) noexcept
        : dialog_{std::exchange(other.dialog_, nullptr)},
          transaction_{std::exchange(other.transaction_, nullptr)},
          tdata_{std::exchange(other.tdata_, nullptr)}
    {
    }
    PendingAnswer& operator=(PendingAnswer&&) = delete;  ///< moved into place once
    ~PendingAnswer();
    /** Says in it what we can do, as the answer to OPTIONS does. @rfc{3261,11.2} */
    void state_abilities(const std::vector<std::string>& methods);
    /** Sends it with a status, and with a phrase or the usual one. The session that the dialog belongs to must be alive. */
    void send(int status, const std::string& reason = {});

private:
    pjsip_dialog* dialog_ = nullptr;
    pjsip_transaction* transaction_ = nullptr;
    pjsip_tx_data* tdata_ = nullptr;
};

}  // namespace sipcore::session
