// SPDX-License-Identifier: GPL-2.0-only
/** @file UPDATE, both ways, with offers and without; and PRACK, which may settle one. @rfc{3311,5} @rfc{3262,5} */
#include "pj/dialog_lock.h"
#include "pj/text.h"
#include "session/call_session.h"
#include "session/headers.h"

namespace sipcore::session {

namespace {

/** A description out of a body; nothing where there is none or it cannot be read. */
std::optional<sdp::Description> read(const std::optional<std::string>& text)
{
    auto parsed = text ? sdp::parse(*text) : std::unexpected{Error{}};
    return parsed ? std::optional{std::move(*parsed)} : std::nullopt;
}

/** Whether the other side cannot do UPDATE, or PJSIP cannot do it with it, as a refusal tells: by re-INVITE it may be taken. */
bool wants_invite(int status)
{
    switch (status) {
    case PJSIP_SC_UNAUTHORIZED:     // PJSIP answers challenges to INVITE, not to this
    case PJSIP_SC_PROXY_AUTHENTICATION_REQUIRED:
    case PJSIP_SC_FORBIDDEN:
    case PJSIP_SC_METHOD_NOT_ALLOWED:
    case PJSIP_SC_NOT_IMPLEMENTED:
        return true;
    default:
        return false;
    }
}

}  // namespace

bool CallSession::takes_update() const
{
    auto known = snapshot();
    if (update_refused_ || !known->allow)
        return false;
    std::vector<Header> told;
    told.push_back({"Allow", *known->allow});
    return lists(told, "Allow", "UPDATE");
}

bool CallSession::send_update(Reoffer& offer)
{
    auto* tdata = make_request(inv_->dlg, "UPDATE");
    if (!tdata)
        return false;
    say_abilities(tdata);
    add_headers(tdata, offer.headers);
    add_headers(tdata, ask_timer(timer_rules_, timer_));
    set_description(tdata, &offer.description);
    offer.cseq = inv_->dlg->local.cseq;
    update([](SessionSnapshot& s) { s.last_message = "Tx: UPDATE"; });
    return pjsip_inv_send_msg(inv_, tdata) == PJ_SUCCESS;
}

void CallSession::note_update_response(int cseq, Error result, std::optional<std::string> sdp, const std::vector<Header>& headers)
{
    if (!offering_ || offering_->by != OfferBy::update || offering_->cseq != cseq)
        return;     // it told a party
    if (wants_invite(result.status)) {
        update_refused_ = true;
        auto offer = std::move(*std::exchange(offering_, std::nullopt));
        offer.by = OfferBy::invite;
        return offer_again(std::move(offer));
    }
    if (result.status / 100 != 2)
        return take_refusal(result, headers);
    offering_.reset();
    if (!settle_timer(headers)) {
        hanging_up_ = Hangup{};
        return end_in_pjsip();
    }
    auto description = read(sdp);
    if (listener_)
        listener_->on_reanswered(description ? Result<sdp::Description>{std::move(*description)}
                                             : std::unexpected{Error{488, "no session description"}});
    send_offer();
}

std::optional<Error> CallSession::obstacle() const
{
    bool ours = offering_ || (!begun_.incoming && !answered_ && !settled_early_);
    if (ours)
        return Error{491, "Request Pending"};
    bool theirs = offered_by_them_ != OfferedBy::nothing || (begun_.incoming && !answered_ && !settled_early_);
    return theirs ? std::optional{Error{500, "Server Internal Error"}} : std::nullopt;
}

void CallSession::note_update(std::optional<std::string> sdp, const std::vector<Header>& headers, PendingAnswer answer)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: UPDATE"; });
    if (!inv_ || !listener_ || hanging_up_)
        return answer.send(PJSIP_SC_CALL_TSX_DOES_NOT_EXIST);
    auto timer = answer_timer(headers);
    if (!timer)
        return answer.send(timer.error().status, timer.error().reason, timer.error().headers);
    if (!sdp) {
        answer.send(PJSIP_SC_OK, {}, timer->headers);
        if (answered_)
            run_timer(timer->timer);
        return listener_->on_update(headers);
    }
    if (auto why = obstacle()) {
        std::vector<Header> headers_of_refusal;
        if (why->status == PJSIP_SC_INTERNAL_SERVER_ERROR)
            headers_of_refusal.push_back({"Retry-After", std::to_string(pj_rand() % 10)});
        return answer.send(why->status, why->reason, headers_of_refusal);
    }
    auto parsed = sdp::parse(*sdp);
    if (!parsed)
        return answer.send(parsed.error().status, parsed.error().reason);
    offered_by_them_ = OfferedBy::update;
    update_answer_ = std::make_unique<PendingAnswer>(std::move(answer));
    timer_answer_ = answered_ ? std::optional{std::move(*timer)} : std::move(timer_answer_);
    listener_->on_offer(*parsed, headers);
}

void CallSession::note_prack(const std::optional<std::string>& sdp)
{
    update([](SessionSnapshot& s) { s.last_message = "Rx: PRACK"; });
    settled_early_ = settled_early_ || described_early_;
    if (auto answer = read(sdp); answer && listener_ && !hanging_up_)
        listener_->on_confirmed(answer);
}

}  // namespace sipcore::session
