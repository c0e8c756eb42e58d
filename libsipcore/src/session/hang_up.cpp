// SPDX-License-Identifier: GPL-2.0-only
/** @file The end of a call by us: a final response, CANCEL or BYE, as its state wants. @rfc{3261,15} */
#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

void CallSession::hang_up(Hangup hangup)
{
    post([hangup = std::move(hangup)](CallSession& self) {
        if (self.farewell_alarm_.is_set() && hangup.patience.count() == 0)
            return self.end_patience();
        if (self.finished_ || self.hanging_up_)
            return;
        self.hanging_up_ = hangup;
        // A 2xx whose ACK is still due gets it first; then BYE follows.
        if (self.ack_due_)
            self.acknowledge(*self.ack_due_, nullptr);
        self.refuse_offer();
        if (hangup.patience.count() > 0 && self.inv_ && self.inv_->state == PJSIP_INV_STATE_CONFIRMED)
            self.farewell_alarm_.set(self.begun_.core.pj_endpoint(), hangup.patience, self.shared_from_this(),
                                     &CallSession::end_patience);
        else
            self.end_in_pjsip();
    });
}

void CallSession::end_patience()
{
    farewell_alarm_.cancel();
    end_in_pjsip();
}

void CallSession::refuse_offer()
{
    auto by = std::exchange(offered_by_them_, OfferedBy::nothing);
    if (by == OfferedBy::invite)
        respond(487, "Request Terminated", nullptr);
    if (auto waiting = std::exchange(update_answer_, nullptr))
        waiting->send(PJSIP_SC_CALL_TSX_DOES_NOT_EXIST);
}

void CallSession::end_in_pjsip()
{
    if (!inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    if (inv_->state == PJSIP_INV_STATE_DISCONNECTED)
        return;
    bool unanswered = inv_->state < PJSIP_INV_STATE_CONNECTING;
    if (unanswered && !begun_.incoming && inv_->invite_tsx && inv_->invite_tsx->status_code < 100) {
        cancel_due_ = true;     // CANCEL goes out with the first provisional response
        return;
    }
    if (unanswered && begun_.incoming)
        return refuse();
    int status = unanswered ? 487 : 200;
    pjsip_tx_data* tdata = nullptr;
    if (pjsip_inv_end_session(inv_, status, nullptr, &tdata) != PJ_SUCCESS) {
        pjsip_inv_terminate(inv_, status, PJ_TRUE);
        return;
    }
    if (!tdata)
        return;
    add_headers(tdata, hanging_up_->headers);
    pjsip_tx_data_invalidate_msg(tdata);
    pjsip_inv_send_msg(inv_, tdata);
    update([&](SessionSnapshot& s) { s.last_message = unanswered ? "Tx: CANCEL" : "Tx: BYE"; });
}

void CallSession::refuse()
{
    if (std::exchange(final_sent_, true))
        return;
    progress_alarm_.cancel();
    respond(hanging_up_->status, hanging_up_->reason, nullptr, hanging_up_->headers);
    if (inv_ && inv_->state != PJSIP_INV_STATE_DISCONNECTED)
        pjsip_inv_terminate(inv_, hanging_up_->status, PJ_TRUE);    // it could not be sent
}

}  // namespace sipcore::session
