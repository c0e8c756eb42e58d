// SPDX-License-Identifier: GPL-2.0-only
/** @file Offers of ours inside of a call, one after the other, by re-INVITE; and INFO. @rfc{3261,14.1} @rfc{6086,4} */
#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** Offers that may wait; of more only the newest matters. */
constexpr std::size_t most_offers = 4;

}  // namespace

void CallSession::reoffer(sdp::Description offer, std::vector<Header> headers, OfferBy by)
{
    post([offer = Reoffer{std::move(offer), std::move(headers), by}](CallSession& self) mutable {
        if (self.offers_.size() == most_offers)
            self.offers_.pop_back();
        self.offers_.push_back(std::move(offer));
        self.send_offer();
    });
}

void CallSession::send_offer()
{
    if (offers_.empty() || offering_ || offered_by_them_ != OfferedBy::nothing || glare_alarm_.is_set() || hanging_up_ || !inv_)
        return;
    pj::DialogLock lock{inv_->dlg};
    if (inv_->state != PJSIP_INV_STATE_CONFIRMED || inv_->invite_tsx)
        return;
    auto& offer = offering_.emplace(std::move(offers_.front()));
    offers_.pop_front();
    ++offers_sent_;
    if (!takes_update())
        offer.by = OfferBy::invite;
    if (offer.by == OfferBy::update ? send_update(offer) : send_reinvite(offer))
        return;
    constexpr int unavailable = 503;
    post([sent = offers_sent_](CallSession& self) {  // after what its transaction may have told of its end
        if (self.offering_ && self.offers_sent_ == sent)
            self.take_refusal({unavailable, "Not sent"}, {});
    });
}

bool CallSession::send_reinvite(Reoffer& offer)
{
    pjsip_tx_data* tdata = nullptr;
    if (pjsip_inv_reinvite(inv_, nullptr, nullptr, &tdata) != PJ_SUCCESS)
        return false;
    say_abilities(tdata);
    add_headers(tdata, offer.headers);
    add_headers(tdata, ask_timer(timer_rules_, timer_));
    set_description(tdata, &offer.description);
    update([&](SessionSnapshot& s) {
        s.headers = read_headers(tdata->msg);
        s.last_message = "Tx: INVITE";
    });
    return pjsip_inv_send_msg(inv_, tdata) == PJ_SUCCESS;
}

}  // namespace sipcore::session
