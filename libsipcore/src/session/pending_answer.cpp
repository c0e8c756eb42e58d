// SPDX-License-Identifier: GPL-2.0-only
/** @file Responses kept until they are known. */
#include "session/pending_answer.h"

#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/headers.h"

namespace sipcore::session {

PendingAnswer::PendingAnswer(pjsip_dialog* dialog, pjsip_transaction* transaction, pjsip_rx_data* rdata)
    : dialog_{dialog}, transaction_{transaction}
{
    if (pjsip_dlg_create_response(dialog, rdata, 200, nullptr, &tdata_) != PJ_SUCCESS) {
        tdata_ = nullptr;
        transaction_ = nullptr;
        return;
    }
    pj_grp_lock_add_ref(transaction_->grp_lock);
}

PendingAnswer PendingAnswer::hidden(pjsip_dialog* dialog, pjsip_rx_data* rdata)
{
    auto* transaction = pjsip_rdata_get_tsx(rdata);
    if (!transaction)
        return {};
    PendingAnswer answer{dialog, transaction, rdata};
    if (answer.tdata_) {
        transaction->mod_data[dialog->ua->id] = nullptr;
        answer.hidden_ = true;
    }
    return answer;
}

void PendingAnswer::show()
{
    if (!std::exchange(hidden_, false))
        return;
    if (transaction_->state < PJSIP_TSX_STATE_TERMINATED)
        transaction_->mod_data[dialog_->ua->id] = dialog_;
    else
        --dialog_->tsx_count;   // its end was hidden as well
}

PendingAnswer::~PendingAnswer()
{
    if (hidden_)
        send(PJSIP_SC_CALL_TSX_DOES_NOT_EXIST);     // whose call ended before it was looked at
    if (tdata_)
        pjsip_tx_data_dec_ref(tdata_);
    if (transaction_)
        pj_grp_lock_dec_ref(transaction_->grp_lock);
}

void PendingAnswer::state_abilities(const std::vector<std::string>& methods)
{
    if (!tdata_)
        return;
    session::state_abilities(tdata_, methods);
    add_headers(tdata_, {{"Accept", "application/sdp"}});
}

void PendingAnswer::send(int status, const std::string& reason, const std::vector<Header>& headers, const sdp::Description* description)
{
    if (!tdata_)
        return;
    pj::DialogLock lock{dialog_};
    show();
    auto* tdata = std::exchange(tdata_, nullptr);
    tdata->msg->line.status.code = status;
    tdata->msg->line.status.reason = reason.empty() ? *pjsip_get_status_text(status) : pj::dup(tdata->pool, reason);
    add_headers(tdata, headers);
    if (description)
        set_description(tdata, description);
    if (transaction_->state < PJSIP_TSX_STATE_COMPLETED)
        pjsip_dlg_send_response(dialog_, transaction_, tdata);
    else
        pjsip_tx_data_dec_ref(tdata);
}

}  // namespace sipcore::session
