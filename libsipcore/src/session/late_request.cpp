// SPDX-License-Identifier: GPL-2.0-only
/** @file What came too late. */
#include "session/late_request.h"

#include "pj/text.h"
#include "session/pending_answer.h"

namespace sipcore::session {

void answer_late(pjsip_dialog* dialog, pjsip_transaction* transaction, pjsip_rx_data* rdata)
{
    auto method = pj::view(transaction->method.name);
    if (method == "BYE" || method == "CANCEL")
        return;
    PendingAnswer answer{dialog, transaction, rdata};
    if (method == "REFER")
        answer.send(603, "Declined (No dialog)");
    else
        answer.send(method == "NOTIFY" ? PJSIP_SC_OK : PJSIP_SC_CALL_TSX_DOES_NOT_EXIST);
}

}  // namespace sipcore::session
