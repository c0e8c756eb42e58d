// SPDX-License-Identifier: GPL-2.0-only
/** @file re-INVITE of ours, one after the other; and INFO. @rfc{3261,14.1} @rfc{6086,4} */
#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** Offers that may wait; of more only the newest matters. */
constexpr std::size_t most_offers = 4;

}  // namespace

void CallSession::reoffer(sdp::Description offer, std::vector<Header> headers)
{
    post([offer = Reoffer{std::move(offer), std::move(headers)}](CallSession& self) mutable {
        if (self.offers_.size() == most_offers)
            self.offers_.pop_back();
        self.offers_.push_back(std::move(offer));
        self.send_offer();
    });
}

void CallSession::send_offer()
{
    if (offers_.empty() || offering_ || glare_alarm_.is_set() || hanging_up_ || !inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    if (inv_->state != PJSIP_INV_STATE_CONFIRMED || inv_->invite_tsx)
        return;
    auto offer = std::move(offers_.front());
    offers_.pop_front();
    pjsip_tx_data* tdata = nullptr;
    if (pjsip_inv_reinvite(inv_, nullptr, nullptr, &tdata) != PJ_SUCCESS)
        return;
    state_abilities(tdata, begun_.core.methods().names());
    add_headers(tdata, offer.headers);
    set_description(tdata, &offer.description);
    update([&](SessionSnapshot& s) { s.headers = read_headers(tdata->msg); });
    if (pjsip_inv_send_msg(inv_, tdata) == PJ_SUCCESS)
        offering_ = std::move(offer);
    update([](SessionSnapshot& s) { s.last_message = "Tx: INVITE"; });
}

}  // namespace sipcore::session
